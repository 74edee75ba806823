/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

/** Fills @box, once, when it is first seen. */
typedef void (*VdSectionFill) (GtkBox *box, gpointer data);

/**
 * vd_section_new:
 * A part that opens in place. What is in it is made when it is first opened.
 * @data: (scope notified): given to @fill; must outlive the section
 * Returns: (transfer floating): a GtkExpander
 */
GtkWidget *vd_section_new (const char *title, VdSectionFill fill, gpointer data);

/** Opens it and makes what is in it. */
void vd_section_open (GtkWidget *section);

/** Sets its title in the type of a heading. */
void vd_section_set_heading (GtkWidget *section);

void vd_section_set_title (GtkWidget *section, const char *title);

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
