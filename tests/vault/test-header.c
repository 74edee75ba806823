/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "vault-fixture.h"
#include "vault/fields.h"

#include <string.h>
#include <unistd.h>

#define PAGE VD_HEADER_PAGE

/* Offsets as docs/vault-format.md gives them: the tests read the document, not the code. */
#define FORMAT_AT 8
#define GENERATION_AT 32
#define PREAMBLE_HASH_AT 48
#define KDF_AT 64
#define SLOTS_AT 128
#define SLOT_SIZE 296
#define KEYRING_AT 2496
#define GENERATION_SIZE 644
#define MAC_AT 8128
#define CHECKSUM_AT 8160

/* What an attacker without a key can do: make the unkeyed checks fit again. */
static void
fix_checksums (guint8 *page)
{
  vd_crypto_hash (page + PREAMBLE_HASH_AT, 16, page, PREAMBLE_HASH_AT);
  vd_crypto_hash (page + CHECKSUM_AT, 32, page, CHECKSUM_AT);
}

/* Copies: 1 for A, 2 for B, 3 for both. */
static void
damage (Fixture *self, guint copies, gsize offset, guint8 mask)
{
  g_autoptr (GByteArray) file = fixture_read (self, "header");

  g_assert_cmpuint (file->len, ==, 2 * PAGE);
  for (guint i = 0; i < 2; i++)
    if ((copies & 1u << i) != 0)
      file->data[i * PAGE + offset] ^= mask;
  fixture_write (self, "header", file);
}

/* Opens without the slow derivation. */
static gboolean
try_recovery (Fixture *self, int *code)
{
  g_autoptr (GError) error = NULL;

  fixture_close (self);
  self->vault =
      vd_vault_open (self->dir, VD_VAULT_RECOVERY, self->recovery, still_clock (), &error);
  if (error != NULL)
    *code = error->code;
  return self->vault != NULL;
}

static void
test_layout (Fixture *self, gconstpointer data)
{
  g_autoptr (GByteArray) file = fixture_read (self, "header");
  const guint8 *page = file->data;
  const guint8 start[] = {'V', 'A', 'R', 'D', 'E', 'V', 'L', 'T', 0, 1, 0, 0, 0, 0, 0x20, 0};
  const guint8 kdf[] = {1, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 0, 4, 0, 0, 0};
  guint8 zeros[MAC_AT] = {0};
  guint8 hash[32];

  g_assert_cmpuint (file->len, ==, 2 * PAGE);
  g_assert_cmpmem (page, PAGE, page + PAGE, PAGE);
  g_assert_cmpmem (page, 16, start, 16);
  g_assert_cmpmem (page + KDF_AT, 16, kdf, 16);
  g_assert_cmpmem (page + KDF_AT + 32, 32, zeros, 32);
  g_assert_cmpmem (page + KEYRING_AT, 4, "\0\1\0\0", 4);
  g_assert_cmpmem (page + KEYRING_AT + GENERATION_SIZE, 4, zeros, 4);
  g_assert_cmpmem (page + 7648, MAC_AT - 7648, zeros, MAC_AT - 7648);
  vd_crypto_hash (hash, 16, page, PREAMBLE_HASH_AT);
  g_assert_cmpmem (page + PREAMBLE_HASH_AT, 16, hash, 16);
  vd_crypto_hash (hash, 32, page, CHECKSUM_AT);
  g_assert_cmpmem (page + CHECKSUM_AT, 32, hash, 32);
}

/* One damaged copy: opens, mends it, and says so once. */
static void
test_one_copy (Fixture *self, gconstpointer data)
{
  const gsize offsets[] = {0,          FORMAT_AT + 1, GENERATION_AT,
                           KDF_AT + 7, SLOTS_AT + 40, KEYRING_AT + 9,
                           8000,       MAC_AT,        PAGE - 1};
  gint64 id = save_new (self->vault, "body", "summary");
  g_autoptr (GByteArray) before = NULL;

  fixture_close (self);
  before = fixture_read (self, "header");
  for (guint i = 0; i < 2 * G_N_ELEMENTS (offsets); i++) {
    g_autoptr (GByteArray) after = NULL;
    g_autofree char *bad = NULL;
    int code = -1;

    damage (self, i % 2 + 1, offsets[i / 2], 0x10);
    g_assert_true (try_recovery (self, &code));
    assert_body (self->vault, id, "body");
    bad = problems (self->vault);
    g_assert_cmpstr (bad, ==, i % 2 == 0 ? "header-copy A\n" : "header-copy B\n");
    fixture_close (self);
    after = fixture_read (self, "header");
    g_assert_cmpmem (after->data, after->len, before->data, before->len);
  }
  fixture_reopen (self);
}

