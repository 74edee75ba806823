/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scrolls through the list of cases of a full vault, a screen at a time, and turns the page at
 * each end. Prints one JSON object: how many frames there were, how long the longest took, and the
 * longest turn of the main loop. Run like main-thread.c. Arguments (optional): how many
 * assessments, how many pages. */
#include "meter.h"

#include "ui/fill.h"

#include <stdio.h>

#define EXTRA 50000
#define ROUNDS 20

static guint rounds = ROUNDS;

static gboolean
is_at_end (GtkAdjustment *adjustment)
{
  return gtk_adjustment_get_value (adjustment) + gtk_adjustment_get_page_size (adjustment) + 1 >=
         gtk_adjustment_get_upper (adjustment);
}

/* Down to the end, a screen in each turn; what is built meanwhile moves the end. */
static guint
scroll_down (GtkAdjustment *adjustment)
{
  guint screens = 0;

  while (!is_at_end (adjustment)) {
    gtk_adjustment_set_value (adjustment, gtk_adjustment_get_value (adjustment) +
                                              gtk_adjustment_get_page_size (adjustment) * 0.9);
    bench_turn (60);
    screens++;
  }
  return screens;
}

static void
turn_page (VdWindow *window)
{
  GtkWidget *button = bench_find (GTK_WIDGET (window), GTK_TYPE_BUTTON, "more");

  g_assert_nonnull (button);
  gtk_widget_activate (button);
  do
    bench_turn (100);
  while (vd_fill_is_busy (GTK_WIDGET (window)));
}

static void
print (const char *what, guint screens)
{
  BenchFrames frames = bench_frames ();

  printf (",\n  \"%s\": {\"screens\": %u, \"frames\": %u, \"longest\": %.1f, \"over 50 ms\": %u, "
          "\"longest turn\": %.1f}",
          what, screens, frames.n, frames.longest, frames.slow, frames.turn);
}

static void
measure (VdWindow *window, VdSession *session)
{
  GtkWidget *scrolled;
  GtkAdjustment *adjustment;
  guint screens = 0;

  bench_begin ();
  bench_unlock (window, session);
  bench_end ("unlock and list");
  scrolled = bench_find (GTK_WIDGET (window), GTK_TYPE_SCROLLED_WINDOW, NULL);
  adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scrolled));
  printf (",\n  \"cases\": %u", vd_session_get_cases (session)->len);
  bench_begin ();
  screens = scroll_down (adjustment);
  print ("first page", screens);
  bench_begin ();
  screens = 0;
  for (guint i = 0; i < rounds; i++) {
    turn_page (window);
    screens += scroll_down (adjustment);
  }
  print ("further pages", screens);
}

int
main (int argc, char *argv[])
{
  if (argc > 2)
    rounds = (guint)atoi (argv[2]);
  return bench_run (argc > 1 ? (guint)atoi (argv[1]) : EXTRA, measure);
}
