/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/session.h"

/** One step: what, who, by when; whom to reach; why and on what legal basis; done or not relevant,
 *  by whom and when. It follows the record by itself. */
#define VD_TYPE_STEP_ROW (vd_step_row_get_type ())
G_DECLARE_FINAL_TYPE (VdStepRow, vd_step_row, VD, STEP_ROW, AdwBin)

/** @step: of the pack. Returns: (transfer floating). */
GtkWidget *vd_step_row_new (VdSession *session, const VdNode *step);
