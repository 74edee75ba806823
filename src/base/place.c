/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "place"

#include "config.h"

#include "base/place.h"

#include <string.h>

gboolean
vd_place_is_built (void)
{
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);

  return self != NULL && g_str_has_prefix (self, VD_BUILD_ROOT "/");
}
