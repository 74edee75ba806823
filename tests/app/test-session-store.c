/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "session-fixture.h"

#include "app/session-store.h"

#include <glib/gstdio.h>
#include <string.h>

#define OTHER "snille hunder sover lenge ute"

static VdStoreJob *
run_job (Fixture *f, VdStoreJob *job, GError **error)
{
  fixture_begin (f);
  vd_session_store_async (f->session, job, NULL, fixture_done_cb, f);
  return vd_session_store_finish (f->session, fixture_wait_for (f), error);
}

static VdStoreJob *
new_user_job (const char *name, const char *passphrase)
{
  VdStoreJob *job = vd_store_job_new (VD_STORE_ADD_USER);

  job->name = g_strdup (name);
  job->role = VD_VAULT_MEMBER;
  job->passphrase = fixture_secret_of (passphrase);
  return job;
}

static void
make_case (Fixture *f, const char *reference, const char *note)
{
  vd_session_new_record (f->session, "reception", "full");
  vd_session_set_text (f->session, "person.reference", reference, NULL);
  g_assert_true (vd_session_add_journal (f->session, "observation", note, -1, NULL));
  fixture_flush (f);
  vd_session_close_record (f->session);
  fixture_flush (f);
  while (vd_session_get_store (f->session)->health.records < 1)
    g_main_context_iteration (NULL, TRUE);
}

static guint
count_events (const GPtrArray *events, VdVaultEvent event, const char *code)
{
  guint n = 0;

  for (guint i = 0; i < events->len; i++) {
    const VdStoreEvent *entry = g_ptr_array_index (events, i);

    n += entry->event == event && (code == NULL || g_str_equal (entry->code, code));
    g_assert_true (entry->fits);
  }
  return n;
}

/* Somebody else gets in with a passphrase of their own, and no more after being removed. */
static void
test_people (Fixture *f, gconstpointer data)
{
  g_autoptr (VdSecret) recovery = fixture_create (f);
  g_autoptr (GError) error = NULL;
  VdStoreJob *job = run_job (f, new_user_job ("Ane", OTHER), &error);
  guint16 number;

  g_assert_no_error (error);
  number = job->user;
  g_assert_cmpstr (vd_store_user_name (vd_session_get_store (f->session), number), ==, "Ane");
  g_assert_cmpuint (vd_session_get_store (f->session)->users->len, ==, 2);
  fixture_lock (f, NULL);
  g_assert_null (vd_session_get_store (f->session));
  g_assert_true (fixture_unlock (f, VD_VAULT_PASSPHRASE, OTHER, &error));
  g_assert_false (vd_session_get_store (f->session)->leader);
  g_assert_null (run_job (f, new_user_job ("Bo", "another passphrase of six words"), &error));
  g_assert_error (error, VD_ERROR, VD_ERROR_NOT_LEADER);
  g_clear_error (&error);
  fixture_lock (f, NULL);
  g_assert_true (fixture_unlock (f, VD_VAULT_PASSPHRASE, PASSPHRASE, &error));
  job = vd_store_job_new (VD_STORE_REMOVE_USER);
  job->user = number;
  g_assert_nonnull (run_job (f, job, &error));
  g_assert_cmpuint (vd_session_get_store (f->session)->users->len, ==, 1);
  fixture_lock (f, NULL);
  g_assert_false (fixture_unlock (f, VD_VAULT_PASSPHRASE, OTHER, &error));
  g_assert_error (error, VD_ERROR, VD_ERROR_WRONG_KEY);
}

static GPtrArray *
read_log (Fixture *f)
{
  g_autoptr (GError) error = NULL;
  VdStoreJob *job = run_job (f, vd_store_job_new (VD_STORE_LOG), &error);

  g_assert_no_error (error);
  return job->events;
}

