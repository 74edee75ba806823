/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/pack.h"

/** Three values: missing, not asked and declined are unknown, not false (CONTENT.md 2). */
typedef enum {
  VD_FALSE,
  VD_UNKNOWN,
  VD_TRUE,
} VdTruth;

/**
 * Answers a rule's question about one item.
 * @value: (out): receives (transfer none) the item's value as text, or NULL when unknown. An item
 *   may hold several values (a list): @index counts from 0; return FALSE after the last.
 */
typedef gboolean (*VdRuleLookup) (const char *item, guint index, const char **value, gpointer data);

/** Evaluates in Kleene logic. A NULL @rule is true. */
VdTruth vd_rule_evaluate (const VdRule *rule, VdRuleLookup lookup, gpointer data);
