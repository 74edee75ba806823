/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "date"

#include "base/date.h"

#include <string.h>

static gboolean
read_digits (const char *text, guint n, guint *value)
{
  *value = 0;
  for (guint i = 0; i < n; i++) {
    if (!g_ascii_isdigit (text[i]))
      return FALSE;
    *value = *value * 10 + (guint)(text[i] - '0');
  }
  return TRUE;
}

gboolean
vd_date_parse (const char *text, VdDate *date)
{
  guint year, month, day;

  if (text == NULL || strlen (text) != 10 || text[4] != '-' || text[7] != '-')
    return FALSE;
  if (!read_digits (text, 4, &year) || !read_digits (text + 5, 2, &month) ||
      !read_digits (text + 8, 2, &day))
    return FALSE;
  if (year == 0 || month > 12 || (month == 0 && day != 0))
    return FALSE;
  if (day != 0 && !g_date_valid_dmy ((GDateDay)day, (GDateMonth)month, (GDateYear)year))
    return FALSE;
  if (date != NULL)
    *date = (VdDate){(guint16)year, (guint8)month, (guint8)day};
  return TRUE;
}

gboolean
vd_time_is_valid (const char *text)
{
  char date[11];
  guint hour, minute, second;

  if (text == NULL || strlen (text) != 20)
    return FALSE;
  g_strlcpy (date, text, sizeof date);
  if (!vd_date_parse (date, NULL) || g_str_has_suffix (date, "-00"))
    return FALSE;
  if (text[10] != 'T' || text[13] != ':' || text[16] != ':' || text[19] != 'Z')
    return FALSE;
  return read_digits (text + 11, 2, &hour) && read_digits (text + 14, 2, &minute) &&
         read_digits (text + 17, 2, &second) && hour < 24 && minute < 60 && second < 60;
}

int
vd_date_compare (const VdDate *a, const VdDate *b)
{
  int left = a->year * 10000 + a->month * 100 + a->day;
  int right = b->year * 10000 + b->month * 100 + b->day;

  return left - right;
}

static GDateTime *
system_now (gpointer data)
{
  return g_date_time_new_now_utc ();
}

const VdClock *
vd_clock_system (void)
{
  static const VdClock clock = {system_now, NULL};

  return &clock;
}

char *
vd_clock_time (const VdClock *clock)
{
  g_autoptr (GDateTime) now = clock->now (clock->data);

  return g_date_time_format (now, "%Y-%m-%dT%H:%M:%SZ");
}

char *
vd_clock_date (const VdClock *clock)
{
  g_autoptr (GDateTime) now = clock->now (clock->data);
  g_autoptr (GDateTime) local = g_date_time_to_local (now);

  return g_date_time_format (local, "%Y-%m-%d");
}
