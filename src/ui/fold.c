/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "fold"

#include "config.h"

#include "ui/fold.h"

#include "ui/blocks.h"
#include "ui/editor.h"
#include "ui/parts.h"

struct _VdFold {
  AdwBin parent;

  GtkWidget *button;
  GtkWidget *icon;
  GtkWidget *label;
  GtkWidget *content;
  char *key;
  VdFoldFunc build;
  gpointer data;
  GDestroyNotify free;
  gboolean open;
  gboolean built;
};

static void editor_iface_init (VdEditorInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (VdFold,
                               vd_fold,
                               ADW_TYPE_BIN,
                               G_IMPLEMENT_INTERFACE (VD_TYPE_EDITOR, editor_iface_init))

gboolean
vd_fold_get_open (VdFold *self)
{
  return self->open;
}

GtkWidget *
vd_fold_get_button (VdFold *self)
{
  return self->button;
}

void
vd_fold_set_open (VdFold *self, gboolean open)
{
  self->open = open;
  if (open && !self->built) {
    self->built = TRUE;
    self->build (self->content, self->data);
  }
  gtk_image_set_from_icon_name (GTK_IMAGE (self->icon),
                                open ? "pan-down-symbolic" : "pan-end-symbolic");
  gtk_widget_set_visible (self->content, open);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_STATE_EXPANDED, open,
                               -1);
}

void
vd_fold_refill (VdFold *self)
{
  vd_box_clear (GTK_BOX (self->content));
  self->built = FALSE;
  vd_fold_set_open (self, self->open);
}

void
vd_fold_set_title (VdFold *self, const char *title)
{
  gtk_label_set_label (GTK_LABEL (self->label), title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  title, -1);
}

void
vd_fold_set_plain (VdFold *self)
{
  g_autoptr (PangoAttrList) normal = pango_attr_list_new ();

  gtk_widget_remove_css_class (self->label, "heading");
  gtk_widget_remove_css_class (self->label, "title-4");
  /* A button's label is bold by itself. */
  pango_attr_list_insert (normal, pango_attr_weight_new (PANGO_WEIGHT_NORMAL));
  gtk_label_set_attributes (GTK_LABEL (self->label), normal);
}

void
vd_fold_set_main (VdFold *self)
{
  gtk_widget_remove_css_class (self->label, "heading");
  gtk_widget_add_css_class (self->label, "title-4");
}

static void
clicked_cb (VdFold *self)
{
  vd_fold_set_open (self, !self->open);
}

static void
vd_fold_save (VdEditor *editor, json_t *texts)
{
  VdFold *self = VD_FOLD (editor);

  if (self->open)
    json_object_set_new (texts, self->key, json_string ("open"));
}

static void
vd_fold_restore (VdEditor *editor, const json_t *texts)
{
  VdFold *self = VD_FOLD (editor);

  vd_fold_set_open (self, json_object_get (texts, self->key) != NULL);
}

static void
editor_iface_init (VdEditorInterface *iface)
{
  iface->save = vd_fold_save;
  iface->restore = vd_fold_restore;
}

static void
vd_fold_finalize (GObject *object)
{
  VdFold *self = VD_FOLD (object);

  if (self->free != NULL)
    self->free (self->data);
  g_free (self->key);
  G_OBJECT_CLASS (vd_fold_parent_class)->finalize (object);
}

static void
vd_fold_class_init (VdFoldClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = vd_fold_finalize;
}

static void
vd_fold_init (VdFold *self)
{
  GtkWidget *box = vd_block_box (6);
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  self->icon = g_object_new (GTK_TYPE_IMAGE, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION,
                             "icon-name", "pan-end-symbolic", NULL);
  self->label = vd_paragraph_new ("");
  gtk_widget_add_css_class (self->label, "heading");
  gtk_box_append (GTK_BOX (line), self->icon);
  gtk_box_append (GTK_BOX (line), self->label);
  self->button = gtk_button_new ();
  gtk_widget_add_css_class (self->button, "flat");
  gtk_button_set_child (GTK_BUTTON (self->button), line);
  g_signal_connect_swapped (self->button, "clicked", G_CALLBACK (clicked_cb), self);
  self->content = vd_block_box (9);
  gtk_widget_set_margin_start (self->content, 12);
  gtk_widget_set_visible (self->content, FALSE);
  gtk_box_append (GTK_BOX (box), self->button);
  gtk_box_append (GTK_BOX (box), self->content);
  adw_bin_set_child (ADW_BIN (self), box);
}

GtkWidget *
vd_fold_new (const char *key,
             const char *title,
             VdFoldFunc build,
             gpointer data,
             GDestroyNotify free)
{
  VdFold *self = g_object_new (VD_TYPE_FOLD, NULL);

  vd_fold_set_title (self, title);
  vd_target_set (self->button, key);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_STATE_EXPANDED, FALSE,
                               -1);
  self->key = g_strdup (key);
  self->build = build;
  self->data = data;
  self->free = free;
  return GTK_WIDGET (self);
}
