/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How long our own code holds the main thread: processor time between two polls of the main loop,
 * less what GTK spends on its frames (measuring, layout, drawing). Prints one JSON object,
 * milliseconds for each thing a person does. Run in a display: tests/journeys/run.sh does not fit,
 * it runs Python; use xvfb-run dbus-run-session. Argument (optional): how many more assessments
 * the vault holds. */
#include "app/cases.h"
#include "app/language.h"
#include "app/practice.h"
#include "app/session.h"
#include "share/pack-store.h"
#include "ui/window.h"

#include <string.h>
#include <time.h>

typedef struct {
  gint64 woke;  /* when the last poll returned */
  gint64 frame; /* spent in frames since then */
  gint64 began; /* when GTK's own work did */
  guint depth;
  gint64 worst; /* of the phase that is measured */
  GdkFrameClock *clock;
} Meter;

static Meter meter;

/* Microseconds of processor time of this thread: what else runs on the machine does not count. */
static gint64
cpu_time (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return (gint64)now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

static void
note (void)
{
  g_assert (meter.depth == 0);
  if (meter.woke != 0)
    meter.worst = MAX (meter.worst, cpu_time () - meter.woke - meter.frame);
}

static int
timed_poll (GPollFD *fds, guint n, int timeout)
{
  int result;

  note ();
  result = g_poll (fds, n, timeout);
  meter.woke = cpu_time ();
  meter.frame = 0;
  return result;
}

/* What is GTK's own: between these two, which may lie within each other. */
static void
enter_gtk (void)
{
  if (meter.depth++ == 0)
    meter.began = cpu_time ();
}

static void
leave_gtk (void)
{
  if (--meter.depth == 0)
    meter.frame += cpu_time () - meter.began;
}

static gboolean
size_begins_cb (GSignalInvocationHint *hint, guint n, const GValue *values, gpointer data)
{
  enter_gtk ();
  return TRUE;
}

static void
watch_frames (GtkWidget *window)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (window);
  GdkSurface *surface = gtk_native_get_surface (GTK_NATIVE (window));

  /* Layout and drawing happen in one dispatch, between the end of "update" and that of
   * "after-paint". "update" runs our own tick callbacks, so it is not taken off. */
  g_signal_connect (clock, "before-paint", G_CALLBACK (enter_gtk), NULL);
  g_signal_connect (clock, "update", G_CALLBACK (leave_gtk), NULL);
  g_signal_connect_after (clock, "update", G_CALLBACK (enter_gtk), NULL);
  g_signal_connect_after (clock, "after-paint", G_CALLBACK (leave_gtk), NULL);
  /* On X11 the styles and sizes of what is new are found before the frame, in an idle of GDK. */
  g_signal_add_emission_hook (g_signal_lookup ("compute-size", GDK_TYPE_TOPLEVEL), 0,
                              size_begins_cb, NULL, NULL);
  g_signal_connect_after (surface, "compute-size", G_CALLBACK (leave_gtk), NULL);
}

static void
turn (guint milliseconds)
{
  gint64 end = g_get_monotonic_time () + milliseconds * 1000;

  while (g_get_monotonic_time () < end)
    g_main_context_iteration (NULL, FALSE);
}

static gboolean first = TRUE;

static void
begin (void)
{
  turn (300);
  meter.worst = 0;
  meter.woke = cpu_time ();
  meter.frame = 0;
}

static void
end (const char *what)
{
  turn (500);
  /* On a busy machine one frame may have taken all of that time. */
  for (guint i = 0; i < 200; i++)
    g_main_context_iteration (NULL, FALSE);
  note ();
  printf ("%s\n  \"%s\": %.1f", first ? "{" : ",", what, (double)meter.worst / 1000.0);
  first = FALSE;
}

static void
done_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  *(gboolean *)data = TRUE;
}

static void
wait_for (gboolean *done)
{
  while (!*done)
    g_main_context_iteration (NULL, TRUE);
}

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

    begin ();
    goto_place (window, places[i]);
    end (what);
  }
}

static void
measure_changes (VdSession *session)
{
  begin ();
  vd_session_answer (session, "CTL-01", VD_ANSWER_YES, VD_BASIS_STATEMENT, "A note.", NULL);
  end ("answer");
  begin ();
  vd_session_set_text (session, "measures_taken", "Something was done.", NULL);
  end ("type a text");
  begin ();
  vd_session_add_journal (session, "observation", "Seen again today.", -1, NULL);
  end ("journal entry");
}

static void
measure_action (VdWindow *window, const char *action, const char *target, const char *what)
{
  begin ();
  g_action_group_activate_action (G_ACTION_GROUP (window), action,
                                  target != NULL ? g_variant_new_string (target) : NULL);
  end (what);
}

