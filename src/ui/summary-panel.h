/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/session.h"

/** Returns: (transfer floating): "What we know", beside the place at work: act, means and purpose
 *  in words, the outcome and the answers behind it, what is not known yet and the next step. */
GtkWidget *vd_summary_panel_new (VdSession *session);
