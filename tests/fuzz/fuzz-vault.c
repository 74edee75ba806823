/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

#include "vault/backup-stream.h"
#include "vault/recovery.h"
#include "vault/vault-private.h"

#include <glib/gstdio.h>
#include <string.h>

/* With the hashes that need no key made to fit, as an attacker would. */
G_GNUC_UNUSED static void
fuzz_header_decode (const guint8 *data, gsize size)
{
  static VdHeader header;
  const guint8 hk[VD_KEY_SIZE] = {5};
  guint8 page[VD_HEADER_PAGE] = {0};

  memcpy (page, "VARDEVLT\0\1", 10);
  page[14] = VD_HEADER_PAGE >> 8;
  if (size > 0 && data[0] % 2 == 0)
    memcpy (page + 16, data, MIN (size, VD_HEADER_PAGE - 16));
  else
    memcpy (page, data, MIN (size, VD_HEADER_PAGE));
  if (size > 0 && data[size - 1] % 4 != 0) {
    vd_crypto_hash (page + 48, 16, page, 48);
    vd_crypto_hash (page + 8160, 32, page, 8160);
  }
  if (vd_header_decode (&header, page) != VD_HEADER_GOOD)
    return;
  for (guint i = 0; i < VD_HEADER_KDFS; i++)
    g_assert (header.kdfs[i].id == 0 || vd_kdf_is_valid (&header.kdfs[i].kdf));
  g_assert (!vd_header_is_authentic (&header, hk));
}

G_GNUC_UNUSED static void
fuzz_recovery_key_text (const guint8 *data, gsize size)
{
  g_autoptr (VdSecret) text = vd_secret_new_copy (data, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (VdSecret) key = vd_recovery_from_text (text, &error);
  g_autoptr (VdSecret) again = NULL;
  g_autoptr (VdSecret) same = NULL;

  g_assert ((key == NULL) == (error != NULL));
  if (key == NULL)
    return;
  again = vd_recovery_to_text (key);
  same = vd_recovery_from_text (again, NULL);
  g_assert (same != NULL && vd_secret_equal (key, same));
}

typedef struct {
  const guint8 *data;
  gsize size;
} Bytes;

static gboolean
take (const guint8 *data, gsize size, gpointer user, GError **error)
{
  g_byte_array_append (user, data, (guint)size);
  return TRUE;
}

static gssize
give (guint8 *data, gsize size, gpointer user, GError **error)
{
  Bytes *bytes = user;
  gsize n = MIN (size, bytes->size);

  memcpy (data, bytes->data, n);
  bytes->data += n;
  bytes->size -= n;
  return (gssize)n;
}

/* The age file around it is right, the stream in it is anything: what somebody with the key, or
 * with a recipient to seal to, could hand in. */
G_GNUC_UNUSED static void
fuzz_backup_stream (const guint8 *data, gsize size)
{
  static VdSecret *identity;
  static char *recipient;
  const char *recipients[] = {NULL, NULL};
  g_autoptr (GByteArray) file = g_byte_array_new ();
  g_autoptr (VdAgeWriter) writer = NULL;
  g_autoptr (VdAgeReader) reader = NULL;
  g_autoptr (GError) error = NULL;
  const VdStreamFuncs funcs = {NULL, NULL, NULL, NULL};
  VdAgeKey key = {NULL, NULL, NULL};
  guint8 head[64] = "VARDEBAK\0\1\0\2";
  guint32 records;
  guint64 events;
  Bytes bytes;

  if (identity == NULL)
    vd_age_keygen (&identity, &recipient);
  recipients[0] = recipient;
  writer = vd_age_writer_new (recipients, NULL, 0, take, file, NULL);
  if (size > 0 && data[0] % 2 == 0)
    vd_age_writer_add (writer, head, sizeof head, NULL);
  vd_age_writer_add (writer, data, size, NULL);
  vd_age_writer_finish (writer, NULL);
  bytes = (Bytes){file->data, file->len};
  key.file_key = vd_age_writer_file_key (writer);
  reader = vd_age_reader_new (&key, give, &bytes, NULL);
  g_assert (reader != NULL);
  g_assert (vd_stream_read (reader, &funcs, NULL, &records, &events, &error) == (error == NULL));
}

static const char *const names[] = {"header", "slots", "store.db"};

typedef struct {
  char *dir;
  VdSecret *recovery;
  GByteArray *files[G_N_ELEMENTS (names)];
} Base;

static GDateTime *
still (gpointer data)
{
  return g_date_time_new_utc (2026, 5, 2, 10, 15, 0);
}

static const VdClock clock_of_fuzz = {still, NULL};

static Base *
make_base (void)
{
  Base *base = g_new0 (Base, 1);
  g_autoptr (VdSecret) text = vd_secret_new_copy ("a passphrase, a body and a summary", 34);
  g_autofree char *top = g_build_filename (g_get_tmp_dir (), "vault-fuzz-XXXXXX", NULL);
  VdVault *vault;

  g_assert (g_mkdtemp (top) != NULL);
  base->dir = g_build_filename (top, "vault", NULL);
  vault =
      vd_vault_create (base->dir, text, NULL, &vd_kdf_floor, &clock_of_fuzz, &base->recovery, NULL);
  for (guint i = 0; i < 4; i++) {
    gint64 id = 0;

    g_assert (vd_vault_save_logged (vault, &id, text, text, NULL, NULL));
  }
  vd_vault_close (vault);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *path = g_build_filename (base->dir, names[i], NULL);
    char *content;
    gsize n;

    g_assert (g_file_get_contents (path, &content, &n, NULL));
    base->files[i] = g_byte_array_new_take ((guint8 *)content, n);
  }
  return base;
}

