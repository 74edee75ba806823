/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test-minisign"

#include <string.h>

#include "seal/minisign.h"

/* Made with Debian's minisign 0.11: a key (-G -W), and the text below signed with it, once
 * prehashed and once with -l in the older way. */
#define KEY "RWTu+TIgFDFjov2GlwUIRFEbryGq3XCaoB0PKE2Rt0dEBMN+e3XGnWOB"
#define DATA "en setning som er signert\n"

static const char prehashed[] =
    "untrusted comment: signature from minisign secret key\n"
    "RUTu+TIgFDFjopCwOrySjW/LqX1P4Gz9M1ufE/u/Yz4yBoCWX1PmgJEfDNViJECU9tZKiAFV8EkHBnU2d/"
    "WI4zGC797bd9cvHg0=\n"
    "trusted comment: ferdig hakket\n"
    "VfTi6d9oK5ZfR2j7pjkdN3Sej6OfZj835aRjzT+WIBrN9UfFvEan25aOgF+KPW0M5oqKHwyTrYRXe/tZKs95Cw==\n";
static const char legacy[] =
    "untrusted comment: signature from minisign secret key\n"
    "RWTu+TIgFDFjokyGsT0GmolcNeGkK7/"
    "4lvxaCRN5Prx+G4DQAPoR2dfkx70UnXG6+QIr9mtdtoNzmJKlko9FjSTm61vOxlkU5gk=\n"
    "trusted comment: gammel\n"
    "AHaQ1rLEI1hsr7o1EIxU2yYiLoykZRE+4dYHWshAF605Mh0hoyrCcBKCqC76wjYk4OAmj1G0dIvGjHnwbn1iDA==\n";

typedef struct {
  VdSecret *secret;
  VdMinisignPublic public_key;
} Pair;

static void
pair_clear (Pair *self)
{
  vd_secret_free (self->secret);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Pair, pair_clear)

static Pair
pair_new (void)
{
  Pair self;

  vd_minisign_keygen (&self.secret, &self.public_key);
  return self;
}

static gboolean
verify (const VdMinisignPublic *key, const char *signature, char **trusted, GError **error)
{
  return vd_minisign_verify (key, signature, strlen (signature), DATA, strlen (DATA), trusted,
                             error);
}

static void
test_round_trip (void)
{
  static const gsize sizes[] = {0, 1, 64, 128, 300000};
  g_auto (Pair) pair = pair_new ();
  g_autofree char *data = g_strnfill (300000, 'x');

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++) {
    g_autofree char *text = vd_minisign_sign (pair.secret, data, sizes[i], "fil: prøve");
    g_autofree char *trusted = NULL;
    g_autoptr (GError) error = NULL;

    g_assert_true (vd_minisign_verify (&pair.public_key, text, strlen (text), data, sizes[i],
                                       &trusted, &error));
    g_assert_no_error (error);
    g_assert_cmpstr (trusted, ==, "fil: prøve");
    g_assert_false (vd_minisign_verify (&pair.public_key, text, strlen (text), data, sizes[i] + 1,
                                        NULL, &error));
    g_assert_error (error, VD_ERROR, VD_ERROR_DAMAGED);
  }
}

