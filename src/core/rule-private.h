/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/date.h"
#include "core/rule.h"

typedef enum {
  VD_RULE_ALL,
  VD_RULE_ANY,
  VD_RULE_NOT,
  VD_RULE_IS,
  VD_RULE_IN,
  VD_RULE_ANSWERED,
  VD_RULE_BEFORE,
  VD_RULE_AFTER,
  VD_RULE_AT_LEAST,
} VdRuleOp;

/** A condition: all, any and not have children, the others an item. */
struct _VdRule {
  VdRuleOp op;
  int line;
  GPtrArray *children; /* (element-type VdRule) (owned) */
  char *item;          /* (nullable) */
  char **values;       /* (nullable): of IS (one) and IN */
  VdDate date;         /* of BEFORE and AFTER */
  int number;          /* of AT_LEAST */
};

/**
 * vd_rule_new:
 * @what: (out) (transfer none): why there is none, as the end of a message
 * Returns: (transfer full) (nullable): the rule of one element, without children.
 */
VdRule *vd_rule_new (const char *element,
                     const char **names,
                     const char **values,
                     int line,
                     const char **what);
void vd_rule_free (VdRule *self);
const char *vd_rule_element (const VdRule *self);

/**
 * vd_rule_check:
 * @culprit: (out) (transfer none): the condition that is wrong
 * Returns: (transfer none) (nullable): why the pack cannot answer @self: an unknown item, or an
 * operator or value that does not fit it; NULL when all is well.
 */
const char *vd_rule_check (const VdRule *self, const VdPack *pack, const VdRule **culprit);

/**
 * vd_rule_item_values:
 * @self: a checked leaf
 * @always_known: (out): whether the item is never unknown
 * Returns: (transfer full): what the item can be, as far as it matters to @self, NULL-terminated.
 */
char **vd_rule_item_values (const VdRule *self, const VdPack *pack, gboolean *always_known);
