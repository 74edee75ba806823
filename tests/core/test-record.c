/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test-record"

#include "test-record.h"

#include "core/record-schema.h"

#include <string.h>

#define UUID "6f1c2a34-9b0d-4e57-8a61-0c2d3e4f5a6b"

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

static VdRecord *
parse (const char *json)
{
  g_autoptr (GError) error = NULL;
  VdRecord *record = vd_record_parse (json, strlen (json), NULL, &error);

  g_assert_no_error (error);
  return record;
}

/* An assessment file with @members after the required ones. */
static char *
file_with (const char *members)
{
  return g_strconcat ("{\"format\":\"varde-assessment\",\"version\":1,\"setting\":\"prison\"",
                      *members == '\0' ? "" : ",", members, "}", NULL);
}

static void
test_full (void)
{
  gsize size, written;
  g_autofree char *data = read_data ("data/full.json", &size);
  g_autoptr (VdRecord) record = parse (data);
  g_autofree char *pretty = vd_record_write_pretty (record, &written);
  g_autofree char *compact = vd_record_write (record, NULL);
  g_autoptr (VdRecord) again = parse (compact);
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
  g_autoptr (VdRecord) record = parse (data);

  for (const VdSchemaRow *row = vd_schema_rows (); row->path != NULL; row++) {
    /* The times of the other dangers are alike. */
    if (!g_str_has_prefix (row->path, "person.danger_time.") &&
        !occurs (vd_record_json (record), row->path))
      g_error ("full.json does not have %s", row->path);
  }
}

