/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

/**
 * Three columns when there is room, else the middle one alone below a bar. The libadwaita of the
 * floor has no breakpoints. What is not shown is neither drawn nor reached by the keyboard.
 */
#define VD_TYPE_COLUMNS (vd_columns_get_type ())
G_DECLARE_FINAL_TYPE (VdColumns, vd_columns, VD, COLUMNS, GtkWidget)

/** All (transfer full), @end may be NULL. @bar is shown instead of the side columns. */
GtkWidget *vd_columns_new (GtkWidget *bar, GtkWidget *start, GtkWidget *middle, GtkWidget *end);

/** Whether the side columns are not shown, as of the last layout. */
gboolean vd_columns_is_narrow (VdColumns *self);
