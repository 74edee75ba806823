/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test-referral"

#include "referral-fixture.h"

#include <string.h>

static char **
words (const char *list)
{
  return g_strsplit (list, " ", -1);
}

typedef struct {
  const char *name;
  const char *recipient;
  const char *age;
  const char *consents; /* more members of the record */
  const char *include;  /* NULL: the form's default */
  const char *now;
  int error; /* -1: none */
  const char *parts;
  const char *withheld;
  const char *shows; /* words that the document has */
  const char *hides; /* and words that it has not */
} Case;

#define CONSENT(parts, withdrawn)                                                                  \
  ",\"consents\":[{\"recipient\":\"rosa\",\"parts\":[" parts                                       \
  "],\"date\":\"2026-05-01\",\"withdrawn\":" withdrawn "}]"

#define NOTES " note:CTL-04:0 note:ECO-01:0 note:ECO-04:0 note:DOC-01:0 note:COM-04:0 note:HLT-01:0"
#define ROSA "identity contact seen said told documents residence wishes"
#define CHILD "identity contact seen said told documents children wishes"

/* clang-format off */
static const Case cases[] = {
  {"rosa/no-consent", "rosa", "adult", "", NULL, "", -1, "",
   "identity contact seen said told documents residence wishes", "A-12", "KEEP"},
  {"rosa/said", "rosa", "adult", CONSENT ("\"said\"", "null"), NULL, "", -1, "said",
   "identity contact seen told documents residence wishes", "A-12", "KEEP"},
  {"rosa/said-with-notes", "rosa", "adult", CONSENT ("\"said\"", "null"), ROSA NOTES, "", -1, "said",
   "identity contact seen told documents health residence wishes", "KEEP-said KEEP-seen-said", "KEEP-identity KEEP-told KEEP-said-1"},
  {"rosa/withdrawn", "rosa", "adult", CONSENT ("\"said\"", "\"2026-05-02\""), "said", "", -1, "", "said", "", "KEEP"},
  {"rosa/now", "rosa", "adult", "", "identity said", "identity", -1, "identity", "said", "KEEP-identity", "KEEP-said"},
  {"rosa/other-recipient", "rosa", "adult",
   ",\"consents\":[{\"recipient\":\"police\",\"parts\":[\"said\"],\"date\":\"2026-05-01\",\"withdrawn\":null}]",
   "said", "", -1, "", "said", "", "KEEP"},
  {"rosa/health-with-its-basis", "rosa", "adult", CONSENT ("\"health\",\"seen\"", "null"), "health seen note:CTL-04:0", "", -1,
   "seen health", "", "KEEP-health KEEP-seen", "KEEP-said"},
  {"rosa/health-alone", "rosa", "adult", CONSENT ("\"seen\"", "null"), "health seen note:CTL-04:0", "", -1, "seen", "health",
   "KEEP-seen", "KEEP-health"},
  {"rosa/single-journal", "rosa", "adult", CONSENT ("\"said\"", "null"), "journal:1", "", -1, "said", "",
   "KEEP-said-1", "KEEP-said-2 KEEP-seen"},
  {"rosa/correction", "rosa", "adult", CONSENT ("\"said\"", "null"), "journal:1 journal:2", "", -1, "said", "",
   "KEEP-said-1 KEEP-said-2", "KEEP-seen"},
  {"rosa/single-without-consent", "rosa", "adult", "", "journal:1", "", -1, "", "said", "", "KEEP"},
  {"rosa/single-note", "rosa", "adult", CONSENT ("\"said\"", "null"), "note:ECO-01:0", "", -1, "said", "",
   "KEEP-said", "KEEP-seen"},
  {"rosa/never-no", "rosa", "adult", CONSENT ("\"said\"", "null"), "note:ECO-01:1", "", -1, "", "", "", "KEEP"},
  {"rosa/single-consent", "rosa", "adult", CONSENT ("\"journal:1\"", "null"), "journal:1", "", -1, "said", "",
   "KEEP-said-1", "KEEP-said-2"},
  {"rosa/unknown-part", "rosa", "adult", "", "shoes", "", VD_ERROR_INVALID},
  {"rosa/unknown-consent", "rosa", "adult", "", "said", "shoes", VD_ERROR_INVALID},
  {"rosa/no-such-entry", "rosa", "adult", "", "journal:9", "", VD_ERROR_INVALID},
  {"rosa/no-such-note", "rosa", "adult", "", "note:ECO-01:9", "", VD_ERROR_INVALID},
  {"rosa/odd-entry", "rosa", "adult", "", "journal:01", "", VD_ERROR_INVALID},
  {"rosa/child", "rosa", "child", CONSENT ("\"said\"", "null"), NULL, "", VD_ERROR_REFUSED},
  {"rosa/unsure", "rosa", "unsure", CONSENT ("\"said\"", "null"), NULL, "", VD_ERROR_REFUSED},
  {"rosa/not-known", "rosa", "not-known", "", NULL, "", -1, "",
   "identity contact seen said told documents residence wishes", "", "KEEP"},
  {"barnevern/adult", "barnevern", "adult", "", NULL, "", VD_ERROR_REFUSED},
  {"barnevern/default", "barnevern", "child", "", NULL, "", -1, CHILD, "", "KEEP-identity KEEP-children",
   "KEEP-said KEEP-seen KEEP-told KEEP-documents KEEP-health KEEP-never KEEP-own"},
  {"barnevern/child", "barnevern", "child", "", CHILD " note:CTL-04:0 note:ECO-01:0 note:ECO-04:0 note:DOC-01:0 note:COM-04:0",
   "", -1, CHILD, "",
   "KEEP-identity KEEP-said KEEP-seen KEEP-told KEEP-documents KEEP-children", "KEEP-health KEEP-never KEEP-own KEEP-said-1"},
  {"barnevern/chosen", "barnevern", "unsure", "", "seen note:CTL-04:0", "", -1, "seen", "", "KEEP-seen", "KEEP-identity KEEP-told"},
  {"bufdir/adult", "bufdir", "adult", "", NULL, "", VD_ERROR_REFUSED},
  {"bufdir/anonymous", "bufdir", "child", "", NULL, "", -1, "seen said told documents", "", "A-12",
   "KEEP-identity KEEP-contact KEEP-own KEEP-said KEEP-told"},
  {"bufdir/wanted-identity", "bufdir", "child", "", "identity seen", "", -1, "seen", "identity", "", "KEEP-identity"},
  {"bufdir/chosen-note", "bufdir", "child", "", "said note:ECO-01:0", "", -1, "said", "", "KEEP-said", "KEEP-told"},
  {"file", "file", "adult", "", NULL, "", -1, NULL, "",
   "KEEP-identity KEEP-own KEEP-health KEEP-said-1 KEEP-seen-said KEEP-follow-up KEEP-identifiers", ""},
  {"access", "access", "adult", "", NULL, "", -1, NULL, "",
   "KEEP-identity KEEP-health KEEP-said-1 KEEP-seen-said KEEP-follow-up", "KEEP-own KEEP-identifiers"},
  {"access/others", "access", "adult", "", "identifiers", "", -1, "identifiers", "", "KEEP-own KEEP-identifiers", "KEEP-health"},
  {"police/no-consent", "police", "adult", "", NULL, "", VD_ERROR_REFUSED},
  {"police/said", "police", "adult", "", "said note:ECO-01:0", "said", -1, "said", "", "KEEP-said", "KEEP-identity"},
  {"police/others", "police", "adult", "", "identifiers identifiers:0", "identifiers", -1, "identifiers", "",
   "KEEP-identifiers", "KEEP-identity KEEP-own"},
  {"police/others-unnamed", "police", "adult", "", "identifiers", "identifiers", -1, "identifiers", "", "",
   "KEEP-identifiers KEEP-identity KEEP-own"},
  {"police/trace-alone", "police", "adult", "", "said identifiers:0", "said identifiers", -1, "said", "", "",
   "KEEP-identifiers"},
  {"police/consent-to-rosa", "police", "adult", CONSENT ("\"said\"", "null"), "said", "", VD_ERROR_REFUSED},
  {"caritas/no-consent", "caritas", "adult", "", NULL, "", VD_ERROR_REFUSED},
  {"caritas/said", "caritas", "adult", "", "said note:ECO-01:0", "said", -1, "said", "", "KEEP-said", "KEEP-identity KEEP-told"},
  {"caritas/child", "caritas", "child", "", "said", "said", VD_ERROR_REFUSED},
  {"legal-aid/said", "legal-aid", "adult", "", "said wishes", "said wishes", -1, "said wishes", "", "KEEP-wishes", "KEEP-identity"},
  {"arbeidstilsynet/said", "arbeidstilsynet", "adult", "", "said seen residence note:ECO-01:0 note:CTL-04:0", "said seen residence", -1,
   "seen said", "residence", "KEEP-said KEEP-seen", "KEEP-identity"},
  {"a-krim/only-work", "a-krim", "adult", "", "seen said health note:COM-04:0 note:HLT-01:0", "seen said health", -1,
   "seen said", "health", "", "KEEP"},
  {"a-krim/no-consent", "a-krim", "adult", "", NULL, "", VD_ERROR_REFUSED},
  {"pending/no-consent", "pending", "adult", "", NULL, "", VD_ERROR_REFUSED},
  {"pending/no-signs", "pending", "adult", "", "identity seen said told documents" NOTES, "identity seen said told documents", -1,
   "identity", "seen said told documents", "KEEP-identity", "KEEP-seen KEEP-said KEEP-told KEEP-documents KEEP-own KEEP-never"},
  {"pending/child", "pending", "child", "", NULL, "identity", VD_ERROR_REFUSED},
  {"rights", "rights", "adult", "", NULL, "", -1, "", "", "", "KEEP"},
  {"rights/child", "rights", "child", "", NULL, "", -1, "", "", "", "KEEP"},
  {"card", "card", "adult", "", NULL, "", -1, "", "", "", "KEEP"},
  {"card/child", "card", "unsure", "", NULL, "", -1, "", "", "", "KEEP"},
  {"nobody", "nobody", "adult", "", NULL, "", VD_ERROR_REFUSED},
};
/* clang-format on */

