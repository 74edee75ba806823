/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test-record"

#include "test-record.h"

#include <string.h>

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
  g_autoptr (VdRecord) record = test_record_new ();
  VdAnswer live;

  answer (record, VD_ANSWER_YES, "2026-05-02", "o");
  answer (record, VD_ANSWER_YES, "2026-05-02", "owes");
  test_record_assert (record,
                      "\"answers\":{\"ECO-01\":[{\"value\":\"yes\",\"basis\":[\"statement\"],"
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
  g_autoptr (VdRecord) record = test_record_new ();
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
  test_record_assert_readable (record);
}

static void
test_answer_beside (void)
{
  g_autoptr (VdRecord) record = test_record_new ();
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
  g_autoptr (VdRecord) record = test_record_new ();
  VdAnswer entry = {.value = VD_ANSWER_NO, .date = "2 May"};
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) ids = NULL;

  answer (record, VD_ANSWER_YES, NULL, "\u202ea");
  g_assert_false (vd_record_answer (record, "ECO-01", &entry, &error));
  g_assert_cmpstr (error->message, ==, "answers.ECO-01.date: not a date");
  entry = (VdAnswer){.value = VD_ANSWER_NO, .note = "\x01"};
  g_assert_false (vd_record_add_answer (record, "ECO-02", &entry, NULL));
  test_record_assert (record,
                      "\"answers\":{\"ECO-01\":[{\"value\":\"yes\",\"basis\":[\"statement\"],"
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

void
test_record_add_answers (void)
{
  g_test_add_func ("/record/answer-in-place", test_answer_in_place);
  g_test_add_func ("/record/answer-replaces", test_answer_replaces);
  g_test_add_func ("/record/answer-beside", test_answer_beside);
  g_test_add_func ("/record/answer-refused", test_answer_refused);
  g_test_add_func ("/record/answer-keeps", test_answer_keeps);
}
