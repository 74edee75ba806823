/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "referral-head"

#include "core/referral-build.h"

static void
take_pair (GPtrArray *rows, const char *id, const char *name, const char *value)
{
  VdReferralRow *row = vd_referral_row_new (VD_ROW_FIELD, id, NULL);

  vd_referral_set_name (row, name);
  vd_referral_set_value (row, value);
  g_ptr_array_add (rows, row);
}

int
vd_referral_find_share (const VdRecord *record, const char *recipient, const char *anchor)
{
  for (guint i = 0; i < vd_record_n_items (record, "shares"); i++) {
    if (g_strcmp0 (vd_record_item_text (record, "shares", i, "recipient"), recipient) == 0 &&
        g_strcmp0 (vd_record_item_text (record, "shares", i, "anchor"), anchor) == 0)
      return (int)i;
  }
  return -1;
}

/* Which document, and which in the row of those that this recipient got. */
static void
add_number (const VdReferralBuild *build, const char *anchor, guint version, GPtrArray *rows)
{
  g_autofree char *count = g_strdup_printf ("%u", version);
  g_autofree char *number =
      vd_referral_fill (vd_referral_phrase (build, "document-version"), "number", anchor);
  g_autofree char *text = vd_referral_fill (number, "version", count);

  take_pair (rows, "head:anchor", vd_referral_phrase (build, "document-number"), text);
}

/* A follow-up names what it corrects, and by its day, so that the reader finds the sheet. */
static void
add_correction (const VdReferralBuild *build, const char *corrects, GPtrArray *rows)
{
  int index = vd_referral_find_share (build->record, vd_node_id (build->form), corrects);
  const char *time =
      index < 0 ? NULL : vd_record_item_text (build->record, "shares", (guint)index, "time");
  g_autofree char *day = time == NULL ? NULL : g_strndup (time, 10);
  g_autofree char *date = day == NULL ? g_strdup (vd_referral_phrase (build, "undated"))
                                      : vd_referral_date_text (build->pack, day, build->lang);
  g_autofree char *number =
      vd_referral_fill (vd_referral_phrase (build, "document-corrects"), "number", corrects);
  g_autofree char *text = vd_referral_fill (number, "date", date);

  take_pair (rows, "head:corrects", vd_referral_phrase (build, "document-correction"), text);
}

GPtrArray *
vd_referral_build_head (const VdReferralBuild *build,
                        const char *reference,
                        const char *anchor,
                        const char *corrects,
                        guint version)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func ((GDestroyNotify)vd_referral_row_free);
  g_autofree char *date = vd_referral_date_text (build->pack, build->today, build->lang);

  if (*reference != '\0')
    take_pair (rows, "head:reference", vd_referral_phrase (build, "document-reference"), reference);
  take_pair (rows, "head:date", vd_referral_phrase (build, "document-date"), date);
  if (*anchor != '\0')
    add_number (build, anchor, version, rows);
  if (*corrects != '\0')
    add_correction (build, corrects, rows);
  return rows;
}

/* PRI-02 or the field says that others chose or pay the lawyer; a plain "no" in the field comes
 * after an independent one was found and goes before the sign. */
static gboolean
lawyer_of_others (const VdRecord *record)
{
  const char *chosen = vd_record_get_text (record, "lawyer.chosen_by_others");
  guint n = vd_record_n_answers (record, "PRI-02");

  if (g_strcmp0 (chosen, "yes") == 0 || g_strcmp0 (chosen, "maybe") == 0)
    return TRUE;
  for (guint i = 0; g_strcmp0 (chosen, "no") != 0 && i < n; i++) {
    VdAnswer answer;

    vd_record_get_answer (record, "PRI-02", i, &answer);
    if (!answer.withdrawn && answer.value <= VD_ANSWER_MAYBE)
      return TRUE;
  }
  return FALSE;
}

/* On the child path ROSA is never a recipient, whatever the pack says. */
static const char *
refused (const VdNode *form, const VdRecord *record, gboolean child_path)
{
  const char *path = vd_node_attr (form, "path");

  if (child_path && (g_str_equal (path, "adult") || g_str_equal (vd_node_id (form), "rosa")))
    return "refused-child";
  if (!child_path && g_str_equal (path, "child"))
    return "refused-adult";
  if (g_str_equal (vd_node_id (form), "legal-aid") && lawyer_of_others (record))
    return "refused-lawyer";
  return NULL;
}

const char *
vd_referral_refused (const VdPack *pack, const VdRecord *record, const char *recipient)
{
  const VdNode *form = vd_pack_find (pack, "form", recipient);
  g_autoptr (VdGuidance) guidance = NULL;

  if (form == NULL)
    return "refused-form";
  guidance = vd_guidance_new (pack, record, NULL);
  return refused (form, record, guidance->child_path);
}

gboolean
vd_referral_form_for_person (const VdNode *form)
{
  return g_strcmp0 (vd_node_attr (form, "reader"), "person") == 0;
}
