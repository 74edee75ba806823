/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/session.h"

/** Which of the cases a list shows. */
typedef enum {
  VD_CASE_FILTER_OPEN,
  VD_CASE_FILTER_DUE,
  VD_CASE_FILTER_SHARED,
  VD_CASE_FILTER_CLOSED,
  VD_N_CASE_FILTERS,
} VdCaseFilter;

/** @today: "2026-05-02". A damaged case is shown with the open ones. */
gboolean vd_case_matches (const VdCase *item, VdCaseFilter filter, const char *today);

/** Returns: (transfer full): what its button says. */
char *vd_case_filter_words (VdCaseFilter filter, guint count);

/** What stands where no case is. */
const char *vd_case_filter_none_words (VdCaseFilter filter, gboolean searching);
