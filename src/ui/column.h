/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/session.h"

/**
 * A column of reading text that follows the session: it is brought up to date when it comes into
 * sight after a change, and at once when it is in sight.
 */
#define VD_TYPE_COLUMN (vd_column_get_type ())
G_DECLARE_FINAL_TYPE (VdColumn, vd_column, VD, COLUMN, AdwBin)

/** Fills @box, or changes what is in it; there is a record in hand when it is called. */
typedef void (*VdColumnFunc) (GtkWidget *box, gpointer data);

/** @data must outlive the column. */
GtkWidget *vd_column_new (VdSession *session, VdColumnFunc update, gpointer data);

/** Brings it up to date now. The focus is found again by vd_target_set(). */
void vd_column_update (VdColumn *self);

/** Brings it up to date when the main loop is idle: the click that made the change may come from a
 *  widget that is about to go. */
void vd_column_queue (VdColumn *self);

/** Scrolls @widget into sight and gives it the focus, once it has a place. */
void vd_column_show (VdColumn *self, GtkWidget *widget);
