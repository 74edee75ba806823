/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pause"

#include "config.h"

#include "ui/pause.h"

#include <glib/gi18n-lib.h>

#include "ui/widgets.h"

struct _VdPause {
  AdwBin parent;
  GtkWidget *button;
};

G_DEFINE_FINAL_TYPE (VdPause, vd_pause, ADW_TYPE_BIN)

static gboolean
escape_cb (GtkWidget *widget, GVariant *args, gpointer data)
{
  g_signal_emit_by_name (widget, "continued");
  return TRUE;
}

static gboolean
vd_pause_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (VD_PAUSE (widget)->button);
}

static void
vd_pause_class_init (VdPauseClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->grab_focus = vd_pause_grab_focus;
  g_signal_new ("continued", VD_TYPE_PAUSE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Escape, 0, escape_cb, NULL);
}

static void
vd_pause_init (VdPause *self)
{
  GtkWidget *handle = gtk_window_handle_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 18);
  GtkWidget *label = gtk_label_new (_ ("Paused"));

  self->button = vd_button_new (_ ("_Continue"));
  gtk_widget_set_tooltip_text (self->button, _ ("F9 or Escape"));
  gtk_widget_set_halign (self->button, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (box, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (label, "dim-label");
  gtk_widget_add_css_class (self->button, "flat");
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), self->button);
  gtk_window_handle_set_child (GTK_WINDOW_HANDLE (handle), box);
  adw_bin_set_child (ADW_BIN (self), handle);
  g_signal_connect_swapped (self->button, "clicked", G_CALLBACK (escape_cb), self);
}

GtkWidget *
vd_pause_new (void)
{
  return g_object_new (VD_TYPE_PAUSE, NULL);
}
