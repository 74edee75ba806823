/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "vault-fixture.h"

#include <sodium.h>
#include <sqlite3.h>
#include <string.h>

/* A second reader, written from docs/vault-format.md and not from the code: it opens the files of a
 * vault with libsodium alone. When it stops to work the format has changed. */
typedef struct {
  GByteArray *header;
  const guint8 *vault_id;
  guint8 ck[32];
  sqlite3 *db;
} Reader;

static void
put (GByteArray *bytes, guint64 value, guint size)
{
  for (guint i = 0; i < size; i++) {
    guint8 byte = (guint8)(value >> (8 * (size - 1 - i)));

    g_byte_array_append (bytes, &byte, 1);
  }
}

static GByteArray *
start (const char *word)
{
  GByteArray *bytes = g_byte_array_new ();

  g_byte_array_append (bytes, (const guint8 *)word, (guint)strlen (word));
  return bytes;
}

/* Opens nonce, ciphertext, tag. */
static guint8 *
open_sealed (const guint8 *key, const guint8 *sealed, gsize size, const GByteArray *ad)
{
  guint8 *plain = g_malloc (size - 40);

  g_assert_cmpint (crypto_aead_xchacha20poly1305_ietf_decrypt (
                       plain, NULL, NULL, sealed + 24, size - 24, ad->data, ad->len, sealed, key),
                   ==, 0);
  return plain;
}

/* The keyed hash of @bytes, which it frees. */
static void
keyed (guint8 *out, const guint8 *key, gsize key_size, GByteArray *bytes)
{
  crypto_generichash (out, 32, bytes->data, bytes->len, key, key_size);
  g_byte_array_unref (bytes);
}

static void
open_slot (Reader *reader, const guint8 *kek, guint index, gboolean user)
{
  const guint8 *page = reader->header->data;
  const guint8 *slot = page + 128 + 296 * index;
  g_autoptr (GByteArray) ad = start ("slot");
  g_autofree guint8 *payload = NULL;
  guint8 expected[32], subkey[32];

  keyed (expected, kek, 32, start ("commit"));
  g_assert_cmpmem (slot + 264, 32, expected, 32);
  put (ad, 0, 2);
  g_byte_array_append (ad, reader->vault_id, 16);
  put (ad, index, 1);
  if (user)
    g_byte_array_append (ad, page + 64, 32);
  payload = open_sealed (kek, slot + 32, 232, ad);
  g_assert_cmpuint (payload[0], ==, user ? 1 : 2);
  g_assert_cmpuint (payload[2], ==, user ? 1 : 0);
  g_assert_cmpuint (payload[3], ==, user ? 1 : 0);
  g_assert_cmpstr ((const char *)payload + 68, ==, user ? "Kari Example" : "");
  crypto_kdf_derive_from_key (subkey, 32, 1, "header__", payload + 36);
  crypto_generichash (expected, 32, page, 8128, subkey, 32);
  g_assert_cmpmem (page + 8128, 32, expected, 32);
  g_assert_cmpint (
      crypto_box_seal_open (reader->ck, page + 2496 + 4 + 80 * index, 80, slot, payload + 4), ==,
      0);
}

/* Copies the one blob that @sql selects. */
static GByteArray *
select_blob (Reader *reader, const char *sql, gint64 id)
{
  GByteArray *blob = g_byte_array_new ();
  sqlite3_stmt *statement;

  g_assert_cmpint (sqlite3_prepare_v2 (reader->db, sql, -1, &statement, NULL), ==, SQLITE_OK);
  sqlite3_bind_int64 (statement, 1, id);
  g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_ROW);
  g_byte_array_append (blob, sqlite3_column_blob (statement, 0),
                       (guint)sqlite3_column_bytes (statement, 0));
  sqlite3_finalize (statement);
  return blob;
}

static void
assert_row (Reader *reader, guint table, gint64 id, gsize padded, const char *expected)
{
  const char *const names[] = {NULL, "body", "summary", "item"};
  const char *const contexts[] = {NULL, "body____", "summary_", "item____"};
  g_autofree char *box_sql = g_strdup_printf ("SELECT box FROM %s WHERE id = ?", names[table]);
  g_autofree char *ver_sql =
      g_strdup_printf ("SELECT ver FROM %s WHERE id = ?", table == 3 ? "item" : "summary");
  g_autoptr (GByteArray) box = select_blob (reader, box_sql, id);
  g_autoptr (GByteArray) ver = select_blob (reader, ver_sql, id);
  g_autoptr (GByteArray) ad = start ("VRD1");
  g_autofree guint8 *plain = NULL;
  GByteArray *input = start (table == 3 ? "item" : "rec");
  guint8 key[32], subkey[32];

  g_assert_cmpuint (box->len, ==, 47 + padded);
  g_assert_cmpmem (box->data, 7, "\1\0\1\0\0\0\0", 7);
  g_byte_array_append (input, reader->vault_id, 16);
  put (input, (guint64)id, 8);
  for (guint i = 0; i < 4; i++)
    put (input, 0, 8);
  keyed (key, reader->ck, 32, input);
  crypto_kdf_derive_from_key (subkey, 32, 1, contexts[table], key);
  g_byte_array_append (ad, reader->vault_id, 16);
  put (ad, table, 1);
  put (ad, (guint64)id, 8);
  g_byte_array_append (ad, ver->data, ver->len);
  put (ad, 1, 2);
  g_byte_array_append (ad, box->data, 7);
  plain = open_sealed (subkey, box->data + 7, box->len - 7, ad);
  g_assert_cmpmem (plain, strlen (expected), expected, strlen (expected));
  g_assert_cmpuint (plain[strlen (expected)], ==, 0x80);
  for (gsize i = strlen (expected) + 1; i < padded; i++)
    g_assert_cmpuint (plain[i], ==, 0);
}

