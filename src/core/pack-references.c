/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pack"

#include "core/pack-private.h"
#include "core/practice.h"
#include "core/record-schema.h"
#include "core/rule-private.h"

#include <string.h>

/* Fields of the pack that name codes used in lists, and where the assessment file has them. */
static const struct {
  const char *field;
  const char *path;
} pseudo_paths[] = {
    {"answer.value", "answers.*[].value"},
    {"answer.basis", "answers.*[].basis"},
    {"recipient", "consents[].recipient"},
    {"part", "consents[].parts"},
};

static const char *const list_prefixes[] = {
    "journal.", "people.", "identifiers.", "steps.", "follow_up.", "shares.", NULL};

static const VdSchemaRow *
find_field (const char *field)
{
  for (guint i = 0; i < G_N_ELEMENTS (pseudo_paths); i++) {
    if (g_str_equal (pseudo_paths[i].field, field))
      return vd_schema_find (pseudo_paths[i].path);
  }
  for (guint i = 0; list_prefixes[i] != NULL; i++) {
    if (g_str_has_prefix (field, list_prefixes[i])) {
      int length = (int)strlen (list_prefixes[i]) - 1;
      g_autofree char *path = g_strdup_printf ("%.*s[]%s", length, field, field + length);

      return vd_schema_find (path);
    }
  }
  return vd_schema_find (field);
}

static gboolean
refuse_attr (GError **error, const VdNode *node, const char *name, const char *what)
{
  g_autofree char *suffix = g_strconcat ("@", name, NULL);

  vd_pack_refuse (error, node, node->line, suffix, what);
  return FALSE;
}

static gboolean
check_attr (const VdPack *pack, const VdNode *node, const VdNodeAttr *attr, GError **error)
{
  const char *const one[] = {attr->value, NULL};
  const char *const *ids = attr->list != NULL ? (const char *const *)attr->list : one;

  if (attr->spec->type == VD_ATTR_FIELD && find_field (attr->value) == NULL)
    return refuse_attr (error, node, attr->spec->name, "no such field");
  if (attr->spec->type != VD_ATTR_REF && attr->spec->type != VD_ATTR_REFS)
    return TRUE;
  for (guint i = 0; ids[i] != NULL; i++) {
    g_autofree char *what = NULL;

    if (vd_pack_find (pack, attr->spec->values, ids[i]) != NULL)
      continue;
    what = g_strdup_printf ("there is no %s \"%s\"", attr->spec->values, ids[i]);
    return refuse_attr (error, node, attr->spec->name, what);
  }
  return TRUE;
}

static gboolean
is_choice (const VdSchemaRow *row, const char *id)
{
  if (row->shape == VD_SHAPE_BOOL)
    return vd_pack_schema_word_in ("true false", id);
  return row->codes != NULL && g_strv_contains (row->codes, id);
}

static gboolean
check_field (const VdNode *node, GError **error)
{
  const VdSchemaRow *row = find_field (vd_node_id (node));

  if (row == NULL)
    return refuse_attr (error, node, "id", "no such field");
  for (guint i = 0; i < node->children->len; i++) {
    const VdNode *choice = g_ptr_array_index (node->children, i);

    if (!is_choice (row, vd_node_id (choice)))
      return refuse_attr (error, choice, "id", "the field never has that value");
  }
  return TRUE;
}

/* A sign has a grade for those it applies to, and for no others. */
static gboolean
check_grades (const VdNode *node, GError **error)
{
  const char *applies = vd_node_attr (node, "applies");

  if (g_str_equal (applies, "child") != (vd_node_attr (node, "adult") == NULL))
    return refuse_attr (error, node, "adult", "does not fit @applies");
  if (g_str_equal (applies, "adult") != (vd_node_attr (node, "child") == NULL))
    return refuse_attr (error, node, "child", "does not fit @applies");
  if ((vd_node_attr (node, "dimension") == NULL) != (vd_node_attr (node, "ilo") == NULL))
    return refuse_attr (error, node, "ilo", "does not fit @dimension");
  return TRUE;
}

