/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "vault-fixture.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/* These take the place of the C library's for the vault and for SQLite: call number `at` of those
 * that make, name, remove, open or sync entries of folders fails. (Calls on the content of files:
 * test-faults.c.) */
static struct {
  guint at; /* 0: none */
  guint calls;
  int code;
  const char *name; /* of the call that failed */
} fault;

static const int codes[] = {EIO, ENOSPC, EROFS};
static const int errors[] = {VD_ERROR_INTERNAL, VD_ERROR_DISK_FULL, VD_ERROR_READ_ONLY};

static gboolean
fails (const char *name)
{
  if (fault.at == 0 || ++fault.calls != fault.at)
    return FALSE;
  fault.name = name;
  errno = fault.code;
  return TRUE;
}

int
mkdir (const char *path, mode_t mode)
{
  return fails ("mkdir") ? -1 : (int)syscall (SYS_mkdir, path, mode);
}

int
rmdir (const char *path)
{
  return fails ("rmdir") ? -1 : (int)syscall (SYS_rmdir, path);
}

int
unlink (const char *path)
{
  return fails ("unlink") ? -1 : (int)syscall (SYS_unlink, path);
}

int
unlinkat (int folder, const char *path, int flags)
{
  return fails ("unlinkat") ? -1 : (int)syscall (SYS_unlinkat, folder, path, flags);
}

int
linkat (int from, const char *old, int to, const char *path, int flags)
{
  return fails ("linkat") ? -1 : (int)syscall (SYS_linkat, from, old, to, path, flags);
}

int
renameat (int from, const char *old, int to, const char *path)
{
  return fails ("renameat") ? -1 : (int)syscall (SYS_renameat2, from, old, to, path, 0);
}

/* Called before an exchange of names. */
static struct {
  void (*func) (Fixture *self);
  Fixture *self;
} before_rename;

int
renameat2 (int from, const char *old, int to, const char *path, unsigned flags)
{
  if (before_rename.func != NULL)
    before_rename.func (before_rename.self);
  return fails ("renameat2") ? -1 : (int)syscall (SYS_renameat2, from, old, to, path, flags);
}

int
open (const char *path, int flags, ...)
{
  mode_t mode = 0;
  va_list args;

  va_start (args, flags);
  if ((flags & (O_CREAT | O_TMPFILE)) != 0)
    mode = va_arg (args, mode_t);
  va_end (args);
  if ((flags & O_DIRECTORY) != 0 && fails ("open")) /* O_TMPFILE has its bit. */
    return -1;
  return (int)syscall (SYS_openat, AT_FDCWD, path, flags, mode);
}

int
fsync (int fd)
{
  struct stat info;

  if (fstat (fd, &info) == 0 && S_ISDIR (info.st_mode) && fails ("fsync"))
    return -1;
  return (int)syscall (SYS_fsync, fd);
}

/* Call number @n will fail, each time with another error. */
static void
arm (guint n)
{
  fault.calls = 0;
  fault.name = NULL;
  fault.code = codes[n % G_N_ELEMENTS (codes)];
  fault.at = n;
}

/* Returns: (nullable): the call that failed; NULL when there were less. An error is the one of the
 * call, and never without one. */
static const char *
disarm (guint n, gboolean ok, const GError *error)
{
  fault.at = 0;
  g_assert_true (ok == (error == NULL));
  if (error != NULL)
    g_assert_error (error, VD_ERROR, errors[n % G_N_ELEMENTS (errors)]);
  if (fault.name != NULL)
    g_test_message ("%u: %s, %s", n, fault.name, ok ? "gone on" : error->message);
  return fault.name;
}

