/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/place.h"

/** Signs: the first look of the setting, then every group, and a search through all of them. */
GtkWidget *vd_place_seen_new (VdSession *session);
