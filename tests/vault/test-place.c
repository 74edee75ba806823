/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "vault-fixture.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

static void
assert_modes (const char *dir)
{
  g_autoptr (GDir) entries = g_dir_open (dir, 0, NULL);
  struct stat info;
  const char *name;
  guint n = 0;

  g_assert_cmpint (stat (dir, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 07777, ==, 0700);
  while ((name = g_dir_read_name (entries)) != NULL) {
    g_autofree char *path = g_build_filename (dir, name, NULL);

    g_assert_cmpint (lstat (path, &info), ==, 0);
    g_assert_true (S_ISREG (info.st_mode));
    g_assert_cmpint (info.st_mode & 07777, ==, 0600);
    n++;
  }
  /* header, slots, store.db, its log, lock, reserve; no shared memory file */
  g_assert_cmpuint (n, ==, 6);
}

/* Whatever the umask is, and also when the files came from a medium without modes. */
static void
test_modes (void)
{
  const mode_t masks[] = {0, 022, 0777};

  for (guint i = 0; i < G_N_ELEMENTS (masks); i++) {
    g_autofree char *path = NULL;
    mode_t old = umask (masks[i]);
    Fixture self = {0};

    fixture_set_up (&self, NULL);
    save_new (self.vault, "body", "summary");
    assert_modes (self.dir);
    path = fixture_file (&self, "store.db");
    fixture_close (&self);
    g_assert_cmpint (chmod (self.dir, 0755), ==, 0);
    g_assert_cmpint (chmod (path, 0644), ==, 0);
    fixture_reopen (&self);
    save_new (self.vault, "body", "summary");
    assert_modes (self.dir);
    umask (old);
    fixture_tear_down (&self, NULL);
  }
}

static void
test_file_systems (void)
{
  const struct {
    guint64 type;
    gboolean refused;
  } cases[] = {
      {0x6969, TRUE},
      {0x517b, TRUE},
      {0xff534d42, TRUE},
      {0xfe534d42, TRUE},
      {0x65735546, TRUE},
      {0xef53, FALSE},
      {0x58465342, FALSE},
      {0x9123683e, FALSE},
      {0x01021994, FALSE},
      {0x794c7630, FALSE},
      {0xf2f52010, FALSE},
      /* As a signed 32-bit field would give it. */
      {0xffffffffff534d42, TRUE},
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (vd_place_refuses (cases[i].type), ==, cases[i].refused);
}

static VdVault *
create (const char *dir, int *code)
{
  g_autoptr (VdSecret) passphrase = secret ("passphrase");
  g_autoptr (VdSecret) recovery = NULL;
  g_autoptr (GError) error = NULL;
  VdVault *vault =
      vd_vault_create (dir, passphrase, NULL, &vd_kdf_floor, still_clock (), &recovery, &error);

  *code = error != NULL ? error->code : -1;
  g_assert_true ((vault == NULL) == (error != NULL));
  g_assert_true ((vault == NULL) == (recovery == NULL));
  return vault;
}

static guint
count_entries (const char *dir)
{
  g_autoptr (GDir) entries = g_dir_open (dir, 0, NULL);
  guint n = 0;

  g_assert_nonnull (entries);
  while (g_dir_read_name (entries) != NULL)
    n++;
  return n;
}

/* Into a folder that is there but empty, and into one far below the last that is. */
static void
test_create (void)
{
  const char *const below[] = {"empty", "a/b/c/vault"};
  g_autofree char *top = make_top ();
  g_autofree char *empty = g_build_filename (top, "empty", NULL);

  g_assert_cmpint (g_mkdir (empty, 0755), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (below); i++) {
    g_autofree char *dir = g_build_filename (top, below[i], NULL);
    int code;
    VdVault *vault;

    g_assert_false (vd_vault_exists (dir));
    vault = create (dir, &code);
    g_assert_cmpint (code, ==, -1);
    g_assert_true (vd_vault_exists (dir));
    save_new (vault, "body", "summary");
    assert_modes (dir);
    g_assert_null (create (dir, &code));
    g_assert_cmpint (code, ==, VD_ERROR_EXISTS);
    vd_vault_close (vault);
    g_assert_null (create (dir, &code));
    g_assert_cmpint (code, ==, VD_ERROR_EXISTS);
  }
  remove_tree (top);
}

/* Nothing that is there is touched: a file of somebody, a file where the folder should be, a vault
 * that has lost its header. */
static void
test_create_over (void)
{
  const char *const names[] = {"dir/notes.txt", "dir/store.db", "dir/header", "dir"};

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *top = make_top ();
    g_autofree char *dir = g_build_filename (top, "dir", NULL);
    g_autofree char *file = g_build_filename (top, names[i], NULL);
    g_autofree char *content = NULL;
    int code;

    if (strchr (names[i], '/') != NULL)
      g_assert_cmpint (g_mkdir (dir, 0700), ==, 0);
    g_assert_true (g_file_set_contents (file, "kept", -1, NULL));
    g_assert_null (create (dir, &code));
    g_assert_cmpint (code, ==, VD_ERROR_EXISTS);
    g_assert_true (g_file_get_contents (file, &content, NULL, NULL));
    g_assert_cmpstr (content, ==, "kept");
    remove_tree (top);
  }
}

static void
test_create_invalid (void)
{
  g_autofree char *top = make_top ();
  g_autofree char *dir = g_build_filename (top, "a", "vault", NULL);
  g_autofree char *long_name = g_strnfill (VD_SLOT_NAME_MAX + 1, 'x');
  const VdKdf weak = {2, vd_kdf_floor.memory};
  const struct {
    const char *passphrase;
    const char *name;
    const VdKdf *kdf;
  } cases[] = {
      {"passphrase", NULL, &weak},           {"passphrase", long_name, &vd_kdf_floor},
      {"passphrase", "\xff", &vd_kdf_floor}, {"", NULL, &vd_kdf_floor},
      {"\xc3", NULL, &vd_kdf_floor},
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (VdSecret) passphrase = secret (cases[i].passphrase);
    g_autoptr (VdSecret) recovery = NULL;
    g_autoptr (GError) error = NULL;

    g_assert_null (vd_vault_create (dir, passphrase, cases[i].name, cases[i].kdf, still_clock (),
                                    &recovery, &error));
    g_assert_error (error, VD_ERROR, VD_ERROR_INVALID);
    g_assert_null (recovery);
    g_assert_cmpuint (count_entries (top), ==, 0);
  }
  g_assert_cmpint (g_rmdir (top), ==, 0);
}

/* What a creation leaves that was killed half-way is no vault, and the next one clears it. */
static void
test_interrupted_creation (Fixture *self, gconstpointer data)
{
  g_autofree char *header = fixture_file (self, "header");
  g_autofree char *half = fixture_file (self, "header.new");
  VdVault *vault;
  int code = -1;

  fixture_close (self);
  g_assert_cmpint (g_rename (header, half), ==, 0);
  g_assert_false (vd_vault_exists (self->dir));
  g_assert_false (fixture_try (self, &code));
  g_assert_cmpint (code, ==, VD_ERROR_NOT_FOUND);
  vault = create (self->dir, &code);
  g_assert_nonnull (vault);
  g_assert_false (g_file_test (half, G_FILE_TEST_EXISTS));
  vd_vault_close (vault);
}

static void
test_nothing_there (void)
{
  const char *const names[] = {"", "missing", "missing/below"};
  g_autofree char *top = make_top ();
  g_autoptr (VdSecret) key = secret ("passphrase");

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *dir = g_build_filename (top, names[i], NULL);
    g_autoptr (GError) error = NULL;

    g_assert_false (vd_vault_exists (dir));
    g_assert_null (vd_vault_open (dir, VD_VAULT_PASSPHRASE, key, still_clock (), &error));
    g_assert_error (error, VD_ERROR, VD_ERROR_NOT_FOUND);
    g_assert_cmpuint (count_entries (top), ==, 0);
  }
  remove_tree (top);
}

