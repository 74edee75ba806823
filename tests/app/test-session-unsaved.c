/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "session-fixture.h"

#include <errno.h>
#include <sys/syscall.h>
#include <unistd.h>

/* What could not be written, or is not written yet, when the case is left, opened again, deleted.
 */

static int is_full;

/* Takes the place of the C library's for the vault and for SQLite. */
ssize_t
pwrite (int fd, const void *data, size_t size, off_t offset)
{
  if (g_atomic_int_get (&is_full)) {
    errno = ENOSPC;
    return -1;
  }
  return (ssize_t)syscall (SYS_pwrite64, fd, data, size, offset);
}

static void
set_full (gboolean full)
{
  g_atomic_int_set (&is_full, full);
}

static char *
begin_case (Fixture *f, const char *reference)
{
  vd_session_new_record (f->session, "reception", "full");
  g_assert_true (vd_session_set_text (f->session, "person.reference", reference, NULL));
  fixture_flush (f);
  return g_strdup (vd_record_get_text (vd_session_get_record (f->session), "id"));
}

static void
wait_for_state (Fixture *f, VdSaveState state)
{
  while (vd_session_get_save_state (f->session) != state)
    g_main_context_iteration (NULL, TRUE);
}

static gboolean
open_case (Fixture *f, const char *id, GError **error)
{
  fixture_begin (f);
  vd_session_open_record_async (f->session, id, fixture_done_cb, f);
  return vd_session_open_record_finish (f->session, fixture_wait_for (f), error);
}

static const char *
reference (Fixture *f)
{
  return vd_record_get_text (vd_session_get_record (f->session), "person.reference");
}

