/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "phase-extras"

#include "config.h"

#include "ui/phase-extras.h"

#include <glib/gi18n-lib.h>

#include "core/short-form.h"
#include "ui/blocks.h"
#include "ui/editor.h"
#include "ui/fold.h"
#include "ui/parts.h"
#include "ui/say-block.h"

#define CHECKS "person.interpreter.checks"

static const struct {
  const char *phase;
  guint extras;
} places[] = {
    {"A", VD_PHASE_INTERPRETER | VD_PHASE_NEVER},
    {"D", VD_PHASE_NEVER},
    {"E", VD_PHASE_NEVER},
    {"G", VD_PHASE_INFORMATION},
    {"H", VD_PHASE_WISHES},
    {"I", VD_PHASE_ENDING},
};

gboolean
vd_phase_is (const VdNode *phase, VdPhaseExtra extra)
{
  for (guint i = 0; i < G_N_ELEMENTS (places); i++) {
    if (g_str_equal (places[i].phase, vd_node_id (phase)))
      return (places[i].extras & extra) != 0;
  }
  return FALSE;
}

static gboolean
applies (VdSession *session, const VdNode *node)
{
  g_autofree char *today = vd_clock_date (vd_session_get_clock (session));

  return vd_guidance_applies (vd_session_get_guidance (session), vd_session_get_pack (session),
                              vd_session_get_record (session), today, node);
}

/* Words that the short form in hand leaves out for want of time. */
static gboolean
is_left_out (VdSession *session, const VdNode *node)
{
  const VdNode *form =
      vd_short_form (vd_session_get_pack (session), vd_session_get_record (session));

  if (g_str_equal (vd_node_kind (node), "line"))
    return !vd_short_form_has (form, "lines", vd_node_id (node));
  if (g_str_equal (vd_node_kind (node), "question"))
    return !vd_short_form_has (form, "questions", vd_node_id (node));
  return FALSE;
}

/* A phase that has words, none of which is shown, would be an empty page. */
static gboolean
has_words (VdSession *session, const VdNode *phase)
{
  const GPtrArray *children = vd_node_children (phase);

  for (guint i = 0; i < children->len; i++) {
    if (!is_left_out (session, g_ptr_array_index (children, i)))
      return TRUE;
  }
  return children->len == 0;
}

gboolean
vd_phase_shows (VdSession *session, const VdNode *node)
{
  if (vd_session_get_guidance (session)->child_path && !vd_node_flag (node, "child", FALSE))
    return FALSE;
  if (is_left_out (session, node) ||
      (g_str_equal (vd_node_kind (node), "phase") && !has_words (session, node)))
    return FALSE;
  return applies (session, node);
}

/* Checks of the interpreter. */

static void
check_cb (GtkCheckButton *button, VdSession *session)
{
  const char *id = g_object_get_data (G_OBJECT (button), "check");
  gboolean on = gtk_check_button_get_active (button);

  if (on != vd_record_list_has (vd_session_get_record (session), CHECKS, id))
    vd_session_list_set (session, CHECKS, id, on);
}

static void
follow_check (VdSession *session, GtkCheckButton *button)
{
  const VdRecord *record = vd_session_get_record (session);
  const char *id = g_object_get_data (G_OBJECT (button), "check");

  if (record != NULL)
    gtk_check_button_set_active (button, vd_record_list_has (record, CHECKS, id));
}

static GtkWidget *
check_new (VdSession *session, const VdNode *node, const char *lang)
{
  GtkWidget *button = vd_check_new (vd_node_text (node, "text", lang));

  /* The id belongs to the pack, which outlives the page. */
  g_object_set_data (G_OBJECT (button), "check", (gpointer)vd_node_id (node));
  follow_check (session, GTK_CHECK_BUTTON (button));
  g_signal_connect_object (button, "toggled", G_CALLBACK (check_cb), session, 0);
  g_signal_connect_object (session, "record-changed", G_CALLBACK (follow_check), button, 0);
  return button;
}

