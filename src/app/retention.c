/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "retention"

#include "app/retention.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

gboolean
vd_retention_applies (const VdCase *item)
{
  return item->id != NULL &&
         (g_strcmp0 (item->status, "closed") == 0 || g_strcmp0 (item->status, "declined") == 0);
}

/* Of a date of which only the year or the month is known the last day counts: nothing may be
 * deleted too early. */
static void
end_of_unknown (int year, int *month, int *day)
{
  if (*month == 0)
    *month = 12;
  if (*day == 0 && g_date_valid_month ((GDateMonth)*month) && g_date_valid_year ((GDateYear)year))
    *day = g_date_get_days_in_month ((GDateMonth)*month, (GDateYear)year);
}

char *
vd_retention_date (const VdCase *item, int months)
{
  const char *from = item->closed != NULL ? item->closed : item->changed;
  int year, month, day;
  GDate date;
  char text[sizeof "0000-00-00"];

  if (months <= 0 || !vd_retention_applies (item) || from == NULL ||
      sscanf (from, "%4d-%2d-%2d", &year, &month, &day) != 3)
    return NULL;
  end_of_unknown (year, &month, &day);
  if (!g_date_valid_dmy ((GDateDay)day, month, (GDateYear)year))
    return NULL;
  g_date_clear (&date, 1);
  g_date_set_dmy (&date, (GDateDay)day, month, (GDateYear)year);
  g_date_add_months (&date, (guint)months);
  g_date_strftime (text, sizeof text, "%Y-%m-%d", &date);
  return g_strdup (text);
}

/* Whether the month in which the day comes is after that of @today: most cases are passed over by
 * it, in a list of many thousands. */
static gboolean
is_later (const VdCase *item, int months, const char *today)
{
  const char *from = item->closed != NULL ? item->closed : item->changed;

  if (from == NULL || strlen (from) < 7 || strlen (today) < 7)
    return FALSE;
  return atoi (from) * 12 + atoi (from + 5) + months > atoi (today) * 12 + atoi (today + 5);
}

typedef struct {
  VdCase *item;
  char date[sizeof "0000-00-00"];
} Due;

static int
compare_due (gconstpointer a, gconstpointer b)
{
  return strcmp (((const Due *)a)->date, ((const Due *)b)->date);
}

GPtrArray *
vd_retention_due (const GPtrArray *cases, int months, const char *today)
{
  g_autoptr (GArray) due = g_array_new (FALSE, TRUE, sizeof (Due));
  GPtrArray *items;

  for (guint i = 0; months > 0 && i < cases->len; i++) {
    Due one = {.item = g_ptr_array_index (cases, i)};
    g_autofree char *date = NULL;

    if (!vd_retention_applies (one.item) || is_later (one.item, months, today))
      continue;
    date = vd_retention_date (one.item, months);
    if (date == NULL || strcmp (date, today) > 0)
      continue;
    g_strlcpy (one.date, date, sizeof one.date);
    g_array_append_val (due, one);
  }
  g_array_sort (due, compare_due);
  items = g_ptr_array_sized_new (due->len);
  for (guint i = 0; i < due->len; i++)
    g_ptr_array_add (items, g_array_index (due, Due, i).item);
  return items;
}
