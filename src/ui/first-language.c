/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "first-language"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "base/lang.h"
#include <string.h>

#include "ui/case-row.h"
#include "ui/first-pages.h"
#include "ui/widgets.h"

struct _VdFirstLanguage {
  AdwBin parent;
  GtkWidget *search_bar;
  GtkWidget *search_entry;
  GtkWidget *group;
};

G_DEFINE_FINAL_TYPE (VdFirstLanguage, vd_first_language, ADW_TYPE_BIN)

static gboolean
vd_first_language_grab_focus (GtkWidget *widget)
{
  return vd_radio_group_focus (VD_FIRST_LANGUAGE (widget)->group);
}

static void
toggled_cb (GtkCheckButton *button, gpointer data)
{
  if (gtk_check_button_get_active (button))
    gtk_widget_activate_action (GTK_WIDGET (button), "win.language", "s",
                                gtk_widget_get_name (GTK_WIDGET (button)));
}

static void
search_cb (VdFirstLanguage *self)
{
  g_autofree char *needle =
      vd_case_fold (gtk_editable_get_text (GTK_EDITABLE (self->search_entry)));

  for (GtkWidget *child = gtk_widget_get_first_child (self->group); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    g_autofree char *name = vd_case_fold (gtk_check_button_get_label (GTK_CHECK_BUTTON (child)));

    gtk_widget_set_visible (child, strstr (name, needle) != NULL);
  }
}

static void
vd_first_language_class_init (VdFirstLanguageClass *klass)
{
  GTK_WIDGET_CLASS (klass)->grab_focus = vd_first_language_grab_focus;
}

static void
vd_first_language_init (VdFirstLanguage *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);

  self->group = vd_radio_group_new (_ ("Language"));
  self->search_bar = gtk_search_bar_new ();
  self->search_entry = gtk_search_entry_new ();
  vd_set_name (self->search_entry, _ ("Search for a language"));
  vd_private_text (self->search_entry);
  gtk_search_bar_set_child (GTK_SEARCH_BAR (self->search_bar), self->search_entry);
  gtk_search_bar_connect_entry (GTK_SEARCH_BAR (self->search_bar),
                                GTK_EDITABLE (self->search_entry));
  gtk_search_bar_set_key_capture_widget (GTK_SEARCH_BAR (self->search_bar), GTK_WIDGET (self));
  g_signal_connect_swapped (self->search_entry, "search-changed", G_CALLBACK (search_cb), self);
  gtk_box_append (GTK_BOX (box), self->search_bar);
  gtk_box_append (GTK_BOX (box), self->group);
  adw_bin_set_child (ADW_BIN (self), box);
}

GtkWidget *
vd_first_language_new (VdSession *session)
{
  VdFirstLanguage *self = g_object_new (VD_TYPE_FIRST_LANGUAGE, NULL);

  for (const VdLang *l = vd_lang_all (); l->tag != NULL; l++) {
    GtkWidget *button;

    if (!l->staff)
      continue;
    button = vd_radio_group_add (self->group, l->tag, l->native_name);
    if (g_strcmp0 (l->tag, vd_session_get_language (session)) == 0)
      gtk_check_button_set_active (GTK_CHECK_BUTTON (button), TRUE);
    g_signal_connect (button, "toggled", G_CALLBACK (toggled_cb), NULL);
  }
  return GTK_WIDGET (self);
}
