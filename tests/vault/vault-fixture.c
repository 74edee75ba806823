/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "vault-fixture.h"

#include <sched.h>
#include <sodium.h>
#include <sqlite3.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/random.h>

#define CROWD 24

VdSecret *
secret (const char *text)
{
  return vd_secret_new_copy (text, strlen (text));
}

static GDateTime *
still_now (gpointer data)
{
  return g_date_time_new_utc (2026, 5, 2, 10, 15, 0);
}

const VdClock *
still_clock (void)
{
  static const VdClock clock = {still_now, NULL};

  return &clock;
}

void
use_memory (void)
{
  if (g_file_test ("/dev/shm", G_FILE_TEST_IS_DIR))
    g_setenv ("TMPDIR", "/dev/shm", TRUE);
}

static const char *
get_name (void)
{
  return "crowded";
}

/* Four bytes are the choice of a slot. */
static void
fill_crowded (void *const data, const size_t size)
{
  guint8 *bytes = data;
  guint32 choice;
  gsize used = 0;

  while (used < size)
    used += (gsize)MAX (0, getrandom (bytes + used, size - used, 0));
  if (size != sizeof choice)
    return;
  memcpy (&choice, data, sizeof choice);
  choice = choice % 8 == 0 ? choice / 8 : choice / 8 % CROWD;
  memcpy (data, &choice, sizeof choice);
}

static guint32
get_random (void)
{
  guint32 value;

  fill_crowded (&value, sizeof value);
  return value;
}

/* Of thousands of slots nearly always one of the first few is chosen, so that a slot which is given
 * away while it should not be meets its owner often, and not once in thousands of runs. */
static void
crowd_slots (void)
{
  static randombytes_implementation crowded = {
      .implementation_name = get_name, .random = get_random, .buf = fill_crowded};

  g_assert_cmpint (randombytes_set_implementation (&crowded), ==, 0);
}

char *
make_top (void)
{
  g_autoptr (GError) error = NULL;
  char *top = g_dir_make_tmp ("vault-test-XXXXXX", &error);

  crowd_slots ();
  g_assert_no_error (error);
  return top;
}

void
remove_tree (const char *path)
{
  g_autoptr (GDir) dir = NULL;
  const char *name;

  if (!g_file_test (path, G_FILE_TEST_IS_SYMLINK))
    dir = g_dir_open (path, 0, NULL);
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *child = g_build_filename (path, name, NULL);

    remove_tree (child);
  }
  g_remove (path);
}

void
fixture_set_up (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  self->top = make_top ();
  self->dir = g_build_filename (self->top, "vault", NULL);
  self->passphrase = secret ("correct horse battery");
  self->vault = vd_vault_create (self->dir, self->passphrase, "Kari Example", &vd_kdf_floor,
                                 still_clock (), &self->recovery, &error);
  g_assert_no_error (error);
  g_assert_nonnull (self->vault);
}

void
fixture_tear_down (Fixture *self, gconstpointer data)
{
  fixture_close (self);
  remove_tree (self->top);
  vd_secret_free (self->passphrase);
  vd_secret_free (self->recovery);
  g_free (self->dir);
  g_free (self->top);
}

void
fixture_close (Fixture *self)
{
  g_clear_pointer (&self->vault, vd_vault_close);
}

void
fixture_reopen (Fixture *self)
{
  g_autoptr (GError) error = NULL;

  fixture_close (self);
  self->vault =
      vd_vault_open (self->dir, VD_VAULT_PASSPHRASE, self->passphrase, still_clock (), &error);
  g_assert_no_error (error);
  g_assert_nonnull (self->vault);
}

void
fixture_reopen_quick (Fixture *self)
{
  g_autoptr (GError) error = NULL;

  fixture_close (self);
  self->vault =
      vd_vault_open (self->dir, VD_VAULT_RECOVERY, self->recovery, still_clock (), &error);
  g_assert_no_error (error);
}

void
fixture_reopen_repair (Fixture *self)
{
  g_autoptr (GError) error = NULL;

  fixture_close (self);
  self->vault = vd_vault_open_for_repair (self->dir, VD_VAULT_RECOVERY, self->recovery,
                                          still_clock (), &error);
  g_assert_no_error (error);
}

void
fixture_refused (Fixture *self, int code)
{
  g_autoptr (GError) error = NULL;

  fixture_close (self);
  self->vault =
      vd_vault_open (self->dir, VD_VAULT_RECOVERY, self->recovery, still_clock (), &error);
  g_assert_error (error, VD_ERROR, code);
  g_assert_null (self->vault);
}

