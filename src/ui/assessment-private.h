/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/assessment.h"
#include "ui/place.h"

/* Shared by assessment.c (screen), assessment-nav.c (places) and assessment-draft.c only. */
struct _VdAssessment {
  AdwBin parent;

  VdSession *session;
  AdwWindowTitle *title;
  GtkLabel *saved;
  GtkWidget *trouble; /* says at length that the last change is not on the disk */
  GtkLabel *trouble_words;
  GtkWidget *columns;
  GtkListBox *list;
  GtkMenuButton *menu;
  char *told;      /* (nullable): what list and menu say of the places */
  GtkStack *stack; /* of scrolled places, by id; made when first shown */

  char *setting;            /* (nullable): that the places were made for */
  const VdNode *form;       /* (nullable): the short form that they were made for */
  const VdPlaceInfo *place; /* (nullable): the shown one */
  GtkRoot *root;            /* (nullable): whose focus is followed */
  char *focused;            /* (nullable): target that had the focus last */
  int cursor;               /* in it, when it is text; or -1 */

  char *wanted;      /* (nullable): target to focus when it has a size */
  int wanted_cursor; /* or -1 */
  guint frames;      /* that must pass before */
  guint tick;
  guint remake; /* places are to be made anew */
};

/* assessment.c */
/** Shows a place and builds it if need be. Returns: (transfer none): it. */
GtkWidget *vd_assessment_show_place (VdAssessment *self, const VdPlaceInfo *info);
/** Returns: (transfer none) (nullable): the place, when it was built. */
GtkWidget *vd_assessment_get_place (VdAssessment *self, const char *id);
/** Focuses @target (nullable: the first control) of the shown place as soon as it has a size. */
void vd_assessment_focus (VdAssessment *self, const char *target, int cursor);

/* assessment-nav.c */
GtkWidget *vd_assessment_nav_new (VdAssessment *self);
GtkWidget *vd_assessment_bar_new (VdAssessment *self);
/** Buttons to the places before and after @info; none for the journal. */
GtkWidget *vd_assessment_steps_new (VdAssessment *self, const VdPlaceInfo *info);
void vd_assessment_nav_refresh (VdAssessment *self);
/** Returns: (nullable): the short form of the record in hand. */
const VdNode *vd_assessment_get_form (VdAssessment *self);

/* assessment-draft.c */
char *vd_assessment_save_draft (VdAssessment *self);
void vd_assessment_restore_draft (VdAssessment *self, const char *draft);
/** Notes where the focus is, while it is in the place. */
void vd_assessment_note_focus (VdAssessment *self);
