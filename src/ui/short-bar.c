/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "short-bar"

#include "config.h"

#include "ui/short-bar.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "core/short-form.h"
#include "ui/compat.h"
#include "ui/parts.h"
#include "ui/widgets.h"

#define VD_TYPE_SHORT_BAR (vd_short_bar_get_type ())
G_DECLARE_FINAL_TYPE (VdShortBar, vd_short_bar, VD, SHORT_BAR, AdwBin)

struct _VdShortBar {
  AdwBin parent;

  VdSession *session;
  GtkLabel *name;
  GtkWidget *next; /* to the next longer form, when that is not the full one */
  GtkWidget *full;
  const VdNode *form; /* (nullable): the one that is shown */
};

G_DEFINE_FINAL_TYPE (VdShortBar, vd_short_bar, ADW_TYPE_BIN)

static void
grow (VdShortBar *self, const char *form, const char *name)
{
  vd_session_set_text (self->session, "form", form, NULL);
  vd_announce (GTK_WIDGET (self), name);
}

static void
next_cb (VdShortBar *self)
{
  const VdNode *next = self->form != NULL ? vd_short_form_next (self->form) : NULL;

  if (next != NULL)
    grow (self, vd_node_id (next),
          vd_node_text (next, "name", vd_session_get_language (self->session)));
}

static void
full_cb (VdShortBar *self)
{
  grow (self, "full", _ ("Full conversation"));
}

static void
show_form (VdShortBar *self)
{
  const char *lang = vd_session_get_language (self->session);
  const VdNode *next = vd_short_form_next (self->form);

  gtk_label_set_label (self->name, vd_node_text (self->form, "name", lang));
  gtk_widget_set_visible (self->next, next != NULL);
  if (next != NULL) {
    /* Translators: the name of a longer form, such as "10 minutes". */
    g_autofree char *words =
        g_strdup_printf (_ ("Go on with: %s"), vd_node_text (next, "name", lang));

    gtk_label_set_label (GTK_LABEL (gtk_button_get_child (GTK_BUTTON (self->next))), words);
    vd_set_name (self->next, words);
  }
}

static void
refresh (VdShortBar *self)
{
  const VdRecord *record = vd_session_get_record (self->session);

  if (record == NULL)
    return;
  self->form = vd_short_form (vd_session_get_pack (self->session), record);
  gtk_widget_set_visible (GTK_WIDGET (self), self->form != NULL);
  if (self->form != NULL)
    show_form (self);
}

static void
vd_short_bar_dispose (GObject *object)
{
  g_clear_object (&VD_SHORT_BAR (object)->session);
  G_OBJECT_CLASS (vd_short_bar_parent_class)->dispose (object);
}

static void
vd_short_bar_class_init (VdShortBarClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = vd_short_bar_dispose;
}

static void
vd_short_bar_init (VdShortBar *self)
{
  GtkWidget *name = vd_paragraph_new ("");
  GtkWidget *box = vd_group_new (GTK_ACCESSIBLE_ROLE_GROUP, name);

  self->name = GTK_LABEL (name);
  self->next = vd_text_button_new ("", NULL, TRUE);
  self->full = vd_text_button_new (_ ("Go on with the full conversation"), NULL, TRUE);
  gtk_widget_add_css_class (name, "heading");
  g_signal_connect_swapped (self->next, "clicked", G_CALLBACK (next_cb), self);
  g_signal_connect_swapped (self->full, "clicked", G_CALLBACK (full_cb), self);
  gtk_box_append (GTK_BOX (box), name);
  gtk_box_append (GTK_BOX (box), self->next);
  gtk_box_append (GTK_BOX (box), self->full);
  gtk_widget_set_margin_start (box, 18);
  gtk_widget_set_margin_end (box, 18);
  adw_bin_set_child (ADW_BIN (self), box);
}

GtkWidget *
vd_short_bar_new (VdSession *session)
{
  VdShortBar *self = g_object_new (VD_TYPE_SHORT_BAR, NULL);

  self->session = g_object_ref (session);
  refresh (self);
  g_signal_connect_object (session, "record-changed", G_CALLBACK (refresh), self,
                           G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}
