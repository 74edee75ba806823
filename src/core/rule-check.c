/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rule"

#include "core/pack-schema.h"
#include "core/record.h"
#include "core/rule-private.h"

#include <string.h>

/* Items that the program works out, with the values they can have. */
static const struct {
  const char *item;
  const char *values;
} derived[] = {
    {"outcome", "keep-open indications grey-zone reasonable-grounds"},
    {"path", "child adult"},
    {"rule", "child adult"},
    {"children-along", "true"},
    {"told-only", "true"},
};

/* Items that ask for one thing of a kind, and are true or not. */
static const struct {
  const char *prefix;
  const char *kind; /* NULL: a code of person.danger */
} flags[] = {
    {"overlay:", "overlay"},
    {"route:", "recipient"},
    {"danger:", NULL},
};

static const char *const open_fields[] = {"setting", "form", "police_report", NULL};
static const char *const open_objects[] = {"person.", "case.",  "lawyer.",
                                           "wishes.", "child.", NULL};

static gboolean
is_comparison (const VdRule *rule)
{
  return rule->op == VD_RULE_IS || rule->op == VD_RULE_IN;
}

static const char *
check_words (const VdRule *rule, const char *words)
{
  if (!is_comparison (rule))
    return "the operator does not fit the item";
  for (guint i = 0; rule->values[i] != NULL; i++) {
    if (!vd_pack_schema_word_in (words, rule->values[i]))
      return "the item never has that value";
  }
  return NULL;
}

static const char *
check_codes (const VdRule *rule, const char *const *codes)
{
  if (!is_comparison (rule))
    return "the operator does not fit the item";
  for (guint i = 0; rule->values[i] != NULL; i++) {
    if (codes == NULL || !g_strv_contains (codes, rule->values[i]))
      return "the item never has that value";
  }
  return NULL;
}

static const char *
check_flag (const VdRule *rule, const VdPack *pack, guint flag)
{
  const char *id = rule->item + strlen (flags[flag].prefix);
  const char *const *codes = NULL;

  if (flags[flag].kind != NULL) {
    if (vd_pack_find (pack, flags[flag].kind, id) == NULL)
      return "unknown item";
  } else if (!vd_record_field ("person.danger", NULL, &codes) || !g_strv_contains (codes, id)) {
    return "unknown item";
  }
  return check_words (rule, "true");
}

static const char *
check_date (const VdRule *rule)
{
  return rule->op == VD_RULE_BEFORE || rule->op == VD_RULE_AFTER
             ? NULL
             : "the operator does not fit the item";
}

static const char *
check_number (const VdRule *rule)
{
  return rule->op == VD_RULE_AT_LEAST ? NULL : "the operator does not fit the item";
}

static gboolean
is_open_field (const char *path)
{
  if (g_strv_contains (open_fields, path))
    return TRUE;
  for (guint i = 0; open_objects[i] != NULL; i++) {
    if (g_str_has_prefix (path, open_objects[i]))
      return TRUE;
  }
  return FALSE;
}

static const char *
check_field (const VdRule *rule)
{
  const char *const *codes = NULL;
  VdFieldType type;

  if (!is_open_field (rule->item) || !vd_record_field (rule->item, &type, &codes))
    return "unknown item";
  if (rule->op == VD_RULE_ANSWERED)
    return NULL;
  switch (type) {
  case VD_FIELD_ENUM:
  case VD_FIELD_ENUMS:
    return check_codes (rule, codes);
  case VD_FIELD_BOOL:
    return check_words (rule, "true false");
  case VD_FIELD_DATE:
    return check_date (rule);
  case VD_FIELD_NUMBER:
    return check_number (rule);
  default:
    /* Free text is never compared: it could only be a person's own words. */
    return "the operator does not fit the item";
  }
}

static const char *
check_leaf (const VdRule *rule, const VdPack *pack)
{
  if (vd_pack_find_indicator (pack, rule->item) != NULL)
    return rule->op == VD_RULE_ANSWERED ? NULL : check_words (rule, "yes maybe no");
  if (g_str_equal (rule->item, "today"))
    return check_date (rule);
  for (guint i = 0; i < G_N_ELEMENTS (derived); i++) {
    if (g_str_equal (rule->item, derived[i].item))
      return check_words (rule, derived[i].values);
  }
  for (guint i = 0; i < G_N_ELEMENTS (flags); i++) {
    if (g_str_has_prefix (rule->item, flags[i].prefix))
      return check_flag (rule, pack, i);
  }
  return check_field (rule);
}

const char *
vd_rule_check (const VdRule *self, const VdPack *pack, const VdRule **culprit)
{
  const char *what = NULL;

  *culprit = self;
  if (self->op > VD_RULE_NOT)
    return check_leaf (self, pack);
  if (self->children->len == 0)
    return "a condition with parts has none";
  if (self->op == VD_RULE_NOT && self->children->len != 1)
    return "not takes one condition";
  for (guint i = 0; what == NULL && i < self->children->len; i++)
    what = vd_rule_check (g_ptr_array_index (self->children, i), pack, culprit);
  return what;
}

/* The words of a closed list of values, when the item has one that is always known. */
static const char *
known_words (const char *item)
{
  for (guint i = 0; i < G_N_ELEMENTS (derived); i++) {
    if (g_str_equal (item, derived[i].item))
      return g_str_has_suffix (derived[i].values, "true") ? "true false" : derived[i].values;
  }
  for (guint i = 0; i < G_N_ELEMENTS (flags); i++) {
    if (g_str_has_prefix (item, flags[i].prefix))
      return "true false";
  }
  return g_str_equal (item, "setting") ? "prison reception border outreach" : NULL;
}

static char **
number_values (int limit)
{
  char **values = g_new0 (char *, 3);

  values[0] = g_strdup_printf ("%d", limit);
  values[1] = g_strdup_printf ("%d", limit - 1);
  return values;
}

char **
vd_rule_item_values (const VdRule *self, const VdPack *pack, gboolean *always_known)
{
  const char *words = known_words (self->item);
  const char *const *codes = NULL;
  VdFieldType type = VD_FIELD_BOOL;

  *always_known = words != NULL;
  if (words != NULL)
    return g_strsplit (words, " ", -1);
  if (vd_pack_find_indicator (pack, self->item) != NULL)
    return g_strsplit ("yes maybe no", " ", -1);
  if (g_str_equal (self->item, "today") ||
      (vd_record_field (self->item, &type, &codes) && type == VD_FIELD_DATE))
    return g_strsplit ("1000-01-01 9000-01-01", " ", -1);
  if (type == VD_FIELD_NUMBER)
    return number_values (self->number);
  return codes != NULL ? g_strdupv ((char **)codes) : g_strsplit ("true false", " ", -1);
}