/* Six bytes change one place: file, kind, where (3), what. */
static void
lay_out (const Base *base, const guint8 *data, gsize size)
{
  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *path = g_build_filename (base->dir, names[i], NULL);
    g_autofree guint8 *copy = g_memdup2 (base->files[i]->data, base->files[i]->len);
    gsize length = base->files[i]->len;

    for (gsize at = 0; at + 6 <= size; at += 6) {
      gsize where = ((gsize)data[at + 2] << 16 | (gsize)data[at + 3] << 8 | data[at + 4]) %
                    base->files[i]->len;

      if (data[at] % 3 != i)
        continue;
      if (data[at + 1] % 8 == 0)
        length = where;
      else if (data[at + 1] % 8 == 1)
        memset (copy + where, data[at + 5], MIN (512, base->files[i]->len - where));
      else
        copy[where] ^= data[at + 5];
    }
    g_assert (g_file_set_contents_full (path, (const char *)copy, (gssize)length,
                                        G_FILE_SET_CONTENTS_NONE, 0600, NULL));
  }
}

static void
ignore (const char *what, const char *where, gpointer data)
{
}

/* Whatever the files hold: an error, or a vault of which each record is what it was or is named. */
G_GNUC_UNUSED static void
fuzz_store_open (const guint8 *data, gsize size)
{
  static Base *base;
  g_autoptr (GError) error = NULL;
  g_autoptr (VdVault) vault = NULL;
  g_autoptr (GPtrArray) entries = NULL;
  g_autofree char *wal = NULL;

  if (base == NULL)
    base = make_base ();
  wal = g_build_filename (base->dir, "store.db-wal", NULL);
  g_unlink (wal);
  lay_out (base, data, size);
  vault = vd_vault_open (base->dir, VD_VAULT_RECOVERY, base->recovery, &clock_of_fuzz, &error);
  g_assert ((vault == NULL) == (error != NULL));
  if (vault == NULL)
    vault = vd_vault_open_for_repair (base->dir, VD_VAULT_RECOVERY, base->recovery, &clock_of_fuzz,
                                      NULL);
  if (vault == NULL)
    return;
  entries = vd_vault_list (vault, NULL);
  for (guint i = 0; entries != NULL && i < entries->len; i++) {
    const VdVaultEntry *entry = g_ptr_array_index (entries, i);
    g_autoptr (VdSecret) body = vd_vault_load (vault, entry->id, NULL);

    if (entry->summary != NULL)
      g_assert_cmpstr ((const char *)vd_secret_data (entry->summary), ==,
                       "a passphrase, a body and a summary");
    if (body != NULL)
      g_assert_cmpstr ((const char *)vd_secret_data (body), ==,
                       "a passphrase, a body and a summary");
  }
  vd_vault_verify (vault, ignore, NULL, NULL, NULL, NULL);
}

FUZZ_MAIN
