/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test-fingerprint"

#include "seal/age.h"
#include "share/addressees.h"

/* Six words, the same for the same key and others for another one. */
static void
test_words (void)
{
  g_autoptr (VdSecret) first_identity = NULL;
  g_autoptr (VdSecret) second_identity = NULL;
  g_autofree char *first_key = NULL;
  g_autofree char *second_key = NULL;
  g_autofree char *first = NULL;
  g_autofree char *again = NULL;
  g_autofree char *second = NULL;
  g_auto (GStrv) words = NULL;

  vd_age_keygen (&first_identity, &first_key);
  vd_age_keygen (&second_identity, &second_key);
  first = vd_addressees_fingerprint (first_key, NULL);
  again = vd_addressees_fingerprint (first_key, NULL);
  second = vd_addressees_fingerprint (second_key, NULL);
  words = g_strsplit (first, " ", -1);
  g_assert_cmpuint (g_strv_length (words), ==, 6);
  g_assert_cmpstr (first, ==, again);
  g_assert_cmpstr (first, !=, second);
}

static void
test_malformed (void)
{
  static const char *const keys[] = {"", "age1", "AGE-SECRET-KEY-1", "22 33 11 60",
                                     "age1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq"};

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    g_assert_null (vd_addressees_fingerprint (keys[i], NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/share/fingerprint/words", test_words);
  g_test_add_func ("/share/fingerprint/malformed", test_malformed);
  return g_test_run ();
}
