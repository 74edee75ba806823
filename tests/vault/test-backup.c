/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "vault-fixture.h"

#include <string.h>
#include "vault/backup-file.h"
#include "vault/backup-stream.h"
#include "vault/recovery.h"

static char *
backup (Fixture *self, const char *name, const char *passphrase, guint expected)
{
  char *path = g_build_filename (self->top, name, NULL);
  g_autoptr (VdSecret) key = passphrase != NULL ? secret (passphrase) : NULL;
  g_autoptr (GError) error = NULL;
  guint records = 0;

  vd_vault_backup (self->vault, path, key, NULL, NULL, &records, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (records, ==, expected);
  return path;
}

static VdVault *
restore (Fixture *self, const char *path, VdVaultKey kind, const VdSecret *key, int *code)
{
  g_autofree char *dir = g_build_filename (self->top, "restored", NULL);
  g_autoptr (VdSecret) passphrase = secret ("the passphrase of the new vault");
  g_autoptr (VdSecret) recovery = NULL;
  g_autoptr (GError) error = NULL;
  VdVault *vault = vd_vault_restore (path, kind, key, dir, passphrase, "Kari", &vd_kdf_floor,
                                     still_clock (), &recovery, NULL, NULL, &error);

  *code = error != NULL ? error->code : -1;
  g_assert_true ((vault == NULL) == (error != NULL));
  g_assert_true ((vault == NULL) == (recovery == NULL));
  if (vault == NULL)
    g_assert_false (g_file_test (dir, G_FILE_TEST_EXISTS) && *code != VD_ERROR_EXISTS);
  return vault;
}

static gint64 ids[150];

static void
fill (Fixture *self)
{
  g_autoptr (VdSecret) settings = secret ("settings");
  g_autoptr (VdSecret) large = vd_secret_new (VD_VAULT_BODY_MAX);

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++) {
    g_autofree char *body = g_strdup_printf ("body %u", i);

    ids[i] = save_new (self->vault, body, i % 2 == 0 ? body : "");
  }
  memset (vd_secret_data (large), 'x', VD_VAULT_BODY_MAX);
  g_assert_true (vd_vault_save (self->vault, &ids[0], large, settings, NULL));
  g_assert_true (vd_vault_save_item (self->vault, VD_VAULT_SETTINGS, settings, NULL));
  for (guint i = 0; i < 30; i++)
    vd_vault_log (self->vault, VD_VAULT_EVENT_EXPORT, ids[i], "rosa:pdf", NULL);
}

static void
assert_restored (VdVault *vault)
{
  g_autoptr (VdSecret) settings = vd_vault_load_item (vault, VD_VAULT_SETTINGS, NULL);
  g_autoptr (VdSecret) large = vd_vault_load (vault, ids[0], NULL);
  g_autofree char *bad = problems (vault);
  g_autofree char *summary = find_summary (vault, ids[2]);

  g_assert_cmpstr (bad, ==, "");
  g_assert_cmpuint (vault->manifest.count, ==, G_N_ELEMENTS (ids));
  g_assert_cmpmem (vd_secret_data (settings), vd_secret_size (settings), "settings", 8);
  g_assert_cmpuint (vd_secret_size (large), ==, VD_VAULT_BODY_MAX);
  g_assert_cmpstr (summary, ==, "body 2");
  for (guint i = 1; i < G_N_ELEMENTS (ids); i++) {
    g_autofree char *body = g_strdup_printf ("body %u", i);

    assert_body (vault, ids[i], body);
  }
}

