/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "window"

#include "config.h"

#include "ui/window-private.h"

#include <glib/gi18n-lib.h>

#include "app/user-error.h"
#include "ui/application.h"
#include "ui/clipboard.h"
#include "ui/compat.h"
#include "ui/widgets.h"

/* How long half-typed text that cannot be sealed is kept behind the blank screen. */
#define PATIENCE_SECONDS 60

static void seal (VdWindow *self);

static void
leave_process (VdWindow *self)
{
  VdApplication *app = VD_APPLICATION (gtk_window_get_application (GTK_WINDOW (self)));

  if (self->then == VD_WINDOW_THEN_QUIT)
    vd_application_leave (app);
  else
    vd_application_restart (app);
}

/* Shows @content as the lock layer, in place of what it showed before. */
static void
show_lock_layer (VdWindow *self, GtkWidget *content)
{
  GtkWidget *old = gtk_stack_get_child_by_name (self->layers, "lock");

  if (old != NULL) {
    vd_window_show_layer (self, "pause");
    gtk_stack_remove (self->layers, old);
  }
  gtk_stack_add_named (self->layers, content, "lock");
  vd_window_show_layer (self, "lock");
}

static GtkWidget *
locking_new (void)
{
  GtkWidget *label = gtk_label_new (_ ("Locking…"));

  gtk_widget_add_css_class (label, "dim-label");
  return label;
}

static void
given_up_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (VdWindow) self = data;
  g_autoptr (GError) error = NULL;

  /* Whatever it says: with the process the keys go. */
  if (!vd_session_lock_finish (self->session, result, &error))
    g_warning ("closing without the draft: code %d", error->code);
  leave_process (self);
}

static gboolean
give_up_tick_cb (gpointer data)
{
  VdWindow *self = data;

  if (g_get_monotonic_time () < self->give_up_at)
    return G_SOURCE_CONTINUE;
  self->give_up_tick = 0;
  show_lock_layer (self, locking_new ());
  vd_session_lock_async (self->session, NULL, given_up_cb, g_object_ref (self));
  return G_SOURCE_REMOVE;
}

static void
try_again_cb (VdWindow *self)
{
  g_clear_handle_id (&self->give_up_tick, g_source_remove);
  seal (self);
}

static GtkWidget *
failure_new (VdWindow *self, const GError *error)
{
  VdUserError words = vd_user_error (error);
  GtkWidget *page = adw_status_page_new ();
  GtkWidget *button = vd_button_new (_ ("_Try again"));
  g_autofree char *text = g_markup_printf_escaped (
      "%s %s\n\n%s", words.sentence, words.next,
      _ ("What you were typing is kept for one minute, then everything is locked without it. What "
         "was saved before is safe."));

  adw_status_page_set_title (ADW_STATUS_PAGE (page), words.title);
  adw_status_page_set_description (ADW_STATUS_PAGE (page), text);
  gtk_widget_set_halign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "pill");
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (try_again_cb), self);
  adw_status_page_set_child (ADW_STATUS_PAGE (page), button);
  return page;
}

static void
sealed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (VdWindow) self = data;
  g_autoptr (GError) error = NULL;

  if (vd_session_lock_finish (self->session, result, &error)) {
    leave_process (self);
    return;
  }
  show_lock_layer (self, failure_new (self, error));
  vd_announce (GTK_WIDGET (self), vd_user_error (error).title);
  self->give_up_at = g_get_monotonic_time () + PATIENCE_SECONDS * G_TIME_SPAN_SECOND;
  self->give_up_tick = g_timeout_add_seconds (1, give_up_tick_cb, self);
}

static void
seal (VdWindow *self)
{
  show_lock_layer (self, locking_new ());
  vd_session_lock_async (self->session, self->draft, sealed_cb, g_object_ref (self));
}

static void
leave_confirmed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (VdWindow) self = VD_WINDOW (g_object_ref (source));

  if (vd_confirm_finish (result)) {
    self->locking = TRUE;
    seal (self);
  }
}

/* While the recovery key is on screen for the first and only time, leaving would lose it. */
static void
lock_first_run (VdWindow *self, VdWindowThen then)
{
  if (then == VD_WINDOW_THEN_RESTART) {
    vd_window_pause (self);
    return;
  }
  self->then = then;
  vd_confirm_async (GTK_WINDOW (self), _ ("Leave without the recovery key?"),
                    _ ("It is shown only now. Without it, nobody can open the vault when the "
                       "passphrase is forgotten."),
                    _ ("Leave"), TRUE, leave_confirmed_cb, NULL);
}

void
vd_window_lock (VdWindow *self, VdWindowThen then)
{
  vd_clipboard_forget (GTK_WIDGET (self));
  if (self->locking) {
    if (then == VD_WINDOW_THEN_QUIT)
      self->then = then;
    return;
  }
  if (vd_session_get_state (self->session) != VD_SESSION_UNLOCKED) {
    self->then = then;
    if (then == VD_WINDOW_THEN_QUIT)
      leave_process (self);
    return;
  }
  if (self->cases == NULL) {
    lock_first_run (self, then);
    return;
  }
  self->locking = TRUE;
  self->then = then;
  self->draft = vd_window_save_draft (self);
  seal (self);
}
