/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pack"

#include "config.h"

#include "core/pack-private.h"
#include "core/rule-private.h"

#include <stdlib.h>
#include <string.h>

/* One node is open, and in it at most one text element; a <when> counts as text until a condition
 * begins inside. */
typedef struct {
  VdPack *pack;
  GMarkupParseContext *context;
  VdNode *node; /* (unowned) (nullable) */
  guint depth;
  guint n_nodes;
  const char *text; /* (nullable): the open text element's name, interned */
  char *lang;       /* (nullable) */
  GHashTable *tags; /* (element-type utf8): languages of the pack that texts have been in */
  GString *content;
  gboolean conditional; /* A condition has begun in the open <when>. */
  GPtrArray *rules;     /* (element-type VdRule): open conditions, the innermost last */
} Parser;

/* The line of the tag or text that was just read. GMarkup has already gone on to the character
 * behind it, and counts a line feed there as the next line's first. */
static int
current_line (const Parser *self)
{
  int line;
  int character;

  g_markup_parse_context_get_position (self->context, &line, &character);
  return line > 1 && character == 1 ? line - 1 : line;
}

/* @before and @name, which may be long and comes from the file, make the end of the path. */
static void
refuse (Parser *self, const char *before, const char *name, const char *what, GError **error)
{
  g_autofree char *brief = g_utf8_substring (name, 0, MIN (g_utf8_strlen (name, -1), 40));
  g_autofree char *suffix = g_strconcat (before, brief, NULL);

  vd_pack_refuse (error, self->node, current_line (self), suffix[0] != '\0' ? suffix : NULL, what);
}

static gboolean
is_blank (const char *text, gsize size)
{
  return strspn (text, " \t\r\n") >= size;
}

/* A newer format may look quite different, so this comes before every other check. */
static gboolean
check_newer (Parser *self, const char **names, const char **values, GError **error)
{
  for (guint i = 0; names[i] != NULL; i++) {
    if ((g_str_equal (names[i], "format") && vd_pack_version_compare (values[i], "1") > 0) ||
        (g_str_equal (names[i], "min-app") &&
         vd_pack_version_compare (values[i], VD_VERSION) > 0) ||
        g_str_equal (names[i], "requires")) {
      g_set_error (error, VD_ERROR, VD_ERROR_NEWER,
                   "line %d: varde-pack/@%s: made for a newer version of the program",
                   current_line (self), names[i]);
      return FALSE;
    }
  }
  return TRUE;
}

static gboolean
add_attr (Parser *self, const char *name, const char *value, GError **error)
{
  const VdAttrSpec *spec = vd_pack_schema_attr (self->node->spec, name);
  const char *what = NULL;

  if (spec == NULL)
    what = "unknown attribute";
  else if (vd_node_peek (self->node, name) != NULL)
    what = "stands twice";
  else if (strlen (value) > VD_PACK_MAX_TEXT)
    what = "too long";
  else if ((what = vd_pack_schema_bad_character (value, FALSE)) == NULL)
    what = vd_pack_schema_refusal (spec, value);
  if (what != NULL) {
    refuse (self, "@", name, what, error);
    return FALSE;
  }
  vd_node_add_attr (self->node, spec, value);
  return TRUE;
}

/* The id first, so that every later message can name the element by it. */
static gboolean
add_attrs (Parser *self, const char **names, const char **values, GError **error)
{
  for (guint pass = 0; pass < 2; pass++) {
    for (guint i = 0; names[i] != NULL; i++) {
      if (g_str_equal (names[i], "id") == (pass == 0) &&
          !add_attr (self, names[i], values[i], error))
        return FALSE;
    }
  }
  return TRUE;
}

static gboolean
check_required_attrs (Parser *self, GError **error)
{
  const VdKindSpec *spec = self->node->spec;
  const char *missing = NULL;

  if ((spec->flags & VD_KIND_ID) != 0 && vd_node_peek (self->node, "id") == NULL)
    missing = "id";
  for (const VdAttrSpec *attr = spec->attrs; missing == NULL && attr->name != NULL; attr++) {
    if (attr->required && vd_node_peek (self->node, attr->name) == NULL)
      missing = attr->name;
  }
  if (missing == NULL)
    return TRUE;
  refuse (self, "@", missing, "missing", error);
  return FALSE;
}

static gboolean
stands_already (const Parser *self, const VdKindSpec *spec)
{
  if (self->node == NULL)
    return self->pack->root != NULL;
  for (guint i = 0; (spec->flags & VD_KIND_ONCE) != 0 && i < self->node->children->len; i++) {
    const VdNode *other = g_ptr_array_index (self->node->children, i);

    if (other->spec == spec)
      return TRUE;
  }
  return FALSE;
}

