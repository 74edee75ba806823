/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "window"

#include "config.h"

#include "ui/widgets.h"
#include "ui/window-private.h"

#include <glib/gi18n-lib.h>

#include "app/user-error.h"
#include "ui/application.h"
#include "ui/assessment.h"
#include "ui/case-list.h"
#include "ui/compat.h"
#include "ui/content-bar.h"
#include "ui/first-run.h"
#include "ui/pause.h"
#include "ui/unlock.h"

G_DEFINE_FINAL_TYPE (VdWindow, vd_window, ADW_TYPE_APPLICATION_WINDOW)

/* Layers: what is shown, and what hides it. */

static void
put_dialogs_away (VdWindow *self)
{
  GListModel *toplevels = gtk_window_get_toplevels ();
  guint n = g_list_model_get_n_items (toplevels);

  for (guint i = 0; i < n; i++) {
    g_autoptr (GtkWidget) window = g_list_model_get_item (toplevels, i);

    if (window != GTK_WIDGET (self) && gtk_widget_get_visible (window))
      g_ptr_array_add (self->hidden, g_steal_pointer (&window));
  }
  for (guint i = 0; i < self->hidden->len; i++)
    gtk_widget_set_visible (g_ptr_array_index (self->hidden, i), FALSE);
}

static void
bring_dialogs_back (VdWindow *self)
{
  for (guint i = 0; i < self->hidden->len; i++)
    gtk_window_present (g_ptr_array_index (self->hidden, i));
  g_ptr_array_set_size (self->hidden, 0);
}

void
vd_window_show_layer (VdWindow *self, const char *layer)
{
  gboolean blank = !g_str_equal (layer, "app");

  if (blank && self->focus == NULL)
    g_set_weak_pointer (&self->focus, gtk_window_get_focus (GTK_WINDOW (self)));
  /* Not only covered: what is not visible is not there for a screen reader either. */
  if (!blank)
    gtk_widget_set_visible (GTK_WIDGET (self->toasts), TRUE);
  gtk_stack_set_visible_child_name (self->layers, layer);
  if (blank)
    gtk_widget_set_visible (GTK_WIDGET (self->toasts), FALSE);
  if (blank) {
    /* In place of what was said last. */
    vd_announce (GTK_WIDGET (self), _ ("Paused"));
    put_dialogs_away (self);
    gtk_widget_grab_focus (gtk_stack_get_visible_child (self->layers));
  } else {
    bring_dialogs_back (self);
    if (self->focus != NULL)
      gtk_widget_grab_focus (self->focus);
    g_clear_weak_pointer (&self->focus);
  }
  vd_window_update_actions (self);
}

void
vd_window_pause (VdWindow *self)
{
  if (g_str_equal (gtk_stack_get_visible_child_name (self->layers), "app"))
    vd_window_show_layer (self, "pause");
}

static void
continued_cb (VdWindow *self)
{
  vd_window_show_layer (self, "app");
}

/* Screens. */

VdPage *
vd_window_get_shown (VdWindow *self)
{
  GtkWidget *shown = gtk_stack_get_visible_child (self->screens);

  return shown != NULL ? VD_PAGE (shown) : NULL;
}

static gboolean
remove_screen_cb (gpointer screen)
{
  GtkWidget *screens = gtk_widget_get_parent (screen);

  if (screens == NULL)
    return G_SOURCE_REMOVE;
  if (vd_page_take_down (VD_PAGE (screen)))
    return G_SOURCE_CONTINUE;
  gtk_stack_remove (GTK_STACK (screens), screen);
  return G_SOURCE_REMOVE;
}

void
vd_window_remove_screen (VdWindow *self, GtkWidget *screen)
{
  /* Later: the click that leads away may come from inside the screen that goes, and what is shown
   * instead must not wait for it. */
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, remove_screen_cb, g_object_ref (screen),
                   g_object_unref);
}