static const struct {
  const char *name;
  const char *json; /* begins with "{": the whole file; else members of one */
  const char *message;
} bad[] = {
    {"empty", "{", "line 1"},
    {"not an object", "{}x", "line 1"},
    {"no format", "{\"version\":1,\"setting\":\"prison\"}", "format: not an assessment file"},
    {"other format", "{\"format\":\"x\",\"version\":9,\"setting\":1}", "format: not an"},
    {"format of another type", "{\"format\":1,\"version\":1}", "format: not an assessment file"},
    {"no version", "{\"format\":\"varde-assessment\",\"setting\":\"prison\"}", "version: missing"},
    {"no setting", "{\"format\":\"varde-assessment\",\"version\":1}", "setting: missing"},
    {"version 0", "{\"format\":\"varde-assessment\",\"version\":0,\"setting\":\"prison\"}",
     "version: number out of range"},
    {"version -1", "{\"format\":\"varde-assessment\",\"version\":-1,\"setting\":\"prison\"}",
     "version: number out of range"},
    {"version 1.0", "{\"format\":\"varde-assessment\",\"version\":1.0,\"setting\":\"prison\"}",
     "version: must be a whole number"},
    {"version as text",
     "{\"format\":\"varde-assessment\",\"version\":\"2\",\"setting\":\"prison\"}",
     "version: must be a whole number"},
    {"setting", "{\"format\":\"varde-assessment\",\"version\":1,\"setting\":\"jail\"}",
     "setting: unknown value"},

    {"unknown key", "\"foo\":1", "foo: unknown key"},
    {"unknown key below", "\"person\":{\"name\":\"A\"}", "person.name: unknown key"},
    {"unknown key in an item", "\"people\":[{},{\"name\":\"A\"}]", "people[1].name: unknown key"},
    {"key from outside", "\"a\\u001bb\":1", "?: unknown key"},
    {"capital", "\"Person\":{}", "Person: unknown key"},
    {"dotted key", "\"person.age\":\"adult\"", "?: unknown key"},
    {"path of the table", "\"journal[]\":[]", "?: unknown key"},
    {"duplicate key", "\"person\":{\"age\":\"child\",\"age\":\"adult\"}", "person.age: line 1"},
    {"duplicate answer", "\"answers\":{\"ECO-01\":{},\"ECO-02\":[{\"note\":\"}]\"}],\"ECO-01\":{}}",
     "answers.ECO-01: line 1"},
    {"duplicate in a list", "\"people\":[{},{\"role\":\"other\",\"role\":\"other\"}]",
     "people[1].role: line 1"},
    {"duplicate extension", "\"x-a\":1,\"x-a\":1", "x-a: line 1"},

    {"null", "\"language\":null", "language: must be text"},
    {"text for number", "\"person\":{\"birth_year\":\"2001\"}", "person.birth_year: must be a"},
    {"number for text", "\"measures_taken\":1", "measures_taken: must be text"},
    {"number for yes-no", "\"person\":{\"pregnant\":1}", "person.pregnant: must be true or"},
    {"text for yes-no", "\"person\":{\"pregnant\":\"true\"}", "person.pregnant: must be true"},
    {"list for object", "\"person\":[]", "person: must be an object"},
    {"object for list", "\"journal\":{}", "journal: must be a list"},
    {"text for list", "\"person\":{\"danger\":\"injured\"}", "person.danger: must be a list"},
    {"text for item", "\"journal\":[\"x\"]", "journal[0]: must be an object"},
    {"list for answers", "\"answers\":[]", "answers: must be an object"},
    {"text for answer", "\"answers\":{\"ECO-01\":\"yes\"}", "answers.ECO-01: must be a list"},
    {"text for entry", "\"answers\":{\"ECO-01\":[\"yes\"]}", "answers.ECO-01[0]: must be an"},
    {"number in texts", "\"identity\":{\"aliases\":[\"a\",1]}", "identity.aliases[1]: must be"},

    {"form", "\"form\":\"short\"", "form: unknown value"},
    {"age", "\"person\":{\"age\":\"Adult\"}", "person.age: unknown value"},
    {"empty code", "\"person\":{\"age\":\"\"}", "person.age: unknown value"},
    {"danger", "\"person\":{\"danger\":[\"injured\",\"ill\"]}", "person.danger[1]: unknown"},
    {"danger twice", "\"person\":{\"danger\":[\"injured\",\"injured\"]}", "person.danger[1]: st"},
    {"time of no danger", "\"person\":{\"danger_time\":{\"ill\":\"2026-05-02T14:00:00Z\"}}",
     "person.danger_time.ill: unknown key"},
    {"interpreter", "\"person\":{\"interpreter\":{\"mode\":\"video\"}}",
     "person.interpreter.mode: unknown value"},
    {"check", "\"person\":{\"interpreter\":{\"checks\":[\"a b\"]}}",
     "person.interpreter.checks[0]: unknown id"},
    {"answer value, alone", "\"answers\":{\"ECO-01\":{\"value\":\"sure\"}}",
     "answers.ECO-01[0].value: unknown value"},
    {"answer value, second", "\"answers\":{\"ECO-01\":[{},{\"value\":\"sure\"}]}",
     "answers.ECO-01[1].value: unknown value"},
    {"basis", "\"answers\":{\"ECO-01\":[{\"basis\":[\"seen\"]}]}",
     "answers.ECO-01[0].basis[0]: unknown value"},
    {"indicator", "\"answers\":{\"ECO 01\":[]}", "answers.?: unknown id"},
    {"no indicator", "\"answers\":{\"\":[]}", "answers.?: unknown id"},
    {"role", "\"people\":[{\"role\":\"uncle\"}]", "people[0].role: unknown value"},
    {"recipient", "\"consents\":[{\"recipient\":\"kom\"}]", "consents[0].recipient: unknown"},
    {"part", "\"consents\":[{\"parts\":[\"seen\",\"all\"]}]", "consents[0].parts[1]: unknown"},
    {"journal part", "\"consents\":[{\"parts\":[\"journal:\"]}]", "consents[0].parts[0]: unkn"},
    {"journal part 01", "\"shares\":[{\"parts\":[\"journal:01\"]}]", "shares[0].parts[0]: unk"},
    {"note part", "\"shares\":[{\"parts\":[\"note:ECO-01\"]}]", "shares[0].parts[0]: unknown"},
    {"part twice", "\"shares\":[{\"parts\":[\"seen\",\"seen\"]}]", "shares[0].parts[1]: stands"},

    {"id", "\"id\":\"1\"", "id: not a UUID"},
    {"country", "\"person\":{\"country\":\"vn\"}", "person.country: not a country code"},
    {"language", "\"language\":\"norsk bokmål\"", "language: not a language tag"},
    {"language, long", "\"language\":\"nb-aaaaaaaaa\"", "language: not a language tag"},
    {"language, empty", "\"language\":\"\"", "language: not a language tag"},
    {"hash", "\"pack\":{\"hash\":\"00\"}", "pack.hash: not a hash"},
    {"birth year", "\"person\":{\"birth_year\":1899}", "person.birth_year: number out of range"},
    {"birth year", "\"person\":{\"birth_year\":2101}", "person.birth_year: number out of range"},
    {"children", "\"person\":{\"children_along\":-1}", "person.children_along: number out"},
    {"children", "\"person\":{\"children_along\":100}", "person.children_along: number out"},
    {"huge number", "\"person\":{\"children_along\":99999999999999999999}",
     "person.children_along: line 1"},
    {"date", "\"case\":{\"opened\":\"2026-02-30\"}", "case.opened: not a date"},
    {"date without month", "\"case\":{\"opened\":\"2026-00-03\"}", "case.opened: not a date"},
    {"date form", "\"case\":{\"contacts\":[\"2026-5-2\"]}", "case.contacts[0]: not a date"},
    {"null date", "\"case\":{\"opened\":null}", "case.opened: must be text"},
    {"time zone", "\"journal\":[{\"time\":\"2026-05-02T10:15:00+02:00\"}]",
     "journal[0].time: not a time in UTC"},
    {"partial time", "\"journal\":[{\"time\":\"2026-05-00T10:15:00Z\"}]",
     "journal[0].time: not a time in UTC"},
    {"corrects itself", "\"journal\":[{},{\"corrects\":1}]", "journal[1].corrects: not the"},
    {"corrects -1", "\"journal\":[{},{\"corrects\":-1}]", "journal[1].corrects: not the"},

    {"NUL", "\"measures_taken\":\"a\\u0000b\"", "measures_taken: line 1"},
    {"NUL in a key", "\"a\\u0000b\":1", "?: line 1"},
    {"escape", "\"measures_taken\":\"a\\u001b[2J\"", "measures_taken: control character"},
    {"carriage return", "\"measures_taken\":\"a\\r\\nb\"", "measures_taken: control character"},
    {"delete", "\"measures_taken\":\"\\u007f\"", "measures_taken: control character"},
    {"C1", "\"identity\":{\"aliases\":[\"\\u009b\"]}", "identity.aliases[0]: control character"},
    {"raw control", "\"measures_taken\":\"a\nb\"", "measures_taken: line 1"},
    {"bad UTF-8", "\"person\":{\"callback\":\"a\xff\"}", "person.callback: line 1"},
    {"overlong UTF-8", "\"measures_taken\":\"\xc0\x80\"", "measures_taken: line 1"},
    {"surrogate", "\"measures_taken\":\"\xed\xa0\x80\"", "measures_taken: line 1"},
    {"lone surrogate escape", "\"measures_taken\":\"\\ud800\"", "measures_taken: line 1"},
    {"comment", "\"people\":[{} /* x */]", "people[0]: line 1"},
    {"trailing comma", "\"people\":[{},]", "people[1]: line 1"},
};

