/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hours"

#include "core/hours.h"

#include "base/date.h"

#include <string.h>

#define DAY_MINUTES (24 * 60)
#define SPAN_LENGTH 11 /* "08:00-15:45" */

/* One part of the hours: the days from..to (1 = Monday) and minutes of the day. */
typedef struct {
  int from;
  int to;
  int begin;
  int end;
} Span;

static int
read_day (const char *text, const char **rest)
{
  static const char *const names[] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};

  for (int i = 0; i < (int)G_N_ELEMENTS (names); i++) {
    if (g_str_has_prefix (text, names[i])) {
      *rest = text + strlen (names[i]);
      return i + 1;
    }
  }
  return 0;
}

/* "08:00" to "24:00". */
static int
read_minute (const char *text)
{
  int hour, minute;

  for (guint i = 0; i < 5; i++) {
    if (i == 2 ? text[i] != ':' : !g_ascii_isdigit (text[i]))
      return -1;
  }
  hour = (text[0] - '0') * 10 + text[1] - '0';
  minute = (text[3] - '0') * 10 + text[4] - '0';
  if (minute > 59 || hour * 60 + minute > DAY_MINUTES)
    return -1;
  return hour * 60 + minute;
}

static gboolean
read_span (const char *text, Span *span)
{
  const char *rest = text;

  span->from = span->to = read_day (text, &rest);
  if (span->from != 0 && *rest == '-')
    span->to = read_day (rest + 1, &rest);
  if (span->from == 0 || span->to < span->from || *rest != ' ' || strlen (rest + 1) != SPAN_LENGTH)
    return FALSE;
  span->begin = read_minute (rest + 1);
  span->end = read_minute (rest + 7);
  return rest[6] == '-' && span->begin >= 0 && span->end > span->begin;
}

const char *
vd_hours_refusal (const char *hours)
{
  g_auto (GStrv) parts = g_strsplit (hours, "; ", -1);
  Span span;

  if (parts[0] == NULL)
    return "empty";
  for (guint i = 0; parts[i] != NULL; i++) {
    if (!read_span (parts[i], &span))
      return "no opening hours such as \"mon-fri 08:00-15:45; sat 10:00-14:00\"";
  }
  return NULL;
}

gboolean
vd_hours_is_fresh (const char *date, const char *today)
{
  VdDate checked, now, limit;

  if (!vd_date_parse (date, &checked) || checked.day == 0 || !vd_date_parse (today, &now))
    return FALSE;
  limit = now;
  limit.year--;
  return vd_date_compare (&checked, &limit) >= 0 && vd_date_compare (&checked, &now) <= 0;
}

/* Easter Sunday by the Gregorian computus, as a day of the year 1 to 366. */
static int
easter_day (int year)
{
  int golden = year % 19;
  int century = year / 100;
  int moon = (century - century / 4 - (8 * century + 13) / 25 + 19 * golden + 15) % 30;
  int full = moon - moon / 28 * (1 - 29 / (moon + 1) * ((21 - golden) / 11));
  int weekday = (year + year / 4 + full + 2 - century + century / 4) % 7;
  int offset = full - weekday; /* from 28 March */
  int month = 3 + (offset + 40) / 44;
  int day = offset + 28 - 31 * (month / 4);
  g_autoptr (GDateTime) easter = g_date_time_new_utc (year, month, day, 0, 0, 0);

  return g_date_time_get_day_of_year (easter);
}

gboolean
vd_hours_is_holiday (GDateTime *now)
{
  static const int fixed[][2] = {{1, 1}, {5, 1}, {5, 17}, {12, 25}, {12, 26}};
  /* Maundy Thursday, Good Friday, Easter, Ascension, Whitsun: days after Easter Sunday. */
  static const int moving[] = {-3, -2, 0, 1, 39, 49, 50};
  int after = g_date_time_get_day_of_year (now) - easter_day (g_date_time_get_year (now));

  for (guint i = 0; i < G_N_ELEMENTS (fixed); i++) {
    if (g_date_time_get_month (now) == fixed[i][0] &&
        g_date_time_get_day_of_month (now) == fixed[i][1])
      return TRUE;
  }
  for (guint i = 0; i < G_N_ELEMENTS (moving); i++) {
    if (after == moving[i])
      return TRUE;
  }
  return FALSE;
}

static gboolean
is_within (const char *hours, GDateTime *now)
{
  g_auto (GStrv) parts = g_strsplit (hours, "; ", -1);
  int day = g_date_time_get_day_of_week (now);
  int minute = g_date_time_get_hour (now) * 60 + g_date_time_get_minute (now);
  Span span;

  for (guint i = 0; parts[i] != NULL; i++) {
    if (read_span (parts[i], &span) && day >= span.from && day <= span.to && minute >= span.begin &&
        minute < span.end)
      return TRUE;
  }
  return FALSE;
}

VdOpen
vd_hours_at (const char *hours, const char *verified, GDateTime *now)
{
  g_autofree char *today = g_date_time_format (now, "%Y-%m-%d");

  if (hours == NULL || !vd_hours_is_fresh (verified, today))
    return VD_OPEN_NOT_KNOWN;
  if (g_str_equal (hours, "always"))
    return VD_OPEN_NOW;
  if (vd_hours_refusal (hours) != NULL || vd_hours_is_holiday (now))
    return VD_OPEN_NOT_KNOWN;
  return is_within (hours, now) ? VD_OPEN_NOW : VD_OPEN_LATER;
}

VdOpen
vd_hours_of (const VdNode *contact, GDateTime *now)
{
  const char *hours = vd_node_attr (contact, "open");

  if (vd_node_flag (contact, "always-open", FALSE))
    hours = "always";
  return vd_hours_at (hours, vd_node_attr (contact, "verified"), now);
}
