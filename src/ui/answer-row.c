/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "answer-row"

#include "config.h"

#include "ui/answer-row-private.h"

#include <glib/gi18n-lib.h>

#include "ui/parts.h"
#include "ui/place.h"
#include "ui/section.h"
#include "ui/widgets.h"

#define COMMIT_MS 500

static void vd_answer_row_editor_init (VdEditorInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (VdAnswerRow,
                               vd_answer_row,
                               GTK_TYPE_BOX,
                               G_IMPLEMENT_INTERFACE (VD_TYPE_EDITOR, vd_answer_row_editor_init))

/* Showing. */

static void
show_stamp (VdAnswerRow *self, const VdAnswer *answer)
{
  g_autofree char *when = vd_when (answer->date, vd_session_get_language (self->session));
  g_autofree char *by = answer->by != NULL ? vd_isolate (answer->by) : NULL;
  g_autofree char *text = NULL;

  if (by != NULL)
    /* Translators: a date and the initials of who wrote it. */
    text = g_strdup_printf (_ ("Noted %s by %s"), when, by);
  else
    text = g_strdup_printf (_ ("Noted %s"), when);
  gtk_label_set_label (GTK_LABEL (self->stamp), text);
  gtk_widget_set_visible (self->stamp, *when != '\0');
}

static void
show (VdAnswerRow *self)
{
  const VdRecord *record = vd_session_get_record (self->session);
  VdAnswer answer;
  gboolean live;

  if (record == NULL)
    return;
  self->stale = FALSE;
  self->showing = TRUE;
  live = vd_record_live_answer (record, self->indicator->id, &answer);
  vd_answer_controls_show (&self->now, live ? &answer : NULL);
  gtk_widget_set_visible (self->details, live);
  gtk_widget_set_visible (self->clear, live);
  if (live)
    show_stamp (self, &answer);
  vd_answer_earlier_show (self);
  self->showing = FALSE;
}

/* Committing. */

static gboolean
is_same (const VdAnswer *held, VdAnswerValue value, guint basis, const char *note)
{
  return held->value == value && held->basis == basis &&
         g_str_equal (held->note != NULL ? held->note : "", note);
}

static void
mark_refused (VdAnswerRow *self, gboolean refused)
{
  self->refused = refused;
  gtk_label_set_label (GTK_LABEL (self->error),
                       _ ("This cannot be saved: it is too long, or the assessment is full."));
  gtk_widget_set_visible (self->error, refused);
  vd_set_invalid (self->now.note, refused);
}

static void
commit (VdAnswerRow *self)
{
  const VdRecord *record = vd_session_get_record (self->session);
  g_autofree char *note = vd_typed_get (self->now.note);
  guint basis = vd_answer_controls_get_basis (&self->now);
  VdAnswerValue value;
  VdAnswer held;

  g_clear_handle_id (&self->timer, g_source_remove);
  if (record == NULL || !vd_answer_controls_get_value (&self->now, &value))
    return;
  if (vd_record_live_answer (record, self->indicator->id, &held) &&
      is_same (&held, value, basis, note)) {
    mark_refused (self, FALSE);
    return;
  }
  mark_refused (self,
                !vd_session_answer (self->session, self->indicator->id, value, basis, note, NULL));
}

static gboolean
timer_cb (gpointer data)
{
  VdAnswerRow *self = data;

  self->timer = 0;
  commit (self);
  return G_SOURCE_REMOVE;
}

static void
changed_cb (VdAnswerRow *self)
{
  VdAnswerValue value;

  if (self->showing)
    return;
  if (vd_answer_controls_get_value (&self->now, &value)) {
    gtk_widget_set_visible (self->details, TRUE);
    gtk_widget_set_visible (self->clear, TRUE);
  }
  g_clear_handle_id (&self->timer, g_source_remove);
  self->timer = g_timeout_add (COMMIT_MS, timer_cb, self);
}

static void
focus_left_cb (VdAnswerRow *self)
{
  if (self->timer != 0)
    commit (self);
}

static gboolean
is_note_being_typed (VdAnswerRow *self)
{
  return gtk_widget_is_focus (self->now.note);
}

static void
record_changed_cb (VdAnswerRow *self)
{
  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    self->stale = TRUE;
  else if (self->timer == 0 && !self->refused) {
    /* Text being typed is the person's, cursor and all; the rest may follow. */
    if (is_note_being_typed (self))
      vd_answer_earlier_show (self);
    else
      show (self);
  }
}

static void
clear_cb (VdAnswerRow *self)
{
  g_clear_handle_id (&self->timer, g_source_remove);
  mark_refused (self, FALSE);
  /* First, because the button that has the focus goes away. */
  gtk_widget_grab_focus (self->now.radios[0]);
  vd_session_withdraw_answer (self->session, self->indicator->id);
  show (self);
}

/* Keys. */

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

static gboolean
move (VdAnswerRow *self, int by)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new ();
  guint at;

  collect_rows (find_top (self), rows);
  if (!g_ptr_array_find (rows, self, &at))
    return FALSE;
  if ((by < 0 && at == 0) || (by > 0 && at + 1 >= rows->len))
    return FALSE;
  return gtk_widget_grab_focus (g_ptr_array_index (rows, by < 0 ? at - 1 : at + 1));
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
    return on_answer && move (self, -1);
  case GDK_KEY_Down:
  case GDK_KEY_KP_Down:
  case GDK_KEY_Return:
  case GDK_KEY_KP_Enter:
    return on_answer && move (self, 1);
  default:
    return answer_by_key (self, key);
  }
}

