/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/session.h"

#define VD_N_ANSWERS 4
#define VD_N_BASES 4

/** What an answer is made of; the boxes are packed by whoever uses them. */
typedef struct {
  GtkWidget *values; /* a radio group: yes, maybe, no, declined */
  GtkWidget *radios[VD_N_ANSWERS];
  GtkWidget *basis; /* heading and group: known from */
  GtkWidget *checks[VD_N_BASES];
  GtkWidget *notes; /* heading and area */
  GtkWidget *note;  /* the text view */
} VdAnswerControls;

/** @label: names the group of values. */
void vd_answer_controls_init (VdAnswerControls *self, VdSession *session, GtkWidget *label);

/** Returns: FALSE when none is chosen. */
gboolean vd_answer_controls_get_value (const VdAnswerControls *self, VdAnswerValue *value);
guint vd_answer_controls_get_basis (const VdAnswerControls *self);
/** @answer: (nullable): NULL clears all. */
void vd_answer_controls_show (VdAnswerControls *self, const VdAnswer *answer);
/** Whether the note can be changed. */
void vd_answer_controls_set_open (VdAnswerControls *self, gboolean open);
/** Calls @callback (data) when a value or a basis was chosen. */
void vd_answer_controls_connect (VdAnswerControls *self, GCallback callback, gpointer data);
