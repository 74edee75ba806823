/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "seal/age-stream.h"
#include "vault-fixture.h"
#include "vault/backup-file.h"

#include <utime.h>

/* The daily copies beside the vault: their turns, and when a copy is made out of turn. */

static gint64 seconds;

static GDateTime *
moved_now (gpointer data)
{
  return g_date_time_new_from_unix_utc (seconds);
}

/* @kind: 1 opens with the recovery key @key, 0 does not, -1 is not there. */
static int
opens_with (Fixture *self, const char *name, const VdSecret *key)
{
  g_autofree char *path = fixture_file (self, name);
  g_autoptr (VdSecret) identity = vd_vault_backup_identity (key, NULL);
  const VdAgeKey age_key = {.identity = identity};
  g_autoptr (VdAgeReader) reader = NULL;
  VdBackupFile file;

  if (!vd_backup_file_open (&file, path, NULL))
    return -1;
  reader = vd_age_reader_new (&age_key, vd_backup_file_read, &file, NULL);
  vd_backup_file_end (&file);
  return reader != NULL;
}

/* Copies for a key that was replaced, perhaps because it is in other hands, do not stay. */
static void
test_daily_new_key (Fixture *self, gconstpointer data)
{
  g_autoptr (VdSecret) fresh = NULL;
  VdVaultHealth health;
  gboolean written;

  for (guint i = 0; i < 2; i++) {
    VdChange change;

    g_assert_true (vd_vault_daily_copy (self->vault, NULL, NULL, &written, NULL));
    g_assert_true (written);
    g_assert_true (vd_change_begin (&change, self->vault, NULL));
    change.next.copy = 1; /* of another day */
    g_assert_true (vd_change_end (&change, TRUE, NULL));
  }
  g_assert_cmpint (opens_with (self, "copy-1.age", self->recovery), ==, 1);
  g_assert_cmpint (opens_with (self, "copy-2.age", self->recovery), ==, 1);
  g_assert_true (vd_vault_daily_copy (self->vault, NULL, NULL, &written, NULL));
  g_assert_true (vd_vault_rotate_recovery (self->vault, &fresh, NULL));
  vd_vault_health (self->vault, &health);
  g_assert_cmpint (health.copy, ==, 0);
  g_assert_true (vd_vault_daily_copy (self->vault, NULL, NULL, &written, NULL));
  g_assert_true (written);
  g_assert_cmpint (opens_with (self, "copy-1.age", fresh) + opens_with (self, "copy-2.age", fresh),
                   ==, 0); /* one opens, the other is gone */
  g_assert_cmpint (opens_with (self, "copy-1.age", self->recovery), <=, 0);
  g_assert_cmpint (opens_with (self, "copy-2.age", self->recovery), <=, 0);
}

/* There is a copy before every row is written again; a record that no copy can hold does not hinder
 * that. */
static void
test_daily_reseal (Fixture *self, gconstpointer data)
{
  save_new (self->vault, "body", "summary");
  g_assert_true (vd_vault_reseal (self->vault, NULL, NULL, NULL));
  g_assert_cmpint (opens_with (self, "copy-1.age", self->recovery), ==, 1);
  g_assert_cmpint (opens_with (self, "copy-2.age", self->recovery), ==, -1);
}