/* The disk was full for a while, and the case was left meanwhile. */
static void
test_opened_again (Fixture *f, gconstpointer data)
{
  g_autoptr (VdSecret) recovery = fixture_create (f);
  g_autoptr (GError) error = NULL;
  g_autofree char *id = begin_case (f, "first");

  set_full (TRUE);
  vd_session_set_text (f->session, "person.reference", "second", NULL);
  wait_for_state (f, VD_SAVE_FAILED);
  vd_session_close_record (f->session);
  set_full (FALSE);
  open_case (f, id, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (reference (f), ==, "second");

  /* And what was refused then does not come back over what is newer. */
  vd_session_set_text (f->session, "person.reference", "third", NULL);
  fixture_lock (f, NULL);
  g_assert_true (fixture_unlock (f, VD_VAULT_PASSPHRASE, PASSPHRASE, &error));
  g_assert_true (open_case (f, id, &error));
  g_assert_cmpstr (reference (f), ==, "third");
}

/* The same for one that has never been on the disk: it is found again under its id. */
static void
test_never_written (Fixture *f, gconstpointer data)
{
  g_autoptr (VdSecret) recovery = fixture_create (f);
  g_autoptr (GError) error = NULL;
  g_autofree char *id = NULL;

  set_full (TRUE);
  vd_session_new_record (f->session, "reception", "full");
  id = g_strdup (vd_record_get_text (vd_session_get_record (f->session), "id"));
  vd_session_set_text (f->session, "person.reference", "first", NULL);
  wait_for_state (f, VD_SAVE_FAILED);
  vd_session_close_record (f->session);
  g_assert_false (open_case (f, id, &error));
  g_assert_error (error, VD_ERROR, VD_ERROR_DISK_FULL);
  g_clear_error (&error);
  set_full (FALSE);
  open_case (f, id, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (reference (f), ==, "first");
  fixture_lock (f, NULL);
  g_assert_true (fixture_unlock (f, VD_VAULT_PASSPHRASE, PASSPHRASE, &error));
  g_assert_cmpuint (vd_session_get_cases (f->session)->len, ==, 1);
}

/* Typed, and left at once: there is no page any more that could say that it was not saved. */
static void
test_left_at_once (Fixture *f, gconstpointer data)
{
  g_autoptr (VdSecret) recovery = fixture_create (f);
  g_autofree char *id = begin_case (f, "first");

  wait_for_state (f, VD_SAVE_SAVED);
  set_full (TRUE);
  vd_session_set_text (f->session, "person.reference", "second", NULL);
  vd_session_close_record (f->session);
  wait_for_state (f, VD_SAVE_FAILED);
  g_assert_error (vd_session_get_save_error (f->session), VD_ERROR, VD_ERROR_DISK_FULL);
  set_full (FALSE);
}

/* A case with words that could not be written is deleted: nothing of it holds up a lock. */
static void
test_deleted (Fixture *f, gconstpointer data)
{
  g_autoptr (VdSecret) recovery = fixture_create (f);
  g_autoptr (GError) error = NULL;
  g_autofree char *id = begin_case (f, "first");

  set_full (TRUE);
  vd_session_set_text (f->session, "person.reference", "second", NULL);
  wait_for_state (f, VD_SAVE_FAILED);
  vd_session_close_record (f->session);
  set_full (FALSE);
  fixture_begin (f);
  vd_session_delete_record_async (f->session, id, fixture_done_cb, f);
  g_assert_true (vd_session_delete_record_finish (f->session, fixture_wait_for (f), &error));
  fixture_lock (f, NULL);
}

/* What was half typed in it at the last lock goes with a case, whatever becomes of the program. */
static void
test_deleted_draft (Fixture *f, gconstpointer data)
{
  g_autoptr (VdSecret) recovery = fixture_create (f);
  g_autoptr (GError) error = NULL;
  g_autofree char *id = begin_case (f, "first");

  fixture_lock (f, "{\"page\":\"half a sentence\"}");
  g_assert_true (fixture_unlock (f, VD_VAULT_PASSPHRASE, PASSPHRASE, &error));
  fixture_begin (f);
  vd_session_delete_record_async (f->session, id, fixture_done_cb, f);
  g_assert_true (vd_session_delete_record_finish (f->session, fixture_wait_for (f), &error));
  fixture_begin (f);
  while (G_OBJECT (f->session)->ref_count > 1)
    g_main_context_iteration (NULL, TRUE);
  g_assert_finalize_object (f->session);
  fixture_new_session (f);
  g_assert_true (fixture_unlock (f, VD_VAULT_PASSPHRASE, PASSPHRASE, &error));
  g_assert_null (vd_session_take_draft (f->session));
}

/* The case in hand can be deleted too, from the page with those whose time has come. */
static void
test_deleted_in_hand (Fixture *f, gconstpointer data)
{
  g_autoptr (VdSecret) recovery = fixture_create (f);
  g_autoptr (GError) error = NULL;
  g_autofree char *id = begin_case (f, "first");

  fixture_begin (f);
  vd_session_delete_record_async (f->session, id, fixture_done_cb, f);
  vd_session_set_text (f->session, "person.reference", "second", NULL);
  g_assert_true (vd_session_delete_record_finish (f->session, fixture_wait_for (f), &error));
  g_assert_null (vd_session_get_record (f->session));
  fixture_lock (f, NULL);
}

/* The same case is opened while it is in hand, as after moving it to newer content: what is typed
 * until it is there stays. */
static void
test_typed_while_opening (Fixture *f, gconstpointer data)
{
  g_autoptr (VdSecret) recovery = fixture_create (f);
  g_autoptr (GError) error = NULL;
  g_autofree char *id = begin_case (f, "first");

  fixture_begin (f);
  vd_session_open_record_async (f->session, id, fixture_done_cb, f);
  vd_session_set_text (f->session, "person.reference", "second", NULL);
  g_assert_true (vd_session_open_record_finish (f->session, fixture_wait_for (f), &error));
  g_assert_cmpstr (reference (f), ==, "second");
  vd_session_set_text (f->session, "measures_taken", "a call", NULL);
  fixture_lock (f, NULL);
  g_assert_true (fixture_unlock (f, VD_VAULT_PASSPHRASE, PASSPHRASE, &error));
  g_assert_true (open_case (f, id, &error));
  g_assert_cmpstr (reference (f), ==, "second");
}

/* What was shared is in the register, also when the person typed on and left the case before the
 * file was written. */
static void
test_left_while_exporting (Fixture *f, gconstpointer data)
{
  static const char *const parts[] = {"seen", NULL};
  const VdReferralChoice choice = {parts, NULL};
  g_autoptr (VdSecret) recovery = fixture_create (f);
  g_autoptr (GError) error = NULL;
  g_autofree char *id = begin_case (f, "first");
  g_autofree char *path = g_build_filename (f->home, "out.pdf", NULL);

  vd_session_answer (f->session, "CTL-04", VD_ANSWER_YES, VD_BASIS_OBSERVATION, NULL, NULL);
  vd_session_add_consent (f->session, "rosa", parts, "read aloud", NULL);
  fixture_flush (f);
  fixture_begin (f);
  vd_session_export_async (f->session, "rosa", &choice, "en", VD_PROTECT_AGE_PASSPHRASE, NULL, path,
                           fixture_done_cb, f);
  /* The words are made into a key now, which takes longer than this. */
  g_usleep (G_USEC_PER_SEC / 5);
  vd_session_set_text (f->session, "person.reference", "second", NULL);
  vd_session_close_record (f->session);
  g_assert_true (vd_session_export_finish (f->session, fixture_wait_for (f), NULL, &error));
  g_assert_no_error (error);
  g_assert_true (open_case (f, id, &error));
  g_assert_cmpstr (reference (f), ==, "second");
  g_assert_cmpuint (vd_record_n_items (vd_session_get_record (f->session), "shares"), ==, 1);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  FIXTURE_ADD ("/session/unsaved/opened-again", test_opened_again);
  FIXTURE_ADD ("/session/unsaved/never-written", test_never_written);
  FIXTURE_ADD ("/session/unsaved/left-at-once", test_left_at_once);
  FIXTURE_ADD ("/session/unsaved/deleted", test_deleted);
  FIXTURE_ADD ("/session/unsaved/deleted-draft", test_deleted_draft);
  FIXTURE_ADD ("/session/unsaved/deleted-in-hand", test_deleted_in_hand);
  FIXTURE_ADD ("/session/unsaved/typed-while-opening", test_typed_while_opening);
  FIXTURE_ADD ("/session/unsaved/left-while-exporting", test_left_while_exporting);
  return g_test_run ();
}
