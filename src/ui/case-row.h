/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/session.h"

/** Returns: (transfer full): what vd_case_needle() is looked for in: all that the row shows. */
char *vd_case_haystack (const VdCase *item, VdSession *session);

/** Returns: (transfer full): @text as the full-text search sees it: case and marks folded, but an å
 *  in it is found as å only. */
char *vd_case_needle (const char *text);

/** Returns: (transfer full): @text with case and marks folded, for both sides of other searches. */
char *vd_case_fold (const char *text);

/**
 * Reference, age, workplace, time of the last change, the step that comes next and when something
 * is due. Never a name, never the outcome: rows are read over shoulders. A row shows one case after
 * another: making it anew costs much more. Its menu uses the action "cases.delete"
 * with the id.
 */
#define VD_TYPE_CASE_ROW (vd_case_row_get_type ())
G_DECLARE_FINAL_TYPE (VdCaseRow, vd_case_row, VD, CASE_ROW, AdwActionRow)

/** Returns: (transfer floating): without a case yet. */
GtkWidget *vd_case_row_new (void);
void vd_case_row_show (VdCaseRow *self, const VdCase *item, VdSession *session);
/** Returns: (transfer none) (nullable): NULL for a damaged case. */
const char *vd_case_row_get_id (VdCaseRow *self);