/* What happened stands in the log once: a save, a look, a deletion, wrong keys. */
static void
test_log (Fixture *f, gconstpointer data)
{
  g_autoptr (VdSecret) recovery = fixture_create (f);
  g_autoptr (GError) error = NULL;
  g_autofree char *id = NULL;
  GPtrArray *events;

  vd_session_new_record (f->session, "reception", "full");
  id = g_strdup (vd_record_get_text (vd_session_get_record (f->session), "id"));
  for (guint i = 0; i < 3; i++) {
    g_autofree char *text = g_strdup_printf ("A-%u", i);

    vd_session_set_text (f->session, "person.reference", text, NULL);
    fixture_flush (f);
  }
  vd_session_close_record (f->session);
  fixture_begin (f);
  vd_session_open_record_async (f->session, id, fixture_done_cb, f);
  g_assert_true (vd_session_open_record_finish (f->session, fixture_wait_for (f), &error));
  vd_session_close_record (f->session);
  fixture_begin (f);
  vd_session_delete_record_async (f->session, id, fixture_done_cb, f);
  g_assert_true (vd_session_delete_record_finish (f->session, fixture_wait_for (f), &error));
  fixture_lock (f, NULL);
  for (guint i = 0; i < 2; i++)
    g_assert_false (fixture_unlock (f, VD_VAULT_PASSPHRASE, OTHER, NULL));
  g_assert_true (fixture_unlock (f, VD_VAULT_PASSPHRASE, PASSPHRASE, &error));
  events = read_log (f);
  g_assert_cmpuint (count_events (events, VD_VAULT_EVENT_CREATE, NULL), ==, 1);
  g_assert_cmpuint (count_events (events, VD_VAULT_EVENT_CHANGE, NULL), ==, 0);
  g_assert_cmpuint (count_events (events, VD_VAULT_EVENT_VIEW, NULL), ==, 1);
  g_assert_cmpuint (count_events (events, VD_VAULT_EVENT_DELETE, NULL), ==, 1);
  g_assert_cmpuint (count_events (events, VD_VAULT_EVENT_FAILED_UNLOCKS, "2"), ==, 1);
  g_assert_cmpuint (count_events (events, VD_VAULT_EVENT_UNLOCK, NULL), ==, 2);
}

static void
test_anchor (Fixture *f, gconstpointer data)
{
  g_autoptr (VdSecret) recovery = fixture_create (f);
  g_autoptr (GError) error = NULL;
  VdStoreJob *job = vd_store_job_new (VD_STORE_CHECK_ANCHOR);
  VdStoreJob *wrong = vd_store_job_new (VD_STORE_CHECK_ANCHOR);

  job->anchor = g_strdup (vd_session_get_store (f->session)->anchor);
  job = run_job (f, job, &error);
  g_assert_no_error (error);
  g_assert_cmpint (job->seq, >, 0);
  wrong->anchor = g_strdup ("1-0000-0000-0000-0000-0000-0000-0000-0001");
  g_assert_null (run_job (f, wrong, &error));
  g_assert_nonnull (error);
}

static VdSecret *
restore (Fixture *f, const char *path, VdVaultKey kind, const char *key, char **beside)
{
  g_autoptr (GError) error = NULL;
  VdSecret *recovery;

  fixture_begin (f);
  vd_session_restore_async (f->session, path, kind, fixture_secret_of (key),
                            fixture_secret_of (OTHER), "Ane", &vd_kdf_floor, NULL, fixture_done_cb,
                            f);
  recovery = vd_session_restore_finish (f->session, fixture_wait_for (f), beside, NULL, &error);
  g_assert_no_error (error);
  return recovery;
}

