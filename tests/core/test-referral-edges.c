/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test-referral-edges"

#include "referral-fixture.h"

#include <string.h>

/* What a file from elsewhere may hold though no screen of ours writes it. */

#define START                                                                                      \
  "{\"format\":\"varde-assessment\",\"version\":1,"                                                \
  "\"id\":\"6f1c2a34-9b0d-4e57-8a61-0c2d3e4f5a6b\",\"setting\":\"reception\","
#define AGREED(parts)                                                                              \
  "\"consents\":[{\"recipient\":\"rosa\",\"parts\":[" parts                                        \
  "],\"date\":\"2026-05-01\",\"x-other\":\"SECRET\"}]"

static VdRecord *
parse (const char *members)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *json = g_strconcat (START, members, "}", NULL);
  VdRecord *record = vd_record_parse (json, strlen (json), fixture_pack, &error);

  g_assert_no_error (error);
  return record;
}

static VdReferral *
build (const VdRecord *record, const char *recipient, const char *const *include)
{
  g_autoptr (GError) error = NULL;
  VdReferral *referral =
      vd_referral_new (fixture_pack, record, recipient, &(VdReferralChoice){.include = include},
                       "en", TODAY, &error);

  g_assert_no_error (error);
  return referral;
}

/* The keys of other programs are on no page, so they are in no twin, however deep they stand. */
static void
test_extensions_stay (void)
{
  static const char *const include[] = {"identity", "said", "seen", "journal:0", NULL};
  g_autoptr (VdRecord) record = parse (
      "\"x-root\":\"SECRET\",\"pack\":{\"id\":\"a\",\"x-pack\":\"SECRET\"},"
      "\"person\":{\"age\":\"adult\",\"x-person\":\"SECRET\",\"danger\":[\"removal-today\"],"
      "\"danger_time\":{\"removal-today\":\"2026-05-02T14:00:00Z\",\"x-time\":\"SECRET\"}},"
      "\"answers\":{\"ECO-01\":[{\"value\":\"yes\",\"basis\":[\"statement\"],"
      "\"x-entry\":\"SECRET\"}],\"x-answer\":\"SECRET\"},"
      "\"journal\":[{\"kind\":\"statement\",\"text\":\"KEEP-0\",\"x-note\":\"SECRET\"}]," AGREED (
          "\"identity\",\"said\",\"seen\""));
  g_autoptr (VdReferral) referral = build (record, "rosa", include);
  g_autofree char *twin = fixture_pruned_text (referral, record);
  g_autofree char *page = fixture_all_text (referral);

  g_assert_nonnull (strstr (twin, "KEEP-0"));
  g_assert_nonnull (strstr (twin, "2026-05-02T14:00:00Z"));
  g_assert_null (strstr (twin, "SECRET"));
  g_assert_null (strstr (page, "SECRET"));
  g_assert_null (strstr (page, "x-time"));
}

/* A field that was left empty says so; a blank would look cut out. */
static void
test_empty_is_not_known (void)
{
  static const char *const include[] = {"identity", NULL};
  g_autoptr (VdRecord) record =
      parse ("\"person\":{\"age\":\"adult\"},\"identity\":{\"name\":\"\",\"duf\":\"\"}," AGREED (
          "\"identity\""));
  g_autoptr (VdReferral) referral = build (record, "rosa", include);
  g_autofree char *page = fixture_all_text (referral);

  g_assert_nonnull (strstr (page, "\nName\nNot known\n"));
}

/* A note of which nobody noted how it is known says so, and needs what was said too: so does a
 * correction whose note stayed behind. */
static void
test_note_without_kind (void)
{
  static const char *const include[] = {"seen", "journal:0", "journal:1", "journal:2", NULL};
  static const char journal[] =
      "\"person\":{\"age\":\"adult\"},\"journal\":[{\"text\":\"NOTE-0\"},"
      "{\"kind\":\"correction\",\"text\":\"NOTE-1\"},{\"kind\":\"action\",\"text\":\"NOTE-2\"}],";
  g_autofree char *some = g_strconcat (journal, AGREED ("\"seen\""), NULL);
  g_autofree char *both = g_strconcat (journal, AGREED ("\"seen\",\"said\""), NULL);
  g_autoptr (VdRecord) seen = parse (some);
  g_autoptr (VdRecord) said = parse (both);
  g_autoptr (VdReferral) less = build (seen, "rosa", include);
  g_autoptr (VdReferral) more = build (said, "rosa", include);
  g_autofree char *without = fixture_all_text (less);
  g_autofree char *with = fixture_all_text (more);

  g_assert_null (strstr (without, "NOTE-0"));
  g_assert_null (strstr (without, "NOTE-1"));
  g_assert_nonnull (strstr (without, "NOTE-2"));
  g_assert_cmpstr (vd_referral_withheld (less)[0], ==, "said");
  g_assert_nonnull (strstr (with, "how this is known is not noted\nNOTE-0"));
  g_assert_nonnull (strstr (with, "how this is known is not noted\nCorrection: NOTE-1"));
}

