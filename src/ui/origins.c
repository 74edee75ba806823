/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "origins"

#include "config.h"

#include "ui/origins.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "core/pack-schema.h"
#include "ui/blocks.h"
#include "ui/parts.h"
#include "ui/fill.h"
#include "ui/source-list.h"
#include "ui/widgets.h"

/* Shorter texts ("Yes", "Money") stand inside too many others. */
#define MIN_INSIDE 16

typedef struct {
  const VdNode *node;
  const char *text; /* of the pack */
} Origin;

typedef struct {
  const VdPack *pack;
  char *lang;
  GArray *found; /* (element-type Origin): in the order of the screen */
} Origins;

static void
origins_free (gpointer data)
{
  Origins *self = data;

  g_array_unref (self->found);
  g_free (self->lang);
  g_free (self);
}

/* What is on the screen. */

static void
collect_labels (GtkWidget *widget, GPtrArray *texts)
{
  if (!gtk_widget_get_mapped (widget))
    return;
  if (GTK_IS_LABEL (widget))
    g_ptr_array_add (texts, (gpointer)gtk_label_get_text (GTK_LABEL (widget)));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    collect_labels (child, texts);
}

/* What the pack says, sources or not: phrases and names of fields are the program's own words. */

static gboolean
is_content (const VdNode *node)
{
  static const char *const own[] = {"source",      "phrase",  "language", "field", "choice",
                                    "field-group", "setting", "group",    NULL};

  if (!g_strv_contains (own, vd_node_kind (node)))
    return TRUE;
  /* An answer to choose rests on the sources of its field. */
  for (const VdNode *at = node; at != NULL && *vd_node_id (at) != '\0'; at = vd_node_parent (at)) {
    if (vd_node_attr (at, "review") != NULL || *vd_node_list (at, "sources") != NULL)
      return TRUE;
  }
  return FALSE;
}

static void
add_texts (GArray *all, const VdNode *node, const char *lang)
{
  const VdNode *parent = vd_node_parent (node);
  const VdKindSpec *spec =
      vd_pack_schema_find (vd_node_kind (node), parent != NULL ? vd_node_kind (parent) : "");
  g_auto (GStrv) names = g_strsplit_set (spec->texts, " *", -1);
  const GPtrArray *children = vd_node_children (node);

  for (guint i = 0; names[i] != NULL && is_content (node); i++) {
    Origin origin = {node, *names[i] != '\0' ? vd_node_text (node, names[i], lang) : ""};

    if (*origin.text != '\0')
      g_array_append_val (all, origin);
  }
  for (guint i = 0; i < children->len; i++)
    add_texts (all, g_ptr_array_index (children, i), lang);
}

static GArray *
pack_texts (const VdPack *pack, const char *lang)
{
  GArray *all = g_array_new (FALSE, FALSE, sizeof (Origin));
  const GPtrArray *any = vd_pack_nodes (pack, "source");
  const VdNode *root = any->len > 0 ? g_ptr_array_index (any, 0) : NULL;

  while (root != NULL && vd_node_parent (root) != NULL)
    root = vd_node_parent (root);
  if (root != NULL)
    add_texts (all, root, lang);
  return all;
}

static void
add_matches (Origins *self, const GArray *all, const char *label, GHashTable *seen)
{
  for (guint i = 0; i < all->len; i++) {
    Origin origin = g_array_index (all, Origin, i);
    gboolean same = g_str_equal (label, origin.text) ||
                    (strlen (origin.text) >= MIN_INSIDE && strstr (label, origin.text) != NULL);

    if (same && g_hash_table_add (seen, (gpointer)origin.text))
      g_array_append_val (self->found, origin);
  }
}

static Origins *
origins_new (VdSession *session, GtkWidget *page)
{
  Origins *self = g_new0 (Origins, 1);
  g_autoptr (GPtrArray) labels = g_ptr_array_new ();
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GArray) all = NULL;

  self->pack = vd_session_get_pack (session);
  self->lang = g_strdup (vd_session_get_language (session));
  self->found = g_array_new (FALSE, FALSE, sizeof (Origin));
  all = pack_texts (self->pack, self->lang);
  collect_labels (page, labels);
  for (guint i = 0; i < labels->len; i++)
    add_matches (self, all, g_ptr_array_index (labels, i), seen);
  return self;
}

/* The window. */

static GtkWidget *
make_item (guint index, gpointer data)
{
  Origins *self = data;
  g_autoptr (VdSources) sources = vd_sources_new (self->pack, self->lang);
  const Origin *origin;
  GtkWidget *item, *list, *text;

  if (index >= self->found->len)
    return NULL;
  origin = &g_array_index (self->found, Origin, index);
  item = vd_block_box (6);
  list = vd_block_box (3);
  text = vd_paragraph_new (origin->text);
  gtk_widget_add_css_class (text, "heading");
  gtk_widget_set_margin_start (list, 12);
  vd_sources_add (sources, origin->node);
  vd_block_append (item, text);
  vd_block_append (item, list);
  if (vd_sources_count (sources) == 0)
    vd_block_append (list, vd_hint_new (_ ("The program's own words: no source.")));
  vd_sources_append (sources, list);
  if (g_strcmp0 (vd_node_attr (origin->node, "review"), "needs-review") == 0)
    vd_block_append (list, vd_hint_new (_ ("Not yet reviewed by experts.")));
  return item;
}

static GtkWidget *
content_new (Origins *self)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkWidget *box = vd_block_box (18);
  GtkWidget *items = vd_block_box (18);

  gtk_widget_set_margin_start (box, 18);
  gtk_widget_set_margin_end (box, 18);
  gtk_widget_set_margin_top (box, 12);
  gtk_widget_set_margin_bottom (box, 18);
  vd_block_append (box, vd_paragraph_new (self->found->len > 0
                                              ? _ ("What the page shows, and where it is from. "
                                                   "Words without a source are the program's own.")
                                              : _ ("Nothing on this page rests on a source: the "
                                                   "words are the program's own.")));
  vd_block_append (box, items);
  g_object_set_data_full (G_OBJECT (items), "vd-origins", self, origins_free);
  vd_fill_slowly (items, make_item, self);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), box);
  gtk_widget_set_focusable (scrolled, TRUE);
  vd_set_name (scrolled, _ ("Sources of this page"));
  return scrolled;
}

GtkWindow *
vd_origins_new (GtkWindow *parent, VdSession *session, GtkWidget *page)
{
  GtkWidget *content = content_new (origins_new (session, page));

  return vd_page_window_new (parent, _ ("Sources of this page"), content);
}
