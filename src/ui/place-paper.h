/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/place.h"

/** Enters a sheet that was filled in by hand (`vardectl pack sheet`): type a code, answer, Enter
 * for the next one in the order of the sheet. */
GtkWidget *vd_place_paper_new (VdSession *session);