static void
test_bad (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autofree char *json =
        bad[i].json[0] == '{' ? g_strdup (bad[i].json) : file_with (bad[i].json);
    g_autoptr (GError) error = NULL;
    VdRecord *record = vd_record_parse (json, strlen (json), NULL, &error);

    if (record != NULL || !g_str_has_prefix (error->message, bad[i].message))
      g_error ("%s: %s", bad[i].name, record != NULL ? "accepted" : error->message);
    g_assert_error (error, VD_ERROR, VD_ERROR_INVALID);
  }
}

/* Ids that a pack must know. */
static const struct {
  const char *members;
  const char *message; /* NULL: accepted */
} ids[] = {
    {"\"answers\":{\"ECO-01\":{},\"CTL-04\":[]}", NULL},
    {"\"answers\":{\"ECO-01\":{},\"ECO-99\":[]}", "answers.ECO-99: unknown id"},
    {"\"answers\":{\"ECO-01\":{},\"x-ECO\":1}", NULL},
    {"\"prepare\":[{\"id\":\"room\"}]", NULL},
    {"\"prepare\":[{\"id\":\"call-rosa\"}]", "prepare[0].id: unknown id"},
    {"\"steps\":[{\"id\":\"call-rosa\"}]", NULL},
    {"\"steps\":[{},{\"id\":\"room\"}]", "steps[1].id: unknown id"},
    {"\"person\":{\"interpreter\":{\"checks\":[\"not-related\"]}}", NULL},
    {"\"person\":{\"interpreter\":{\"checks\":[\"room\"]}}",
     "person.interpreter.checks[0]: unknown id"},
    {"\"consents\":[{\"parts\":[\"note:CTL-04:0\"]}]", NULL},
    {"\"consents\":[{\"parts\":[\"note:CTL-99:0\"]}]", "consents[0].parts[0]: unknown value"},
};

