/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/session.h"

/**
 * The screen "Learn": what the pack has to read, by subject, and a search through all of it. Needs
 * no vault; a VdPage.
 */
#define VD_TYPE_LEARN (vd_learn_get_type ())
G_DECLARE_FINAL_TYPE (VdLearn, vd_learn, VD, LEARN, AdwBin)

GtkWidget *vd_learn_new (VdSession *session);

/** Goes to the search field. */
void vd_learn_search (VdLearn *self);
