/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "first-workplace"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "ui/compat.h"
#include "ui/first-pages.h"
#include "ui/widgets.h"

struct _VdFirstWorkplace {
  AdwBin parent;
  GtkWidget *settings;
  GtkWidget *problem;
  GtkWidget *unit;
  GtkWidget *initials;
};

G_DEFINE_FINAL_TYPE (VdFirstWorkplace, vd_first_workplace, ADW_TYPE_BIN)

static gboolean
vd_first_workplace_grab_focus (GtkWidget *widget)
{
  VdFirstWorkplace *self = VD_FIRST_WORKPLACE (widget);

  return vd_radio_group_focus (self->settings);
}

static void
vd_first_workplace_class_init (VdFirstWorkplaceClass *klass)
{
  GTK_WIDGET_CLASS (klass)->grab_focus = vd_first_workplace_grab_focus;
}

static GtkWidget *
entry_new (void)
{
  GtkWidget *entry = gtk_entry_new ();

  gtk_entry_set_activates_default (GTK_ENTRY (entry), TRUE);
  vd_private_text (entry);
  return entry;
}

static void
vd_first_workplace_init (VdFirstWorkplace *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);

  self->settings = vd_radio_group_new (_ ("Workplace"));
  self->problem = vd_label_new (_ ("Choose where you work."), "error");
  g_object_set (self->problem, "visible", FALSE, NULL);
  self->unit = entry_new ();
  self->initials = entry_new ();
  gtk_entry_set_max_length (GTK_ENTRY (self->initials), 8);
  gtk_box_append (GTK_BOX (box), self->settings);
  gtk_box_append (GTK_BOX (box), self->problem);
  vd_box_append_field (GTK_BOX (box), _ ("Name of the _unit, if you wish"), self->unit);
  vd_box_append_field (GTK_BOX (box), _ ("Your _initials, if you wish"), self->initials);
  gtk_box_append (GTK_BOX (box),
                  vd_label_new (_ ("They stand beside what you note, so that a colleague can see "
                                   "who wrote it."),
                                "dim-label"));
  adw_bin_set_child (ADW_BIN (self), box);
}

GtkWidget *
vd_first_workplace_new (VdSession *session)
{
  VdFirstWorkplace *self = g_object_new (VD_TYPE_FIRST_WORKPLACE, NULL);
  const GPtrArray *settings = vd_pack_nodes (vd_session_get_pack (session), "setting");
  const char *lang = vd_session_get_language (session);

  for (guint i = 0; i < settings->len; i++) {
    const VdNode *setting = g_ptr_array_index (settings, i);

    vd_radio_group_add (self->settings, vd_node_id (setting), vd_node_text (setting, "name", lang));
  }
  return GTK_WIDGET (self);
}

gboolean
vd_first_workplace_check (VdFirstWorkplace *self)
{
  gboolean chosen = vd_radio_group_get (self->settings) != NULL;

  gtk_widget_set_visible (self->problem, !chosen);
  if (!chosen) {
    gtk_widget_grab_focus (GTK_WIDGET (self));
    vd_announce (GTK_WIDGET (self), gtk_label_get_label (GTK_LABEL (self->problem)));
  }
  return chosen;
}

const char *
vd_first_workplace_get_setting (VdFirstWorkplace *self)
{
  return vd_radio_group_get (self->settings);
}

const char *
vd_first_workplace_get_unit (VdFirstWorkplace *self)
{
  return gtk_editable_get_text (GTK_EDITABLE (self->unit));
}

const char *
vd_first_workplace_get_initials (VdFirstWorkplace *self)
{
  return gtk_editable_get_text (GTK_EDITABLE (self->initials));
}

void
vd_first_workplace_set (VdFirstWorkplace *self,
                        const char *setting,
                        const char *unit,
                        const char *initials)
{
  vd_radio_group_set (self->settings, setting);
  gtk_editable_set_text (GTK_EDITABLE (self->unit), unit != NULL ? unit : "");
  gtk_editable_set_text (GTK_EDITABLE (self->initials), initials != NULL ? initials : "");
}