/* Files that are links or not files, or gone. The lock alone may be missing. */
static void
test_strange_files (Fixture *self, gconstpointer data)
{
  const struct {
    const char *name;
    int code; /* when it is a link */
  } cases[] = {{"header", VD_ERROR_DAMAGED},
               {"store.db", VD_ERROR_DAMAGED},
               {"slots", VD_ERROR_DAMAGED},
               {"lock", VD_ERROR_DAMAGED}};
  int code = -1;

  fixture_close (self);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *path = fixture_file (self, cases[i].name);
    g_autofree char *moved = g_build_filename (self->top, "moved", NULL);

    g_assert_cmpint (g_rename (path, moved), ==, 0);
    g_assert_cmpint (symlink (moved, path), ==, 0);
    g_assert_false (fixture_try (self, &code));
    g_assert_cmpint (code, ==, cases[i].code);
    g_assert_cmpint (g_unlink (path), ==, 0);
    g_assert_cmpint (mkfifo (path, 0600), ==, 0);
    g_assert_false (fixture_try (self, &code));
    g_assert_cmpint (code, ==, VD_ERROR_DAMAGED);
    g_assert_cmpint (g_unlink (path), ==, 0);
    g_assert_true (fixture_try (self, &code) == (i == 3));
    if (i < 3)
      g_assert_cmpint (code, ==, VD_ERROR_DAMAGED);
    fixture_close (self);
    g_assert_cmpint (g_rename (moved, path), ==, 0);
  }
  fixture_reopen (self);
}

