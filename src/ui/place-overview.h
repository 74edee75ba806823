/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/session.h"

/** Returns: (transfer floating): what the answers add up to and why. */
GtkWidget *vd_place_overview_new (VdSession *session);
