/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/**
 * When to lock: pure arithmetic over two clocks, because the monotonic one stands still while the
 * machine sleeps and the other does not.
 */
typedef struct {
  gint64 boot;      /* CLOCK_BOOTTIME in microseconds: goes on during suspend */
  gint64 monotonic; /* CLOCK_MONOTONIC in microseconds */
} VdIdleTime;

typedef struct {
  VdIdleTime touched; /* the last sign of the person */
  VdIdleTime ticked;  /* the last question */
} VdIdle;

VdIdleTime vd_idle_now (void);

/** Notes that somebody is there. Also the way to begin. */
void vd_idle_touch (VdIdle *self, VdIdleTime now);

/** Returns: whether to lock now: nobody was there for @minutes, or the machine has slept since the
 *  last question. To be asked every few seconds. */
gboolean vd_idle_is_due (VdIdle *self, VdIdleTime now, int minutes);
