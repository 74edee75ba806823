/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "practice"

#include "core/practice.h"
#include "core/pack-schema.h"

#include <stdlib.h>
#include <string.h>

/* Text would be a person's own words, which a pack never holds. */
static const char *const objects[] = {"person.", "case.", "lawyer.", "wishes.", "child.", NULL};

gboolean
vd_practice_is_story (const VdNode *node)
{
  return g_str_equal (vd_node_attr (node, "kind"), "practice");
}

static gboolean
is_open (const char *path)
{
  for (guint i = 0; objects[i] != NULL; i++) {
    if (g_str_has_prefix (path, objects[i]))
      return TRUE;
  }
  return g_str_equal (path, "police_report");
}

static const char *
add_code (VdRecord *record, const char *path, const char *const *codes, const char *value)
{
  if (g_str_equal (value, "none"))
    vd_record_list_asked (record, path);
  else if (codes == NULL || !g_strv_contains (codes, value))
    return "the field never has that value";
  else
    vd_record_list_set (record, path, value, TRUE);
  return NULL;
}

static const char *
add_number (VdRecord *record, const char *path, const char *value)
{
  gboolean digits = strlen (value) <= 4 && strspn (value, "0123456789") == strlen (value);

  return digits && vd_record_set_number (record, path, atoi (value), NULL)
             ? NULL
             : "the field never has that value";
}

const char *
vd_practice_add_fact (VdRecord *record, const char *path, const char *value)
{
  const char *const *codes = NULL;
  VdFieldType type;

  if (!is_open (path) || !vd_record_field (path, &type, &codes))
    return "no field of a case";
  switch (type) {
  case VD_FIELD_ENUMS:
    return add_code (record, path, codes, value);
  case VD_FIELD_NUMBER:
    return add_number (record, path, value);
  case VD_FIELD_BOOL:
    if (!vd_pack_schema_word_in ("true false", value))
      return "the field never has that value";
    vd_record_set_bool (record, path, g_str_equal (value, "true"));
    return NULL;
  case VD_FIELD_ENUM:
  case VD_FIELD_DATE:
    return vd_record_set_text (record, path, value, NULL) ? NULL : "the field never has that value";
  default:
    return "no field of a case";
  }
}

static VdAnswerValue
read_value (const char *code)
{
  VdAnswerValue value = VD_ANSWER_YES;

  while (!g_str_equal (code, vd_answer_value_code (value)))
    value++;
  return value;
}

static guint
read_basis (const VdNode *answer)
{
  const char *const *codes = vd_node_list (answer, "basis");
  guint bits = 0;

  for (VdBasis basis = VD_BASIS_OBSERVATION; basis <= VD_BASIS_DOCUMENT; basis <<= 1) {
    if (g_strv_contains (codes, vd_basis_code (basis)))
      bits |= basis;
  }
  return bits;
}

static void
add_child (VdRecord *record, const VdNode *child)
{
  const char *what = NULL;

  if (g_str_equal (vd_node_kind (child), "fact")) {
    what =
        vd_practice_add_fact (record, vd_node_attr (child, "path"), vd_node_attr (child, "value"));
    g_assert (what == NULL);
  } else if (g_str_equal (vd_node_kind (child), "answer")) {
    const VdAnswer answer = {.value = read_value (vd_node_attr (child, "value")),
                             .basis = read_basis (child)};

    if (!vd_record_add_answer (record, vd_node_attr (child, "item"), &answer, NULL))
      g_assert_not_reached ();
  }
}

VdRecord *
vd_practice_record (const VdNode *node)
{
  VdRecord *record = vd_record_new (NULL, vd_node_attr (node, "setting"), NULL);
  const GPtrArray *children = vd_node_children (node);

  for (guint i = 0; i < children->len; i++)
    add_child (record, g_ptr_array_index (children, i));
  return record;
}

gboolean
vd_practice_is_judged (const char *path)
{
  return g_str_equal (path, "person.age") || g_str_equal (path, "person.danger");
}

VdRecord *
vd_practice_begin (const VdNode *node)
{
  VdRecord *record = vd_record_new (NULL, vd_node_attr (node, "setting"), NULL);
  const GPtrArray *children = vd_node_children (node);

  for (guint i = 0; i < children->len; i++) {
    const VdNode *child = g_ptr_array_index (children, i);

    if (g_str_equal (vd_node_kind (child), "fact") &&
        !vd_practice_is_judged (vd_node_attr (child, "path")))
      add_child (record, child);
  }
  return record;
}

const VdNode *
vd_practice_expected (const VdNode *node)
{
  const GPtrArray *children = vd_node_children (node);

  for (guint i = 0; i < children->len; i++) {
    const VdNode *child = g_ptr_array_index (children, i);

    if (g_str_equal (vd_node_kind (child), "expect"))
      return child;
  }
  return NULL;
}

static void
compare (GString *difference, const char *name, const char *found, const char *expected)
{
  if (g_str_equal (found, expected))
    return;
  g_string_append_printf (difference, "%s%s: %s, expected %s", difference->len > 0 ? "; " : "",
                          name, found, expected);
}

static char *
overlay_words (const VdGuidance *guidance)
{
  g_autoptr (GPtrArray) codes = vd_guidance_overlay_codes (guidance);

  g_ptr_array_add (codes, NULL);
  return g_strjoinv (" ", (char **)codes->pdata);
}

static char *
route_words (const VdGuidance *guidance)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();

  for (guint i = 0; i < guidance->routes->len; i++)
    g_ptr_array_add (ids, (gpointer)vd_node_id (g_ptr_array_index (guidance->routes, i)));
  g_ptr_array_add (ids, NULL);
  return g_strjoinv (" ", (char **)ids->pdata);
}

char *
vd_practice_difference (const VdNode *node, const VdGuidance *guidance)
{
  const VdNode *expect = vd_practice_expected (node);
  g_autoptr (GString) difference = g_string_new (NULL);
  g_autofree char *overlays = overlay_words (guidance);
  g_autofree char *routes = route_words (guidance);
  const char *wanted;

  if (expect == NULL)
    return NULL;
  compare (difference, "outcome", vd_outcome_code (guidance->outcome),
           vd_node_attr (expect, "outcome"));
  wanted = vd_node_attr (expect, "overlays");
  compare (difference, "overlays", overlays, wanted != NULL ? wanted : "");
  wanted = vd_node_attr (expect, "routes");
  compare (difference, "routes", routes, wanted != NULL ? wanted : "");
  return difference->len > 0 ? g_strdup (difference->str) : NULL;
}
