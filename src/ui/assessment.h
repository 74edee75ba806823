/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "ui/window.h"

/** The screen of one assessment: the record that the session has in hand. */
#define VD_TYPE_ASSESSMENT (vd_assessment_get_type ())
G_DECLARE_FINAL_TYPE (VdAssessment, vd_assessment, VD, ASSESSMENT, AdwBin)

/** Returns: (transfer floating): the screen; it implements VdPage. */
GtkWidget *vd_assessment_new (VdSession *session);