/* Needs no passphrase to write; opens with the recovery key; the log goes on, anchors included. */
static void
test_recovery (Fixture *self, gconstpointer data)
{
  g_autofree char *anchor = NULL;
  g_autofree char *path = NULL;
  g_autoptr (GPtrArray) users = NULL;
  VdVaultHealth health;
  guint64 generation;
  VdVault *vault;
  gint64 events;
  int code;

  fill (self);
  anchor = vd_vault_anchor (self->vault);
  path = backup (self, "backup.age", NULL, G_N_ELEMENTS (ids));
  vd_vault_health (self->vault, &health);
  g_assert_cmpint (health.backup, ==, 1777716900);
  g_assert_cmpuint (health.unbacked, ==, 0);
  generation = health.generation;
  events = health.events;
  vault = restore (self, path, VD_VAULT_RECOVERY, self->recovery, &code);
  g_assert_cmpint (code, ==, -1);
  assert_restored (vault);
  g_assert_true (vd_vault_check_anchor (vault, anchor, NULL, NULL));
  vd_vault_health (vault, &health);
  g_assert_cmpuint (health.generation, >=, generation);
  g_assert_cmpint (health.events, ==, events); /* Backup is not in it, restore is. */
  users = vd_vault_users (vault);
  g_assert_cmpuint (users->len, ==, 1);
  g_assert_cmpuint (((VdVaultUser *)g_ptr_array_index (users, 0))->number, ==, 2);
  vd_vault_close (vault);
  vault = restore (self, path, VD_VAULT_RECOVERY, self->recovery, &code);
  g_assert_cmpint (code, ==, VD_ERROR_EXISTS);
}

static void
test_passphrase (Fixture *self, gconstpointer data)
{
  g_autoptr (VdSecret) right = secret ("backup passphrase");
  g_autoptr (VdSecret) empty = secret ("");
  g_autofree char *path = NULL;
  g_autofree char *other = g_build_filename (self->top, "other.age", NULL);
  g_autoptr (GError) error = NULL;
  VdVault *vault;
  int code;

  fill (self);
  path = backup (self, "backup.age", "backup passphrase", G_N_ELEMENTS (ids));
  restore (self, path, VD_VAULT_PASSPHRASE, self->passphrase, &code);
  g_assert_cmpint (code, ==, VD_ERROR_WRONG_KEY);
  restore (self, path, VD_VAULT_RECOVERY, self->recovery, &code);
  g_assert_cmpint (code, ==, VD_ERROR_WRONG_KEY);
  vault = restore (self, path, VD_VAULT_PASSPHRASE, right, &code);
  g_assert_cmpint (code, ==, -1);
  assert_restored (vault);
  vd_vault_close (vault);
  g_assert_false (vd_vault_backup (self->vault, path, NULL, NULL, NULL, NULL, &error));
  g_assert_error (error, VD_ERROR, VD_ERROR_EXISTS);
  g_clear_error (&error);
  g_assert_false (vd_vault_backup (self->vault, other, empty, NULL, NULL, NULL, &error));
  g_assert_error (error, VD_ERROR, VD_ERROR_INVALID);
  g_assert_false (g_file_test (other, G_FILE_TEST_EXISTS));
}

/* The standard tool opens it, with the identity that the recovery key gives. */
static void
test_stock_age (Fixture *self, gconstpointer data)
{
  g_autofree char *age = g_find_program_in_path ("age");
  g_autoptr (VdSecret) identity = vd_vault_backup_identity (self->recovery, NULL);
  g_autofree char *file = g_build_filename (self->top, "identity", NULL);
  g_autofree char *out = g_build_filename (self->top, "plain", NULL);
  g_autofree char *path = NULL;
  g_autofree char *plain = NULL;
  gsize size;

  if (age == NULL) {
    g_test_skip ("no age here");
    return;
  }
  fill (self);
  path = backup (self, "backup.age", NULL, G_N_ELEMENTS (ids));
  g_assert_true (g_file_set_contents (file, (const char *)vd_secret_data (identity), -1, NULL));
  {
    const char *const argv[] = {age, "-d", "-i", file, "-o", out, path, NULL};
    int status = -1;

    g_assert_true (g_spawn_sync (NULL, (char **)argv, NULL, G_SPAWN_DEFAULT, NULL, NULL, NULL, NULL,
                                 &status, NULL));
    g_assert_cmpint (status, ==, 0);
  }
  g_assert_true (g_file_get_contents (out, &plain, &size, NULL));
  g_assert_cmpuint (size, >, VD_VAULT_BODY_MAX);
  g_assert_cmpmem (plain, 12, "VARDEBAK\0\1\0\2", 12);
}

typedef struct {
  const guint8 *data;
  gsize size;
  gsize used;
} Memory;

static gssize
read_memory (guint8 *data, gsize size, gpointer user, GError **error)
{
  Memory *memory = user;
  gsize n = MIN (size, memory->size - memory->used);

  memcpy (data, memory->data + memory->used, n);
  memory->used += n;
  return (gssize)n;
}