/* The program walks fallbacks until English or the end, so they may not go in a circle. */
static gboolean
check_language (const VdPack *pack, const VdNode *node, GError **error)
{
  const VdNode *at = node;

  for (guint i = 0; i <= VD_PACK_MAX_LANGUAGES; i++) {
    const char *next = vd_node_attr (at, "fallback");

    if (next == NULL)
      return TRUE;
    at = vd_pack_find (pack, "language", next);
  }
  return refuse_attr (error, node, "fallback", "goes in a circle");
}

/* A case to practise on needs its story; a vector is for the tests alone. */
static gboolean
check_case (const VdNode *node, GError **error)
{
  static const char *const texts[] = {"title", "because", "advice"};
  static const char *const kinds[] = {"paragraph", "expect", "ground"};
  const char *missing = NULL;

  if (!vd_practice_is_story (node))
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (texts) && missing == NULL; i++) {
    if (vd_text_is_empty (vd_node_text_all (node, texts[i])))
      missing = texts[i];
  }
  for (guint i = 0; i < G_N_ELEMENTS (kinds) && missing == NULL; i++) {
    gboolean found = FALSE;

    for (guint j = 0; j < node->children->len; j++)
      found |= g_str_equal (vd_node_kind (g_ptr_array_index (node->children, j)), kinds[i]);
    missing = found ? NULL : kinds[i];
  }
  if (missing == NULL)
    return TRUE;
  vd_pack_refuse (error, node, node->line, missing, "missing in a case to practise on");
  return FALSE;
}

static gboolean
check_fact (const VdNode *node, GError **error)
{
  g_autoptr (VdRecord) record = vd_record_new (NULL, "prison", NULL);
  const char *what =
      vd_practice_add_fact (record, vd_node_attr (node, "path"), vd_node_attr (node, "value"));

  return what == NULL || refuse_attr (error, node, "value", what);
}

static gboolean
check_kind (const VdPack *pack, const VdNode *node, GError **error)
{
  if (g_str_equal (node->spec->kind, "field"))
    return check_field (node, error);
  if (g_str_equal (node->spec->kind, "indicator"))
    return check_grades (node, error);
  if (g_str_equal (node->spec->kind, "language"))
    return check_language (pack, node, error);
  if (g_str_equal (node->spec->kind, "case"))
    return check_case (node, error);
  if (g_str_equal (node->spec->kind, "fact"))
    return check_fact (node, error);
  return TRUE;
}

static gboolean
check_rule (const VdPack *pack, const VdNode *node, GError **error)
{
  const VdRule *culprit;
  const char *what = node->rule != NULL ? vd_rule_check (node->rule, pack, &culprit) : NULL;
  g_autofree char *suffix = NULL;

  if (what == NULL)
    return TRUE;
  suffix = culprit->item == NULL
               ? g_strdup_printf ("when/%s", vd_rule_element (culprit))
               : g_strdup_printf ("when/%s[%.40s]", vd_rule_element (culprit), culprit->item);
  vd_pack_refuse (error, node, culprit->line, suffix, what);
  return FALSE;
}

static gboolean
check_node (const VdPack *pack, const VdNode *node, GError **error)
{
  for (guint i = 0; i < node->attrs->len; i++) {
    if (!check_attr (pack, node, &g_array_index (node->attrs, VdNodeAttr, i), error))
      return FALSE;
  }
  if (!check_kind (pack, node, error) || !check_rule (pack, node, error))
    return FALSE;
  for (guint i = 0; i < node->children->len; i++) {
    if (!check_node (pack, g_ptr_array_index (node->children, i), error))
      return FALSE;
  }
  return TRUE;
}

gboolean
vd_pack_check_references (const VdPack *self, GError **error)
{
  const GPtrArray *languages = vd_pack_nodes (self, "language");

  if (languages->len > VD_PACK_MAX_LANGUAGES) {
    const VdNode *extra = g_ptr_array_index (languages, VD_PACK_MAX_LANGUAGES);

    vd_pack_refuse (error, extra, extra->line, NULL, "too many languages");
    return FALSE;
  }
  return check_node (self, self->root, error);
}
