/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/**
 * vd_place_is_built:
 * Returns: whether the running program lies in its build tree. Such a program uses the data made
 * there, even when another Varde is installed.
 */
gboolean vd_place_is_built (void);
