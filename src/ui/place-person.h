/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/place.h"

/** Who it is about, in the groups of fields that the pack has for this place. */
GtkWidget *vd_place_person_new (VdSession *session);
