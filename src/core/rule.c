/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rule"

#include "core/rule-private.h"
#include "core/pack-schema.h"

#include <stdlib.h>

/* What a field says when nobody knows: unknown, unless a condition asks for just that word. */
#define UNKNOWN_WORDS "not-known not-said unknown not-stated declined not-asked"

typedef struct {
  const char *element;
  VdRuleOp op;
  const char *attr; /* (nullable): what it needs besides `item` */
} OpSpec;

static const OpSpec ops[] = {
    {"all", VD_RULE_ALL, NULL},
    {"any", VD_RULE_ANY, NULL},
    {"not", VD_RULE_NOT, NULL},
    {"is", VD_RULE_IS, "value"},
    {"in", VD_RULE_IN, "values"},
    {"answered", VD_RULE_ANSWERED, NULL},
    {"before", VD_RULE_BEFORE, "date"},
    {"after", VD_RULE_AFTER, "date"},
    {"at-least", VD_RULE_AT_LEAST, "number"},
};

const char *
vd_rule_element (const VdRule *self)
{
  return ops[self->op].element;
}

void
vd_rule_free (VdRule *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->children);
  g_free (self->item);
  g_strfreev (self->values);
  g_free (self);
}

static const OpSpec *
find_op (const char *element)
{
  for (guint i = 0; i < G_N_ELEMENTS (ops); i++) {
    if (g_str_equal (ops[i].element, element))
      return &ops[i];
  }
  return NULL;
}

/* Reads the operand. Returns what is wrong with it, or NULL. */
static const char *
set_operand (VdRule *self, const char *value)
{
  VdAttrSpec number = {"number", VD_ATTR_NUMBER};
  VdAttrSpec date = {"date", VD_ATTR_DATE};
  VdAttrSpec words = {"values", VD_ATTR_REFS};
  const char *what;

  switch (self->op) {
  case VD_RULE_IS:
    self->values = g_new0 (char *, 2);
    self->values[0] = g_strdup (value);
    return value[0] != '\0' ? NULL : "the value is empty";
  case VD_RULE_IN:
    what = vd_pack_schema_refusal (&words, value);
    self->values = g_strsplit (value, " ", -1);
    return what;
  case VD_RULE_AT_LEAST:
    self->number = atoi (value);
    return vd_pack_schema_refusal (&number, value);
  default:
    if ((what = vd_pack_schema_refusal (&date, value)) == NULL)
      vd_date_parse (value, &self->date);
    return what;
  }
}

static const char *
set_attr (VdRule *self, const char *name, const char *value)
{
  const char *operand = ops[self->op].attr;

  if (self->op <= VD_RULE_NOT)
    return "a condition with parts has no attributes";
  if (g_str_equal (name, "item") && self->item == NULL) {
    self->item = g_strdup (value);
    return NULL;
  }
  if (operand == NULL || !g_str_equal (name, operand) || self->values != NULL)
    return "unknown or repeated attribute of a condition";
  return set_operand (self, value);
}

VdRule *
vd_rule_new (const char *element,
             const char **names,
             const char **values,
             int line,
             const char **what)
{
  const OpSpec *spec = find_op (element);
  gboolean leaf = spec != NULL && spec->op > VD_RULE_NOT;
  guint wanted = !leaf ? 0 : spec->attr != NULL ? 2 : 1;
  VdRule *self;
  guint n = 0;

  *what = spec == NULL ? "unknown operator" : NULL;
  if (spec == NULL)
    return NULL;
  self = g_new0 (VdRule, 1);
  self->op = spec->op;
  self->line = line;
  self->children = g_ptr_array_new_with_free_func ((GDestroyNotify)vd_rule_free);
  for (; *what == NULL && names[n] != NULL; n++)
    *what = set_attr (self, names[n], values[n]);
  if (*what == NULL && (n != wanted || (leaf && self->item == NULL)))
    *what = "an attribute of the condition is missing or repeated";
  if (*what == NULL)
    return self;
  vd_rule_free (self);
  return NULL;
}

static gboolean
is_unknown (const char *value)
{
  return value == NULL || vd_pack_schema_word_in (UNKNOWN_WORDS, value);
}

static VdTruth
compare_text (const VdRule *rule, const char *value)
{
  if (value != NULL && g_strv_contains ((const char *const *)rule->values, value))
    return VD_TRUE;
  return is_unknown (value) ? VD_UNKNOWN : VD_FALSE;
}

/* A date of which only the year or month is known may lie on either side. */
static VdTruth
compare_date (const VdRule *rule, const char *value)
{
  VdDate date;
  VdDate limit = rule->date;
  int order;

  if (value == NULL || !vd_date_parse (value, &date))
    return VD_UNKNOWN;
  if (date.month == 0)
    limit.month = 0;
  if (date.day == 0)
    limit.day = 0;
  order = vd_date_compare (&date, &limit);
  if (order == 0 && date.day == 0)
    return VD_UNKNOWN;
  return (rule->op == VD_RULE_BEFORE ? order < 0 : order > 0) ? VD_TRUE : VD_FALSE;
}

static VdTruth
compare_number (const VdRule *rule, const char *value)
{
  if (is_unknown (value))
    return VD_UNKNOWN;
  return atoi (value) >= rule->number ? VD_TRUE : VD_FALSE;
}

static VdTruth
compare (const VdRule *rule, const char *value)
{
  switch (rule->op) {
  case VD_RULE_BEFORE:
  case VD_RULE_AFTER:
    return compare_date (rule, value);
  case VD_RULE_AT_LEAST:
    return compare_number (rule, value);
  default:
    return compare_text (rule, value);
  }
}

/* Whether something is known is itself always known. */
static VdTruth
evaluate_answered (const VdRule *rule, VdRuleLookup lookup, gpointer data)
{
  const char *value = NULL;

  if (!lookup (rule->item, 0, &value, data))
    return VD_TRUE;
  return is_unknown (value) ? VD_FALSE : VD_TRUE;
}

static VdTruth
evaluate_leaf (const VdRule *rule, VdRuleLookup lookup, gpointer data)
{
  VdTruth truth = VD_FALSE;
  const char *value = NULL;

  if (rule->op == VD_RULE_ANSWERED)
    return evaluate_answered (rule, lookup, data);
  for (guint i = 0; lookup (rule->item, i, &value, data); i++) {
    truth = MAX (truth, compare (rule, value));
    value = NULL;
  }
  return truth;
}

VdTruth
vd_rule_evaluate (const VdRule *rule, VdRuleLookup lookup, gpointer data)
{
  VdTruth truth;

  if (rule == NULL)
    return VD_TRUE;
  if (rule->op > VD_RULE_NOT)
    return evaluate_leaf (rule, lookup, data);
  truth = rule->op == VD_RULE_ALL ? VD_TRUE : VD_FALSE;
  for (guint i = 0; i < rule->children->len; i++) {
    VdTruth part = vd_rule_evaluate (g_ptr_array_index (rule->children, i), lookup, data);

    truth = rule->op == VD_RULE_ALL ? MIN (truth, part) : MAX (truth, part);
  }
  return rule->op == VD_RULE_NOT ? (VdTruth)(VD_TRUE - truth) : truth;
}