/* The lock by itself, without what SQLite adds. */
static void
test_lock (void)
{
  g_autofree char *top = make_top ();
  g_autoptr (GError) error = NULL;
  VdPlace *first = vd_place_open (top, &error);
  g_autoptr (VdPlace) second = vd_place_open (top, &error);

  g_assert_no_error (error);
  g_assert_true (vd_place_take_lock (first, &error));
  g_assert_no_error (error);
  g_assert_false (vd_place_take_lock (second, &error));
  g_assert_error (error, VD_ERROR, VD_ERROR_IN_USE);
  g_clear_error (&error);
  vd_place_free (first);
  close (second->lock);
  g_assert_true (vd_place_take_lock (second, &error));
  g_assert_no_error (error);
  remove_tree (top);
}

/* The folder may be reached through a link: homes often are. */
static void
test_linked_folder (Fixture *self, gconstpointer data)
{
  g_autofree char *link = g_build_filename (self->top, "link", NULL);
  gint64 id = save_new (self->vault, "body", "summary");

  g_assert_cmpint (symlink ("vault", link), ==, 0);
  g_free (self->dir);
  self->dir = g_steal_pointer (&link);
  fixture_reopen (self);
  assert_body (self->vault, id, "body");
}

static void
test_other_owner (Fixture *self, gconstpointer data)
{
  const char *const names[] = {"", "header", "store.db", "lock"};
  int code = -1;

  if (geteuid () != 0) {
    g_test_skip ("only root can give files away");
    return;
  }
  fixture_close (self);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *path = fixture_file (self, names[i]);

    g_assert_cmpint (chown (path, 1, 1), ==, 0);
    g_assert_false (fixture_try (self, &code));
    g_assert_cmpint (code, ==, VD_ERROR_READ_ONLY);
    g_assert_cmpint (chown (path, 0, 0), ==, 0);
  }
  fixture_reopen (self);
}

static void
test_read_only (Fixture *self, gconstpointer data)
{
  g_autofree char *other = g_build_filename (self->top, "other", NULL);
  g_autoptr (GByteArray) before = NULL;
  g_autoptr (GByteArray) after = NULL;
  int code = -1;

  fixture_close (self);
  if (!can_mount ())
    return;
  before = fixture_read (self, "store.db");
  g_assert_cmpint (mount (self->top, self->top, NULL, MS_BIND, NULL), ==, 0);
  g_assert_cmpint (mount (NULL, self->top, NULL, MS_BIND | MS_REMOUNT | MS_RDONLY, NULL), ==, 0);
  g_assert_false (fixture_try (self, &code));
  g_assert_cmpint (code, ==, VD_ERROR_READ_ONLY);
  g_assert_null (create (other, &code));
  g_assert_cmpint (code, ==, VD_ERROR_READ_ONLY);
  g_assert_cmpint (umount (self->top), ==, 0);
  after = fixture_read (self, "store.db");
  g_assert_cmpmem (before->data, before->len, after->data, after->len);
  fixture_reopen (self);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func)                                                                            \
  g_test_add ("/place/" name, Fixture, NULL, fixture_set_up, func, fixture_tear_down)
  g_test_add_func ("/place/modes", test_modes);
  g_test_add_func ("/place/file-systems", test_file_systems);
  g_test_add_func ("/place/create", test_create);
  g_test_add_func ("/place/create-over", test_create_over);
  g_test_add_func ("/place/create-invalid", test_create_invalid);
  ADD ("interrupted-creation", test_interrupted_creation);
  g_test_add_func ("/place/nothing-there", test_nothing_there);
  ADD ("strange-files", test_strange_files);
  g_test_add_func ("/place/lock", test_lock);
  ADD ("linked-folder", test_linked_folder);
  ADD ("other-owner", test_other_owner);
  ADD ("read-only", test_read_only);
  return g_test_run ();
}
