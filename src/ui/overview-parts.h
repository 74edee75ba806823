/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/session.h"

/** The parts of the overview, each appended to @box in the order of the page. */

/** What stands on top of everything: danger, the duty to notify, or the outcome. */
void vd_overview_outcome (GtkWidget *box, VdSession *session);
/** Every reason, and every answer behind it with who, how and when. */
void vd_overview_reasons (GtkWidget *box, VdSession *session);
void vd_overview_missing (GtkWidget *box, VdSession *session);
/** What does not speak against the person. */
void vd_overview_cautions (GtkWidget *box, VdSession *session);
/** Act, means, purpose and the six dimensions, in words. */
void vd_overview_findings (GtkWidget *box, VdSession *session);
/** How the rule works, the thresholds, the sources; folded away. */
void vd_overview_law (GtkWidget *box, VdSession *session);
/** Ticks that no longer apply. */
void vd_overview_inactive (GtkWidget *box, VdSession *session);
