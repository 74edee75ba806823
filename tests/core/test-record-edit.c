/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test-record"

#include "test-record.h"

#include "core/record-schema.h"

#include <string.h>

#define UUID "6f1c2a34-9b0d-4e57-8a61-0c2d3e4f5a6b"

static VdRecord *
new_record (void)
{
  return vd_record_new (UUID, "prison", "full");
}

static void
assert_written (const VdRecord *record, const char *members)
{
  g_autofree char *written = vd_record_write (record, NULL);
  g_autofree char *expected =
      g_strconcat ("{\"format\":\"varde-assessment\",\"version\":1,\"id\":\"" UUID "\","
                   "\"setting\":\"prison\",\"form\":\"full\"",
                   *members != '\0' ? "," : "", members, "}", NULL);

  g_assert_cmpstr (written, ==, expected);
}

/* What is in memory can always be written and read again. */
static void
assert_readable (const VdRecord *record)
{
  gsize size;
  g_autofree char *written = vd_record_write (record, &size);
  g_autoptr (GError) error = NULL;
  g_autoptr (VdRecord) again = vd_record_parse (written, size, NULL, &error);

  g_assert_no_error (error);
  g_assert_true (vd_record_equal (record, again));
}

static void
test_new (void)
{
  g_autoptr (VdRecord) record = vd_record_new (NULL, "border", NULL);
  g_autofree char *written = vd_record_write (record, NULL);

  g_assert_cmpstr (written, ==,
                   "{\"format\":\"varde-assessment\",\"version\":1,\"setting\":\"border\"}");
  g_assert_true (vd_record_set_text (record, "id", "6F1C2A34-9B0D-4E57-8A61-0C2D3E4F5A6B", NULL));
  g_assert_cmpstr (vd_record_get_text (record, "id"), ==, UUID);
}

static const struct {
  const char *path;
  VdFieldType type;
} fields[] = {
    {"format", VD_FIELD_ENUM},
    {"version", VD_FIELD_NUMBER},
    {"id", VD_FIELD_TEXT},
    {"language", VD_FIELD_TEXT},
    {"person.age", VD_FIELD_ENUM},
    {"person.pregnant", VD_FIELD_BOOL},
    {"person.birth_year", VD_FIELD_NUMBER},
    {"person.danger", VD_FIELD_ENUMS},
    {"person.danger_time", VD_FIELD_OTHER},
    {"person.danger_time.removal-today", VD_FIELD_TIME},
    {"person.interpreter.checks", VD_FIELD_ENUMS},
    {"identity.aliases", VD_FIELD_TEXTS},
    {"identity.birth_date", VD_FIELD_DATE},
    {"case.contacts", VD_FIELD_TEXTS},
    {"answers", VD_FIELD_OTHER},
    {"answers.*[].value", VD_FIELD_ENUM},
    {"journal", VD_FIELD_OTHER},
    {"journal[].corrects", VD_FIELD_NUMBER},
    {"people[].role", VD_FIELD_ENUM},
    {"shares[].parts", VD_FIELD_ENUMS},
};

static void
test_fields (void)
{
  const char *const *codes;

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++) {
    VdFieldType type;

    g_assert_true (vd_record_field (fields[i].path, &type, NULL));
    g_assert_cmpint (type, ==, fields[i].type);
  }
  g_assert_false (vd_record_field ("person", NULL, NULL));
  g_assert_false (vd_record_field ("person.name", NULL, NULL));
  g_assert_false (vd_record_field ("", NULL, NULL));
  g_assert_false (vd_record_field ("age", NULL, NULL));
  g_assert_true (vd_record_field ("person.age", NULL, &codes));
  g_assert_cmpuint (g_strv_length ((char **)codes), ==, 4);
  g_assert_true (vd_record_field ("identity.name", NULL, &codes));
  g_assert_null (codes);
  g_assert_true (vd_record_field ("person.interpreter.checks", NULL, &codes));
  g_assert_null (codes);
}

