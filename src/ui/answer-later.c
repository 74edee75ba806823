/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "answer-row"

#include "config.h"

#include "ui/answer-row-private.h"

#include <glib/gi18n-lib.h>

#include "ui/fold.h"
#include "ui/parts.h"
#include "ui/widgets.h"

/* The form for what was said or seen later. */

static void
close_form (VdAnswerRow *self)
{
  vd_answer_controls_show (&self->later, NULL);
  gtk_widget_set_visible (self->later_button, TRUE);
  gtk_widget_grab_focus (self->later_button);
  gtk_widget_set_visible (self->later_form, FALSE);
}

static void
add_cb (VdAnswerRow *self)
{
  g_autofree char *note = vd_typed_get (self->later.note);
  g_autoptr (GError) error = NULL;
  VdAnswerValue value;

  if (!vd_answer_controls_get_value (&self->later, &value)) {
    gtk_label_set_label (GTK_LABEL (self->error), _ ("Choose an answer first."));
    gtk_widget_set_visible (self->error, TRUE);
    gtk_widget_child_focus (self->later.values, GTK_DIR_TAB_FORWARD);
    return;
  }
  if (!vd_session_add_answer (self->session, self->indicator->id, value,
                              vd_answer_controls_get_basis (&self->later), note, &error)) {
    gtk_label_set_label (GTK_LABEL (self->error),
                         _ ("This cannot be saved: it is too long, or the assessment is full."));
    gtk_widget_set_visible (self->error, TRUE);
    return;
  }
  gtk_widget_set_visible (self->error, FALSE);
  close_form (self);
}

static void
make_form (VdAnswerRow *self)
{
  GtkWidget *title = vd_paragraph_new (_ ("What was said or seen later"));
  GtkWidget *buttons = vd_group_new (GTK_ACCESSIBLE_ROLE_GROUP, title);
  GtkWidget *add = vd_button_new (_ ("_Add"));
  GtkWidget *cancel = vd_button_new (_ ("_Cancel"));
  GtkBox *box;
  g_autofree char *target = g_strdup_printf ("%s/later", self->indicator->id);

  self->later_form = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  box = GTK_BOX (self->later_form);
  vd_answer_controls_init (&self->later, self->session, title);
  vd_target_set (self->later.note, target);
  gtk_widget_add_css_class (title, "heading");
  gtk_widget_add_css_class (add, "suggested-action");
  gtk_box_append (GTK_BOX (buttons), add);
  gtk_box_append (GTK_BOX (buttons), cancel);
  gtk_box_append (box, title);
  gtk_box_append (box, self->later.values);
  gtk_box_append (box, self->later.basis);
  gtk_box_append (box, self->later.notes);
  gtk_box_append (box, buttons);
  g_signal_connect_swapped (add, "clicked", G_CALLBACK (add_cb), self);
  g_signal_connect_swapped (cancel, "clicked", G_CALLBACK (close_form), self);
  gtk_box_insert_child_after (GTK_BOX (self->details), self->later_form, self->later_button);
}

void
vd_answer_later_open (VdAnswerRow *self)
{
  if (self->later_form == NULL)
    make_form (self);
  gtk_widget_set_visible (self->later_form, TRUE);
  gtk_widget_child_focus (self->later.values, GTK_DIR_TAB_FORWARD);
  gtk_widget_set_visible (self->later_button, FALSE);
}

GtkWidget *
vd_answer_later_button_new (VdAnswerRow *self)
{
  GtkWidget *button = vd_text_button_new (_ ("Add what was said or seen later"), NULL, TRUE);

  gtk_widget_set_halign (button, GTK_ALIGN_START);
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (vd_answer_later_open), self);
  return button;
}

/* A half-filled form over a lock: "value basis" and the note. */

static char *
form_key (VdAnswerRow *self, const char *what)
{
  return g_strdup_printf ("%s/%s", self->indicator->id, what);
}

void
vd_answer_later_save (VdAnswerRow *self, json_t *texts)
{
  g_autofree char *choice_key = form_key (self, "later-choice");
  g_autofree char *note_key = form_key (self, "later");
  g_autofree char *choice = NULL;
  g_autofree char *note = NULL;
  VdAnswerValue value = VD_ANSWER_NOT_ASKED;

  if (self->later_form == NULL || !gtk_widget_get_visible (self->later_form))
    return;
  vd_answer_controls_get_value (&self->later, &value);
  choice = g_strdup_printf ("%u %u", value, vd_answer_controls_get_basis (&self->later));
  note = vd_typed_get (self->later.note);
  json_object_set_new (texts, choice_key, json_string (choice));
  json_object_set_new (texts, note_key, json_string (note));
}

