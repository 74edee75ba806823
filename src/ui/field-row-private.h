/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/field-row.h"

/* What a kind of field needs; field-row.c has the table of them. */
typedef struct {
  GtkWidget *(*make) (VdFieldRow *self);
  void (*show) (VdFieldRow *self); /* from the record; `showing` is set meanwhile */
  /* For kinds with text only. */
  gboolean (*commit) (VdFieldRow *self, GError **error);
  char *(*typed) (VdFieldRow *self); /* (transfer full): as text of one string */
  void (*type) (VdFieldRow *self, const char *text);
} VdFieldKind;

struct _VdFieldRow {
  GtkBox parent;

  VdSession *session;
  char *path;
  const char *const *codes;
  const VdNode *node; /* (nullable): the pack's field */
  const VdFieldKind *kind;

  GtkWidget *label;
  GtkWidget *help; /* (nullable) */
  GtkWidget *control;
  GtkWidget *error;
  GtkWidget *clear;     /* (nullable): takes a choice back */
  GtkWidget *inputs[3]; /* what holds typed text */
  GPtrArray *buttons;   /* (element-type GtkCheckButton): of choices, by code */

  guint timer;      /* of a commit to come */
  gboolean showing; /* the record is being shown: changes are not the person's */
  gboolean refused; /* what stands there is not in the record */
  gboolean stale;   /* the record changed while nobody saw the row */
};

extern const VdFieldKind vd_field_line;     /* one line */
extern const VdFieldKind vd_field_lines;    /* several lines */
extern const VdFieldKind vd_field_texts;    /* a list: one text a line */
extern const VdFieldKind vd_field_number;   /* a number, or nothing */
extern const VdFieldKind vd_field_date;     /* day, month, year; the first two may be open */
extern const VdFieldKind vd_field_time;     /* a time of the day that comes */
extern const VdFieldKind vd_field_radio;    /* one of few codes, or yes and no */
extern const VdFieldKind vd_field_drop;     /* one of many codes */
extern const VdFieldKind vd_field_checks;   /* several codes */
extern const VdFieldKind vd_field_language; /* a language by its own name */

/** Shows what the record has. */
void vd_field_row_show (VdFieldRow *self);

/** The person typed: commits in a moment. */
void vd_field_row_typed (VdFieldRow *self);

const VdRecord *vd_field_row_record (VdFieldRow *self);
