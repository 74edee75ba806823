/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "vardectl"

#include "config.h"

#include "cli/progress.h"

#include <glib/gi18n-lib.h>
#include <poll.h>
#include <sys/signalfd.h>
#include <unistd.h>

void
vd_cli_progress_begin (VdCliProgress *self)
{
  sigset_t stops;

  sigemptyset (&stops);
  sigaddset (&stops, SIGINT);
  sigaddset (&stops, SIGTERM);
  sigaddset (&stops, SIGHUP);
  sigprocmask (SIG_BLOCK, &stops, &self->before);
  self->signals = signalfd (-1, &stops, SFD_CLOEXEC);
  self->shown = 0;
}

static gboolean
is_stopped (const VdCliProgress *self)
{
  struct pollfd polled = {self->signals, POLLIN, 0};

  return self->signals >= 0 && poll (&polled, 1, 0) > 0;
}

void
vd_cli_progress_end (VdCliProgress *self)
{
  struct signalfd_siginfo taken;

  if (self->shown != 0)
    g_printerr ("\n");
  /* What stopped us is answered with our own exit code, not with the signal's. */
  while (is_stopped (self) && read (self->signals, &taken, sizeof taken) > 0)
    continue;
  if (self->signals >= 0)
    close (self->signals);
  sigprocmask (SIG_SETMASK, &self->before, NULL);
}

gboolean
vd_cli_progress (guint64 done, guint64 total, gpointer data)
{
  VdCliProgress *self = data;
  gint64 now = g_get_monotonic_time ();

  if (is_stopped (self))
    return FALSE;
  if (isatty (STDERR_FILENO) == 0 || now - self->shown < G_TIME_SPAN_SECOND / 2)
    return TRUE;
  self->shown = now;
  g_printerr ("\r");
  g_printerr (_ ("%u of %u"), (guint)done, (guint)total);
  return TRUE;
}