static void
test_ids (void)
{
  const VdPack *pack = (const VdPack *)ids; /* fake-pack.c does not look at it */

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++) {
    g_autofree char *json = file_with (ids[i].members);
    g_autoptr (GError) error = NULL;
    g_autoptr (VdRecord) record = vd_record_parse (json, strlen (json), pack, &error);
    g_autoptr (VdRecord) unchecked = parse (json);

    g_assert_cmpstr (error != NULL ? error->message : NULL, ==, ids[i].message);
    g_assert_true ((record != NULL) == (ids[i].message == NULL));
  }
}

static void
test_newer (void)
{
  const char *json = "{\"format\":\"varde-assessment\",\"version\":2,\"place\":\"elsewhere\"}";
  g_autoptr (GError) error = NULL;

  g_assert_null (vd_record_parse (json, strlen (json), NULL, &error));
  g_assert_error (error, VD_ERROR, VD_ERROR_NEWER);
}

static const struct {
  const char *name;
  const char *members;
  const char *written; /* NULL: as it was read */
} good[] = {
    {"thin", "", NULL},
    {"single answer", "\"answers\":{\"ECO-01\":{\"note\":\"n\",\"value\":\"yes\"}}",
     "\"answers\":{\"ECO-01\":[{\"value\":\"yes\",\"note\":\"n\"}]}"},
    {"answers in the order of answering", "\"answers\":{\"VIO-01\":[{}],\"ECO-01\":[{}]}", NULL},
    {"empty list is an answer", "\"person\":{\"danger\":[]}", NULL},
    {"order of the schema",
     "\"x-b\":1,\"case\":{\"unit\":\"u\",\"x-c\":{\"z\":1,\"a\":[2]},\"opened\":\"2026-05-02\"},"
     "\"x-a\":null,\"person\":{\"pregnant\":true,\"reference\":\"A-1\"}",
     "\"person\":{\"reference\":\"A-1\",\"pregnant\":true},"
     "\"case\":{\"opened\":\"2026-05-02\",\"unit\":\"u\",\"x-c\":{\"z\":1,\"a\":[2]}},"
     "\"x-b\":1,\"x-a\":null"},
    {"extensions everywhere",
     "\"person\":{\"danger_time\":{\"x-a\":1},\"interpreter\":{\"x-a\":1},\"x-a\":1},"
     "\"answers\":{\"ECO-01\":[{\"x-a\":1}],\"x-a\":1},\"journal\":[{\"x-a\":1}]",
     NULL},
    {"partial dates", "\"identity\":{\"birth_date\":\"2001-00-00\"}", NULL},
    {"bidi controls stay", "\"measures_taken\":\"\u202eabc\u202c \u2066d\u2069\"", NULL},
    {"many scripts",
     "\"measures_taken\":\"ቋንቋ العربية ภาษาไทย Tiếng Việt 👩🏽‍⚖️ "
     "%s "
     "</script>\"",
     NULL},
    {"escapes", "\"measures_taken\":\"\\u00e6\\t\\n\\/\"", "\"measures_taken\":\"æ\\t\\n/\""},
    {"nulls", "\"consents\":[{\"withdrawn\":null}],\"case\":{\"closed\":null}", NULL},
    {"corrects", "\"journal\":[{},{\"corrects\":0}]", NULL},
    {"parts", "\"shares\":[{\"parts\":[\"journal:0\",\"note:ECO-01:12\",\"seen\"]}]", NULL},
    {"two contacts a day", "\"case\":{\"contacts\":[\"2026-05-02\",\"2026-05-02\"]}", NULL},
};

static void
test_good (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (good); i++) {
    g_autofree char *json = file_with (good[i].members);
    g_autofree char *expected =
        file_with (good[i].written != NULL ? good[i].written : good[i].members);
    g_autoptr (VdRecord) record = parse (json);
    g_autofree char *written = vd_record_write (record, NULL);

    g_test_message ("%s", good[i].name);
    g_assert_cmpstr (written, ==, expected);
  }
}

