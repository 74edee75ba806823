/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "idle"

#include "ui/idle.h"

#include <time.h>

/* Two readings are never taken in the same instant; a sleep is longer than this. */
#define SLEEP_MIN (2 * G_TIME_SPAN_SECOND)

static gint64
read_clock (clockid_t id)
{
  struct timespec time = {0};

  clock_gettime (id, &time);
  return time.tv_sec * G_USEC_PER_SEC + time.tv_nsec / 1000;
}

VdIdleTime
vd_idle_now (void)
{
  return (VdIdleTime){read_clock (CLOCK_BOOTTIME), read_clock (CLOCK_MONOTONIC)};
}

void
vd_idle_touch (VdIdle *self, VdIdleTime now)
{
  self->touched = now;
  if (self->ticked.boot == 0)
    self->ticked = now;
}

gboolean
vd_idle_is_due (VdIdle *self, VdIdleTime now, int minutes)
{
  gint64 slept = (now.boot - self->ticked.boot) - (now.monotonic - self->ticked.monotonic);
  gint64 idle = now.boot - self->touched.boot;

  self->ticked = now;
  return slept >= SLEEP_MIN || idle >= minutes * 60 * G_TIME_SPAN_SECOND;
}
