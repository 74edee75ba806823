/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "column"

#include "config.h"

#include "ui/column.h"

#include "ui/blocks.h"
#include "ui/editor.h"

struct _VdColumn {
  AdwBin parent;

  VdSession *session;
  VdColumnFunc update;
  gpointer data;
  GtkWidget *box;
  GtkWidget *target; /* (nullable), weak: takes the focus at the next frame */
  gboolean stale;
  guint idle;
};

static void editor_iface_init (VdEditorInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (VdColumn,
                               vd_column,
                               ADW_TYPE_BIN,
                               G_IMPLEMENT_INTERFACE (VD_TYPE_EDITOR, editor_iface_init))

/* The name of what has the focus, when it is in the column. */
static char *
focus_target (VdColumn *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (focus == NULL || !gtk_widget_is_ancestor (focus, self->box))
    return NULL;
  return g_strdup (vd_target_of (focus, self->box));
}

static gboolean
focus_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  VdColumn *self = VD_COLUMN (widget);

  if (self->target != NULL)
    vd_target_focus (self->target);
  g_clear_weak_pointer (&self->target);
  return G_SOURCE_REMOVE;
}

void
vd_column_show (VdColumn *self, GtkWidget *widget)
{
  gboolean waiting = self->target != NULL;

  /* Before it has a place, the focus would scroll the page to its top. */
  g_set_weak_pointer (&self->target, widget);
  if (!waiting)
    gtk_widget_add_tick_callback (GTK_WIDGET (self), focus_cb, NULL, NULL);
}

void
vd_column_update (VdColumn *self)
{
  g_autofree char *target = focus_target (self);
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  GtkWidget *again;

  g_clear_handle_id (&self->idle, g_source_remove);
  self->stale = FALSE;
  if (vd_session_get_record (self->session) == NULL)
    return;
  self->update (self->box, self->data);
  if (target == NULL || (focus != NULL && gtk_root_get_focus (root) == focus))
    return;
  again = vd_target_find (self->box, target);
  if (again != NULL)
    vd_column_show (self, again);
}

static void
update_idle_cb (gpointer data)
{
  VdColumn *self = data;

  self->idle = 0;
  vd_column_update (self);
}

void
vd_column_queue (VdColumn *self)
{
  self->stale = TRUE;
  if (gtk_widget_get_mapped (GTK_WIDGET (self)) && self->idle == 0)
    self->idle = g_idle_add_once (update_idle_cb, self);
}

/* A draft comes back before the column is seen: what it is for must be there. */
static void
vd_column_restore (VdEditor *editor, const json_t *texts)
{
  if (VD_COLUMN (editor)->stale)
    vd_column_update (VD_COLUMN (editor));
}

static void
editor_iface_init (VdEditorInterface *iface)
{
  iface->restore = vd_column_restore;
}

static void
vd_column_map (GtkWidget *widget)
{
  VdColumn *self = VD_COLUMN (widget);

  if (self->stale)
    vd_column_update (self);
  GTK_WIDGET_CLASS (vd_column_parent_class)->map (widget);
}

static void
vd_column_dispose (GObject *object)
{
  VdColumn *self = VD_COLUMN (object);

  g_clear_handle_id (&self->idle, g_source_remove);
  g_clear_weak_pointer (&self->target);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (vd_column_parent_class)->dispose (object);
}

static void
vd_column_class_init (VdColumnClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = vd_column_dispose;
  GTK_WIDGET_CLASS (klass)->map = vd_column_map;
}

static void
vd_column_init (VdColumn *self)
{
  self->stale = TRUE;
}

GtkWidget *
vd_column_new (VdSession *session, VdColumnFunc update, gpointer data)
{
  VdColumn *self = g_object_new (VD_TYPE_COLUMN, NULL);

  self->session = g_object_ref (session);
  self->update = update;
  self->data = data;
  self->box = vd_block_box (12);
  adw_bin_set_child (ADW_BIN (self), self->box);
  g_signal_connect_object (session, "record-changed", G_CALLBACK (vd_column_queue), self,
                           G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}