/* The editor. */

static void
vd_answer_row_commit (VdEditor *editor)
{
  VdAnswerRow *self = VD_ANSWER_ROW (editor);

  if (self->timer != 0)
    commit (self);
}

static char *
note_key (VdAnswerRow *self)
{
  return g_strdup_printf ("%s/note", self->indicator->id);
}

static void
vd_answer_row_save (VdEditor *editor, json_t *texts)
{
  VdAnswerRow *self = VD_ANSWER_ROW (editor);
  g_autofree char *key = note_key (self);
  g_autofree char *note = self->refused ? vd_typed_get (self->now.note) : NULL;

  if (note != NULL)
    json_object_set_new (texts, key, json_string (note));
  vd_answer_later_save (self, texts);
}

static void
vd_answer_row_restore (VdEditor *editor, const json_t *texts)
{
  VdAnswerRow *self = VD_ANSWER_ROW (editor);
  g_autofree char *key = note_key (self);
  const char *note = json_string_value (json_object_get (texts, key));

  if (note != NULL)
    vd_typed_set (self->now.note, note);
  vd_answer_later_restore (self, texts);
}

static void
vd_answer_row_editor_init (VdEditorInterface *iface)
{
  iface->commit = vd_answer_row_commit;
  iface->save = vd_answer_row_save;
  iface->restore = vd_answer_row_restore;
}

/* The object. */

static void
vd_answer_row_map (GtkWidget *widget)
{
  VdAnswerRow *self = VD_ANSWER_ROW (widget);

  if (self->stale && self->timer == 0 && !self->refused)
    show (self);
  GTK_WIDGET_CLASS (vd_answer_row_parent_class)->map (widget);
}

static gboolean
vd_answer_row_grab_focus (GtkWidget *widget)
{
  return gtk_widget_child_focus (VD_ANSWER_ROW (widget)->now.values, GTK_DIR_TAB_FORWARD);
}

static void
vd_answer_row_dispose (GObject *object)
{
  VdAnswerRow *self = VD_ANSWER_ROW (object);

  g_clear_handle_id (&self->timer, g_source_remove);
  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (vd_answer_row_parent_class)->dispose (object);
}

