/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test-preview"

#include "referral-fixture.h"

#include <string.h>

/* The review page shows the model, the page prints the model (tests/share/test-document.c); here
 * the third of them, the JSON twin, is held against it: nothing in it that the model lacks, nothing
 * in the model that it lacks, but for what is said here. */

static const char *const cases[] = {"prison-adult", "reception-adult", "border-boy"};
static const char *const forms[] = {"rosa",      "barnevern",       "bufdir", "police",  "caritas",
                                    "legal-aid", "arbeidstilsynet", "a-krim", "pending", "rights",
                                    "card",      "access",          "file"};

/* What every assessment file needs to be one, and what stands in the head of the page. */
static const char *const always[] = {"format",    "version",          "id",
                                     "setting",   "pack.id",          "pack.version",
                                     "pack.hash", "person.reference", NULL};

static VdRecord *
read_case (const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *file = g_strconcat (name, ".json", NULL);
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", "cases", file, NULL);
  g_autofree char *data = NULL;
  VdRecord *record;
  gsize size;

  g_assert_true (g_file_get_contents (path, &data, &size, NULL));
  record = vd_record_parse (data, size, fixture_pack, &error);
  g_assert_no_error (error);
  return record;
}

/* The ids of the model's rows that stand for something of the record, with the row. */
static GHashTable *
rows_of (const VdReferral *referral)
{
  const GPtrArray *sections = vd_referral_sections (referral);
  GHashTable *rows = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < sections->len; i++) {
    const VdReferralSection *section = g_ptr_array_index (sections, i);

    for (guint j = 0; j < section->rows->len; j++) {
      VdReferralRow *row = g_ptr_array_index (section->rows, j);

      if (row->kind == VD_ROW_FIELD || row->kind == VD_ROW_ENTRY)
        g_hash_table_insert (rows, row->id, row);
    }
  }
  return rows;
}

static void
note_leaf (GHashTable *leaves, const char *path)
{
  g_hash_table_add (leaves, g_strdup (path));
}

/* "person.age" for a value, "ECO-01" or "journal" and how many of them for a list of objects. */
static void
collect (json_t *object, const char *prefix, GHashTable *leaves, GHashTable *counts)
{
  const char *key;
  json_t *value;

  json_object_foreach (object, key, value)
  {
    g_autofree char *path = *prefix == '\0' || g_str_equal (prefix, "answers")
                                ? g_strdup (key)
                                : g_strdup_printf ("%s.%s", prefix, key);

    if (json_is_object (value) && !g_str_equal (path, "person.danger_time"))
      collect (value, path, leaves, counts);
    else if (json_is_array (value) && json_is_object (json_array_get (value, 0)))
      g_hash_table_insert (counts, g_strdup (path), GSIZE_TO_POINTER (json_array_size (value)));
    else
      note_leaf (leaves, path);
  }
}

static gsize
count_rows (GHashTable *rows, const char *list)
{
  g_autofree char *prefix = g_strconcat (list, ":", NULL);
  GHashTableIter iter;
  const char *id;
  gsize n = 0;

  g_hash_table_iter_init (&iter, rows);
  while (g_hash_table_iter_next (&iter, (gpointer *)&id, NULL)) {
    if (g_str_has_prefix (id, prefix))
      n++;
  }
  return n;
}

/* Rows of the pack, and answers no, declined and taken back, are on the page only. */
static gboolean
page_only (const char *id)
{
  static const char *const prefixes[] = {"contacts:", "right:", "information:", "asked:", NULL};

  for (guint i = 0; prefixes[i] != NULL; i++) {
    if (g_str_has_prefix (id, prefixes[i]))
      return TRUE;
  }
  return FALSE;
}

static void
assert_twin (const VdReferral *referral, const VdRecord *record)
{
  g_autoptr (json_t) twin = vd_referral_prune (referral, fixture_pack, record);
  g_autoptr (GHashTable) rows = rows_of (referral);
  g_autoptr (GHashTable) leaves = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) counts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GHashTableIter iter;
  const VdReferralRow *row;
  const char *id;
  gpointer count;

  collect (twin, "", leaves, counts);
  g_hash_table_iter_init (&iter, leaves);
  while (g_hash_table_iter_next (&iter, (gpointer *)&id, NULL)) {
    if (!g_strv_contains (always, id) && !g_hash_table_contains (rows, id))
      g_error ("%s is in the twin only", id);
  }
  g_hash_table_iter_init (&iter, counts);
  while (g_hash_table_iter_next (&iter, (gpointer *)&id, &count)) {
    if (count_rows (rows, id) != GPOINTER_TO_SIZE (count))
      g_error ("%s: %zu in the twin, %zu in the model", id, GPOINTER_TO_SIZE (count),
               count_rows (rows, id));
  }
  g_hash_table_iter_init (&iter, rows);
  while (g_hash_table_iter_next (&iter, (gpointer *)&id, (gpointer *)&row)) {
    g_auto (GStrv) parts = g_strsplit (id, ":", 2);

    if (row->known && !page_only (id) && !g_hash_table_contains (leaves, id) &&
        !g_hash_table_contains (counts, parts[0]))
      g_error ("%s is in the model only", id);
  }
}

/* Every text of the twin stands in the model, whole, but for codes and days. */
static void
assert_texts (const json_t *value, const char *text, const char *key)
{
  static const char *const typed[] = {"note", "text", "what", "explained", "value", "name", NULL};
  const char *string = json_string_value (value);
  const char *name;
  json_t *member;
  gsize i;

  json_object_foreach ((json_t *)value, name, member) assert_texts (member, text, name);
  json_array_foreach ((json_t *)value, i, member) assert_texts (member, text, key);
  if (string != NULL && g_strv_contains (typed, key) && strchr (string, ' ') != NULL &&
      strstr (text, string) == NULL)
    g_error ("%s in the twin only", key);
}

