/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/place.h"

/** The groups of fields that the pack has for a place, each with how much of it is noted. Groups
 *  open in place and are made when they are first opened. Implements VdPlace. */
#define VD_TYPE_FIELD_GROUPS (vd_field_groups_get_type ())
G_DECLARE_FINAL_TYPE (VdFieldGroups, vd_field_groups, VD, FIELD_GROUPS, GtkBox)

/**
 * vd_field_groups_new:
 * @place: attribute `place` of the groups ("person")
 * @first_open: the first group is always open
 * Returns: (transfer floating)
 */
GtkWidget *vd_field_groups_new (VdSession *session, const char *place, gboolean first_open);
