/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "seal/age-stream.h"
#include "vault-fixture.h"
#include "vault/backup-file.h"
#include "vault/store-private.h"

#include <string.h>

/* One damaged record: what is left of it is written down for a person, and it can be removed alone,
 * so that no secret of it stays and backups can be written again. */

#define TEXT "a long sentence that somebody has typed and nobody wants to ask for again"

static void
run_sql (Fixture *self, const char *sql)
{
  char *message = NULL;

  sqlite3_exec (self->vault->store->db, sql, NULL, NULL, &message);
  g_assert_cmpstr (message, ==, NULL);
}

static GByteArray *
box_of (Fixture *self, VdTable table, gint64 id)
{
  VdRow row = {.table = table, .id = id};
  g_autoptr (GBytes) box = vd_store_get (self->vault->store, &row, NULL);
  gsize size;
  const guint8 *data = g_bytes_get_data (box, &size);

  return g_byte_array_append (g_byte_array_new (), data, (guint)size);
}

static void
set_box (Fixture *self, VdTable table, gint64 id, const GByteArray *box)
{
  const char *sql = table == VD_TABLE_BODY ? "UPDATE body SET box = ?1 WHERE id = ?2"
                                           : "UPDATE summary SET box = ?1 WHERE id = ?2";
  sqlite3_stmt *statement = NULL;

  g_assert_cmpint (sqlite3_prepare_v2 (self->vault->store->db, sql, -1, &statement, NULL), ==, 0);
  sqlite3_bind_blob (statement, 1, box->data, (int)box->len, SQLITE_STATIC);
  sqlite3_bind_int64 (statement, 2, id);
  g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_DONE);
  sqlite3_finalize (statement);
}

static void
flip (Fixture *self, VdTable table, gint64 id, gsize at)
{
  g_autoptr (GByteArray) box = box_of (self, table, id);

  box->data[at] ^= 0x01;
  set_box (self, table, id, box);
}

/* What the file says, opened with the recovery key. */
static char *
read_file (Fixture *self, const char *path)
{
  g_autoptr (VdSecret) identity = vd_vault_backup_identity (self->recovery, NULL);
  const VdAgeKey key = {.identity = identity};
  g_autofree char *text = g_malloc0 (100000);
  g_autoptr (VdAgeReader) reader = NULL;
  g_autoptr (GError) error = NULL;
  VdBackupFile file;

  g_assert_true (vd_backup_file_open (&file, path, &error));
  reader = vd_age_reader_new (&key, vd_backup_file_read, &file, &error);
  g_assert_no_error (error);
  g_assert_cmpint (vd_age_reader_read (reader, text, 99999, &error), >, 0);
  vd_backup_file_end (&file);
  return g_steal_pointer (&text);
}

/* Salvages record @id and returns what the file says. */
static char *
salvage (Fixture *self, gint64 id)
{
  g_autofree char *path = g_build_filename (self->top, "left.age", NULL);
  g_autoptr (GError) error = NULL;
  char *text;

  g_assert_true (vd_vault_salvage (self->vault, id, path, &error));
  g_assert_no_error (error);
  text = read_file (self, path);
  g_assert_false (vd_vault_salvage (self->vault, id, path, &error));
  g_assert_error (error, VD_ERROR, VD_ERROR_EXISTS);
  g_assert_cmpint (g_unlink (path), ==, 0);
  return text;
}

/* Wherever a byte is damaged, the rest can be read. */
static void
test_salvage (Fixture *self, gconstpointer data)
{
  const struct {
    VdTable table;
    gsize at;
    const char *there;
  } cases[] = {
      {VD_TABLE_BODY, 0, "\n[body]\n" TEXT},                /* suite */
      {VD_TABLE_BODY, 1, "\n[body]\n" TEXT},                /* number of the generation */
      {VD_TABLE_BODY, 7 + 24, "\n[body]\n` long sentence"}, /* the first character */
      {VD_TABLE_BODY, 7 + 24 + 5, "nobody wants to ask for again"},
      {VD_TABLE_BODY, 7 + 24 + sizeof TEXT + 100, TEXT}, /* padding */
      {VD_TABLE_BODY, 7 + 24 + 8192, "\n[body]\n" TEXT}, /* tag */
      {VD_TABLE_SUMMARY, 7 + 24 + 3, "\n[summary]\nsumlary\n[body]\n" TEXT},
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    gint64 id = save_new (self->vault, TEXT, "summary");
    g_autofree char *text = NULL;

    g_test_message ("%u", i);
    flip (self, cases[i].table, id, cases[i].at);
    text = salvage (self, id);
    g_assert_nonnull (strstr (text, cases[i].there));
    g_assert_nonnull (strstr (text, "Nothing below was verified"));
    g_assert_true (vd_vault_remove_damaged (self->vault, id, NULL));
  }
}