static void
vd_answer_row_class_init (VdAnswerRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = vd_answer_row_dispose;
  GTK_WIDGET_CLASS (klass)->map = vd_answer_row_map;
  GTK_WIDGET_CLASS (klass)->grab_focus = vd_answer_row_grab_focus;
}

static void
vd_answer_row_init (VdAnswerRow *self)
{
  GtkEventController *focus = gtk_event_controller_focus_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  g_signal_connect_swapped (focus, "leave", G_CALLBACK (focus_left_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), focus);
  /* Before the radio buttons, which would take the arrow keys and Enter. */
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

static void
add_details (VdAnswerRow *self)
{
  GtkBox *box;

  self->details = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  self->stamp = vd_hint_new ("");
  self->later_button = vd_answer_later_button_new (self);
  box = GTK_BOX (self->details);
  gtk_box_append (box, self->now.basis);
  gtk_box_append (box, self->now.notes);
  gtk_box_append (box, self->stamp);
  gtk_box_append (box, self->later_button);
}

static void
no_fill (GtkBox *box, gpointer data)
{
}

static void
add_clear (VdAnswerRow *self, const char *name)
{
  g_autofree char *full = g_strdup_printf (_ ("Clear: %s"), name);

  self->clear = vd_text_button_new (_ ("Clear"), full, TRUE);
  g_signal_connect_swapped (self->clear, "clicked", G_CALLBACK (clear_cb), self);
  gtk_box_append (GTK_BOX (self->now.values), self->clear);
}

static void
fill (VdAnswerRow *self)
{
  const char *lang = vd_session_get_language (self->session);
  const char *name = vd_node_text (self->indicator->node, "name", lang);
  GtkWidget *text = vd_paragraph_new (vd_node_text (self->indicator->node, "text", lang));
  GtkWidget *inside;
  g_autofree char *target = note_key (self);

  gtk_box_append (GTK_BOX (self), vd_card_new (&inside));
  self->name = vd_heading_new (name, 4);
  vd_answer_controls_init (&self->now, self->session, self->name);
  vd_set_labels (self->now.values, NULL, text);
  vd_target_set (self->now.note, target);
  add_clear (self, name);
  add_details (self);
  self->error = vd_hint_new ("");
  gtk_widget_add_css_class (self->error, "error");
  gtk_widget_set_visible (self->error, FALSE);
  self->earlier = vd_section_new ("", no_fill, self);
  self->earlier_list = GTK_BOX (gtk_expander_get_child (GTK_EXPANDER (self->earlier)));
  gtk_box_append (GTK_BOX (inside), self->name);
  gtk_box_append (GTK_BOX (inside), text);
  if (vd_answer_never_ask (self))
    gtk_box_append (
        GTK_BOX (inside),
        vd_hint_new (_ ("In prison: never ask about this. Note it only if the person tells it "
                        "without being asked, or if you see it.")));
  gtk_box_append (GTK_BOX (inside), self->now.values);
  gtk_box_append (GTK_BOX (inside), self->details);
  gtk_box_append (GTK_BOX (inside), self->error);
  gtk_box_append (GTK_BOX (inside), self->earlier);
  gtk_box_append (GTK_BOX (inside), vd_answer_about_new (self));
}

const VdIndicator *
vd_answer_row_get_indicator (VdAnswerRow *self)
{
  return self->indicator;
}

GtkWidget *
vd_answer_row_new (VdSession *session, const VdIndicator *indicator)
{
  VdAnswerRow *self = g_object_new (VD_TYPE_ANSWER_ROW, NULL);

  self->session = g_object_ref (session);
  self->indicator = indicator;
  vd_target_set (GTK_WIDGET (self), indicator->id);
  fill (self);
  vd_typed_connect (self->now.note, G_CALLBACK (changed_cb), self);
  vd_answer_controls_connect (&self->now, G_CALLBACK (changed_cb), self);
  show (self);
  g_signal_connect_swapped (session, "record-changed", G_CALLBACK (record_changed_cb), self);
  return GTK_WIDGET (self);
}
