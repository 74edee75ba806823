/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/session.h"

/**
 * The screen "Practice": the fictional cases of the pack. The answers are given in a session of its
 * own that has no vault, with the same rows as in an assessment, and are gone with the screen; a
 * VdPage.
 */
#define VD_TYPE_PRACTICE (vd_practice_get_type ())
G_DECLARE_FINAL_TYPE (VdPractice, vd_practice, VD, PRACTICE, AdwBin)

/** @session: for the pack and the language; its vault is never touched. */
GtkWidget *vd_practice_new (VdSession *session);
