/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "answer-row"

#include "ui/answer-row-private.h"

#include "ui/place.h"

static GtkWidget *
find_top (VdAnswerRow *self)
{
  GtkWidget *top = GTK_WIDGET (self);

  while (gtk_widget_get_parent (top) != NULL && !VD_IS_PLACE (top))
    top = gtk_widget_get_parent (top);
  return top;
}

static void
collect_rows (GtkWidget *root, GPtrArray *rows)
{
  if (VD_IS_ANSWER_ROW (root) && gtk_widget_get_mapped (root))
    g_ptr_array_add (rows, root);
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    collect_rows (child, rows);
}

static void
move (VdAnswerRow *self, int by)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new ();
  guint at;

  collect_rows (find_top (self), rows);
  if (!g_ptr_array_find (rows, self, &at))
    return;
  if (by < 0 && at > 0)
    gtk_widget_grab_focus (g_ptr_array_index (rows, at - 1));
  else if (by > 0 && at + 1 < rows->len)
    gtk_widget_grab_focus (g_ptr_array_index (rows, at + 1));
}

static gboolean
answer_by_key (VdAnswerRow *self, guint key)
{
  guint digit = key >= GDK_KEY_KP_1 && key <= GDK_KEY_KP_4 ? key - GDK_KEY_KP_1 : key - GDK_KEY_1;

  if (digit >= VD_N_ANSWERS)
    return FALSE;
  gtk_check_button_set_active (GTK_CHECK_BUTTON (self->now.radios[digit]), TRUE);
  gtk_widget_grab_focus (self->now.radios[digit]);
  return TRUE;
}

static gboolean
key_cb (GtkEventControllerKey *controller,
        guint key,
        guint code,
        GdkModifierType state,
        gpointer data)
{
  VdAnswerRow *self = data;
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = gtk_root_get_focus (root);
  gboolean on_answer;

  if (focus == NULL || GTK_IS_TEXT_VIEW (focus) ||
      (state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK)) != 0)
    return FALSE;
  if (self->later_form != NULL && gtk_widget_is_ancestor (focus, self->later_form))
    return FALSE;
  on_answer = gtk_widget_is_ancestor (focus, self->now.values);
  switch (key) {
  case GDK_KEY_Up:
  case GDK_KEY_KP_Up:
    if (on_answer)
      move (self, -1);
    return on_answer;
  case GDK_KEY_Down:
  case GDK_KEY_KP_Down:
  case GDK_KEY_Return:
  case GDK_KEY_KP_Enter:
    /* At the end too the key is used up: it must not choose an answer. */
    if (on_answer)
      move (self, 1);
    return on_answer;
  default:
    return answer_by_key (self, key);
  }
}

void
vd_answer_keys_add (VdAnswerRow *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  /* Before the radio buttons, which would take the arrow keys and Enter. */
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}
