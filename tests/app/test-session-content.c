/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "session-fixture.h"

#include "app/session-content.h"
#include "app/session-store.h"

#include <string.h>

static void
open_case (Fixture *f, const char *id)
{
  g_autoptr (GError) error = NULL;

  fixture_begin (f);
  vd_session_open_record_async (f->session, id, fixture_done_cb, f);
  vd_session_open_record_finish (f->session, fixture_wait_for (f), &error);
  g_assert_no_error (error);
}

/* How many entries of the log say @code. */
static guint
count_logged (Fixture *f, const char *code)
{
  g_autoptr (GError) error = NULL;
  VdStoreJob *job;
  guint n = 0;

  fixture_begin (f);
  vd_session_store_async (f->session, vd_store_job_new (VD_STORE_LOG), NULL, fixture_done_cb, f);
  job = vd_session_store_finish (f->session, fixture_wait_for (f), &error);
  g_assert_no_error (error);
  for (guint i = 0; i < job->events->len; i++) {
    const VdStoreEvent *event = g_ptr_array_index (job->events, i);

    g_assert_true (event->fits);
    n += event->event == VD_VAULT_EVENT_CHANGE && g_str_equal (event->code, code);
  }
  return n;
}

/* What does not apply stays until the case is closed; then it goes, and the log has its ids. */
static void
test_closing (Fixture *f, gconstpointer data)
{
  g_autoptr (VdSecret) recovery = fixture_create (f);
  g_autoptr (GPtrArray) told = NULL;
  g_autofree char *id = NULL;

  vd_session_new_record (f->session, "reception", "full");
  id = g_strdup (vd_record_get_text (vd_session_get_record (f->session), "id"));
  vd_session_set_text (f->session, "person.age", "child", NULL);
  vd_session_set_step (f->session, "child-bufdir", "done");
  vd_session_set_prepare (f->session, "surroundings-prison", TRUE);
  vd_session_set_step (f->session, "child-in-doubt", "done");
  vd_session_set_text (f->session, "person.age", "adult", NULL);
  fixture_flush (f);
  g_assert_cmpuint (count_logged (f, "removed:child-bufdir"), ==, 0);

  told = vd_session_list_removed (f->session);
  g_assert_cmpuint (told->len, ==, 3);
  vd_session_close_case (f->session);
  fixture_flush (f);
  vd_session_close_record (f->session);
  open_case (f, id);
  g_assert_cmpstr (vd_record_get_text (vd_session_get_record (f->session), "case.status"), ==,
                   "closed");
  g_assert_false (vd_record_has (vd_session_get_record (f->session), "steps"));
  g_assert_false (vd_record_has (vd_session_get_record (f->session), "prepare"));
  g_assert_cmpuint (count_logged (f, "removed:child-bufdir"), ==, 1);
  g_assert_cmpuint (count_logged (f, "removed:child-in-doubt"), ==, 1);
  g_assert_cmpuint (count_logged (f, "removed:surroundings-prison"), ==, 1);

  /* Once is enough: nothing is left to remove. */
  vd_session_close_case (f->session);
  fixture_flush (f);
  g_assert_cmpuint (count_logged (f, "removed:child-bufdir"), ==, 1);
}

/* Ends the program, so that another one can be started. */
static void
end_program (Fixture *f)
{
  fixture_lock (f, NULL);
  fixture_begin (f);
  while (G_OBJECT (f->session)->ref_count > 1)
    g_main_context_iteration (NULL, FALSE);
}

static void
start_and_open (Fixture *f, const char *version, const char *id)
{
  g_autoptr (GError) error = NULL;

  fixture_start_program (f, version);
  fixture_unlock (f, VD_VAULT_PASSPHRASE, PASSPHRASE, &error);
  g_assert_no_error (error);
  open_case (f, id);
}

static char *
begin_with (Fixture *f, const char *version)
{
  g_autoptr (VdSecret) recovery = NULL;

  fixture_start_program (f, version);
  recovery = fixture_create (f);
  vd_session_new_record (f->session, "reception", "full");
  vd_session_answer (f->session, "CTL-04", VD_ANSWER_YES, VD_BASIS_OBSERVATION, "Kept.", NULL);
  return g_strdup (vd_record_get_text (vd_session_get_record (f->session), "id"));
}

static void
assert_case (Fixture *f, const char *version, gboolean movable)
{
  const VdRecord *record = vd_session_get_record (f->session);
  VdAnswer answer;

  g_assert_cmpstr (vd_pack_version (vd_session_get_pack (f->session)), ==, version);
  g_assert_cmpstr (vd_record_get_text (record, "pack.version"), ==, version);
  g_assert_true (vd_record_live_answer (record, "CTL-04", &answer));
  g_assert_cmpstr (answer.note, ==, "Kept.");
  g_assert_true (movable == (vd_session_get_move_target (f->session) != NULL));
}

/* To the newer content and back, each time on the disk and in the log. */
static void
test_moving (Fixture *f, gconstpointer data)
{
  g_autofree char *id = begin_with (f, "2026.1");
  g_autofree char *old_code =
      g_strdup_printf ("content:%.16s", vd_pack_hash (vd_session_get_pack (f->session)));
  g_autofree char *new_code = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (VdMove) move = NULL;

  assert_case (f, "2026.1", FALSE);
  g_assert_false (vd_session_move (f->session, &error));
  g_assert_error (error, VD_ERROR, VD_ERROR_INVALID);
  g_clear_error (&error);
  end_program (f);

  start_and_open (f, "2027.1", id);
  assert_case (f, "2026.1", TRUE);
  move = vd_session_preview_move (f->session);
  g_assert_cmpuint (move->kept, ==, 1);
  g_assert_cmpuint (move->gone->len + move->changed->len + move->fresh->len, ==, 0);
  g_assert_true (vd_session_move (f->session, &error));
  assert_case (f, "2027.1", FALSE);
  g_assert_nonnull (vd_session_get_guidance (f->session));
  new_code = g_strdup_printf ("content:%.16s", vd_pack_hash (vd_session_get_pack (f->session)));
  end_program (f);

  start_and_open (f, "2027.1", id);
  assert_case (f, "2027.1", FALSE);
  g_assert_cmpuint (count_logged (f, new_code), ==, 1);
  g_assert_true (vd_session_go_back (f->session, 0, &error));
  g_assert_no_error (error);
  fixture_flush (f);
  open_case (f, id);
  assert_case (f, "2026.1", TRUE);
  g_assert_cmpuint (count_logged (f, old_code), ==, 1);
}

/* A program with earlier content has nothing newer to offer. */
static void
test_not_to_older (Fixture *f, gconstpointer data)
{
  g_autofree char *id = begin_with (f, "2026.2");

  end_program (f);
  start_and_open (f, "2026.1", id);
  assert_case (f, "2026.2", FALSE);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  FIXTURE_ADD ("/session-content/closing", test_closing);
  FIXTURE_ADD ("/session-content/moving", test_moving);
  FIXTURE_ADD ("/session-content/not-to-older", test_not_to_older);
  return g_test_run ();
}
