/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "editor"

#include "ui/editor.h"

#define TARGET "vd-target"

G_DEFINE_INTERFACE (VdEditor, vd_editor, GTK_TYPE_WIDGET)

static void
vd_editor_default_init (VdEditorInterface *iface)
{
}

void
vd_editors_commit (GtkWidget *root)
{
  if (VD_IS_EDITOR (root) && VD_EDITOR_GET_IFACE (root)->commit != NULL)
    VD_EDITOR_GET_IFACE (root)->commit (VD_EDITOR (root));
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    vd_editors_commit (child);
}

void
vd_editors_save (GtkWidget *root, json_t *texts)
{
  if (VD_IS_EDITOR (root) && VD_EDITOR_GET_IFACE (root)->save != NULL)
    VD_EDITOR_GET_IFACE (root)->save (VD_EDITOR (root), texts);
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    vd_editors_save (child, texts);
}

void
vd_editors_restore (GtkWidget *root, const json_t *texts)
{
  if (VD_IS_EDITOR (root) && VD_EDITOR_GET_IFACE (root)->restore != NULL)
    VD_EDITOR_GET_IFACE (root)->restore (VD_EDITOR (root), texts);
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    vd_editors_restore (child, texts);
}

void
vd_target_set (GtkWidget *widget, const char *target)
{
  g_object_set_data_full (G_OBJECT (widget), TARGET, g_strdup (target), g_free);
  gtk_widget_set_name (widget, target);
}

GtkWidget *
vd_target_find (GtkWidget *root, const char *target)
{
  if (g_strcmp0 (g_object_get_data (G_OBJECT (root), TARGET), target) == 0)
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    GtkWidget *found = vd_target_find (child, target);

    if (found != NULL)
      return found;
  }
  return NULL;
}

const char *
vd_target_of (GtkWidget *widget, GtkWidget *root)
{
  for (; widget != NULL && widget != root; widget = gtk_widget_get_parent (widget)) {
    const char *target = g_object_get_data (G_OBJECT (widget), TARGET);

    if (target != NULL)
      return target;
  }
  return NULL;
}

gboolean
vd_target_focus (GtkWidget *widget)
{
  GtkRoot *root = gtk_widget_get_root (widget);

  /* Else a container that has the focus would pass it on to its second control. */
  if (root != NULL)
    gtk_root_set_focus (root, NULL);
  return gtk_widget_grab_focus (widget) || gtk_widget_child_focus (widget, GTK_DIR_TAB_FORWARD);
}
