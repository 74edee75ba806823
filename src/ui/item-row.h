/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/session.h"

#define VD_MAX_MEMBERS 4

/** One item of a VdItemList. Signal "remove": the person wants it gone. */
#define VD_TYPE_ITEM_ROW (vd_item_row_get_type ())
G_DECLARE_FINAL_TYPE (VdItemRow, vd_item_row, VD, ITEM_ROW, GtkBox)

/** @members: keys, NULL-terminated, at most VD_MAX_MEMBERS; the first one is a code. */
GtkWidget *
vd_item_row_new (VdSession *session, const char *list, const char *const *members, guint index);

/** Reads the record again; what is being typed stays. */
void vd_item_row_show (VdItemRow *self);

/** The item before it in the list is gone, or came. */
void vd_item_row_set_index (VdItemRow *self, guint index);
