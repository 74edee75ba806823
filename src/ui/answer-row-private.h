/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/answer-controls.h"
#include "ui/answer-row.h"
#include "ui/editor.h"

/* Shared by the answer-*.c files only. */
struct _VdAnswerRow {
  GtkBox parent;

  VdSession *session;
  const VdIndicator *indicator;

  GtkWidget *name;
  VdAnswerControls now;
  GtkWidget *clear;
  GtkWidget *details; /* what makes sense once there is an answer */
  GtkWidget *stamp;   /* date and author of the answer */
  GtkWidget *error;
  GtkWidget *earlier; /* a fold */

  GtkWidget *later_button;
  GtkWidget *later_form; /* (nullable): made when first opened */
  VdAnswerControls later;

  guint timer;
  gboolean closed; /* the shown entry is of another day or author: it stays as it is */
  gboolean anew;   /* another answer than that one was chosen and is not saved yet */
  gboolean showing;
  gboolean refused;
  gboolean stale;
};

/* answer-later.c: what was said or seen later, and what was answered earlier. */
GtkWidget *vd_answer_later_button_new (VdAnswerRow *self);
void vd_answer_later_open (VdAnswerRow *self);
void vd_answer_later_save (VdAnswerRow *self, json_t *texts);
void vd_answer_later_restore (VdAnswerRow *self, const json_t *texts);
GtkWidget *vd_answer_earlier_new (VdAnswerRow *self);
void vd_answer_earlier_show (VdAnswerRow *self);
/* For lines such as "2 May 2026, AB: Yes · Seen by staff". */
void vd_answer_append_value (VdAnswerRow *self, GString *line, VdAnswerValue value);
void vd_answer_append_bases (VdAnswerRow *self, GString *line, guint basis);

/* answer-keys.c */
void vd_answer_keys_add (VdAnswerRow *self);

/* answer-about.c */
/** Returns: words to say, why, caution, sources; opens in place. */
GtkWidget *vd_answer_about_new (VdAnswerRow *self);
/** Whether this sign may only be noted, never asked about, where the record was made. */
gboolean vd_answer_never_ask (VdAnswerRow *self);
