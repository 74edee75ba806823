/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/** Pages from @first to @last, counted from 1. */
typedef struct {
  guint first;
  guint last;
} VdPageRange;

#define VD_PAGES_MAX 9999

/**
 * vd_pages_parse:
 * @text: "1-3, 5", "2-", "-4"; spaces do not matter
 * Returns: (transfer full) (element-type VdPageRange): at least one. Errors: INVALID.
 */
GArray *vd_pages_parse (const char *text, GError **error);

gboolean vd_pages_has (const GArray *ranges, guint page);
