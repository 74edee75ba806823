/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/record.h"

/**
 * Moving a record to another pack. Ids are stable and never used again, so what was noted is found
 * again by its id. What the other pack does not have stays in the record and is inactive there
 * (core/inactive.h). The record as it was stays beside it as a copy, in the extension
 * "x-varde-earlier" of the assessment file: it is saved, backed up and deleted with the record,
 * never searched, and no part of any document that leaves.
 */

/** Something that was noted. */
typedef struct {
  const char *list; /* "answers", "prepare", "steps" or "person.interpreter.checks" */
  char *id;
  char *before; /* (nullable): its words with the pack of then */
  char *now;    /* (nullable): its words with the other pack; NULL: that does not have it */
} VdMoved;

typedef struct {
  guint kept;         /* found again in the same words */
  GPtrArray *changed; /* (element-type VdMoved): found again in other words */
  GPtrArray *gone;    /* (element-type VdMoved): not in the other pack */
  GPtrArray *fresh;   /* (element-type VdNode): signs that only @to has */
} VdMove;

/**
 * vd_move_new:
 * @from: (nullable): the pack that @record was made with; NULL when it is not here: then the words
 *   are those that the answers were noted with, and nothing is known to be new
 * @to: must outlive it
 * Returns: (transfer full): what moving would do; changes nothing.
 */
VdMove *
vd_move_new (const VdPack *from, const VdPack *to, const VdRecord *record, const char *lang);
void vd_move_free (VdMove *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (VdMove, vd_move_free)

/**
 * vd_record_move:
 * Pins @to and keeps a copy of @record as it was.
 * @time: UTC; @by: (nullable): initials
 * Errors: INVALID when the record with its copy would be too large; nothing changed then.
 */
gboolean vd_record_move (VdRecord *record,
                         const VdPack *to,
                         const char *time,
                         const char *by,
                         GError **error);

/** A copy that is kept; strings belong to the record until it changes. */
typedef struct {
  const char *time;    /* when it was made */
  const char *version; /* (nullable): of the pack it is pinned to */
} VdRecordCopy;

/** Returns: FALSE when there is no copy at @index; 0 is the oldest. */
gboolean vd_record_get_copy (const VdRecord *record, guint index, VdRecordCopy *copy);

/**
 * vd_record_go_back:
 * Puts the copy at @index in the place of what is noted now, which is kept as a copy in its turn.
 * What only ever grows stays as it is: journal, consents, shares, and the dates to come.
 * Errors: INVALID when there is no such copy, it is damaged, or there is no room; nothing changed
 * then.
 */
gboolean
vd_record_go_back (VdRecord *record, guint index, const char *time, const char *by, GError **error);
