/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/place.h"

/** Checks before a talk, each with the reason for it. */
GtkWidget *vd_place_prepare_new (VdSession *session);
