/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test-record"

#include "test-record.h"

#include "core/record-schema.h"

#include <string.h>

static void
test_new (void)
{
  g_autoptr (VdRecord) record = vd_record_new (NULL, "border", NULL);
  g_autofree char *written = vd_record_write (record, NULL);

  g_assert_cmpstr (written, ==,
                   "{\"format\":\"varde-assessment\",\"version\":1,\"setting\":\"border\"}");
  g_assert_true (vd_record_set_text (record, "id", "6F1C2A34-9B0D-4E57-8A61-0C2D3E4F5A6B", NULL));
  g_assert_cmpstr (vd_record_get_text (record, "id"), ==, UUID);
  g_assert_true (vd_record_set_text (record, "person.country", "vn", NULL));
  g_assert_cmpstr (vd_record_get_text (record, "person.country"), ==, "VN");
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
  test_record_assert_readable (record);

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
  g_autoptr (VdRecord) record = test_record_new ();

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
  g_autoptr (VdRecord) record = test_record_new ();

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_false (vd_record_set_text (record, rows[i].path, rows[i].value, &error));
    g_assert_error (error, VD_ERROR, VD_ERROR_INVALID);
    g_assert_true (g_str_has_prefix (error->message, rows[i].path));
  }
  test_record_assert (record, "");
}

static void
test_typed (void)
{
  g_autoptr (VdRecord) record = test_record_new ();
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
  test_record_assert (record, "");
}

static void
test_lists (void)
{
  g_autoptr (VdRecord) record = test_record_new ();

  g_assert_false (vd_record_has (record, "person.danger"));
  vd_record_list_asked (record, "person.danger");
  g_assert_true (vd_record_has (record, "person.danger"));
  test_record_assert (record, "\"person\":{\"danger\":[]}");

  vd_record_list_set (record, "person.danger", "suicidal", TRUE);
  vd_record_list_set (record, "person.danger", "injured", TRUE);
  vd_record_list_set (record, "person.danger", "removal-today", TRUE);
  vd_record_list_set (record, "person.danger", "injured", TRUE);
  test_record_assert (record,
                      "\"person\":{\"danger\":[\"injured\",\"suicidal\",\"removal-today\"]}");

  vd_record_list_asked (record, "person.danger");
  vd_record_list_set (record, "person.danger", "injured", FALSE);
  vd_record_list_set (record, "person.danger", "followed", FALSE);
  vd_record_list_set (record, "person.danger", "removal-today", FALSE);
  vd_record_list_set (record, "person.danger", "suicidal", FALSE);
  test_record_assert (record, "\"person\":{\"danger\":[]}");
}

static void
test_items (void)
{
  g_autoptr (VdRecord) record = test_record_new ();
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
  test_record_assert_readable (record);

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
  g_autoptr (VdRecord) record = test_record_new ();
  g_autoptr (VdPack) pack = test_record_pack ();
  g_autofree char *hash = g_strnfill (64, 'a');

  vd_record_set_pack (record, pack);
  g_assert_cmpstr (vd_record_get_text (record, "pack.id"), ==, vd_pack_id (pack));
  g_assert_cmpstr (vd_record_get_text (record, "pack.version"), ==, vd_pack_version (pack));
  g_assert_false (vd_record_has (record, "pack.hash"));
  vd_pack_set_hash (pack, hash);
  vd_record_set_pack (record, pack);
  g_assert_cmpstr (vd_record_get_text (record, "pack.hash"), ==, hash);
  test_record_assert_readable (record);
}

/* A record that could not be saved is never made: the last text is refused instead. */
static void
test_room (void)
{
  g_autoptr (VdRecord) record = test_record_new ();
  g_autofree char *text = g_strnfill (VD_RECORD_MAX_TEXT, 'a');
  g_autoptr (GError) error = NULL;
  guint n = 0;
  gsize size;
  g_autofree char *written = NULL;

  while (n < 100 && vd_record_append (record, "journal", json_pack ("{s:s}", "text", text), &error))
    n++;
  g_assert_error (error, VD_ERROR, VD_ERROR_INVALID);
  g_assert_cmpuint (n, >=, 40);
  g_assert_cmpuint (vd_record_n_items (record, "journal"), ==, n);
  vd_record_set_bool (record, "person.pregnant", TRUE);
  written = vd_record_write (record, &size);
  g_assert_cmpuint (size, <=, VD_RECORD_MAX_BYTES);
  test_record_assert_readable (record);
}

static void
random_field (VdRecord *record, GRand *rand)
{
  const VdSchemaRow *rows = vd_schema_rows ();
  const VdSchemaRow *row;
  const char *texts[] = {"a", "æ\n", NULL};
  int n = 0;

  while (rows[n].path != NULL)
    n++;
  do {
    row = &rows[g_rand_int_range (rand, 2, n)];
  } while (strstr (row->path, "[]") != NULL || row->shape >= VD_SHAPE_OBJECT);

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
    g_autoptr (VdRecord) record = test_record_new ();

    for (guint i = 0; i < 100; i++) {
      int kind = g_rand_int_range (rand, 0, 3);

      if (kind == 0)
        random_field (record, rand);
      else if (kind == 1)
        random_answer (record, rand);
      else
        random_item (record, rand);
      test_record_assert_readable (record);
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
  g_test_add_func ("/record/items", test_items);
  g_test_add_func ("/record/pin", test_pin);
  g_test_add_func ("/record/room", test_room);
  g_test_add_func ("/record/random", test_random);
}
