/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

/**
 * What hides everything at once: nothing on it says what the program is for. Signal "continued":
 * the person wants to go on (button or Escape; F9 is the window's).
 */
#define VD_TYPE_PAUSE (vd_pause_get_type ())
G_DECLARE_FINAL_TYPE (VdPause, vd_pause, VD, PAUSE, AdwBin)

GtkWidget *vd_pause_new (void);
