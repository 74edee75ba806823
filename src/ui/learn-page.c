/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "learn"

#include "config.h"

#include "ui/learn-page.h"

#include <glib/gi18n-lib.h>

#include "app/language.h"
#include "ui/blocks.h"
#include "ui/fold.h"
#include "ui/learn-index.h"
#include "ui/parts.h"
#include "ui/source-list.h"

typedef struct {
  const VdPack *pack;
  const char *lang;
  VdSources *sources;
} Page;

static void
page_free (gpointer data)
{
  Page *page = data;

  vd_sources_free (page->sources);
  g_free (page);
}

void
vd_learn_marks_append (GtkWidget *box,
                       const VdPack *pack,
                       const VdNode *node,
                       gboolean fact,
                       const char *lang)
{
  const char *verified = vd_node_attr (node, "verified");

  if (g_strcmp0 (vd_node_attr (node, "review"), "needs-review") == 0)
    vd_block_append (box, vd_hint_new (_ ("Not yet reviewed by experts.")));
  if (verified != NULL) {
    g_autofree char *date = vd_language_date (verified, lang);
    /* Translators: a date. */
    g_autofree char *text = g_strdup_printf (_ ("Checked %s."), date);

    vd_block_append (box, vd_hint_new (text));
  } else if (fact) {
    vd_block_append (box, vd_hint_new (_ ("Check before use: nobody has confirmed this yet.")));
  }
}

/* A text, and the numbers under which the fold below has its sources. */
static void
append_text (GtkWidget *box, Page *page, const VdNode *node, const char *text)
{
  g_autofree char *numbers = vd_sources_numbers (page->sources, node);
  GtkWidget *label = vd_paragraph_new ("");
  g_autofree char *markup = NULL;

  if (*text == '\0')
    return;
  if (*numbers != '\0')
    markup = g_markup_printf_escaped ("%s <small>[%s]</small>", text, numbers);
  else
    markup = g_markup_escape_text (text, -1);
  gtk_label_set_markup (GTK_LABEL (label), markup);
  vd_block_append (box, label);
}

static void
build_sources (GtkWidget *box, gpointer data)
{
  Page *page = data;

  vd_sources_append (page->sources, box);
}

static void
append_article (GtkWidget *box, Page *page, const VdNode *node)
{
  const GPtrArray *children = vd_node_children (node);
  const char *intro = vd_node_text (node, "intro", page->lang);

  if (*intro != '\0') {
    GtkWidget *label = vd_paragraph_new (intro);

    gtk_widget_add_css_class (label, "title-4");
    vd_block_append (box, label);
  }
  for (guint i = 0; i < children->len; i++) {
    const VdNode *paragraph = g_ptr_array_index (children, i);

    append_text (box, page, paragraph, vd_node_text (paragraph, "text", page->lang));
  }
}

static void
append_other (GtkWidget *box, Page *page, const VdNode *node)
{
  append_text (box, page, node, vd_node_text (node, "text", page->lang));
  if (g_str_equal (vd_node_kind (node), "right")) {
    const char *say = vd_node_text (node, "say", page->lang);

    if (*say == '\0')
      return;
    vd_block_append (box, vd_heading_new (_ ("Words to say"), 3));
    vd_block_append (box, vd_block_say (say, page->lang));
  }
}

static gboolean
is_fact (const VdNode *node)
{
  const char *kind = vd_node_kind (node);

  if (g_str_equal (kind, "article"))
    return g_strcmp0 (vd_node_attr (node, "kind"), "law") == 0;
  if (g_str_equal (kind, "explanation"))
    return g_str_has_prefix (vd_node_id (node), "threshold");
  return TRUE;
}

void
vd_learn_page_fill (GtkWidget *box, const VdPack *pack, const VdNode *node, const char *lang)
{
  Page *page = g_new0 (Page, 1);
  gboolean article = g_str_equal (vd_node_kind (node), "article");
  g_autofree char *title = NULL;
  guint n;

  page->pack = pack;
  page->lang = lang;
  page->sources = vd_sources_new (pack, lang);
  vd_sources_add (page->sources, node);
  vd_block_append (box, vd_heading_new (vd_learn_title (node, lang), 2));
  vd_learn_marks_append (box, pack, node, is_fact (node), lang);
  if (article)
    append_article (box, page, node);
  else
    append_other (box, page, node);
  n = vd_sources_count (page->sources);
  /* Translators: how many sources there are. */
  title = g_strdup_printf (_ ("Sources (%u)"), n);
  vd_block_append (box, vd_fold_new ("sources", title, build_sources, page, page_free));
}
