/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/referral.h"
#include "share/pages.h"

#include <pango/pangocairo.h>

/* A4 in points. Lengths of this layer are points; pango's own units stay inside document-paper.c.
 */
#define VD_PAGE_WIDTH 595.276
#define VD_PAGE_HEIGHT 841.890
#define VD_MARGIN_SIDE 62.0
#define VD_MARGIN_TOP 78.0
#define VD_MARGIN_BOTTOM 70.0
#define VD_TEXT_WIDTH (VD_PAGE_WIDTH - 2 * VD_MARGIN_SIDE)
#define VD_CARD_WIDTH 242.6 /* ISO/IEC 7810 ID-1: 85.6 mm */

/** How a text looks. Nothing is told by grey alone: it only steps back. */
typedef struct {
  double size;
  gboolean bold;
  gboolean italic;
  double grey; /* 0: black */
} VdStyle;

/** One line of text at its place; @x counts from the left edge of the page. */
typedef struct {
  PangoLayoutLine *line;
  double x;
  double baseline; /* from the top of its band */
  double grey;
} VdPiece;

typedef enum {
  VD_BOX_NONE,
  VD_BOX_FRAME,   /* a framed box: one way of knowing */
  VD_BOX_CALLOUT, /* a bar at the side: read this first */
  VD_BOX_CARD,    /* to cut out, of the size of a bank card */
} VdBoxKind;

/** A strip across the page that is never broken. */
typedef struct {
  const char *tag; /* "H1", "H2", "P"; NULL: not text */
  guint group;     /* bands of one group are one tagged element on a page */
  double before;   /* space above, dropped at the top of a page */
  double height;
  double after;
  gboolean new_page;
  gboolean keep;     /* stays with the next band */
  gboolean hairline; /* a thin line above, where the page does not begin with it */
  gboolean rule;     /* a line to write on, along the bottom */
  double rule_start; /* from the margin in reading direction */
  double rule_width;
  gboolean shaded; /* the head of a framed box */
  VdBoxKind box_kind;
  guint box;         /* bands with the same number share a box */
  VdPiece pieces[2]; /* of the first and second column; no line: empty there */
} VdBand;

/** A document being laid out; belongs to one thread. */
typedef struct {
  const VdPack *pack;
  const char *lang;
  const char *title;     /* what stands at the edges of every page: below, */
  const char *note;      /* above, */
  const char *reference; /* and above at the other side; "": nothing */
  gboolean rtl;
  PangoFontMap *fonts;
  PangoContext *contexts[2]; /* left to right, right to left */
  GPtrArray *layouts;        /* keeps the lines alive */
  GArray *bands;             /* (element-type VdBand) */
  const GArray *pages;       /* (nullable) (element-type VdPageRange): which are drawn; NULL: all */
  guint groups;
  guint boxes;
  const char *label;   /* of what is being laid out, for the message */
  char *missing_label; /* (nullable): where a character cannot be printed */
  gunichar missing;
} VdPaper;

/** @pack and @lang must outlive it. Errors: NOT_FOUND without fonts. */
VdPaper *vd_paper_new (const VdPack *pack, const char *lang, GError **error);
void vd_paper_free (VdPaper *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (VdPaper, vd_paper_free)

/**
 * vd_paper_text:
 * @width: to wrap at, or 0 for one line
 * @typed: text that a person typed: each paragraph takes its own direction. Other text takes the
 *   document's, unless it is a fallback in letters of the other one
 * Returns: (transfer none): the text laid out; invisible direction overrides and control characters
 * are left out, so that a text cannot turn what stands beside it.
 */
PangoLayout *
vd_paper_text (VdPaper *self, const char *text, const VdStyle *style, double width, gboolean typed);

/** Returns: (transfer none): a box to tick before each of @words (NULL-terminated), side by side.
 */
PangoLayout *
vd_paper_boxes (VdPaper *self, const char *const *words, const VdStyle *style, double width);

/** The left edge of a column that starts @offset after the margin in reading direction. */
double vd_paper_column (const VdPaper *self, double offset, double width);

/** One column of a block: where its text goes. */
typedef struct {
  PangoLayout *layout; /* (nullable) */
  double offset;
  double width;
  double grey;
  gboolean own_side; /* stands at the start of its own direction, not of the page's */
} VdColumn;

/** Adds a block of up to two columns as bands; @band holds what they share. */
void vd_paper_add (VdPaper *self, const VdBand *band, const VdColumn *columns, guint n_columns);

/** Adds a band without text. */
void vd_paper_add_space (VdPaper *self, const VdBand *band);

/** Keeps what was added since @first on one page when it is at most @height tall. */
void vd_paper_keep_whole (VdPaper *self, guint first, double height);

/** The content of the referral as bands. */
void vd_document_layout (VdPaper *paper, const VdReferral *referral);

/** Draws the bands on pages of @surface. Returns: how many pages were drawn. */
guint vd_document_draw (VdPaper *paper, cairo_surface_t *surface);

/** Returns: on how many pages the bands go, whatever is drawn of them. */
guint vd_document_count (VdPaper *paper);

/**
 * vd_paper_render:
 * @date: "2026-05-02": the day it is said to be made
 * Returns: (transfer full): the bands as a PDF. Errors: as vd_document_render().
 */
GBytes *vd_paper_render (VdPaper *self, const char *date, GError **error);
