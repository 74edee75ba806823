/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/session.h"

/**
 * vd_origins_new:
 * "Sources of this page": every text of the pack that @page shows now, with its sources. It reads
 * what stands on the screen, so no page has to keep account of what it shows.
 * Returns: (transfer none): a modal window over @parent
 */
GtkWindow *vd_origins_new (GtkWindow *parent, VdSession *session, GtkWidget *page);