/* A copy of today comes by itself a moment after an unlock. */
static void
test_daily_copy (Fixture *f, gconstpointer data)
{
  g_autoptr (VdSecret) recovery = fixture_create (f);
  g_autofree char *copy = g_build_filename (f->dir, "copy-1.age", NULL);
  g_autoptr (VdSecret) again = NULL;
  g_autofree char *beside = NULL;
  g_auto (GStrv) list = NULL;
  gint64 end = g_get_monotonic_time () + 20 * G_USEC_PER_SEC;

  while (vd_session_get_store (f->session)->health.copy == 0) {
    g_assert_cmpint (g_get_monotonic_time (), <, end);
    g_main_context_iteration (NULL, TRUE);
  }
  g_assert_true (g_file_test (copy, G_FILE_TEST_EXISTS));
  g_assert_null (vd_session_get_copy_error (f->session));
  list = vd_session_list_copies (f->session);
  g_assert_cmpuint (g_strv_length (list), ==, 1);
  g_assert_cmpstr (list[0], ==, copy);
  fixture_lock (f, NULL);
  again = restore (f, list[0], VD_VAULT_RECOVERY, (const char *)vd_secret_data (recovery), &beside);
  g_assert_nonnull (again);
  g_assert_nonnull (beside);
}

static char *
back_up (Fixture *f, const char *passphrase)
{
  char *path = g_build_filename (f->home, "backup.age", NULL);
  VdStoreJob *job = vd_store_job_new (VD_STORE_BACKUP);
  g_autoptr (GError) error = NULL;

  job->path = g_strdup (path);
  if (passphrase != NULL)
    job->passphrase = fixture_secret_of (passphrase);
  job = run_job (f, job, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (job->records, ==, 1);
  g_assert_cmpint (vd_session_get_store (f->session)->health.backup, >, 0);
  g_assert_cmpuint (vd_session_get_store (f->session)->health.unbacked, ==, 0);
  return path;
}

/* On another machine there is no vault yet: the restored one is it. */
static void
test_restore_anew (Fixture *f, gconstpointer data)
{
  g_autoptr (VdSecret) recovery = fixture_create (f);
  g_autoptr (VdSecret) again = NULL;
  g_autofree char *path = NULL;
  g_autofree char *beside = NULL;
  g_autoptr (GError) error = NULL;

  make_case (f, "A-12", "Came at night.");
  path = back_up (f, NULL);
  fixture_begin (f);
  vd_session_destroy_async (f->session, fixture_done_cb, f);
  g_assert_true (vd_session_destroy_finish (f->session, fixture_wait_for (f), &error));
  g_assert_cmpint (vd_session_get_state (f->session), ==, VD_SESSION_EMPTY);
  g_assert_false (g_file_test (f->dir, G_FILE_TEST_EXISTS));
  again = restore (f, path, VD_VAULT_RECOVERY, (const char *)vd_secret_data (recovery), &beside);
  g_assert_null (beside);
  g_assert_cmpint (vd_session_get_state (f->session), ==, VD_SESSION_UNLOCKED);
  g_assert_cmpuint (vd_session_get_cases (f->session)->len, ==, 1);
  g_assert_false (vd_secret_equal (recovery, again));
  fixture_lock (f, NULL);
  g_assert_true (fixture_unlock (f, VD_VAULT_PASSPHRASE, OTHER, &error));
}

/* Beside a vault: nothing changes before the switch, and the old one is still there after. */
static void
test_restore_beside (Fixture *f, gconstpointer data)
{
  g_autoptr (VdSecret) recovery = fixture_create (f);
  g_autoptr (VdSecret) again = NULL;
  g_autofree char *path = NULL;
  g_autofree char *beside = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) list = NULL;

  make_case (f, "A-12", "Came at night.");
  path = back_up (f, "a passphrase for the file only");
  make_case (f, "A-13", "Later than the backup.");
  again = restore (f, path, VD_VAULT_PASSPHRASE, "a passphrase for the file only", &beside);
  g_assert_nonnull (beside);
  g_assert_cmpint (vd_session_get_state (f->session), ==, VD_SESSION_UNLOCKED);
  fixture_begin (f);
  vd_session_switch_async (f->session, beside, fixture_done_cb, f);
  g_assert_true (vd_session_switch_finish (f->session, fixture_wait_for (f), &error));
  g_assert_cmpint (vd_session_get_state (f->session), ==, VD_SESSION_LOCKED);
  g_assert_false (fixture_unlock (f, VD_VAULT_PASSPHRASE, PASSPHRASE, NULL));
  g_assert_true (fixture_unlock (f, VD_VAULT_PASSPHRASE, OTHER, &error));
  g_assert_cmpuint (vd_session_get_cases (f->session)->len, ==, 1);
  list = vd_session_list_beside (f->session);
  g_assert_cmpuint (g_strv_length (list), ==, 1);
  fixture_begin (f);
  vd_session_destroy_beside_async (f->session, list[0], fixture_secret_of (PASSPHRASE),
                                   fixture_done_cb, f);
  g_assert_true (vd_session_destroy_finish (f->session, fixture_wait_for (f), &error));
  g_assert_false (g_file_test (list[0], G_FILE_TEST_EXISTS));
  g_assert_cmpint (vd_session_get_state (f->session), ==, VD_SESSION_UNLOCKED);
}

