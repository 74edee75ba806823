/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "session-fixture.h"

#include "app/user-error.h"

#include <glib/gstdio.h>
#include <string.h>

/* What was typed is there after a lock and an fixture_unlock, half-typed text too. */
static void
test_nothing_lost (Fixture *f, gconstpointer data)
{
  g_autoptr (VdSecret) recovery = fixture_create (f);
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
  fixture_lock (f, "{\"place\":\"seen\",\"text\":\"half a sen\"}");
  g_assert_null (vd_session_get_record (f->session));
  g_assert_cmpuint (vd_session_get_cases (f->session)->len, ==, 0);

  g_assert_true (fixture_unlock (f, VD_VAULT_PASSPHRASE, PASSPHRASE, &error));
  draft = vd_session_take_draft (f->session);
  g_assert_cmpstr (draft, ==, "{\"place\":\"seen\",\"text\":\"half a sen\"}");
  g_assert_null (vd_session_take_draft (f->session));
  g_assert_cmpuint (vd_session_get_cases (f->session)->len, ==, 1);

  fixture_begin (f);
  vd_session_open_record_async (f->session, id, fixture_done_cb, f);
  g_assert_true (vd_session_open_record_finish (f->session, fixture_wait_for (f), &error));
  g_assert_true (vd_record_live_answer (vd_session_get_record (f->session), "CTL-04", &answer));
  g_assert_cmpstr (answer.note, ==, "Never alone.");
  g_assert_cmpstr (answer.date, ==, "2026-05-02");
}

/* Content that comes after the window. */

typedef struct {
  VdPack *pack;
  guint asked;
  guint loaded;
} Late;

static VdPack *
late_source (gpointer data)
{
  Late *late = data;

  late->asked++;
  return late->pack;
}

static void
late_cb (VdSession *session, Late *late)
{
  late->loaded++;
}

/* Whoever unlocks before the content is read waits for it, and nothing is lost by that. */
static void
test_late_content (Fixture *f, gconstpointer data)
{
  g_autoptr (VdSecret) recovery = fixture_create (f);
  g_autoptr (GError) error = NULL;
  Late late = {f->pack, 0, 0};

  fixture_lock (f, NULL);
  g_clear_object (&f->session);
  f->session = vd_session_new (f->dir, NULL, &fixture_clock);
  vd_session_expect_pack (f->session, late_source, &late);
  g_signal_connect (f->session, "content-loaded", G_CALLBACK (late_cb), &late);
  g_assert_false (vd_session_has_pack (f->session));
  g_assert_true (fixture_unlock (f, VD_VAULT_PASSPHRASE, PASSPHRASE, &error));
  g_assert_no_error (error);
  g_assert_true (vd_session_get_pack (f->session) == f->pack);
  g_assert_cmpuint (late.asked, ==, 1);
  vd_session_set_pack (f->session, f->pack);
  g_assert_cmpuint (late.loaded, ==, 1);
}

/* "Saved" is said only when the newest change is on the disk, for each of many quick ones. */
static void
test_saved_means_saved (Fixture *f, gconstpointer data)
{
  g_autoptr (VdSecret) recovery = fixture_create (f);
  g_autoptr (GError) error = NULL;
  g_autofree char *id = NULL;

  vd_session_new_record (f->session, "outreach", "full");
  id = g_strdup (vd_record_get_text (vd_session_get_record (f->session), "id"));
  for (guint i = 0; i < 200; i++) {
    g_autofree char *text = g_strdup_printf ("note %u", i);

    g_assert_true (vd_session_set_text (f->session, "measures_taken", text, &error));
    g_assert_cmpint (vd_session_get_save_state (f->session), ==, VD_SAVE_SAVING);
  }
  fixture_flush (f);
  while (vd_session_get_save_state (f->session) != VD_SAVE_SAVED)
    g_main_context_iteration (NULL, TRUE);
  g_assert_nonnull (vd_session_get_saved_time (f->session));
  vd_session_close_record (f->session);
  fixture_begin (f);
  vd_session_open_record_async (f->session, id, fixture_done_cb, f);
  g_assert_true (vd_session_open_record_finish (f->session, fixture_wait_for (f), &error));
  g_assert_cmpstr (vd_record_get_text (vd_session_get_record (f->session), "measures_taken"), ==,
                   "note 199");
}

