/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/session.h"

/** Returns: (transfer none): a window over @parent with language, text size, idle time and unit;
 *  changes hold at once, those of the unit when it is closed. */
GtkWindow *vd_preferences_new (GtkWindow *parent, VdSession *session, GSettings *settings);
