/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test-words"

#include <string.h>

#include "seal/digest.h"
#include "seal/words-data.h"
#include "seal/words.h"

static void
test_digest (void)
{
  /* BLAKE2b-256, from the published reference: of nothing, and of "abc". */
  g_autofree char *nothing = vd_digest_hex ("", 0);
  g_autofree char *abc = vd_digest_hex ("abc", 3);

  g_assert_cmpstr (nothing, ==, "0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8");
  g_assert_cmpstr (abc, ==, "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319");
}

static void
test_list (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < VD_WORDS_COUNT; i++) {
    const char *word = vd_words_list[i];
    gsize length = strlen (word);

    g_assert_cmpuint (length, >=, 3);
    g_assert_cmpuint (length, <, VD_WORDS_SIZE);
    g_assert_cmpuint (strspn (word, "abcdefghijklmnopqrstuvwxyz"), ==, length);
    g_assert_true (g_hash_table_add (seen, (gpointer)word));
  }
  g_assert_cmpuint (g_hash_table_size (seen), ==, 7776);
  for (guint i = 1; i < VD_COMMON_COUNT; i++)
    g_assert_cmpint (strcmp (vd_common_list[i - 1], vd_common_list[i]), <, 0);
}

static guint
index_of (const char *word)
{
  for (guint i = 0; i < VD_WORDS_COUNT; i++)
    if (g_str_equal (word, vd_words_list[i]))
      return i;
  g_assert_not_reached ();
}

/* 12,000 words into 16 bins of 486 words: the sum of (seen - 750)^2 / 750 has 15 degrees of
 * freedom and passes 60 once in some three million runs. */
static void
test_distribution (void)
{
  guint bins[16] = {0};
  double chi = 0;

  for (guint i = 0; i < 2000; i++) {
    g_autoptr (VdSecret) passphrase = vd_words_passphrase ();
    const char *text = (const char *)vd_secret_data (passphrase);
    g_auto (GStrv) words = g_strsplit (text, " ", -1);

    g_assert_cmpuint (strlen (text), ==, vd_secret_size (passphrase));
    g_assert_cmpuint (g_strv_length (words), ==, VD_WORDS_PASSPHRASE);
    g_assert_true (vd_words_check (passphrase, NULL));
    for (guint j = 0; j < VD_WORDS_PASSPHRASE; j++)
      bins[index_of (words[j]) * 16 / VD_WORDS_COUNT]++;
  }
  for (guint i = 0; i < 16; i++)
    chi += (bins[i] - 750.0) * (bins[i] - 750.0) / 750.0;
  g_test_message ("chi squared %.1f", chi);
  g_assert_cmpfloat (chi, <, 60);
}

static void
test_fingerprint (void)
{
  /* From data/words/words.txt and Python's hashlib, so a change of either side shows. */
  static const struct {
    const char *data;
    const char *words;
  } rows[] = {
      {"", "railcar action music customs deceit tipped"},
      {"abc", "aloof emcee boggle distaste jab qualm"},
      {"abd", "snuggle reviver cruelly chowtime underage diving"},
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *words = vd_words_fingerprint (rows[i].data, strlen (rows[i].data));

    g_assert_cmpstr (words, ==, rows[i].words);
  }
}

