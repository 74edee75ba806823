/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/window.h"

/** Begins an assessment in @setting: asks first how much time there is, when the pack has a shorter
 *  form for it. @begin is called with the chosen form, unless the person goes back. */
typedef void (*VdNewCaseFunc) (VdWindow *window, const char *setting, const char *form);
void vd_new_case_ask (VdWindow *window, const char *setting, VdNewCaseFunc begin);