/* What names the person does not become the heading of every page: no first name, no other name,
 * however it is written. */
static void
test_reference_names_nobody (void)
{
  static const struct {
    const char *reference;
    gboolean stays;
  } cases[] = {
      {"A-12", TRUE},          {"Linh, room 3", FALSE}, {"the case of NGUYEN", FALSE},
      {"Nguye\u0302n", FALSE}, {"mai-7", FALSE},        {"room 3", TRUE},
      {"a-bob-12", TRUE},      {"Bo 4", FALSE},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *members = g_strdup_printf (
        "\"person\":{\"age\":\"child\",\"reference\":\"%s\",\"address_as\":\"Bo\"},"
        "\"identity\":{\"name\":\"Nguy\u1ec5n Th\u1ecb Linh A\",\"aliases\":[\"Mai\"]}",
        cases[i].reference);
    g_autoptr (VdRecord) record = parse (members);
    g_autoptr (VdReferral) referral = build (record, "bufdir", NULL);
    g_autofree char *twin = fixture_pruned_text (referral, record);

    g_assert_cmpstr (vd_referral_reference (referral), ==,
                     cases[i].stays ? cases[i].reference : "6F1C2A34");
    g_assert_cmpint (strstr (twin, "\"reference\"") != NULL, ==, cases[i].stays);
  }
}

/* A trace leaves until its date is past, and a date whose day nobody knows is past with its month
 * or year. */
static void
test_trace_expires (void)
{
  static const char *const include[] = {"identifiers", "identifiers:0", NULL};
  static const struct {
    const char *expires;
    gboolean leaves;
  } cases[] = {
      {"2026-05-01", FALSE}, {"2026-05-02", TRUE}, {"2026-05-00", TRUE},
      {"2026-04-00", FALSE}, {"2026-00-00", TRUE}, {"2025-00-00", FALSE},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *members = g_strdup_printf (
        "\"person\":{\"age\":\"adult\"},\"identifiers\":[{\"type\":\"phone\",\"value\":\"KEEP\","
        "\"expires\":\"%s\"}],\"consents\":[{\"recipient\":\"police\",\"parts\":[\"identifiers\"]}"
        "]",
        cases[i].expires);
    g_autoptr (VdRecord) record = parse (members);
    g_autoptr (VdReferral) referral = build (record, "police", include);
    g_autofree char *twin = fixture_pruned_text (referral, record);

    g_assert_cmpint (strstr (twin, "KEEP") != NULL, ==, cases[i].leaves);
  }
}

/* Every time that a file may hold is one that a page can show. */
static void
test_times (void)
{
  static const char *const cases[][2] = {
      {"9999-12-31T23:59:59Z", "9999-12-31T23:59:59Z"},
      {"9999-12-31T22:59:59Z", "31 December 9999 at 23:59, Norwegian time"},
      {"0001-01-01T00:00:00Z", "1 January 1 at 01:00, Norwegian time"},
      {"2026-03-29T00:59:59Z", "29 March 2026 at 01:59, Norwegian time"},
      {"2026-03-29T01:00:00Z", "29 March 2026 at 03:00, Norwegian time"},
      {"2026-10-25T00:59:59Z", "25 October 2026 at 02:59, Norwegian time"},
      {"2026-10-25T01:00:00Z", "25 October 2026 at 02:00, Norwegian time"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *text = vd_referral_time_text (fixture_pack, cases[i][0], "en");

    g_assert_cmpstr (text, ==, cases[i][1]);
  }
}

/* What was left out of the copy for the person is out of it: notes of all answers, and traces once
 * one of them was named. */
static void
test_own_choice (void)
{
  static const struct {
    const char *include[8];
    const char *shows;
    const char *hides;
  } cases[] = {
      {{NULL}, "NOTE-yes NOTE-no NOTE-back", "TRACE"},
      {{"seen", "said", NULL}, "", "NOTE TRACE"},
      {{"seen", "said", "note:ECO-01:1", NULL}, "NOTE-yes", "NOTE-no NOTE-back TRACE"},
      {{"seen", "said", "note:ECO-01:0", "note:ECO-04:0", NULL},
       "NOTE-no NOTE-back",
       "NOTE-yes TRACE"},
      {{"identifiers", NULL}, "TRACE-0 TRACE-1", "NOTE"},
      {{"identifiers", "identifiers:1", NULL}, "TRACE-1", "TRACE-0 NOTE"},
      {{"seen", "identifiers:1", NULL}, "", "TRACE NOTE"},
  };
  g_autoptr (VdRecord) record = parse (
      "\"person\":{\"age\":\"adult\"},\"answers\":{\"ECO-01\":["
      "{\"value\":\"yes\",\"basis\":[\"statement\"],\"note\":\"NOTE-back\",\"withdrawn\":true},"
      "{\"value\":\"yes\",\"basis\":[\"statement\"],\"note\":\"NOTE-yes\"}],"
      "\"ECO-04\":[{\"value\":\"no\",\"note\":\"NOTE-no\"}]},"
      "\"identifiers\":[{\"value\":\"TRACE-0\"},{\"value\":\"TRACE-1\"}]");

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (VdReferral) referral =
        build (record, "access", cases[i].include[0] == NULL ? NULL : cases[i].include);
    g_autofree char *page = fixture_all_text (referral);
    g_autofree char *twin = fixture_pruned_text (referral, record);
    g_auto (GStrv) shows = g_strsplit (cases[i].shows, " ", -1);
    g_auto (GStrv) hides = g_strsplit (cases[i].hides, " ", -1);

    for (guint w = 0; shows[w] != NULL; w++)
      g_assert_nonnull (strstr (page, shows[w]));
    for (guint w = 0; hides[w] != NULL; w++) {
      g_assert_null (strstr (page, hides[w]));
      g_assert_null (strstr (twin, hides[w]));
    }
  }
}