static void
assert_words (const char *text, const char *list, gboolean there)
{
  g_auto (GStrv) all = words (list);

  for (gsize i = 0; all[i] != NULL; i++) {
    if (*all[i] != '\0' && (strstr (text, all[i]) != NULL) != there)
      g_error ("%s: %s", there ? "lacks" : "shows", all[i]);
  }
}

static void
test_case (gconstpointer data)
{
  const Case *c = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (VdRecord) record = fixture_record (c->age, c->consents);
  g_auto (GStrv) include = c->include == NULL ? NULL : words (c->include);
  g_auto (GStrv) now = words (c->now);
  VdReferralChoice choice = {(const char *const *)include,
                             *c->now == '\0' ? NULL : (const char *const *)now};
  g_autoptr (VdReferral) referral =
      vd_referral_new (fixture_pack, record, c->recipient, &choice, "nb", TODAY, &error);
  g_autofree char *parts = NULL;
  g_autofree char *withheld = NULL;
  g_autofree char *text = NULL;
  g_autofree char *twin = NULL;

  if (c->error != -1) {
    g_assert_error (error, VD_ERROR, c->error);
    g_assert_null (referral);
    return;
  }
  g_assert_no_error (error);
  parts = g_strjoinv (" ", (char **)vd_referral_parts (referral));
  withheld = g_strjoinv (" ", (char **)vd_referral_withheld (referral));
  if (c->parts != NULL)
    g_assert_cmpstr (parts, ==, c->parts);
  g_assert_cmpstr (withheld, ==, c->withheld);
  text = fixture_all_text (referral);
  twin = fixture_pruned_text (referral, record);
  g_assert_cmpstr (vd_referral_reference (referral), ==,
                   vd_referral_form_for_person (vd_referral_form (referral)) &&
                           !g_str_equal (c->recipient, "access")
                       ? ""
                       : "A-12");
  if (!g_str_equal (c->shows, "A-12")) {
    assert_words (text, c->shows, TRUE);
    assert_words (twin, c->shows, TRUE);
  }
  assert_words (text, c->hides, FALSE);
  assert_words (twin, c->hides, FALSE);
  assert_words (twin, "KEEP-never", FALSE);
}

