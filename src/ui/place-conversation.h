/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/session.h"

/** Returns: (transfer floating): the conversation, phase by phase. */
GtkWidget *vd_place_conversation_new (VdSession *session);
