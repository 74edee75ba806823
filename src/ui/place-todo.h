/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/session.h"

/** Returns: (transfer floating): what to do, step by step. */
GtkWidget *vd_place_todo_new (VdSession *session);
