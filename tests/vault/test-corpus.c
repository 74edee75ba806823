/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "vault-fixture.h"

#include <string.h>

/* Chance damage of every file of a vault, with and without a write-ahead log: bytes, lengths, and
 * sectors that are empty, exchanged or there twice. Whatever it is, the vault is refused, or the
 * damage is named, or nothing is different; never is something missing without a word. A bounded
 * part of the places each time; every n-th of them, with each mask, with VARDE_CORPUS_EVERY. */
#define RECORDS 12
#define TRIES 100u
#define SECTOR 512u

static const char *const names[] = {"header", "slots", "store.db", "store.db-wal"};

typedef struct {
  Fixture *fixture;
  GHashTable *expected; /* gint64 * id -> char * text, the same in body and summary */
  GByteArray *files[G_N_ELEMENTS (names)];
  guint refused;
  guint reported;
  guint identical;
  guint lost;
} Corpus;

/* Whether everything that was stored is there as it was, and nothing else. */
static gboolean
is_complete (Corpus *self, VdVault *vault)
{
  g_autoptr (GPtrArray) entries = vd_vault_list (vault, NULL);
  g_autoptr (VdSecret) draft = vd_vault_load_item (vault, VD_VAULT_DRAFT, NULL);
  guint right = 0;

  for (guint i = 0; entries != NULL && i < entries->len; i++) {
    const VdVaultEntry *entry = g_ptr_array_index (entries, i);
    g_autoptr (VdSecret) body = vd_vault_load (vault, entry->id, NULL);
    const char *text = g_hash_table_lookup (self->expected, &entry->id);

    right += body != NULL && entry->summary != NULL && text != NULL &&
             strcmp ((const char *)vd_secret_data (entry->summary), text) == 0 &&
             strcmp ((const char *)vd_secret_data (body), text) == 0;
  }
  return entries != NULL && entries->len == RECORDS && right == RECORDS && draft != NULL &&
         vault->manifest.log.seq == 1;
}

static void
judge (Corpus *self)
{
  Fixture *fixture = self->fixture;
  g_autoptr (GError) error = NULL;
  g_autofree char *bad = NULL;
  gboolean complete;

  fixture->vault =
      vd_vault_open (fixture->dir, VD_VAULT_RECOVERY, fixture->recovery, still_clock (), &error);
  if (fixture->vault == NULL) {
    /* One byte says which version has made the store. */
    if (!g_error_matches (error, VD_ERROR, VD_ERROR_NEWER))
      g_assert_error (error, VD_ERROR, VD_ERROR_DAMAGED);
    self->refused++;
    return;
  }
  complete = is_complete (self, fixture->vault);
  bad = problems (fixture->vault);
  self->identical += complete;
  self->reported += !complete && *bad != 0;
  self->lost += !complete && *bad == 0;
  fixture_close (fixture);
}

/* Lays the files out, @file as @bytes. */
static void
try_file (Corpus *self, guint file, const GByteArray *bytes)
{
  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    const GByteArray *content = i == file ? bytes : self->files[i];
    g_autofree char *path = fixture_file (self->fixture, names[i]);

    if (content != NULL)
      fixture_write (self->fixture, names[i], content);
    else
      g_unlink (path);
  }
  judge (self);
}

/* Returns: the distance between places to try, so that there are some @tries of them. */
static gsize
step (gsize size, guint tries)
{
  const char *every = g_getenv ("VARDE_CORPUS_EVERY");

  if (every != NULL)
    return MAX ((gsize)g_ascii_strtoull (every, NULL, 10), 1);
  return MAX (size / tries, 1) + (gsize)g_test_rand_int_range (0, 3);
}

static GByteArray *
copy (const GByteArray *bytes, gsize size)
{
  GByteArray *result = g_byte_array_new ();

  return g_byte_array_append (result, bytes->data, (guint)size);
}

static void
flip_bytes (Corpus *self, guint file)
{
  const guint8 masks[] = {0x01, 0x80, 0xff};
  g_autoptr (GByteArray) bytes = copy (self->files[file], self->files[file]->len);
  guint tried = 0;

  for (gsize at = 0; at < bytes->len; at += step (bytes->len, TRIES))
    for (guint i = 0; i < G_N_ELEMENTS (masks); i++) {
      if (g_getenv ("VARDE_CORPUS_EVERY") == NULL && i != tried++ % 3)
        continue;
      bytes->data[at] ^= masks[i];
      try_file (self, file, bytes);
      bytes->data[at] ^= masks[i];
    }
  /* Where SQLite keeps its structures: the start of each page. */
  for (gsize at = 0; file >= 2 && at < bytes->len; at += 4096) {
    gsize place = at + (gsize)g_test_rand_int_range (0, 64) % (bytes->len - at);

    bytes->data[place] ^= 0x80;
    try_file (self, file, bytes);
    bytes->data[place] ^= 0x80;
  }
}

