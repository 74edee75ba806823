/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "referral-entries"

#include "core/referral-build.h"

#include <string.h>

/* The name of a person's row: roles follow each other under one name; in the own file the role is
 * the name of what was typed. */
static const char *
person_name (const VdReferralBuild *build, const VdNode *entries, guint index, const char *role)
{
  const char *title = vd_node_text (entries, "name", build->lang);

  if (build->own)
    return role;
  if (index > 0)
    return "";
  return *title != '\0' ? title : vd_referral_phrase (build, "role");
}

/* Other people are named by their role; what was typed about them stays in the own file. */
static void
add_people (VdReferralBuild *build, const VdNode *entries, const char *part, GPtrArray *rows)
{
  for (guint i = 0; i < vd_record_n_items (build->record, "people"); i++) {
    g_autofree char *id = g_strdup_printf ("people:%u", i);
    const char *code = vd_record_item_text (build->record, "people", i, "role");
    const char *note = vd_record_item_text (build->record, "people", i, "note");
    const char *role = code == NULL
                           ? vd_referral_phrase (build, "not-known")
                           : vd_pack_choice (build->pack, "people.role", code, build->lang);
    VdReferralRow *row = vd_referral_row_new (VD_ROW_FIELD, id, part);

    row->note = build->own && note != NULL;
    g_free (row->name);
    row->name = g_strdup (person_name (build, entries, i, role));
    if (row->note)
      vd_referral_set_value (row, note);
    else if (!build->own)
      vd_referral_set_value (row, role);
    vd_referral_take_row (build, rows, row, vd_part_bit (part));
  }
}

static void
append_dates (const VdReferralBuild *build, guint index, GString *text)
{
  const char *keys[] = {"first_seen", "last_seen"};
  g_autoptr (GString) dates = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++) {
    const char *date = vd_record_item_text (build->record, "identifiers", index, keys[i]);
    g_autofree char *shown =
        date == NULL ? NULL : vd_referral_date_text (build->pack, date, build->lang);

    if (shown != NULL && dates->len > 0)
      g_string_append (dates, " \342\200\223 ");
    if (shown != NULL)
      g_string_append (dates, shown);
  }
  vd_referral_add_line (text, dates->len > 0 ? dates->str : NULL);
}

/* Whether @date lies before @today (nullable), as far as its day or month are known. */
static gboolean
is_past (const char *date, const char *today)
{
  gsize known = g_str_has_suffix (date, "-00-00") ? 4 : g_str_has_suffix (date, "-00") ? 7 : 10;

  return today != NULL && strncmp (date, today, known) < 0;
}

static gboolean
names_traces (const VdReferralBuild *build)
{
  GHashTableIter iter;
  gpointer token;

  g_hash_table_iter_init (&iter, build->singles);
  while (g_hash_table_iter_next (&iter, &token, NULL)) {
    if (g_str_has_prefix (token, "identifiers:"))
      return TRUE;
  }
  return FALSE;
}

/* Traces lead to others: in what goes to others each is in only when it was chosen by itself, and
 * in what does not, too, once one of them was. While rows are counted (no guidance) each counts. */
static gboolean
leaves_out (const VdReferralBuild *build, const char *id, const char *expires)
{
  if (build->own)
    return names_traces (build) && !g_hash_table_contains (build->singles, id);
  /* Past its date it should be gone from the record; it does not leave on top of that. */
  return (expires != NULL && is_past (expires, build->today)) ||
         (build->guidance != NULL && !g_hash_table_contains (build->singles, id));
}

