/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test-age"

#include <string.h>

#include "seal/age.h"

/* The lowest scrypt cost: these tests are about the file, not about the passphrase. */
#define LOG_N 4

static VdSecret *
secret (const char *text)
{
  return vd_secret_new_copy (text, strlen (text));
}

static guint8 *
pattern (gsize size)
{
  guint8 *data = g_malloc (size + 1);

  for (gsize i = 0; i < size; i++)
    data[i] = (guint8)(i * 31 + i / 251);
  return data;
}

static const gsize sizes[] = {0, 1, 65535, 65536, 65537, 131072, 300000};

static void
test_round_trip (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++) {
    g_autoptr (GPtrArray) identities =
        g_ptr_array_new_with_free_func ((GDestroyNotify)vd_secret_free);
    VdSecret *identity;
    g_autofree char *recipient = NULL;
    const char *recipients[] = {NULL, NULL};
    g_autofree guint8 *data = pattern (sizes[i]);
    g_autoptr (GError) error = NULL;
    g_autoptr (GBytes) file = NULL;
    g_autoptr (VdSecret) plain = NULL;

    vd_age_keygen (&identity, &recipient);
    g_ptr_array_add (identities, identity);
    recipients[0] = recipient;
    file = vd_age_encrypt_to (recipients, data, sizes[i], &error);
    g_assert_no_error (error);
    g_assert_false (
        vd_age_wants_passphrase (g_bytes_get_data (file, NULL), g_bytes_get_size (file)));
    plain =
        vd_age_decrypt (identities, g_bytes_get_data (file, NULL), g_bytes_get_size (file), &error);
    g_assert_no_error (error);
    g_assert_cmpmem (vd_secret_data (plain), vd_secret_size (plain), data, sizes[i]);
  }
}

static void
test_round_trip_passphrase (void)
{
  g_autoptr (VdSecret) passphrase = secret ("tre hvite hus på fjellet");
  g_autoptr (VdSecret) other = secret ("tre hvite hus på fjellet ");
  g_autoptr (GPtrArray) none = g_ptr_array_new ();

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++) {
    g_autofree guint8 *data = pattern (sizes[i]);
    g_autoptr (GError) error = NULL;
    g_autoptr (GError) wrong = NULL;
    g_autoptr (GError) kind = NULL;
    g_autoptr (GBytes) file = vd_age_encrypt_passphrase (passphrase, LOG_N, data, sizes[i], &error);
    gsize size = 0;
    const void *bytes = g_bytes_get_data (file, &size);
    g_autoptr (VdSecret) plain = vd_age_decrypt_passphrase (passphrase, bytes, size, &error);

    g_assert_no_error (error);
    g_assert_cmpmem (vd_secret_data (plain), vd_secret_size (plain), data, sizes[i]);
    g_assert_true (vd_age_wants_passphrase (bytes, size));
    g_assert_null (vd_age_decrypt_passphrase (other, bytes, size, &wrong));
    g_assert_error (wrong, VD_ERROR, VD_ERROR_WRONG_KEY);
    g_assert_null (vd_age_decrypt (none, bytes, size, &kind));
    g_assert_error (kind, VD_ERROR, VD_ERROR_WRONG_KEY);
  }
}

/* The cost that is really used is the one in the file. */
static void
test_scrypt_cost (void)
{
  g_autoptr (VdSecret) passphrase = secret ("tre hvite hus på fjellet");
  g_autoptr (GError) error = NULL;
  gint64 start = g_get_monotonic_time ();
  g_autoptr (GBytes) file =
      vd_age_encrypt_passphrase (passphrase, VD_AGE_SCRYPT_LOG_N, "x", 1, &error);

  g_assert_no_error (error);
  g_test_message ("scrypt 2^%d: %.2f s", VD_AGE_SCRYPT_LOG_N,
                  (double)(g_get_monotonic_time () - start) / G_USEC_PER_SEC);
  g_assert_nonnull (g_strstr_len (g_bytes_get_data (file, NULL), 100, " 18\n"));
}

