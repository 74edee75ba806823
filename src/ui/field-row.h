/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/session.h"
#include "ui/editor.h"

/**
 * One field of the assessment with its label, help, control and, when the schema refuses what was
 * typed, the reason. Texts come from the pack's `field`; the control from the kind of the field.
 * Every change goes to the session: choices at once, text half a second after the last key and
 * when the focus leaves. Text that was refused stays as it is and is kept over a lock.
 */
#define VD_TYPE_FIELD_ROW (vd_field_row_get_type ())
G_DECLARE_FINAL_TYPE (VdFieldRow, vd_field_row, VD, FIELD_ROW, GtkBox)

/**
 * vd_field_row_new:
 * @path: "person.age"; its target too. Asserts that it is a field of a kind that has a control.
 * Returns: (transfer floating): the row
 */
GtkWidget *vd_field_row_new (VdSession *session, const char *path);

/** The same with another name than the pack has for @path. */
GtkWidget *vd_field_row_new_named (VdSession *session, const char *path, const char *name);
