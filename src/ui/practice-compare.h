/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/session.h"

/** Fills @box with what the learner's answers in @session lead to, beside what the case @node leads
 *  to, and why. */
void vd_practice_compare (GtkWidget *box, VdSession *session, const VdNode *node);
