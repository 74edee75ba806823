/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <signal.h>

/**
 * Something long: how far it is, on standard error when that is a terminal, and a way to stop it.
 * While it lasts SIGINT, SIGTERM and SIGHUP end it in order instead of killing the program, so that
 * it leaves nothing half-made and the exit code is that of CANCELLED.
 */
typedef struct {
  int signals;
  sigset_t before;
  gint64 shown; /* monotonic time; 0: never */
} VdCliProgress;

void vd_cli_progress_begin (VdCliProgress *self);
void vd_cli_progress_end (VdCliProgress *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (VdCliProgress, vd_cli_progress_end)

/** A VdVaultProgress: @data is the VdCliProgress. */
gboolean vd_cli_progress (guint64 done, guint64 total, gpointer data);
