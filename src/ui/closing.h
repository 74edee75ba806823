/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/session-content.h"

/** Returns: what to call it on the screen. */
const char *vd_inactive_words (const VdInactive *item, const char *lang);

/**
 * vd_closing_ask:
 * @widget: where the person chose to close the case
 * @after: called with @widget when the person has answered, if it is still there
 *
 * When closing would remove something, says what and asks. Returns: whether it asks; the case is
 * as it was until the person goes on. FALSE: nothing is to be removed, and nothing was done.
 */
gboolean vd_closing_ask (GtkWidget *widget, VdSession *session, void (*after) (GtkWidget *widget));
