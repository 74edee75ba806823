/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/**
 * Partial dates as the assessment file writes them: "2001-03-07", "2001-03-00" (day not known) or
 * "2001-00-00" (only the year). And times in UTC: "2026-05-02T10:15:00Z".
 */
typedef struct {
  guint16 year;
  guint8 month; /* 0: not known */
  guint8 day;   /* 0: not known */
} VdDate;

/** Returns: whether @text is a date of that form that exists; @date (out) (optional) receives it.
 */
gboolean vd_date_parse (const char *text, VdDate *date);

/** Returns: whether @text is a UTC time of that form, seconds without fraction. */
gboolean vd_time_is_valid (const char *text);

/** Returns: negative, 0 or positive; unknown parts sort before known ones. */
int vd_date_compare (const VdDate *a, const VdDate *b);

/**
 * A clock to inject: nothing below `app` asks the system for the time, so tests stand still.
 * @now returns (transfer full) the current time in UTC.
 */
typedef struct {
  GDateTime *(*now) (gpointer data);
  gpointer data;
} VdClock;

/** Returns: (transfer none): the system's clock. */
const VdClock *vd_clock_system (void);

/** Returns: (transfer full): the time as "2026-05-02T10:15:00Z". */
char *vd_clock_time (const VdClock *clock);

/** Returns: (transfer full): the date in the machine's time zone as "2026-05-02". */
char *vd_clock_date (const VdClock *clock);