void
vd_window_show_screen (VdWindow *self, GtkWidget *screen)
{
  GtkWidget *old = gtk_stack_get_visible_child (self->screens);

  /* Whoever goes elsewhere meanwhile stays there, but for a draft that is to be put back. */
  if (self->waiting == NULL)
    self->opening++;
  if (old != NULL && old != screen)
    vd_page_leave (VD_PAGE (old));
  if (gtk_widget_get_parent (screen) == NULL)
    gtk_stack_add_child (self->screens, screen);
  vd_stack_show (self->screens, screen);
  if (old != NULL && old != screen && old != self->cases && old != self->behind)
    vd_window_remove_screen (self, old);
  if (!vd_window_is_reading (screen))
    vd_window_forget_behind (self, screen);
  /* First: a button whose action is switched off takes no focus. */
  vd_window_update_actions (self);
  vd_page_shown (VD_PAGE (screen));
  vd_announce (GTK_WIDGET (self), vd_page_title (VD_PAGE (screen)));
}

void
vd_window_show_cases (VdWindow *self)
{
  if (self->cases == NULL)
    self->cases = vd_case_list_new (self->session);
  vd_window_keep_left (self);
  vd_window_show_screen (self, self->cases);
  /* Only now: leaving the assessment has committed what was half typed. */
  vd_session_close_record (self->session);
}

void
vd_window_show_assessment (VdWindow *self)
{
  g_return_if_fail (vd_session_get_record (self->session) != NULL);

  self->opening++;
  vd_window_keep_waiting (self);
  vd_window_show_screen (self, vd_assessment_new (self->session));
}

void
vd_window_show_start (VdWindow *self)
{
  switch (vd_session_get_state (self->session)) {
  case VD_SESSION_EMPTY:
    vd_window_show_screen (self, vd_first_run_new (self->session));
    break;
  case VD_SESSION_UNLOCKED:
    vd_window_show_cases (self);
    break;
  case VD_SESSION_LOCKED:
  case VD_SESSION_BUSY:
  default:
    vd_window_show_screen (self, vd_unlock_new (self->session));
  }
}

/* Opening a case, with the draft to put back when it comes from a lock. */

typedef struct {
  VdWindow *window;
  guint number; /* `opening` of the window then */
  char *id;
  char *draft;   /* (nullable) */
  char *setting; /* (nullable): of a record that was perhaps never stored */
  char *form;    /* (nullable) */
  json_t *whole; /* (nullable): the draft of the window */
} Opening;

static void
opening_free (Opening *opening)
{
  g_object_unref (opening->window);
  g_free (opening->id);
  g_free (opening->draft);
  g_free (opening->setting);
  g_free (opening->form);
  json_decref (opening->whole);
  g_free (opening);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Opening, opening_free)

static Opening *
opening_new (VdWindow *self, const char *id)
{
  Opening *opening = g_new0 (Opening, 1);

  opening->window = g_object_ref (self);
  opening->id = g_strdup (id);
  opening->number = ++self->opening;
  return opening;
}

/* The vault may be busy for minutes, with a backup: what the person did meanwhile counts, and not
 * what was asked for before; or the window is gone, for another language. */
static gboolean
is_overtaken (const Opening *opening)
{
  return gtk_window_get_application (GTK_WINDOW (opening->window)) == NULL ||
         opening->number != opening->window->opening;
}

/* Before another record is in hand: what is half typed belongs to the one that is. The same case
 * again, as after moving it to newer content, gets it back. */
static void
leave_shown (Opening *opening)
{
  VdPage *shown = vd_window_get_shown (opening->window);
  const VdRecord *record = vd_session_get_record (opening->window->session);

  if (VD_IS_ASSESSMENT (shown) && record != NULL && opening->draft == NULL &&
      g_strcmp0 (vd_record_get_text (record, "id"), opening->id) == 0)
    opening->draft = vd_page_save_draft (shown);
  else
    vd_window_keep_left (opening->window);
}

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Opening) opening = data;
  g_autoptr (GError) error = NULL;
  VdWindow *self = opening->window;

  if (is_overtaken (opening))
    return;
  g_clear_pointer (&self->waiting, json_decref);
  leave_shown (opening);
  if (!vd_session_open_record_finish (self->session, result, &error)) {
    if (opening->setting == NULL || !g_error_matches (error, VD_ERROR, VD_ERROR_NOT_FOUND)) {
      vd_window_show_cases (self);
      vd_window_show_error (self, error);
      return;
    }
    /* Begun, but nothing was noted yet: it begins again. */
    vd_session_new_record (self->session, opening->setting, opening->form);
  }
  if (opening->draft == NULL)
    opening->draft = vd_window_take_left (self, opening->id);
  vd_window_show_assessment (self);
  vd_page_restore_draft (vd_window_get_shown (self), opening->draft);
  vd_window_restore_reading (self, opening->whole);
}