static void
test_both_copies (Fixture *self, gconstpointer data)
{
  int code = -1;

  fixture_close (self);
  damage (self, 3, SLOTS_AT, 1);
  g_assert_false (fixture_try (self, &code));
  g_assert_cmpint (code, ==, VD_ERROR_DAMAGED);
}

/* Decodes what is in @page, with MAC and keyring, as opening does. */
static int
unlock_page (const VdSecret *recovery, const guint8 *page)
{
  g_autofree VdHeader *header = g_new0 (VdHeader, 1);
  g_autoptr (GError) error = NULL;
  g_autoptr (VdKeys) keys = NULL;

  switch (vd_header_decode (header, page)) {
  case VD_HEADER_BAD:
    return VD_ERROR_DAMAGED;
  case VD_HEADER_NEWER:
    return VD_ERROR_NEWER;
  case VD_HEADER_OLDER:
    return VD_ERROR_INVALID;
  case VD_HEADER_GOOD:
    keys = vd_keyslot_unlock (header, VD_VAULT_RECOVERY, recovery, &error);
    return keys != NULL ? -1 : error->code;
  default:
    g_assert_not_reached ();
  }
}

/* Every byte with three masks: found by the checksum when it is chance, by the MAC (or the slot)
 * when somebody has made the checksums fit again. */
static void
test_every_byte (Fixture *self, gconstpointer data)
{
  const guint8 masks[] = {0x01, 0x80, 0xff};
  g_autoptr (GByteArray) file = fixture_read (self, "header");
  guint newer = 0, older = 0;

  g_assert_cmpint (unlock_page (self->recovery, file->data), ==, -1);
  for (gsize i = 0; i < PAGE; i++)
    for (guint j = 0; j < G_N_ELEMENTS (masks); j++) {
      guint8 page[PAGE];
      int code;

      memcpy (page, file->data, PAGE);
      page[i] ^= masks[j];
      g_assert_cmpint (unlock_page (self->recovery, page), ==, VD_ERROR_DAMAGED);
      fix_checksums (page);
      code = unlock_page (self->recovery, page);
      newer += code == VD_ERROR_NEWER;
      older += code == VD_ERROR_INVALID;
      /* The checksums themselves have become what they were. */
      if (i >= CHECKSUM_AT || (i >= PREAMBLE_HASH_AT && i < KDF_AT))
        g_assert_cmpint (code, ==, -1);
      else
        g_assert_cmpint (code, >=, 0);
    }
  g_assert_cmpuint (newer, ==, 5);
  g_assert_cmpuint (older, ==, 1);
}

/* The same through the file, for a sample: error or identical data. */
static void
test_sample_of_file (Fixture *self, gconstpointer data)
{
  gint64 id = save_new (self->vault, "body", "summary");
  g_autoptr (GByteArray) before = NULL;

  fixture_close (self);
  before = fixture_read (self, "header");
  for (gsize i = (gsize)g_test_rand_int_range (0, 211); i < 2 * PAGE; i += 211) {
    int code = -1;

    damage (self, i < PAGE ? 1 : 2, i % PAGE, 0xff);
    g_assert_true (try_recovery (self, &code));
    assert_body (self->vault, id, "body");
  }
  for (gsize i = 0; i < PAGE; i += 211) {
    int code = -1;

    fixture_close (self);
    damage (self, 3, i, 0x80);
    g_assert_false (try_recovery (self, &code));
    g_assert_cmpint (code, ==, VD_ERROR_DAMAGED);
    fixture_write (self, "header", before);
  }
}

static void
test_truncated (Fixture *self, gconstpointer data)
{
  gint64 id = save_new (self->vault, "body", "summary");
  const guint lengths[] = {0, 1, 63, 64, PAGE - 1, PAGE, PAGE + 1, 2 * PAGE - 1, 2 * PAGE + 7};

  for (guint i = 0; i < G_N_ELEMENTS (lengths); i++) {
    g_autoptr (GByteArray) file = NULL;
    g_autoptr (GByteArray) whole = NULL;
    int code = -1;

    fixture_close (self);
    file = fixture_read (self, "header");
    whole = fixture_read (self, "header");
    g_byte_array_set_size (file, lengths[i]);
    fixture_write (self, "header", file);
    g_assert_true (try_recovery (self, &code) == (lengths[i] >= PAGE));
    if (lengths[i] >= PAGE)
      assert_body (self->vault, id, "body");
    else
      g_assert_cmpint (code, ==, VD_ERROR_DAMAGED);
    fixture_close (self);
    fixture_write (self, "header", whole);
  }
}

