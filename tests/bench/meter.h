/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/session.h"
#include "ui/window.h"

/* Shared by the programs that measure the window. One that is run measures one window. */

typedef void (*BenchFunc) (VdWindow *window, VdSession *session);

/** Makes a vault with the practice cases and @extra copies of the first of them, shows the locked
 *  window and calls @measure, which prints with bench_end(). */
int bench_run (guint extra, BenchFunc measure);

/** Unlocks and shows the list. */
void bench_unlock (VdWindow *window, VdSession *session);

/** Runs the main loop for so long. */
void bench_turn (guint milliseconds);

/** What is done between these two is measured and printed, in milliseconds. */
void bench_begin (void);
void bench_end (const char *what);

#define BENCH_SLOW_FRAME 50.0

/** Frames since bench_begin(), from before-paint to after-paint, in milliseconds of processor time:
 *  layout and drawing by GTK included. */
typedef struct {
  guint n;
  guint slow; /* longer than BENCH_SLOW_FRAME */
  double longest;
  double turn; /* the longest of the main loop, with all that came before and after a frame */
} BenchFrames;

BenchFrames bench_frames (void);

/** Returns: (nullable): the first mapped widget of @type, which has @id when it is not NULL. */
GtkWidget *bench_find (GtkWidget *root, GType type, const char *id);