static gboolean
write_memory (const guint8 *data, gsize size, gpointer user, GError **error)
{
  g_byte_array_append (user, data, (guint)size);
  return TRUE;
}

/* Returns: the code that reading the bytes fails with, -1: none. */
static int
read_bytes (const VdSecret *identity, const guint8 *data, gsize size)
{
  const VdAgeKey key = {.identity = identity};
  const VdStreamFuncs nothing = {0};
  Memory memory = {data, size, 0};
  g_autoptr (GError) error = NULL;
  g_autoptr (VdAgeReader) reader = vd_age_reader_new (&key, read_memory, &memory, &error);
  guint32 records;
  guint64 events;

  if (reader != NULL)
    vd_stream_read (reader, &nothing, NULL, &records, &events, &error);
  return error != NULL ? error->code : -1;
}

/* Every byte with three masks and every length: never anything but an error. */
static void
test_every_byte (Fixture *self, gconstpointer data)
{
  const guint8 masks[] = {0x01, 0x80, 0xff};
  g_autoptr (VdSecret) identity = vd_vault_backup_identity (self->recovery, NULL);
  g_autofree char *path = NULL;
  g_autofree char *bytes = NULL;
  gsize size;

  save_new (self->vault, "body", "summary");
  vd_vault_log (self->vault, VD_VAULT_EVENT_VIEW, 1, NULL, NULL);
  path = backup (self, "backup.age", NULL, 1);
  g_assert_true (g_file_get_contents (path, &bytes, &size, NULL));
  g_assert_cmpint (read_bytes (identity, (const guint8 *)bytes, size), ==, -1);
  for (gsize i = 0; i < size; i++)
    for (guint j = 0; j < G_N_ELEMENTS (masks); j++) {
      bytes[i] ^= (char)masks[j];
      g_assert_cmpint (read_bytes (identity, (const guint8 *)bytes, size), >=, 0);
      bytes[i] ^= (char)masks[j];
    }
  for (gsize i = 0; i < size; i++)
    g_assert_cmpint (read_bytes (identity, (const guint8 *)bytes, i), >=, 0);
}

/* Streams that a wrong or hostile program has put into a good age file. */
static GByteArray *
forge (const char *recipient, guint what)
{
  const char *const recipients[] = {recipient, NULL};
  GByteArray *bytes = g_byte_array_new ();
  g_autoptr (VdAgeWriter) age = vd_age_writer_new (recipients, NULL, 0, write_memory, bytes, NULL);
  g_autoptr (VdTeam) team = vd_team_new ();
  g_autoptr (VdSecret) summary = vd_secret_new (what == 1 ? 600 : 10);
  g_autoptr (VdSecret) item = secret ("item");
  const guint8 vault_id[VD_VAULT_ID_SIZE] = {0};
  const VdLogEntry entry = {.seq = 1, .code = "code"};
  const gsize size = what == 2 ? 1100000 : 100;
  g_autofree guint8 *body = g_malloc0 (size);
  VdStreamWriter stream;

  vd_stream_begin (&stream, age, vault_id, 5, 0, NULL);
  if (what != 3)
    vd_stream_keys (&stream, team, NULL);
  vd_stream_item (&stream, what == 4 ? VD_TEAM_ITEM : VD_VAULT_SETTINGS, item, NULL);
  vd_stream_event (&stream, &entry, NULL);
  vd_stream_record (&stream, what == 5 ? 0 : 17, summary, body, size, NULL);
  if (what == 6)
    vd_stream_event (&stream, &entry, NULL);
  if (what == 7)
    stream.records++;
  if (what == 8)
    vd_age_writer_finish (age, NULL);
  else if (what == 9)
    vd_age_writer_add (age, "\7\0\0\0\0", 5, NULL);
  if (what == 10) {
    vd_stream_record (&stream, 17, summary, body, size, NULL);
  }
  if (what != 8)
    vd_stream_end (&stream, NULL);
  vd_stream_clear (&stream);
  return bytes;
}

