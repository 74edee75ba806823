/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "answer-row"

#include "config.h"

#include "ui/answer-row-private.h"

#include <glib/gi18n-lib.h>

#include "ui/parts.h"
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
  g_autoptr (GString) text = g_string_new (NULL);

  if (by != NULL)
    /* Translators: a date and the initials of who wrote it. */
    g_string_append_printf (text, _ ("Noted %s by %s"), when, by);
  else if (*when != '\0')
    g_string_append_printf (text, _ ("Noted %s"), when);
  if (answer->value == VD_ANSWER_NOT_ASKED)
    vd_answer_append_value (self, text, answer->value);
  if (self->closed)
    vd_answer_append_bases (self, text, answer->basis);
  gtk_label_set_label (GTK_LABEL (self->stamp), text->str);
  gtk_widget_set_visible (self->stamp, text->len > 0);
}

/* What another wrote, or was written another day, is not changed afterwards: another answer is a
 * new entry, and what comes later is added. */
static gboolean
is_closed (VdAnswerRow *self, const VdAnswer *answer)
{
  g_autofree char *today = vd_clock_date (vd_session_get_clock (self->session));

  return g_strcmp0 (answer->date, today) != 0 ||
         g_strcmp0 (answer->by != NULL ? answer->by : "",
                    vd_session_get_initials (self->session)) != 0;
}

/* What cannot be changed is told below the note, not by controls that do nothing. */
static void
set_open (VdAnswerRow *self, gboolean open)
{
  g_autofree char *note = vd_typed_get (self->now.note);

  vd_answer_controls_set_open (&self->now, open);
  gtk_widget_set_visible (self->now.basis, open);
  gtk_widget_set_visible (self->now.notes, open || *note != '\0');
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
  self->closed = live && is_closed (self, &answer);
  self->anew = FALSE;
  vd_answer_controls_show (&self->now, live ? &answer : NULL);
  set_open (self, !self->closed);
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
  gboolean refused;
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
  refused = !vd_session_answer (self->session, self->indicator->id, value, basis, note, NULL);
  if (!refused)
    self->closed = self->anew = FALSE;
  mark_refused (self, refused);
}

static gboolean
timer_cb (gpointer data)
{
  VdAnswerRow *self = data;

  self->timer = 0;
  commit (self);
  return G_SOURCE_REMOVE;
}

/* Another answer than the one that stays as it is: begins without its basis and note. */
static void
begin_anew (VdAnswerRow *self, VdAnswerValue value)
{
  const VdAnswer fresh = {.value = value};

  self->showing = TRUE;
  vd_answer_controls_show (&self->now, &fresh);
  set_open (self, TRUE);
  gtk_widget_set_visible (self->stamp, FALSE);
  self->showing = FALSE;
}

/* Returns: whether the answer that stays as it is was chosen again. */
static gboolean
is_back (VdAnswerRow *self, VdAnswerValue value)
{
  VdAnswer held;

  return vd_record_live_answer (vd_session_get_record (self->session), self->indicator->id,
                                &held) &&
         held.value == value;
}

/* Returns: FALSE when nothing is to be saved. */
static gboolean
leave_closed (VdAnswerRow *self)
{
  VdAnswerValue value;

  /* One button goes out before the other one goes on. */
  if (!vd_answer_controls_get_value (&self->now, &value))
    return FALSE;
  if (!is_back (self, value)) {
    if (!self->anew)
      begin_anew (self, value);
    self->anew = TRUE;
    return TRUE;
  }
  g_clear_handle_id (&self->timer, g_source_remove);
  show (self);
  return FALSE;
}

static void
changed_cb (VdAnswerRow *self)
{
  VdAnswerValue value;

  if (self->showing || vd_session_get_record (self->session) == NULL)
    return;
  if (self->closed && !leave_closed (self))
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

  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  g_signal_connect_swapped (focus, "leave", G_CALLBACK (focus_left_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), focus);
  vd_answer_keys_add (self);
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
  self->earlier = vd_answer_earlier_new (self);
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
