/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

/**
 * vd_fill_slowly:
 * Makes many rows without holding up the window: @make is called for 0, 1, ... a few times in each
 * frame until it returns NULL, and what it returns is appended to @box.
 * @data: must live as long as @box
 */
typedef GtkWidget *(*VdFillMake) (guint index, gpointer data);
void vd_fill_slowly (GtkBox *box, VdFillMake make, gpointer data);

/** Makes the rest at once. */
void vd_fill_finish (GtkBox *box);
