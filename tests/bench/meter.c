/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "meter.h"

#include "app/language.h"
#include "app/practice.h"
#include "share/pack-store.h"
#include "vault/change.h"

#include <string.h>
#include <time.h>

typedef struct {
  gint64 woke;  /* when the last poll returned */
  gint64 frame; /* spent in frames since then */
  gint64 began; /* when GTK's own work did */
  guint depth;
  gint64 worst; /* of the phase that is measured, and so are the rest */
  gint64 turn;  /* with what GTK took of it */
  gint64 painting;
  BenchFrames frames;
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
  if (meter.woke == 0)
    return;
  meter.worst = MAX (meter.worst, cpu_time () - meter.woke - meter.frame);
  meter.turn = MAX (meter.turn, cpu_time () - meter.woke);
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
paint_begins_cb (void)
{
  meter.painting = cpu_time ();
}

static void
painted_cb (void)
{
  double length = (double)(cpu_time () - meter.painting) / 1000.0;

  meter.frames.n++;
  meter.frames.longest = MAX (meter.frames.longest, length);
  meter.frames.slow += length > BENCH_SLOW_FRAME;
}

static void
watch_frames (GtkWidget *window)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (window);
  GdkSurface *surface = gtk_native_get_surface (GTK_NATIVE (window));

  g_signal_connect (clock, "before-paint", G_CALLBACK (paint_begins_cb), NULL);
  g_signal_connect_after (clock, "after-paint", G_CALLBACK (painted_cb), NULL);
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

void
bench_turn (guint milliseconds)
{
  gint64 end = g_get_monotonic_time () + milliseconds * 1000;

  while (g_get_monotonic_time () < end)
    g_main_context_iteration (NULL, FALSE);
}

static gboolean first = TRUE;

void
bench_begin (void)
{
  bench_turn (300);
  meter.worst = meter.turn = 0;
  meter.frames = (BenchFrames){0};
  meter.woke = cpu_time ();
  meter.frame = 0;
}

void
bench_end (const char *what)
{
  bench_turn (500);
  /* On a busy machine one frame may have taken all of that time. */
  for (guint i = 0; i < 200; i++)
    g_main_context_iteration (NULL, FALSE);
  note ();
  printf ("%s\n  \"%s\": %.1f", first ? "{" : ",", what, (double)meter.worst / 1000.0);
  first = FALSE;
}

BenchFrames
bench_frames (void)
{
  BenchFrames frames = meter.frames;

  note ();
  frames.turn = (double)meter.turn / 1000.0;
  return frames;
}

/* The first mapped widget of @type, which has @id when it is not NULL. */
GtkWidget *
bench_find (GtkWidget *root, GType type, const char *id)
{
  const char *own = g_object_get_data (G_OBJECT (root), "id");

  if (own == NULL)
    own = gtk_buildable_get_buildable_id (GTK_BUILDABLE (root));
  if (g_type_is_a (G_OBJECT_TYPE (root), type) && gtk_widget_get_mapped (root) &&
      (id == NULL || g_strcmp0 (own, id) == 0))
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    GtkWidget *found = bench_find (child, type, id);

    if (found != NULL)
      return found;
  }
  return NULL;
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

void
bench_unlock (VdWindow *window, VdSession *session)
{
  gboolean done = FALSE;

  vd_session_unlock_async (
      session, VD_VAULT_PASSPHRASE,
      vd_secret_new_copy (VD_PRACTICE_PASSPHRASE, strlen (VD_PRACTICE_PASSPHRASE)), NULL, done_cb,
      &done);
  wait_for (&done);
  vd_window_show_cases (window);
}

#define BATCH 100

/* A vault that has been in use for years: copies of its first assessment, which have one id. */
static void
add_cases (const char *dir, guint n)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (VdSecret) key =
      vd_secret_new_copy (VD_PRACTICE_PASSPHRASE, strlen (VD_PRACTICE_PASSPHRASE));
  g_autoptr (VdVault) vault =
      vd_vault_open (dir, VD_VAULT_PASSPHRASE, key, vd_clock_system (), &error);
  g_autoptr (GPtrArray) entries = vd_vault_list (vault, &error);
  const VdVaultEntry *model = g_ptr_array_index (entries, 0);
  g_autoptr (VdSecret) body = vd_vault_load (vault, model->id, &error);

  for (guint i = 0; i < n;) {
    VdChange change;
    gboolean ok = vd_change_begin (&change, vault, &error);

    for (guint end = MIN (i + BATCH, n); ok && i < end; i++)
      ok = vd_change_put_record (&change, (gint64)i + 1, body, model->summary, &error);
    vd_change_end (&change, ok, &error);
    g_assert_no_error (error);
  }
}

typedef struct {
  guint extra;
  BenchFunc measure;
} Run;

static void
activate_cb (GtkApplication *app, gpointer data)
{
  const Run *run = data;
  g_autofree char *dir = vd_practice_dir_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (VdPackStore) store = vd_pack_store_new (NULL, NULL);
  g_autoptr (VdPack) pack = vd_pack_store_load (store, &error);
  g_autoptr (VdSession) session = NULL;
  VdWindow *window;

  g_assert_no_error (error);
  vd_practice_create (dir, pack, vd_clock_system (), &error);
  g_assert_no_error (error);
  add_cases (dir, run->extra);
  session = vd_session_new (dir, pack, vd_clock_system ());
  vd_session_set_language (session, "nb");
  window = vd_window_new (app, session);
  gtk_window_set_default_size (GTK_WINDOW (window), 1366, 768);
  gtk_window_present (GTK_WINDOW (window));
  bench_turn (500);
  watch_frames (GTK_WIDGET (window));
  g_main_context_set_poll_func (NULL, timed_poll);

  run->measure (window, session);
  printf ("\n}\n");
  fflush (stdout);
  vd_practice_dir_remove (dir);
  _exit (0);
}

int
bench_run (guint extra, BenchFunc measure)
{
  g_autoptr (AdwApplication) app = NULL;
  Run run = {extra, measure};

  vd_language_init ();
  gtk_disable_setlocale ();
  vd_language_apply ("nb");
  app = adw_application_new ("no.varde.Bench", G_APPLICATION_NON_UNIQUE);
  g_signal_connect (app, "activate", G_CALLBACK (activate_cb), &run);
  return g_application_run (G_APPLICATION (app), 0, NULL);
}