/* What a text says about itself, held against what the person agreed to. */
static gboolean
may_leave (const char *marker, const char *consented)
{
  g_auto (GStrv) parts = g_strsplit (marker, "-", -1);

  for (gsize i = 1; parts[i] != NULL; i++) {
    if (strstr (consented, parts[i]) != NULL)
      return TRUE;
  }
  return FALSE;
}

static void
assert_covered (const char *text, const char *consented)
{
  g_autoptr (GRegex) marker = g_regex_new ("KEEP(-[a-z]+)+", 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;

  g_regex_match (marker, text, 0, &match);
  for (; g_match_info_matches (match); g_match_info_next (match, NULL)) {
    g_autofree char *found = g_match_info_fetch (match, 0);

    if (!may_leave (found, consented))
      g_error ("%s left with consent to \"%s\"", found, consented);
  }
}

static void
assert_no_inner_words (const VdReferral *referral)
{
  g_autoptr (GRegex) ids = g_regex_new ("\\b([A-Z]{3}-[0-9]{2}|D[1-6])\\b", 0, 0, NULL);
  g_autofree char *text = fixture_all_text (referral);

  g_assert_false (g_regex_match (ids, text, 0, NULL));
}

static void
assert_twin_parses (const VdReferral *referral, const VdRecord *record)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *twin = fixture_pruned_text (referral, record);
  g_autoptr (VdRecord) parsed = vd_record_parse (twin, strlen (twin), fixture_pack, &error);

  g_assert_no_error (error);
  g_assert_nonnull (parsed);
  g_assert_null (strstr (twin, "\"no\",\"basis\""));
  g_assert_null (strstr (twin, "declined"));
  g_assert_null (strstr (twin, "not-asked"));
}

