/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test-referral-state"

#include "ui/referral-state.h"

/* A referral to child welfare that is being made in a session over no vault. */
typedef struct {
  VdPack *pack;
  VdSession *session;
  VdReferralState *state;
} Fixture;

static void
append_trace (Fixture *f, const char *value)
{
  json_t *item = json_pack ("{s:s, s:s}", "type", "phone", "value", value);

  g_assert_true (vd_session_append (f->session, "identifiers", item, NULL));
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
  f->session = vd_session_new_in_memory (f->pack, vd_clock_system (), "nb");
  vd_session_new_record (f->session, "reception", "full");
  vd_session_set_text (f->session, "person.age", "child", NULL);
  f->state = vd_referral_state_new (f->session);
  append_trace (f, "111");
  append_trace (f, "222");
  append_trace (f, "333");
  vd_referral_state_follow (f->state);
  g_assert_cmpstr (vd_referral_state_recipient (f->state), ==, "barnevern");
  vd_referral_state_include (f->state, "identifiers:1", TRUE);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_assert_finalize_object (f->state);
  g_assert_finalize_object (f->session);
  vd_pack_unref (f->pack);
}

/* Which of three is chosen, as "010". */
static void
assert_chosen (Fixture *f, const char *want)
{
  vd_referral_state_follow (f->state);
  for (guint i = 0; want[i] != '\0'; i++) {
    g_autofree char *token = g_strdup_printf ("identifiers:%u", i);

    g_assert_cmpint (vd_referral_state_has (f->state, token), ==, want[i] == '1');
  }
}

/* What was chosen is the trace, not its place in the list. */
static void
test_removed_before (Fixture *f, gconstpointer data)
{
  vd_session_remove (f->session, "identifiers", 0);
  assert_chosen (f, "100");
}

static void
test_removed (Fixture *f, gconstpointer data)
{
  vd_session_remove (f->session, "identifiers", 1);
  assert_chosen (f, "000");
}

/* As many as before, and yet others. */
static void
test_removed_and_added (Fixture *f, gconstpointer data)
{
  vd_session_remove (f->session, "identifiers", 0);
  append_trace (f, "444");
  assert_chosen (f, "100");
  vd_session_remove (f->session, "identifiers", 0);
  append_trace (f, "555");
  assert_chosen (f, "000");
}

static void
test_rewritten (Fixture *f, gconstpointer data)
{
  json_t *item = json_pack ("{s:s, s:s}", "type", "phone", "value", "999");

  g_assert_true (vd_session_replace (f->session, "identifiers", 1, item, NULL));
  assert_chosen (f, "000");
}

/* Nothing that has to do with them: they stay chosen, over a lock too. */
static void
test_kept (Fixture *f, gconstpointer data)
{
  g_autoptr (json_t) draft = json_object ();

  vd_session_set_text (f->session, "person.reference", "A-12", NULL);
  append_trace (f, "444");
  assert_chosen (f, "0100");
  vd_referral_state_save (f->state, draft);
  g_object_unref (f->state);
  f->state = vd_referral_state_new (f->session);
  vd_referral_state_restore (f->state, draft);
  assert_chosen (f, "0100");
  vd_session_remove (f->session, "identifiers", 0);
  assert_chosen (f, "100");
}

#define ADD(name, func) g_test_add ("/referral-state/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("removed-before", test_removed_before);
  ADD ("removed", test_removed);
  ADD ("removed-and-added", test_removed_and_added);
  ADD ("rewritten", test_rewritten);
  ADD ("kept", test_kept);
  return g_test_run ();
}
