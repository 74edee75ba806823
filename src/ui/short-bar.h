/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/session.h"

/** Returns: (transfer floating): a line above an assessment in a short form, which says which one
 * it is and lets it grow; nothing where the full form is in hand. */
GtkWidget *vd_short_bar_new (VdSession *session);
