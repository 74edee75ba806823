/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pages"

#include "share/pages.h"

#include "base/error.h"

#include <string.h>

/* A number between spaces, or nothing: then it is @otherwise. */
static gboolean
read_number (const char *text, guint otherwise, guint *number)
{
  g_autofree char *digits = g_strstrip (g_strdup (text));
  guint64 value = otherwise;

  if (*digits != '\0' && !g_ascii_string_to_unsigned (digits, 10, 1, VD_PAGES_MAX, &value, NULL))
    return FALSE;
  *number = (guint)value;
  return TRUE;
}

static gboolean
read_range (const char *text, VdPageRange *range)
{
  g_auto (GStrv) ends = g_strsplit (text, "-", -1);
  guint n = g_strv_length (ends);

  if (n == 1)
    return read_number (ends[0], 0, &range->first) && range->first > 0 &&
           (range->last = range->first) > 0;
  return n == 2 && strpbrk (text, "0123456789") != NULL &&
         read_number (ends[0], 1, &range->first) &&
         read_number (ends[1], VD_PAGES_MAX, &range->last) && range->first <= range->last;
}

GArray *
vd_pages_parse (const char *text, GError **error)
{
  g_auto (GStrv) parts = g_strsplit (text, ",", -1);
  g_autoptr (GArray) ranges = g_array_new (FALSE, FALSE, sizeof (VdPageRange));

  for (guint i = 0; parts[i] != NULL; i++) {
    VdPageRange range;

    if (!read_range (parts[i], &range)) {
      g_set_error (error, VD_ERROR, VD_ERROR_INVALID, "not a list of pages");
      return NULL;
    }
    g_array_append_val (ranges, range);
  }
  if (ranges->len == 0) {
    g_set_error (error, VD_ERROR, VD_ERROR_INVALID, "no pages");
    return NULL;
  }
  return g_steal_pointer (&ranges);
}

gboolean
vd_pages_has (const GArray *ranges, guint page)
{
  for (guint i = 0; i < ranges->len; i++) {
    const VdPageRange *range = &g_array_index (ranges, VdPageRange, i);

    if (page >= range->first && page <= range->last)
      return TRUE;
  }
  return FALSE;
}
