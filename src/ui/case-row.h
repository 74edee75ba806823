/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/session.h"

typedef enum {
  VD_CASE_FILTER_OPEN,
  VD_CASE_FILTER_DUE,
  VD_CASE_FILTER_SHARED,
  VD_CASE_FILTER_CLOSED,
  VD_N_CASE_FILTERS,
} VdCaseFilter;

/** @today: "2026-05-02". A damaged case is shown with the open ones. */
gboolean vd_case_matches (const VdCase *item, VdCaseFilter filter, const char *today);

/** Returns: (transfer full): what vd_case_needle() is looked for in: all that the row shows. */
char *vd_case_haystack (const VdCase *item, VdSession *session);

/** Returns: (transfer full): @text as the full-text search sees it: case and marks folded, but an å
 *  in it is found as å only. */
char *vd_case_needle (const char *text);

/** Returns: (transfer full): @text with case and marks folded, for both sides of other searches. */
char *vd_case_fold (const char *text);

/**
 * vd_case_row_new:
 * Reference, age, workplace, time of the last change, the step that comes next and when something
 * is due. Never a name, never the outcome: rows are read over shoulders.
 * Returns: (transfer floating): an AdwActionRow with the case's id as its name; its menu uses the
 * action "cases.delete" with the id.
 */
GtkWidget *vd_case_row_new (const VdCase *item, VdSession *session);