static char *
random_parts (const char *before, const char *between, const char *after)
{
  g_autoptr (GString) list = g_string_new (NULL);

  for (gsize i = 0; vd_referral_all_parts ()[i] != NULL; i++) {
    if (g_test_rand_int_range (0, 2))
      g_string_append_printf (list, "%s%s%s%s", list->len > 0 ? between : "", before,
                              vd_referral_all_parts ()[i], after);
  }
  return g_string_free (g_steal_pointer (&list), FALSE);
}

/* Forms that ask for consent: what leaves with each is what was agreed to share with it. */
static const char *const asked[] = {"rosa",   "police", "caritas", "legal-aid", "arbeidstilsynet",
                                    "a-krim", "pending"};

static void
test_consent_property (void)
{
  guint made = 0;

  for (guint round = 0; round < 700; round++) {
    const char *recipient = asked[round % G_N_ELEMENTS (asked)];
    g_autofree char *consented = random_parts ("\"", ",", "\"");
    g_autofree char *chosen = random_parts ("", " ", "");
    g_autofree char *more = g_strconcat (chosen, *chosen == '\0' ? "" : " ",
                                         "journal:0 journal:1 journal:3 note:ECO-04:0", NULL);
    g_autofree char *consents =
        *consented == '\0' ? g_strdup ("")
                           : g_strdup_printf (",\"consents\":[{\"recipient\":\"%s\",\"parts\":[%s],"
                                              "\"date\":\"2026-05-01\",\"withdrawn\":null}]",
                                              recipient, consented);
    g_autoptr (VdRecord) record = fixture_record ("adult", consents);
    g_auto (GStrv) include = words (more);
    VdReferralChoice choice = {(const char *const *)include, NULL};
    g_autoptr (VdReferral) referral = vd_referral_new (
        fixture_pack, record, recipient, round % 2 ? &choice : NULL, "en", TODAY, NULL);
    g_autofree char *text = NULL;
    g_autofree char *twin = NULL;

    if (referral == NULL)
      continue;
    made++;
    text = fixture_all_text (referral);
    twin = fixture_pruned_text (referral, record);
    assert_covered (text, consented);
    assert_covered (twin, consented);
    assert_no_inner_words (referral);
    assert_twin_parses (referral, record);
    if (strstr (consented, "identity") == NULL)
      g_assert_null (strstr (twin, "2001-03-00"));
  }
  g_assert_cmpuint (made, >, 400);
}

static void
test_twins_parse (void)
{
  const char *recipients[] = {"barnevern", "bufdir", "file"};

  for (gsize i = 0; i < G_N_ELEMENTS (recipients); i++) {
    g_autoptr (VdRecord) record = fixture_record ("child", "");
    g_autoptr (VdReferral) referral =
        vd_referral_new (fixture_pack, record, recipients[i], NULL, "en", TODAY, NULL);

    assert_twin_parses (referral, record);
    if (i < 2)
      assert_no_inner_words (referral);
  }
}

