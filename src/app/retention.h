/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/cases.h"

/**
 * How long a unit keeps cases that are closed. The rule is a number of months, 0 for none; nothing
 * is ever deleted by itself, the date is only shown.
 */
#define VD_RETENTION_MAX_MONTHS 120

/** Returns: whether the case is closed or the person declined: only those have a date. */
gboolean vd_retention_applies (const VdCase *item);

/**
 * vd_retention_date:
 * Returns: (transfer full) (nullable): the day from which @item may be deleted, "2026-11-30": so
 *   many months after it was closed, or last changed when that is not known. The last day of a
 *   month stands in for one that the month has not. Of a date that is known in part the last
 *   day counts. NULL without a rule or when the case is open.
 */
char *vd_retention_date (const VdCase *item, int months);

/** Returns: (transfer full) (element-type VdCase): those of @cases whose day has come, the earliest
 *  first; the cases stay @cases' own. */
GPtrArray *vd_retention_due (const GPtrArray *cases, int months, const char *today);
