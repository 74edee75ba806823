/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pack"

#include "core/pack-private.h"

#include <stdlib.h>
#include <string.h>

/* In the order of VdGrade, VdElement, VdForm and the combinations. */
static const char *const grades[] = {"none", "weak", "medium", "strong", NULL};
static const char *const elements[] = {"act",          "means", "purpose", "vulnerability",
                                       "presentation", "tip",   NULL};
static const char *const forms[] = {"all",   "sexual", "labour",   "services", "crime", "begging",
                                    "organ", "war",    "marriage", "domestic", NULL};
static const char *const purposes[] = {"element", "dimension", "indications", NULL};

static guint
index_of (const char *const *codes, const char *code)
{
  for (guint i = 0; codes[i] != NULL; i++) {
    if (g_str_equal (codes[i], code))
      return i;
  }
  g_error ("no such code: %s", code);
}

VdPack *
vd_pack_new (void)
{
  VdPack *self = g_new0 (VdPack, 1);

  g_atomic_ref_count_init (&self->refs);
  self->hash = g_strdup ("");
  self->kinds =
      g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify)g_ptr_array_unref);
  self->ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->indicators = g_array_new (FALSE, TRUE, sizeof (VdIndicator));
  self->indicator_ids = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = 0; i < VD_N_COMBINATIONS; i++)
    self->combinations[i] = g_array_new (FALSE, TRUE, sizeof (VdCombination));
  for (const VdKindSpec *spec = vd_pack_schema (); spec->kind != NULL; spec++) {
    if (!g_hash_table_contains (self->kinds, spec->kind))
      g_hash_table_insert (self->kinds, (gpointer)spec->kind, g_ptr_array_new ());
  }
  return self;
}

VdPack *
vd_pack_ref (VdPack *self)
{
  g_atomic_ref_count_inc (&self->refs);
  return self;
}

void
vd_pack_unref (VdPack *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->refs))
    return;
  for (guint i = 0; i < VD_N_COMBINATIONS; i++)
    g_array_unref (self->combinations[i]);
  g_hash_table_unref (self->indicator_ids);
  g_array_unref (self->indicators);
  g_hash_table_unref (self->ids);
  g_hash_table_unref (self->kinds);
  vd_node_free (self->root);
  vd_pack_unref (self->base);
  g_free (self->hash);
  g_free (self);
}

/* A local id is unique among its siblings of the same kind. */
static gboolean
is_unique_sibling (const VdNode *node)
{
  const GPtrArray *siblings = node->parent->children;

  for (guint i = 0; i < siblings->len; i++) {
    const VdNode *other = g_ptr_array_index (siblings, i);

    if (other != node && other->spec == node->spec &&
        g_str_equal (vd_node_id (other), vd_node_id (node)))
      return FALSE;
  }
  return TRUE;
}

gboolean
vd_pack_index (VdPack *self, VdNode *node)
{
  const VdKindSpec *spec = node->spec;

  g_ptr_array_add (g_hash_table_lookup (self->kinds, spec->kind), node);
  if ((spec->flags & VD_KIND_ID) == 0)
    return TRUE;
  if ((spec->flags & VD_KIND_LOCAL) != 0)
    return is_unique_sibling (node);
  return g_hash_table_insert (self->ids, g_strdup_printf ("%s %s", spec->kind, vd_node_id (node)),
                              node);
}

static VdGrade
read_grade (const VdNode *node, const char *name)
{
  const char *code = vd_node_attr (node, name);

  return code != NULL ? (VdGrade)index_of (grades, code) : VD_GRADE_NONE;
}

static void
fill_flags (VdIndicator *self, const VdNode *node)
{
  self->supporting_only = vd_node_flag (node, "supporting-only", FALSE);
  self->alone = vd_node_flag (node, "alone", FALSE);
  self->coercive = vd_node_flag (node, "coercive", FALSE);
  self->touches = vd_node_flag (node, "touches", TRUE);
  self->age_doubt = vd_node_flag (node, "age-doubt", FALSE);
  self->never_ask_in_prison = !vd_node_flag (node, "ask-in-prison", TRUE);
}

static void
fill_indicator (VdIndicator *self, const VdNode *node, guint index)
{
  const char *const *codes = vd_node_list (node, "forms");
  const char *dimension = vd_node_attr (node, "dimension");

  self->id = vd_node_id (node);
  self->group = vd_node_attr (node, "group");
  self->index = index;
  for (guint i = 0; codes[i] != NULL; i++)
    self->forms |= 1u << index_of (forms, codes[i]);
  self->element = (VdElement)index_of (elements, vd_node_attr (node, "element"));
  self->child_element = (VdElement)index_of (elements, vd_node_attr (node, "child-element"));
  self->adult = read_grade (node, "adult");
  self->child = read_grade (node, "child");
  self->dimension = dimension != NULL ? (guint)(dimension[1] - '0') : 0;
  self->ilo = vd_node_attr (node, "ilo");
  self->same_fact = vd_node_attr (node, "same-fact");
  self->node = node;
  fill_flags (self, node);
}

static guint
read_number (const VdNode *node, const char *name)
{
  return (guint)atoi (vd_node_attr (node, name));
}