/* An answer known two ways keeps only the way that leaves; a correction points to its entry. */
static void
test_twin_follows_selection (void)
{
  static const char *const include[] = {"seen", "journal:1", "journal:2", NULL};
  static const char *const now[] = {"seen", "said", NULL};
  g_autoptr (VdRecord) record = fixture_record ("adult", "");
  g_autoptr (VdReferral) referral = vd_referral_new (
      fixture_pack, record, "rosa", &(VdReferralChoice){include, now}, "en", TODAY, NULL);
  g_autoptr (json_t) twin = vd_referral_prune (referral, fixture_pack, record);
  json_t *answer =
      json_array_get (json_object_get (json_object_get (twin, "answers"), "COM-04"), 0);
  json_t *journal = json_object_get (twin, "journal");
  json_t *consent = json_array_get (json_object_get (twin, "consents"), 0);

  g_assert_cmpuint (json_array_size (json_object_get (answer, "basis")), ==, 1);
  g_assert_cmpstr (json_string_value (json_array_get (json_object_get (answer, "basis"), 0)), ==,
                   "observation");
  g_assert_cmpuint (json_array_size (journal), ==, 2);
  g_assert_cmpint (json_integer_value (json_object_get (json_array_get (journal, 1), "corrects")),
                   ==, 0);
  g_assert_cmpstr (json_string_value (json_object_get (consent, "date")), ==, TODAY);
  g_assert_null (json_object_get (twin, "id"));
  g_assert_null (json_object_get (twin, "follow_up"));
  g_assert_null (json_object_get (twin, "shares"));
}

static const VdReferralRow *
find_row (const VdReferral *referral, const char *id)
{
  const GPtrArray *sections = vd_referral_sections (referral);

  for (guint i = 0; i < sections->len; i++) {
    const VdReferralSection *section = g_ptr_array_index (sections, i);

    for (guint j = 0; j < section->rows->len; j++) {
      const VdReferralRow *row = g_ptr_array_index (section->rows, j);

      if (g_str_equal (row->id, id))
        return row;
    }
  }
  return NULL;
}

static void
test_words_of_rows (void)
{
  g_autoptr (VdRecord) record = fixture_record ("child", "");
  g_autoptr (VdReferral) file =
      vd_referral_new (fixture_pack, record, "file", NULL, "en", TODAY, NULL);
  const VdReferralRow *row;

  row = find_row (file, "identity.birth_date");
  g_assert_cmpstr (row->value, ==, "March 2001");
  row = find_row (file, "person_language");
  g_assert_cmpstr (row->value, ==, "Vietnamese");
  row = find_row (file, "person.danger");
  g_assert_cmpstr (row->value, ==, "None");
  row = find_row (file, "case.opened");
  g_assert_false (row->known);
  g_assert_cmpstr (row->value, ==, "Not known");
  row = find_row (file, "CTL-04:0");
  g_assert_true (g_str_has_prefix (row->name, "3 April 2026"));
  g_assert_nonnull (strstr (row->name, "noted by ab"));
  g_assert_true (g_str_has_suffix (row->value, "\nKEEP-seen"));
  row = find_row (file, "ECO-04:0");
  g_assert_true (g_str_has_prefix (row->value, "Possibly: "));
  /* April is summer time, November is not. */
  row = find_row (file, "journal:0");
  g_assert_nonnull (strstr (row->name, "12:15"));
  row = find_row (file, "journal:2");
  g_assert_nonnull (strstr (row->name, "11:15"));
}

/* The sign is in the document's language, the question stays as it was asked. */
static void
test_question_as_asked (void)
{
  static const char *const include[] = {"said", "note:ECO-01:0", NULL};
  static const char *const now[] = {"said", NULL};
  g_autoptr (VdRecord) record = fixture_record ("adult", "");
  VdReferralChoice choice = {include, now};
  const char *sign =
      vd_node_text (vd_pack_find_indicator (fixture_pack, "ECO-01")->node, "text", "en");
  g_autoptr (VdReferral) rosa =
      vd_referral_new (fixture_pack, record, "rosa", &choice, "en", TODAY, NULL);
  const VdReferralRow *row = find_row (rosa, "ECO-01:0");

  g_assert_true (g_str_has_prefix (row->value, sign));
  g_assert_nonnull (strstr (row->value, "\nKEEP-said\n"));
  g_assert_true (g_str_has_suffix (row->value, ": As it was asked."));
  g_assert_nonnull (strstr (row->name, "asked in Norwegian (bokm"));
}

