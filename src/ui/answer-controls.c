/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "answer-row"

#include "config.h"

#include "ui/answer-controls.h"

#include <glib/gi18n-lib.h>

#include "ui/parts.h"
#include "ui/widgets.h"

static GtkWidget *
titled (const char *title, GtkWidget **label)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  *label = vd_paragraph_new (title);
  gtk_widget_add_css_class (*label, "caption-heading");
  gtk_box_append (GTK_BOX (box), *label);
  return box;
}

static void
add_values (VdAnswerControls *self, VdSession *session, GtkWidget *label)
{
  const VdPack *pack = vd_session_get_pack (session);
  const char *lang = vd_session_get_language (session);

  self->values = vd_group_new (GTK_ACCESSIBLE_ROLE_RADIO_GROUP, label);
  for (guint i = 0; i < VD_N_ANSWERS; i++) {
    const char *code = vd_answer_value_code ((VdAnswerValue)i);

    self->radios[i] = vd_radio_new (vd_pack_choice (pack, "answer.value", code, lang),
                                    i > 0 ? self->radios[0] : NULL);
    gtk_box_append (GTK_BOX (self->values), self->radios[i]);
  }
}

static void
add_basis (VdAnswerControls *self, VdSession *session)
{
  const VdPack *pack = vd_session_get_pack (session);
  const char *lang = vd_session_get_language (session);
  const VdNode *field = vd_pack_find (pack, "field", "answer.basis");
  GtkWidget *label, *group;

  self->basis = titled (vd_node_text (field, "name", lang), &label);
  group = vd_group_new (GTK_ACCESSIBLE_ROLE_GROUP, label);
  for (guint i = 0; i < VD_N_BASES; i++) {
    const char *code = vd_basis_code ((VdBasis)(1u << i));

    self->checks[i] = vd_check_new (vd_pack_choice (pack, "answer.basis", code, lang));
    gtk_box_append (GTK_BOX (group), self->checks[i]);
  }
  gtk_box_append (GTK_BOX (self->basis), group);
}

static void
add_note (VdAnswerControls *self)
{
  GtkWidget *label;

  self->notes = titled (_ ("Note"), &label);
  gtk_box_append (GTK_BOX (self->notes), vd_area_new (&self->note));
  vd_set_labels (self->note, label, NULL);
}

void
vd_answer_controls_init (VdAnswerControls *self, VdSession *session, GtkWidget *label)
{
  add_values (self, session, label);
  add_basis (self, session);
  add_note (self);
}

gboolean
vd_answer_controls_get_value (const VdAnswerControls *self, VdAnswerValue *value)
{
  for (guint i = 0; i < VD_N_ANSWERS; i++) {
    if (gtk_check_button_get_active (GTK_CHECK_BUTTON (self->radios[i]))) {
      *value = (VdAnswerValue)i;
      return TRUE;
    }
  }
  return FALSE;
}

guint
vd_answer_controls_get_basis (const VdAnswerControls *self)
{
  guint basis = 0;

  for (guint i = 0; i < VD_N_BASES; i++) {
    if (gtk_check_button_get_active (GTK_CHECK_BUTTON (self->checks[i])))
      basis |= 1u << i;
  }
  return basis;
}

void
vd_answer_controls_show (VdAnswerControls *self, const VdAnswer *answer)
{
  for (guint i = 0; i < VD_N_ANSWERS; i++)
    gtk_check_button_set_active (GTK_CHECK_BUTTON (self->radios[i]),
                                 answer != NULL && answer->value == (VdAnswerValue)i);
  for (guint i = 0; i < VD_N_BASES; i++)
    gtk_check_button_set_active (GTK_CHECK_BUTTON (self->checks[i]),
                                 answer != NULL && (answer->basis & 1u << i) != 0);
  vd_typed_set (self->note, answer != NULL && answer->note != NULL ? answer->note : "");
}

void
vd_answer_controls_set_open (VdAnswerControls *self, gboolean open)
{
  gtk_text_view_set_editable (GTK_TEXT_VIEW (self->note), open);
  gtk_text_view_set_cursor_visible (GTK_TEXT_VIEW (self->note), open);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->note), GTK_ACCESSIBLE_PROPERTY_READ_ONLY,
                                  !open, -1);
}

void
vd_answer_controls_connect (VdAnswerControls *self, GCallback callback, gpointer data)
{
  for (guint i = 0; i < VD_N_ANSWERS; i++)
    g_signal_connect_swapped (self->radios[i], "toggled", callback, data);
  for (guint i = 0; i < VD_N_BASES; i++)
    g_signal_connect_swapped (self->checks[i], "toggled", callback, data);
}