/* Writes @page as one copy or as both, with fitting checksums. */
static void
forge (Fixture *self, guint copies, guint8 *page)
{
  g_autoptr (GByteArray) file = NULL;

  fixture_close (self);
  file = fixture_read (self, "header");
  fix_checksums (page);
  for (guint i = 0; i < 2; i++)
    if ((copies & 1u << i) != 0)
      memcpy (file->data + i * PAGE, page, PAGE);
  fixture_write (self, "header", file);
}

static void
forge_kdf (Fixture *self, guint copies, guint32 passes, guint64 memory)
{
  g_autoptr (GByteArray) file = fixture_read (self, "header");
  VdWriter w = {file->data, PAGE, KDF_AT + 4};

  vd_write_u32 (&w, passes);
  vd_write_u64 (&w, memory);
  forge (self, copies, file->data);
}

/* Parameters inside the bounds make every slot fail, others are not even tried. */
static void
test_kdf_in_file (Fixture *self, gconstpointer data)
{
  const struct {
    guint32 passes;
    guint64 memory;
    int code;
  } cases[] = {
      {4, vd_kdf_floor.memory, VD_ERROR_WRONG_KEY},
      {3, vd_kdf_floor.memory + 1024, VD_ERROR_WRONG_KEY},
      {2, vd_kdf_floor.memory, VD_ERROR_DAMAGED},
      {11, vd_kdf_floor.memory, VD_ERROR_DAMAGED},
      {3, vd_kdf_floor.memory - 1, VD_ERROR_DAMAGED},
      {3, ((guint64)1 << 30) + 1, VD_ERROR_DAMAGED},
      {3, G_MAXUINT64, VD_ERROR_DAMAGED},
  };
  int code = -1;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    gint64 start = g_get_monotonic_time ();

    forge_kdf (self, 3, cases[i].passes, cases[i].memory);
    g_assert_false (fixture_try (self, &code));
    g_assert_cmpint (code, ==, cases[i].code);
    if (code == VD_ERROR_DAMAGED)
      g_assert_cmpint (g_get_monotonic_time () - start, <, G_USEC_PER_SEC / 20);
  }
  /* The recovery slot does not depend on them, but the page is no longer authentic. */
  forge_kdf (self, 3, 4, vd_kdf_floor.memory);
  g_assert_false (try_recovery (self, &code));
  g_assert_cmpint (code, ==, VD_ERROR_DAMAGED);
}

/* What somebody who can write the disk tries: a generation with a key of his own, sealed to
 * everybody's public keys; a slot copied over another; an older key number. */
static void
test_forged (Fixture *self, gconstpointer data)
{
  g_autoptr (GByteArray) file = NULL;
  guint8 *page;
  int code = -1;

  fixture_close (self);
  file = fixture_read (self, "header");
  page = g_memdup2 (file->data, PAGE);
  page[KEYRING_AT + GENERATION_SIZE + 1] = 2;
  for (guint i = 0; i < VD_HEADER_SLOTS; i++) {
    const guint8 mine[VD_KEY_SIZE] = {1, 2, 3};

    vd_crypto_seal_key (page + KEYRING_AT + GENERATION_SIZE + 4 + i * VD_SEALED_KEY_SIZE, mine,
                        page + SLOTS_AT + i * SLOT_SIZE);
  }
  forge (self, 3, page);
  g_assert_false (try_recovery (self, &code));
  g_assert_cmpint (code, ==, VD_ERROR_DAMAGED);

  memcpy (page, file->data, PAGE);
  memcpy (page + SLOTS_AT, page + SLOTS_AT + SLOT_SIZE, SLOT_SIZE);
  forge (self, 3, page);
  g_assert_false (try_recovery (self, &code));
  g_assert_cmpint (code, ==, VD_ERROR_DAMAGED);

  memcpy (page, file->data, PAGE);
  page[KEYRING_AT + 1] = 9;
  forge (self, 3, page);
  g_assert_false (try_recovery (self, &code));
  g_assert_cmpint (code, ==, VD_ERROR_DAMAGED);
  g_free (page);
}

/* One copy forged with fitting checksums and the same count of writes: the other one is tried. */
static void
test_one_copy_forged (Fixture *self, gconstpointer data)
{
  gint64 id = save_new (self->vault, "body", "summary");

  for (guint copy = 1; copy <= 2; copy++) {
    int code = -1;

    fixture_close (self);
    forge_kdf (self, copy, 4, vd_kdf_floor.memory);
    g_assert_true (fixture_try (self, &code));
    assert_body (self->vault, id, "body");
    g_assert_cmpuint (self->vault->repaired, ==, copy);
  }
}