/* A name typed as the reference does not become the heading of every page. */
static void
test_reference_without_name (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *json =
      g_strdup_printf ("%s\"person\":{\"reference\":\"keep-IDENTITY 7\",\"age\":\"adult\"},%s}",
                       fixture_start, fixture_end);
  g_autoptr (VdRecord) record = vd_record_parse (json, strlen (json), fixture_pack, &error);
  g_autoptr (VdReferral) referral =
      vd_referral_new (fixture_pack, record, "rosa", NULL, "en", TODAY, &error);
  g_autofree char *twin = fixture_pruned_text (referral, record);

  g_assert_no_error (error);
  g_assert_cmpstr (vd_referral_reference (referral), ==, "6F1C2A34");
  g_assert_null (strstr (twin, "keep-IDENTITY"));
}

/* A sign of doubt makes the age unsure on the page and in the twin. */
static void
test_age_in_doubt (void)
{
  static const char json[] =
      "{\"format\":\"varde-assessment\",\"version\":1,\"setting\":\"border\","
      "\"person\":{\"age\":\"adult\"},"
      "\"answers\":{\"DOC-04\":[{\"value\":\"yes\",\"basis\":[\"observation\"]}]}}";
  g_autoptr (GError) error = NULL;
  g_autoptr (VdRecord) record = vd_record_parse (json, strlen (json), fixture_pack, &error);
  g_autoptr (VdReferral) referral =
      vd_referral_new (fixture_pack, record, "barnevern", NULL, "en", TODAY, &error);
  g_autoptr (json_t) twin = NULL;

  g_assert_no_error (error);
  g_assert_cmpstr (find_row (referral, "person.age")->value, ==,
                   vd_pack_choice (fixture_pack, "person.age", "unsure", "en"));
  twin = vd_referral_prune (referral, fixture_pack, record);
  g_assert_cmpstr (json_string_value (json_object_get (json_object_get (twin, "person"), "age")),
                   ==, "unsure");
}

static void
test_part_states (void)
{
  g_autoptr (VdRecord) record = fixture_record ("adult", CONSENT ("\"said\"", "null") "");
  g_autoptr (GArray) states = vd_referral_part_states (fixture_pack, record, "rosa");
  guint seen = 0;

  for (guint i = 0; i < states->len; i++) {
    const VdPartState *state = &g_array_index (states, VdPartState, i);

    if (g_str_equal (state->part, "said")) {
      seen++;
      g_assert_cmpint (state->consent, ==, VD_CONSENT_GIVEN);
      g_assert_true (state->by_default);
      g_assert_cmpuint (state->n_rows, ==, 2);
    }
    if (g_str_equal (state->part, "health")) {
      seen++;
      g_assert_cmpint (state->consent, ==, VD_CONSENT_MISSING);
      g_assert_true (state->offered);
      g_assert_false (state->by_default);
      g_assert_cmpuint (state->n_rows, >=, 3);
    }
  }
  g_assert_cmpuint (seen, ==, 2);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  fixture_load_pack ();
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *path = g_strconcat ("/referral/", cases[i].name, NULL);

    g_test_add_data_func (path, &cases[i], test_case);
  }
  g_test_add_func ("/referral/property/consent", test_consent_property);
  g_test_add_func ("/referral/twin/parses", test_twins_parse);
  g_test_add_func ("/referral/twin/selection", test_twin_follows_selection);
  g_test_add_func ("/referral/rows/words", test_words_of_rows);
  g_test_add_func ("/referral/rows/as-asked", test_question_as_asked);
  g_test_add_func ("/referral/reference", test_reference_without_name);
  g_test_add_func ("/referral/age", test_age_in_doubt);
  g_test_add_func ("/referral/states", test_part_states);
  status = g_test_run ();
  vd_pack_unref (fixture_pack);
  return status;
}