static void
test_forged (Fixture *self, gconstpointer data)
{
  g_autoptr (VdSecret) identity = vd_vault_backup_identity (self->recovery, NULL);
  g_autofree char *recipient = vd_age_recipient_of (identity, NULL);
  g_autofree char *path = g_build_filename (self->top, "forged.age", NULL);

  for (guint what = 0; what <= 10; what++) {
    g_autoptr (GByteArray) bytes = forge (recipient, what);
    VdVault *vault;
    int code;

    g_test_message ("forgery %u", what);
    g_assert_true (g_file_set_contents (path, (const char *)bytes->data, (gssize)bytes->len, NULL));
    vault = restore (self, path, VD_VAULT_RECOVERY, self->recovery, &code);
    g_assert_cmpint (code, ==, what == 0 ? -1 : VD_ERROR_DAMAGED);
    if (vault != NULL)
      vd_vault_destroy (vault, NULL);
  }
}

/* The same with the content of a good one changed: a byte of a record, a byte behind the end. */
static void
test_changed_content (Fixture *self, gconstpointer data)
{
  g_autoptr (VdSecret) identity = vd_vault_backup_identity (self->recovery, NULL);
  g_autofree char *recipient = vd_age_recipient_of (identity, NULL);
  const char *const recipients[] = {recipient, NULL};
  g_autoptr (GPtrArray) identities = g_ptr_array_new ();
  g_autoptr (GByteArray) good = forge (recipient, 0);
  g_autoptr (VdSecret) plain = NULL;

  g_ptr_array_add (identities, identity);
  plain = vd_age_decrypt (identities, good->data, good->len, NULL);
  for (guint what = 0; what < 3; what++) {
    g_autofree guint8 *bytes = g_memdup2 (vd_secret_data (plain), vd_secret_size (plain) + 1);
    g_autoptr (GBytes) file = NULL;
    gsize size = vd_secret_size (plain) + (what == 2);

    if (what == 1)
      bytes[vd_secret_size (plain) - 60] ^= 1; /* In the body, before the end of 49 bytes. */
    file = vd_age_encrypt_to (recipients, bytes, size, NULL);
    g_assert_cmpint (read_bytes (identity, g_bytes_get_data (file, NULL), g_bytes_get_size (file)),
                     ==, what == 0 ? -1 : VD_ERROR_DAMAGED);
  }
}

/* @data: how many more times to go on (NULL: none). */
static gboolean
stop_later (guint64 done, guint64 total, gpointer data)
{
  return data != NULL && (*(guint *)data)-- > 0;
}

/* At any moment, also while the new vault is checked. Returns: how often it could be stopped. */
static guint
stop_everywhere (Fixture *self, const char *path, const char *dir)
{
  for (guint n = 0;; n++) {
    g_autoptr (VdSecret) recovery = NULL;
    g_autoptr (GError) error = NULL;
    guint left = n;
    g_autoptr (VdVault) vault =
        vd_vault_restore (path, VD_VAULT_RECOVERY, self->recovery, dir, self->passphrase, NULL,
                          &vd_kdf_floor, still_clock (), &recovery, stop_later, &left, &error);

    if (vault != NULL)
      return n;
    g_assert_error (error, VD_ERROR, VD_ERROR_CANCELLED);
    g_assert_null (recovery);
    g_assert_false (g_file_test (dir, G_FILE_TEST_EXISTS));
  }
}