static void
add_identifiers (VdReferralBuild *build, const char *part, GPtrArray *rows)
{
  for (guint i = 0; i < vd_record_n_items (build->record, "identifiers"); i++) {
    g_autofree char *id = g_strdup_printf ("identifiers:%u", i);
    const char *type = vd_record_item_text (build->record, "identifiers", i, "type");
    const char *role = vd_record_item_text (build->record, "identifiers", i, "role");
    const char *expires = vd_record_item_text (build->record, "identifiers", i, "expires");
    g_autoptr (GString) value = g_string_new (NULL);
    VdReferralRow *row;

    if (leaves_out (build, id, expires))
      continue;
    vd_referral_add_line (value, vd_record_item_text (build->record, "identifiers", i, "value"));
    vd_referral_add_line (
        value,
        role == NULL ? NULL : vd_pack_choice (build->pack, "identifiers.role", role, build->lang));
    append_dates (build, i, value);
    row = vd_referral_row_new (VD_ROW_FIELD, id, part);
    g_free (row->name);
    row->name = g_strdup (
        type == NULL ? "" : vd_pack_choice (build->pack, "identifiers.type", type, build->lang));
    vd_referral_set_value (row, value->str);
    vd_referral_take_row (build, rows, row, vd_part_bit (part));
  }
}

/* One under the other: the names of parts hold commas. */
static void
add_part (GString *names, const char *name)
{
  g_string_append_printf (names, "\n\342\200\223 %s", name);
}

char *
vd_referral_part_names (const VdReferralBuild *build, json_t *parts)
{
  g_autoptr (GString) names = g_string_new (NULL);
  gboolean single = FALSE;
  json_t *item;
  gsize i;

  json_array_foreach (parts, i, item)
  {
    g_autofree char *id = g_strconcat ("part-", json_string_value (item), NULL);

    if (vd_part_bit (json_string_value (item)) == 0)
      single = TRUE;
    else
      add_part (names, vd_referral_phrase (build, id));
  }
  if (single)
    add_part (names, vd_referral_phrase (build, "part-single"));
  return g_string_free (g_steal_pointer (&names), FALSE);
}

static void
consent_heading (const VdReferralBuild *build, json_t *consent, VdReferralRow *row)
{
  const char *recipient = json_string_value (json_object_get (consent, "recipient"));
  const char *withdrawn = json_string_value (json_object_get (consent, "withdrawn"));
  g_autoptr (GString) heading = g_string_new (NULL);

  vd_referral_add_date (build, heading, json_string_value (json_object_get (consent, "date")));
  /* Elsewhere it is the recipient of the document. */
  if (recipient != NULL && build->own)
    vd_referral_add_fact (heading,
                          vd_pack_choice (build->pack, "recipient", recipient, build->lang));
  if (withdrawn != NULL) {
    g_autofree char *date = vd_referral_date_text (build->pack, withdrawn, build->lang);
    g_autofree char *text =
        vd_referral_fill (vd_referral_phrase (build, "consent-withdrawn"), "date", date);

    vd_referral_add_fact (heading, text);
  }
  vd_referral_set_name (row, heading->str);
}

static void
add_consent (VdReferralBuild *build,
             json_t *consent,
             const char *id,
             const char *part,
             GPtrArray *rows)
{
  g_autofree char *names = vd_referral_part_names (build, json_object_get (consent, "parts"));
  const char *explained = json_string_value (json_object_get (consent, "explained"));
  g_autoptr (GString) value = g_string_new (NULL);
  g_autofree char *agreed =
      vd_referral_fill (vd_referral_phrase (build, "consent-parts"), "parts", names);
  VdReferralRow *row = vd_referral_row_new (VD_ROW_ENTRY, id, part);

  vd_referral_add_line (value, agreed);
  if (explained != NULL) {
    g_autofree char *how = vd_referral_fill_typed (
        build, vd_referral_phrase (build, "consent-explained"), "text", explained);

    vd_referral_add_line (value, how);
  }
  consent_heading (build, consent, row);
  vd_referral_set_value (row, value->str);
  vd_referral_take_row (build, rows, row, vd_part_bit (part));
}