static GStrv
name_singles (const VdRecord *record, gboolean some)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  g_auto (GStrv) ids = vd_record_answered_ids (record);

  for (gsize i = 0; vd_referral_all_parts ()[i] != NULL; i++) {
    if (!some || g_test_rand_bit ())
      g_strv_builder_add (names, vd_referral_all_parts ()[i]);
  }
  for (guint i = 0; i < vd_record_n_items (record, "identifiers"); i++) {
    g_autofree char *name = g_strdup_printf ("identifiers:%u", i);

    if (!some || g_test_rand_bit ())
      g_strv_builder_add (names, name);
  }
  for (guint i = 0; i < vd_record_n_items (record, "journal"); i++) {
    g_autofree char *name = g_strdup_printf ("journal:%u", i);

    if (!some || g_test_rand_bit ())
      g_strv_builder_add (names, name);
  }
  for (gsize i = 0; ids[i] != NULL; i++) {
    for (guint j = 0; j < vd_record_n_answers (record, ids[i]); j++) {
      g_autofree char *name = g_strdup_printf ("note:%s:%u", ids[i], j);

      if (!some || g_test_rand_bit ())
        g_strv_builder_add (names, name);
    }
  }
  return g_strv_builder_end (names);
}

/* Read here from the record itself, not by what the referral is built with. */
static gboolean
agreed_before (const VdRecord *record, const char *form, const char *token)
{
  json_t *consents = json_object_get (vd_record_json (record), "consents");
  gsize i, j;
  json_t *consent;
  json_t *part;

  json_array_foreach (consents, i, consent)
  {
    if (g_strcmp0 (json_string_value (json_object_get (consent, "recipient")), form) != 0 ||
        json_is_string (json_object_get (consent, "withdrawn")))
      continue;
    json_array_foreach (json_object_get (consent, "parts"), j, part)
    {
      if (g_strcmp0 (json_string_value (part), token) == 0)
        return TRUE;
    }
  }
  return FALSE;
}

static gboolean
agreed (const VdRecord *record, const char *form, const VdReferralChoice *choice, const char *token)
{
  return (choice != NULL && choice->consent_now != NULL &&
          g_strv_contains (choice->consent_now, token)) ||
         agreed_before (record, form, token);
}

/* Where consent is asked for, nothing stands in the document that none covers. */
static void
assert_agreed (const VdReferral *referral, const VdRecord *record, const VdReferralChoice *choice)
{
  const char *form = vd_referral_recipient (referral);
  const GPtrArray *sections = vd_referral_sections (referral);

  if (!g_str_equal (vd_node_attr (vd_referral_form (referral), "consent"), "asked"))
    return;
  for (guint i = 0; i < sections->len; i++) {
    const VdReferralSection *section = g_ptr_array_index (sections, i);

    for (guint j = 0; j < section->rows->len; j++) {
      const VdReferralRow *row = g_ptr_array_index (section->rows, j);
      g_autofree char *note = g_strconcat ("note:", row->id, NULL);

      if (*row->part != '\0' && !agreed (record, form, choice, row->part) &&
          !agreed (record, form, choice, row->id) && !agreed (record, form, choice, note))
        g_error ("%s holds %s without consent for %s", form, row->id, row->part);
    }
  }
}

/* Returns: whether there was a document to look at. */
static gboolean
check (const VdRecord *record, const char *form, const VdReferralChoice *choice)
{
  g_autoptr (VdReferral) referral =
      vd_referral_new (fixture_pack, record, form, choice, "nb", "2026-05-08", NULL);
  g_autoptr (json_t) twin = NULL;
  g_autofree char *text = NULL;

  if (referral == NULL)
    return FALSE;
  twin = vd_referral_prune (referral, fixture_pack, record);
  text = fixture_all_text (referral);
  assert_twin (referral, record);
  assert_texts (twin, text, "");
  assert_agreed (referral, record, choice);
  return TRUE;
}

static void
test_documents (void)
{
  guint made = 0;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (VdRecord) record = read_case (cases[i]);

    for (guint j = 0; j < G_N_ELEMENTS (forms); j++) {
      g_auto (GStrv) all = name_singles (record, FALSE);
      const char *const *everything = (const char *const *)all;

      g_test_message ("%s %s", cases[i], forms[j]);
      made += check (record, forms[j], NULL);
      made += check (record, forms[j], &(VdReferralChoice){NULL, vd_referral_all_parts ()});
      made += check (record, forms[j], &(VdReferralChoice){everything, vd_referral_all_parts ()});
    }
  }
  g_assert_cmpuint (made, >, 60);
}

/* What was chosen and what was agreed to, at random and apart from each other. */
static void
test_random_choices (void)
{
  for (guint round = 0; round < 400; round++) {
    g_autoptr (VdRecord) record = read_case (cases[round % G_N_ELEMENTS (cases)]);
    g_auto (GStrv) include = name_singles (record, TRUE);
    g_auto (GStrv) agreed = name_singles (record, TRUE);

    check (record, forms[g_test_rand_int_range (0, G_N_ELEMENTS (forms))],
           &(VdReferralChoice){(const char *const *)include, (const char *const *)agreed});
  }
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  fixture_load_pack ();
  g_test_add_func ("/preview/documents", test_documents);
  g_test_add_func ("/preview/random", test_random_choices);
  status = g_test_run ();
  vd_pack_unref (fixture_pack);
  return status;
}
