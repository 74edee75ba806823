/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "referral-choice"

#include "core/referral-build.h"

static const char *const all_parts[] = {"identity",  "contact",   "seen",        "said",
                                        "told",      "documents", "health",      "children",
                                        "residence", "wishes",    "identifiers", NULL};
G_STATIC_ASSERT (G_N_ELEMENTS (all_parts) == VD_N_PARTS + 1);

const char *const *
vd_referral_all_parts (void)
{
  return all_parts;
}

guint
vd_part_bit (const char *part)
{
  for (guint i = 0; part != NULL && i < VD_N_PARTS; i++) {
    if (g_str_equal (all_parts[i], part))
      return 1u << i;
  }
  return 0;
}

guint
vd_part_bits (const char *const *parts)
{
  guint bits = 0;

  for (gsize i = 0; parts != NULL && parts[i] != NULL; i++)
    bits |= vd_part_bit (parts[i]);
  return bits;
}

/* Answers of a group may need a part of their own: health. */
static guint
offered_by_groups (const VdPack *pack, const VdNode *entries)
{
  const GPtrArray *groups = vd_pack_nodes (pack, "group");
  const char *const *only = vd_node_list (entries, "groups");
  guint bits = 0;

  for (guint i = 0; i < groups->len; i++) {
    const VdNode *group = g_ptr_array_index (groups, i);

    if (only[0] == NULL || g_strv_contains (only, vd_node_id (group)))
      bits |= vd_part_bit (vd_node_attr (group, "part"));
  }
  return bits;
}

static guint
offered_by_section (const VdPack *pack, const VdNode *section)
{
  const GPtrArray *children = vd_node_children (section);
  guint bits = vd_part_bit (vd_node_attr (section, "part"));

  for (guint i = 0; i < children->len; i++) {
    const VdNode *node = g_ptr_array_index (children, i);
    gboolean entries = g_str_equal (vd_node_kind (node), "entries");

    if (entries || g_str_equal (vd_node_kind (node), "row"))
      bits |= vd_part_bit (vd_node_attr (node, "part"));
    if (entries && g_str_equal (vd_node_attr (node, "of"), "answers"))
      bits |= offered_by_groups (pack, node);
  }
  return bits;
}

guint
vd_referral_offered (const VdPack *pack, const VdNode *form)
{
  const GPtrArray *sections = vd_node_children (form);
  guint bits = 0;

  for (guint i = 0; i < sections->len; i++)
    bits |= offered_by_section (pack, g_ptr_array_index (sections, i));
  return bits;
}

GArray *
vd_referral_live_consents (const VdRecord *record, const char *recipient)
{
  json_t *consents = json_object_get (vd_record_json (record), "consents");
  GArray *live = g_array_new (FALSE, FALSE, sizeof (guint));
  json_t *consent;
  gsize i;

  json_array_foreach (consents, i, consent)
  {
    const char *to = json_string_value (json_object_get (consent, "recipient"));
    guint index = (guint)i;

    if (recipient == NULL || (g_strcmp0 (to, recipient) == 0 &&
                              !json_is_string (json_object_get (consent, "withdrawn"))))
      g_array_append_val (live, index);
  }
  return live;
}

guint
vd_referral_consented (const VdRecord *record, const char *recipient, GHashTable *covered)
{
  json_t *consents = json_object_get (vd_record_json (record), "consents");
  g_autoptr (GArray) live = vd_referral_live_consents (record, recipient);
  guint bits = 0;

  for (guint i = 0; i < live->len; i++) {
    json_t *consent = json_array_get (consents, g_array_index (live, guint, i));
    json_t *part;
    gsize j;

    json_array_foreach (json_object_get (consent, "parts"), j, part)
    {
      bits |= vd_part_bit (json_string_value (part));
      if (covered != NULL && vd_part_bit (json_string_value (part)) == 0)
        g_hash_table_add (covered, g_strdup (json_string_value (part)));
    }
  }
  return bits;
}

/* "journal:3", without leading zeros so that every entry has one name. */
static gboolean
names_item (const VdRecord *record, const char *list, const char *token)
{
  for (guint i = 0; i < vd_record_n_items (record, list); i++) {
    g_autofree char *name = g_strdup_printf ("%s:%u", list, i);

    if (g_str_equal (name, token))
      return TRUE;
  }
  return FALSE;
}

static gboolean
names_note (const VdRecord *record, const char *token)
{
  g_auto (GStrv) fields = g_strsplit (token, ":", 3);
  guint n;

  if (g_strv_length (fields) != 3 || !g_str_equal (fields[0], "note"))
    return FALSE;
  n = vd_record_n_answers (record, fields[1]);
  for (guint i = 0; i < n; i++) {
    g_autofree char *name = g_strdup_printf ("note:%s:%u", fields[1], i);

    if (g_str_equal (name, token))
      return TRUE;
  }
  return FALSE;
}

