/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test-record"

#include "test-record.h"

#include <string.h>

VdRecord *
test_record_parse (const char *json)
{
  g_autoptr (GError) error = NULL;
  VdRecord *record = vd_record_parse (json, strlen (json), NULL, &error);

  g_assert_no_error (error);
  return record;
}

VdPack *
test_record_pack (void)
{
  g_autofree char *data = NULL;
  gsize size;
  g_autoptr (GError) error = NULL;
  VdPack *pack;

  g_file_get_contents (g_getenv ("VARDE_PACK"), &data, &size, &error);
  g_assert_no_error (error);
  pack = vd_pack_parse (data, size, &error);
  g_assert_no_error (error);
  return pack;
}

VdRecord *
test_record_new (void)
{
  return vd_record_new (UUID, "prison", "full");
}

void
test_record_assert (const VdRecord *record, const char *members)
{
  g_autofree char *written = vd_record_write (record, NULL);
  g_autofree char *expected =
      g_strconcat ("{\"format\":\"varde-assessment\",\"version\":1,\"id\":\"" UUID "\","
                   "\"setting\":\"prison\",\"form\":\"full\"",
                   *members != '\0' ? "," : "", members, "}", NULL);

  g_assert_cmpstr (written, ==, expected);
}

void
test_record_assert_readable (const VdRecord *record)
{
  gsize size;
  g_autofree char *written = vd_record_write (record, &size);
  g_autoptr (GError) error = NULL;
  g_autoptr (VdRecord) again = vd_record_parse (written, size, NULL, &error);

  g_assert_no_error (error);
  g_assert_true (vd_record_equal (record, again));
}

/* An assessment file with @members after the required ones. */
static char *
file_with (const char *members)
{
  return g_strconcat ("{\"format\":\"varde-assessment\",\"version\":1,\"setting\":\"prison\"",
                      *members == '\0' ? "" : ",", members, "}", NULL);
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
    {"quote before the error", "\"measures_taken\":\"a\\\\\\\"{\",\"people\":[1 2]",
     "people[0]: line 1"},
    {"deep", "\"x-a\":[[[[[[[[[[[[[[[[[[[[",
     "x-a[0][0][0][0][0][0][0][0][0][0][0][0][0][0][0]: line 1"},
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
    {"trace part", "\"consents\":[{\"parts\":[\"identifiers:\"]}]", "consents[0].parts[0]: unkn"},
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
  g_autoptr (VdPack) pack = test_record_pack ();

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++) {
    g_autofree char *json = file_with (ids[i].members);
    g_autoptr (GError) error = NULL;
    g_autoptr (VdRecord) record = vd_record_parse (json, strlen (json), pack, &error);

    /* Without a pack nothing is looked up. */
    vd_record_unref (test_record_parse (json));
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
     "\"measures_taken\":\"ቋንቋ العربية ภาษาไทย Tiếng Việt "
     "👩🏽‍⚖️ "
     "%s "
     "</script>\"",
     NULL},
    {"escapes", "\"measures_taken\":\"\\u00e6\\t\\n\\/\"", "\"measures_taken\":\"æ\\t\\n/\""},
    {"nulls", "\"consents\":[{\"withdrawn\":null}],\"case\":{\"closed\":null}", NULL},
    {"corrects", "\"journal\":[{},{\"corrects\":0}]", NULL},
    {"parts",
     "\"shares\":[{\"parts\":[\"journal:0\",\"identifiers:2\",\"note:ECO-01:12\",\"seen\"]}]",
     NULL},
    {"two contacts a day", "\"case\":{\"contacts\":[\"2026-05-02\",\"2026-05-02\"]}", NULL},
};

static void
test_good (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (good); i++) {
    g_autofree char *json = file_with (good[i].members);
    g_autofree char *expected =
        file_with (good[i].written != NULL ? good[i].written : good[i].members);
    g_autoptr (VdRecord) record = test_record_parse (json);
    g_autofree char *written = vd_record_write (record, NULL);

    g_test_message ("%s", good[i].name);
    g_assert_cmpstr (written, ==, expected);
  }
}

static void
test_id (void)
{
  g_autofree char *json = file_with ("\"id\":\"6F1C2A34-9B0D-4E57-8A61-0C2D3E4F5A6B\"");
  g_autoptr (VdRecord) record = test_record_parse (json);

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
  vd_record_unref (test_record_parse (fits));

  g_string_insert (text, (gssize)strlen (note), "a");
  long_text = file_with (text->str);
  g_assert_null (vd_record_parse (long_text, strlen (long_text), NULL, &error));
  g_assert_cmpstr (error->message, ==, "measures_taken: text is too long");
  g_clear_error (&error);

  huge_file = g_strconcat (fits, huge, NULL);
  g_assert_null (vd_record_parse (huge_file, strlen (huge_file), NULL, &error));
  g_assert_error (error, VD_ERROR, VD_ERROR_INVALID);
  huge_file[VD_RECORD_MAX_BYTES] = '\0';
  vd_record_unref (test_record_parse (huge_file));
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
  g_autoptr (VdRecord) record = test_record_parse (a);
  g_autoptr (VdRecord) same = test_record_parse (b);
  g_autoptr (VdRecord) other = test_record_parse (c);
  g_autoptr (VdRecord) copy = vd_record_copy (record);

  g_assert_true (vd_record_equal (record, same));
  g_assert_false (vd_record_equal (record, other));
  g_assert_true (vd_record_equal (record, copy));
  vd_record_set_bool (copy, "person.pregnant", TRUE);
  g_assert_false (vd_record_equal (record, copy));
  g_assert_false (vd_record_has (record, "person"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/record/bad", test_bad);
  g_test_add_func ("/record/ids", test_ids);
  g_test_add_func ("/record/newer", test_newer);
  g_test_add_func ("/record/good", test_good);
  g_test_add_func ("/record/id", test_id);
  g_test_add_func ("/record/limits", test_limits);
  g_test_add_func ("/record/growing", test_growing);
  g_test_add_func ("/record/equal", test_equal);
  test_record_add_answers ();
  test_record_add_edits ();
  test_record_add_files ();
  return g_test_run ();
}
