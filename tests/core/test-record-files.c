/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test-record"

#include "test-record.h"

#include "core/guidance.h"
#include "core/record-schema.h"

#include <string.h>

static char *
read_data (const char *name, gsize *size)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, name, NULL);
  char *data;
  g_autoptr (GError) error = NULL;

  g_file_get_contents (path, &data, size, &error);
  g_assert_no_error (error);
  return data;
}

static void
test_full (void)
{
  gsize size, written;
  g_autofree char *data = read_data ("data/full.json", &size);
  g_autoptr (VdPack) pack = test_record_pack ();
  g_autoptr (VdRecord) record = vd_record_parse (data, size, pack, NULL);
  g_autofree char *pretty = vd_record_write_pretty (record, &written);
  g_autofree char *compact = vd_record_write (record, NULL);
  g_autoptr (VdRecord) again = test_record_parse (compact);
  g_autofree char *second = vd_record_write (again, NULL);

  g_assert_cmpstr (pretty, ==, data);
  g_assert_cmpuint (written, ==, size);
  g_assert_cmpstr (compact, ==, second);
  g_assert_true (vd_record_equal (record, again));
}

/* Every row of the schema occurs in full.json, so the round trip above tests every row. */
static gboolean
occurs (const json_t *value, const char *path)
{
  g_auto (GStrv) keys = g_strsplit (path, ".", -1);
  gboolean list = FALSE;

  for (guint i = 0; keys[i] != NULL; i++) {
    if (list || g_str_equal (keys[i], "*[]")) {
      /* Some entry or item must have the member: look through all of them. */
      const char *rest = strstr (path, "[].") + strlen ("[].");
      json_t *entry;
      gsize n;

      if (json_is_object (value))
        value = json_object_iter_value (json_object_iter ((json_t *)value));
      json_array_foreach (value, n, entry)
      {
        if (json_object_get (entry, rest) != NULL)
          return TRUE;
      }
      return FALSE;
    }
    list = g_str_has_suffix (keys[i], "[]");
    if (list)
      keys[i][strlen (keys[i]) - 2] = '\0';
    value = json_object_get (value, keys[i]);
  }
  return value != NULL;
}

static void
test_full_is_full (void)
{
  gsize size;
  g_autofree char *data = read_data ("data/full.json", &size);
  g_autoptr (VdRecord) record = test_record_parse (data);

  for (const VdSchemaRow *row = vd_schema_rows (); row->path != NULL; row++) {
    /* The times of the other dangers are alike. */
    if (!g_str_has_prefix (row->path, "person.danger_time.") &&
        !occurs (vd_record_json (record), row->path))
      g_error ("full.json does not have %s", row->path);
  }
}

/* Whatever byte changes, the file is refused with a reason or read as something that is written
 * the same way twice. Nothing crashes (run with ASan). */
static void
try_bytes (const char *data, gsize size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (VdRecord) record = vd_record_parse (data, size, NULL, &error);
  g_autoptr (VdRecord) again = NULL;
  g_autofree char *written = NULL;
  g_autofree char *second = NULL;

  if (record == NULL) {
    g_assert_true (error->domain == VD_ERROR);
    g_assert_true (g_utf8_validate (error->message, -1, NULL));
    return;
  }
  written = vd_record_write (record, NULL);
  again = test_record_parse (written);
  second = vd_record_write (again, NULL);
  g_assert_cmpstr (written, ==, second);
}

static void
test_flips (void)
{
  static const char masks[] = {0x01, 0x10, (char)0x80, (char)0xff};
  gsize size;
  g_autofree char *pretty = read_data ("data/full.json", &size);
  g_autoptr (VdRecord) record = test_record_parse (pretty);
  g_autofree char *data = vd_record_write (record, &size);

  for (gsize i = 0; i < size; i++) {
    char kept = data[i];

    for (guint m = 0; m < G_N_ELEMENTS (masks); m++) {
      data[i] = (char)(kept ^ masks[m]);
      try_bytes (data, size);
    }
    data[i] = kept;
  }
}

static void
test_cuts (void)
{
  gsize size;
  g_autofree char *data = read_data ("data/full.json", &size);

  for (gsize i = 0; i + 1 < size; i++) {
    /* A copy of exactly that size, so that reading past it shows. */
    g_autofree char *part = g_memdup2 (data, i);

    g_assert_null (vd_record_parse (part != NULL ? part : "", i, NULL, NULL));
    try_bytes (part != NULL ? part : "", i);
  }
}

