/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

/**
 * The application: options, the pack, the session, the idle clock and what ends the process. One
 * process for each vault; a second start shows the window of the first.
 */
#define VD_TYPE_APPLICATION (vd_application_get_type ())
G_DECLARE_FINAL_TYPE (VdApplication, vd_application, VD, APPLICATION, AdwApplication)

/** @offline: whether the kernel keeps this process from the network; said in the about window. */
VdApplication *vd_application_new (gboolean offline);

gboolean vd_application_is_offline (VdApplication *self);

/** Returns: (nullable): why the content that was installed last is not in use. */
const GError *vd_application_get_passed_over (VdApplication *self);

/** Whether the vault is a throw-away one with fictional cases. */
gboolean vd_application_is_practice (VdApplication *self);

/** Returns: (transfer none): language, lock-minutes, text-scale. */
GSettings *vd_application_get_settings (VdApplication *self);

/** Makes @tag the language: every window is built again where it was. */
void vd_application_set_language (VdApplication *self, const char *tag);

/** Replaces the process by a fresh one that starts locked. Does not return: when that fails, the
 *  process ends. */
void vd_application_restart (VdApplication *self);

/** Ends the process; a throw-away vault is removed. */
void vd_application_leave (VdApplication *self);