static void
test_several (void)
{
  VdSecret *identities[20];
  char *recipients[22] = {NULL};
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) file = NULL;
  VdSecret *stranger;
  g_autofree char *unused = NULL;

  for (guint i = 0; i < 20; i++)
    vd_age_keygen (&identities[i], &recipients[i]);
  vd_age_keygen (&stranger, &unused);
  file = vd_age_encrypt_to ((const char *const *)recipients, "hei", 3, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < 20; i++) {
    g_autoptr (GPtrArray) keys = g_ptr_array_new ();
    g_autoptr (VdSecret) plain = NULL;
    g_autoptr (GError) wrong = NULL;

    g_ptr_array_add (keys, stranger);
    g_assert_null (
        vd_age_decrypt (keys, g_bytes_get_data (file, NULL), g_bytes_get_size (file), &wrong));
    g_assert_error (wrong, VD_ERROR, VD_ERROR_WRONG_KEY);
    g_ptr_array_add (keys, identities[i]);
    plain = vd_age_decrypt (keys, g_bytes_get_data (file, NULL), g_bytes_get_size (file), &error);
    g_assert_no_error (error);
    g_assert_cmpmem (vd_secret_data (plain), vd_secret_size (plain), "hei", 3);
  }
  recipients[20] = g_strdup (recipients[0]);
  g_assert_null (vd_age_encrypt_to ((const char *const *)recipients, "hei", 3, &error));
  g_assert_error (error, VD_ERROR, VD_ERROR_INVALID);
  for (guint i = 0; i < 20; i++)
    vd_secret_free (identities[i]);
  for (guint i = 0; i < 21; i++)
    g_free (recipients[i]);
  vd_secret_free (stranger);
}

/* Nothing may ever come out of a file that was changed in any one place. */
static void
test_changed (void)
{
  static const guint8 masks[] = {0x01, 0x80, 0xff};
  g_autoptr (GPtrArray) identities =
      g_ptr_array_new_with_free_func ((GDestroyNotify)vd_secret_free);
  VdSecret *identity;
  g_autofree char *recipient = NULL;
  const char *recipients[] = {NULL, NULL, NULL};
  g_autoptr (GBytes) file = NULL;
  g_autofree guint8 *bytes = NULL;
  gsize size = 0;
  guint refused = 0;

  vd_age_keygen (&identity, &recipient);
  g_ptr_array_add (identities, identity);
  recipients[0] = recipients[1] = recipient;
  file = vd_age_encrypt_to (recipients, "en hemmelig setning til prøve", 30, NULL);
  bytes = g_bytes_unref_to_data (g_steal_pointer (&file), &size);
  for (gsize i = 0; i < size; i++)
    for (guint j = 0; j < G_N_ELEMENTS (masks); j++) {
      g_autoptr (GError) error = NULL;

      bytes[i] ^= masks[j];
      g_assert_null (vd_age_decrypt (identities, bytes, size, &error));
      g_assert_nonnull (error);
      bytes[i] ^= masks[j];
      refused++;
    }
  for (gsize i = 0; i < size; i++) {
    g_autoptr (GError) error = NULL;

    g_assert_null (vd_age_decrypt (identities, bytes, i, &error));
    g_assert_error (error, VD_ERROR, (i == 0 ? VD_ERROR_INVALID : VD_ERROR_DAMAGED));
    refused++;
  }
  {
    g_autoptr (VdSecret) plain = vd_age_decrypt (identities, bytes, size, NULL);

    g_assert_cmpuint (vd_secret_size (plain), ==, 30);
  }
  g_test_message ("%" G_GSIZE_FORMAT " bytes, %u changed files refused", size, refused);
}

