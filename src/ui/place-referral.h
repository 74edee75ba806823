/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/session.h"

/** Returns: (transfer floating): what leaves, to whom, with what consent. */
GtkWidget *vd_place_referral_new (VdSession *session);
