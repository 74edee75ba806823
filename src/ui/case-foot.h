/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/session.h"

/**
 * The foot of the case list: how old the last backup is, and what of the care for the vault is due.
 */
#define VD_TYPE_CASE_FOOT (vd_case_foot_get_type ())
G_DECLARE_FINAL_TYPE (VdCaseFoot, vd_case_foot, VD, CASE_FOOT, AdwBin)

GtkWidget *vd_case_foot_new (VdSession *session);