static void
test_refused (Fixture *self, gconstpointer data)
{
  g_autofree char *path = g_build_filename (self->top, "left.age", NULL);
  gint64 id = save_new (self->vault, TEXT, "summary");
  const struct {
    gint64 id;
    int code;
  } cases[] = {{id, VD_ERROR_REFUSED}, {id ^ 1, VD_ERROR_NOT_FOUND}};

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) first = NULL;
    g_autoptr (GError) second = NULL;

    g_assert_false (vd_vault_salvage (self->vault, cases[i].id, path, &first));
    g_assert_error (first, VD_ERROR, cases[i].code);
    g_assert_false (vd_vault_remove_damaged (self->vault, cases[i].id, &second));
    g_assert_error (second, VD_ERROR, cases[i].code);
  }
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  assert_body (self->vault, id, TEXT);
}

/* Nothing of it can be read: no file, but it can go. Many, because what a key makes of nothing may
 * look like something by chance. */
static void
test_nothing_left (Fixture *self, gconstpointer data)
{
  g_autofree char *path = g_build_filename (self->top, "left.age", NULL);
  gint64 ids[100];
  g_autofree char *bad = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    ids[i] = save_new (self->vault, TEXT, "summary");
  run_sql (self, "UPDATE summary SET box = zeroblob(559); UPDATE body SET box = zeroblob(8239)");
  for (guint i = 0; i < G_N_ELEMENTS (ids); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_false (vd_vault_salvage (self->vault, ids[i], path, &error));
    g_assert_error (error, VD_ERROR, VD_ERROR_DAMAGED);
    g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
    g_assert_true (vd_vault_remove_damaged (self->vault, ids[i], NULL));
  }
  bad = problems (self->vault);
  g_assert_cmpstr (bad, ==, "");
}

/* A vault that is open for repair is not changed. */
static void
test_repair (Fixture *self, gconstpointer data)
{
  gint64 id = save_new (self->vault, TEXT, "summary");
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  flip (self, VD_TABLE_BODY, id, 7 + 24 + 5);
  fixture_reopen_repair (self);
  text = salvage (self, id);
  g_assert_nonnull (strstr (text, "nobody wants to ask for again"));
  g_assert_false (vd_vault_remove_damaged (self->vault, id, &error));
  g_assert_error (error, VD_ERROR, VD_ERROR_READ_ONLY);
}

static void
last_event (const VdVaultLogEntry *entry, gpointer data)
{
  g_string_printf (data, "%d %s %" G_GINT64_FORMAT, (int)entry->event, entry->code, entry->record);
}

/* What was removed opens no more, even for who has kept its box; the others and the backups do. */
static void
test_remove (Fixture *self, gconstpointer data)
{
  g_autofree char *path = g_build_filename (self->top, "backup.age", NULL);
  gint64 other = save_new (self->vault, "other", "other");
  gint64 id = save_new (self->vault, TEXT, "summary");
  g_autoptr (GByteArray) box = box_of (self, VD_TABLE_SUMMARY, id);
  guint32 slot = vd_row_slot (box->data, box->len);
  g_autoptr (GString) event = g_string_new (NULL);
  g_autofree char *expected = NULL;
  g_autofree char *bad = NULL;
  g_autoptr (GError) error = NULL;
  guint8 secret[VD_SLOT_SECRET_SIZE];

  memcpy (secret, vd_slots_secret (self->vault->slots, slot, 0), sizeof secret);
  flip (self, VD_TABLE_SUMMARY, id, 60);
  flip (self, VD_TABLE_BODY, id, 60);
  fixture_reopen_quick (self); /* One damaged record does not hinder that, but every backup. */
  g_assert_false (vd_vault_backup (self->vault, path, NULL, NULL, NULL, NULL, &error));
  g_assert_error (error, VD_ERROR, VD_ERROR_DAMAGED);
  g_assert_true (vd_vault_remove_damaged (self->vault, id, NULL));
  for (guint copy = 0; copy < 2; copy++)
    g_assert_cmpint (
        memcmp (vd_slots_secret (self->vault->slots, slot, copy), secret, sizeof secret), !=, 0);
  fixture_reopen_quick (self);
  bad = problems (self->vault);
  g_assert_cmpstr (bad, ==, "");
  assert_body (self->vault, other, "other");
  assert_no_body (self->vault, id, VD_ERROR_NOT_FOUND);
  expected = g_strdup_printf ("%d damaged %" G_GINT64_FORMAT, VD_VAULT_EVENT_DELETE, id);
  g_assert_true (vd_vault_log_each (self->vault, last_event, event, NULL));
  g_assert_cmpstr (event->str, ==, expected);
  g_assert_true (vd_vault_backup (self->vault, path, NULL, NULL, NULL, NULL, NULL));
}

