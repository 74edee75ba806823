/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/session.h"
#include "app/user-error.h"

#include <glib/gstdio.h>
#include <string.h>

#define PASSPHRASE "fjellet varmer seks gamle stein"

/* A session over a folder of its own, driven to the end of each call. */
typedef struct {
  char *home;
  char *dir;
  VdPack *pack;
  VdSession *session;
  GAsyncResult *result;
  GDateTime *now;
} Fixture;

static GDateTime *
fixed_now (gpointer data)
{
  Fixture *f = data;

  return g_date_time_ref (f->now);
}

static VdClock fixture_clock;

static void
new_session (Fixture *f)
{
  f->session = vd_session_new (f->dir, f->pack, &fixture_clock);
}

static void
set_up (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  gsize size;

  g_file_get_contents (g_getenv ("VARDE_PACK"), &text, &size, &error);
  g_assert_no_error (error);
  f->pack = vd_pack_parse (text, size, &error);
  g_assert_no_error (error);
  f->home = g_dir_make_tmp ("varde-session-XXXXXX", NULL);
  f->dir = g_build_filename (f->home, "vault", NULL);
  f->now = g_date_time_new_utc (2026, 5, 2, 10, 15, 0);
  fixture_clock = (VdClock){fixed_now, f};
  new_session (f);
}

static void
remove_tree (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *child = g_build_filename (path, name, NULL);

    remove_tree (child);
  }
  g_remove (path);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  gint64 end = g_get_monotonic_time () + 10 * G_USEC_PER_SEC;

  /* Jobs that ended hold the session until the main loop lets go of them. */
  g_clear_object (&f->result);
  while (G_OBJECT (f->session)->ref_count > 1 && g_get_monotonic_time () < end)
    g_main_context_iteration (NULL, FALSE);
  g_assert_finalize_object (f->session);
  vd_pack_unref (f->pack);
  remove_tree (f->home);
  g_date_time_unref (f->now);
  g_free (f->home);
  g_free (f->dir);
}

static void
done_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Fixture *f = data;

  g_set_object (&f->result, result);
}

