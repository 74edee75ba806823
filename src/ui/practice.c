/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "practice"

#include "config.h"

#include "ui/practice.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/json.h"
#include "core/practice.h"
#include "ui/blocks.h"
#include "ui/editor.h"
#include "ui/field-row.h"
#include "ui/fold.h"
#include "ui/page.h"
#include "ui/parts.h"
#include "ui/place-seen.h"
#include "ui/practice-compare.h"
#include "ui/reading.h"
#include "ui/widgets.h"

struct _VdPractice {
  AdwBin parent;

  VdSession *session; /* in memory, never the real one */
  VdReading *reading;
  const VdNode *open; /* (nullable): the case in hand */
  GtkWidget *answers; /* (nullable) (weak): the page on which it is answered */
};

static void vd_practice_page_init (VdPageInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (VdPractice,
                               vd_practice,
                               ADW_TYPE_BIN,
                               G_IMPLEMENT_INTERFACE (VD_TYPE_PAGE, vd_practice_page_init))

/* Comparing. */

static void
back_to_cases_cb (VdPractice *self)
{
  while (vd_reading_get_depth (self->reading) > 0)
    vd_reading_pop (self->reading);
}

static void
answer_again_cb (VdPractice *self)
{
  vd_reading_pop (self->reading);
}

static void
compare_cb (VdPractice *self)
{
  GtkWidget *again = vd_button_new (_ ("Answer a_gain"));
  GtkWidget *more = vd_button_new (_ ("_More cases"));
  GtkWidget *box;

  vd_editors_commit (self->answers);
  box = vd_reading_push (self->reading, _ ("Compare"));
  vd_practice_compare (box, self->session, self->open);
  vd_reading_set_foot (self->reading, again);
  vd_reading_set_foot (self->reading, more);
  g_signal_connect_swapped (again, "clicked", G_CALLBACK (answer_again_cb), self);
  g_signal_connect_swapped (more, "clicked", G_CALLBACK (back_to_cases_cb), self);
  vd_reading_shown (self->reading);
}

/* The story, and the answers. */

static void
append_story (GtkWidget *box, const VdNode *node, const char *lang)
{
  const GPtrArray *children = vd_node_children (node);

  for (guint i = 0; i < children->len; i++) {
    const VdNode *child = g_ptr_array_index (children, i);

    if (g_str_equal (vd_node_kind (child), "paragraph"))
      vd_block_append (box, vd_paragraph_new (vd_node_text (child, "text", lang)));
  }
}

/* A fact as the learner reads it: "Residence: none known". */
static const char *
fact_words (const VdPack *pack, const VdNode *fact, const char *lang)
{
  const char *value = vd_node_attr (fact, "value");

  if (g_str_equal (value, "true"))
    return vd_pack_phrase (pack, "yes", lang);
  if (g_str_equal (value, "false"))
    return vd_pack_phrase (pack, "no", lang);
  return vd_pack_choice (pack, vd_node_attr (fact, "path"), value, lang);
}

static void
build_facts (GtkWidget *box, gpointer data)
{
  VdPractice *self = data;
  const VdPack *pack = vd_session_get_pack (self->session);
  const char *lang = vd_session_get_language (self->session);
  const GPtrArray *children = vd_node_children (self->open);

  for (guint i = 0; i < children->len; i++) {
    const VdNode *child = g_ptr_array_index (children, i);
    const VdNode *field;

    if (!g_str_equal (vd_node_kind (child), "fact") ||
        vd_practice_is_judged (vd_node_attr (child, "path")))
      continue;
    field = vd_pack_find (pack, "field", vd_node_attr (child, "path"));
    if (field != NULL)
      vd_block_append (
          box, vd_block_pair (vd_node_text (field, "name", lang), fact_words (pack, child, lang)));
  }
}

static void
append_person (VdPractice *self, GtkWidget *box)
{
  vd_block_append (box, vd_heading_new (_ ("The person"), 3));
  vd_block_append (box, vd_field_row_new (self->session, "person.age"));
  vd_block_append (box, vd_field_row_new (self->session, "person.danger"));
  vd_block_append (
      box, vd_fold_new ("facts", _ ("Filled in for you from the story"), build_facts, self, NULL));
}

static void
open_case (VdPractice *self, const VdNode *node)
{
  const char *lang = vd_session_get_language (self->session);
  GtkWidget *compare = vd_button_new (_ ("_Compare"));
  GtkWidget *box;

  self->open = node;
  vd_session_practise (self->session, vd_practice_begin (node));
  box = vd_reading_push (self->reading, vd_node_text (node, "title", lang));
  g_set_weak_pointer (&self->answers, box);
  vd_block_append (box, vd_heading_new (vd_node_text (node, "title", lang), 2));
  vd_block_append (
      box, vd_hint_new (_ ("Made up: nobody's real story. Nothing you answer here is kept.")));
  append_story (box, node, lang);
  append_person (self, box);
  vd_block_append (box, vd_heading_new (_ ("Signs"), 3));
  vd_block_append (box, vd_place_seen_new (self->session));
  gtk_widget_set_halign (compare, GTK_ALIGN_START);
  gtk_widget_add_css_class (compare, "suggested-action");
  gtk_widget_add_css_class (compare, "pill");
  g_signal_connect_swapped (compare, "clicked", G_CALLBACK (compare_cb), self);
  vd_reading_set_foot (self->reading, compare);
  vd_reading_shown (self->reading);
}

/* The list. */

static void
activated_cb (VdPractice *self, GtkListBoxRow *row)
{
  const char *id = gtk_widget_get_name (GTK_WIDGET (row));

  open_case (self, vd_pack_find (vd_session_get_pack (self->session), "case", id));
}

static void
append_rows (VdPractice *self, GtkWidget *list, const char *setting)
{
  const GPtrArray *cases = vd_pack_nodes (vd_session_get_pack (self->session), "case");
  const char *lang = vd_session_get_language (self->session);

  for (guint i = 0; i < cases->len; i++) {
    const VdNode *node = g_ptr_array_index (cases, i);
    GtkWidget *row;

    if (!vd_practice_is_story (node) || !g_str_equal (vd_node_attr (node, "setting"), setting))
      continue;
    row = adw_action_row_new ();
    adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
    adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), vd_node_text (node, "title", lang));
    adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
    gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
    gtk_widget_set_name (row, vd_node_id (node));
    gtk_list_box_append (GTK_LIST_BOX (list), row);
  }
}

