/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "document-draw"

#include "share/document-paper.h"

#include <cairo-pdf.h>

/* A band at its place. */
typedef struct {
  guint band;
  guint page;
  double top; /* of its text */
} VdPlace;

typedef struct {
  VdPaper *paper;
  cairo_t *cr;
  GArray *places; /* (element-type VdPlace) */
  guint n_pages;
} VdDrawing;

static const VdStyle edge_style = {8, .grey = 0.25};
static const VdStyle note_style = {8.5, .bold = TRUE};

static const VdBand *
band_at (const VdDrawing *d, guint index)
{
  return &g_array_index (d->paper->bands, VdBand, index);
}

static const VdPlace *
place_at (const VdDrawing *d, guint index)
{
  return &g_array_index (d->places, VdPlace, index);
}

/* The bands from @first that stay together, and the height they take. */
static guint
cluster_end (const VdDrawing *d, guint first, double *height)
{
  guint end = first;
  gboolean more = TRUE;

  *height = 0;
  for (; more && end < d->paper->bands->len; end++) {
    const VdBand *band = band_at (d, end);

    if (end > first && band->new_page)
      break;
    *height += band->height + band->after + (end == first ? 0 : band->before);
    more = band->keep;
  }
  return end;
}

static void
place_band (VdDrawing *d, guint index, guint page, double top)
{
  VdPlace place = {index, page, top};

  g_array_append_val (d->places, place);
}

/* Fills pages from the top; a cluster that does not fit goes to the next page whole, and one that
 * fits no page is broken wherever a page ends. */
static void
paginate (VdDrawing *d)
{
  const double bottom = VD_PAGE_HEIGHT - VD_MARGIN_BOTTOM;
  double y = VD_MARGIN_TOP;
  guint page = 0;
  guint end = 0;

  for (guint i = 0; i < d->paper->bands->len; i++) {
    const VdBand *band = band_at (d, i);
    gboolean top = y <= VD_MARGIN_TOP;
    double height = band->height + band->after;

    if (i >= end)
      end = cluster_end (d, i, &height);
    if (!top && (band->new_page || y + band->before + height > bottom)) {
      page++;
      y = VD_MARGIN_TOP;
      top = TRUE;
    }
    y += top ? 0 : band->before;
    place_band (d, i, page, y);
    y += band->height + band->after;
  }
  d->n_pages = page + 1;
}

static void
set_grey (const VdDrawing *d, double grey)
{
  cairo_set_source_rgb (d->cr, grey, grey, grey);
}

static void
draw_line (const VdDrawing *d, double x1, double x2, double y, double width, double grey)
{
  set_grey (d, grey);
  cairo_set_line_width (d->cr, width);
  cairo_move_to (d->cr, x1, y);
  cairo_line_to (d->cr, x2, y);
  cairo_stroke (d->cr);
}

static void
draw_rule (const VdDrawing *d, const VdBand *band, double y)
{
  double left = vd_paper_column (d->paper, band->rule_start, band->rule_width);

  draw_line (d, left, left + band->rule_width, y, 0.75, 0);
}

static void
draw_band_lines (const VdDrawing *d, guint index, gboolean first_on_page)
{
  const VdBand *band = band_at (d, index);
  double inset = band->box_kind == VD_BOX_FRAME ? 12 : 0;
  double left = VD_MARGIN_SIDE + inset;
  double right = VD_PAGE_WIDTH - VD_MARGIN_SIDE - inset;
  double top = place_at (d, index)->top;
  gboolean after_head = index > 0 && band_at (d, index - 1)->shaded;

  if (band->hairline && !first_on_page && !after_head)
    draw_line (d, left, right, top - band->before, 0.5, 0.75);
  if (band->rule)
    draw_rule (d, band, top + band->height);
}

static void
draw_pieces (const VdDrawing *d, guint first, guint end, guint column)
{
  for (guint i = first; i < end; i++) {
    const VdBand *band = band_at (d, i);

    if (band->pieces[column].line == NULL)
      continue;
    set_grey (d, band->pieces[column].grey);
    cairo_move_to (d->cr, band->pieces[column].x,
                   place_at (d, i)->top + band->pieces[column].baseline);
    pango_cairo_show_layout_line (d->cr, band->pieces[column].line);
  }
}