void
vd_answer_later_restore (VdAnswerRow *self, const json_t *texts)
{
  g_autofree char *choice_key = form_key (self, "later-choice");
  g_autofree char *note_key = form_key (self, "later");
  const char *choice = json_string_value (json_object_get (texts, choice_key));
  const char *note = json_string_value (json_object_get (texts, note_key));
  VdAnswer answer = {.note = note};
  char *rest;

  if (choice == NULL)
    return;
  answer.value = (VdAnswerValue)g_ascii_strtoull (choice, &rest, 10);
  answer.basis = (guint)g_ascii_strtoull (rest, NULL, 10);
  vd_answer_later_open (self);
  vd_answer_controls_show (&self->later, &answer);
}

/* What was answered earlier. */

void
vd_answer_append_value (VdAnswerRow *self, GString *line, VdAnswerValue value)
{
  const VdPack *pack = vd_session_get_pack (self->session);
  const char *lang = vd_session_get_language (self->session);

  g_string_append_printf (
      line, "%s%s", line->len > 0 ? ": " : "",
      vd_pack_choice (pack, "answer.value", vd_answer_value_code (value), lang));
}

void
vd_answer_append_bases (VdAnswerRow *self, GString *line, guint basis)
{
  const VdPack *pack = vd_session_get_pack (self->session);
  const char *lang = vd_session_get_language (self->session);

  for (guint i = 0; i < VD_N_BASES; i++) {
    if ((basis & 1u << i) != 0)
      g_string_append_printf (
          line, " · %s",
          vd_pack_choice (pack, "answer.basis", vd_basis_code ((VdBasis)(1u << i)), lang));
  }
}

static GtkWidget *
entry_new (VdAnswerRow *self, const VdAnswer *answer)
{
  const char *lang = vd_session_get_language (self->session);
  g_autofree char *when = vd_when (answer->date, lang);
  g_autofree char *by = answer->by != NULL ? vd_isolate (answer->by) : NULL;
  g_autoptr (GString) line = g_string_new (when);
  GtkWidget *label;

  if (by != NULL)
    g_string_append_printf (line, "%s%s", line->len > 0 ? ", " : "", by);
  vd_answer_append_value (self, line, answer->value);
  vd_answer_append_bases (self, line, answer->basis);
  if (answer->withdrawn)
    g_string_append_printf (line, " · %s", _ ("replaced or taken back, does not count"));
  if (answer->note != NULL)
    g_string_append_printf (line, "\n%s", answer->note);
  label = vd_paragraph_new (line->str);
  return label;
}

/* Shows, in @box (nullable), every entry but the last live one, which stands in the controls; the
 * newest first. Returns: how many there are. */
static guint
each_earlier (VdAnswerRow *self, GtkBox *box)
{
  const VdRecord *record = vd_session_get_record (self->session);
  gboolean live_seen = FALSE;
  guint n = 0;
  VdAnswer answer;

  for (guint i = vd_record_n_answers (record, self->indicator->id); i > 0; i--) {
    if (!vd_record_get_answer (record, self->indicator->id, i - 1, &answer))
      continue;
    if (!answer.withdrawn && !live_seen) {
      live_seen = TRUE;
      continue;
    }
    n++;
    if (box != NULL)
      gtk_box_append (box, entry_new (self, &answer));
  }
  return n;
}

static void
fill_earlier (GtkWidget *box, gpointer data)
{
  each_earlier (data, GTK_BOX (box));
}

GtkWidget *
vd_answer_earlier_new (VdAnswerRow *self)
{
  g_autofree char *key = g_strdup_printf ("%s/earlier", self->indicator->id);
  GtkWidget *fold = vd_fold_new (key, "", fill_earlier, self, NULL);

  vd_fold_set_plain (VD_FOLD (fold));
  return fold;
}

void
vd_answer_earlier_show (VdAnswerRow *self)
{
  guint n = each_earlier (self, NULL);
  /* Translators: how many there are. */
  g_autofree char *title = g_strdup_printf (_ ("Earlier answers: %u"), n);

  vd_fold_set_title (VD_FOLD (self->earlier), title);
  vd_fold_refill (VD_FOLD (self->earlier));
  gtk_widget_set_visible (self->earlier, n > 0);
}
