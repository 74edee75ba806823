/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "error"

#include "base/error.h"

#include <errno.h>

G_DEFINE_QUARK (vd - error - quark, vd_error)

static VdError
code_from_errno (int code)
{
  switch (code) {
  case ENOSPC:
  case EDQUOT:
    return VD_ERROR_DISK_FULL;
  case EROFS:
  case EACCES:
  case EPERM:
    return VD_ERROR_READ_ONLY;
  case ENOENT:
  case ENOTDIR:
    return VD_ERROR_NOT_FOUND;
  case EEXIST:
    return VD_ERROR_EXISTS;
  case ENOMEM:
    return VD_ERROR_NO_MEMORY;
  default:
    return VD_ERROR_INTERNAL;
  }
}

void
vd_error_set_errno (GError **error, int code, const char *what)
{
  g_set_error (error, VD_ERROR, code_from_errno (code), "%s: %s", what, g_strerror (code));
}
