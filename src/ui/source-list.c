/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "source-list"

#include "config.h"

#include "ui/source-list.h"

#include <glib/gi18n-lib.h>

#include "app/language.h"
#include "ui/blocks.h"
#include "ui/parts.h"

struct _VdSources {
  const VdPack *pack;
  const char *lang; /* interned */
  GPtrArray *ids;   /* (element-type utf8): of the pack */
};

VdSources *
vd_sources_new (const VdPack *pack, const char *lang)
{
  VdSources *self = g_new0 (VdSources, 1);

  self->pack = pack;
  self->lang = g_intern_string (lang);
  self->ids = g_ptr_array_new ();
  return self;
}

void
vd_sources_free (VdSources *self)
{
  g_ptr_array_unref (self->ids);
  g_free (self);
}

/* An element that names none rests on those of the one it stands in. */
static const char *const *
sources_of (const VdNode *node)
{
  static const char *const none[] = {NULL};

  for (; node != NULL && *vd_node_id (node) != '\0'; node = vd_node_parent (node)) {
    const char *const *ids = vd_node_list (node, "sources");

    if (ids[0] != NULL)
      return ids;
  }
  return none;
}

static guint
number_of (VdSources *self, const char *id)
{
  for (guint i = 0; i < self->ids->len; i++) {
    if (g_str_equal (g_ptr_array_index (self->ids, i), id))
      return i + 1;
  }
  g_ptr_array_add (self->ids, (gpointer)id);
  return self->ids->len;
}

void
vd_sources_add (VdSources *self, const VdNode *node)
{
  const char *const *ids = sources_of (node);

  for (guint i = 0; ids[i] != NULL; i++)
    number_of (self, ids[i]);
}

char *
vd_sources_numbers (VdSources *self, const VdNode *node)
{
  const char *const *ids = sources_of (node);
  g_autoptr (GString) numbers = g_string_new (NULL);

  vd_sources_add (self, node);
  for (guint number = 1; number <= self->ids->len; number++) {
    if (g_strv_contains (ids, g_ptr_array_index (self->ids, number - 1)))
      g_string_append_printf (numbers, "%s%u", numbers->len > 0 ? ", " : "", number);
  }
  return g_strdup (numbers->str);
}

guint
vd_sources_count (const VdSources *self)
{
  return self->ids->len;
}

static void
add_date (GPtrArray *parts, const char *pattern, const char *date, const char *lang)
{
  g_autofree char *words = NULL;
  GString *text;

  if (date == NULL)
    return;
  words = vd_language_date (date, lang);
  text = g_string_new (pattern);
  g_string_replace (text, "%s", words, 1);
  g_ptr_array_add (parts, g_string_free (text, FALSE));
}

char *
vd_source_line (const VdNode *source, const char *lang)
{
  const char *url = vd_node_attr (source, "url");
  const char *seen = vd_node_attr (source, "seen");
  const char *verified = vd_node_attr (source, "verified");
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);

  if (url != NULL)
    g_ptr_array_add (parts, g_strdup (url));
  /* Translators: a date on which the source was read. */
  add_date (parts, _ ("read %s"), seen, lang);
  /* Translators: a date on which somebody confirmed the fact. */
  add_date (parts, _ ("checked %s"), verified, lang);
  if (seen == NULL && verified == NULL)
    g_ptr_array_add (parts, g_strdup (_ ("no date noted")));
  if (g_strcmp0 (vd_node_attr (source, "review"), "needs-review") == 0)
    g_ptr_array_add (parts, g_strdup (_ ("not yet reviewed by experts")));
  g_ptr_array_add (parts, NULL);
  return g_strjoinv (" · ", (char **)parts->pdata);
}

void
vd_sources_append (const VdSources *self, GtkWidget *box)
{
  for (guint i = 0; i < self->ids->len; i++) {
    const VdNode *source = vd_pack_find (self->pack, "source", g_ptr_array_index (self->ids, i));
    g_autofree char *line = vd_source_line (source, self->lang);
    g_autofree char *name =
        g_strdup_printf ("%u. %s", i + 1, vd_node_text (source, "name", self->lang));
    GtkWidget *item = vd_block_box (0);

    vd_block_append (item, vd_paragraph_new (name));
    vd_block_append (item, vd_hint_new (line));
    vd_block_append (box, item);
  }
}
