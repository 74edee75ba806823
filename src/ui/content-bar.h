/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/session.h"

/**
 * vd_content_bar_new:
 * @passed_over: (nullable): copied: why the content that was installed last is not in use
 * Returns: (transfer floating): a line below every screen that says what the content is not: not
 * approved, a draft translation, not the one that was installed, not the one the assessment was
 * begun with. Not there when there is nothing to say.
 */
GtkWidget *vd_content_bar_new (VdSession *session, const GError *passed_over);
