/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "phase-box"

#include "config.h"

#include "ui/phase-box.h"

#include <glib/gi18n-lib.h>

#include "ui/answer-row.h"
#include "ui/blocks.h"
#include "ui/editor.h"
#include "ui/field-row.h"
#include "ui/fold.h"
#include "ui/parts.h"
#include "ui/phase-extras.h"
#include "ui/say-block.h"
#include "ui/widgets.h"

struct _VdPhaseBox {
  AdwBin parent;

  VdSession *session;
  const VdNode *phase;
  VdFold *fold;
  char *shown; /* (nullable): signature of what was built */
};

G_DEFINE_FINAL_TYPE (VdPhaseBox, vd_phase_box, ADW_TYPE_BIN)

const VdNode *
vd_phase_box_get_phase (VdPhaseBox *self)
{
  return self->phase;
}

void
vd_phase_box_set_open (VdPhaseBox *self, gboolean open)
{
  vd_fold_set_open (self->fold, open);
}

gboolean
vd_phase_box_get_open (VdPhaseBox *self)
{
  return vd_fold_get_open (self->fold);
}

GtkWidget *
vd_phase_box_get_button (VdPhaseBox *self)
{
  return vd_fold_get_button (self->fold);
}

/* Questions: the answers they feed are built when they are asked for. */

typedef struct {
  VdSession *session;
  const VdNode *question;
} Question;

static void
build_answers (GtkWidget *box, gpointer data)
{
  Question *question = data;
  const VdPack *pack = vd_session_get_pack (question->session);
  const char *const *ids = vd_node_list (question->question, "indicators");

  for (guint i = 0; ids[i] != NULL; i++)
    vd_block_append (box,
                     vd_answer_row_new (question->session, vd_pack_find_indicator (pack, ids[i])));
}

static char *
answers_title (VdSession *session, const VdNode *question)
{
  const VdPack *pack = vd_session_get_pack (session);
  const char *const *ids = vd_node_list (question, "indicators");
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  g_autofree char *list = NULL;

  for (guint i = 0; ids[i] != NULL; i++)
    g_ptr_array_add (names, (gpointer)vd_node_text (vd_pack_find_indicator (pack, ids[i])->node,
                                                    "name", vd_session_get_language (session)));
  g_ptr_array_add (names, NULL);
  list = g_strjoinv (" · ", (char **)names->pdata);
  /* Translators: what the answers to a question are noted under, separated by dots. */
  return g_strdup_printf (_ ("Note the answer: %s"), list);
}

static void
append_question (GtkWidget *box, VdSession *session, const VdNode *node)
{
  g_autofree char *title = answers_title (session, node);
  g_autofree char *key = g_strconcat ("answers:", vd_node_id (node), NULL);
  GtkWidget *inside;
  GtkWidget *card = vd_card_new (&inside);
  Question *question = g_new (Question, 1);

  *question = (Question){session, node};
  vd_block_append (inside, vd_say_block_new (session, node, TRUE));
  vd_block_append (inside, vd_fold_new (key, title, build_answers, question, g_free));
  vd_block_append (box, card);
}

static void
append_line (GtkWidget *box, VdSession *session, const VdNode *node)
{
  GtkWidget *inside;
  GtkWidget *card = vd_card_new (&inside);

  vd_block_append (inside, vd_say_block_new (session, node, FALSE));
  vd_block_append (box, card);
}

/* Fields of the place that the pack puts in the conversation: the person's wishes. */
static void
append_wishes (GtkWidget *box, VdSession *session)
{
  const GPtrArray *fields = vd_pack_nodes (vd_session_get_pack (session), "field");

  for (guint i = 0; i < fields->len; i++) {
    const VdNode *field = g_ptr_array_index (fields, i);

    if (g_strcmp0 (vd_node_attr (field, "place"), "conversation") == 0)
      vd_block_append (box, vd_field_row_new (session, vd_node_id (field)));
  }
}

static void
next_cb (VdPhaseBox *self)
{
  g_signal_emit_by_name (self, "next");
}