static guint
count_entries (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  guint n = 0;

  while (dir != NULL && g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

/* Two folders to make: what failed leaves none of them; what did not is a vault that opens. */
static void
test_create (Fixture *self, gconstpointer data)
{
  const char *hit = "";
  guint failed = 0;

  for (guint n = 1; hit != NULL; n++) {
    g_autofree char *top = make_top ();
    g_autofree char *dir = g_build_filename (top, "unit", "vault", NULL);
    g_autoptr (VdSecret) recovery = NULL;
    g_autoptr (GError) error = NULL;
    g_autoptr (VdVault) vault = NULL;

    arm (n);
    vault = vd_vault_create (dir, self->passphrase, NULL, &vd_kdf_floor, still_clock (), &recovery,
                             &error);
    hit = disarm (n, vault != NULL, error);
    failed += vault == NULL;
    if (vault == NULL)
      g_assert_cmpuint (count_entries (top), ==, 0);
    else
      save_new (vault, "body", "body");
    remove_tree (top);
  }
  /* Two folders, the name of the header, and four syncs on the way. */
  g_assert_cmpuint (failed, >=, 7);
}

/* No file at all, or the whole verified one. */
static void
test_backup (Fixture *self, gconstpointer data)
{
  g_autofree char *folder = g_build_filename (self->top, "stick", NULL);
  g_autofree char *path = g_build_filename (folder, "backup.age", NULL);
  const char *hit = "";
  guint failed = 0;

  save_new (self->vault, "body", "summary");
  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  for (guint n = 1; hit != NULL; n++) {
    g_autoptr (GError) error = NULL;
    VdVaultHealth health;
    gboolean ok;

    arm (n);
    ok = vd_vault_backup (self->vault, path, NULL, NULL, NULL, NULL, &error);
    hit = disarm (n, ok, error);
    failed += !ok;
    g_assert_cmpuint (count_entries (folder), ==, ok ? 1 : 0);
    vd_vault_health (self->vault, &health);
    g_assert_true (ok == (health.backup != 0));
  }
  g_assert_cmpuint (failed, >=, 4); /* open, link, and open and sync of the folder */
}

/* There is always at least one of the daily copies. */
static void
test_daily_copy (Fixture *self, gconstpointer data)
{
  g_autofree char *first = fixture_file (self, "copy-1.age");
  g_autofree char *second = fixture_file (self, "copy-2.age");
  const char *hit = "";

  for (guint n = 0; hit != NULL; n++) {
    g_autoptr (GError) error = NULL;
    VdChange change;
    gboolean ok;

    /* As if the last one were of another day. */
    g_assert_true (vd_change_begin (&change, self->vault, NULL));
    change.next.copy = 0;
    g_assert_true (vd_change_end (&change, TRUE, NULL));
    arm (n);
    ok = vd_vault_daily_copy (self->vault, NULL, NULL, NULL, &error);
    hit = n == 0 ? "" : disarm (n, ok, error);
    fault.at = 0;
    g_assert_true (g_file_test (first, G_FILE_TEST_EXISTS) ||
                   g_file_test (second, G_FILE_TEST_EXISTS));
  }
}

/* A whole new vault, or nothing. */
static void
test_restore (Fixture *self, gconstpointer data)
{
  g_autofree char *path = g_build_filename (self->top, "backup.age", NULL);
  gint64 id = save_new (self->vault, "body", "summary");
  const char *hit = "";
  guint failed = 0;

  g_assert_true (vd_vault_backup (self->vault, path, NULL, NULL, NULL, NULL, NULL));
  for (guint n = 1; hit != NULL; n++) {
    g_autofree char *top = make_top ();
    g_autofree char *dir = g_build_filename (top, "restored", NULL);
    g_autoptr (VdSecret) recovery = NULL;
    g_autoptr (GError) error = NULL;
    g_autoptr (VdVault) vault = NULL;

    arm (n);
    vault = vd_vault_restore (path, VD_VAULT_RECOVERY, self->recovery, dir, self->passphrase,
                              "Kari", &vd_kdf_floor, still_clock (), &recovery, NULL, NULL, &error);
    hit = disarm (n, vault != NULL, error);
    failed += vault == NULL;
    if (vault == NULL)
      g_assert_cmpuint (count_entries (top), ==, 0);
    else
      assert_body (vault, id, "body");
    remove_tree (top);
  }
  g_assert_cmpuint (failed, >=, 5);
}

/* One is where it was, and the other too; or each where the other was. */
static void
test_switch (Fixture *self, gconstpointer data)
{
  g_autofree char *dir = g_build_filename (self->top, "other", NULL);
  g_autoptr (VdSecret) recovery = NULL;
  const char *hit = "";
  gint64 id = save_new (self->vault, "body", "summary");
  guint failed = 0;

  vd_vault_close (vd_vault_create (dir, self->passphrase, NULL, &vd_kdf_floor, still_clock (),
                                   &recovery, NULL));
  fixture_close (self);
  for (guint n = 1; hit != NULL; n++) {
    g_autoptr (GError) error = NULL;
    gboolean ok;

    arm (n);
    ok = vd_vault_switch (self->dir, dir, &error);
    hit = disarm (n, ok, error);
    failed += !ok;
    if (ok) /* Back, with nothing that fails. */
      g_assert_true (vd_vault_switch (self->dir, dir, NULL));
    fixture_reopen_quick (self);
    assert_body (self->vault, id, "body");
    fixture_close (self);
    g_assert_true (vd_vault_exists (dir));
  }
  g_assert_cmpuint (failed, >=, 3); /* two folders and the exchange */
}

static void
assert_in_use (Fixture *self)
{
  fixture_refused (self, VD_ERROR_IN_USE);
}

/* Nobody gets into a vault that is about to have another name: what he then makes or removes there
 * by its name would be the other one's. */
static void
test_switch_locked (Fixture *self, gconstpointer data)
{
  g_autofree char *dir = g_build_filename (self->top, "other", NULL);
  g_autoptr (VdSecret) recovery = NULL;

  vd_vault_close (vd_vault_create (dir, self->passphrase, NULL, &vd_kdf_floor, still_clock (),
                                   &recovery, NULL));
  fixture_close (self);
  before_rename.self = self;
  before_rename.func = assert_in_use;
  g_assert_true (vd_vault_switch (self->dir, dir, NULL));
  before_rename.func = NULL;
}

/* Whatever cannot be removed: the keys are gone, and at most that one thing is left. */
static void
test_destroy (Fixture *self, gconstpointer data)
{
  const char *hit = "";

  for (guint n = 1; hit != NULL; n++) {
    g_autofree char *top = make_top ();
    g_autofree char *dir = g_build_filename (top, "vault", NULL);
    g_autofree char *header = g_build_filename (dir, "header", NULL);
    g_autoptr (VdSecret) recovery = NULL;
    g_autoptr (GError) error = NULL;
    g_autofree char *left = NULL;
    gboolean ok;
    VdVault *vault = vd_vault_create (dir, self->passphrase, NULL, &vd_kdf_floor, still_clock (),
                                      &recovery, NULL);

    g_assert_nonnull (vault);
    arm (n);
    ok = vd_vault_destroy (vault, &error);
    hit = disarm (n, ok, error);
    g_assert_cmpuint (count_entries (dir), <=, 1);
    g_assert_true (!ok || count_entries (dir) == 0);
    if (g_file_get_contents (header, &left, NULL, NULL))
      g_assert_cmpint (memcmp (left, "VARDEVLT", 8), !=, 0);
    remove_tree (top);
  }
}

/* Opening and closing need no name to be made or removed: what fails is in nobody's way. */
static void
test_open (Fixture *self, gconstpointer data)
{
  gint64 id = save_new (self->vault, "body", "summary");
  const char *hit = "";

  for (guint n = 1; hit != NULL; n++) {
    g_autoptr (GError) error = NULL;

    fixture_close (self);
    arm (n);
    self->vault =
        vd_vault_open (self->dir, VD_VAULT_RECOVERY, self->recovery, still_clock (), &error);
    if (self->vault != NULL) {
      g_assert_true (vd_vault_log (self->vault, VD_VAULT_EVENT_VIEW, id, NULL, NULL));
      assert_body (self->vault, id, "body");
    }
    fixture_close (self);
    hit = disarm (n, error == NULL, error);
    fixture_reopen_quick (self);
    assert_body (self->vault, id, "body");
    g_assert_true (vd_vault_log (self->vault, VD_VAULT_EVENT_VIEW, id, NULL, NULL));
  }
}

int
main (int argc, char **argv)
{
  use_memory ();
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func)                                                                            \
  g_test_add ("/folders/" name, Fixture, NULL, fixture_set_up, func, fixture_tear_down)
  ADD ("create", test_create);
  ADD ("backup", test_backup);
  ADD ("daily-copy", test_daily_copy);
  ADD ("restore", test_restore);
  ADD ("switch", test_switch);
  ADD ("switch-locked", test_switch_locked);
  ADD ("destroy", test_destroy);
  ADD ("open", test_open);
  return g_test_run ();
}
