/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test-idle"

#include "ui/idle.h"

#define SECOND G_TIME_SPAN_SECOND
#define MINUTE (60 * SECOND)
#define START (1000 * MINUTE)

/* One question after one touch; times in seconds after it. */
static const struct {
  const char *what;
  gint64 boot;
  gint64 monotonic;
  int minutes;
  gboolean want;
} rows[] = {
    {"at once", 0, 0, 1, FALSE},
    {"a second before", 59, 59, 1, FALSE},
    {"on the minute", 60, 60, 1, TRUE},
    {"five minutes, four gone", 299, 299, 5, FALSE},
    {"five minutes gone", 300, 300, 5, TRUE},
    {"fifteen minutes", 899, 899, 15, FALSE},
    {"readings a second apart are no sleep", 2, 1, 5, FALSE},
    {"slept two seconds", 4, 2, 5, TRUE},
    {"slept all night", 8 * 3600, 2, 15, TRUE},
};

static void
test_rows (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    VdIdle idle = {0};
    VdIdleTime touched = {START, START};
    VdIdleTime now = {START + rows[i].boot * SECOND, START + rows[i].monotonic * SECOND};

    g_test_message ("%s", rows[i].what);
    vd_idle_touch (&idle, touched);
    g_assert_cmpint (vd_idle_is_due (&idle, now, rows[i].minutes), ==, rows[i].want);
  }
}

/* A sleep long ago must not lock again and again. */
static void
test_sleep_counts_once (void)
{
  VdIdle idle = {0};
  VdIdleTime now = {START, START};

  vd_idle_touch (&idle, now);
  now.boot += 10 * SECOND;
  g_assert_true (vd_idle_is_due (&idle, now, 5));
  now.boot += 2 * SECOND;
  now.monotonic += 2 * SECOND;
  g_assert_false (vd_idle_is_due (&idle, now, 5));
}

/* Waking the machine moves the pointer: a touch must not hide that it slept. */
static void
test_touch_after_sleep (void)
{
  VdIdle idle = {0};
  VdIdleTime now = {START, START};

  vd_idle_touch (&idle, now);
  now.boot += 60 * MINUTE;
  now.monotonic += SECOND;
  vd_idle_touch (&idle, now);
  g_assert_true (vd_idle_is_due (&idle, now, 15));
}

static void
test_touch_keeps_open (void)
{
  VdIdle idle = {0};
  VdIdleTime now = {START, START};

  vd_idle_touch (&idle, now);
  for (guint i = 0; i < 20; i++) {
    now.boot += 50 * SECOND;
    now.monotonic += 50 * SECOND;
    g_assert_false (vd_idle_is_due (&idle, now, 1));
    vd_idle_touch (&idle, now);
  }
}

static void
test_real_clocks (void)
{
  VdIdle idle = {0};

  vd_idle_touch (&idle, vd_idle_now ());
  g_assert_cmpint (idle.touched.boot, >, 0);
  g_assert_cmpint (idle.touched.monotonic, >, 0);
  g_assert_false (vd_idle_is_due (&idle, vd_idle_now (), 1));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/idle/rows", test_rows);
  g_test_add_func ("/idle/sleep-counts-once", test_sleep_counts_once);
  g_test_add_func ("/idle/touch-after-sleep", test_touch_after_sleep);
  g_test_add_func ("/idle/touch-keeps-open", test_touch_keeps_open);
  g_test_add_func ("/idle/real-clocks", test_real_clocks);
  return g_test_run ();
}