/* A value that fits the row, made anew each time. */
static const char *
sample_text (const VdSchemaRow *row)
{
  switch (row->shape) {
  case VD_SHAPE_UUID:
    return UUID;
  case VD_SHAPE_LANGUAGE:
    return "pt-BR";
  case VD_SHAPE_COUNTRY:
    return "VN";
  case VD_SHAPE_HASH:
    return "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
  case VD_SHAPE_ID:
    return "room";
  case VD_SHAPE_DATE:
    return "2026-05-00";
  case VD_SHAPE_TIME:
    return "2026-05-02T10:15:00Z";
  case VD_SHAPE_CODE:
    return row->codes[0];
  default:
    return "Tiếng Việt\n\tأب";
  }
}

static void
set_and_get (VdRecord *record, const VdSchemaRow *row)
{
  g_autoptr (VdRecord) before = vd_record_copy (record);
  const char *texts[] = {"a", "", "b", NULL};
  const char *dates[] = {"2026-05-02", NULL};
  gboolean ok = TRUE;

  if (row->list && row->codes == NULL && row->kind == NULL) {
    ok = vd_record_set_texts (record, row->path, row->shape == VD_SHAPE_DATE ? dates : texts, NULL);
    g_assert_cmpuint (vd_record_list_length (record, row->path), ==,
                      row->shape == VD_SHAPE_DATE ? 1 : 2);
  } else if (row->list) {
    vd_record_list_set (record, row->path, sample_text (row), TRUE);
    g_assert_true (vd_record_list_has (record, row->path, sample_text (row)));
    g_assert_cmpstr (vd_record_list_item (record, row->path, 0), ==, sample_text (row));
  } else if (row->shape == VD_SHAPE_BOOL) {
    vd_record_set_bool (record, row->path, TRUE);
    g_assert_true (vd_record_get_bool (record, row->path));
  } else if (row->shape == VD_SHAPE_NUMBER) {
    ok = vd_record_set_number (record, row->path, row->max, NULL);
    g_assert_cmpint (vd_record_get_number (record, row->path), ==, row->max);
    g_assert_false (vd_record_set_number (record, row->path, row->max + 1, NULL));
    g_assert_false (vd_record_set_number (record, row->path, row->min - 1, NULL));
    g_assert_cmpint (vd_record_get_number (record, row->path), ==, row->max);
  } else {
    ok = vd_record_set_text (record, row->path, sample_text (row), NULL);
    g_assert_cmpstr (vd_record_get_text (record, row->path), ==, sample_text (row));
  }
  g_assert_true (ok);
  g_assert_true (vd_record_has (record, row->path));
  assert_readable (record);

  if (row->required || g_str_equal (row->path, "id") || g_str_equal (row->path, "form"))
    return;
  vd_record_unset (record, row->path);
  g_assert_true (vd_record_equal (record, before));
  vd_record_unset (record, row->path);
  g_assert_true (vd_record_equal (record, before));
}

static void
test_every_field (void)
{
  g_autoptr (VdRecord) record = new_record ();

  for (const VdSchemaRow *row = vd_schema_rows (); row->path != NULL; row++) {
    if (strstr (row->path, "[]") == NULL && row->shape < VD_SHAPE_OBJECT)
      set_and_get (record, row);
  }
}

static void
test_refused (void)
{
  static const struct {
    const char *path;
    const char *value;
  } rows[] = {
      {"person.age", "old"},
      {"person.country", "Vietnam"},
      {"identity.birth_date", "03.2001"},
      {"person.danger_time.injured", "2026-05-02"},
      {"language", "no_NO"},
      {"id", "A-12"},
      {"setting", ""},
      {"format", ""},
      {"person.callback", "a\x1b[2J"},
      {"person.callback", "\x7f"},
      {"person.callback", "a\xff"},
  };
  g_autoptr (VdRecord) record = new_record ();

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_false (vd_record_set_text (record, rows[i].path, rows[i].value, &error));
    g_assert_error (error, VD_ERROR, VD_ERROR_INVALID);
    g_assert_true (g_str_has_prefix (error->message, rows[i].path));
  }
  assert_written (record, "");
}