static char **
tokens_of (GHashTable *choice)
{
  g_autofree gpointer *keys = g_hash_table_get_keys_as_array (choice, NULL);

  return g_strdupv ((char **)keys);
}

/* To name all that is in by itself changes nothing: so the first thing that is unchosen takes only
 * itself away, and brings in nobody else's traces. */
static void
test_default_choice (void)
{
  static const char *const forms[] = {"rosa", "police", "access", "file"};
  g_autoptr (VdRecord) record = fixture_record (
      "adult", ",\"consents\":[{\"recipient\":\"rosa\",\"parts\":[\"said\",\"seen\"]},"
               "{\"recipient\":\"police\",\"parts\":[\"said\",\"identifiers\"]}]");

  for (gsize i = 0; i < G_N_ELEMENTS (forms); i++) {
    const VdNode *form = vd_pack_find (fixture_pack, "form", forms[i]);
    g_autoptr (GHashTable) choice = vd_referral_default_choice (form, record);
    g_auto (GStrv) tokens = tokens_of (choice);
    g_autoptr (VdReferral) plain = build (record, forms[i], NULL);
    g_autoptr (VdReferral) named = build (record, forms[i], (const char *const *)tokens);
    g_autofree char *left = fixture_all_text (plain);
    g_autofree char *right = fixture_all_text (named);

    g_assert_cmpstr (left, ==, right);
    for (guint t = 0; tokens[t] != NULL; t++)
      g_assert_true (vd_referral_is_default (form, tokens[t]));
  }
}

/* What is ticked on the page is what leaves, trace by trace. */
static void
test_choose_traces (void)
{
  const VdNode *access = vd_pack_find (fixture_pack, "form", "access");
  const VdNode *police = vd_pack_find (fixture_pack, "form", "police");
  g_autoptr (VdRecord) record = parse ("\"person\":{\"age\":\"adult\"},\"identifiers\":["
                                       "{\"value\":\"TRACE-0\"},{\"value\":\"TRACE-1\"}]");
  g_autoptr (GHashTable) own = vd_referral_default_choice (access, record);
  g_autoptr (GHashTable) other = vd_referral_default_choice (police, record);

  g_assert_false (g_hash_table_contains (own, "identifiers"));
  g_assert_false (g_hash_table_contains (own, "identifiers:0"));
  vd_referral_choose (own, access, record, "identifiers", TRUE);
  g_assert_true (g_hash_table_contains (own, "identifiers:1"));
  vd_referral_choose (own, access, record, "identifiers:0", FALSE);
  g_assert_true (g_hash_table_contains (own, "identifiers"));
  vd_referral_choose (own, access, record, "identifiers:1", FALSE);
  g_assert_false (g_hash_table_contains (own, "identifiers"));
  vd_referral_choose (own, access, record, "identifiers:1", TRUE);
  g_assert_true (g_hash_table_contains (own, "identifiers"));
  g_assert_false (g_hash_table_contains (own, "identifiers:0"));

  vd_referral_choose (other, police, record, "identifiers", TRUE);
  g_assert_false (g_hash_table_contains (other, "identifiers:0"));
  vd_referral_choose (other, police, record, "identifiers:0", TRUE);
  vd_referral_choose (other, police, record, "identifiers:0", FALSE);
  g_assert_true (g_hash_table_contains (other, "identifiers"));
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  fixture_load_pack ();
  g_test_add_func ("/referral-edges/extensions", test_extensions_stay);
  g_test_add_func ("/referral-edges/empty", test_empty_is_not_known);
  g_test_add_func ("/referral-edges/note-without-kind", test_note_without_kind);
  g_test_add_func ("/referral-edges/reference", test_reference_names_nobody);
  g_test_add_func ("/referral-edges/expires", test_trace_expires);
  g_test_add_func ("/referral-edges/times", test_times);
  g_test_add_func ("/referral-edges/own-choice", test_own_choice);
  g_test_add_func ("/referral-edges/default-choice", test_default_choice);
  g_test_add_func ("/referral-edges/choose-traces", test_choose_traces);
  status = g_test_run ();
  vd_pack_unref (fixture_pack);
  return status;
}
