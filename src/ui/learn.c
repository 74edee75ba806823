/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "learn"

#include "config.h"

#include "ui/learn.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/json.h"
#include "ui/blocks.h"
#include "ui/compat.h"
#include "ui/fold.h"
#include "ui/learn-index.h"
#include "ui/learn-page.h"
#include "ui/page.h"
#include "ui/parts.h"
#include "ui/reading.h"
#include "ui/widgets.h"

struct _VdLearn {
  AdwBin parent;

  VdSession *session;
  VdReading *reading;
  GtkWidget *search;
  GtkWidget *subjects;
  GtkWidget *found; /* what a search found */
  GPtrArray *index; /* (element-type VdLearnEntry) */
};

static void vd_learn_page_init (VdPageInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (VdLearn,
                               vd_learn,
                               ADW_TYPE_BIN,
                               G_IMPLEMENT_INTERFACE (VD_TYPE_PAGE, vd_learn_page_init))

/* One page. */

static void
open_page (VdLearn *self, const VdNode *node)
{
  const char *lang = vd_session_get_language (self->session);
  const VdPack *pack = vd_session_get_pack (self->session);
  GtkWidget *box = vd_reading_push (self->reading, vd_learn_title (node, lang));

  vd_learn_page_fill (box, pack, node, lang);
  vd_reading_shown (self->reading);
}

/* Lists. */

static void
activated_cb (VdLearn *self, GtkListBoxRow *row)
{
  const VdNode *node = g_object_get_data (G_OBJECT (row), "vd-node");

  open_page (self, node);
}

static GtkWidget *
row_new (VdLearn *self, const VdLearnEntry *entry, gboolean with_subject)
{
  const char *lang = vd_session_get_language (self->session);
  GtkWidget *row = adw_action_row_new ();
  const char *subtitle =
      with_subject ? vd_learn_subject_title (entry->subject) : vd_learn_intro (entry->node, lang);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), vd_learn_title (entry->node, lang));
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  g_object_set_data (G_OBJECT (row), "vd-node", (gpointer)entry->node);
  return row;
}

static GtkWidget *
list_new (VdLearn *self, const char *name)
{
  GtkWidget *list = gtk_list_box_new ();

  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  vd_set_name (list, name);
  g_signal_connect_swapped (list, "row-activated", G_CALLBACK (activated_cb), self);
  return list;
}

typedef struct {
  VdLearn *learn;
  guint subject;
} Subject;

static void
build_subject (GtkWidget *box, gpointer data)
{
  const Subject *subject = data;
  VdLearn *self = subject->learn;
  GtkWidget *list = list_new (self, vd_learn_subject_title (subject->subject));

  for (guint i = 0; i < self->index->len; i++) {
    const VdLearnEntry *entry = g_ptr_array_index (self->index, i);

    if (entry->subject == subject->subject)
      gtk_list_box_append (GTK_LIST_BOX (list), row_new (self, entry, FALSE));
  }
  vd_block_append (box, list);
}

static void
add_subjects (VdLearn *self)
{
  for (guint i = 0; i < VD_N_LEARN_SUBJECTS; i++) {
    const VdLearnSubject *info = vd_learn_subject (i);
    g_autofree char *key =
        g_strdup_printf ("subject:%s:%s", info->kind, info->part != NULL ? info->part : "");
    Subject *subject = g_new (Subject, 1);
    GtkWidget *fold;

    *subject = (Subject){self, i};
    fold = vd_fold_new (key, vd_learn_subject_title (i), build_subject, subject, g_free);
    vd_fold_set_main (VD_FOLD (fold));
    vd_fold_set_open (VD_FOLD (fold), i == 0);
    vd_block_append (self->subjects, fold);
  }
}

/* Search. */

static void
show_found (VdLearn *self, const char *text)
{
  g_autoptr (GPtrArray) found = vd_learn_index_search (self->index, text);
  /* Translators: how many pages a search found. */
  g_autofree char *count = g_strdup_printf (_ ("Found: %u"), found->len);
  GtkWidget *list;

  vd_block_append (self->found, vd_hint_new (count));
  vd_announce (GTK_WIDGET (self), count);
  if (found->len == 0) {
    vd_block_append (self->found, vd_paragraph_new (_ ("Nothing with these words. Try another "
                                                       "word, or fewer.")));
    return;
  }
  list = list_new (self, _ ("What was found"));
  for (guint i = 0; i < found->len; i++)
    gtk_list_box_append (GTK_LIST_BOX (list), row_new (self, g_ptr_array_index (found, i), TRUE));
  vd_block_append (self->found, list);
}