/* Sorts what was chosen into parts and single entries. */
static gboolean
read_tokens (const VdRecord *record,
             const char *const *tokens,
             guint *bits,
             GHashTable *singles,
             GError **error)
{
  for (gsize i = 0; tokens != NULL && tokens[i] != NULL; i++) {
    guint bit = vd_part_bit (tokens[i]);

    if (bit == 0 && !names_item (record, "journal", tokens[i]) &&
        !names_item (record, "identifiers", tokens[i]) && !names_note (record, tokens[i])) {
      g_set_error (error, VD_ERROR, VD_ERROR_INVALID,
                   "choice %" G_GSIZE_FORMAT ": no such export part or entry", i);
      return FALSE;
    }
    if (bit == 0)
      g_hash_table_add (singles, g_strdup (tokens[i]));
    *bits |= bit;
  }
  return TRUE;
}

VdReferralBuild *
vd_referral_build_new (const VdPack *pack,
                       const VdRecord *record,
                       const VdNode *form,
                       const char *lang)
{
  VdReferralBuild *build = g_new0 (VdReferralBuild, 1);

  build->pack = pack;
  build->record = record;
  build->form = form;
  build->lang = lang;
  build->own = g_str_equal (vd_node_attr (form, "consent"), "own");
  build->singles = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  build->covered = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return build;
}

void
vd_referral_build_free (VdReferralBuild *build)
{
  g_hash_table_unref (build->singles);
  g_hash_table_unref (build->covered);
  g_free (build);
}

gboolean
vd_referral_build_choose (VdReferralBuild *build,
                          const VdReferralChoice *choice,
                          guint *wanted,
                          GError **error)
{
  const char *const *include = choice == NULL ? NULL : choice->include;
  const char *const *now = choice == NULL ? NULL : choice->consent_now;
  gboolean asked = g_str_equal (vd_node_attr (build->form, "consent"), "asked");

  if (!read_tokens (build->record, include, wanted, build->singles, error) ||
      !read_tokens (build->record, now, &build->consented_now, build->covered, error))
    return FALSE;
  if (include == NULL)
    *wanted = vd_part_bits (vd_node_list (build->form, "default"));
  build->everything = build->own && include == NULL;
  build->consented = VD_PART_ALL;
  if (asked)
    build->consented =
        build->consented_now |
        vd_referral_consented (build->record, vd_node_id (build->form), build->covered);
  build->allowed = *wanted & build->consented & vd_referral_offered (build->pack, build->form);
  return TRUE;
}

static void
take (GHashTable *choice, char *token, gboolean in)
{
  if (in)
    g_hash_table_add (choice, token);
  else
    g_free (token);
}

gboolean
vd_referral_is_default (const VdNode *form, const char *token)
{
  gboolean own = g_str_equal (vd_node_attr (form, "consent"), "own");
  const char *part = g_str_has_prefix (token, "identifiers:") ? "identifiers" : token;

  if (vd_part_bit (token) == 0 && !own)
    return FALSE;
  return vd_part_bit (part) == 0 || g_strv_contains (vd_node_list (form, "default"), part);
}

GHashTable *
vd_referral_default_choice (const VdNode *form, const VdRecord *record)
{
  static const char *const lists[] = {"journal", "identifiers"};
  GHashTable *choice = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  gboolean entries = vd_referral_is_default (form, "journal:0");
  gboolean traces = vd_referral_is_default (form, "identifiers:0");
  g_auto (GStrv) ids = vd_record_answered_ids (record);

  for (guint i = 0; i < VD_N_PARTS; i++)
    take (choice, g_strdup (all_parts[i]), vd_referral_is_default (form, all_parts[i]));
  for (guint l = 0; l < G_N_ELEMENTS (lists); l++) {
    for (guint i = 0; i < vd_record_n_items (record, lists[l]); i++)
      take (choice, g_strdup_printf ("%s:%u", lists[l], i), l == 0 ? entries : traces);
  }
  for (guint i = 0; ids[i] != NULL; i++) {
    for (guint n = 0; n < vd_record_n_answers (record, ids[i]); n++)
      take (choice, g_strdup_printf ("note:%s:%u", ids[i], n), entries);
  }
  return choice;
}

static void
set_token (GHashTable *choice, const char *token, gboolean on)
{
  if (on)
    g_hash_table_add (choice, g_strdup (token));
  else
    g_hash_table_remove (choice, token);
}

/* A trace leaves only together with the part it belongs to. In what is the unit's or the person's
 * own the part without a trace would be all of them: there it comes and goes with them. */
void
vd_referral_choose (GHashTable *choice,
                    const VdNode *form,
                    const VdRecord *record,
                    const char *token,
                    gboolean on)
{
  gboolean own = g_str_equal (vd_node_attr (form, "consent"), "own");
  gboolean any = FALSE;

  set_token (choice, token, on);
  for (guint i = 0; i < vd_record_n_items (record, "identifiers"); i++) {
    g_autofree char *trace = g_strdup_printf ("identifiers:%u", i);

    if (own && g_str_equal (token, "identifiers"))
      set_token (choice, trace, on);
    any = any || g_hash_table_contains (choice, trace);
  }
  if (g_str_has_prefix (token, "identifiers:") && (on || (own && !any)))
    set_token (choice, "identifiers", on);
}
