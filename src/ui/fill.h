/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

/**
 * vd_fill_slowly:
 * Makes many rows without holding up the window: @make is called for 0, 1, ... a few times in each
 * frame until it returns NULL, and what it returns is appended to @box. Ends what was filling it.
 * @box: a GtkBox or GtkListBox
 * @data: must live as long as @box
 */
typedef GtkWidget *(*VdFillMake) (guint index, gpointer data);
void vd_fill_slowly (GtkWidget *box, VdFillMake make, gpointer data);

/** What is not made yet does not come any more: before @box is emptied or what @make reads goes. */
void vd_fill_stop (GtkWidget *box);

/** Makes the rest of every box in @root at once. */
void vd_fill_finish (GtkWidget *root);

/** Whether a box in @root is not full yet: what stands below it will still move. */
gboolean vd_fill_is_busy (GtkWidget *root);