void
vd_window_open_case (VdWindow *self, const char *id)
{
  vd_session_open_record_async (self->session, id, opened_cb, opening_new (self, id));
}

/* The draft: where the person was and what was half typed. */

char *
vd_window_save_draft (VdWindow *self)
{
  VdPage *shown = self->behind != NULL ? VD_PAGE (self->behind) : vd_window_get_shown (self);
  const VdRecord *record = vd_session_get_record (self->session);
  g_autofree char *page = shown != NULL ? vd_page_save_draft (shown) : NULL;
  g_autoptr (json_t) draft = json_object ();

  /* Not put back yet, because the case is still being opened. */
  if (self->waiting != NULL)
    return vd_json_write (self->waiting, NULL);
  if (page != NULL)
    json_object_set_new (draft, "page", json_string (page));
  vd_window_save_reading (self, draft);
  vd_window_save_left (self, draft);
  if (VD_IS_ASSESSMENT (shown) && record != NULL) {
    const char *id = vd_record_get_text (record, "id");
    const char *form = vd_record_get_text (record, "form");

    json_object_set_new (draft, "screen", json_string ("assessment"));
    /* A record that was never changed may have no id yet: none fits it then. */
    json_object_set_new (draft, "record", json_string (id != NULL ? id : "new"));
    json_object_set_new (draft, "setting", json_string (vd_record_get_text (record, "setting")));
    json_object_set_new (draft, "form", json_string (form != NULL ? form : "full"));
  }
  return vd_json_write (draft, NULL);
}

static const char *
member (const json_t *object, const char *key)
{
  return json_string_value (json_object_get (object, key));
}

static void
restore_assessment (VdWindow *self, json_t *draft)
{
  const char *id = member (draft, "record");
  Opening *opening;

  if (id == NULL)
    return;
  opening = opening_new (self, id);
  json_decref (self->waiting);
  self->waiting = json_incref (draft);
  opening->whole = json_incref (draft);
  opening->draft = g_strdup (member (draft, "page"));
  opening->setting = g_strdup (member (draft, "setting"));
  opening->form = g_strdup (member (draft, "form"));
  vd_session_open_record_async (self->session, id, opened_cb, opening);
}

void
vd_window_restore_draft (VdWindow *self, const char *draft)
{
  g_autoptr (json_t) tree = draft != NULL ? vd_json_parse (draft, strlen (draft), NULL) : NULL;
  gboolean open = vd_session_get_state (self->session) == VD_SESSION_UNLOCKED;

  vd_window_show_start (self);
  if (tree == NULL)
    return;
  vd_window_restore_left (self, tree);
  if (open && g_strcmp0 (member (tree, "screen"), "assessment") == 0)
    restore_assessment (self, tree);
  else {
    vd_page_restore_draft (vd_window_get_shown (self), member (tree, "page"));
    vd_window_restore_reading (self, tree);
  }
}

/* Messages. */

void
vd_window_toast (VdWindow *self, const char *text)
{
  g_autofree char *markup = g_markup_escape_text (text, -1);

  adw_toast_overlay_add_toast (self->toasts, adw_toast_new (markup));
  vd_announce (GTK_WIDGET (self), text);
}

void
vd_window_show_error (VdWindow *self, const GError *error)
{
  g_autofree char *body = NULL;
  VdUserError words;

  if (g_error_matches (error, VD_ERROR, VD_ERROR_CANCELLED))
    return;
  words = vd_user_error (error);
  body = g_strdup_printf ("%s %s", words.sentence, words.next);
  g_debug ("%s", error->message);
  vd_tell (GTK_WINDOW (self), words.title, body);
}

/* The object. */