static void
test_typed (void)
{
  g_autoptr (VdRecord) record = new_record ();
  g_autofree char *text = g_strnfill (VD_RECORD_MAX_TEXT + 1, 'a');
  const char *dates[] = {"2026-05-02", "2.5.2026", NULL};

  g_assert_true (vd_record_set_text (record, "person.callback",
                                     "\u202eab\u202c\u2066c\u2069\u200f\r\nd\re", NULL));
  g_assert_cmpstr (vd_record_get_text (record, "person.callback"), ==, "abc\u200f\nd\ne");
  g_assert_true (vd_record_set_text (record, "person.callback", "\u202e", NULL));
  g_assert_false (vd_record_has (record, "person.callback"));

  g_assert_false (vd_record_set_text (record, "person.callback", text, NULL));
  text[VD_RECORD_MAX_TEXT] = '\0';
  g_assert_true (vd_record_set_text (record, "person.callback", text, NULL));
  g_assert_true (vd_record_set_text (record, "person.callback",
                                     vd_record_get_text (record, "person.callback"), NULL));
  g_assert_true (vd_record_set_text (record, "person.callback", "", NULL));
  g_assert_false (vd_record_set_texts (record, "case.contacts", dates, NULL));
  assert_written (record, "");
}

static void
test_lists (void)
{
  g_autoptr (VdRecord) record = new_record ();

  g_assert_false (vd_record_has (record, "person.danger"));
  vd_record_list_asked (record, "person.danger");
  g_assert_true (vd_record_has (record, "person.danger"));
  assert_written (record, "\"person\":{\"danger\":[]}");

  vd_record_list_set (record, "person.danger", "suicidal", TRUE);
  vd_record_list_set (record, "person.danger", "injured", TRUE);
  vd_record_list_set (record, "person.danger", "removal-today", TRUE);
  vd_record_list_set (record, "person.danger", "injured", TRUE);
  assert_written (record, "\"person\":{\"danger\":[\"injured\",\"suicidal\",\"removal-today\"]}");

  vd_record_list_asked (record, "person.danger");
  vd_record_list_set (record, "person.danger", "injured", FALSE);
  vd_record_list_set (record, "person.danger", "followed", FALSE);
  vd_record_list_set (record, "person.danger", "removal-today", FALSE);
  vd_record_list_set (record, "person.danger", "suicidal", FALSE);
  assert_written (record, "\"person\":{\"danger\":[]}");
}

static void
answer (VdRecord *record, VdAnswerValue value, const char *date, const char *note)
{
  VdAnswer entry = {.value = value, .basis = VD_BASIS_STATEMENT, .date = date, .note = note};
  g_autoptr (GError) error = NULL;

  vd_record_answer (record, "ECO-01", &entry, &error);
  g_assert_no_error (error);
}

static void
test_answer_in_place (void)
{
  g_autoptr (VdRecord) record = new_record ();
  VdAnswer live;

  answer (record, VD_ANSWER_YES, "2026-05-02", "o");
  answer (record, VD_ANSWER_YES, "2026-05-02", "owes");
  assert_written (record, "\"answers\":{\"ECO-01\":[{\"value\":\"yes\",\"basis\":[\"statement\"],"
                          "\"note\":\"owes\",\"date\":\"2026-05-02\"}]}");

  g_assert_true (vd_record_live_answer (record, "ECO-01", &live));
  live.by = "ab";
  live.basis |= VD_BASIS_DOCUMENT;
  g_assert_true (vd_record_answer (record, "ECO-01", &live, NULL));
  g_assert_cmpuint (vd_record_n_answers (record, "ECO-01"), ==, 1);
  g_assert_true (vd_record_live_answer (record, "ECO-01", &live));
  g_assert_cmpstr (live.note, ==, "owes");
  g_assert_cmpstr (live.by, ==, "ab");
  g_assert_cmpuint (live.basis, ==, VD_BASIS_STATEMENT | VD_BASIS_DOCUMENT);
}

