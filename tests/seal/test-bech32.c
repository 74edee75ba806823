/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test-bech32"

#include <string.h>

#include "seal/bech32.h"

/* From BIP 173, those whose data is whole bytes with zero bits left over. */
static const struct {
  const char *text;
  gsize hrp_size;
  const char *hex;
} valid[] = {
    {"A12UEL5L", 1, ""},
    {"a12uel5l", 1, ""},
    {"an83characterlonghumanreadablepartthatcontainsthenumber1andtheexcludedcharactersbio1tt5tgs",
     83, ""},
    {"abcdef1qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxw", 6,
     "00443214c74254b635cf84653a56d7c675be77df"},
    {"split1checkupstagehandshakeupstreamerranterredcaperred2y9e3w", 5,
     "c5f38b70305f519bf66d85fb6cf03058f3dde463ecd7918f2dc743918f2d"},
    {"?1ezyfcl", 1, ""},
    /* From the age specification: 32 bytes of 0x42 and the key that belongs to them. */
    {"AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX", 15,
     "4242424242424242424242424242424242424242424242424242424242424242"},
};

static const char *const invalid[] = {
    "",
    "\x20"
    "1nwldj5",
    "\x7f"
    "1axkwrx",
    "\x80"
    "1eym55h",
    "pzry9x0s0muk",  /* no separator */
    "1pzry9x0s0muk", /* empty human-readable part */
    "x1b4n0q5v",     /* a character outside the alphabet */
    "li1dgmt3",      /* checksum too short */
    "de1lg7wt\xff",
    "A1G7SGD8", /* the checksum of the upper-case form */
    "10a06t8",
    "1qzzfhee",
    "a12UEL5L",  /* two cases */
    "A12uEL5L",  /* two cases */
    "a12uel5m",  /* one character changed */
    "a12uel5l ", /* a space */
    "abcdef1qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxq",
    "abcdef1qpzry9x8gf2tvdw0s3jn54khce6mua7mlqqqxw", /* two swapped */
    /* BIP 173 accepts these as groups of five bits, but their last bits are not zero, or a whole
     * group is left over: no bytes. */
    "11qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqc8247k",
};

static char *
to_hex (const VdSecret *data)
{
  GString *hex = g_string_new (NULL);

  for (gsize i = 0; i < vd_secret_size (data); i++)
    g_string_append_printf (hex, "%02x", vd_secret_data (data)[i]);
  return g_string_free (hex, FALSE);
}

static void
test_valid (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (valid); i++) {
    gsize hrp_size = 0;
    g_autoptr (VdSecret) data = vd_bech32_decode (valid[i].text, strlen (valid[i].text), &hrp_size);
    g_autoptr (VdSecret) text = NULL;
    g_autofree char *hrp = NULL;
    g_autofree char *hex = NULL;
    gboolean upper = g_ascii_isupper (valid[i].text[0]);

    g_test_message ("row %u", i);
    g_assert_nonnull (data);
    g_assert_cmpuint (hrp_size, ==, valid[i].hrp_size);
    hex = to_hex (data);
    g_assert_cmpstr (hex, ==, valid[i].hex);
    hrp = g_ascii_strdown (valid[i].text, (gssize)hrp_size);
    text = vd_bech32_encode (hrp, vd_secret_data (data), vd_secret_size (data), upper);
    g_assert_cmpstr ((const char *)vd_secret_data (text), ==, valid[i].text);
  }
}

static void
test_invalid (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (invalid); i++) {
    gsize hrp_size;
    g_autoptr (VdSecret) data = vd_bech32_decode (invalid[i], strlen (invalid[i]), &hrp_size);

    g_test_message ("row %u", i);
    g_assert_null (data);
  }
}

static const char charset[] = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";

/* The code once more, written for the test: any groups with the checksum that belongs to them. */
static guint32
step (guint32 checksum, guint value)
{
  static const guint32 generator[] = {0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3};
  guint32 next = (checksum & 0x1ffffff) << 5 ^ value;

  for (guint i = 0; i < 5; i++)
    next ^= checksum >> (25 + i) & 1 ? generator[i] : 0;
  return next;
}

static char *
with_checksum (const char *groups)
{
  GString *text = g_string_new ("a1");
  guint32 checksum = step (step (step (1, 'a' >> 5), 0), 'a' & 31);

  for (const char *c = groups; *c != '\0'; c++)
    checksum = step (checksum, (guint)(strchr (charset, *c) - charset));
  for (guint i = 0; i < 6; i++)
    checksum = step (checksum, 0);
  g_string_append (text, groups);
  for (guint i = 0; i < 6; i++)
    g_string_append_c (text, charset[(checksum ^ 1) >> 5 * (5 - i) & 31]);
  return g_string_free (text, FALSE);
}

/* The checksum holds in every row; only the bits left over decide. */
static void
test_left_over (void)
{
  static const struct {
    const char *groups;
    int size; /* -1: refused */
  } rows[] = {
      {"", 0},        {"q", -1},      {"qq", 1},       {"qp", -1},      {"qz", -1},   {"qy", 1},
      {"qqq", -1},    {"qqqq", 2},    {"qqqp", -1},    {"qqqs", 2},     {"qqqqq", 3}, {"qqqqp", -1},
      {"qqqqqq", -1}, {"qqqqqqq", 4}, {"qqqqqqqq", 5}, {"llllllll", 5},
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *text = with_checksum (rows[i].groups);
    gsize hrp_size;
    g_autoptr (VdSecret) data = vd_bech32_decode (text, strlen (text), &hrp_size);

    g_test_message ("row %u: %s", i, text);
    g_assert_cmpint (data == NULL ? -1 : (int)vd_secret_size (data), ==, rows[i].size);
  }
}

/* Any one character changed is noticed, and any two neighbours swapped. */
static void
test_typos (void)
{
  const char *good = "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj";
  gsize size = strlen (good);
  gsize hrp_size;

  for (gsize i = 0; i < size; i++) {
    g_autofree char *text = g_strdup (good);

    for (guint j = 0; j < 32; j++) {
      g_autoptr (VdSecret) data = NULL;

      text[i] = charset[j];
      data = vd_bech32_decode (text, size, &hrp_size);
      g_assert_cmpint (data != NULL, ==, text[i] == good[i]);
    }
    if (i > 0 && good[i] != good[i - 1]) {
      g_autoptr (VdSecret) data = NULL;

      text[i] = good[i - 1];
      text[i - 1] = good[i];
      data = vd_bech32_decode (text, size, &hrp_size);
      g_assert_null (data);
    }
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/seal/bech32/valid", test_valid);
  g_test_add_func ("/seal/bech32/invalid", test_invalid);
  g_test_add_func ("/seal/bech32/left-over", test_left_over);
  g_test_add_func ("/seal/bech32/typos", test_typos);
  return g_test_run ();
}
