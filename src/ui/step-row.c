/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "step-row"

#include "config.h"

#include "ui/step-row.h"

#include <glib/gi18n-lib.h>

#include "ui/blocks.h"
#include "ui/contact-card.h"
#include "ui/editor.h"
#include "ui/fold.h"
#include "ui/outcome-words.h"
#include "ui/parts.h"
#include "ui/widgets.h"

static const char *const states[] = {"open", "done", "not-relevant"};
#define N_STATES G_N_ELEMENTS (states)

struct _VdStepRow {
  AdwBin parent;

  VdSession *session;
  const VdNode *step;
  GtkWidget *radios[N_STATES];
  GtkWidget *noted; /* when and by whom it was ticked */
  gboolean filling; /* the record is being shown, not changed */
};

G_DEFINE_FINAL_TYPE (VdStepRow, vd_step_row, ADW_TYPE_BIN)

static void
show_noted (VdStepRow *self, int index)
{
  const VdRecord *record = vd_session_get_record (self->session);
  const char *time = index < 0 ? NULL : vd_record_item_text (record, "steps", (guint)index, "time");
  const char *by = index < 0 ? NULL : vd_record_item_text (record, "steps", (guint)index, "by");
  g_autofree char *when = vd_when (time, vd_session_get_language (self->session));
  g_autofree char *who = by != NULL ? vd_isolate (by) : NULL;
  g_autofree char *text = who != NULL ? g_strdup_printf ("%s · %s", when, who) : g_strdup (when);

  gtk_label_set_label (GTK_LABEL (self->noted), text);
  gtk_widget_set_visible (self->noted, *text != '\0');
}

static void
follow (VdStepRow *self)
{
  const VdRecord *record = vd_session_get_record (self->session);
  const char *id = vd_node_id (self->step);
  const char *state;
  gboolean open;

  if (record == NULL)
    return;
  state = vd_step_state (self->session, id);
  open = state == NULL || g_str_equal (state, "open");
  self->filling = TRUE;
  for (guint i = 0; i < N_STATES; i++)
    gtk_check_button_set_active (GTK_CHECK_BUTTON (self->radios[i]),
                                 open ? i == 0 : g_str_equal (states[i], state));
  self->filling = FALSE;
  show_noted (self, open ? -1 : vd_record_find_item (record, "steps", id));
}

static void
toggled_cb (GtkCheckButton *button, VdStepRow *self)
{
  if (self->filling || !gtk_check_button_get_active (button))
    return;
  for (guint i = 0; i < N_STATES; i++) {
    if (self->radios[i] == GTK_WIDGET (button))
      vd_session_set_step (self->session, vd_node_id (self->step), states[i]);
  }
}

static GtkWidget *
state_new (VdStepRow *self, GtkWidget *title)
{
  const char *const names[N_STATES] = {_ ("Not done yet"), _ ("Done"), _ ("Not relevant here")};
  GtkWidget *group = vd_group_new (GTK_ACCESSIBLE_ROLE_RADIO_GROUP, title);

  for (guint i = 0; i < N_STATES; i++) {
    self->radios[i] = vd_radio_new (names[i], i == 0 ? NULL : self->radios[0]);
    g_signal_connect (self->radios[i], "toggled", G_CALLBACK (toggled_cb), self);
    gtk_box_append (GTK_BOX (group), self->radios[i]);
  }
  return group;
}

static void
append_pair (GtkWidget *box, const char *name, const char *value)
{
  if (*value != '\0')
    vd_block_append (box, vd_block_pair (name, value));
}

static void
build_why (GtkWidget *box, gpointer data)
{
  VdStepRow *self = data;
  const VdPack *pack = vd_session_get_pack (self->session);
  const char *lang = vd_session_get_language (self->session);
  g_autoptr (GPtrArray) nodes = g_ptr_array_new ();

  g_ptr_array_add (nodes, (gpointer)self->step);
  append_pair (box, _ ("Why"), vd_node_text (self->step, "why", lang));
  append_pair (box, _ ("Legal basis"), vd_node_text (self->step, "legal", lang));
  if (g_strcmp0 (vd_node_attr (self->step, "review"), "needs-review") == 0)
    vd_block_append (box, vd_hint_new (vd_pack_phrase (pack, "needs-review", lang)));
  vd_block_append (box, vd_heading_new (vd_pack_phrase (pack, "sources", lang), 4));
  vd_block_append (box, vd_block_sources (pack, nodes, lang));
}

static void
fill (VdStepRow *self, GtkWidget *inside)
{
  const char *lang = vd_session_get_language (self->session);
  g_autofree char *key = g_strconcat ("why:", vd_node_id (self->step), NULL);
  GtkWidget *title = vd_heading_new (vd_node_text (self->step, "text", lang), 4);

  vd_block_append (inside, title);
  append_pair (inside, _ ("Who"), vd_node_text (self->step, "who", lang));
  append_pair (inside, _ ("By when"), vd_node_text (self->step, "when", lang));
  vd_contact_cards_append (inside, self->session, self->step);
  vd_block_append (inside, state_new (self, title));
  self->noted = vd_hint_new ("");
  vd_block_append (inside, self->noted);
  vd_block_append (inside, vd_fold_new (key, _ ("Why, and on what basis"), build_why, self, NULL));
}

static void
vd_step_row_dispose (GObject *object)
{
  g_clear_object (&VD_STEP_ROW (object)->session);
  G_OBJECT_CLASS (vd_step_row_parent_class)->dispose (object);
}

static void
vd_step_row_class_init (VdStepRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = vd_step_row_dispose;
}

static void
vd_step_row_init (VdStepRow *self)
{
}

GtkWidget *
vd_step_row_new (VdSession *session, const VdNode *step)
{
  VdStepRow *self = g_object_new (VD_TYPE_STEP_ROW, NULL);
  GtkWidget *inside;
  GtkWidget *card = vd_card_new (&inside);

  self->session = g_object_ref (session);
  self->step = step;
  fill (self, inside);
  adw_bin_set_child (ADW_BIN (self), card);
  vd_target_set (GTK_WIDGET (self), vd_node_id (step));
  follow (self);
  g_signal_connect_object (session, "record-changed", G_CALLBACK (follow), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}