static gboolean
tick_cb (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

/* Turns the main loop until the call ends; a minute is far more than anything here takes. */
static GAsyncResult *
wait_for (Fixture *f)
{
  gint64 end = g_get_monotonic_time () + 60 * G_USEC_PER_SEC;
  guint tick = g_timeout_add (20, tick_cb, NULL);

  while (f->result == NULL) {
    g_assert_cmpint (g_get_monotonic_time (), <, end);
    g_main_context_iteration (NULL, TRUE);
  }
  g_source_remove (tick);
  return f->result;
}

static void
begin (Fixture *f)
{
  g_clear_object (&f->result);
}

static VdSecret *
secret_of (const char *text)
{
  return vd_secret_new_copy (text, strlen (text));
}

static VdSecret *
create (Fixture *f)
{
  g_autoptr (GError) error = NULL;
  VdSecret *recovery;

  begin (f);
  vd_session_create_async (f->session, secret_of (PASSPHRASE), &vd_kdf_floor, NULL, done_cb, f);
  g_assert_cmpint (vd_session_get_state (f->session), ==, VD_SESSION_BUSY);
  recovery = vd_session_create_finish (f->session, wait_for (f), &error);
  g_assert_no_error (error);
  g_assert_cmpint (vd_session_get_state (f->session), ==, VD_SESSION_UNLOCKED);
  return recovery;
}

static gboolean
unlock (Fixture *f, VdVaultKey kind, const char *key, GError **error)
{
  begin (f);
  vd_session_unlock_async (f->session, kind, secret_of (key), NULL, done_cb, f);
  return vd_session_unlock_finish (f->session, wait_for (f), error);
}

static void
lock (Fixture *f, const char *draft)
{
  g_autoptr (GError) error = NULL;

  begin (f);
  vd_session_lock_async (f->session, draft, done_cb, f);
  vd_session_lock_finish (f->session, wait_for (f), &error);
  g_assert_no_error (error);
  g_assert_cmpint (vd_session_get_state (f->session), ==, VD_SESSION_LOCKED);
}

static void
flush (Fixture *f)
{
  g_autoptr (GError) error = NULL;

  begin (f);
  vd_session_flush_async (f->session, done_cb, f);
  vd_session_flush_finish (f->session, wait_for (f), &error);
  g_assert_no_error (error);
}

/* What was typed is there after a lock and an unlock, half-typed text too. */
static void
test_nothing_lost (Fixture *f, gconstpointer data)
{
  g_autoptr (VdSecret) recovery = create (f);
  g_autoptr (GError) error = NULL;
  g_autofree char *id = NULL;
  g_autofree char *draft = NULL;
  VdAnswer answer;

  vd_session_new_record (f->session, "reception", "full");
  id = g_strdup (vd_record_get_text (vd_session_get_record (f->session), "id"));
  g_assert_true (vd_session_set_text (f->session, "person.reference", "A-12", &error));
  g_assert_true (vd_session_answer (f->session, "CTL-04", VD_ANSWER_YES, VD_BASIS_OBSERVATION,
                                    "Never alone.", &error));
  g_assert_no_error (error);
  g_assert_cmpint (vd_session_get_save_state (f->session), ==, VD_SAVE_SAVING);
  lock (f, "{\"place\":\"seen\",\"text\":\"half a sen\"}");
  g_assert_null (vd_session_get_record (f->session));
  g_assert_cmpuint (vd_session_get_cases (f->session)->len, ==, 0);

  g_assert_true (unlock (f, VD_VAULT_PASSPHRASE, PASSPHRASE, &error));
  draft = vd_session_take_draft (f->session);
  g_assert_cmpstr (draft, ==, "{\"place\":\"seen\",\"text\":\"half a sen\"}");
  g_assert_null (vd_session_take_draft (f->session));
  g_assert_cmpuint (vd_session_get_cases (f->session)->len, ==, 1);

  begin (f);
  vd_session_open_record_async (f->session, id, done_cb, f);
  g_assert_true (vd_session_open_record_finish (f->session, wait_for (f), &error));
  g_assert_true (vd_record_live_answer (vd_session_get_record (f->session), "CTL-04", &answer));
  g_assert_cmpstr (answer.note, ==, "Never alone.");
  g_assert_cmpstr (answer.date, ==, "2026-05-02");
}

/* "Saved" is said only when the newest change is on the disk, for each of many quick ones. */
static void
test_saved_means_saved (Fixture *f, gconstpointer data)
{
  g_autoptr (VdSecret) recovery = create (f);
  g_autoptr (GError) error = NULL;
  g_autofree char *id = NULL;

  vd_session_new_record (f->session, "outreach", "full");
  id = g_strdup (vd_record_get_text (vd_session_get_record (f->session), "id"));
  for (guint i = 0; i < 200; i++) {
    g_autofree char *text = g_strdup_printf ("note %u", i);

    g_assert_true (vd_session_set_text (f->session, "measures_taken", text, &error));
    g_assert_cmpint (vd_session_get_save_state (f->session), ==, VD_SAVE_SAVING);
  }
  flush (f);
  while (vd_session_get_save_state (f->session) != VD_SAVE_SAVED)
    g_main_context_iteration (NULL, TRUE);
  g_assert_nonnull (vd_session_get_saved_time (f->session));
  vd_session_close_record (f->session);
  begin (f);
  vd_session_open_record_async (f->session, id, done_cb, f);
  g_assert_true (vd_session_open_record_finish (f->session, wait_for (f), &error));
  g_assert_cmpstr (vd_record_get_text (vd_session_get_record (f->session), "measures_taken"), ==,
                   "note 199");
}

/* Each wrong thing at unlock has its own error, and nothing changes. */
static void
test_wrong_keys (Fixture *f, gconstpointer data)
{
  g_autoptr (VdSecret) recovery = create (f);
  g_autoptr (GError) error = NULL;

  lock (f, NULL);
  g_assert_false (unlock (f, VD_VAULT_PASSPHRASE, "Fjellet varmer seks gamle stein", &error));
  g_assert_error (error, VD_ERROR, VD_ERROR_WRONG_KEY);
  g_clear_error (&error);
  g_assert_cmpint (vd_session_get_state (f->session), ==, VD_SESSION_LOCKED);
  g_assert_false (
      unlock (f, VD_VAULT_RECOVERY, "0000-0000-0000-0000-0000-0000-0000-0000-0001", &error));
  g_assert_error (error, VD_ERROR, VD_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_true (unlock (f, VD_VAULT_RECOVERY, (const char *)vd_secret_data (recovery), &error));
  g_assert_no_error (error);
}

static void
test_cancelled_creation (Fixture *f, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  begin (f);
  vd_session_create_async (f->session, secret_of (PASSPHRASE), &vd_kdf_floor, cancellable, done_cb,
                           f);
  g_cancellable_cancel (cancellable);
  g_assert_null (vd_session_create_finish (f->session, wait_for (f), &error));
  g_assert_error (error, VD_ERROR, VD_ERROR_CANCELLED);
  g_assert_cmpint (vd_session_get_state (f->session), ==, VD_SESSION_EMPTY);
  g_assert_false (g_file_test (f->dir, G_FILE_TEST_EXISTS));
}

/* What the schema refuses changes nothing and is not saved. */
static void
test_refused_change (Fixture *f, gconstpointer data)
{
  g_autoptr (VdSecret) recovery = create (f);
  g_autoptr (GError) error = NULL;

  vd_session_new_record (f->session, "outreach", "full");
  g_assert_false (vd_session_set_text (f->session, "person.age", "old", &error));
  g_assert_error (error, VD_ERROR, VD_ERROR_INVALID);
  g_assert_cmpint (vd_session_get_save_state (f->session), ==, VD_SAVE_NONE);
  g_assert_false (vd_record_has (vd_session_get_record (f->session), "person.age"));
}

/* The file, its words and the entry in the register of shares. */
static void
test_export (Fixture *f, gconstpointer data)
{
  static const char *const parts[] = {"seen", NULL};
  const VdReferralChoice choice = {parts, NULL};
  g_autoptr (VdSecret) recovery = create (f);
  g_autoptr (VdSecret) words = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (f->home, "out.pdf", NULL);
  const VdRecord *record;

  vd_session_new_record (f->session, "reception", "full");
  vd_session_set_text (f->session, "person.reference", "A-12", NULL);
  vd_session_answer (f->session, "CTL-04", VD_ANSWER_YES, VD_BASIS_OBSERVATION, NULL, NULL);
  vd_session_add_consent (f->session, "rosa", parts, "read aloud", &error);
  g_assert_no_error (error);
  for (guint i = 0; i < 2; i++) {
    begin (f);
    vd_session_export_async (f->session, "rosa", &choice, "en", VD_PROTECT_PDF, NULL, path, done_cb,
                             f);
    g_assert_cmpint (vd_session_export_finish (f->session, wait_for (f), &words, &error), ==,
                     i == 0);
    if (i == 0)
      g_assert_no_error (error);
  }
  g_assert_error (error, VD_ERROR, VD_ERROR_EXISTS);
  g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
  g_assert_cmpuint (vd_secret_size (words), >, 20);
  record = vd_session_get_record (f->session);
  g_assert_cmpuint (vd_record_n_items (record, "shares"), ==, 1);
  g_assert_cmpstr (vd_record_item_text (record, "shares", 0, "recipient"), ==, "rosa");
}

static void
test_withdrawn_consent (Fixture *f, gconstpointer data)
{
  static const char *const parts[] = {"seen", "said", NULL};
  g_autoptr (VdSecret) recovery = create (f);
  const VdRecord *record;

  vd_session_new_record (f->session, "reception", "full");
  vd_session_add_consent (f->session, "rosa", parts, NULL, NULL);
  vd_session_add_consent (f->session, "file", parts, NULL, NULL);
  vd_session_withdraw_consent (f->session, "rosa");
  record = vd_session_get_record (f->session);
  g_assert_cmpstr (vd_record_item_text (record, "consents", 0, "withdrawn"), ==, "2026-05-02");
  g_assert_null (vd_record_item_text (record, "consents", 1, "withdrawn"));
}

/* The program as it is with a bundle of @version. */
static void
start_program (Fixture *f, const char *version)
{
  g_autofree char *bundle = g_build_filename (f->home, "bundle.xml", NULL);
  g_autofree char *packs = g_build_filename (f->home, "packs", NULL);
  g_autofree char *words = g_strdup_printf ("version=\"%s\"", version);
  g_autofree char *text = NULL;
  g_autoptr (GString) changed = NULL;
  g_autoptr (GError) error = NULL;
  VdPackStore *store = vd_pack_store_new (packs, bundle);

  g_file_get_contents (g_getenv ("VARDE_PACK"), &text, NULL, NULL);
  changed = g_string_new (text);
  g_string_replace (changed, "version=\"2026.1\"", words, 1);
  g_file_set_contents (bundle, changed->str, (gssize)changed->len, &error);
  g_assert_no_error (error);
  g_assert_finalize_object (f->session);
  vd_pack_unref (f->pack);
  f->pack = vd_pack_store_load (store, &error);
  g_assert_no_error (error);
  new_session (f);
  vd_session_set_pack_store (f->session, store);
}

static void
assert_pack (Fixture *f, const char *version)
{
  g_assert_cmpstr (vd_pack_version (vd_session_get_pack (f->session)), ==, version);
}

/* A record keeps the pack it was made with when the program brings another. */
static void
test_old_pack (Fixture *f, gconstpointer data)
{
  g_autoptr (VdSecret) recovery = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = NULL;

  start_program (f, "2026.1");
  recovery = create (f);
  vd_session_new_record (f->session, "reception", "full");
  id = g_strdup (vd_record_get_text (vd_session_get_record (f->session), "id"));
  vd_session_answer (f->session, "CTL-04", VD_ANSWER_YES, VD_BASIS_OBSERVATION, NULL, NULL);
  flush (f);
  lock (f, NULL);
  begin (f);
  while (G_OBJECT (f->session)->ref_count > 1)
    g_main_context_iteration (NULL, FALSE);

  start_program (f, "2027.1");
  g_assert_true (unlock (f, VD_VAULT_PASSPHRASE, PASSPHRASE, &error));
  assert_pack (f, "2027.1");
  for (guint i = 0; i < 2; i++) {
    begin (f);
    vd_session_open_record_async (f->session, id, done_cb, f);
    g_assert_true (vd_session_open_record_finish (f->session, wait_for (f), &error));
    assert_pack (f, "2026.1");
    g_assert_nonnull (vd_session_get_guidance (f->session));
    /* A change leaves the record with its pack. */
    vd_session_answer (f->session, "ECO-01", VD_ANSWER_YES, VD_BASIS_STATEMENT, NULL, NULL);
    g_assert_cmpstr (vd_record_get_text (vd_session_get_record (f->session), "pack.version"), ==,
                     "2026.1");
    flush (f);
  }
  vd_session_new_record (f->session, "reception", "full");
  assert_pack (f, "2027.1");
  g_assert_cmpstr (vd_record_get_text (vd_session_get_record (f->session), "pack.version"), ==,
                   "2027.1");
}

/* Every code has its own words and an exit code of the interface; titles are all different. */
static void
test_user_errors (void)
{
  g_autoptr (GHashTable) titles = g_hash_table_new (g_str_hash, g_str_equal);

  for (int code = 0; code < VD_N_ERRORS; code++) {
    g_autoptr (GError) error = g_error_new_literal (VD_ERROR, code, "test");
    VdUserError words = vd_user_error (error);

    g_assert_true (g_hash_table_add (titles, (gpointer)words.title));
    g_assert_cmpuint (strlen (words.sentence), >, 10);
    g_assert_cmpuint (strlen (words.next), >, 10);
    g_assert_cmpint (vd_user_error_exit_code (error), >=, 2);
    g_assert_cmpint (vd_user_error_exit_code (error), <=, 12);
  }
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/session/nothing-lost", test_nothing_lost);
  ADD ("/session/saved-means-saved", test_saved_means_saved);
  ADD ("/session/wrong-keys", test_wrong_keys);
  ADD ("/session/cancelled-creation", test_cancelled_creation);
  ADD ("/session/refused-change", test_refused_change);
  ADD ("/session/export", test_export);
  ADD ("/session/withdrawn-consent", test_withdrawn_consent);
  ADD ("/session/old-pack", test_old_pack);
  g_test_add_func ("/session/user-errors", test_user_errors);
  return g_test_run ();
}
