/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

/** Seconds that copied text of a case stays on the clipboard. */
#define VD_CLIPBOARD_SECONDS 30

/** Puts @text on the clipboard of @widget for VD_CLIPBOARD_SECONDS, unless something else is copied
 * or vd_clipboard_forget() is called before. Programs that keep what was copied are told not to. */
void vd_clipboard_copy (GtkWidget *widget, const char *text);

/** Takes what vd_clipboard_copy() has put there from the clipboard of @widget, if it still is. */
void vd_clipboard_forget (GtkWidget *widget);