/* One tagged element: the label first, then all of its value. Tags never hold text of ours. */
static void
draw_group (const VdDrawing *d, guint first, guint end)
{
  const char *tag = band_at (d, first)->tag;

  if (tag == NULL)
    return;
  cairo_tag_begin (d->cr, tag, NULL);
  draw_pieces (d, first, end, 0);
  draw_pieces (d, first, end, 1);
  cairo_tag_end (d->cr, tag);
}

static guint
group_end (const VdDrawing *d, guint first, guint end)
{
  guint i = first + 1;

  while (i < end && band_at (d, i)->group == band_at (d, first)->group &&
         band_at (d, i)->tag == band_at (d, first)->tag)
    i++;
  return i;
}

static void
draw_frame (const VdDrawing *d, double top, double bottom, gboolean opens, gboolean closes)
{
  double left = VD_MARGIN_SIDE;
  double right = VD_PAGE_WIDTH - VD_MARGIN_SIDE;

  set_grey (d, 0.45);
  cairo_set_line_width (d->cr, 0.75);
  cairo_move_to (d->cr, left, top);
  cairo_line_to (d->cr, left, bottom);
  cairo_move_to (d->cr, right, top);
  cairo_line_to (d->cr, right, bottom);
  /* A box that goes on over the page stays open there. */
  if (opens) {
    cairo_move_to (d->cr, left, top);
    cairo_line_to (d->cr, right, top);
  }
  if (closes) {
    cairo_move_to (d->cr, left, bottom);
    cairo_line_to (d->cr, right, bottom);
  }
  cairo_stroke (d->cr);
}

static void
draw_shade (const VdDrawing *d, guint first, guint end)
{
  double top = place_at (d, first)->top - 5;
  guint last = first;

  if (!band_at (d, first)->shaded)
    return;
  while (last + 1 < end && band_at (d, last + 1)->shaded)
    last++;
  set_grey (d, 0.92);
  cairo_rectangle (d->cr, VD_MARGIN_SIDE, top, VD_TEXT_WIDTH,
                   place_at (d, last)->top + band_at (d, last)->height + 5 - top);
  cairo_fill (d->cr);
}

/* A line to cut along. */
static void
draw_card (const VdDrawing *d, double top, double bottom)
{
  const double dash[] = {4, 3};

  set_grey (d, 0.35);
  cairo_set_line_width (d->cr, 0.75);
  cairo_set_dash (d->cr, dash, 2, 0);
  cairo_rectangle (d->cr, vd_paper_column (d->paper, 0, VD_CARD_WIDTH), top, VD_CARD_WIDTH,
                   bottom - top);
  cairo_stroke (d->cr);
  cairo_set_dash (d->cr, NULL, 0, 0);
}

static void
draw_box (const VdDrawing *d, guint first, guint end)
{
  const VdBand *band = band_at (d, first);
  guint n = d->paper->bands->len;
  double top = place_at (d, first)->top - 5;
  double bottom =
      place_at (d, end - 1)->top + band_at (d, end - 1)->height + band_at (d, end - 1)->after;
  gboolean opens = first == 0 || band_at (d, first - 1)->box != band->box;
  gboolean closes = end == n || band_at (d, end)->box != band->box;

  if (band->box_kind == VD_BOX_FRAME) {
    draw_shade (d, first, end);
    draw_frame (d, top, bottom + 2, opens, closes);
    return;
  }
  if (band->box_kind == VD_BOX_CARD) {
    draw_card (d, top - 5, bottom);
    return;
  }
  set_grey (d, 0.15);
  cairo_rectangle (d->cr, vd_paper_column (d->paper, 0, 3), top + 5, 3, bottom - top - 5);
  cairo_fill (d->cr);
}

static void
draw_boxes (const VdDrawing *d, guint first, guint end)
{
  guint i = first;

  while (i < end) {
    guint box = band_at (d, i)->box;
    guint last = i + 1;

    while (last < end && band_at (d, last)->box == box)
      last++;
    if (box != 0)
      draw_box (d, i, last);
    i = last;
  }
}

/* One line at the edge of the page, at the start or end of the reading direction; what is too long
 * is cut there, since it stands whole on the first page. */
