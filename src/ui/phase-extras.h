/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/session.h"

/**
 * What stands in a phase of the conversation beside its own lines. The ids A to J are fixed by the
 * pack format; which phase a thing is needed in is said here and in docs/pack-format.md.
 */
typedef enum {
  VD_PHASE_INTERPRETER = 1 << 0, /* A: checks of the interpreter */
  VD_PHASE_NEVER = 1 << 1,       /* A, D, E: what never to do */
  VD_PHASE_INFORMATION = 1 << 2, /* G */
  VD_PHASE_WISHES = 1 << 3,      /* H */
  VD_PHASE_ENDING = 1 << 4,      /* I */
} VdPhaseExtra;

gboolean vd_phase_is (const VdNode *phase, VdPhaseExtra extra);

/** Returns: whether a phase, line, question, information is shown for the record as it is now. */
gboolean vd_phase_shows (VdSession *session, const VdNode *node);

void vd_phase_extras_before (GtkWidget *box, VdSession *session, const VdNode *phase);
void vd_phase_extras_after (GtkWidget *box, VdSession *session, const VdNode *phase);

/** Adds to @text what decides which of them are built. */
void vd_phase_extras_sign (GString *text, VdSession *session, const VdNode *phase);

/** Appends the endings that fit the record as it is now, with their names as headings. */
void vd_endings_append (GtkWidget *box, VdSession *session);
