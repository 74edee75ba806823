/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/session.h"

/**
 * One phase of the conversation, which opens and closes: its purpose, the words to say, questions
 * with the answers they feed, and what belongs to that phase: checks of the interpreter (A), what
 * never to do (A, D, E), information (G), the person's wishes (H), the ending (I).
 */
#define VD_TYPE_PHASE_BOX (vd_phase_box_get_type ())
G_DECLARE_FINAL_TYPE (VdPhaseBox, vd_phase_box, VD, PHASE_BOX, AdwBin)

/** @phase: of the pack. Returns: (transfer floating): closed; emits "next" when its end is left. */
GtkWidget *vd_phase_box_new (VdSession *session, const VdNode *phase);

const VdNode *vd_phase_box_get_phase (VdPhaseBox *self);

/** Follows the record: what is shown, ticks. */
void vd_phase_box_update (VdPhaseBox *self);

void vd_phase_box_set_open (VdPhaseBox *self, gboolean open);
gboolean vd_phase_box_get_open (VdPhaseBox *self);

/** Returns: (transfer none): the widget that takes the focus for the phase. */
GtkWidget *vd_phase_box_get_button (VdPhaseBox *self);

/** Returns: whether @target of an assessment.goto is this phase ("E") or a field shown in it. */
gboolean vd_phase_box_holds (VdPhaseBox *self, const char *target);