static void
fill_list (VdPractice *self, GtkWidget *box)
{
  const GPtrArray *settings = vd_pack_nodes (vd_session_get_pack (self->session), "setting");
  const char *lang = vd_session_get_language (self->session);

  vd_block_append (box, vd_paragraph_new (_ ("Made-up cases to try yourself on. Read, answer as "
                                             "you would at work, and compare. Nothing is kept, "
                                             "and nobody sees it.")));
  for (guint i = 0; i < settings->len; i++) {
    const VdNode *setting = g_ptr_array_index (settings, i);
    const char *name = vd_node_text (setting, "name", lang);
    GtkWidget *list = gtk_list_box_new ();

    gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
    gtk_widget_add_css_class (list, "boxed-list");
    vd_set_name (list, name);
    g_signal_connect_swapped (list, "row-activated", G_CALLBACK (activated_cb), self);
    append_rows (self, list, vd_node_id (setting));
    vd_block_append (box, vd_heading_new (name, 3));
    vd_block_append (box, list);
  }
}

/* The page. */

static const char *
vd_practice_title (VdPage *page)
{
  return _ ("Practice");
}

static void
vd_practice_shown (VdPage *page)
{
  VdPractice *self = VD_PRACTICE (page);

  gtk_widget_child_focus (vd_reading_get_first (self->reading), GTK_DIR_TAB_FORWARD);
}

/* Which case, but no answer: nothing of practice goes into the vault, where drafts are kept. */
static char *
vd_practice_save_draft (VdPage *page)
{
  VdPractice *self = VD_PRACTICE (page);
  g_autoptr (json_t) draft = json_object ();

  if (vd_reading_get_depth (self->reading) > 0)
    json_object_set_new (draft, "case", json_string (vd_node_id (self->open)));
  return vd_json_write (draft, NULL);
}

static void
vd_practice_restore_draft (VdPage *page, const char *text)
{
  VdPractice *self = VD_PRACTICE (page);
  g_autoptr (json_t) draft = vd_json_parse (text, strlen (text), NULL);
  const char *id = json_string_value (json_object_get (draft, "case"));
  const VdNode *node =
      id != NULL ? vd_pack_find (vd_session_get_pack (self->session), "case", id) : NULL;

  if (node != NULL && vd_practice_is_story (node))
    open_case (self, node);
}

static void
vd_practice_page_init (VdPageInterface *iface)
{
  iface->title = vd_practice_title;
  iface->shown = vd_practice_shown;
  iface->save_draft = vd_practice_save_draft;
  iface->restore_draft = vd_practice_restore_draft;
}

/* The object. */

static void
vd_practice_dispose (GObject *object)
{
  VdPractice *self = VD_PRACTICE (object);

  g_clear_weak_pointer (&self->answers);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (vd_practice_parent_class)->dispose (object);
}

static void
vd_practice_class_init (VdPracticeClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = vd_practice_dispose;
}

static void
vd_practice_init (VdPractice *self)
{
}

GtkWidget *
vd_practice_new (VdSession *session)
{
  VdPractice *self = g_object_new (VD_TYPE_PRACTICE, NULL);

  self->session =
      vd_session_new_in_memory (vd_session_get_pack (session), vd_session_get_clock (session),
                                vd_session_get_language (session));
  self->reading = VD_READING (vd_reading_new (session, _ ("Practice")));
  fill_list (self, vd_reading_get_box (self->reading));
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->reading));
  return GTK_WIDGET (self);
}
