/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/session.h"

/**
 * One sign: its name, the text as asked, the answer and, once there is one, how it is known, a
 * note, what was answered earlier and a way to add what was said or seen later. Keys 1 to 4 answer
 * when the focus is in the row and not in text; on the answer, up and down lead to the row before
 * and after, Enter to the one after. Every change goes to the session, half a second after the last
 * key or click and when the focus leaves, so that a slip of the arrow keys leaves no trace.
 */
#define VD_TYPE_ANSWER_ROW (vd_answer_row_get_type ())
G_DECLARE_FINAL_TYPE (VdAnswerRow, vd_answer_row, VD, ANSWER_ROW, GtkBox)

/** Its target is the id of @indicator. */
GtkWidget *vd_answer_row_new (VdSession *session, const VdIndicator *indicator);

const VdIndicator *vd_answer_row_get_indicator (VdAnswerRow *self);