/* The first mapped widget of @type, which has @id when it is not NULL. */
static GtkWidget *
find_widget (GtkWidget *root, GType type, const char *id)
{
  const char *own = g_object_get_data (G_OBJECT (root), "id");

  if (g_type_is_a (G_OBJECT_TYPE (root), type) && gtk_widget_get_mapped (root) &&
      (id == NULL || g_strcmp0 (own, id) == 0))
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    GtkWidget *found = find_widget (child, type, id);

    if (found != NULL)
      return found;
  }
  return NULL;
}

static void
measure_search (VdWindow *window, const char *words, const char *what)
{
  GtkWidget *entry = find_widget (GTK_WIDGET (window), GTK_TYPE_SEARCH_ENTRY, NULL);

  g_assert_nonnull (entry);
  begin ();
  gtk_editable_set_text (GTK_EDITABLE (entry), words);
  end (what);
}

static void
measure_recipients (VdWindow *window)
{
  static const char *const recipients[] = {"file", "access", "rosa", "police"};

  goto_place (window, "referral");
  for (guint i = 0; i < G_N_ELEMENTS (recipients); i++) {
    g_autofree char *what = g_strconcat ("referral to ", recipients[i], NULL);
    GtkWidget *button;

    turn (300);
    button = find_widget (GTK_WIDGET (window), GTK_TYPE_CHECK_BUTTON, recipients[i]);
    g_assert_nonnull (button);
    begin ();
    gtk_check_button_set_active (GTK_CHECK_BUTTON (button), TRUE);
    end (what);
  }
}

static void
measure_rest (VdWindow *window)
{
  measure_recipients (window);
  goto_place (window, "seen");
  turn (1000);
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

/* A vault that has been in use for years: copies of its first assessment. */
static void
add_cases (const char *dir, const VdPack *pack, guint n)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (VdSecret) key =
      vd_secret_new_copy (VD_PRACTICE_PASSPHRASE, strlen (VD_PRACTICE_PASSPHRASE));
  g_autoptr (VdVault) vault =
      vd_vault_open (dir, VD_VAULT_PASSPHRASE, key, vd_clock_system (), &error);
  g_autoptr (GPtrArray) cases = vd_cases_list (vault, &error);
  g_autoptr (GHashTable) index = vd_cases_index (vault, &error);
  g_autoptr (VdRecord) record =
      vd_cases_load (vault, ((VdCase *)g_ptr_array_index (cases, 0))->row, &error);

  for (guint i = 0; i < n; i++) {
    g_autofree char *uuid = g_uuid_string_random ();
    g_autofree char *id = NULL;

    vd_record_set_text (record, "id", uuid, &error);
    vd_cases_import (vault, index, record, pack, vd_clock_system (), &id, &error);
    g_assert_no_error (error);
  }
}

static void
activate_cb (GtkApplication *app, gpointer data)
{
  guint extra = GPOINTER_TO_UINT (data);
  g_autofree char *dir = vd_practice_dir_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (VdPackStore) store = vd_pack_store_new (NULL, NULL);
  g_autoptr (VdPack) pack = vd_pack_store_load (store, &error);
  g_autoptr (VdSession) session = NULL;
  gboolean done = FALSE;
  VdWindow *window;

  g_assert_no_error (error);
  vd_practice_create (dir, pack, vd_clock_system (), &error);
  g_assert_no_error (error);
  add_cases (dir, pack, extra);
  session = vd_session_new (dir, pack, vd_clock_system ());
  vd_session_set_language (session, "nb");
  window = vd_window_new (app, session);
  gtk_window_set_default_size (GTK_WINDOW (window), 1366, 768);
  gtk_window_present (GTK_WINDOW (window));
  turn (500);
  watch_frames (GTK_WIDGET (window));
  g_main_context_set_poll_func (NULL, timed_poll);

  begin ();
  vd_session_unlock_async (
      session, VD_VAULT_PASSPHRASE,
      vd_secret_new_copy (VD_PRACTICE_PASSPHRASE, strlen (VD_PRACTICE_PASSPHRASE)), NULL, done_cb,
      &done);
  wait_for (&done);
  vd_window_show_cases (window);
  end ("unlock and list");
  begin ();
  vd_window_open_case (window,
                       ((VdCase *)g_ptr_array_index (vd_session_get_cases (session), 0))->id);
  end ("open a case");
  measure_places (window);
  measure_changes (session);
  measure_rest (window);
  printf ("\n}\n");
  fflush (stdout);
  vd_practice_dir_remove (dir);
  _exit (0);
}

int
main (int argc, char *argv[])
{
  g_autoptr (AdwApplication) app = NULL;

  vd_language_init ();
  gtk_disable_setlocale ();
  vd_language_apply ("nb");
  app = adw_application_new ("no.varde.Bench", G_APPLICATION_NON_UNIQUE);
  g_signal_connect (app, "activate", G_CALLBACK (activate_cb),
                    GUINT_TO_POINTER (argc > 1 ? (guint)atoi (argv[1]) : 0));
  return g_application_run (G_APPLICATION (app), 1, argv);
}
