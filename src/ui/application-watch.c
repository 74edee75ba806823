/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "application"

#include "config.h"

#include "ui/application-private.h"

#include <glib-unix.h>
#include <glib/gi18n-lib.h>

#define TICK_SECONDS 2

VdWindow *
vd_application_get_window (VdApplication *self)
{
  for (GList *l = gtk_application_get_windows (GTK_APPLICATION (self)); l != NULL; l = l->next) {
    if (VD_IS_WINDOW (l->data))
      return l->data;
  }
  return NULL;
}

static gboolean
tick_cb (gpointer data)
{
  VdApplication *self = data;
  int minutes = g_settings_get_int (self->settings, "lock-minutes");
  VdWindow *window = vd_application_get_window (self);

  if (vd_idle_is_due (&self->idle, vd_idle_now (), minutes) && window != NULL)
    vd_window_lock (window, VD_WINDOW_THEN_RESTART);
  return G_SOURCE_CONTINUE;
}

static gboolean
event_cb (GtkEventController *controller, GdkEvent *event, gpointer data)
{
  VdApplication *self = data;

  vd_idle_touch (&self->idle, vd_idle_now ());
  return FALSE;
}

static gboolean
pause_shortcut_cb (GtkWidget *widget, GVariant *args, gpointer data)
{
  VdWindow *window = vd_application_get_window (data);

  if (window != NULL)
    vd_window_pause (window);
  return window != NULL;
}

static gboolean
lock_shortcut_cb (GtkWidget *widget, GVariant *args, gpointer data)
{
  VdWindow *window = vd_application_get_window (data);

  if (window != NULL)
    vd_window_lock (window, VD_WINDOW_THEN_RESTART);
  return window != NULL;
}

static void
add_shortcut (VdApplication *self,
              GtkEventController *keys,
              guint key,
              GdkModifierType modifiers,
              GtkShortcutFunc func)
{
  gtk_shortcut_controller_add_shortcut (
      GTK_SHORTCUT_CONTROLLER (keys),
      gtk_shortcut_new (gtk_keyval_trigger_new (key, modifiers),
                        gtk_callback_action_new (func, self, NULL)));
}

static void
watch_window (VdApplication *self, GtkWindow *window)
{
  GtkEventController *activity = gtk_event_controller_legacy_new ();
  GtkEventController *keys;

  gtk_event_controller_set_propagation_phase (activity, GTK_PHASE_CAPTURE);
  g_signal_connect (activity, "event", G_CALLBACK (event_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (window), activity);
  if (VD_IS_WINDOW (window))
    return;
  /* A dialog knows nothing of the actions of the window below it; these must work there too. */
  keys = gtk_shortcut_controller_new ();
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  add_shortcut (self, keys, GDK_KEY_F9, 0, pause_shortcut_cb);
  add_shortcut (self, keys, GDK_KEY_l, GDK_CONTROL_MASK, lock_shortcut_cb);
  gtk_widget_add_controller (GTK_WIDGET (window), keys);
}

/* Dialogs too: who reads one is there, and a pause hides them. */
static void
toplevels_changed_cb (GListModel *toplevels,
                      guint position,
                      guint removed,
                      guint added,
                      VdApplication *self)
{
  for (guint i = position; i < position + added; i++) {
    g_autoptr (GtkWindow) window = g_list_model_get_item (toplevels, i);

    watch_window (self, window);
  }
}

static void
screensaver_cb (VdApplication *self)
{
  gboolean active;
  VdWindow *window = vd_application_get_window (self);

  g_object_get (self, "screensaver-active", &active, NULL);
  if (active && window != NULL)
    vd_window_lock (window, VD_WINDOW_THEN_RESTART);
}

static void
query_end_cb (VdApplication *self)
{
  VdWindow *window = vd_application_get_window (self);

  if (window == NULL)
    return;
  /* The process ends by itself when the draft is sealed; until then the session waits. */
  gtk_application_inhibit (GTK_APPLICATION (self), GTK_WINDOW (window),
                           GTK_APPLICATION_INHIBIT_LOGOUT, _ ("Saving"));
  vd_window_lock (window, VD_WINDOW_THEN_QUIT);
}

void
vd_application_lock_and_quit (VdApplication *self)
{
  VdWindow *window = vd_application_get_window (self);

  if (window != NULL)
    vd_window_lock (window, VD_WINDOW_THEN_QUIT);
  else
    vd_application_leave (self);
}

static gboolean
quit_signal_cb (gpointer data)
{
  vd_application_lock_and_quit (data);
  return G_SOURCE_CONTINUE;
}

void
vd_application_watch (VdApplication *self)
{
  g_signal_connect (self, "notify::screensaver-active", G_CALLBACK (screensaver_cb), NULL);
  g_signal_connect (self, "query-end", G_CALLBACK (query_end_cb), NULL);
  g_signal_connect (gtk_window_get_toplevels (), "items-changed", G_CALLBACK (toplevels_changed_cb),
                    self);
  g_unix_signal_add (SIGTERM, quit_signal_cb, self);
  g_unix_signal_add (SIGINT, quit_signal_cb, self);
  g_unix_signal_add (SIGHUP, quit_signal_cb, self);
  vd_idle_touch (&self->idle, vd_idle_now ());
  g_timeout_add_seconds (TICK_SECONDS, tick_cb, self);
}
