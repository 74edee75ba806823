/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/session.h"
#include "ui/page.h"

/**
 * The window: a stack of top-level screens (first run, unlock, case list, assessment), each a
 * VdPage with a header bar of its own, and above them the pause and the lock. It is built from the
 * session alone, so it can be thrown away and built again in another language.
 *
 * Actions: win.pause (F9), win.lock (Ctrl+L), win.new-case (Ctrl+N), win.new-case-in (a setting),
 * win.cases, win.search (Ctrl+F), win.read ("learn",
 * "practice", "contacts" or "exchange"), win.vault (a page of the vault, or ""), win.back (from
 * there), win.sources (of the page), win.language (a tag), win.preferences, win.about.
 */
#define VD_TYPE_WINDOW (vd_window_get_type ())
G_DECLARE_FINAL_TYPE (VdWindow, vd_window, VD, WINDOW, AdwApplicationWindow)

/** @session must outlive the window, which holds a reference. */
VdWindow *vd_window_new (GtkApplication *app, VdSession *session);

/** Returns: (transfer none) (nullable): the window that @widget is in, also out of a dialog. */
VdWindow *vd_window_of (GtkWidget *widget);

VdSession *vd_window_get_session (VdWindow *self);

/** Shows the screen that fits the state of the session: first run, unlock or the case list. */
void vd_window_show_start (VdWindow *self);

/** Shows the case list; the record in hand is let go of. */
void vd_window_show_cases (VdWindow *self);

/** Shows the assessment that the session has in hand (vd_session_get_record()). */
void vd_window_show_assessment (VdWindow *self);

/** Opens the assessment @id and shows it; errors are shown. */
void vd_window_open_case (VdWindow *self, const char *id);

/** Switches actions on and off for the state of the session, the layer and the screen. */
void vd_window_update_actions (VdWindow *self);

/** A short note at the foot of the window, also announced. */
void vd_window_toast (VdWindow *self, const char *text);

/** A dialog with what happened and what to do next; CANCELLED is not worth one. */
void vd_window_show_error (VdWindow *self, const GError *error);

/**
 * vd_window_save_draft:
 * Returns: (nullable) (transfer full): JSON with the place on screen and the half-typed text, for
 * vd_session_lock_async() or another window; NULL when the vault is not open.
 */
char *vd_window_save_draft (VdWindow *self);

/** Goes to the place in @draft (nullable) and puts the half-typed text back. */
void vd_window_restore_draft (VdWindow *self, const char *draft);

/** Blanks the window at once, dialogs too; no passphrase is needed to go on. */
void vd_window_pause (VdWindow *self);

typedef enum {
  VD_WINDOW_THEN_RESTART, /* the process starts itself anew, with empty memory */
  VD_WINDOW_THEN_QUIT,
} VdWindowThen;

/** Blanks the window, seals the draft, closes the vault and then leaves this process. When the
 *  draft cannot be sealed the screen stays blank and says why. */
void vd_window_lock (VdWindow *self, VdWindowThen then);
