/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pack"

#include "core/pack-private.h"
#include "core/rule-private.h"

#include <string.h>

static void
clear_attr (gpointer data)
{
  VdNodeAttr *attr = data;

  g_free (attr->value);
  g_strfreev (attr->list);
}

static void
clear_text (gpointer data)
{
  VdNodeText *text = data;

  vd_text_free (text->text);
}

VdNode *
vd_node_new (const VdKindSpec *spec, VdNode *parent, int line)
{
  VdNode *self = g_new0 (VdNode, 1);

  self->spec = spec;
  self->parent = parent;
  self->line = line;
  self->attrs = g_array_new (FALSE, FALSE, sizeof (VdNodeAttr));
  g_array_set_clear_func (self->attrs, clear_attr);
  self->texts = g_array_new (FALSE, FALSE, sizeof (VdNodeText));
  g_array_set_clear_func (self->texts, clear_text);
  self->children = g_ptr_array_new_with_free_func ((GDestroyNotify)vd_node_free);
  if (parent != NULL)
    g_ptr_array_add (parent->children, self);
  return self;
}

void
vd_node_free (VdNode *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->children);
  g_array_unref (self->attrs);
  g_array_unref (self->texts);
  vd_rule_free (self->rule);
  g_free (self);
}

void
vd_node_add_attr (VdNode *self, const VdAttrSpec *spec, const char *value)
{
  gboolean list = spec->type == VD_ATTR_CODES || spec->type == VD_ATTR_REFS;
  VdNodeAttr attr = {spec, g_strdup (value), list ? g_strsplit (value, " ", -1) : NULL};

  g_array_append_val (self->attrs, attr);
}

static const VdNodeAttr *
find_attr (const VdNode *self, const char *name)
{
  for (guint i = 0; i < self->attrs->len; i++) {
    const VdNodeAttr *attr = &g_array_index (self->attrs, VdNodeAttr, i);

    if (g_str_equal (attr->spec->name, name))
      return attr;
  }
  return NULL;
}

static const VdNodeAttr *
find_known_attr (const VdNode *self, const char *name)
{
  if (vd_pack_schema_attr (self->spec, name) == NULL)
    g_error ("%s has no attribute %s", self->spec->kind, name);
  return find_attr (self, name);
}

const char *
vd_node_peek (const VdNode *self, const char *name)
{
  const VdNodeAttr *attr = find_attr (self, name);

  return attr != NULL ? attr->value : NULL;
}

static VdNodeText *
find_text (const VdNode *self, const char *name)
{
  for (guint i = 0; i < self->texts->len; i++) {
    VdNodeText *text = &g_array_index (self->texts, VdNodeText, i);

    if (g_str_equal (text->name, name))
      return text;
  }
  return NULL;
}

VdText *
vd_node_add_text (VdNode *self, const char *name)
{
  VdNodeText *found = find_text (self, name);
  VdNodeText text = {g_intern_string (name), NULL};

  if (found != NULL)
    return found->text;
  text.text = vd_text_new ();
  g_array_append_val (self->texts, text);
  return text.text;
}

char *
vd_node_path (const VdNode *self)
{
  g_autofree char *before = NULL;
  const char *id;

  if (self->parent == NULL)
    return g_strdup (self->spec->kind);
  before = vd_node_path (self->parent);
  id = vd_node_peek (self, "id");
  return id != NULL ? g_strdup_printf ("%s/%s[%s]", before, self->spec->kind, id)
                    : g_strdup_printf ("%s/%s", before, self->spec->kind);
}

void
vd_pack_refuse (GError **error, const VdNode *node, int line, const char *suffix, const char *what)
{
  g_autofree char *path = node != NULL ? vd_node_path (node) : g_strdup ("");
  const char *slash = node != NULL && suffix != NULL ? "/" : "";

  g_set_error (error, VD_ERROR, VD_ERROR_INVALID, "line %d: %s%s%s: %s", line, path, slash,
               suffix != NULL ? suffix : "", what);
}

const char *
vd_node_kind (const VdNode *self)
{
  return self->spec->kind;
}

const char *
vd_node_id (const VdNode *self)
{
  const char *id = vd_node_peek (self, "id");

  return id != NULL ? id : "";
}

const char *
vd_node_attr (const VdNode *self, const char *name)
{
  const VdNodeAttr *attr = find_known_attr (self, name);

  return attr != NULL ? attr->value : NULL;
}

gboolean
vd_node_flag (const VdNode *self, const char *name, gboolean fallback)
{
  const VdNodeAttr *attr = find_known_attr (self, name);

  if (attr == NULL)
    return fallback;
  g_assert (attr->spec->type == VD_ATTR_BOOL);
  return g_str_equal (attr->value, "true");
}

const char *const *
vd_node_list (const VdNode *self, const char *name)
{
  static const char *const none[] = {NULL};
  const VdNodeAttr *attr = find_known_attr (self, name);

  if (attr == NULL)
    return none;
  g_assert (attr->list != NULL);
  return (const char *const *)attr->list;
}

const VdText *
vd_node_text_all (const VdNode *self, const char *name)
{
  const VdNodeText *text = find_text (self, name);

  if (text == NULL && !vd_pack_schema_has_text (self->spec, name))
    g_error ("%s has no text %s", self->spec->kind, name);
  return text != NULL ? text->text : NULL;
}

/* Staff read one Norwegian or the other: what stands in another language says so itself, wherever
 * it is shown or printed. Interned: there are no more of them than texts in the packs. */
static const char *
tag_fallback (const char *text, const char *lang, const char *used)
{
  g_autofree char *tagged = NULL;

  if (*text == '\0' || g_str_equal (lang, used) ||
      !(g_str_equal (lang, "nn") || g_str_equal (lang, "nb")))
    return text;
  tagged = g_strdup_printf ("%s [%s]", text, used);
  return g_intern_string (tagged);
}

const char *
vd_node_text (const VdNode *self, const char *name, const char *lang)
{
  const char *used;
  const char *text = vd_text_get (vd_node_text_all (self, name), lang, &used);

  return tag_fallback (text, lang, used);
}

const GPtrArray *
vd_node_children (const VdNode *self)
{
  return self->children;
}

const VdNode *
vd_node_parent (const VdNode *self)
{
  return self->parent;
}

const VdRule *
vd_node_rule (const VdNode *self)
{
  return self->rule;
}

gboolean
vd_node_in_setting (const VdNode *self, const char *setting)
{
  const VdNodeAttr *attr = find_attr (self, "settings");

  return attr == NULL || g_strv_contains ((const char *const *)attr->list, setting);
}
