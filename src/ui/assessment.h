/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/session.h"

/**
 * The screen of one assessment: the record that the session has in hand. Places at the side (or
 * behind a menu where it is narrow), one of them in the middle, what is known at the other side.
 *
 * Action `assessment.goto` ("seen", "seen:ECO-01", "person:person.age"): shows the place and puts
 * the focus on that control. Alt+1 to Alt+8 lead to the places in order, Alt+9 to the journal.
 */
#define VD_TYPE_ASSESSMENT (vd_assessment_get_type ())
G_DECLARE_FINAL_TYPE (VdAssessment, vd_assessment, VD, ASSESSMENT, AdwBin)

/** Returns: (transfer floating): the screen; it implements VdPage. */
GtkWidget *vd_assessment_new (VdSession *session);