static GPtrArray *
search (Fixture *f, const char *words, GCancellable *cancellable, GError **error)
{
  fixture_begin (f);
  vd_session_search_async (f->session, words, cancellable, fixture_done_cb, f);
  return vd_session_search_finish (f->session, fixture_wait_for (f), NULL, error);
}

static void
test_search (Fixture *f, gconstpointer data)
{
  g_autoptr (VdSecret) recovery = fixture_create (f);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GPtrArray) found = NULL;
  g_autoptr (GPtrArray) none = NULL;
  g_autoptr (GError) error = NULL;
  const VdSearchFound *hit;

  make_case (f, "A-12", "Kom om natten med José.");
  make_case (f, "A-13", "Nothing of that.");
  found = search (f, "  JOSÉ natten", NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (found->len, ==, 1);
  hit = g_ptr_array_index (found, 0);
  g_assert_cmpuint (g_strv_length (hit->paths), ==, 1);
  g_assert_cmpstr (hit->paths[0], ==, "journal[0].text");
  none = search (f, "josé nothing", NULL, &error);
  g_assert_cmpuint (none->len, ==, 0);
  g_cancellable_cancel (cancellable);
  g_assert_null (search (f, "jose", cancellable, &error));
  g_assert_error (error, VD_ERROR, VD_ERROR_CANCELLED);
}

/* The last page belongs to the box of the record, which is the largest thing in the file. */
static void
damage_record (Fixture *f)
{
  g_autofree char *store = g_build_filename (f->dir, "store.db", NULL);
  g_autofree char *bytes = NULL;
  gsize size;

  g_assert_true (g_file_get_contents (store, &bytes, &size, NULL));
  memset (bytes + size - 4096 + 512, 0x55, 64);
  g_assert_true (g_file_set_contents (store, bytes, (gssize)size, NULL));
}

