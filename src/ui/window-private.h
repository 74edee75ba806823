/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/window.h"

/* Shared by window.c (screens) and window-*.c only. */
struct _VdWindow {
  AdwApplicationWindow parent;

  VdSession *session;
  GtkStack *layers; /* "app", "pause", "lock" */
  AdwToastOverlay *toasts;
  GtkWidget *body;         /* screens, and below them what the content is not */
  GtkStack *screens;       /* one child: the shown one, besides the case list and `behind` */
  GtkWidget *cases;        /* (nullable) */
  GtkWidget *behind;       /* (nullable): the screen below Learn, Practice or Contacts */
  GtkWidget *behind_focus; /* (nullable): what had the focus there */
  GtkWidget *pause;
  GtkWidget *focus; /* (nullable): what had the focus before the blank */

  guint opening;   /* counts the cases that were asked for: the last one counts */
  json_t *waiting; /* (nullable): the draft that is put back when its case is open */
  json_t *left;    /* what is half typed in cases that were left: window-left.c */

  GPtrArray *hidden; /* (element-type GtkWindow): dialogs put away by a pause */
  VdWindowThen then;
  gboolean locking;
  char *draft;       /* (nullable): while locking, to be tried again */
  gint64 give_up_at; /* monotonic: when keys are wiped although the draft is not sealed */
  guint give_up_tick;
};

/** Returns: (transfer none): the shown screen. */
VdPage *vd_window_get_shown (VdWindow *self);

/** Shows @screen in place of the present one, which goes unless it stays on purpose. */
void vd_window_show_screen (VdWindow *self, GtkWidget *screen);

/** Takes @screen, which is not shown, out of the window. */
void vd_window_remove_screen (VdWindow *self, GtkWidget *screen);

/* window-reading.c: Learn, Practice and Contacts lie over the screen that they were opened from. */
gboolean vd_window_is_reading (GtkWidget *screen);
/** @name: "learn", "practice" or "contacts" */
void vd_window_show_reading (VdWindow *self, const char *name);
void vd_window_leave_reading (VdWindow *self);
/** After another screen than those three was shown: what was below goes, unless it is @shown. */
void vd_window_forget_behind (VdWindow *self, GtkWidget *shown);
void vd_window_save_reading (VdWindow *self, json_t *draft);
void vd_window_restore_reading (VdWindow *self, const json_t *draft);

/** Shows @layer and puts dialogs away, or brings them back when it is "app". */
void vd_window_show_layer (VdWindow *self, const char *layer);

void vd_window_add_actions (VdWindow *self);

/* window-left.c: what is half typed in a case stays with it when another screen is shown. */
/** Keeps it for the record in hand, if it is shown. */
void vd_window_keep_left (VdWindow *self);
/** Keeps the draft that was to be put back and is not, because another case is shown. */
void vd_window_keep_waiting (VdWindow *self);
/** Returns: (transfer full) (nullable): the draft of the assessment @id, which is kept no more. */
char *vd_window_take_left (VdWindow *self, const char *id);
void vd_window_save_left (VdWindow *self, json_t *draft);
void vd_window_restore_left (VdWindow *self, const json_t *draft);

/** window-watch.c: what the session says that is for no screen. */
void vd_window_watch (VdWindow *self);