static void
test_stopped (Fixture *self, gconstpointer data)
{
  g_autofree char *path = g_build_filename (self->top, "backup.age", NULL);
  g_autofree char *missing = g_build_filename (self->top, "missing", "backup.age", NULL);
  g_autofree char *dir = g_build_filename (self->top, "new", NULL);
  g_autoptr (GError) error = NULL;

  fill (self);
  g_assert_false (vd_vault_backup (self->vault, path, NULL, stop_later, NULL, NULL, &error));
  g_assert_error (error, VD_ERROR, VD_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  g_assert_false (vd_vault_backup (self->vault, missing, NULL, NULL, NULL, NULL, &error));
  g_assert_error (error, VD_ERROR, VD_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_true (vd_vault_backup (self->vault, path, NULL, NULL, NULL, NULL, NULL));
  g_assert_cmpuint (stop_everywhere (self, path, dir), >, 1);
}

/* A damaged vault: no backup that pretends to be whole, but one of what is readable, in repair. */
static void
test_repair (Fixture *self, gconstpointer data)
{
  g_autofree char *path = NULL;
  g_autofree char *sql = NULL;
  g_autofree char *other = g_build_filename (self->top, "other.age", NULL);
  g_autoptr (GError) error = NULL;
  VdVault *vault;
  int code;

  fill (self);
  fixture_close (self);
  sql = g_strdup_printf ("UPDATE body SET box = zeroblob(8239) WHERE id = %" G_GINT64_FORMAT
                         "; DELETE FROM summary WHERE id = %" G_GINT64_FORMAT,
                         ids[3], ids[5]);
  fixture_sql (self, sql);
  fixture_refused (self, VD_ERROR_DAMAGED);
  fixture_reopen_repair (self);
  path = backup (self, "backup.age", NULL, G_N_ELEMENTS (ids) - 2);
  vault = restore (self, path, VD_VAULT_RECOVERY, self->recovery, &code);
  g_assert_nonnull (vault);
  assert_body (vault, ids[4], "body 4");
  assert_no_body (vault, ids[3], VD_ERROR_NOT_FOUND);
  vd_vault_close (vault);
}

/* Without the manifest it is still said how many records there are, so that a backup that lacks
 * some is seen to, and the state of the log that goes into it. */
static void
test_no_manifest (Fixture *self, gconstpointer data)
{
  g_autofree char *before = NULL;
  g_autofree char *anchor = NULL;
  VdVaultHealth health;

  for (guint i = 0; i < 3; i++)
    vd_vault_log (self->vault, VD_VAULT_EVENT_VIEW, save_new (self->vault, "b", "s"), NULL, NULL);
  before = vd_vault_anchor (self->vault);
  fixture_close (self);
  fixture_sql (self, "UPDATE manifest SET box = zeroblob(1071)");
  fixture_refused (self, VD_ERROR_DAMAGED);
  fixture_reopen_repair (self);
  vd_vault_health (self->vault, &health);
  g_assert_cmpuint (health.records, ==, 3);
  anchor = vd_vault_anchor (self->vault);
  g_assert_cmpstr (anchor, ==, before);
}

static void
test_damaged_record (Fixture *self, gconstpointer data)
{
  gint64 id = save_new (self->vault, "body", "summary");
  g_autofree char *path = g_build_filename (self->top, "backup.age", NULL);
  g_autofree char *sql =
      g_strdup_printf ("UPDATE body SET box = zeroblob(8239) WHERE id = %" G_GINT64_FORMAT, id);
  g_autoptr (GError) error = NULL;

  fixture_close (self);
  fixture_sql (self, sql);
  fixture_reopen_quick (self);
  g_assert_false (vd_vault_backup (self->vault, path, NULL, NULL, NULL, NULL, &error));
  g_assert_error (error, VD_ERROR, VD_ERROR_DAMAGED);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
}

static void
test_switch (Fixture *self, gconstpointer data)
{
  g_autofree char *fresh = g_build_filename (self->top, "restored", NULL);
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;
  gint64 late;
  VdVault *vault;
  int code;

  fill (self);
  path = backup (self, "backup.age", NULL, G_N_ELEMENTS (ids));
  late = save_new (self->vault, "later", "later");
  vault = restore (self, path, VD_VAULT_RECOVERY, self->recovery, &code);
  g_assert_false (vd_vault_switch (self->dir, fresh, &error));
  g_assert_error (error, VD_ERROR, VD_ERROR_IN_USE);
  g_clear_error (&error);
  fixture_close (self);
  vd_vault_close (vault);
  g_assert_true (vd_vault_switch (self->dir, fresh, &error));
  g_assert_no_error (error);
  vault = vd_vault_open (fresh, VD_VAULT_RECOVERY, self->recovery, still_clock (), NULL);
  assert_body (vault, late, "later");
  vd_vault_close (vault);
  fixture_refused (self, VD_ERROR_WRONG_KEY);
}

int
main (int argc, char **argv)
{
  use_memory ();
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func)                                                                            \
  g_test_add ("/backup/" name, Fixture, NULL, fixture_set_up, func, fixture_tear_down)
  ADD ("recovery", test_recovery);
  ADD ("passphrase", test_passphrase);
  ADD ("stock-age", test_stock_age);
  ADD ("every-byte", test_every_byte);
  ADD ("forged", test_forged);
  ADD ("changed-content", test_changed_content);
  ADD ("stopped", test_stopped);
  ADD ("repair", test_repair);
  ADD ("no-manifest", test_no_manifest);
  ADD ("damaged-record", test_damaged_record);
  ADD ("switch", test_switch);
  return g_test_run ();
}
