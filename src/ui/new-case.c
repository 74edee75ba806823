/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "new-case"

#include "config.h"

#include "ui/new-case.h"

#include <glib/gi18n-lib.h>

#include "ui/blocks.h"
#include "ui/parts.h"
#include "ui/widgets.h"

#define MARGIN 18

typedef struct {
  VdWindow *window; /* not owned: the parent of the question */
  GtkWindow *question;
  char *setting;
  VdNewCaseFunc begin;
} Question;

static void
question_free (gpointer data)
{
  Question *self = data;

  g_free (self->setting);
  g_free (self);
}

static void
chosen_cb (GtkWidget *button, Question *self)
{
  VdNewCaseFunc begin = self->begin;
  VdWindow *window = self->window;
  g_autofree char *setting = g_strdup (self->setting);

  /* The question and what belongs to it go first: its focus would come back later. */
  gtk_window_destroy (self->question);
  begin (window, setting, gtk_widget_get_name (button));
}

static GtkWidget *
append_choice (GtkWidget *box, Question *self, const char *form, const char *name, const char *text)
{
  GtkWidget *item = vd_block_box (6);
  GtkWidget *button = vd_text_button_new (name, NULL, FALSE);
  GtkWidget *about = vd_paragraph_new (text);

  gtk_widget_set_name (button, form);
  vd_set_labels (button, NULL, about);
  g_signal_connect (button, "clicked", G_CALLBACK (chosen_cb), self);
  vd_block_append (item, button);
  vd_block_append (item, about);
  vd_block_append (box, item);
  return button;
}

static GtkWidget *
choices_new (Question *self, const VdNode *setting, const char *lang, GtkWidget **first)
{
  const GPtrArray *forms = vd_node_children (setting);
  GtkWidget *box = vd_block_box (MARGIN);
  GtkWidget *full = append_choice (
      box, self, "full", _ ("Full conversation"),
      _ ("All places, in any order. Every moment is a good moment to stop or to go on."));

  *first = full;
  gtk_widget_add_css_class (full, "suggested-action");
  for (guint i = forms->len; i > 0; i--) {
    const VdNode *form = g_ptr_array_index (forms, i - 1);

    append_choice (box, self, vd_node_id (form), vd_node_text (form, "name", lang),
                   vd_node_text (form, "text", lang));
  }
  vd_block_append (box, vd_hint_new (_ ("A short form can grow into a longer one at any time. "
                                        "Everything that was noted stays where it is.")));
  gtk_widget_set_margin_start (box, MARGIN);
  gtk_widget_set_margin_end (box, MARGIN);
  gtk_widget_set_margin_top (box, MARGIN);
  gtk_widget_set_margin_bottom (box, MARGIN);
  return box;
}

void
vd_new_case_ask (VdWindow *window, const char *setting, VdNewCaseFunc begin)
{
  VdSession *session = vd_window_get_session (window);
  const VdNode *node = vd_pack_find (vd_session_get_pack (session), "setting", setting);
  GtkWidget *scrolled, *first;
  Question *self;

  if (node == NULL || vd_node_children (node)->len == 0) {
    begin (window, setting, "full");
    return;
  }
  self = g_new0 (Question, 1);
  scrolled = gtk_scrolled_window_new ();
  self->window = window;
  self->setting = g_strdup (setting);
  self->begin = begin;
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (
      GTK_SCROLLED_WINDOW (scrolled),
      choices_new (self, node, vd_session_get_language (session), &first));
  self->question =
      vd_page_window_new (GTK_WINDOW (window), _ ("How much time is there?"), scrolled);
  g_object_set_data_full (G_OBJECT (self->question), "vd-question", self, question_free);
  gtk_window_set_focus (self->question, first);
  gtk_window_present (self->question);
}