static void
test_foreign (void)
{
  VdMinisignPublic key;
  g_autofree char *trusted = NULL;
  g_autofree char *trusted_legacy = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (vd_minisign_public_parse (KEY, &key, &error));
  g_assert_no_error (error);
  g_assert_true (verify (&key, prehashed, &trusted, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (trusted, ==, "ferdig hakket");
  g_assert_true (verify (&key, legacy, &trusted_legacy, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (trusted_legacy, ==, "gammel");
  text = vd_minisign_public_text (&key);
  g_assert_cmpstr (text, ==, KEY);
}

/* Bits of base64 and of the signed comment all count; the untrusted comment alone does not. */
static void
test_changed (void)
{
  static const guint8 masks[] = {0x01, 0x80, 0xff};
  VdMinisignPublic key;
  gsize size = strlen (prehashed);
  gsize first = (gsize)(strchr (prehashed, '\n') - prehashed);

  g_assert_true (vd_minisign_public_parse (KEY, &key, NULL));
  for (gsize i = 0; i < size; i++)
    for (guint j = 0; j < G_N_ELEMENTS (masks); j++) {
      g_autofree char *text = g_memdup2 (prehashed, size + 1);
      g_autoptr (GError) error = NULL;
      g_autofree char *trusted = NULL;
      gboolean good;

      text[i] = (char)((guint8)text[i] ^ masks[j]);
      good = vd_minisign_verify (&key, text, size, DATA, strlen (DATA), &trusted, &error);
      if (i >= strlen ("untrusted comment: ") && i < first)
        continue;
      /* Only the ends of lines may differ: the last may be missing. */
      if (i == size - 1 && good)
        continue;
      g_assert_false (good);
      g_assert_null (trusted);
      g_assert_nonnull (error);
    }
  for (gsize i = 0; i < size - 1; i++)
    g_assert_false (vd_minisign_verify (&key, prehashed, i, DATA, strlen (DATA), NULL, NULL));
}

static const struct {
  const char *from; /* part of a good signature */
  const char *to;
  int expected; /* -1: good */
} rows[] = {
    {"untrusted comment: ", "untrusted comment: x", -1},
    {"\n", "\r\n", -1},
    {"untrusted comment: ", "untrusted comment:", VD_ERROR_INVALID},
    {"untrusted comment: ", "", VD_ERROR_INVALID},
    {"\ntrusted comment: ", "\ntrusted comment:", VD_ERROR_INVALID},
    {"\ntrusted comment: ", "\n\ntrusted comment: ", VD_ERROR_INVALID},
    {"\ntrusted comment: ", "\ntrusted comment: x", VD_ERROR_DAMAGED},
    {"\ntrusted comment: ", "\ntrusted comment: \xff", VD_ERROR_INVALID},
    {"\nRU", "\nRW", VD_ERROR_DAMAGED}, /* "Ed" for "ED": the hash was signed, not the text */
    {"\nRU", "\nRX", VD_ERROR_INVALID}, /* another kind of signature */
    {"\nRU", "\nU", VD_ERROR_INVALID},
    {"\nRU", "\n RU", VD_ERROR_INVALID},
    {"=\n", "\n", VD_ERROR_INVALID},
};

static void
test_malformed (void)
{
  VdMinisignPublic key;

  g_assert_true (vd_minisign_public_parse (KEY, &key, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GString) text = g_string_new (prehashed);
    g_autoptr (GError) error = NULL;

    g_test_message ("row %u", i);
    g_assert_cmpuint (g_string_replace (text, rows[i].from, rows[i].to, 0), >, 0);
    g_assert_cmpint (verify (&key, text->str, NULL, &error), ==, rows[i].expected == -1);
    if (rows[i].expected != -1)
      g_assert_error (error, VD_ERROR, rows[i].expected);
  }
  {
    g_autoptr (GString) text = g_string_new (prehashed);
    g_autoptr (GError) error = NULL;

    g_string_append (text, "one line too many\n");
    g_assert_false (verify (&key, text->str, NULL, &error));
    g_assert_error (error, VD_ERROR, VD_ERROR_INVALID);
  }
}

static void
test_other_key (void)
{
  g_auto (Pair) one = pair_new ();
  g_auto (Pair) two = pair_new ();
  VdMinisignPublic mixed = two.public_key;
  g_autofree char *text = vd_minisign_sign (one.secret, DATA, strlen (DATA), "t");
  g_autoptr (GError) number = NULL;
  g_autoptr (GError) key = NULL;

  g_assert_false (verify (&two.public_key, text, NULL, &number));
  g_assert_error (number, VD_ERROR, VD_ERROR_WRONG_KEY);
  /* A key that only claims the same number. */
  memcpy (mixed.number, one.public_key.number, sizeof mixed.number);
  g_assert_false (verify (&mixed, text, NULL, &key));
  g_assert_error (key, VD_ERROR, VD_ERROR_DAMAGED);
}

static const struct {
  const char *text;
  gboolean good;
} keys[] = {
    {KEY, TRUE},
    {KEY "\n", TRUE},
    {KEY "\r\n", TRUE},
    {"untrusted comment: minisign public key\n" KEY "\n", TRUE},
    {"untrusted comment: minisign public key\r\n" KEY, TRUE},
    {"", FALSE},
    {"\n", FALSE},
    {"untrusted comment: minisign public key", FALSE},
    {"untrusted comment: minisign public key\n", FALSE},
    {"comment: minisign public key\n" KEY "\n", FALSE},
    {KEY "A", FALSE},
    {KEY "AAAA", FALSE},
    {KEY "\n" KEY, FALSE},
    {"RU" KEY, FALSE},
    {" " KEY, FALSE},
    /* "ED" is no kind of key, and a point of low order is no key. */
    {"RUQAAAAAAAAAAAEAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", FALSE},
    {"RWQAAAAAAAAAAAEAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", FALSE},
};

static void
test_public_key (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++) {
    VdMinisignPublic key;
    g_autoptr (GError) error = NULL;
    gboolean good = vd_minisign_public_parse (keys[i].text, &key, &error);

    g_test_message ("row %u", i);
    g_assert_cmpint (good, ==, keys[i].good);
    if (good) {
      g_autofree char *text = vd_minisign_public_text (&key);

      g_assert_cmpstr (text, ==, KEY);
    } else {
      g_assert_error (error, VD_ERROR, VD_ERROR_INVALID);
    }
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/seal/minisign/round-trip", test_round_trip);
  g_test_add_func ("/seal/minisign/foreign", test_foreign);
  g_test_add_func ("/seal/minisign/changed", test_changed);
  g_test_add_func ("/seal/minisign/malformed", test_malformed);
  g_test_add_func ("/seal/minisign/other-key", test_other_key);
  g_test_add_func ("/seal/minisign/public-key", test_public_key);
  return g_test_run ();
}
