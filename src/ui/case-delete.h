/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/window.h"

/** Asks whether the case @id is to be deleted, deletes it, and says what came of it. */
void vd_case_ask_delete (VdWindow *window, const char *id);