gboolean
fixture_try (Fixture *self, int *code)
{
  g_autoptr (GError) error = NULL;

  fixture_close (self);
  self->vault =
      vd_vault_open (self->dir, VD_VAULT_PASSPHRASE, self->passphrase, still_clock (), &error);
  g_assert_true ((self->vault == NULL) == (error != NULL));
  if (error == NULL)
    return TRUE;
  g_assert_true (error->domain == VD_ERROR);
  *code = error->code;
  return FALSE;
}

char *
fixture_file (Fixture *self, const char *name)
{
  return g_build_filename (self->dir, name, NULL);
}

GByteArray *
fixture_read (Fixture *self, const char *name)
{
  g_autofree char *path = fixture_file (self, name);
  g_autoptr (GError) error = NULL;
  char *data;
  gsize size;

  g_file_get_contents (path, &data, &size, &error);
  g_assert_no_error (error);
  return g_byte_array_new_take ((guint8 *)data, size);
}

void
fixture_write (Fixture *self, const char *name, const GByteArray *bytes)
{
  g_autofree char *path = fixture_file (self, name);
  FILE *file = g_fopen (path, "we");

  g_assert_nonnull (file);
  if (bytes->len > 0)
    g_assert_cmpuint (fwrite (bytes->data, 1, bytes->len, file), ==, bytes->len);
  g_assert_cmpint (fclose (file), ==, 0);
}

void
fixture_sql (Fixture *self, const char *sql)
{
  g_autofree char *path = fixture_file (self, "store.db");
  sqlite3 *db = NULL;
  char *message = NULL;

  g_assert_cmpint (sqlite3_open_v2 (path, &db, SQLITE_OPEN_READWRITE, NULL), ==, SQLITE_OK);
  sqlite3_exec (db, sql, NULL, NULL, &message);
  g_assert_cmpstr (message, ==, NULL);
  sqlite3_close (db);
}

gint64
save_new (VdVault *vault, const char *body, const char *summary)
{
  g_autoptr (VdSecret) b = secret (body);
  g_autoptr (VdSecret) s = secret (summary);
  g_autoptr (GError) error = NULL;
  gint64 id = 0;

  vd_vault_save (vault, &id, b, s, &error);
  g_assert_no_error (error);
  g_assert_cmpint (id, >, 0);
  return id;
}

void
fill_records (VdVault *vault, guint n)
{
  g_autoptr (VdSecret) body = vd_secret_new (5000);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < n;) {
    VdChange change;

    g_assert_true (vd_change_begin (&change, vault, &error));
    for (guint j = 0; j < 50 && i < n; i++, j++) {
      g_autofree char *text = g_strdup_printf ("summary %u", i);
      g_autoptr (VdSecret) summary = secret (text);

      g_assert_true (vd_change_put_record (&change, (gint64)i + 1, body, summary, &error));
    }
    g_assert_true (vd_change_end (&change, TRUE, &error));
  }
  g_assert_no_error (error);
}

void
assert_body (VdVault *vault, gint64 id, const char *body)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (VdSecret) found = vd_vault_load (vault, id, &error);

  g_assert_no_error (error);
  g_assert_cmpmem (vd_secret_data (found), vd_secret_size (found), body, strlen (body));
}

void
assert_no_body (VdVault *vault, gint64 id, int code)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (VdSecret) found = vd_vault_load (vault, id, &error);

  g_assert_error (error, VD_ERROR, code);
  g_assert_null (found);
}

char *
find_summary (VdVault *vault, gint64 id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) entries = vd_vault_list (vault, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < entries->len; i++) {
    const VdVaultEntry *entry = g_ptr_array_index (entries, i);

    if (entry->id != id)
      continue;
    return g_strdup (entry->summary != NULL ? (const char *)vd_secret_data (entry->summary) : "-");
  }
  return NULL;
}

static void
add_problem (const char *what, const char *where, gpointer data)
{
  g_ptr_array_add (data, g_strdup_printf ("%s %s\n", what, where));
}

static int
compare (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *)a, *(const char *const *)b);
}

char *
problems (VdVault *vault)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;

  g_assert_true (vd_vault_verify (vault, add_problem, lines, NULL, NULL, &error));
  g_assert_no_error (error);
  g_ptr_array_sort (lines, compare);
  g_ptr_array_add (lines, NULL);
  return g_strjoinv ("", (char **)lines->pdata);
}

gboolean
can_mount (void)
{
  if (unshare (CLONE_NEWNS) == 0 && mount ("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0)
    return TRUE;
  g_test_skip ("mounting needs rights that this run does not have");
  return FALSE;
}
