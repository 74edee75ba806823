/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/session.h"

/** The dates of follow-up: those there are, and a new one. It follows the record by itself; what
 *  is half typed is kept as a VdEditor. */
#define VD_TYPE_FOLLOW_UP (vd_follow_up_get_type ())
G_DECLARE_FINAL_TYPE (VdFollowUp, vd_follow_up, VD, FOLLOW_UP, AdwBin)

/** Returns: (transfer floating). */
GtkWidget *vd_follow_up_new (VdSession *session);
