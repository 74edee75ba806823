/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/session-store.h"
#include "ui/case-row.h"

/**
 * The search through the texts of all cases, beside what the rows themselves show: one at a time,
 * overtaken by what is typed next.
 */
typedef struct _VdCaseSearch VdCaseSearch;

/** @changed (data): something was found, or how far the search is has changed. */
VdCaseSearch *
vd_case_search_new (VdSession *session, void (*changed) (gpointer data), gpointer data);
/** What is under way is stopped, and @changed is not called any more. */
void vd_case_search_free (VdCaseSearch *self);

/** @cases: (element-type VdCase): whose rows are searched; held until others come. */
void vd_case_search_set_cases (VdCaseSearch *self, GPtrArray *cases);

/** Begins to look for @words, unless it does already or has; "" ends the search. */
void vd_case_search_begin (VdCaseSearch *self, const char *words);
/** Begins anew: the cases have changed. */
void vd_case_search_again (VdCaseSearch *self);

/** Returns: (transfer full) (nullable): where in the case something was found, in words of the
 *  screen ("Journal, Person"); NULL when nothing was. */
char *vd_case_search_places (VdCaseSearch *self, const VdCase *item);

/** Returns: (transfer full) (nullable): what to say of the search: that it goes on, or what it
 *  could not look into; NULL for nothing. */
char *vd_case_search_status (VdCaseSearch *self);

/** Returns: whether @item is found: in its texts, or by @needle, folded, in what its row shows,
 *  as far as the rows are read. */
gboolean vd_case_search_matches (VdCaseSearch *self, const VdCase *item, const char *needle);

/** Returns: whether it goes on. */
gboolean vd_case_search_is_busy (VdCaseSearch *self);

/** What the row says of a case, and where in it something was found. */
void vd_case_search_show_row (VdCaseSearch *self, VdCaseRow *row, const VdCase *item);
