/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "route-steps"

#include "core/route.h"

#include <string.h>

/* What a rule may ask about: the record and what guidance made of it. */
typedef struct {
  const VdPack *pack;
  const VdRecord *record;
  const VdGuidance *guidance;
  const char *today;
} Context;

static const char *const unknown_codes[] = {"not-known", "not-said", "unknown", "not-stated", NULL};

/* Several live answers to one indicator: the strongest is its value. */
static const char *
answer_value (const VdRecord *record, const char *id)
{
  VdAnswerValue best = VD_ANSWER_NOT_ASKED;
  VdAnswer answer;

  for (guint i = 0; vd_record_get_answer (record, id, i, &answer); i++) {
    if (!answer.withdrawn && answer.value < best)
      best = answer.value;
  }
  return best <= VD_ANSWER_NO ? vd_answer_value_code (best) : NULL;
}

static gboolean
has_overlay (const VdGuidance *guidance, const char *id)
{
  g_autoptr (GPtrArray) codes = vd_guidance_overlay_codes (guidance);

  return g_ptr_array_find_with_equal_func (codes, id, g_str_equal, NULL);
}

/* Facts that are always known: true, or nothing to compare with. */
static gboolean
lookup_flag (const Context *c, const char *item, gboolean *flag)
{
  if (g_str_has_prefix (item, "overlay:"))
    *flag = has_overlay (c->guidance, item + strlen ("overlay:"));
  else if (g_str_has_prefix (item, "route:"))
    *flag = vd_guidance_has_route (c->guidance, item + strlen ("route:"));
  else if (g_str_has_prefix (item, "danger:"))
    *flag = vd_record_list_has (c->record, "person.danger", item + strlen ("danger:"));
  else if (g_str_equal (item, "children-along"))
    *flag = vd_record_get_number (c->record, "person.children_along") > 0;
  else if (g_str_equal (item, "told-only"))
    *flag = c->guidance->told_only;
  else
    return FALSE;
  return TRUE;
}

static const char *
lookup_derived (const Context *c, const char *item)
{
  if (g_str_equal (item, "outcome"))
    return vd_outcome_code (c->guidance->outcome);
  if (g_str_equal (item, "path"))
    return c->guidance->child_path ? "child" : "adult";
  if (g_str_equal (item, "rule"))
    return c->guidance->child_rule ? "child" : "adult";
  if (g_str_equal (item, "today"))
    return c->today;
  return NULL;
}

/* Interned, since the caller does not own it: the fields' numbers are few (years, small counts). */
static const char *
number_text (const VdRecord *record, const char *path)
{
  g_autofree char *text = g_strdup_printf ("%d", vd_record_get_number (record, path));

  return vd_record_has (record, path) ? g_intern_string (text) : NULL;
}

static gboolean
lookup_field (const Context *c, const char *path, guint index, const char **value)
{
  VdFieldType type;

  *value = NULL;
  if (!vd_record_field (path, &type, NULL))
    return index == 0;
  if (type == VD_FIELD_ENUMS || type == VD_FIELD_TEXTS) {
    if (index > 0 && index >= vd_record_list_length (c->record, path))
      return FALSE;
    *value = vd_record_list_item (c->record, path, index);
    return TRUE;
  }
  if (index > 0)
    return FALSE;
  if (type == VD_FIELD_BOOL)
    *value = !vd_record_has (c->record, path)       ? NULL
             : vd_record_get_bool (c->record, path) ? "true"
                                                    : "false";
  else if (type == VD_FIELD_NUMBER)
    *value = number_text (c->record, path);
  else
    *value = vd_record_get_text (c->record, path);
  /* A field that says "not known" is unknown; that of the age may be asked for. */
  if (*value != NULL && !g_str_equal (path, "person.age") &&
      g_strv_contains (unknown_codes, *value))
    *value = NULL;
  return TRUE;
}

static gboolean
lookup (const char *item, guint index, const char **value, gpointer data)
{
  const Context *c = data;
  gboolean flag;

  if (lookup_flag (c, item, &flag)) {
    *value = flag ? "true" : "false";
    return index == 0;
  }
  if ((*value = lookup_derived (c, item)) != NULL)
    return index == 0;
  if (vd_pack_find_indicator (c->pack, item) != NULL) {
    *value = answer_value (c->record, item);
    return index == 0;
  }
  return lookup_field (c, item, index, value);
}

static gboolean
applies (Context *c, const VdNode *node)
{
  VdTruth truth;

  if (!vd_node_in_setting (node, vd_record_get_text (c->record, "setting")))
    return FALSE;
  truth = vd_rule_evaluate (vd_node_rule (node), lookup, c);
  return truth == VD_TRUE || (truth == VD_UNKNOWN && vd_node_flag (node, "safety", FALSE));
}

/* Answers to items that no longer apply stay in the record; the screen says so. */
static void
find_inactive (Context *c, const char *list, const char *kind, GPtrArray *inactive)
{
  for (guint i = 0; i < vd_record_n_items (c->record, list); i++) {
    const char *id = vd_record_item_text (c->record, list, i, "id");
    const VdNode *node = vd_pack_find (c->pack, kind, id);

    if (node == NULL || !applies (c, node))
      g_ptr_array_add (inactive, g_strdup (id));
  }
}

void
vd_route_steps (const VdPack *pack, const VdRecord *record, const char *today, VdGuidance *guidance)
{
  Context context = {pack, record, guidance, today};
  const GPtrArray *steps = vd_pack_nodes (pack, "step");

  for (guint i = 0; i < steps->len; i++) {
    if (applies (&context, g_ptr_array_index (steps, i)))
      g_ptr_array_add (guidance->steps, g_ptr_array_index (steps, i));
  }
  find_inactive (&context, "prepare", "check", guidance->inactive);
  find_inactive (&context, "steps", "step", guidance->inactive);
}

gboolean
vd_guidance_applies (const VdGuidance *self,
                     const VdPack *pack,
                     const VdRecord *record,
                     const char *today,
                     const VdNode *node)
{
  Context context = {pack, record, self, today};

  return applies (&context, node);
}

VdTruth
vd_route_truth (const VdPack *pack,
                const VdRecord *record,
                const char *today,
                const VdGuidance *guidance,
                const VdRule *rule)
{
  Context context = {pack, record, guidance, today};

  return vd_rule_evaluate (rule, lookup, &context);
}
