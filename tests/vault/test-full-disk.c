/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "vault-fixture.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mount.h>
#include <unistd.h>

/* A file system that is really full. */

static void
fill (const char *dir, const char *name)
{
  g_autofree char *path = g_build_filename (dir, name, NULL);
  int fd = open (path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
  static const char block[4096];

  g_assert_cmpint (fd, >=, 0);
  while (write (fd, block, sizeof block) > 0)
    continue;
  g_assert_cmpint (errno, ==, ENOSPC);
  close (fd);
}

/* Saves until the disk is full. Returns: how many were saved. */
static guint
save_until_full (VdVault *vault, GArray *ids, const VdSecret *body)
{
  for (guint i = 0;; i++) {
    g_autoptr (GError) error = NULL;
    gint64 id = 0;

    if (!vd_vault_save (vault, &id, body, body, &error)) {
      g_assert_error (error, VD_ERROR, VD_ERROR_DISK_FULL);
      g_assert_cmpint (id, ==, 0);
      return i;
    }
    g_array_append_val (ids, id);
  }
}

static void
assert_all (VdVault *vault, GArray *ids, const char *body)
{
  g_autoptr (GPtrArray) entries = vd_vault_list (vault, NULL);
  g_autofree char *bad = problems (vault);

  g_assert_cmpstr (bad, ==, "");
  g_assert_cmpuint (entries->len, ==, ids->len);
  for (guint i = 0; i < ids->len; i++)
    assert_body (vault, g_array_index (ids, gint64, i), body);
}

/* On a full disk a record can still be destroyed and a draft still be kept: both use the reserve.
 */
static void
delete_when_full (Fixture *self, GArray *ids)
{
  g_autoptr (VdSecret) draft = secret ("half typed");
  g_autoptr (VdSecret) found = NULL;
  g_autoptr (GByteArray) before = fixture_read (self, "slots");
  g_autoptr (GByteArray) after = NULL;
  g_autoptr (GError) error = NULL;
  gint64 id = g_array_index (ids, gint64, 0);
  VdRow row = {.table = VD_TABLE_BODY, .id = id};
  g_autoptr (GBytes) box = vd_store_get (self->vault->store, &row, NULL);
  gsize at = (gsize)vd_row_slot (g_bytes_get_data (box, NULL), g_bytes_get_size (box)) * 32;

  g_assert_true (vd_vault_delete (self->vault, id, &error));
  g_assert_no_error (error);
  g_array_remove_index_fast (ids, 0);
  after = fixture_read (self, "slots");
  g_assert_true (memcmp (before->data + at, after->data + at, 32) != 0);
  fill (self->top, "more");
  g_assert_true (vd_vault_save_item (self->vault, VD_VAULT_DRAFT, draft, &error));
  g_assert_no_error (error);
  found = vd_vault_load_item (self->vault, VD_VAULT_DRAFT, NULL);
  g_assert_true (vd_secret_equal (found, draft));
}

/* Opening is noted in the log, with the reserve if need be: else nobody gets in to make room. */
static void
open_when_full (Fixture *self, GArray *ids, const char *mount_point)
{
  g_autofree char *last = g_build_filename (mount_point, "last", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (vd_vault_delete (self->vault, g_array_index (ids, gint64, 0), NULL));
  g_array_remove_index_fast (ids, 0);
  fixture_close (self);
  fill (mount_point, "last");
  fixture_reopen (self);
  vd_vault_log (self->vault, VD_VAULT_EVENT_UNLOCK, 0, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_unlink (last), ==, 0);
}

static void
check_full (Fixture *self, const char *mount_point)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autofree char *filler = g_build_filename (mount_point, "filler", NULL);
  g_autofree char *other = g_build_filename (mount_point, "other", NULL);
  g_autoptr (VdSecret) body = secret ("body");
  g_autoptr (VdSecret) recovery = NULL;
  g_autoptr (GError) error = NULL;
  for (guint i = 0; i < 3; i++) {
    gint64 id = save_new (self->vault, "body", "body");

    g_array_append_val (ids, id);
  }
  fill (mount_point, "filler");
  save_until_full (self->vault, ids, body);
  g_assert_false (vd_vault_log (self->vault, VD_VAULT_EVENT_EXPORT, 1, NULL, &error));
  g_assert_error (error, VD_ERROR, VD_ERROR_DISK_FULL);
  assert_all (self->vault, ids, "body");
  g_clear_error (&error);
  g_assert_null (
      vd_vault_create (other, body, NULL, &vd_kdf_floor, still_clock (), &recovery, &error));
  g_assert_error (error, VD_ERROR, VD_ERROR_DISK_FULL);
  g_assert_null (recovery);
  g_assert_false (g_file_test (other, G_FILE_TEST_EXISTS));
  delete_when_full (self, ids);
  fixture_reopen (self);
  assert_all (self->vault, ids, "body");
  g_assert_cmpint (g_unlink (filler), ==, 0);
  open_when_full (self, ids, mount_point);
  g_assert_cmpuint (save_until_full (self->vault, ids, body), >, 10);
  fixture_reopen (self);
  assert_all (self->vault, ids, "body");
}

static void
test_full (void)
{
  g_autofree char *top = make_top ();
  Fixture self = {0};

  if (!can_mount ()) {
    remove_tree (top);
    return;
  }
  g_assert_cmpint (mount ("tmpfs", top, "tmpfs", 0, "size=4m"), ==, 0);
  self.top = g_build_filename (top, "work", NULL);
  self.dir = g_build_filename (self.top, "vault", NULL);
  self.passphrase = secret ("passphrase");
  self.vault = vd_vault_create (self.dir, self.passphrase, NULL, &vd_kdf_floor, still_clock (),
                                &self.recovery, NULL);
  g_assert_nonnull (self.vault);
  check_full (&self, top);
  fixture_tear_down (&self, NULL);
  g_assert_cmpint (umount (top), ==, 0);
  g_assert_cmpint (g_rmdir (top), ==, 0);
}

int
main (int argc, char **argv)
{
  use_memory ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/full-disk/tmpfs", test_full);
  return g_test_run ();
}
