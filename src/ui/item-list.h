/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/session.h"

/**
 * A list of objects of the assessment, edited in place: the people around the person, and phone
 * numbers and other traces. Which members are shown is in the table of item-list.c; members that
 * are not shown stay as they are.
 */
#define VD_TYPE_ITEM_LIST (vd_item_list_get_type ())
G_DECLARE_FINAL_TYPE (VdItemList, vd_item_list, VD, ITEM_LIST, GtkBox)

/** Whether there is an editor for @list ("people"). */
gboolean vd_item_list_knows (const char *list);

/** Its target is @list. Returns: (transfer floating) */
GtkWidget *vd_item_list_new (VdSession *session, const char *list);