static void
test_answer_replaces (void)
{
  g_autoptr (VdRecord) record = new_record ();
  VdAnswer entry;

  answer (record, VD_ANSWER_YES, "2026-05-02", NULL);
  answer (record, VD_ANSWER_NO, "2026-05-02", NULL);
  answer (record, VD_ANSWER_NO, "2026-05-03", NULL);
  g_assert_cmpuint (vd_record_n_answers (record, "ECO-01"), ==, 3);
  for (guint i = 0; i < 3; i++) {
    g_assert_true (vd_record_get_answer (record, "ECO-01", i, &entry));
    g_assert_cmpint (entry.value, ==, i == 0 ? VD_ANSWER_YES : VD_ANSWER_NO);
    g_assert_cmpint (entry.withdrawn, ==, i < 2);
  }
  g_assert_false (vd_record_get_answer (record, "ECO-01", 3, &entry));
  assert_readable (record);
}

static void
test_answer_beside (void)
{
  g_autoptr (VdRecord) record = new_record ();
  VdAnswer later = {.value = VD_ANSWER_MAYBE, .basis = VD_BASIS_OBSERVATION};
  VdAnswer entry;

  answer (record, VD_ANSWER_YES, "2026-05-02", NULL);
  g_assert_true (vd_record_add_answer (record, "ECO-01", &later, NULL));
  g_assert_true (vd_record_live_answer (record, "ECO-01", &entry));
  g_assert_cmpint (entry.value, ==, VD_ANSWER_MAYBE);

  /* Only the last live entry is replaced. */
  answer (record, VD_ANSWER_NO, "2026-05-03", NULL);
  g_assert_true (vd_record_get_answer (record, "ECO-01", 0, &entry));
  g_assert_false (entry.withdrawn);
  g_assert_true (vd_record_get_answer (record, "ECO-01", 1, &entry));
  g_assert_true (entry.withdrawn);

  vd_record_withdraw_answer (record, "ECO-01");
  vd_record_withdraw_answer (record, "ECO-02");
  g_assert_false (vd_record_live_answer (record, "ECO-01", &entry));
  g_assert_cmpuint (vd_record_n_answers (record, "ECO-01"), ==, 3);
  answer (record, VD_ANSWER_YES, NULL, NULL);
  g_assert_cmpuint (vd_record_n_answers (record, "ECO-01"), ==, 4);
}

static void
test_answer_refused (void)
{
  g_autoptr (VdRecord) record = new_record ();
  VdAnswer entry = {.value = VD_ANSWER_NO, .date = "2 May"};
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) ids = NULL;

  answer (record, VD_ANSWER_YES, NULL, "\u202ea");
  g_assert_false (vd_record_answer (record, "ECO-01", &entry, &error));
  g_assert_cmpstr (error->message, ==, "answers.ECO-01.date: not a date");
  entry = (VdAnswer){.value = VD_ANSWER_NO, .note = "\x01"};
  g_assert_false (vd_record_add_answer (record, "ECO-02", &entry, NULL));
  assert_written (record, "\"answers\":{\"ECO-01\":[{\"value\":\"yes\",\"basis\":[\"statement\"],"
                          "\"note\":\"a\"}]}");
  ids = vd_record_answered_ids (record);
  g_assert_cmpuint (g_strv_length (ids), ==, 1);
  g_assert_cmpstr (ids[0], ==, "ECO-01");
}

/* What the program does not know stays when an entry changes. */
static void
test_answer_keeps (void)
{
  const char *json = "{\"format\":\"varde-assessment\",\"version\":1,\"setting\":\"prison\","
                     "\"answers\":{\"ECO-01\":{\"value\":\"yes\",\"x-a\":1}}}";
  g_autoptr (VdRecord) record = vd_record_parse (json, strlen (json), NULL, NULL);
  VdAnswer entry = {.value = VD_ANSWER_YES, .note = "n"};
  g_autofree char *written = NULL;

  g_assert_true (vd_record_answer (record, "ECO-01", &entry, NULL));
  written = vd_record_write (record, NULL);
  g_assert_nonnull (strstr (written, "[{\"value\":\"yes\",\"note\":\"n\",\"x-a\":1}]"));
}