static gboolean
start_node (Parser *self, const char *name, const char **names, const char **values, GError **error)
{
  const char *parent = self->node != NULL ? self->node->spec->kind : "";
  const VdKindSpec *spec = vd_pack_schema_find (name, parent);

  if (spec == NULL || stands_already (self, spec)) {
    refuse (self, "", name, spec == NULL ? "unknown element" : "stands twice", error);
    return FALSE;
  }
  if (self->node == NULL && !check_newer (self, names, values, error))
    return FALSE;
  self->node = vd_node_new (spec, self->node, current_line (self));
  if (self->pack->root == NULL)
    self->pack->root = self->node;
  if (!add_attrs (self, names, values, error) || !check_required_attrs (self, error))
    return FALSE;
  if (++self->n_nodes > VD_PACK_MAX_NODES) {
    refuse (self, "", "", "too many elements", error);
    return FALSE;
  }
  if (vd_pack_index (self->pack, self->node))
    return TRUE;
  refuse (self, "@", "id", "stands twice", error);
  return FALSE;
}

static gboolean
start_text (Parser *self, const char *name, const char **names, const char **values, GError **error)
{
  g_free (self->lang);
  self->lang = NULL;
  self->text = g_intern_string (name);
  self->conditional = FALSE;
  g_string_truncate (self->content, 0);
  for (guint i = 0; names[i] != NULL; i++) {
    if (!g_str_equal (names[i], "xml:lang") || self->lang != NULL) {
      g_autofree char *path = g_strconcat (name, "/@", NULL);

      refuse (self, path, names[i], "unknown or repeated attribute", error);
      return FALSE;
    }
    self->lang = g_strdup (values[i]);
  }
  return TRUE;
}

static gboolean
start_rule (Parser *self, const char *name, const char **names, const char **values, GError **error)
{
  VdRule *parent =
      self->rules->len > 0 ? g_ptr_array_index (self->rules, self->rules->len - 1) : NULL;
  const char *what = NULL;
  VdRule *rule = NULL;

  if (self->rules->len >= VD_PACK_MAX_RULE_DEPTH)
    what = "conditions are nested too deep";
  else if (parent == NULL && self->node->rule != NULL)
    what = "a second condition";
  else if (parent != NULL && parent->op > VD_RULE_NOT)
    what = "no element may stand here";
  else
    rule = vd_rule_new (name, names, values, current_line (self), &what);
  if (rule == NULL) {
    refuse (self, "when/", name, what, error);
    return FALSE;
  }
  if (parent != NULL)
    g_ptr_array_add (parent->children, rule);
  else
    self->node->rule = rule;
  g_ptr_array_add (self->rules, rule);
  self->conditional = TRUE;
  return TRUE;
}

static gboolean
start_in_text (Parser *self,
               const char *name,
               const char **names,
               const char **values,
               GError **error)
{
  gboolean may_hold_rule = (self->node->spec->flags & VD_KIND_RULE) != 0 &&
                           g_str_equal (self->text, "when") && self->lang == NULL;

  if (may_hold_rule && is_blank (self->content->str, self->content->len))
    return start_rule (self, name, names, values, error);
  refuse (self, "", self->text, "no element may stand here", error);
  return FALSE;
}

static gboolean
is_text_element (const Parser *self, const char *name)
{
  const VdKindSpec *spec = self->node != NULL ? self->node->spec : NULL;

  if (spec == NULL)
    return FALSE;
  return vd_pack_schema_has_text (spec, name) ||
         ((spec->flags & VD_KIND_RULE) != 0 && g_str_equal (name, "when"));
}

static gboolean
start (Parser *self, const char *name, const char **names, const char **values, GError **error)
{
  if (self->text != NULL)
    return start_in_text (self, name, names, values, error);
  if (is_text_element (self, name))
    return start_text (self, name, names, values, error);
  return start_node (self, name, names, values, error);
}

static void
start_element (GMarkupParseContext *context,
               const char *name,
               const char **names,
               const char **values,
               gpointer data,
               GError **error)
{
  Parser *self = data;

  if (!start (self, name, names, values, error))
    return;
  if (++self->depth > VD_PACK_MAX_DEPTH)
    refuse (self, "", name, "nested too deep", error);
}