static const struct {
  const char *recipient;
  const char *message; /* NULL: good */
} recipients_table[] = {
    /* From the age specification. */
    {"age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj", NULL},
    {"AGE1ZVKYG2LQZRAA2LNJVQEJ32NKUU0UES2S82HZRYE869XEEXVN73EQUNUJWJ", NULL},
    {"age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwk", "mistyped"},
    {"Age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj", "mistyped"},
    {"age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj ", "mistyped"},
    {"age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujw", "mistyped"},
    {"", "mistyped"},
    {"age", "mistyped"},
    {"age1", "mistyped"},
    {"A12UEL5L", "mistyped"},
    {"age1pq1x34nzsvr0rxjsgdn8zgyhfe8j7ceq5r9rdelkjuh3y235jzxshfg87pzf5z", "age1pq"},
    {"age1tag1qt8lw0ual6avlwmwatk888yqnmdamm7xfd0wak53ut6elz5c4swx2yqdj4e", "age1tag"},
    {"AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX", "secret"},
    {"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHUlvXHh6dYqHqb7nVFcsc6nf6BOPjOlUe1y3oCaBuEP", "SSH"},
    /* The point 0, which would make the same key for everybody. */
    {"age1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq5cu47z", "low order"},
};

static void
test_recipients (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (recipients_table); i++) {
    const char *recipients[] = {recipients_table[i].recipient, NULL};
    g_autoptr (GError) error = NULL;
    g_autoptr (GError) again = NULL;
    g_autoptr (GBytes) file = NULL;
    gboolean good = vd_age_recipient_check (recipients[0], &error);

    g_test_message ("row %u: %s", i, error == NULL ? "good" : error->message);
    g_assert_cmpint (good, ==, recipients_table[i].message == NULL);
    file = vd_age_encrypt_to (recipients, "x", 1, &again);
    g_assert_cmpint (file != NULL, ==, good);
    if (good)
      continue;
    g_assert_error (error, VD_ERROR, VD_ERROR_INVALID);
    g_assert_error (again, VD_ERROR, VD_ERROR_INVALID);
    g_assert_nonnull (strstr (error->message, recipients_table[i].message));
  }
}

static void
test_no_recipient (void)
{
  const char *none[] = {NULL};
  g_autoptr (VdSecret) empty = vd_secret_new (0);
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) passphrase = NULL;

  g_assert_null (vd_age_encrypt_to (none, "x", 1, &error));
  g_assert_error (error, VD_ERROR, VD_ERROR_INVALID);
  g_assert_null (vd_age_encrypt_passphrase (empty, LOG_N, "x", 1, &passphrase));
  g_assert_error (passphrase, VD_ERROR, VD_ERROR_INVALID);
}

#define KEY_1 "AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX"

static const struct {
  const char *text;
  guint count;
  const char *message; /* NULL: good */
} identity_files[] = {
    {KEY_1, 1, NULL},
    {KEY_1 "\n", 1, NULL},
    {KEY_1 "\r\n", 1, NULL},
    {"# created: 2025-01-01\n# public key: age1...\n" KEY_1 "\n", 1, NULL},
    {"\n\n  " KEY_1 "  \n\n" KEY_1, 2, NULL},
    {"#" KEY_1 "\n" KEY_1, 1, NULL},
    {"", 0, "line 1"},
    {"\n# only a comment\n", 0, "line 3"},
    {"# one\n" KEY_1 "X\n", 0, "line 2"},
    {KEY_1 "\n\nnonsense\n", 0, "line 3"},
    {KEY_1 " " KEY_1 "\n", 0, "line 1"},
    {"AGE-SECRET-KEY-PQ-1XX76JRALNLXDMEW0CRK45QMCCH4X06SE84UN3VPM33W6HWDX0H3SK3ZQFR\n", 0,
     "post-quantum"},
    {"AGE-PLUGIN-YUBIKEY-1GFPYYSJZ\n", 0, "plugin"},
    {"age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj\n", 0, "recipient"},
    {"age-encryption.org/v1\n-> X25519\n", 0, "encrypted file"},
};

static void
test_identities (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (identity_files); i++) {
    g_autoptr (VdSecret) text = secret (identity_files[i].text);
    g_autoptr (GError) error = NULL;
    g_autoptr (GPtrArray) identities = vd_age_identities_parse (text, &error);

    g_test_message ("row %u: %s", i, error == NULL ? "good" : error->message);
    if (identity_files[i].message != NULL) {
      g_assert_null (identities);
      g_assert_error (error, VD_ERROR, VD_ERROR_INVALID);
      g_assert_nonnull (strstr (error->message, identity_files[i].message));
      g_assert_null (strstr (error->message, "GFPYY"));
      continue;
    }
    g_assert_no_error (error);
    g_assert_cmpuint (identities->len, ==, identity_files[i].count);
    g_assert_cmpstr ((const char *)vd_secret_data (g_ptr_array_index (identities, 0)), ==, KEY_1);
  }
}

