/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/pack.h"

/**
 * Opening hours of contacts: "mon-fri 08:00-15:45; sat 10:00-14:00" in Norwegian time. Whether
 * somebody answers now is said only of hours that a person has checked within a year.
 */
typedef enum {
  VD_OPEN_NOT_KNOWN, /* nothing is said: no hours, not checked lately, or a public holiday */
  VD_OPEN_NOW,
  VD_OPEN_LATER, /* closed now */
} VdOpen;

/** Returns: (transfer none) (nullable): what is wrong with @hours, as the end of a message. */
const char *vd_hours_refusal (const char *hours);

/** Returns: whether @date (nullable) is a full date at most a year before @today, and not after
 *  it. */
gboolean vd_hours_is_fresh (const char *date, const char *today);

/**
 * vd_hours_at:
 * @hours: (nullable): valid hours, or "always"
 * @verified: (nullable): date on which a person checked them
 * @now: Norwegian time
 */
VdOpen vd_hours_at (const char *hours, const char *verified, GDateTime *now);

/** The same for a `contact` of the pack. */
VdOpen vd_hours_of (const VdNode *contact, GDateTime *now);

/** Returns: whether @now is a public holiday in Norway (Sundays as such are not counted). */
gboolean vd_hours_is_holiday (GDateTime *now);
