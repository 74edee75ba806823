/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "compat"

#include "config.h"

#include "ui/compat.h"

#include <glib/gi18n-lib.h>

#include "base/error.h"

#define ANNOUNCER "vd-announcer"

/* File choosers */

#if GTK_CHECK_VERSION(4, 10, 0)

static void
return_file (GTask *task, GFile *file, GError *chooser_error)
{
  g_autoptr (GError) error = chooser_error;

  if (file != NULL)
    g_task_return_pointer (task, file, g_object_unref);
  else if (g_error_matches (error, GTK_DIALOG_ERROR, GTK_DIALOG_ERROR_DISMISSED) ||
           g_error_matches (error, GTK_DIALOG_ERROR, GTK_DIALOG_ERROR_CANCELLED))
    g_task_return_new_error (task, VD_ERROR, VD_ERROR_CANCELLED, "no file chosen");
  else
    g_task_return_new_error (task, VD_ERROR, VD_ERROR_INTERNAL, "file dialog failed");
}

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;
  GFile *file = gtk_file_dialog_save_finish (GTK_FILE_DIALOG (source), result, &error);

  return_file (task, file, error);
}

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;
  GFile *file = gtk_file_dialog_open_finish (GTK_FILE_DIALOG (source), result, &error);

  return_file (task, file, error);
}

static void
choose (GtkWindow *parent, const char *title, const char *name, GTask *task)
{
  g_autoptr (GtkFileDialog) dialog = gtk_file_dialog_new ();

  gtk_file_dialog_set_title (dialog, title);
  gtk_file_dialog_set_modal (dialog, TRUE);
  if (name != NULL) {
    gtk_file_dialog_set_initial_name (dialog, name);
    gtk_file_dialog_save (dialog, parent, NULL, saved_cb, task);
  } else {
    gtk_file_dialog_open (dialog, parent, NULL, opened_cb, task);
  }
}

#else

static void
native_response_cb (GtkNativeDialog *dialog, int response, gpointer data)
{
  g_autoptr (GTask) task = data;
  GtkFileChooser *chooser = GTK_FILE_CHOOSER (dialog);

  if (response == GTK_RESPONSE_ACCEPT)
    g_task_return_pointer (task, gtk_file_chooser_get_file (chooser), g_object_unref);
  else
    g_task_return_new_error (task, VD_ERROR, VD_ERROR_CANCELLED, "no file chosen");
  g_object_unref (dialog);
}

static void
choose (GtkWindow *parent, const char *title, const char *name, GTask *task)
{
  gboolean save = name != NULL;
  GtkFileChooserNative *dialog = gtk_file_chooser_native_new (
      title, parent, save ? GTK_FILE_CHOOSER_ACTION_SAVE : GTK_FILE_CHOOSER_ACTION_OPEN,
      save ? _ ("Save") : _ ("Open"), _ ("Cancel"));

  if (save)
    gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), name);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  g_signal_connect (dialog, "response", G_CALLBACK (native_response_cb), task);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

#endif

void
vd_choose_save_file_async (GtkWindow *parent,
                           const char *title,
                           const char *name,
                           GAsyncReadyCallback callback,
                           gpointer data)
{
  g_assert (name != NULL);
  choose (parent, title, name, g_task_new (parent, NULL, callback, data));
}

GFile *
vd_choose_save_file_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
vd_choose_open_file_async (GtkWindow *parent,
                           const char *title,
                           GAsyncReadyCallback callback,
                           gpointer data)
{
  choose (parent, title, NULL, g_task_new (parent, NULL, callback, data));
}

GFile *
vd_choose_open_file_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* Messages */

#if ADW_CHECK_VERSION(1, 5, 0)

typedef AdwAlertDialog VdDialog;
#define dialog_new(parent, heading, body) ADW_ALERT_DIALOG (adw_alert_dialog_new (heading, body))
#define dialog_add adw_alert_dialog_add_response
#define dialog_set_appearance adw_alert_dialog_set_response_appearance
#define dialog_set_default adw_alert_dialog_set_default_response
#define dialog_set_close adw_alert_dialog_set_close_response
#define dialog_present(dialog, parent) adw_dialog_present (ADW_DIALOG (dialog), GTK_WIDGET (parent))

