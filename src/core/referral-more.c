/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "referral-more"

#include "core/referral-build.h"

/* What left before: for the person's own copy and for the unit's file. */
static void
add_share (VdReferralBuild *build, guint index, const char *part, GPtrArray *rows)
{
  const json_t *share = vd_record_item (build->record, "shares", index);
  const char *time = vd_record_item_text (build->record, "shares", index, "time");
  const char *to = vd_record_item_text (build->record, "shares", index, "recipient");
  const char *document = vd_record_item_text (build->record, "shares", index, "document");
  const char *anchor = vd_record_item_text (build->record, "shares", index, "anchor");
  const char *after = vd_record_item_text (build->record, "shares", index, "corrected_by");
  json_t *parts = json_object_get (share, "parts");
  g_autofree char *id = g_strdup_printf ("shares:%u", index);
  g_autofree char *when = time == NULL ? g_strdup (vd_referral_phrase (build, "undated"))
                                       : vd_referral_time_text (build->pack, time, build->lang);
  g_autofree char *names = vd_referral_part_names (build, parts);
  g_autoptr (GString) heading = g_string_new (when);
  g_autoptr (GString) value = g_string_new (document);
  VdReferralRow *row = vd_referral_row_new (VD_ROW_ENTRY, id, part);

  if (to != NULL)
    vd_referral_add_fact (heading, vd_pack_choice (build->pack, "recipient", to, build->lang));
  if (anchor != NULL)
    vd_referral_add_fact (heading, anchor);
  g_string_append (value, names);
  if (after != NULL) {
    g_autofree char *text =
        vd_referral_fill (vd_referral_phrase (build, "share-corrected"), "number", after);

    vd_referral_add_line (value, text);
  }
  vd_referral_set_name (row, heading->str);
  vd_referral_set_value (row, value->str);
  vd_referral_take_row (build, rows, row, vd_part_bit (part));
}

void
vd_referral_add_shares (VdReferralBuild *build, const char *part, GPtrArray *rows)
{
  for (guint i = 0; i < vd_record_n_items (build->record, "shares"); i++)
    add_share (build, i, part, rows);
}

void
vd_referral_add_follow_up (VdReferralBuild *build, const char *part, GPtrArray *rows)
{
  for (guint i = 0; i < vd_record_n_items (build->record, "follow_up"); i++) {
    g_autofree char *id = g_strdup_printf ("follow_up:%u", i);
    const char *what = vd_record_item_text (build->record, "follow_up", i, "what");
    gboolean done = vd_record_item_bool (build->record, "follow_up", i, "done");
    g_autoptr (GString) heading = g_string_new (NULL);
    VdReferralRow *row = vd_referral_row_new (VD_ROW_ENTRY, id, part);

    vd_referral_add_date (build, heading,
                          vd_record_item_text (build->record, "follow_up", i, "date"));
    vd_referral_add_fact (heading, vd_referral_phrase (build, done ? "step-done" : "step-open"));
    vd_referral_set_name (row, heading->str);
    vd_referral_set_value (row, what == NULL ? "" : what);
    vd_referral_take_row (build, rows, row, vd_part_bit (part));
  }
}

/* On the child path there is only what is also for a child. */
static gboolean
is_for (const VdReferralBuild *build, const VdNode *node)
{
  gboolean child = build->guidance != NULL && build->guidance->child_path;

  return (!child || vd_node_flag (node, "child", FALSE)) && vd_referral_applies (build, node);
}

void
vd_referral_add_words (VdReferralBuild *build, const char *kind, GPtrArray *rows)
{
  const GPtrArray *nodes = vd_pack_nodes (build->pack, kind);

  for (guint i = 0; i < nodes->len; i++) {
    const VdNode *node = g_ptr_array_index (nodes, i);
    g_autofree char *id = g_strdup_printf ("%s:%s", kind, vd_node_id (node));
    VdReferralRow *row;

    if (!is_for (build, node) || *vd_node_text (node, "say", "en") == '\0')
      continue;
    row = vd_referral_row_new (VD_ROW_ENTRY, id, NULL);
    vd_referral_set_value (row, vd_node_text (node, "say", build->lang));
    vd_referral_take_row (build, rows, row, 0);
  }
}

static void
add_contact (VdReferralBuild *build, const VdNode *contact, gboolean bare, GPtrArray *rows)
{
  g_autofree char *id = g_strdup_printf ("contacts:%s", vd_node_id (contact));
  const char *phone = vd_node_attr (contact, "phone");
  const char *web = vd_node_attr (contact, "web");
  g_autoptr (GString) value = g_string_new (phone);
  VdReferralRow *row = vd_referral_row_new (VD_ROW_FIELD, id, NULL);

  if (!bare) {
    vd_referral_set_name (row, vd_node_text (contact, "name", build->lang));
    if (phone == NULL)
      vd_referral_add_line (value, web);
    if (vd_node_flag (contact, "always-open", FALSE))
      vd_referral_add_line (value, vd_referral_phrase (build, "always-open"));
  }
  vd_referral_set_value (row, value->str);
  vd_referral_take_row (build, rows, row, 0);
}

void
vd_referral_add_contacts (VdReferralBuild *build, const VdNode *entries, GPtrArray *rows)
{
  const char *const *ids = vd_node_list (entries, "contact");

  for (guint i = 0; ids[i] != NULL; i++)
    add_contact (build, vd_pack_find (build->pack, "contact", ids[i]),
                 vd_node_flag (entries, "bare", FALSE), rows);
}
