/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "vardectl"

#include "cli/qr.h"

#include "base/atomic-file.h"
#include "share/qr.h"

#include <string.h>

#define SIDE 400

gboolean
vd_cli_write_qr (const char *text, const char *path, GError **error)
{
  g_autofree char *svg = vd_qr_svg (text, SIDE);

  g_return_val_if_fail (svg != NULL, FALSE); /* A key is never too long for one. */
  return vd_atomic_file_create (path, svg, strlen (svg), error);
}
