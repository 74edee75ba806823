/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/session.h"

/** Returns: (transfer floating): the conversation, phase by phase; it implements VdPage. */
GtkWidget *vd_place_conversation_new (VdSession *session);

/** Opens phase @id ("H") and puts the focus there. */
void vd_place_conversation_goto (GtkWidget *place, const char *id);
