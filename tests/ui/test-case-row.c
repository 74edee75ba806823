/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test-case-row"

#include "ui/case-filter.h"
#include "ui/case-row.h"

#define TODAY "2026-05-02"

/* In which filters a case stands: o open, d due, s shared, c closed. */
static const struct {
  const char *status;
  const char *due;
  const char *want;
} rows[] = {
    {"open", NULL, "o"},
    {"open", "2026-05-03", "o"},
    {"open", "2026-05-02", "od"}, /* Today is due. */
    {"open", "2026-05-01", "od"}, /* So is what was forgotten. */
    {"follow-up", "2026-04-30", "od"},
    {"shared", NULL, "os"}, /* Sharing ends nothing. */
    {"shared", "2026-05-02", "ods"},
    {"declined", NULL, "c"}, /* A no is an ending like any other. */
    {"declined", "2026-05-01", "c"},
    {"closed", NULL, "c"},
    {"closed", "2026-05-01", "c"}, /* Nobody is reminded of what is closed. */
    {NULL, NULL, "o"},             /* Damaged: with the open ones, so that it is seen. */
};

static void
test_filters (void)
{
  static const char letters[] = "odsc";

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    VdCase item = {.status = (char *)rows[i].status, .due = (char *)rows[i].due};
    g_autoptr (GString) got = g_string_new (NULL);

    for (guint f = 0; f < VD_N_CASE_FILTERS; f++) {
      if (vd_case_matches (&item, f, TODAY))
        g_string_append_c (got, letters[f]);
    }
    g_test_message ("%s, due %s", rows[i].status, rows[i].due);
    g_assert_cmpstr (got->str, ==, rows[i].want);
  }
}

static const struct {
  const char *text;
  const char *want;
} folds[] = {
    {"A-12", "a-12"},
    {"José", "jose"},
    {"ÅLESUND", "alesund"},
    {"Ålesund", "alesund"},         /* Composed or not is the same. */
    {"A\xcc\x8alesund", "alesund"}, /* A and a ring apart */
    {"مُحَمَّد", "محمد"},
    {"STRASSE", "strasse"},
    {"straße", "strasse"},
    {"", ""},
};

static void
test_fold (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (folds); i++) {
    g_autofree char *got = vd_case_fold (folds[i].text);

    g_assert_cmpstr (got, ==, folds[i].want);
  }
}

static const struct {
  const char *text;
  const char *want;
} needles[] = {
    {"Pérez", "perez"},
    {"På Pérez", "på perez"},
    {"sør", "sør"},
};

/* What is typed with an å is looked for with it. */
static void
test_needle (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (needles); i++) {
    g_autofree char *got = vd_case_needle (needles[i].text);

    g_assert_cmpstr (got, ==, needles[i].want);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/case-row/filters", test_filters);
  g_test_add_func ("/case-row/fold", test_fold);
  g_test_add_func ("/case-row/needle", test_needle);
  return g_test_run ();
}