#else

typedef AdwMessageDialog VdDialog;
#define dialog_new(parent, heading, body)                                                          \
  ADW_MESSAGE_DIALOG (adw_message_dialog_new (parent, heading, body))
#define dialog_add adw_message_dialog_add_response
#define dialog_set_appearance adw_message_dialog_set_response_appearance
#define dialog_set_default adw_message_dialog_set_default_response
#define dialog_set_close adw_message_dialog_set_close_response
#define dialog_present(dialog, parent) gtk_window_present (GTK_WINDOW (dialog))

#endif

static void
confirm_response_cb (VdDialog *dialog, const char *response, gpointer data)
{
  g_autoptr (GTask) task = data;

  g_task_return_boolean (task, g_str_equal (response, "go-on"));
}

void
vd_confirm_async (GtkWindow *parent,
                  const char *heading,
                  const char *body,
                  const char *action,
                  gboolean destructive,
                  GAsyncReadyCallback callback,
                  gpointer data)
{
  GTask *task = g_task_new (parent, NULL, callback, data);
  VdDialog *dialog = dialog_new (parent, heading, body);

  dialog_add (dialog, "cancel", _ ("Cancel"));
  dialog_add (dialog, "go-on", action);
  dialog_set_appearance (dialog, "go-on",
                         destructive ? ADW_RESPONSE_DESTRUCTIVE : ADW_RESPONSE_SUGGESTED);
  dialog_set_default (dialog, "cancel");
  dialog_set_close (dialog, "cancel");
  g_signal_connect (dialog, "response", G_CALLBACK (confirm_response_cb), task);
  dialog_present (dialog, parent);
}

gboolean
vd_confirm_finish (GAsyncResult *result)
{
  return g_task_propagate_boolean (G_TASK (result), NULL);
}

void
vd_tell (GtkWindow *parent, const char *heading, const char *body)
{
  VdDialog *dialog = dialog_new (parent, heading, body);

  dialog_add (dialog, "close", _ ("Close"));
  dialog_set_default (dialog, "close");
  dialog_set_close (dialog, "close");
  dialog_present (dialog, parent);
}

/* Announcements */

GtkWidget *
vd_announcer_new (void)
{
  GtkWidget *label =
      g_object_new (GTK_TYPE_LABEL, "accessible-role", GTK_ACCESSIBLE_ROLE_ALERT, "name", ANNOUNCER,
                    "halign", GTK_ALIGN_START, "valign", GTK_ALIGN_END, "can-target", FALSE,
                    "opacity", 0.0, "max-width-chars", 1, "ellipsize", PANGO_ELLIPSIZE_END, NULL);

  return label;
}

#if GTK_CHECK_VERSION(4, 14, 0)

void
vd_announce (GtkWidget *widget, const char *text)
{
  gtk_accessible_announce (GTK_ACCESSIBLE (widget), text,
                           GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

#else

static GtkWidget *
find_named (GtkWidget *widget, const char *name)
{
  if (g_str_equal (gtk_widget_get_name (widget), name))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    GtkWidget *found = find_named (child, name);

    if (found != NULL)
      return found;
  }
  return NULL;
}

void
vd_announce (GtkWidget *widget, const char *text)
{
  GtkRoot *root = gtk_widget_get_root (widget);
  GtkWidget *label;

  if (root == NULL)
    return;
  label = g_object_get_data (G_OBJECT (root), ANNOUNCER);
  if (label == NULL) {
    label = find_named (GTK_WIDGET (root), ANNOUNCER);
    /* A dialog has no announcer of its own. */
    if (label == NULL)
      return;
    g_object_set_data (G_OBJECT (root), ANNOUNCER, label);
  }
  gtk_label_set_label (GTK_LABEL (label), text);
}

#endif
