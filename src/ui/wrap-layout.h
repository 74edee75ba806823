/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

/**
 * Puts children one after the other and goes on in a new line when the width is used up. A
 * GtkFlowBox would do the same, but it takes the arrow keys from radio buttons and adds places for
 * the focus that hold nothing.
 */
#define VD_TYPE_WRAP_LAYOUT (vd_wrap_layout_get_type ())
G_DECLARE_FINAL_TYPE (VdWrapLayout, vd_wrap_layout, VD, WRAP_LAYOUT, GtkLayoutManager)

/** Returns: (transfer full): with that many pixels between children and between lines. */
GtkLayoutManager *vd_wrap_layout_new (int column_spacing, int row_spacing);
