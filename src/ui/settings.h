/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/** Returns: (transfer full): the preferences that are no secret; from the build tree when the
 *  schema is not installed. */
GSettings *vd_settings_new (void);