static const struct {
  const char *text;
  const char *reason; /* NULL: accepted */
} checks[] = {
    {"", "too-short"},
    {"tre hvite hus!", "too-short"},
    {"tre hvite hus!!", NULL},
    {"å æ ø å æ ø å", "too-short"}, /* 13 code points in 20 bytes */
    {"blå kjøkkenøy æ", NULL},      /* exactly 15 code points */
    {"ሰላም ለዓለም ሰማይ ጸሓይ", NULL},
    {"tre hvite\xff hus!!", "not-text"},
    {"tre hvite\xc0\xaf hus!!", "not-text"},
    {"passwordstandard", "common"},
    {"PasswordStandard", "common"},
    {"  passwordstandard 2024!", "common"},
    {"password1234567", "common"},
    {"(password) 12345", "common"},
    {"p.a.s.s.w.o.r.d", "common"},
    {"aaaaaaaaaaaaaaa", "common"},
    {"passordpassord1", "common"},
    {"abc abc abc abc", "common"},
    {"hund-hund-hund-hund", "common"},
    {"Sommer2024Sommer2024", "common"},
    {"qwertyuiopasdfg", "common"},
    {"qwertyuiopåasdfghjkløæ", "common"},
    {"poiuytrewqlkjhgf", "common"},
    {"1qaz2wsx3edc4rfv5tgb", "common"},
    {"abcdefghijklmnop", "common"},
    {"abcdefghijklm 2024!", "common"},
    {"zyxwvutsrqponmlkj", "common"},
    {"1234567890123456", "common"},
    {"98765432109876543", "common"},
    {"aaabbbcccdddeeefff", "common"},
    {"abc123def456ghi789", "common"},
    {"VardeVarde2024!!", "common"},
    {"varde 1234567890", "common"},
    {"varde.passord.123", "common"},
    {"minvarde1234567", "common"},
    {"min varde på fjellet", NULL},
    {"en fjelltopp med varde", NULL},
    {"hesten drakk kaffe", NULL},
    {"abc hesten drakk", NULL},
    {"correct horse battery staple", NULL},
    {"7391 0284 6615 8", NULL},
    {"7391 vivi 0284 6615 82", NULL}, /* a weak core, but little of it */
    {"en lang nok setning. en lang nok setning.", NULL},
    {"kvart i tolv på natta", NULL},
};

static void
test_check (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (checks); i++) {
    g_autoptr (VdSecret) passphrase = vd_secret_new_copy (checks[i].text, strlen (checks[i].text));
    g_autoptr (GError) error = NULL;
    gboolean good = vd_words_check (passphrase, &error);

    g_test_message ("row %u", i);
    g_assert_cmpstr (error == NULL ? NULL : error->message, ==, checks[i].reason);
    g_assert_cmpint (good, ==, checks[i].reason == NULL);
    if (!good)
      g_assert_error (error, VD_ERROR, VD_ERROR_INVALID);
  }
}

/* 256 code points of four bytes each are the longest, and a zero byte is not text. */
static void
test_check_length (void)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < 257; i++) {
    g_autoptr (VdSecret) passphrase = vd_secret_new_copy (text->str, text->len);
    g_autoptr (GError) error = NULL;

    vd_words_check (passphrase, &error);
    g_assert_cmpstr (error == NULL ? NULL : error->message, ==, i < 15 ? "too-short" : NULL);
    g_string_append_unichar (text, 0x10400 + i * i % 1009);
  }
  {
    g_autoptr (VdSecret) longest = vd_secret_new_copy (text->str, text->len);
    g_autoptr (VdSecret) zero = vd_secret_new_copy ("tre hvite hus\0og en hund", 24);
    g_autoptr (GError) too_long = NULL;
    g_autoptr (GError) not_text = NULL;

    g_assert_false (vd_words_check (longest, &too_long));
    g_assert_cmpstr (too_long->message, ==, "too-long");
    g_assert_false (vd_words_check (zero, &not_text));
    g_assert_cmpstr (not_text->message, ==, "not-text");
  }
}

/* No entry of the list may be brought over the line by digits or signs at its ends. */
static void
test_check_common (void)
{
  for (guint i = 0; i < VD_COMMON_COUNT; i += 7) {
    g_autofree char *text = g_strdup_printf ("%s!2024-12-31!!!!!!", vd_common_list[i]);
    g_autoptr (VdSecret) passphrase = vd_secret_new_copy (text, strlen (text));

    if (g_ascii_isalpha (text[0]) && g_ascii_isalpha (text[strlen (vd_common_list[i]) - 1]))
      g_assert_false (vd_words_check (passphrase, NULL));
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/seal/digest", test_digest);
  g_test_add_func ("/seal/words/list", test_list);
  g_test_add_func ("/seal/words/distribution", test_distribution);
  g_test_add_func ("/seal/words/fingerprint", test_fingerprint);
  g_test_add_func ("/seal/words/check", test_check);
  g_test_add_func ("/seal/words/check-length", test_check_length);
  g_test_add_func ("/seal/words/check-common", test_check_common);
  return g_test_run ();
}