static void
draw_edge (const VdDrawing *d, const char *text, const VdStyle *style, double y, gboolean at_end)
{
  double room = VD_TEXT_WIDTH * (at_end ? 0.3 : 0.66);
  PangoLayout *layout = vd_paper_text (d->paper, text, style, room, FALSE);
  PangoRectangle logical;
  double width;

  pango_layout_set_height (layout, -1);
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  pango_layout_line_get_extents (pango_layout_get_line_readonly (layout, 0), NULL, &logical);
  width = pango_units_to_double (logical.width);
  set_grey (d, style->grey);
  cairo_move_to (d->cr, vd_paper_column (d->paper, at_end ? VD_TEXT_WIDTH - width : 0, width), y);
  pango_cairo_show_layout_line (d->cr, pango_layout_get_line_readonly (layout, 0));
}

static char *
page_text (const VdDrawing *d, guint page)
{
  const char *pattern = vd_pack_phrase (d->paper->pack, "document-page", d->paper->lang);
  g_autofree char *number = g_strdup_printf ("%u", page + 1);
  g_autofree char *total = g_strdup_printf ("%u", d->n_pages);
  g_autofree char *part = vd_referral_fill (pattern, "page", number);

  return vd_referral_fill (part, "pages", total);
}

/* A translation that no person has reviewed says so on every page, below everything else. */
static gboolean
is_draft (const VdDrawing *d)
{
  const VdNode *language = vd_pack_find (d->paper->pack, "language", d->paper->lang);

  return language != NULL && g_str_equal (vd_node_attr (language, "state"), "draft");
}

/* Header and footer stand outside the tags: a reader's voice skips them. */
static void
draw_edges (const VdDrawing *d, guint page)
{
  const double right = VD_PAGE_WIDTH - VD_MARGIN_SIDE;
  const double foot = VD_PAGE_HEIGHT - 40;
  const char *reference = d->paper->reference;
  g_autofree char *number = page_text (d, page);
  g_autofree char *head = g_strdup_printf (
      "%s %s", vd_pack_phrase (d->paper->pack, "document-reference", d->paper->lang), reference);

  draw_edge (d, d->paper->note, &note_style, 46, FALSE);
  if (*reference != '\0')
    draw_edge (d, head, &edge_style, 46, TRUE);
  draw_line (d, VD_MARGIN_SIDE, right, 54, 1.5, 0.15);
  draw_line (d, VD_MARGIN_SIDE, right, foot - 14, 0.5, 0.45);
  draw_edge (d, d->paper->title, &edge_style, foot, FALSE);
  draw_edge (d, number, &edge_style, foot, TRUE);
  if (is_draft (d))
    draw_edge (d, vd_pack_phrase (d->paper->pack, "draft-translation", d->paper->lang), &edge_style,
               foot + 12, FALSE);
}

static void
draw_page (const VdDrawing *d, guint page, guint first, guint end)
{
  draw_edges (d, page);
  draw_boxes (d, first, end);
  for (guint i = first; i < end; i++)
    draw_band_lines (d, i, i == first);
  for (guint i = first; i < end; i = group_end (d, i, end))
    draw_group (d, i, group_end (d, i, end));
  cairo_show_page (d->cr);
}

guint
vd_document_draw (VdPaper *paper, cairo_surface_t *surface)
{
  g_autoptr (GArray) places = g_array_new (FALSE, FALSE, sizeof (VdPlace));
  VdDrawing d = {paper, cairo_create (surface), places};
  guint first = 0;
  guint drawn = 0;

  paginate (&d);
  for (guint page = 0; page < d.n_pages; page++) {
    guint end = first;

    while (end < places->len && place_at (&d, end)->page == page)
      end++;
    if (paper->pages == NULL || vd_pages_has (paper->pages, page + 1)) {
      draw_page (&d, page, first, end);
      drawn++;
    }
    first = end;
  }
  cairo_destroy (d.cr);
  return drawn;
}

guint
vd_document_count (VdPaper *paper)
{
  g_autoptr (GArray) places = g_array_new (FALSE, FALSE, sizeof (VdPlace));
  VdDrawing d = {paper, NULL, places};

  paginate (&d);
  return d.n_pages;
}