static void
build_checks (GtkWidget *box, gpointer data)
{
  VdSession *session = data;
  const char *lang = vd_session_get_language (session);
  const GPtrArray *nodes = vd_pack_nodes (vd_session_get_pack (session), "interpreter");

  for (guint i = 0; i < nodes->len; i++) {
    const VdNode *node = g_ptr_array_index (nodes, i);
    const char *why = vd_node_text (node, "why", lang);
    GtkWidget *item = vd_block_box (0);

    if (!applies (session, node))
      continue;
    vd_block_append (item, check_new (session, node, lang));
    if (*why != '\0') {
      GtkWidget *text = vd_hint_new (why);

      gtk_widget_set_margin_start (text, 30);
      vd_block_append (item, text);
    }
    vd_block_append (box, item);
  }
}

/* What never to do. */

static void
build_never (GtkWidget *box, gpointer data)
{
  VdSession *session = data;
  const GPtrArray *nodes = vd_pack_nodes (vd_session_get_pack (session), "never");

  for (guint i = 0; i < nodes->len; i++) {
    const VdNode *node = g_ptr_array_index (nodes, i);

    if (applies (session, node))
      vd_block_append (
          box, vd_paragraph_new (vd_node_text (node, "text", vd_session_get_language (session))));
  }
}

/* Information and endings. */

static void
append_information (GtkWidget *box, VdSession *session)
{
  const GPtrArray *nodes = vd_pack_nodes (vd_session_get_pack (session), "information");

  vd_block_append (box, vd_heading_new (_ ("Information to give"), 3));
  for (guint i = 0; i < nodes->len; i++) {
    const VdNode *node = g_ptr_array_index (nodes, i);
    GtkWidget *card, *inside;

    if (!vd_phase_shows (session, node))
      continue;
    card = vd_card_new (&inside);
    vd_block_append (inside, vd_say_block_new (session, node, FALSE));
    vd_block_append (box, card);
  }
}

void
vd_endings_append (GtkWidget *box, VdSession *session)
{
  const char *lang = vd_session_get_language (session);
  const GPtrArray *nodes = vd_pack_nodes (vd_session_get_pack (session), "ending");

  for (guint i = 0; i < nodes->len; i++) {
    const VdNode *node = g_ptr_array_index (nodes, i);
    GtkWidget *card, *inside;

    if (!applies (session, node))
      continue;
    card = vd_card_new (&inside);
    vd_block_append (inside, vd_heading_new (vd_node_text (node, "name", lang), 4));
    vd_block_append (inside, vd_paragraph_new (vd_node_text (node, "text", lang)));
    vd_block_append (box, card);
  }
}

void
vd_phase_extras_before (GtkWidget *box, VdSession *session, const VdNode *phase)
{
  g_autofree char *never = g_strconcat ("never:", vd_node_id (phase), NULL);

  if (vd_phase_is (phase, VD_PHASE_INTERPRETER))
    vd_block_append (box, vd_fold_new ("interpreter-checks", _ ("Checks of the interpreter"),
                                       build_checks, g_object_ref (session), g_object_unref));
  if (vd_phase_is (phase, VD_PHASE_NEVER))
    vd_block_append (box, vd_fold_new (never, _ ("What you never do or ask"), build_never,
                                       g_object_ref (session), g_object_unref));
}

void
vd_phase_extras_after (GtkWidget *box, VdSession *session, const VdNode *phase)
{
  if (vd_phase_is (phase, VD_PHASE_INFORMATION))
    append_information (box, session);
  if (vd_phase_is (phase, VD_PHASE_ENDING)) {
    vd_block_append (box, vd_heading_new (_ ("The ending that fits now"), 3));
    vd_endings_append (box, session);
  }
}

void
vd_phase_extras_sign (GString *text, VdSession *session, const VdNode *phase)
{
  const VdPack *pack = vd_session_get_pack (session);
  const GPtrArray *information = vd_pack_nodes (pack, "information");
  const GPtrArray *endings = vd_pack_nodes (pack, "ending");

  for (guint i = 0; vd_phase_is (phase, VD_PHASE_INFORMATION) && i < information->len; i++)
    g_string_append_c (text,
                       vd_phase_shows (session, g_ptr_array_index (information, i)) ? '1' : '0');
  for (guint i = 0; vd_phase_is (phase, VD_PHASE_ENDING) && i < endings->len; i++)
    g_string_append_c (text, applies (session, g_ptr_array_index (endings, i)) ? '1' : '0');
}
