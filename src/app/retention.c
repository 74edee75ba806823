/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "retention"

#include "app/retention.h"

#include <stdio.h>
#include <string.h>

gboolean
vd_retention_applies (const VdCase *item)
{
  return item->id != NULL &&
         (g_strcmp0 (item->status, "closed") == 0 || g_strcmp0 (item->status, "declined") == 0);
}

char *
vd_retention_date (const VdCase *item, int months)
{
  const char *from = item->closed != NULL ? item->closed : item->changed;
  int year, month, day;
  GDate date;
  char text[sizeof "0000-00-00"];

  if (months <= 0 || !vd_retention_applies (item) || from == NULL ||
      sscanf (from, "%4d-%2d-%2d", &year, &month, &day) != 3 ||
      !g_date_valid_dmy ((GDateDay)day, month, (GDateYear)year))
    return NULL;
  g_date_clear (&date, 1);
  g_date_set_dmy (&date, (GDateDay)day, month, (GDateYear)year);
  g_date_add_months (&date, (guint)months);
  g_date_strftime (text, sizeof text, "%Y-%m-%d", &date);
  return g_strdup (text);
}

static int
compare_due (gconstpointer a, gconstpointer b, gpointer data)
{
  const int *months = data;
  g_autofree char *left = vd_retention_date (*(VdCase *const *)a, *months);
  g_autofree char *right = vd_retention_date (*(VdCase *const *)b, *months);

  return g_strcmp0 (left, right);
}

GPtrArray *
vd_retention_due (const GPtrArray *cases, int months, const char *today)
{
  GPtrArray *due = g_ptr_array_new ();

  for (guint i = 0; i < cases->len; i++) {
    g_autofree char *date = vd_retention_date (g_ptr_array_index (cases, i), months);

    if (date != NULL && strcmp (date, today) <= 0)
      g_ptr_array_add (due, g_ptr_array_index (cases, i));
  }
  g_ptr_array_sort_with_data (due, compare_due, &months);
  return due;
}
