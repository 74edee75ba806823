/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/session.h"

/** The first screen of an open vault: all cases, filters with counts, search, new and delete. */
#define VD_TYPE_CASE_LIST (vd_case_list_get_type ())
G_DECLARE_FINAL_TYPE (VdCaseList, vd_case_list, VD, CASE_LIST, AdwBin)

GtkWidget *vd_case_list_new (VdSession *session);

/** Opens the search field and goes there. */
void vd_case_list_search (VdCaseList *self);
