/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "case-filter"

#include "config.h"

#include "ui/case-filter.h"

#include <glib/gi18n-lib.h>

static gboolean
is_closed (const VdCase *item)
{
  return g_strcmp0 (item->status, "closed") == 0 || g_strcmp0 (item->status, "declined") == 0;
}

gboolean
vd_case_matches (const VdCase *item, VdCaseFilter filter, const char *today)
{
  switch (filter) {
  case VD_CASE_FILTER_DUE:
    return !is_closed (item) && item->due != NULL && g_strcmp0 (item->due, today) <= 0;
  case VD_CASE_FILTER_SHARED:
    return g_strcmp0 (item->status, "shared") == 0;
  case VD_CASE_FILTER_CLOSED:
    return is_closed (item);
  case VD_CASE_FILTER_OPEN:
  case VD_N_CASE_FILTERS:
  default:
    return !is_closed (item);
  }
}

char *
vd_case_filter_words (VdCaseFilter filter, guint count)
{
  switch (filter) {
  case VD_CASE_FILTER_DUE:
    return g_strdup_printf (_ ("Follow-up due %u"), count);
  case VD_CASE_FILTER_SHARED:
    return g_strdup_printf (_ ("Shared %u"), count);
  case VD_CASE_FILTER_CLOSED:
    return g_strdup_printf (_ ("Closed %u"), count);
  case VD_CASE_FILTER_OPEN:
  case VD_N_CASE_FILTERS:
  default:
    return g_strdup_printf (_ ("Open %u"), count);
  }
}

const char *
vd_case_filter_none_words (VdCaseFilter filter, gboolean searching)
{
  if (searching)
    return _ ("Nothing found in any case.");
  switch (filter) {
  case VD_CASE_FILTER_DUE:
    return _ ("Nothing is due today.");
  case VD_CASE_FILTER_SHARED:
    return _ ("Nothing has been shared yet.");
  case VD_CASE_FILTER_CLOSED:
    return _ ("No case is closed.");
  case VD_CASE_FILTER_OPEN:
  case VD_N_CASE_FILTERS:
  default:
    return _ ("No case is open.");
  }
}