static void
search_cb (VdLearn *self)
{
  g_autofree char *text = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->search)));
  gboolean searching = *g_strstrip (text) != '\0';

  vd_box_clear (GTK_BOX (self->found));
  gtk_widget_set_visible (self->subjects, !searching);
  gtk_widget_set_visible (self->found, searching);
  if (searching)
    show_found (self, text);
}

static void
stop_cb (VdLearn *self)
{
  if (*gtk_editable_get_text (GTK_EDITABLE (self->search)) != '\0')
    gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  else
    vd_reading_back (self->reading);
}

static void
into_list_cb (VdLearn *self)
{
  if (gtk_widget_get_visible (self->found))
    gtk_widget_child_focus (self->found, GTK_DIR_TAB_FORWARD);
}

void
vd_learn_search (VdLearn *self)
{
  while (vd_reading_get_depth (self->reading) > 0)
    vd_reading_pop (self->reading);
  gtk_widget_grab_focus (self->search);
}

static GtkWidget *
search_new (VdLearn *self)
{
  GtkWidget *clamp = adw_clamp_new ();

  self->search = gtk_search_entry_new ();
  vd_private_text (self->search);
  vd_set_name (self->search, _ ("Search all there is to read"));
  g_object_set (self->search, "placeholder-text", _ ("Search all there is to read"), NULL);
  gtk_widget_set_margin_start (self->search, 18);
  gtk_widget_set_margin_end (self->search, 18);
  gtk_widget_set_margin_top (self->search, 6);
  gtk_widget_set_margin_bottom (self->search, 6);
  adw_clamp_set_maximum_size (ADW_CLAMP (clamp), 720);
  adw_clamp_set_tightening_threshold (ADW_CLAMP (clamp), 720);
  adw_clamp_set_child (ADW_CLAMP (clamp), self->search);
  g_signal_connect_swapped (self->search, "search-changed", G_CALLBACK (search_cb), self);
  g_signal_connect_swapped (self->search, "stop-search", G_CALLBACK (stop_cb), self);
  g_signal_connect_swapped (self->search, "activate", G_CALLBACK (into_list_cb), self);
  return clamp;
}

/* The page. */

static const char *
vd_learn_page_title (VdPage *page)
{
  return _ ("Learn");
}

static void
vd_learn_shown (VdPage *page)
{
  gtk_widget_grab_focus (VD_LEARN (page)->search);
}

static char *
vd_learn_save_draft (VdPage *page)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (VD_LEARN (page)->search));
  g_autoptr (json_t) draft = json_pack ("{s:s}", "search", text);

  return vd_json_write (draft, NULL);
}

static void
vd_learn_restore_draft (VdPage *page, const char *text)
{
  g_autoptr (json_t) draft = vd_json_parse (text, strlen (text), NULL);
  const char *search = json_string_value (json_object_get (draft, "search"));

  if (search != NULL)
    gtk_editable_set_text (GTK_EDITABLE (VD_LEARN (page)->search), search);
}

static void
vd_learn_page_init (VdPageInterface *iface)
{
  iface->title = vd_learn_page_title;
  iface->shown = vd_learn_shown;
  iface->save_draft = vd_learn_save_draft;
  iface->restore_draft = vd_learn_restore_draft;
}

/* The object. */

static void
vd_learn_finalize (GObject *object)
{
  VdLearn *self = VD_LEARN (object);

  g_ptr_array_unref (self->index);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (vd_learn_parent_class)->finalize (object);
}

static void
vd_learn_class_init (VdLearnClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = vd_learn_finalize;
}

static void
vd_learn_init (VdLearn *self)
{
}

GtkWidget *
vd_learn_new (VdSession *session)
{
  VdLearn *self = g_object_new (VD_TYPE_LEARN, NULL);
  GtkWidget *box;

  self->session = g_object_ref (session);
  self->index =
      vd_learn_index_new (vd_session_get_pack (session), vd_session_get_language (session));
  self->reading = VD_READING (vd_reading_new (session, _ ("Learn")));
  self->subjects = vd_block_box (6);
  self->found = vd_block_box (12);
  gtk_widget_set_visible (self->found, FALSE);
  vd_reading_set_top (self->reading, search_new (self));
  box = vd_reading_get_box (self->reading);
  vd_block_append (box, self->subjects);
  vd_block_append (box, self->found);
  add_subjects (self);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->reading));
  return GTK_WIDGET (self);
}
