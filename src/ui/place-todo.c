/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "place-todo"

#include "config.h"

#include "ui/fill.h"
#include "ui/place-todo.h"

#include <glib/gi18n-lib.h>

#include "ui/blocks.h"
#include "ui/column.h"
#include "ui/editor.h"
#include "ui/follow-up.h"
#include "ui/overview-parts.h"
#include "ui/parts.h"
#include "ui/phase-extras.h"
#include "ui/step-row.h"

#define VD_TYPE_PLACE_TODO (vd_place_todo_get_type ())
G_DECLARE_FINAL_TYPE (VdPlaceTodo, vd_place_todo, VD, PLACE_TODO, AdwBin)

struct _VdPlaceTodo {
  AdwBin parent;

  VdSession *session;
  VdColumn *column;
  GtkWidget *top;     /* the outcome or what stands above it */
  GtkWidget *steps;   /* one VdStepRow each */
  GtkWidget *endings; /* how the talk can end */
  GtkWidget *worker;  /* (nullable): the step about the worker */
  GPtrArray *nodes;   /* (element-type VdNode): the steps, in order */
  char *shown;        /* (nullable): the steps that are on the screen */
};

G_DEFINE_FINAL_TYPE (VdPlaceTodo, vd_place_todo, ADW_TYPE_BIN)

/* The step about the worker stands at the end, under a heading of its own. */
static gboolean
is_about_worker (const VdNode *step)
{
  return g_str_equal (vd_node_id (step), "own-debrief");
}

static char *
signature (VdPlaceTodo *self)
{
  const GPtrArray *steps = vd_session_get_guidance (self->session)->steps;
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < steps->len; i++)
    g_string_append_printf (text, "%s ", vd_node_id (g_ptr_array_index (steps, i)));
  return g_string_free (text, FALSE);
}

static GtkWidget *
make_step (guint index, gpointer data)
{
  VdPlaceTodo *self = data;

  if (index >= self->nodes->len)
    return NULL;
  return vd_step_row_new (self->session, g_ptr_array_index (self->nodes, index));
}

static void
fill_steps (VdPlaceTodo *self)
{
  const GPtrArray *steps = vd_session_get_guidance (self->session)->steps;
  GtkWidget *rows = vd_block_box (12);

  vd_box_clear (GTK_BOX (self->steps));
  vd_box_clear (GTK_BOX (self->worker));
  g_ptr_array_set_size (self->nodes, 0);
  for (guint i = 0; i < steps->len; i++) {
    const VdNode *step = g_ptr_array_index (steps, i);

    if (is_about_worker (step)) {
      vd_block_append (self->worker, vd_heading_new (_ ("How are you?"), 3));
      vd_block_append (self->worker, vd_step_row_new (self->session, step));
    } else {
      g_ptr_array_add (self->nodes, (gpointer)step);
    }
  }
  vd_block_append (self->steps, rows);
  vd_fill_slowly (rows, make_step, self);
}

static void
fill (VdPlaceTodo *self, GtkWidget *box)
{
  self->top = vd_block_box (12);
  self->steps = vd_block_box (12);
  self->endings = vd_block_box (12);
  self->worker = vd_block_box (12);
  vd_block_append (box, self->top);
  vd_block_append (box, vd_heading_new (_ ("In this order"), 3));
  vd_block_append (box, self->steps);
  vd_block_append (box, vd_heading_new (_ ("The ending that fits now"), 3));
  vd_block_append (box, self->endings);
  vd_block_append (box, vd_heading_new (_ ("Follow-up"), 3));
  vd_block_append (box, vd_follow_up_new (self->session));
  vd_block_append (box, self->worker);
}

static void
update (GtkWidget *box, gpointer data)
{
  VdPlaceTodo *self = data;
  g_autofree char *now = signature (self);
  gboolean same = g_strcmp0 (now, self->shown) == 0;

  if (self->top == NULL)
    fill (self, box);
  vd_box_clear (GTK_BOX (self->top));
  vd_overview_outcome (self->top, self->session);
  vd_box_clear (GTK_BOX (self->endings));
  vd_endings_append (self->endings, self->session);
  g_free (self->shown);
  self->shown = g_steal_pointer (&now);
  if (!same)
    fill_steps (self);
}

static void
vd_place_todo_dispose (GObject *object)
{
  VdPlaceTodo *self = VD_PLACE_TODO (object);

  g_clear_pointer (&self->shown, g_free);
  g_clear_pointer (&self->nodes, g_ptr_array_unref);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (vd_place_todo_parent_class)->dispose (object);
}

static void
vd_place_todo_class_init (VdPlaceTodoClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = vd_place_todo_dispose;
}

static void
vd_place_todo_init (VdPlaceTodo *self)
{
  self->nodes = g_ptr_array_new ();
}

GtkWidget *
vd_place_todo_new (VdSession *session)
{
  VdPlaceTodo *self = g_object_new (VD_TYPE_PLACE_TODO, NULL);
  GtkWidget *column = vd_column_new (session, update, self);

  self->session = g_object_ref (session);
  self->column = VD_COLUMN (column);
  adw_bin_set_child (ADW_BIN (self), column);
  return GTK_WIDGET (self);
}