static void
test_id (void)
{
  g_autofree char *json = file_with ("\"id\":\"6F1C2A34-9B0D-4E57-8A61-0C2D3E4F5A6B\"");
  g_autoptr (VdRecord) record = parse (json);

  g_assert_cmpstr (vd_record_get_text (record, "id"), ==, UUID);
}

static void
test_limits (void)
{
  const char *note = "\"measures_taken\":\"";
  g_autoptr (GString) text = g_string_new (note);
  g_autoptr (GError) error = NULL;
  g_autofree char *fits = NULL;
  g_autofree char *long_text = NULL;
  g_autofree char *huge = g_strnfill (VD_RECORD_MAX_BYTES, ' ');
  g_autofree char *huge_file = NULL;

  for (guint i = 0; i < VD_RECORD_MAX_TEXT; i++)
    g_string_append (text, "æ");
  g_string_append_c (text, '"');
  fits = file_with (text->str);
  vd_record_unref (parse (fits));

  g_string_insert (text, (gssize)strlen (note), "a");
  long_text = file_with (text->str);
  g_assert_null (vd_record_parse (long_text, strlen (long_text), NULL, &error));
  g_assert_cmpstr (error->message, ==, "measures_taken: text is too long");
  g_clear_error (&error);

  huge_file = g_strconcat (fits, huge, NULL);
  g_assert_null (vd_record_parse (huge_file, strlen (huge_file), NULL, &error));
  g_assert_error (error, VD_ERROR, VD_ERROR_INVALID);
  huge_file[VD_RECORD_MAX_BYTES] = '\0';
  vd_record_unref (parse (huge_file));
}

/* Numbers grow when they are written again; what could not be saved is refused at once. */
static void
test_growing (void)
{
  g_autoptr (GString) text = g_string_new ("\"x-a\":[0.1");
  g_autofree char *json = NULL;
  g_autoptr (GError) error = NULL;

  while (text->len < VD_RECORD_MAX_BYTES / 2)
    g_string_append (text, ",0.1");
  g_string_append_c (text, ']');
  json = file_with (text->str);
  g_assert_null (vd_record_parse (json, strlen (json), NULL, &error));
  g_assert_cmpstr (error->message, ==, "the file: larger than 1 MiB");
}

static void
test_equal (void)
{
  g_autofree char *a = file_with ("\"answers\":{\"ECO-01\":{\"value\":\"yes\",\"note\":\"n\"}}");
  g_autofree char *b = file_with ("\"answers\":{\"ECO-01\":[{\"note\":\"n\",\"value\":\"yes\"}]}");
  g_autofree char *c = file_with ("\"answers\":{\"ECO-01\":[{\"note\":\"m\",\"value\":\"yes\"}]}");
  g_autoptr (VdRecord) record = parse (a);
  g_autoptr (VdRecord) same = parse (b);
  g_autoptr (VdRecord) other = parse (c);
  g_autoptr (VdRecord) copy = vd_record_copy (record);

  g_assert_true (vd_record_equal (record, same));
  g_assert_false (vd_record_equal (record, other));
  g_assert_true (vd_record_equal (record, copy));
  vd_record_set_bool (copy, "person.pregnant", TRUE);
  g_assert_false (vd_record_equal (record, copy));
  g_assert_false (vd_record_has (record, "person"));
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
  again = parse (written);
  second = vd_record_write (again, NULL);
  g_assert_cmpstr (written, ==, second);
}

static void
test_flips (void)
{
  static const char masks[] = {0x01, 0x10, (char)0x80, (char)0xff};
  gsize size;
  g_autofree char *pretty = read_data ("data/full.json", &size);
  g_autoptr (VdRecord) record = parse (pretty);
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

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/record/full", test_full);
  g_test_add_func ("/record/full-is-full", test_full_is_full);
  g_test_add_func ("/record/bad", test_bad);
  g_test_add_func ("/record/ids", test_ids);
  g_test_add_func ("/record/newer", test_newer);
  g_test_add_func ("/record/good", test_good);
  g_test_add_func ("/record/id", test_id);
  g_test_add_func ("/record/limits", test_limits);
  g_test_add_func ("/record/growing", test_growing);
  g_test_add_func ("/record/equal", test_equal);
  g_test_add_func ("/record/flips", test_flips);
  g_test_add_func ("/record/cuts", test_cuts);
  test_record_add_edits ();
  return g_test_run ();
}
