/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

/** Returns: (transfer none): a window over @parent with all keys: GtkShortcutsWindow cannot scroll
 *  and so is cut off with large text. */
GtkWindow *vd_shortcuts_new (GtkWindow *parent);
