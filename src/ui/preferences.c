/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "preferences"

#include "config.h"

#include "ui/preferences.h"

#include <glib/gi18n-lib.h>

#include "base/lang.h"
#include "ui/widgets.h"
#include "ui/window.h"

typedef struct {
  VdSession *session;
  VdWindow *window; /* not owned: its parent */
  GtkWidget *settings;
  GtkEditable *unit;
  GtkEditable *initials;
} Form;

static void
form_free (gpointer data)
{
  Form *form = data;

  g_object_unref (form->session);
  g_free (form);
}

/* The unit. */

static void
unit_saved_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (VdWindow) window = data;
  g_autoptr (GError) error = NULL;

  if (!vd_session_set_unit_finish (VD_SESSION (source), result, &error))
    vd_window_show_error (window, error);
}

static gboolean
close_request_cb (GtkWindow *preferences, gpointer data)
{
  Form *form = data;
  const char *setting = vd_radio_group_get (form->settings);
  const char *unit = gtk_editable_get_text (form->unit);
  const char *initials = gtk_editable_get_text (form->initials);

  if (g_strcmp0 (setting, vd_session_get_setting (form->session)) != 0 ||
      g_strcmp0 (unit, vd_session_get_unit (form->session)) != 0 ||
      g_strcmp0 (initials, vd_session_get_initials (form->session)) != 0)
    vd_session_set_unit_async (form->session, setting, unit, initials, unit_saved_cb,
                               g_object_ref (form->window));
  return FALSE;
}

static GtkWidget *
entry_row_new (const char *title, const char *text)
{
  GtkWidget *row = adw_entry_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  gtk_editable_set_text (GTK_EDITABLE (row), text);
  vd_private_text (row);
  return row;
}

static GtkWidget *
unit_group_new (Form *form)
{
  GtkWidget *group = adw_preferences_group_new ();
  GtkWidget *row = adw_preferences_row_new ();
  const GPtrArray *settings = vd_pack_nodes (vd_session_get_pack (form->session), "setting");
  const char *lang = vd_session_get_language (form->session);
  GtkWidget *unit = entry_row_new (_ ("Name of the unit"), vd_session_get_unit (form->session));
  GtkWidget *initials =
      entry_row_new (_ ("Your initials"), vd_session_get_initials (form->session));

  form->settings = vd_radio_group_new (_ ("Workplace"));
  for (guint i = 0; i < settings->len; i++) {
    const VdNode *setting = g_ptr_array_index (settings, i);

    vd_radio_group_add (form->settings, vd_node_id (setting), vd_node_text (setting, "name", lang));
  }
  vd_radio_group_set (form->settings, vd_session_get_setting (form->session));
  gtk_widget_add_css_class (form->settings, "vd-row");
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), form->settings);
  gtk_widget_set_focusable (row, FALSE);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  form->unit = GTK_EDITABLE (unit);
  form->initials = GTK_EDITABLE (initials);
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), _ ("Workplace"));
  adw_preferences_group_set_description (
      ADW_PREFERENCES_GROUP (group),
      _ ("New cases begin with this. The initials stand beside what you note."));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), unit);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), initials);
  return group;
}

/* This machine. */

static GtkWidget *
number_row_new (GSettings *settings,
                const char *key,
                const char *title,
                const char *subtitle,
                double min,
                double max,
                double step)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *spin = gtk_spin_button_new_with_range (min, max, step);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  gtk_widget_set_valign (spin, GTK_ALIGN_CENTER);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), spin);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), spin);
  g_settings_bind (settings, key, spin, "value", G_SETTINGS_BIND_DEFAULT);
  return row;
}

static void
language_toggled_cb (GtkCheckButton *button, gpointer data)
{
  VdWindow *window = data;
  g_autofree char *tag = g_strdup (gtk_widget_get_name (GTK_WIDGET (button)));

  if (!gtk_check_button_get_active (button))
    return;
  /* The window below is built again; closing first keeps what was typed about the unit. */
  gtk_window_close (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (button))));
  g_action_group_activate_action (G_ACTION_GROUP (window), "language", g_variant_new_string (tag));
}

static GtkWidget *
language_row_new (Form *form)
{
  GtkWidget *row = adw_preferences_row_new ();
  GtkWidget *group = vd_radio_group_new (_ ("Language"));

  for (const VdLang *l = vd_lang_all (); l->tag != NULL; l++) {
    if (l->staff)
      vd_radio_group_add (group, l->tag, l->native_name);
  }
  vd_radio_group_set (group, vd_session_get_language (form->session));
  for (GtkWidget *child = gtk_widget_get_first_child (group); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    g_signal_connect (child, "toggled", G_CALLBACK (language_toggled_cb), form->window);
  gtk_widget_add_css_class (group, "vd-row");
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), group);
  gtk_widget_set_focusable (row, FALSE);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  return row;
}

static GtkWidget *
machine_group_new (GSettings *settings)
{
  GtkWidget *group = adw_preferences_group_new ();

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), _ ("This machine"));
  adw_preferences_group_add (
      ADW_PREFERENCES_GROUP (group),
      number_row_new (settings, "lock-minutes", _ ("Lock after minutes without use"),
                      _ ("What is half typed is there again after unlocking."), 1, 15, 1));
  adw_preferences_group_add (
      ADW_PREFERENCES_GROUP (group),
      number_row_new (settings, "text-scale", _ ("Text size in per cent"), "", 100, 200, 10));
  return group;
}

GtkWindow *
vd_preferences_new (GtkWindow *parent, VdSession *session, GSettings *settings)
{
  GtkWidget *page = adw_preferences_page_new ();
  GtkWidget *languages = adw_preferences_group_new ();
  Form *form = g_new0 (Form, 1);
  GtkWindow *window;

  form->session = g_object_ref (session);
  form->window = VD_WINDOW (parent);
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (languages), _ ("Language"));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (languages), language_row_new (form));
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), ADW_PREFERENCES_GROUP (languages));
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page),
                            ADW_PREFERENCES_GROUP (machine_group_new (settings)));
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page),
                            ADW_PREFERENCES_GROUP (unit_group_new (form)));
  window = vd_page_window_new (parent, _ ("Preferences"), page);
  g_object_set_data_full (G_OBJECT (window), "form", form, form_free);
  g_signal_connect (window, "close-request", G_CALLBACK (close_request_cb), form);
  return window;
}