void
vd_pack_fill (VdPack *self)
{
  const GPtrArray *nodes = vd_pack_nodes (self, "indicator");

  g_array_set_size (self->indicators, nodes->len);
  for (guint i = 0; i < nodes->len; i++) {
    VdIndicator *indicator = &g_array_index (self->indicators, VdIndicator, i);

    fill_indicator (indicator, g_ptr_array_index (nodes, i), i);
    g_hash_table_insert (self->indicator_ids, (gpointer)indicator->id, GUINT_TO_POINTER (i + 1));
  }
  nodes = vd_pack_nodes (self, "combination");
  for (guint i = 0; i < nodes->len; i++) {
    const VdNode *node = g_ptr_array_index (nodes, i);
    VdCombination combination = {read_number (node, "strong"), read_number (node, "medium"),
                                 read_number (node, "weak")};

    g_array_append_val (self->combinations[index_of (purposes, vd_node_attr (node, "for"))],
                        combination);
  }
}

const char *
vd_pack_id (const VdPack *self)
{
  return vd_node_attr (self->root, "id");
}

const char *
vd_pack_version (const VdPack *self)
{
  return vd_node_attr (self->root, "version");
}

const char *
vd_pack_status (const VdPack *self)
{
  return vd_node_attr (self->root, "status");
}

/* Takes the number at the front of @version, without its leading zeros, and the dot behind it. */
static const char *
take_number (const char **version, gsize *size)
{
  const char *digits = *version + strspn (*version, "0");

  *size = strspn (digits, "0123456789");
  *version = digits + *size;
  *version += strcspn (*version, ".");
  *version += **version == '.';
  return digits;
}

int
vd_pack_version_compare (const char *a, const char *b)
{
  while (*a != '\0' || *b != '\0') {
    gsize left_size, right_size;
    const char *left = take_number (&a, &left_size);
    const char *right = take_number (&b, &right_size);
    int order = left_size != right_size ? (left_size > right_size ? 1 : -1)
                                        : memcmp (left, right, left_size);

    if (order != 0)
      return order;
  }
  return 0;
}

const char *
vd_pack_hash (const VdPack *self)
{
  return self->hash;
}

void
vd_pack_set_hash (VdPack *self, const char *hex)
{
  g_assert (self->hash[0] == '\0');
  g_free (self->hash);
  self->hash = g_strdup (hex);
}

guint
vd_pack_n_indicators (const VdPack *self)
{
  return self->indicators->len;
}

const VdIndicator *
vd_pack_indicator (const VdPack *self, guint index)
{
  g_assert (index < self->indicators->len);
  return &g_array_index (self->indicators, VdIndicator, index);
}

const VdIndicator *
vd_pack_find_indicator (const VdPack *self, const char *id)
{
  guint found = GPOINTER_TO_UINT (g_hash_table_lookup (self->indicator_ids, id));

  return found > 0 ? vd_pack_indicator (self, found - 1) : NULL;
}

const GArray *
vd_pack_combinations (const VdPack *self, const char *purpose)
{
  return self->combinations[index_of (purposes, purpose)];
}

const GPtrArray *
vd_pack_nodes (const VdPack *self, const char *kind)
{
  const GPtrArray *nodes = g_hash_table_lookup (self->kinds, kind);

  if (nodes == NULL)
    g_error ("no such kind: %s", kind);
  return nodes;
}

/* Words, which the program asks for by id; the rest of the content is only ever read. */
static gboolean
is_words (const char *kind)
{
  return g_str_equal (kind, "phrase") || g_str_equal (kind, "field");
}

const VdNode *
vd_pack_find (const VdPack *self, const char *kind, const char *id)
{
  const VdKindSpec *spec = vd_pack_schema_find (kind, NULL);
  g_autofree char *key = NULL;
  const VdNode *node;

  if (spec == NULL || (spec->flags & VD_KIND_ID) == 0 || (spec->flags & VD_KIND_LOCAL) != 0)
    g_error ("%s cannot be found by id", kind);
  key = g_strdup_printf ("%s %s", kind, id);
  node = g_hash_table_lookup (self->ids, key);
  if (node == NULL && self->base != NULL && is_words (kind))
    node = vd_pack_find (self->base, kind, id);
  return node;
}

gboolean
vd_pack_rest_on (VdPack *self, VdPack *base, GError **error)
{
  static const char *const kinds[] = {"setting", "outcome", "overlay",  "reason",
                                      "element", "missing", "recipient"};

  g_assert (self->base == NULL && base != self);
  for (guint k = 0; k < G_N_ELEMENTS (kinds); k++) {
    const GPtrArray *nodes = vd_pack_nodes (base, kinds[k]);

    for (guint i = 0; i < nodes->len; i++) {
      const char *id = vd_node_id (g_ptr_array_index (nodes, i));

      if (vd_pack_find (self, kinds[k], id) == NULL) {
        g_set_error (error, VD_ERROR, VD_ERROR_INVALID, "varde-pack: there is no %s \"%s\"",
                     kinds[k], id);
        return FALSE;
      }
    }
  }
  self->base = vd_pack_ref (base);
  return TRUE;
}

const char *
vd_pack_phrase (const VdPack *self, const char *id, const char *lang)
{
  const VdNode *phrase = vd_pack_find (self, "phrase", id);

  if (phrase == NULL)
    g_error ("no phrase %s", id);
  return vd_node_text (phrase, "text", lang);
}

const char *
vd_pack_choice (const VdPack *self, const char *path, const char *value, const char *lang)
{
  const VdNode *field = vd_pack_find (self, "field", path);

  for (guint i = 0; field != NULL && i < field->children->len; i++) {
    const VdNode *choice = g_ptr_array_index (field->children, i);

    if (g_str_equal (vd_node_id (choice), value))
      return vd_node_text (choice, "name", lang);
  }
  return value;
}