/* A damaged vault: what can be read comes out, and the other cases are still listed. */
static void
test_rescue (Fixture *f, gconstpointer data)
{
  g_autoptr (VdSecret) recovery = fixture_create (f);
  g_autofree char *path = g_build_filename (f->home, "rescued.age", NULL);
  g_autoptr (GError) error = NULL;
  const VdStoreJob *job;

  make_case (f, "A-12", "Came at night.");
  fixture_lock (f, NULL);
  damage_record (f);
  fixture_begin (f);
  vd_session_rescue_async (f->session, VD_VAULT_PASSPHRASE, fixture_secret_of (PASSPHRASE), path,
                           NULL, NULL, fixture_done_cb, f);
  job = vd_session_rescue_finish (f->session, fixture_wait_for (f), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (job->problems->len, >, 0);
  g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
  g_assert_cmpint (vd_session_get_state (f->session), ==, VD_SESSION_LOCKED);
}

/* One damaged record: named, what is left of it saved, removed; then backups can be written again.
 */
static void
test_damaged (Fixture *f, gconstpointer data)
{
  g_autoptr (VdSecret) recovery = fixture_create (f);
  g_autoptr (GError) error = NULL;
  const VdStoreJob *found;
  VdStoreJob *job;
  gint64 record;

  make_case (f, "A-12", "Came at night.");
  fixture_lock (f, NULL);
  damage_record (f);
  g_assert_true (fixture_unlock (f, VD_VAULT_PASSPHRASE, PASSPHRASE, &error));
  found = run_job (f, vd_store_job_new (VD_STORE_VERIFY), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (found->problems->len, ==, 1);
  g_assert_cmpstr (((VdStoreProblem *)found->problems->pdata[0])->what, ==, "record");
  record = g_ascii_strtoll (((VdStoreProblem *)found->problems->pdata[0])->where, NULL, 10);
  job = vd_store_job_new (VD_STORE_SALVAGE);
  job->record = record;
  job->path = g_build_filename (f->home, "left.age", NULL);
  job = run_job (f, job, &error);
  g_assert_no_error (error);
  g_assert_true (job->left);
  g_assert_true (g_file_test (job->path, G_FILE_TEST_EXISTS));
  job = vd_store_job_new (VD_STORE_REMOVE_DAMAGED);
  job->record = record;
  g_assert_nonnull (run_job (f, job, &error));
  while (vd_session_get_cases (f->session)->len > 0)
    g_main_context_iteration (NULL, TRUE);
  make_case (f, "A-13", "Another.");
  g_free (back_up (f, NULL));
}

/* A lock does not wait for a long job and nothing of that is left. */
static void
test_lock_stops (Fixture *f, gconstpointer data)
{
  g_autoptr (VdSecret) recovery = fixture_create (f);
  g_autofree char *path = g_build_filename (f->home, "backup.age", NULL);
  VdStoreJob *job = vd_store_job_new (VD_STORE_BACKUP);

  for (guint i = 0; i < 70; i++) {
    vd_session_new_record (f->session, "reception", "full");
    vd_session_set_text (f->session, "person.reference", "many", NULL);
  }
  fixture_flush (f);
  job->path = g_strdup (path);
  vd_session_store_async (f->session, job, NULL, NULL, NULL);
  fixture_lock (f, "{}");
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  g_assert_true (fixture_unlock (f, VD_VAULT_PASSPHRASE, PASSPHRASE, NULL));
  g_assert_cmpuint (vd_session_get_cases (f->session)->len, ==, 70);
  g_assert_cmpint (vd_session_get_store (f->session)->health.backup, ==, 0);
}

/* A check that is stopped says so, and the vault is as open as before. */
static void
test_check_stops (Fixture *f, gconstpointer data)
{
  g_autoptr (VdSecret) recovery = fixture_create (f);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  const VdStoreJob *job;

  make_case (f, "A-12", "Came at night.");
  g_cancellable_cancel (cancellable);
  fixture_begin (f);
  vd_session_store_async (f->session, vd_store_job_new (VD_STORE_VERIFY), cancellable,
                          fixture_done_cb, f);
  g_assert_null (vd_session_store_finish (f->session, fixture_wait_for (f), &error));
  g_assert_error (error, VD_ERROR, VD_ERROR_CANCELLED);
  g_assert_cmpint (vd_session_get_state (f->session), ==, VD_SESSION_UNLOCKED);
  job = run_job (f, vd_store_job_new (VD_STORE_VERIFY), NULL);
  g_assert_nonnull (job);
  g_assert_cmpuint (job->problems->len, ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  FIXTURE_ADD ("/store/people", test_people);
  FIXTURE_ADD ("/store/log", test_log);
  FIXTURE_ADD ("/store/anchor", test_anchor);
  FIXTURE_ADD ("/store/daily-copy", test_daily_copy);
  FIXTURE_ADD ("/store/restore-anew", test_restore_anew);
  FIXTURE_ADD ("/store/restore-beside", test_restore_beside);
  FIXTURE_ADD ("/store/search", test_search);
  FIXTURE_ADD ("/store/rescue", test_rescue);
  FIXTURE_ADD ("/store/damaged", test_damaged);
  FIXTURE_ADD ("/store/lock-stops", test_lock_stops);
  FIXTURE_ADD ("/store/check-stops", test_check_stops);
  return g_test_run ();
}
