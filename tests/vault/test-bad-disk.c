/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "disk-faults.h"
#include "vault-fixture.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* What is kept twice, on a disk of which one place does not work. */

/* A new recovery key that could not be written to both copies of the header: the key that was told
 * is the one that opens it from now on, and without one it is the key from before. */
static void
test_recovery (Fixture *self, gconstpointer data)
{
  gboolean hit = TRUE;
  guint failed = 0;

  for (guint n = 1; hit; n++) {
    g_autoptr (GError) error = NULL;
    VdSecret *fresh = NULL;
    gboolean ok;

    arm (n, n % 2 == 0 ? EIO : ENOSPC);
    ok = vd_vault_rotate_recovery (self->vault, &fresh, &error);
    hit = disarm ();
    g_assert_true (ok == (fresh != NULL));
    failed += !ok;
    if (ok) {
      vd_secret_free (self->recovery);
      self->recovery = fresh;
    } else {
      g_assert_error (error, VD_ERROR, (int)(n % 2 == 0 ? VD_ERROR_INTERNAL : VD_ERROR_DISK_FULL));
    }
    fixture_reopen_quick (self);
  }
  g_assert_cmpuint (failed, >, 5);
}

/* The only whole copy of the header is not touched before the other one is on the disk. */
static void
test_header_order (Fixture *self, gconstpointer data)
{
  g_autofree VdHeader *next = g_memdup2 (self->vault->header_page, sizeof *next);

  next->generation++;
  vd_header_encode (next, vd_keys_allow (self->vault->keys)->hk);
  vd_keys_deny (self->vault->keys);
  for (guint bad = 0; bad < 2; bad++) {
    g_autoptr (GByteArray) file = fixture_read (self, "header");
    g_autoptr (GByteArray) after = NULL;
    gsize good = (1 - bad) * VD_HEADER_PAGE;

    memset (file->data + bad * VD_HEADER_PAGE, 0xff, VD_HEADER_PAGE);
    fixture_write (self, "header", file);
    arm (2, EIO);
    g_assert_false (vd_header_replace (next, self->vault->header, NULL));
    g_assert_true (disarm ());
    after = fixture_read (self, "header");
    g_assert_cmpmem (after->data + good, VD_HEADER_PAGE, file->data + good, VD_HEADER_PAGE);
    g_assert_true (vd_header_write (self->vault->header_page, self->vault->header, NULL));
  }
}

/* How many pages of a file are what they were. */
static guint
same_pages (Fixture *self, const char *link, const GByteArray *before)
{
  g_autofree char *path = g_build_filename (self->top, link, NULL);
  g_autofree char *data = NULL;
  const gsize page = 4096;
  guint same = 0;
  gsize size;

  g_assert_true (g_file_get_contents (path, &data, &size, NULL));
  g_assert_cmpuint (size, ==, before->len);
  for (gsize at = 0; at < size; at += page)
    same += memcmp (data + at, before->data + at, page) == 0;
  g_unlink (path);
  return same;
}

/* Destroying goes on behind what the disk does not take: one page of the slots, or one copy of the
 * header, is all that may stay. */
static void
test_destroy (Fixture *self, gconstpointer data)
{
  const guint calls[] = {1, 2, 3, 4, 5, 6, 60, 130};

  for (guint i = 0; i < G_N_ELEMENTS (calls); i++) {
    const char *const names[] = {"header", "slots"};
    g_autoptr (GByteArray) header = fixture_read (self, names[0]);
    g_autoptr (GByteArray) slots = fixture_read (self, names[1]);
    g_autoptr (GError) error = NULL;

    for (guint j = 0; j < G_N_ELEMENTS (names); j++) {
      g_autofree char *old = fixture_file (self, names[j]);
      g_autofree char *link_path = g_build_filename (self->top, names[j], NULL);

      g_assert_cmpint (link (old, link_path), ==, 0);
    }
    arm (calls[i], EIO);
    g_assert_false (vd_vault_destroy (g_steal_pointer (&self->vault), &error));
    g_assert_true (disarm ());
    g_assert_error (error, VD_ERROR, VD_ERROR_INTERNAL);
    g_assert_cmpuint (same_pages (self, "header", header), <=, VD_HEADER_PAGE / 4096);
    g_assert_cmpuint (same_pages (self, "slots", slots), <=, 1);
    vd_secret_free (self->recovery);
    self->vault = vd_vault_create (self->dir, self->passphrase, NULL, &vd_kdf_floor, still_clock (),
                                   &self->recovery, NULL);
    g_assert_nonnull (self->vault);
  }
}

/* A page of the slots that the disk does not give, in one copy or the other: the mirror has it, and
 * writing all of the page mends it. */
static void
test_bad_page (Fixture *self, gconstpointer data)
{
  gint64 id = save_new (self->vault, "body", "summary");
  g_autofree char *path = fixture_file (self, "slots");
  struct stat info;

  g_assert_cmpint (stat (path, &info), ==, 0);
  for (guint i = 0; i < 4; i++) {
    g_autofree char *first = NULL;
    g_autofree char *second = NULL;

    fixture_close (self);
    fault.bad = i % 2 * (VD_SLOTS_SEGMENT_SIZE / 2);
    fault.bad_file = info.st_ino;
    if (i < 2)
      fixture_reopen_repair (self);
    else
      fixture_reopen_quick (self);
    assert_body (self->vault, id, "body");
    first = problems (self->vault);
    g_assert_cmpstr (first, ==, "slot 0\n");
    if (i < 2)
      continue;
    g_assert_true (vd_vault_save (self->vault, &id, self->passphrase, self->passphrase, NULL));
    fixture_reopen_quick (self);
    second = problems (self->vault);
    g_assert_cmpstr (second, ==, "");
    vd_vault_delete (self->vault, id, NULL);
    id = save_new (self->vault, "body", "summary");
  }
}

/* When neither copy can be read nothing is written there: it may be a cable, and not the disk. */
static void
test_both_pages (Fixture *self, gconstpointer data)
{
  gint64 id = save_new (self->vault, "body", "summary");
  g_autofree char *path = fixture_file (self, "slots");
  struct stat info;

  g_assert_cmpint (stat (path, &info), ==, 0);
  for (guint i = 0; i < 10; i++) {
    fixture_close (self);
    fault.bad = 0;
    fault.mirror = VD_SLOTS_SEGMENT_SIZE / 2;
    fault.bad_file = info.st_ino;
    self->vault =
        vd_vault_open (self->dir, VD_VAULT_RECOVERY, self->recovery, still_clock (), NULL);
    fixture_close (self);
    g_assert_cmpint ((int)fault.bad_file, ==, (int)info.st_ino); /* Not written. */
    fault.bad_file = 0;
    fault.mirror = 0;
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
  g_test_add ("/bad-disk/" name, Fixture, NULL, fixture_set_up, func, fixture_tear_down)
  ADD ("recovery", test_recovery);
  ADD ("header-order", test_header_order);
  ADD ("destroy", test_destroy);
  ADD ("bad-page", test_bad_page);
  ADD ("both-pages", test_both_pages);
  return g_test_run ();
}