static void
add_consents (VdReferralBuild *build, const char *part, GPtrArray *rows)
{
  json_t *all = json_object_get (vd_record_json (build->record), "consents");
  const char *recipient = build->own ? NULL : vd_node_id (build->form);
  g_autoptr (GArray) live = vd_referral_live_consents (build->record, recipient);

  for (guint i = 0; i < live->len; i++) {
    guint index = g_array_index (live, guint, i);
    g_autofree char *id = g_strdup_printf ("consents:%u", index);

    add_consent (build, json_array_get (all, index), id, part, rows);
  }
  if (build->consented_now != 0) {
    g_autoptr (json_t) now = json_object ();
    json_t *parts = json_array ();

    json_object_set_new (now, "recipient", json_string (vd_node_id (build->form)));
    json_object_set_new (now, "date", json_string (build->today));
    json_object_set_new (now, "parts", parts);
    for (guint i = 0; i < VD_N_PARTS; i++) {
      if (build->consented_now & (1u << i))
        json_array_append_new (parts, json_string (vd_referral_all_parts ()[i]));
    }
    add_consent (build, now, "consents:now", part, rows);
  }
}

static gboolean
is_active (const VdReferralBuild *build, const VdNode *step)
{
  return build->guidance == NULL ||
         vd_guidance_applies (build->guidance, build->pack, build->record, build->today, step);
}

/* Steps that were taken; the own file has the others too, and says which no longer apply. */
static void
add_steps (VdReferralBuild *build, const char *part, GPtrArray *rows)
{
  for (guint i = 0; i < vd_record_n_items (build->record, "steps"); i++) {
    g_autofree char *id = g_strdup_printf ("steps:%u", i);
    const char *time = vd_record_item_text (build->record, "steps", i, "time");
    const char *state = vd_record_item_text (build->record, "steps", i, "state");
    const VdNode *step =
        vd_pack_find (build->pack, "step", vd_record_item_text (build->record, "steps", i, "id"));
    g_autoptr (GString) heading = g_string_new (NULL);
    g_autofree char *when = NULL;
    g_autofree char *words = NULL;
    VdReferralRow *row;

    if (step == NULL || state == NULL ||
        (!build->own && (!g_str_equal (state, "done") || !is_active (build, step))))
      continue;
    when = time == NULL ? g_strdup (vd_referral_phrase (build, "undated"))
                        : vd_referral_time_text (build->pack, time, build->lang);
    words = g_strconcat ("step-", state, NULL);
    vd_referral_add_fact (heading, when);
    vd_referral_add_fact (heading, vd_referral_phrase (build, words));
    if (!is_active (build, step))
      vd_referral_add_fact (heading, vd_referral_phrase (build, "step-inactive"));
    vd_referral_add_author (build, heading, vd_record_item_text (build->record, "steps", i, "by"));
    row = vd_referral_row_new (VD_ROW_ENTRY, id, part);
    vd_referral_set_name (row, heading->str);
    vd_referral_set_value (row, vd_node_text (step, "text", build->lang));
    vd_referral_take_row (build, rows, row, vd_part_bit (part));
  }
}

void
vd_referral_add_entries (VdReferralBuild *build,
                         const VdNode *section,
                         const VdNode *entries,
                         GPtrArray *rows)
{
  const char *of = vd_node_attr (entries, "of");
  const char *part = vd_referral_part_of (section, entries);
  guint needs = vd_part_bit (part);

  if (g_str_equal (of, "answers"))
    vd_referral_add_answers (build, section, entries, rows);
  else if (g_str_equal (of, "journal"))
    vd_referral_add_journal (build, section, entries, rows);
  else if (g_str_equal (of, "asked"))
    vd_referral_add_asked (build, part, rows);
  else if ((build->allowed & needs) != needs)
    return;
  else if (g_str_equal (of, "rights"))
    vd_referral_add_words (build, "right", rows);
  else if (g_str_equal (of, "information"))
    vd_referral_add_words (build, "information", rows);
  else if (g_str_equal (of, "contacts"))
    vd_referral_add_contacts (build, entries, rows);
  else if (g_str_equal (of, "shares"))
    vd_referral_add_shares (build, part, rows);
  else if (g_str_equal (of, "follow-up"))
    vd_referral_add_follow_up (build, part, rows);
  else if (g_str_equal (of, "people"))
    add_people (build, entries, part, rows);
  else if (g_str_equal (of, "identifiers"))
    add_identifiers (build, part, rows);
  else if (g_str_equal (of, "consents"))
    add_consents (build, part, rows);
  else
    add_steps (build, part, rows);
}