/* Each wrong thing at unlock has its own error, and nothing changes. */
static void
test_wrong_keys (Fixture *f, gconstpointer data)
{
  g_autoptr (VdSecret) recovery = fixture_create (f);
  g_autoptr (GError) error = NULL;

  fixture_lock (f, NULL);
  g_assert_false (
      fixture_unlock (f, VD_VAULT_PASSPHRASE, "Fjellet varmer seks gamle stein", &error));
  g_assert_error (error, VD_ERROR, VD_ERROR_WRONG_KEY);
  g_clear_error (&error);
  g_assert_cmpint (vd_session_get_state (f->session), ==, VD_SESSION_LOCKED);
  g_assert_false (fixture_unlock (f, VD_VAULT_RECOVERY,
                                  "0000-0000-0000-0000-0000-0000-0000-0000-0001", &error));
  g_assert_error (error, VD_ERROR, VD_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_true (
      fixture_unlock (f, VD_VAULT_RECOVERY, (const char *)vd_secret_data (recovery), &error));
  g_assert_no_error (error);
}

static void
test_cancelled_creation (Fixture *f, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  fixture_begin (f);
  vd_session_create_async (f->session, fixture_secret_of (PASSPHRASE), &vd_kdf_floor, cancellable,
                           fixture_done_cb, f);
  g_cancellable_cancel (cancellable);
  g_assert_null (vd_session_create_finish (f->session, fixture_wait_for (f), &error));
  g_assert_error (error, VD_ERROR, VD_ERROR_CANCELLED);
  g_assert_cmpint (vd_session_get_state (f->session), ==, VD_SESSION_EMPTY);
  g_assert_false (g_file_test (f->dir, G_FILE_TEST_EXISTS));
}

/* What the schema refuses changes nothing and is not saved. */
static void
test_refused_change (Fixture *f, gconstpointer data)
{
  g_autoptr (VdSecret) recovery = fixture_create (f);
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
  g_autoptr (VdSecret) recovery = fixture_create (f);
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
    fixture_begin (f);
    vd_session_export_async (f->session, "rosa", &choice, "en", VD_PROTECT_PDF, NULL, path,
                             fixture_done_cb, f);
    g_assert_cmpint (vd_session_export_finish (f->session, fixture_wait_for (f), &words, &error),
                     ==, i == 0);
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
  g_autoptr (VdSecret) recovery = fixture_create (f);
  const VdRecord *record;

  vd_session_new_record (f->session, "reception", "full");
  vd_session_add_consent (f->session, "rosa", parts, NULL, NULL);
  vd_session_add_consent (f->session, "file", parts, NULL, NULL);
  vd_session_withdraw_consent (f->session, "rosa");
  record = vd_session_get_record (f->session);
  g_assert_cmpstr (vd_record_item_text (record, "consents", 0, "withdrawn"), ==, "2026-05-02");
  g_assert_null (vd_record_item_text (record, "consents", 1, "withdrawn"));
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

  fixture_start_program (f, "2026.1");
  recovery = fixture_create (f);
  vd_session_new_record (f->session, "reception", "full");
  id = g_strdup (vd_record_get_text (vd_session_get_record (f->session), "id"));
  vd_session_answer (f->session, "CTL-04", VD_ANSWER_YES, VD_BASIS_OBSERVATION, NULL, NULL);
  fixture_flush (f);
  fixture_lock (f, NULL);
  fixture_begin (f);
  while (G_OBJECT (f->session)->ref_count > 1)
    g_main_context_iteration (NULL, FALSE);

  fixture_start_program (f, "2027.1");
  g_assert_true (fixture_unlock (f, VD_VAULT_PASSPHRASE, PASSPHRASE, &error));
  assert_pack (f, "2027.1");
  for (guint i = 0; i < 2; i++) {
    fixture_begin (f);
    vd_session_open_record_async (f->session, id, fixture_done_cb, f);
    g_assert_true (vd_session_open_record_finish (f->session, fixture_wait_for (f), &error));
    assert_pack (f, "2026.1");
    g_assert_nonnull (vd_session_get_guidance (f->session));
    /* A change leaves the record with its pack. */
    vd_session_answer (f->session, "ECO-01", VD_ANSWER_YES, VD_BASIS_STATEMENT, NULL, NULL);
    g_assert_cmpstr (vd_record_get_text (vd_session_get_record (f->session), "pack.version"), ==,
                     "2026.1");
    fixture_flush (f);
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

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  FIXTURE_ADD ("/session/nothing-lost", test_nothing_lost);
  FIXTURE_ADD ("/session/late-content", test_late_content);
  FIXTURE_ADD ("/session/saved-means-saved", test_saved_means_saved);
  FIXTURE_ADD ("/session/wrong-keys", test_wrong_keys);
  FIXTURE_ADD ("/session/cancelled-creation", test_cancelled_creation);
  FIXTURE_ADD ("/session/refused-change", test_refused_change);
  FIXTURE_ADD ("/session/export", test_export);
  FIXTURE_ADD ("/session/withdrawn-consent", test_withdrawn_consent);
  FIXTURE_ADD ("/session/old-pack", test_old_pack);
  g_test_add_func ("/session/user-errors", test_user_errors);
  return g_test_run ();
}
