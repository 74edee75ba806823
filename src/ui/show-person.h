/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/pack.h"

/**
 * vd_show_person:
 * Fills the screen with one text for the person to read: large, black on white, nothing of the case
 * and no name of the program. Escape or F9 blanks it; from the blank the worker goes back with
 * Enter or F9.
 * @parent: a widget of the worker's window
 * @answers: whether to offer words to point at; pointing is recorded nowhere
 */
void vd_show_person (GtkWidget *parent,
                     const VdPack *pack,
                     const char *text,
                     const char *lang,
                     gboolean answers);