static void
assert_event (Reader *reader, gint64 seq, guint8 *previous, const guint8 *content, gsize size)
{
  g_autoptr (GByteArray) box = select_blob (reader, "SELECT box FROM audit WHERE seq = ?", seq);
  g_autoptr (GByteArray) ad = start ("VRL1");
  g_autofree guint8 *plain = NULL;
  guint8 key[32];

  crypto_kdf_derive_from_key (key, 32, 1, "audit___", reader->ck);
  g_byte_array_append (ad, reader->vault_id, 16);
  put (ad, (guint64)seq, 8);
  g_byte_array_append (ad, previous, 32);
  g_byte_array_append (ad, box->data, 7);
  plain = open_sealed (key, box->data + 7, box->len - 7, ad);
  g_assert_cmpuint (box->len - 47, ==, 96);
  g_assert_cmpmem (plain, size, content, size);
  crypto_generichash (previous, 32, box->data, box->len, NULL, 0);
}

static void
assert_store (Reader *reader, gint64 id)
{
  /* 2026-05-02T10:15:00Z is 0x69f5cea4 seconds after the start of 1970. */
  const guint8 first[] = {0, 0, 0, 0, 0x69, 0xf5, 0xce, 0xa4, 0,   1,   5,   0,   0,   0, 0,
                          0, 0, 0, 9, 8,    'r',  'o',  's',  'a', ':', 'p', 'd', 'f', 0};
  const guint8 second[] = {0, 0, 0, 0, 0x69, 0xf5, 0xce, 0xa4, 0, 1, 1, 0};
  guint8 previous[32] = {0};

  assert_row (reader, 1, id, 8192, "{\"body\":1}");
  assert_row (reader, 2, id, 512, "the summary");
  assert_row (reader, 3, 2, 8192, "settings");
  assert_event (reader, 1, previous, first, sizeof first);
  assert_event (reader, 2, previous, second, sizeof second);
}

static void
test_second_reader (Fixture *self, gconstpointer data)
{
  g_autoptr (VdSecret) settings = secret ("settings");
  g_autoptr (GByteArray) header = fixture_read (self, "header");
  g_autofree char *path = fixture_file (self, "store.db");
  Reader reader = {.header = header, .vault_id = header->data + 16};
  guint8 k0[32], kek[32], recovery[20] = {0};
  GByteArray *input = start ("slot");
  gint64 id = save_new (self->vault, "{\"body\":1}", "the summary");
  guint bits = 0;

  g_assert_true (vd_vault_save_item (self->vault, VD_VAULT_SETTINGS, settings, NULL));
  g_assert_true (vd_vault_log (self->vault, VD_VAULT_EVENT_EXPORT, 9, "rosa:pdf", NULL));
  g_assert_true (vd_vault_log (self->vault, VD_VAULT_EVENT_UNLOCK, 0, NULL, NULL));
  fixture_close (self);
  g_assert_cmpint (sqlite3_open_v2 (path, &reader.db, SQLITE_OPEN_READWRITE, NULL), ==, 0);

  g_assert_cmpint (crypto_pwhash (k0, 32, "correct horse battery", 21, header->data + 64 + 16, 3,
                                  64 << 20, crypto_pwhash_ALG_ARGON2ID13),
                   ==, 0);
  g_byte_array_append (input, reader.vault_id, 16);
  put (input, 0, 1);
  keyed (kek, k0, 32, input);
  open_slot (&reader, kek, 0, TRUE);
  assert_store (&reader, id);

  for (const char *c = (const char *)vd_secret_data (self->recovery); bits < 160; c++) {
    const char *alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    if (*c == '-')
      continue;
    for (guint i = 0; i < 5; i++, bits++)
      if (((strchr (alphabet, *c) - alphabet) >> (4 - i) & 1) != 0)
        recovery[bits / 8] |= (guint8)(0x80 >> bits % 8);
  }
  input = start ("recovery");
  g_byte_array_append (input, reader.vault_id, 16);
  keyed (kek, recovery, 20, input);
  memset (reader.ck, 0, 32);
  open_slot (&reader, kek, 1, FALSE);
  assert_store (&reader, id);
  sqlite3_close (reader.db);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/format/second-reader", Fixture, NULL, fixture_set_up, test_second_reader,
              fixture_tear_down);
  return g_test_run ();
}
