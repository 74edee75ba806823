/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/guidance.h"

/**
 * The pack's fictional cases (docs/pack-format.md, `case`): what the practice screen shows and, as
 * test vectors, what proves the pack. A case of kind "vector" has no story.
 */

/** Whether @node, a `case`, is one to practise on. */
gboolean vd_practice_is_story (const VdNode *node);

/** Returns: (transfer full): an assessment with the answers and facts of @node, a `case` of a
 *  parsed pack. */
VdRecord *vd_practice_record (const VdNode *node);

/** Returns: (transfer full): the same before anybody answered: with the facts that the story gives
 *  away, but for those that the learner judges (vd_practice_is_judged()). */
VdRecord *vd_practice_begin (const VdNode *node);

/** Whether the learner, not the story, fills in @path: age and danger. */
gboolean vd_practice_is_judged (const char *path);

/** Returns: (transfer none) (nullable): the case's `expect`. */
const VdNode *vd_practice_expected (const VdNode *node);

/** Returns: (transfer full) (nullable): how @guidance differs from what the case expects, for
 *  developers ("outcome: keep-open, expected indications"); NULL when it does not. */
char *vd_practice_difference (const VdNode *node, const VdGuidance *guidance);

/**
 * vd_practice_add_fact:
 * Sets a field from a `fact`: a code, a number, a date, true or false. A list takes the value as a
 * further code, "none" makes it empty.
 * Returns: (transfer none) (nullable): why not, as the end of a message.
 */
const char *vd_practice_add_fact (VdRecord *record, const char *path, const char *value);
