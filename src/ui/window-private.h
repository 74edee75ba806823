/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/window.h"

/* Shared by window.c (screens), window-actions.c and window-lock.c only. */
struct _VdWindow {
  AdwApplicationWindow parent;

  VdSession *session;
  GtkStack *layers; /* "app", "pause", "lock" */
  AdwToastOverlay *toasts;
  GtkStack *screens; /* one child: the shown one, but the case list, which stays */
  GtkWidget *cases;  /* (nullable) */
  GtkWidget *pause;
  GtkWidget *focus; /* (nullable): what had the focus before the blank */

  GPtrArray *hidden; /* (element-type GtkWindow): dialogs put away by a pause */
  VdWindowThen then;
  gboolean locking;
  char *draft;       /* (nullable): while locking, to be tried again */
  gint64 give_up_at; /* monotonic: when keys are wiped although the draft is not sealed */
  guint give_up_tick;
};

/** Returns: (transfer none): the shown screen. */
VdPage *vd_window_get_shown (VdWindow *self);

/** Shows @layer and puts dialogs away, or brings them back when it is "app". */
void vd_window_show_layer (VdWindow *self, const char *layer);

void vd_window_add_actions (VdWindow *self);
/** Switches actions on and off for the state of the session and the layer. */
void vd_window_update_actions (VdWindow *self);