static void
test_recipient_of (void)
{
  g_autoptr (VdSecret) known = secret (KEY_1);
  g_autoptr (VdSecret) wrong = secret ("AGE-SECRET-KEY-1");
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) malformed = NULL;
  g_autofree char *recipient = vd_age_recipient_of (known, &error);

  g_assert_no_error (error);
  /* From the age specification. */
  g_assert_cmpstr (recipient, ==, "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj");
  g_assert_null (vd_age_recipient_of (wrong, &malformed));
  g_assert_error (malformed, VD_ERROR, VD_ERROR_INVALID);
}

static void
test_keygen (void)
{
  g_autoptr (VdSecret) one = NULL;
  g_autoptr (VdSecret) two = NULL;
  g_autofree char *recipient_one = NULL;
  g_autofree char *recipient_two = NULL;
  g_autofree char *again = NULL;

  vd_age_keygen (&one, &recipient_one);
  vd_age_keygen (&two, &recipient_two);
  g_assert_true (g_str_has_prefix ((const char *)vd_secret_data (one), "AGE-SECRET-KEY-1"));
  g_assert_cmpuint (vd_secret_size (one), ==, 74);
  g_assert_cmpuint (strlen (recipient_one), ==, 62);
  g_assert_cmpstr (recipient_one, !=, recipient_two);
  again = vd_age_recipient_of (one, NULL);
  g_assert_cmpstr (again, ==, recipient_one);
}

/* The key of the file, the share, the salt and the nonce are new in every file. */
static void
test_fresh (void)
{
  g_autoptr (VdSecret) passphrase = secret ("tre hvite hus på fjellet");
  const char *recipients[] = {recipients_table[0].recipient, NULL};
  g_autoptr (GBytes) one = vd_age_encrypt_to (recipients, "hei", 3, NULL);
  g_autoptr (GBytes) two = vd_age_encrypt_to (recipients, "hei", 3, NULL);
  g_autoptr (GBytes) three = vd_age_encrypt_passphrase (passphrase, LOG_N, "hei", 3, NULL);
  g_autoptr (GBytes) four = vd_age_encrypt_passphrase (passphrase, LOG_N, "hei", 3, NULL);
  gsize prefix = strlen ("age-encryption.org/v1\n-> X25519 ");
  const char *a = g_bytes_get_data (one, NULL);
  const char *b = g_bytes_get_data (two, NULL);
  const char *c = g_bytes_get_data (three, NULL);
  const char *d = g_bytes_get_data (four, NULL);

  g_assert_cmpuint (g_bytes_get_size (one), ==, g_bytes_get_size (two));
  g_assert_true (memcmp (a + prefix, b + prefix, 43) != 0);
  g_assert_true (memcmp (c + prefix, d + prefix, 22) != 0);
  /* The last 35 bytes are nonce (its end), three bytes and a tag. */
  g_assert_true (memcmp (a + g_bytes_get_size (one) - 35, b + g_bytes_get_size (two) - 35, 16) !=
                 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/seal/age/round-trip", test_round_trip);
  g_test_add_func ("/seal/age/round-trip-passphrase", test_round_trip_passphrase);
  g_test_add_func ("/seal/age/scrypt-cost", test_scrypt_cost);
  g_test_add_func ("/seal/age/several", test_several);
  g_test_add_func ("/seal/age/changed", test_changed);
  g_test_add_func ("/seal/age/recipients", test_recipients);
  g_test_add_func ("/seal/age/no-recipient", test_no_recipient);
  g_test_add_func ("/seal/age/identities", test_identities);
  g_test_add_func ("/seal/age/recipient-of", test_recipient_of);
  g_test_add_func ("/seal/age/keygen", test_keygen);
  g_test_add_func ("/seal/age/fresh", test_fresh);
  return g_test_run ();
}