static void
test_items (void)
{
  g_autoptr (VdRecord) record = new_record ();
  g_autoptr (GError) error = NULL;

  g_assert_true (vd_record_append (
      record, "journal", json_pack ("{s:s, s:s}", "kind", "action", "text", "\u202ea\r\nb"), NULL));
  g_assert_cmpstr (vd_record_item_text (record, "journal", 0, "text"), ==, "a\nb");
  g_assert_false (vd_record_append (record, "journal", json_pack ("{s:i}", "corrects", 1), &error));
  g_assert_cmpstr (error->message, ==, "journal[1].corrects: not the index of an earlier entry");
  g_clear_error (&error);
  g_assert_true (vd_record_append (record, "journal", json_pack ("{s:i}", "corrects", 0), NULL));
  g_assert_cmpuint (vd_record_n_items (record, "journal"), ==, 2);

  g_assert_true (vd_record_append (record, "steps", json_pack ("{s:s}", "id", "a"), NULL));
  g_assert_true (vd_record_append (record, "steps", json_pack ("{s:s}", "id", "b"), NULL));
  g_assert_cmpint (vd_record_find_item (record, "steps", "b"), ==, 1);
  g_assert_cmpint (vd_record_find_item (record, "steps", "c"), ==, -1);
  g_assert_cmpint (vd_record_find_item (record, "prepare", "b"), ==, -1);
  g_assert_true (vd_record_replace (record, "steps", 1,
                                    json_pack ("{s:s, s:s}", "id", "b", "state", "done"), NULL));
  g_assert_cmpstr (vd_record_item_text (record, "steps", 1, "state"), ==, "done");
  g_assert_false (vd_record_replace (record, "steps", 1, json_pack ("{s:s}", "x", "b"), &error));
  g_assert_cmpstr (error->message, ==, "steps[1].x: unknown key");
  g_assert_cmpstr (vd_record_item_text (record, "steps", 1, "state"), ==, "done");
  assert_readable (record);

  vd_record_remove (record, "steps", 0);
  g_assert_cmpint (vd_record_find_item (record, "steps", "b"), ==, 0);
  vd_record_remove (record, "steps", 0);
  g_assert_false (vd_record_has (record, "steps"));
  g_assert_null (vd_record_item_text (record, "steps", 0, "id"));
  g_assert_false (vd_record_item_bool (record, "people", 0, "may_know"));
}

static void
test_pin (void)
{
  g_autoptr (VdRecord) record = new_record ();

  vd_record_set_pack (record, (const VdPack *)record); /* fake-pack.c does not look at it */
  assert_written (record, "\"pack\":{\"id\":\"no.varde.norway\",\"version\":\"2026.1\"}");
  assert_readable (record);
}

/* A record that could not be saved is never made: the last text is refused instead. */
static void
test_room (void)
{
  g_autoptr (VdRecord) record = new_record ();
  g_autofree char *text = g_strnfill (VD_RECORD_MAX_TEXT, 'a');
  g_autoptr (GError) error = NULL;
  guint n = 0;
  gsize size;
  g_autofree char *written = NULL;

  while (vd_record_append (record, "journal", json_pack ("{s:s}", "text", text), &error))
    n++;
  g_assert_error (error, VD_ERROR, VD_ERROR_INVALID);
  g_assert_cmpuint (n, >=, 40);
  g_assert_cmpuint (vd_record_n_items (record, "journal"), ==, n);
  vd_record_set_bool (record, "person.pregnant", TRUE);
  written = vd_record_write (record, &size);
  g_assert_cmpuint (size, <=, VD_RECORD_MAX_BYTES);
  assert_readable (record);
}