VdSession *
vd_window_get_session (VdWindow *self)
{
  return self->session;
}

VdWindow *
vd_window_of (GtkWidget *widget)
{
  GtkRoot *root = gtk_widget_get_root (widget);

  while (GTK_IS_WINDOW (root) && !VD_IS_WINDOW (root))
    root = GTK_ROOT (gtk_window_get_transient_for (GTK_WINDOW (root)));
  return VD_IS_WINDOW (root) ? VD_WINDOW (root) : NULL;
}

static gboolean
vd_window_close_request (GtkWindow *window)
{
  /* Closing is locking and then leaving: nothing typed is lost, nothing is asked. */
  vd_window_lock (VD_WINDOW (window), VD_WINDOW_THEN_QUIT);
  return TRUE;
}

static void
vd_window_dispose (GObject *object)
{
  VdWindow *self = VD_WINDOW (object);

  g_clear_handle_id (&self->give_up_tick, g_source_remove);
  g_clear_weak_pointer (&self->focus);
  g_clear_weak_pointer (&self->behind_focus);
  g_clear_pointer (&self->hidden, g_ptr_array_unref);
  g_clear_pointer (&self->draft, g_free);
  g_clear_pointer (&self->waiting, json_decref);
  g_clear_pointer (&self->left, json_decref);
  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (vd_window_parent_class)->dispose (object);
}

static void
vd_window_class_init (VdWindowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = vd_window_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = vd_window_close_request;
}

static void
vd_window_init (VdWindow *self)
{
  GtkWidget *overlay = gtk_overlay_new ();
  GtkWidget *toasts = adw_toast_overlay_new ();

  self->hidden = g_ptr_array_new_with_free_func (g_object_unref);
  self->left = json_object ();
  self->screens = GTK_STACK (gtk_stack_new ());
  self->layers = GTK_STACK (gtk_stack_new ());
  self->toasts = ADW_TOAST_OVERLAY (toasts);
  self->pause = vd_pause_new ();
  /* A screen that is not shown must not make the window larger. */
  gtk_stack_set_hhomogeneous (self->screens, FALSE);
  gtk_stack_set_vhomogeneous (self->screens, FALSE);
  self->body = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_set_vexpand (GTK_WIDGET (self->screens), TRUE);
  gtk_box_append (GTK_BOX (self->body), GTK_WIDGET (self->screens));
  adw_toast_overlay_set_child (self->toasts, self->body);
  gtk_stack_add_named (self->layers, toasts, "app");
  gtk_stack_add_named (self->layers, self->pause, "pause");
  gtk_overlay_set_child (GTK_OVERLAY (overlay), GTK_WIDGET (self->layers));
  gtk_overlay_add_overlay (GTK_OVERLAY (overlay), vd_announcer_new ());
  adw_application_window_set_content (ADW_APPLICATION_WINDOW (self), overlay);
  gtk_window_set_title (GTK_WINDOW (self), "Varde");
  gtk_window_set_icon_name (GTK_WINDOW (self), VD_APP_ID);
  g_signal_connect_swapped (self->pause, "continued", G_CALLBACK (continued_cb), self);
}

static void
add_content_bar (VdWindow *self)
{
  GtkApplication *app = gtk_window_get_application (GTK_WINDOW (self));
  const GError *passed_over = NULL;

  if (VD_IS_APPLICATION (app))
    passed_over = vd_application_get_passed_over (VD_APPLICATION (app));
  gtk_box_append (GTK_BOX (self->body), vd_content_bar_new (self->session, passed_over));
}

VdWindow *
vd_window_new (GtkApplication *app, VdSession *session)
{
  VdWindow *self = g_object_new (VD_TYPE_WINDOW, "application", app, NULL);

  self->session = g_object_ref (session);
  if (vd_session_has_pack (session))
    add_content_bar (self);
  else
    g_signal_connect_object (session, "content-loaded", G_CALLBACK (add_content_bar), self,
                             G_CONNECT_SWAPPED);
  vd_window_add_actions (self);
  g_signal_connect_swapped (session, "notify::state", G_CALLBACK (vd_window_update_actions), self);
  vd_window_watch (self);
  return self;
}