/* A damaged box that names the secret of something else does not take that with it. */
static void
test_claims (Fixture *self, gconstpointer data)
{
  gint64 other = save_new (self->vault, "other", "other");
  g_autoptr (GByteArray) theirs = box_of (self, VD_TABLE_SUMMARY, other);
  VdRow manifest = {.table = VD_TABLE_MANIFEST, .id = 1};
  const VdTable halves[] = {VD_TABLE_SUMMARY, VD_TABLE_BODY};

  g_assert_true (vd_vault_save_item (self->vault, VD_VAULT_DRAFT, self->passphrase, NULL));
  for (guint i = 0; i < 3; i++) {
    gint64 id = save_new (self->vault, TEXT, "summary");
    VdRow draft = {.table = VD_TABLE_ITEM, .id = VD_VAULT_DRAFT};
    g_autoptr (GBytes) item = vd_store_get (self->vault->store, &draft, NULL);
    g_autoptr (GBytes) own = vd_store_get (self->vault->store, &manifest, NULL);
    const guint8 *leads[] = {theirs->data, g_bytes_get_data (item, NULL),
                             g_bytes_get_data (own, NULL)};
    g_autoptr (VdSecret) found = NULL;
    g_autofree char *bad = NULL;

    for (guint j = 0; j < G_N_ELEMENTS (halves); j++) {
      g_autoptr (GByteArray) box = box_of (self, halves[j], id);

      memcpy (box->data, leads[i], VD_ROW_LEAD);
      set_box (self, halves[j], id, box);
    }
    if (i < 2)
      fixture_reopen_quick (self);
    g_assert_true (vd_vault_remove_damaged (self->vault, id, NULL));
    /* No secret is given to two rows afterwards: the one that is saved again would take it. */
    save_new (self->vault, "more", "more");
    g_assert_true (vd_vault_log (self->vault, VD_VAULT_EVENT_VIEW, other, NULL, NULL));
    fixture_reopen_quick (self);
    assert_body (self->vault, other, "other");
    found = vd_vault_load_item (self->vault, VD_VAULT_DRAFT, NULL);
    g_assert_nonnull (found);
    bad = problems (self->vault);
    g_assert_cmpstr (bad, ==, "");
  }
}

static void
count_events (const VdVaultLogEntry *entry, gpointer data)
{
  g_assert_cmpint (entry->event, ==, VD_VAULT_EVENT_VIEW);
  g_assert_cmpstr (entry->code, ==, "x");
  ++*(guint *)data;
}

/* The row with the unit's keys and members is damaged: records and entries of the log still open,
 * though nobody can say any more that none is missing, and with the recovery key they go into a
 * backup. The keys of the unit are in the daily copies only. */
static void
test_keys (Fixture *self, gconstpointer data)
{
  g_autofree char *path = g_build_filename (self->top, "backup.age", NULL);
  g_autofree char *dir = g_build_filename (self->top, "restored", NULL);
  g_autoptr (VdSecret) recovery = NULL;
  g_autoptr (VdVault) restored = NULL;
  g_autofree char *bad = NULL;
  g_autoptr (GError) error = NULL;
  gint64 id = save_new (self->vault, TEXT, "summary");
  guint events = 0, records = 0;

  for (guint i = 0; i < 3; i++)
    g_assert_true (vd_vault_log (self->vault, VD_VAULT_EVENT_VIEW, id, "x", NULL));
  run_sql (self, "UPDATE item SET box = zeroblob(8239) WHERE id = 3");
  fixture_refused (self, VD_ERROR_DAMAGED);
  self->vault = vd_vault_open_for_repair (self->dir, VD_VAULT_PASSPHRASE, self->passphrase,
                                          still_clock (), NULL);
  g_assert_false (vd_vault_backup (self->vault, path, NULL, NULL, NULL, NULL, &error));
  g_assert_error (error, VD_ERROR, VD_ERROR_DAMAGED);
  fixture_reopen_repair (self);
  g_assert_true (vd_vault_log_each (self->vault, count_events, &events, NULL));
  g_assert_cmpuint (events, ==, 3);
  bad = problems (self->vault);
  g_assert_cmpstr (bad, ==, "item 3\nlog 2\nlog 3\nlog end\nmanifest store.db\n");
  g_assert_true (vd_vault_backup (self->vault, path, NULL, NULL, NULL, &records, NULL));
  g_assert_cmpuint (records, ==, 1);
  restored = vd_vault_restore (path, VD_VAULT_RECOVERY, self->recovery, dir, self->passphrase,
                               "Kari", &vd_kdf_floor, still_clock (), &recovery, NULL, NULL, NULL);
  g_assert_nonnull (restored);
  assert_body (restored, id, TEXT);
}

int
main (int argc, char **argv)
{
  use_memory ();
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func)                                                                            \
  g_test_add ("/salvage/" name, Fixture, NULL, fixture_set_up, func, fixture_tear_down)
  ADD ("text", test_salvage);
  ADD ("refused", test_refused);
  ADD ("nothing-left", test_nothing_left);
  ADD ("repair", test_repair);
  ADD ("remove", test_remove);
  ADD ("claims", test_claims);
  ADD ("keys", test_keys);
  return g_test_run ();
}
