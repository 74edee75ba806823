/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/place.h"

/** What cannot wait: numbers to call, and what is true now, each with what to do first. */
GtkWidget *vd_place_danger_new (VdSession *session);