static const struct {
  const char *name;
  VdOutcome outcome;
  gboolean child_duty;
} cases[] = {
    {"prison-adult", VD_OUTCOME_REASONABLE_GROUNDS, FALSE},
    {"reception-adult", VD_OUTCOME_INDICATIONS, FALSE},
    {"border-boy", VD_OUTCOME_INDICATIONS, TRUE},
};

static void
test_cases (void)
{
  g_autoptr (VdPack) pack = test_record_pack ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *name = g_strdup_printf ("data/cases/%s.json", cases[i].name);
    gsize size;
    g_autofree char *data = read_data (name, &size);
    g_autoptr (GError) error = NULL;
    g_autoptr (VdRecord) record = vd_record_parse (data, size, pack, &error);
    g_autofree char *pretty = NULL;
    g_autoptr (VdGuidance) guidance = NULL;

    g_assert_no_error (error);
    pretty = vd_record_write_pretty (record, NULL);
    g_assert_cmpstr (pretty, ==, data);
    g_assert_true (vd_record_has (record, "person.reference"));
    g_assert_false (vd_record_has (record, "identity"));

    guidance = vd_guidance_new (pack, record, NULL);
    g_assert_cmpint (guidance->outcome, ==, cases[i].outcome);
    g_assert_cmpint ((guidance->overlays & VD_OVERLAY_CHILD_DUTY) != 0, ==, cases[i].child_duty);
    g_assert_cmpint (vd_guidance_has_route (guidance, "rosa"), ==, !cases[i].child_duty);
    g_assert_cmpuint (guidance->inactive->len, ==, 0);
  }
}

/* docs/interface.md has one line for every row: path, type, codes. */
static const char *
type_name (const VdSchemaRow *row)
{
  static const char *const names[] = {
      [VD_SHAPE_TEXT] = "text",
      [VD_SHAPE_UUID] = "UUID",
      [VD_SHAPE_LANGUAGE] = "tag",
      [VD_SHAPE_COUNTRY] = "country",
      [VD_SHAPE_HASH] = "hash",
      [VD_SHAPE_ID] = "id",
      [VD_SHAPE_DATE] = "date",
      [VD_SHAPE_TIME] = "time",
      [VD_SHAPE_CODE] = "code",
      [VD_SHAPE_PART] = "part",
      [VD_SHAPE_BOOL] = "yes-no",
      [VD_SHAPE_NUMBER] = "number",
      [VD_SHAPE_EARLIER] = "index",
      [VD_SHAPE_OBJECT] = "object",
      [VD_SHAPE_ITEMS] = "list of objects",
      [VD_SHAPE_ANSWERS] = "answers",
  };

  return names[row->shape];
}

static char *
row_of_page (const VdSchemaRow *row)
{
  g_autoptr (GString) codes = g_string_new (NULL);
  g_autofree char *range = row->shape == VD_SHAPE_NUMBER
                               ? g_strdup_printf (" %d to %d", row->min, row->max)
                               : g_strdup ("");

  for (guint i = 0; row->codes != NULL && row->codes[i] != NULL; i++)
    g_string_append_printf (codes, "%s`%s`", i > 0 ? " " : "", row->codes[i]);
  return g_strdup_printf ("| `%s`%s | %s%s%s%s | %s |", row->path, row->required ? " *" : "",
                          row->list ? "list of " : "", type_name (row), range,
                          row->nullable ? " or null" : "", codes->str);
}

static void
test_page (void)
{
  gsize size;
  g_autofree char *page = read_data ("../docs/interface.md", &size);

  for (const VdSchemaRow *row = vd_schema_rows (); row->path != NULL; row++) {
    g_autofree char *line = row_of_page (row);
    g_autofree char *whole = g_strconcat ("\n", line, NULL);

    if (strstr (page, whole) == NULL)
      g_error ("docs/interface.md lacks the line: %s", line);
  }
}

void
test_record_add_files (void)
{
  g_test_add_func ("/record/full", test_full);
  g_test_add_func ("/record/full-is-full", test_full_is_full);
  g_test_add_func ("/record/flips", test_flips);
  g_test_add_func ("/record/cuts", test_cuts);
  g_test_add_func ("/record/cases", test_cases);
  g_test_add_func ("/record/page", test_page);
}