static void
test_daily (Fixture *self, gconstpointer data)
{
  const VdClock clock = {moved_now, NULL};
  g_autofree char *first = fixture_file (self, "copy-1.age");
  g_autofree char *second = fixture_file (self, "copy-2.age");
  gboolean written;

  seconds = 1777716900;
  fixture_close (self);
  self->vault = vd_vault_open (self->dir, VD_VAULT_RECOVERY, self->recovery, &clock, NULL);
  save_new (self->vault, "body", "summary");
  for (guint i = 0; i < 4; i++) {
    g_assert_true (vd_vault_daily_copy (self->vault, NULL, NULL, &written, NULL));
    g_assert_true (written);
    g_assert_true (vd_vault_daily_copy (self->vault, NULL, NULL, &written, NULL));
    g_assert_false (written);
    seconds += 24 * 60 * 60;
  }
  g_assert_true (g_file_test (first, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (second, G_FILE_TEST_EXISTS));
  fixture_reopen_quick (self);
}

/* A copy that was written while the clock was years ahead takes its turn like the other: it holds
 * what has been deleted since, and the other one is the only newer there is. */
static void
test_daily_clock (Fixture *self, gconstpointer data)
{
  const VdClock clock = {moved_now, NULL};
  g_autofree char *first = fixture_file (self, "copy-1.age");
  g_autofree char *second = fixture_file (self, "copy-2.age");
  const gint64 ahead = g_get_real_time () / G_USEC_PER_SEC + 10 * 365 * 24 * 60 * 60;
  struct utimbuf times = {(time_t)ahead, (time_t)ahead};
  GStatBuf info;

  seconds = 1777716900;
  fixture_close (self);
  self->vault = vd_vault_open (self->dir, VD_VAULT_RECOVERY, self->recovery, &clock, NULL);
  for (guint i = 0; i < 3; i++) {
    g_assert_true (vd_vault_daily_copy (self->vault, NULL, NULL, NULL, NULL));
    if (i == 0)
      g_assert_cmpint (g_utime (first, &times), ==, 0);
    seconds += 24 * 60 * 60;
  }
  g_assert_cmpint (g_stat (first, &info), ==, 0);
  g_assert_cmpint (info.st_mtim.tv_sec, <, ahead);
  g_assert_true (g_file_test (second, G_FILE_TEST_EXISTS));
  fixture_reopen_quick (self);
}

/* What is left of a vault that has lost its other files: nothing new is made over it, because that
 * would take the copies away, which can be restored. */
static void
test_copies_alone (Fixture *self, gconstpointer data)
{
  const char *const lost[] = {"header", "store.db", "slots", "reserve"};
  g_autoptr (GError) error = NULL;
  VdSecret *recovery = NULL;

  g_assert_true (vd_vault_daily_copy (self->vault, NULL, NULL, NULL, NULL));
  fixture_close (self);
  for (guint i = 0; i < G_N_ELEMENTS (lost); i++) {
    g_autofree char *path = fixture_file (self, lost[i]);

    g_assert_cmpint (g_remove (path), ==, 0);
  }
  g_assert_true (vd_vault_exists (self->dir));
  g_assert_null (vd_vault_create (self->dir, self->passphrase, NULL, &vd_kdf_floor, still_clock (),
                                  &recovery, &error));
  g_assert_error (error, VD_ERROR, VD_ERROR_EXISTS);
  fixture_refused (self, VD_ERROR_DAMAGED);
  g_assert_cmpint (opens_with (self, "copy-1.age", self->recovery), ==, 1);
}

/* What a killed program has left half-written under another name goes with the next copy, and with
 * the vault. */
static void
test_unfinished (Fixture *self, gconstpointer data)
{
  g_autofree char *left = fixture_file (self, ".varde-a1b2c3");

  g_assert_true (g_file_set_contents (left, "age", 3, NULL));
  g_assert_true (vd_vault_daily_copy (self->vault, NULL, NULL, NULL, NULL));
  g_assert_false (g_file_test (left, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_set_contents (left, "age", 3, NULL));
  g_assert_true (vd_vault_destroy (g_steal_pointer (&self->vault), NULL));
  g_assert_false (g_file_test (self->dir, G_FILE_TEST_EXISTS));
}

int
main (int argc, char **argv)
{
  use_memory ();
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func)                                                                            \
  g_test_add ("/copies/" name, Fixture, NULL, fixture_set_up, func, fixture_tear_down)
  ADD ("daily-new-key", test_daily_new_key);
  ADD ("daily-reseal", test_daily_reseal);
  ADD ("daily", test_daily);
  ADD ("daily-clock", test_daily_clock);
  ADD ("alone", test_copies_alone);
  ADD ("unfinished", test_unfinished);
  return g_test_run ();
}
