/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

/**
 * What differs between versions of GTK and libadwaita: the only file with version checks, built
 * without the maximum-version macros. Callbacks come on the main loop.
 */

/** @name: the suggested file name; it never holds personal data (it ends in lists of recent files).
 */
void vd_choose_save_file_async (GtkWindow *parent,
                                const char *title,
                                const char *name,
                                GAsyncReadyCallback callback,
                                gpointer data);
/** Returns: (transfer full): the file; NULL with CANCELLED when the person chose none. */
GFile *vd_choose_save_file_finish (GAsyncResult *result, GError **error);

void vd_choose_open_file_async (GtkWindow *parent,
                                const char *title,
                                GAsyncReadyCallback callback,
                                gpointer data);
GFile *vd_choose_open_file_finish (GAsyncResult *result, GError **error);

/**
 * vd_confirm_async:
 * @action: what the button that goes on says ("Delete"); the other one says "Cancel" and is the
 *   default
 */
void vd_confirm_async (GtkWindow *parent,
                       const char *heading,
                       const char *body,
                       const char *action,
                       gboolean destructive,
                       GAsyncReadyCallback callback,
                       gpointer data);
/** Returns: whether the person chose to go on. */
gboolean vd_confirm_finish (GAsyncResult *result);

/** Tells something that needs no choice; one button closes it. */
void vd_tell (GtkWindow *parent, const char *heading, const char *body);

/** Has a screen reader say @text now, whatever has the focus. */
void vd_announce (GtkWidget *widget, const char *text);

/** Returns: (transfer floating): what vd_announce() needs once in each window at the floor: a label
 *  with the role alert that nobody sees. */
GtkWidget *vd_announcer_new (void);