static void
random_field (VdRecord *record, GRand *rand)
{
  const VdSchemaRow *rows = vd_schema_rows ();
  const VdSchemaRow *row;
  const char *texts[] = {"a", "æ\n", NULL};

  do {
    row = &rows[g_rand_int_range (rand, 2, 130)];
  } while (row->path == NULL || strstr (row->path, "[]") != NULL || row->shape >= VD_SHAPE_OBJECT);

  if (!row->required && g_rand_int_range (rand, 0, 3) == 0)
    vd_record_unset (record, row->path);
  else if (row->list && row->shape == VD_SHAPE_TEXT)
    g_assert_true (vd_record_set_texts (record, row->path, texts, NULL));
  else if (row->list && row->shape != VD_SHAPE_DATE)
    vd_record_list_set (
        record, row->path,
        row->codes != NULL
            ? row->codes[g_rand_int_range (rand, 0, (int)g_strv_length ((char **)row->codes))]
            : "room",
        g_rand_boolean (rand));
  else if (row->shape == VD_SHAPE_BOOL)
    vd_record_set_bool (record, row->path, g_rand_boolean (rand));
  else if (row->shape == VD_SHAPE_NUMBER)
    vd_record_set_number (record, row->path, g_rand_int_range (rand, -10, 2200), NULL);
  else if (!row->list)
    vd_record_set_text (record, row->path, sample_text (row), NULL);
}

static void
random_answer (VdRecord *record, GRand *rand)
{
  static const char *const ids[] = {"ECO-01", "CTL-04", "BOR-05"};
  static const char *const dates[] = {NULL, "2026-05-02", "2026-05-00", "May"};
  const char *id = ids[g_rand_int_range (rand, 0, G_N_ELEMENTS (ids))];
  VdAnswer entry = {
      .value = (VdAnswerValue)g_rand_int_range (rand, 0, 5),
      .basis = (guint)g_rand_int_range (rand, 0, 16),
      .date = dates[g_rand_int_range (rand, 0, G_N_ELEMENTS (dates))],
      .note = g_rand_boolean (rand) ? "أب\u202e" : NULL,
  };

  switch (g_rand_int_range (rand, 0, 4)) {
  case 0:
    vd_record_withdraw_answer (record, id);
    break;
  case 1:
    vd_record_add_answer (record, id, &entry, NULL);
    break;
  default:
    vd_record_answer (record, id, &entry, NULL);
  }
}

static void
random_item (VdRecord *record, GRand *rand)
{
  static const char *const lists[] = {"journal", "people", "steps", "consents"};
  const char *list = lists[g_rand_int_range (rand, 0, G_N_ELEMENTS (lists))];
  guint n = vd_record_n_items (record, list);

  if (n > 3 && !g_str_equal (list, "journal"))
    vd_record_remove (record, list, (guint)g_rand_int_range (rand, 0, (int)n));
  else if (g_rand_boolean (rand))
    vd_record_append (record, list, json_pack ("{s:i}", "x-n", g_rand_int_range (rand, 0, 9)),
                      NULL);
  else
    vd_record_append (record, list, json_pack ("{s:i}", "corrects", (int)n - 1), NULL);
}

static void
test_random (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (20260502);

  for (guint run = 0; run < 20; run++) {
    g_autoptr (VdRecord) record = new_record ();

    for (guint i = 0; i < 100; i++) {
      int kind = g_rand_int_range (rand, 0, 3);

      if (kind == 0)
        random_field (record, rand);
      else if (kind == 1)
        random_answer (record, rand);
      else
        random_item (record, rand);
      assert_readable (record);
    }
  }
}

void
test_record_add_edits (void)
{
  g_test_add_func ("/record/new", test_new);
  g_test_add_func ("/record/fields", test_fields);
  g_test_add_func ("/record/every-field", test_every_field);
  g_test_add_func ("/record/refused", test_refused);
  g_test_add_func ("/record/typed", test_typed);
  g_test_add_func ("/record/lists", test_lists);
  g_test_add_func ("/record/answer-in-place", test_answer_in_place);
  g_test_add_func ("/record/answer-replaces", test_answer_replaces);
  g_test_add_func ("/record/answer-beside", test_answer_beside);
  g_test_add_func ("/record/answer-refused", test_answer_refused);
  g_test_add_func ("/record/answer-keeps", test_answer_keeps);
  g_test_add_func ("/record/items", test_items);
  g_test_add_func ("/record/pin", test_pin);
  g_test_add_func ("/record/room", test_room);
  g_test_add_func ("/record/random", test_random);
}