static void
cut (Corpus *self, guint file)
{
  for (gsize size = 0; size < self->files[file]->len;
       size += step (self->files[file]->len, TRIES)) {
    g_autoptr (GByteArray) bytes = copy (self->files[file], size);

    try_file (self, file, bytes);
  }
}

/* Sector @at empty (0), exchanged with the next (1), or there in its place too (2). */
static void
spoil_sectors (Corpus *self, guint file)
{
  gsize n = self->files[file]->len / SECTOR;

  for (gsize i = 0; i + 1 < n; i += step (n, TRIES / 3))
    for (guint how = 0; how < 3; how++) {
      g_autoptr (GByteArray) bytes = copy (self->files[file], self->files[file]->len);
      guint8 *here = bytes->data + i * SECTOR;
      guint8 held[SECTOR];

      memcpy (held, here, SECTOR);
      if (how == 0)
        memset (here, 0, SECTOR);
      else if (how == 1)
        memcpy (here, here + SECTOR, SECTOR);
      if (how != 0)
        memcpy (here + SECTOR, held, SECTOR);
      try_file (self, file, bytes);
    }
}

/* Takes the files as they are, after the vault was closed or while it is open. */
static void
take (Corpus *self, gboolean closed)
{
  if (closed)
    fixture_close (self->fixture);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *path = fixture_file (self->fixture, names[i]);
    char *bytes = NULL;
    gsize size;

    g_clear_pointer (&self->files[i], g_byte_array_unref);
    if (g_file_get_contents (path, &bytes, &size, NULL))
      self->files[i] = g_byte_array_new_take ((guint8 *)bytes, size);
  }
  fixture_close (self->fixture);
}

static void
damage (Corpus *self, guint file)
{
  void (*const kinds[]) (Corpus *, guint) = {flip_bytes, cut, spoil_sectors};
  const char *const texts[] = {"bytes", "lengths", "sectors"};

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++) {
    self->refused = self->reported = self->identical = self->lost = 0;
    kinds[i](self, file);
    g_test_message ("%s, %s: %u refused, %u reported, %u without effect, %u lost", names[file],
                    texts[i], self->refused, self->reported, self->identical, self->lost);
    g_assert_cmpuint (self->lost, ==, 0);
    g_assert_cmpuint (self->refused + self->reported + self->identical, >, 0);
  }
}

static void
fill (Corpus *self)
{
  Fixture *fixture = self->fixture;

  for (guint i = 0; i < RECORDS; i++) {
    char *text = g_strdup_printf ("record %u", i);
    gint64 id = save_new (fixture->vault, text, text);

    g_hash_table_insert (self->expected, g_memdup2 (&id, sizeof id), text);
  }
  g_assert_true (vd_vault_save_item (fixture->vault, VD_VAULT_DRAFT, fixture->passphrase, NULL));
  g_assert_true (vd_vault_log (fixture->vault, VD_VAULT_EVENT_VIEW, 1, NULL, NULL));
}

/* @data: whether the vault was closed. */
static void
test_damage (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GHashTable) expected =
      g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  Corpus self = {.fixture = fixture, .expected = expected};
  gboolean closed = GPOINTER_TO_INT (data);

  fill (&self);
  take (&self, closed);
  g_assert_true ((self.files[3] == NULL) == closed);
  for (guint file = closed ? 0 : 3; file < (closed ? 3 : 4); file++)
    damage (&self, file);
  try_file (&self, 0, self.files[0]);
  g_assert_cmpuint (self.identical, >, 0);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    g_clear_pointer (&self.files[i], g_byte_array_unref);
}

/* What the judge has to find: a record that is gone or another without anything that says so. */
static void
test_canaries (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GHashTable) expected =
      g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  g_autoptr (VdSecret) other = secret ("another text");
  Corpus self = {.fixture = fixture, .expected = expected};
  GHashTableIter iter;
  gint64 *id;

  fill (&self);
  g_hash_table_iter_init (&iter, expected);
  g_assert_true (g_hash_table_iter_next (&iter, (gpointer *)&id, NULL));
  fixture_close (fixture);
  judge (&self);
  g_assert_cmpuint (self.identical, ==, 1);
  fixture_reopen_quick (fixture);
  g_assert_true (vd_vault_save (fixture->vault, id, other, other, NULL));
  fixture_close (fixture);
  judge (&self);
  g_assert_cmpuint (self.lost, ==, 1);
  fixture_reopen_quick (fixture);
  g_assert_true (vd_vault_delete (fixture->vault, *id, NULL));
  fixture_close (fixture);
  judge (&self);
  g_assert_cmpuint (self.lost, ==, 2);
}

int
main (int argc, char **argv)
{
  use_memory ();
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func, data)                                                                      \
  g_test_add ("/corpus/" name, Fixture, data, fixture_set_up, func, fixture_tear_down)
  ADD ("canaries", test_canaries, NULL);
  ADD ("closed", test_damage, GINT_TO_POINTER (TRUE));
  ADD ("open", test_damage, GINT_TO_POINTER (FALSE));
  return g_test_run ();
}