static void
append_next (VdPhaseBox *self, GtkWidget *box)
{
  GtkWidget *button = vd_button_new (_ ("_Next"));

  gtk_widget_set_halign (button, GTK_ALIGN_END);
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (next_cb), self);
  vd_block_append (box, button);
}

static void
build (GtkWidget *box, gpointer data)
{
  VdPhaseBox *self = data;
  const GPtrArray *children = vd_node_children (self->phase);
  const char *lang = vd_session_get_language (self->session);

  vd_block_append (box, vd_paragraph_new (vd_node_text (self->phase, "text", lang)));
  vd_phase_extras_before (box, self->session, self->phase);
  for (guint i = 0; i < children->len; i++) {
    const VdNode *node = g_ptr_array_index (children, i);

    if (!vd_phase_shows (self->session, node))
      continue;
    if (g_str_equal (vd_node_kind (node), "question"))
      append_question (box, self->session, node);
    else if (g_str_equal (vd_node_kind (node), "line"))
      append_line (box, self->session, node);
  }
  if (vd_phase_is (self->phase, VD_PHASE_WISHES))
    append_wishes (box, self->session);
  vd_phase_extras_after (box, self->session, self->phase);
  append_next (self, box);
}

/* Everything that decides which widgets are built; ticks and answers follow by themselves. */
static char *
signature (VdPhaseBox *self)
{
  const GPtrArray *children = vd_node_children (self->phase);
  GString *text = g_string_new (vd_say_second_language (self->session));

  for (guint i = 0; i < children->len; i++)
    g_string_append_c (text,
                       vd_phase_shows (self->session, g_ptr_array_index (children, i)) ? '1' : '0');
  vd_phase_extras_sign (text, self->session, self->phase);
  return g_string_free (text, FALSE);
}

void
vd_phase_box_update (VdPhaseBox *self)
{
  g_autofree char *now = signature (self);
  g_autoptr (json_t) texts = NULL;
  gboolean same = g_strcmp0 (now, self->shown) == 0;

  g_free (self->shown);
  self->shown = g_steal_pointer (&now);
  if (same)
    return;
  /* What is half typed in it goes with the controls, and comes back with the new ones. */
  texts = json_object ();
  vd_editors_commit (GTK_WIDGET (self->fold));
  vd_editors_save (GTK_WIDGET (self->fold), texts);
  vd_fold_refill (self->fold);
  vd_editors_restore (GTK_WIDGET (self->fold), texts);
}

gboolean
vd_phase_box_holds (VdPhaseBox *self, const char *target)
{
  const VdNode *field = vd_pack_find (vd_session_get_pack (self->session), "field", target);

  if (g_str_equal (vd_node_id (self->phase), target))
    return TRUE;
  return vd_phase_is (self->phase, VD_PHASE_WISHES) && field != NULL &&
         g_strcmp0 (vd_node_attr (field, "place"), "conversation") == 0;
}

static void
vd_phase_box_dispose (GObject *object)
{
  VdPhaseBox *self = VD_PHASE_BOX (object);

  g_clear_pointer (&self->shown, g_free);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (vd_phase_box_parent_class)->dispose (object);
}

static void
vd_phase_box_class_init (VdPhaseBoxClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = vd_phase_box_dispose;
  g_signal_new ("next", VD_TYPE_PHASE_BOX, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
vd_phase_box_init (VdPhaseBox *self)
{
}

GtkWidget *
vd_phase_box_new (VdSession *session, const VdNode *phase)
{
  VdPhaseBox *self = g_object_new (VD_TYPE_PHASE_BOX, NULL);
  const char *name = vd_node_text (phase, "name", vd_session_get_language (session));
  g_autofree char *title = g_strdup_printf ("%s  %s", vd_node_id (phase), name);
  g_autofree char *key = g_strconcat ("phase:", vd_node_id (phase), NULL);
  GtkWidget *fold = vd_fold_new (key, title, build, self, NULL);

  self->session = g_object_ref (session);
  self->phase = phase;
  self->fold = VD_FOLD (fold);
  vd_fold_set_main (self->fold);
  self->shown = signature (self);
  adw_bin_set_child (ADW_BIN (self), fold);
  vd_target_set (GTK_WIDGET (self), vd_node_id (phase));
  return GTK_WIDGET (self);
}