/* A write of the header that was cut off between the copies: the newer one counts. */
static void
test_interrupted_write (Fixture *self, gconstpointer data)
{
  g_autofree VdHeader *header = g_new0 (VdHeader, 1);
  g_autoptr (GByteArray) file = fixture_read (self, "header");
  g_autoptr (GByteArray) after = NULL;

  g_assert_cmpint (vd_header_decode (header, file->data), ==, VD_HEADER_GOOD);
  header->generation++;
  vd_header_encode (header, vd_keys_allow (self->vault->keys)->hk);
  vd_keys_deny (self->vault->keys);
  fixture_close (self);
  memcpy (file->data + PAGE, header->page, PAGE);
  fixture_write (self, "header", file);
  fixture_reopen (self);
  after = fixture_read (self, "header");
  g_assert_cmpmem (after->data, PAGE, header->page, PAGE);
  g_assert_cmpmem (after->data + PAGE, PAGE, header->page, PAGE);
}

static char *
list_folder (Fixture *self)
{
  g_autoptr (GDir) dir = g_dir_open (self->dir, 0, NULL);
  g_autoptr (GString) names = g_string_new (NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    g_string_append_printf (names, "%s ", name);
  return g_string_free (g_steal_pointer (&names), FALSE);
}

/* A newer format in one copy or in both: refused before anything is written, even the lock. */
static void
test_newer (Fixture *self, gconstpointer data)
{
  g_autofree char *lock = fixture_file (self, "lock");
  g_autoptr (GByteArray) store = NULL;
  g_autoptr (GByteArray) original = NULL;

  fixture_close (self);
  store = fixture_read (self, "store.db");
  original = fixture_read (self, "header");
  g_assert_cmpint (g_unlink (lock), ==, 0);
  for (guint copies = 1; copies <= 3; copies++) {
    g_autoptr (GByteArray) before = NULL;
    g_autoptr (GByteArray) after = NULL;
    g_autoptr (GByteArray) store_after = NULL;
    g_autofree char *names = list_folder (self);
    g_autofree char *names_after = NULL;
    guint8 page[PAGE];
    int code = -1;

    /* Of a newer page only the first 64 bytes are known. */
    memset (page, 0xa5, sizeof page);
    memcpy (page, original->data, KDF_AT);
    page[FORMAT_AT + 1] = 2;
    fixture_write (self, "header", original);
    forge (self, copies, page);
    before = fixture_read (self, "header");
    g_assert_false (fixture_try (self, &code));
    g_assert_cmpint (code, ==, VD_ERROR_NEWER);
    g_assert_true (vd_vault_exists (self->dir));
    after = fixture_read (self, "header");
    store_after = fixture_read (self, "store.db");
    names_after = list_folder (self);
    g_assert_cmpmem (after->data, after->len, before->data, before->len);
    g_assert_cmpmem (store_after->data, store_after->len, store->data, store->len);
    g_assert_cmpstr (names_after, ==, names);
  }
}

/* The format of early versions: said so, and nothing is touched. */
static void
test_older (Fixture *self, gconstpointer data)
{
  g_autoptr (GByteArray) file = NULL;
  g_autoptr (GByteArray) after = NULL;
  guint8 page[PAGE];
  int code = -1;

  fixture_close (self);
  file = fixture_read (self, "header");
  memcpy (page, file->data, PAGE);
  page[FORMAT_AT + 1] = 0;
  forge (self, 3, page);
  g_assert_false (fixture_try (self, &code));
  g_assert_cmpint (code, ==, VD_ERROR_INVALID);
  g_assert_true (vd_vault_exists (self->dir));
  after = fixture_read (self, "header");
  fix_checksums (page);
  g_assert_cmpmem (after->data, PAGE, page, PAGE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  vd_crypto_init ();
#define ADD(name, func)                                                                            \
  g_test_add ("/header/" name, Fixture, NULL, fixture_set_up, func, fixture_tear_down)
  ADD ("layout", test_layout);
  ADD ("one-copy", test_one_copy);
  ADD ("both-copies", test_both_copies);
  ADD ("every-byte", test_every_byte);
  ADD ("sample-of-file", test_sample_of_file);
  ADD ("truncated", test_truncated);
  ADD ("kdf-in-file", test_kdf_in_file);
  ADD ("forged", test_forged);
  ADD ("one-copy-forged", test_one_copy_forged);
  ADD ("interrupted-write", test_interrupted_write);
  ADD ("newer", test_newer);
  ADD ("older", test_older);
  return g_test_run ();
}
