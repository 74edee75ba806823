/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How long our own code holds the main thread: processor time between two polls of the main loop,
 * less what GTK spends on its frames (measuring, layout, drawing). Prints one JSON object,
 * milliseconds for each thing a person does. Run in a display: tests/journeys/run.sh does not fit,
 * it runs Python; use xvfb-run dbus-run-session. Argument (optional): how many more assessments
 * the vault holds. */
#include "meter.h"

static void
goto_place (VdWindow *window, const char *place)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (window));

  gtk_widget_activate_action (focus != NULL ? focus : GTK_WIDGET (window), "assessment.goto", "s",
                              place);
}

static void
measure_places (VdWindow *window)
{
  static const char *const places[] = {"prepare",  "danger", "person",   "seen",   "conversation",
                                       "overview", "todo",   "referral", "journal"};

  for (guint i = 0; i < G_N_ELEMENTS (places); i++) {
    g_autofree char *what = g_strconcat ("open ", places[i], NULL);

    bench_begin ();
    goto_place (window, places[i]);
    bench_end (what);
  }
}

static void
measure_changes (VdSession *session)
{
  bench_begin ();
  vd_session_answer (session, "CTL-01", VD_ANSWER_YES, VD_BASIS_STATEMENT, "A note.", NULL);
  bench_end ("answer");
  bench_begin ();
  vd_session_set_text (session, "measures_taken", "Something was done.", NULL);
  bench_end ("type a text");
  bench_begin ();
  vd_session_add_journal (session, "observation", "Seen again today.", -1, NULL);
  bench_end ("journal entry");
}

static void
measure_action (VdWindow *window, const char *action, const char *target, const char *what)
{
  bench_begin ();
  g_action_group_activate_action (G_ACTION_GROUP (window), action,
                                  target != NULL ? g_variant_new_string (target) : NULL);
  bench_end (what);
}

static void
measure_search (VdWindow *window, const char *words, const char *what)
{
  GtkWidget *entry = bench_find (GTK_WIDGET (window), GTK_TYPE_SEARCH_ENTRY, NULL);

  g_assert_nonnull (entry);
  bench_begin ();
  gtk_editable_set_text (GTK_EDITABLE (entry), words);
  bench_end (what);
}

static void
measure_recipients (VdWindow *window)
{
  static const char *const recipients[] = {"file", "access", "rosa", "police"};

  goto_place (window, "referral");
  for (guint i = 0; i < G_N_ELEMENTS (recipients); i++) {
    g_autofree char *what = g_strconcat ("referral to ", recipients[i], NULL);
    GtkWidget *button;

    bench_turn (300);
    button = bench_find (GTK_WIDGET (window), GTK_TYPE_CHECK_BUTTON, recipients[i]);
    g_assert_nonnull (button);
    bench_begin ();
    gtk_check_button_set_active (GTK_CHECK_BUTTON (button), TRUE);
    bench_end (what);
  }
}

static void
measure_rest (VdWindow *window)
{
  measure_recipients (window);
  goto_place (window, "seen");
  bench_turn (1000);
  measure_search (window, "telefon", "search signs");
  measure_action (window, "read", "learn", "open learn");
  measure_search (window, "tvang", "search learn");
  measure_action (window, "back", NULL, "leave learn");
  measure_action (window, "read", "contacts", "open contacts");
  measure_action (window, "back", NULL, "leave contacts");
  measure_action (window, "read", "practice", "open practice");
  measure_action (window, "back", NULL, "leave practice");
  measure_action (window, "cases", NULL, "back to the cases");
  measure_action (window, "search", NULL, "open search");
  measure_search (window, "barn", "search cases");
}

/* The screens that look after the vault. */
static void
measure_care (VdWindow *window)
{
  static const char *const pages[] = {"people", "recovery",  "backup",  "restore", "move",
                                      "log",    "condition", "keeping", "reseal",  "destroy"};

  for (guint i = 0; i < G_N_ELEMENTS (pages); i++) {
    g_autofree char *what = g_strconcat ("vault, ", pages[i], NULL);

    measure_action (window, "vault", pages[i], what);
  }
  measure_action (window, "cases", NULL, "leave the vault's screens");
}

static void
measure (VdWindow *window, VdSession *session)
{
  bench_begin ();
  bench_unlock (window, session);
  bench_end ("unlock and list");
  bench_begin ();
  vd_window_open_case (window,
                       ((VdCase *)g_ptr_array_index (vd_session_get_cases (session), 0))->id);
  bench_end ("open a case");
  measure_places (window);
  measure_changes (session);
  measure_rest (window);
  measure_care (window);
}

int
main (int argc, char *argv[])
{
  return bench_run (argc > 1 ? (guint)atoi (argv[1]) : 0, measure);
}