static gboolean
is_tag (const char *lang)
{
  gsize length = strlen (lang);

  return length >= 2 && length <= 16 && g_ascii_isalpha (lang[0]) && g_ascii_isalpha (lang[1]) &&
         strspn (lang, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-") == length;
}

/* Asked for each text of some thousand, so it remembers. */
static gboolean
is_of_pack (Parser *self, const char *lang)
{
  if (g_hash_table_contains (self->tags, lang))
    return TRUE;
  if (vd_pack_find (self->pack, "language", lang) == NULL)
    return FALSE;
  g_hash_table_add (self->tags, g_strdup (lang));
  return TRUE;
}

static const char *
text_refusal (Parser *self)
{
  if (self->lang != NULL && (!is_tag (self->lang) || g_str_equal (self->lang, "en")))
    return "not the tag of a translation";
  if (self->lang != NULL && !is_of_pack (self, self->lang))
    return "not in a language of the pack";
  if (!vd_pack_schema_has_text (self->node->spec, self->text))
    return "no condition";
  if (is_blank (self->content->str, self->content->len))
    return "empty";
  return vd_pack_schema_bad_character (self->content->str, TRUE);
}

static void
end_text (Parser *self, GError **error)
{
  const char *name = self->text;
  const char *lang = self->lang != NULL ? self->lang : "en";
  const char *what = self->conditional ? NULL : text_refusal (self);

  self->text = NULL;
  if (what == NULL && !self->conditional &&
      !vd_text_take (vd_node_add_text (self->node, name), lang, g_strdup (self->content->str)))
    what = "stands twice in one language";
  if (what != NULL)
    refuse (self, "", name, what, error);
}

static void
end_node (Parser *self, GError **error)
{
  g_auto (GStrv) words = g_strsplit (self->node->spec->texts, " ", -1);

  for (guint i = 0; words[i] != NULL; i++) {
    char *star = strchr (words[i], '*');
    const VdText *text;

    if (star != NULL)
      *star = '\0';
    if (words[i][0] == '\0')
      continue;
    text = vd_node_text_all (self->node, words[i]);
    if (!vd_text_has (text, "en") && (star != NULL || text != NULL)) {
      refuse (self, "", words[i], "missing in English", error);
      return;
    }
  }
  self->node = self->node->parent;
}

static void
end_element (GMarkupParseContext *context, const char *name, gpointer data, GError **error)
{
  Parser *self = data;

  self->depth--;
  if (self->rules->len > 0)
    g_ptr_array_set_size (self->rules, (int)self->rules->len - 1);
  else if (self->text != NULL)
    end_text (self, error);
  else
    end_node (self, error);
}

static void
add_content (GMarkupParseContext *context,
             const char *text,
             gsize size,
             gpointer data,
             GError **error)
{
  Parser *self = data;

  if (self->text == NULL || self->conditional) {
    if (!is_blank (text, size))
      refuse (self, "", "", "no text may stand here", error);
    return;
  }
  if (self->content->len + size > VD_PACK_MAX_TEXT)
    refuse (self, "", self->text, "too long", error);
  else
    g_string_append_len (self->content, text, (gssize)size);
}

static gboolean
begins_with (const char *text, gsize size, const char *prefix)
{
  return size >= strlen (prefix) && memcmp (text, prefix, strlen (prefix)) == 0;
}

/* Comments and the XML declaration pass; a document type could define entities. */
static void
pass_other (GMarkupParseContext *context,
            const char *text,
            gsize size,
            gpointer data,
            GError **error)
{
  Parser *self = data;

  if (!begins_with (text, size, "<!--") && !begins_with (text, size, "<?xml "))
    refuse (self, "", "", "only elements, text and comments may stand here", error);
}

static const GMarkupParser callbacks = {start_element, end_element, add_content, pass_other, NULL};

/* GMarkup's own errors get our code and place. */
static gboolean
run (Parser *self, const char *data, gsize size, GError **error)
{
  g_autoptr (GError) own = NULL;

  if (g_markup_parse_context_parse (self->context, data, (gssize)size, &own) &&
      g_markup_parse_context_end_parse (self->context, &own))
    return TRUE;
  if (own->domain == VD_ERROR)
    g_propagate_error (error, g_steal_pointer (&own));
  else
    refuse (self, "", "", "not well-formed XML", error);
  return FALSE;
}

static gboolean
check_bytes (const char *data, gsize size, GError **error)
{
  const char *end;
  int line = 1;

  if (size > VD_PACK_MAX_SIZE) {
    vd_pack_refuse (error, NULL, 1, "varde-pack", "too large");
    return FALSE;
  }
  if (g_utf8_validate_len (data, size, &end))
    return TRUE;
  for (const char *at = data; at < end; at++)
    line += *at == '\n';
  vd_pack_refuse (error, NULL, line, "varde-pack", "not UTF-8");
  return FALSE;
}

VdPack *
vd_pack_parse (const char *data, gsize size, GError **error)
{
  g_autoptr (VdPack) pack = NULL;
  Parser parser = {NULL};
  gboolean ok;

  /* An empty file may come as NULL. */
  data = size > 0 ? data : "";
  if (!check_bytes (data, size, error))
    return NULL;
  pack = vd_pack_new ();
  parser.pack = pack;
  parser.content = g_string_new (NULL);
  parser.rules = g_ptr_array_new ();
  parser.tags = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  parser.context = g_markup_parse_context_new (&callbacks, 0, &parser, NULL);
  ok = run (&parser, data, size, error);
  g_markup_parse_context_free (parser.context);
  g_ptr_array_unref (parser.rules);
  g_hash_table_unref (parser.tags);
  g_string_free (parser.content, TRUE);
  g_free (parser.lang);
  if (!ok)
    return NULL;
  /* GMarkup is content with a document of instructions only. */
  if (pack->root == NULL) {
    vd_pack_refuse (error, NULL, 1, "varde-pack", "missing");
    return NULL;
  }
  vd_pack_fill (pack);
  return vd_pack_check_references (pack, error) ? g_steal_pointer (&pack) : NULL;
}
