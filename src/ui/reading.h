/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/session.h"

/**
 * The frame of screens to read: a bar with the way back, a column that reads well, and pages that
 * lie on top of each other. Escape, Alt+Left and the button go back one page; from the first one
 * back to what was shown before ("win.back").
 */
#define VD_TYPE_READING (vd_reading_get_type ())
G_DECLARE_FINAL_TYPE (VdReading, vd_reading, VD, READING, AdwBin)

/** @title: of the screen and its first page. */
GtkWidget *vd_reading_new (VdSession *session, const char *title);

/** Returns: (transfer none): the box of the page on top. */
GtkWidget *vd_reading_get_box (VdReading *self);

/** Returns: (transfer none): the box of the first page, whatever lies on it. */
GtkWidget *vd_reading_get_first (VdReading *self);

/** @widget: (transfer floating): stays above the first page while that scrolls. */
void vd_reading_set_top (VdReading *self, GtkWidget *widget);

/** @widget: (transfer floating): stays below the page on top while that scrolls. */
void vd_reading_set_foot (VdReading *self, GtkWidget *widget);

/** Returns: (transfer none): the empty box of a new page on top. Fill it, then call
 *  vd_reading_shown(). */
GtkWidget *vd_reading_push (VdReading *self, const char *title);

/** Says the title of the page aloud and puts the focus on the page: whoever reads begins at its
 * top.
 */
void vd_reading_shown (VdReading *self);

/** Takes the page on top away; the focus is where it was when it came. */
void vd_reading_pop (VdReading *self);

/** Returns: how many pages lie on the first one. */
guint vd_reading_get_depth (VdReading *self);

/** Goes back, as Escape does. */
void vd_reading_back (VdReading *self);
