/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/session-store.h"
#include "session-fixture.h"
#include "vault/store.h"

/* Flips a bit of the sealed @item in the closed vault. */
static void
damage (Fixture *f, VdVaultItem item)
{
  g_autofree char *path = g_build_filename (f->dir, "store.db", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (VdStore) store = vd_store_open (path, FALSE, &error);
  VdRow row = {.table = VD_TABLE_ITEM, .id = item};
  g_autoptr (GBytes) box = NULL;
  g_autoptr (GBytes) damaged = NULL;
  guint8 *bytes;
  gsize size;

  g_assert_no_error (error);
  box = vd_store_get (store, &row, &error);
  g_assert_no_error (error);
  bytes = g_memdup2 (g_bytes_get_data (box, &size), g_bytes_get_size (box));
  bytes[size / 2] ^= 1;
  damaged = g_bytes_new_take (bytes, size);
  g_assert_true (vd_store_begin (store, NULL) && vd_store_put (store, &row, damaged, NULL) &&
                 vd_store_commit (store, NULL));
}

static VdSecret *
create_with_case (Fixture *f)
{
  VdSecret *recovery = fixture_create (f);

  fixture_begin (f);
  vd_session_set_unit_async (f->session, "prison", "Wing 2", "ab", fixture_done_cb, f);
  g_assert_true (vd_session_set_unit_finish (f->session, fixture_wait_for (f), NULL));
  vd_session_new_record (f->session, "prison", "full");
  vd_session_set_text (f->session, "person.reference", "P-1", NULL);
  fixture_flush (f);
  return recovery;
}

static gboolean
back_up (Fixture *f)
{
  VdStoreJob *job = vd_store_job_new (VD_STORE_BACKUP);

  job->path = g_build_filename (f->home, "backup.age", NULL);
  fixture_begin (f);
  vd_session_store_async (f->session, job, NULL, fixture_done_cb, f);
  return vd_session_store_finish (f->session, fixture_wait_for (f), NULL) != NULL;
}

/* What was half typed is gone, and said to be; the cases, the settings and backups are not. */
static void
test_draft (Fixture *f, gconstpointer data)
{
  g_autoptr (VdSecret) recovery = create_with_case (f);
  g_autoptr (GError) error = NULL;

  fixture_lock (f, "{\"text\":\"half a sen\"}");
  damage (f, VD_VAULT_DRAFT);
  g_assert_true (fixture_unlock (f, VD_VAULT_PASSPHRASE, PASSPHRASE, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (vd_session_get_cases (f->session)->len, ==, 1);
  g_assert_cmpstr (vd_session_get_unit (f->session), ==, "Wing 2");
  g_assert_null (vd_session_take_draft (f->session));
  g_assert_cmpuint (vd_session_take_damaged (f->session), ==, 1u << VD_VAULT_DRAFT);
  g_assert_cmpuint (vd_session_take_damaged (f->session), ==, 0);
  g_assert_true (back_up (f));
}

/* The settings begin anew, and are said to be damaged until they are saved again. */
static void
test_settings (Fixture *f, gconstpointer data)
{
  g_autoptr (VdSecret) recovery = create_with_case (f);
  g_autofree char *draft = NULL;

  fixture_lock (f, "{\"text\":\"half a sen\"}");
  damage (f, VD_VAULT_SETTINGS);
  for (guint i = 0; i < 2; i++) {
    g_assert_true (fixture_unlock (f, VD_VAULT_PASSPHRASE, PASSPHRASE, NULL));
    g_assert_cmpuint (vd_session_get_cases (f->session)->len, ==, 1);
    g_assert_cmpuint (vd_session_take_damaged (f->session), ==, 1u << VD_VAULT_SETTINGS);
    fixture_lock (f, "{\"text\":\"half a sen\"}");
  }
  g_assert_true (fixture_unlock (f, VD_VAULT_PASSPHRASE, PASSPHRASE, NULL));
  draft = vd_session_take_draft (f->session);
  g_assert_cmpstr (draft, ==, "{\"text\":\"half a sen\"}");
  fixture_begin (f);
  vd_session_set_unit_async (f->session, "prison", "Wing 3", "ab", fixture_done_cb, f);
  g_assert_true (vd_session_set_unit_finish (f->session, fixture_wait_for (f), NULL));
  fixture_lock (f, NULL);
  g_assert_true (fixture_unlock (f, VD_VAULT_PASSPHRASE, PASSPHRASE, NULL));
  g_assert_cmpuint (vd_session_take_damaged (f->session), ==, 0);
  g_assert_cmpstr (vd_session_get_unit (f->session), ==, "Wing 3");
  g_assert_true (back_up (f));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  FIXTURE_ADD ("/items/draft", test_draft);
  FIXTURE_ADD ("/items/settings", test_settings);
  return g_test_run ();
}
