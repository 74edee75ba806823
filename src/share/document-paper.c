/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "document-paper"

#include "share/document-paper.h"

#include "base/lang.h"
#include "share/document.h"
#include "share/document-fonts.h"

#include <string.h>

#define FAMILY "Noto Sans"

#define BOX "\357\277\274" /* the object replacement character, as pango asks for */
#define WHOLE_WORDS 40

/* What starts further in than this stands beside a label. */
#define LABEL_ROOM 100.0

/* A box to tick stands in the text as a shape of its own, so that lines break around it and turn
 * with the direction of reading. */
static void
draw_box (cairo_t *cr, PangoAttrShape *attr, gboolean do_path, gpointer data)
{
  double side = pango_units_to_double (attr->ink_rect.height);
  double x, y;

  cairo_get_current_point (cr, &x, &y);
  cairo_set_line_width (cr, 0.75);
  cairo_rectangle (cr, x + 0.5, y - side + 1.5, side - 1, side - 1);
  if (!do_path)
    cairo_stroke (cr);
}

static PangoContext *
context_new (PangoFontMap *map, const char *lang, gboolean rtl)
{
  PangoContext *context = pango_font_map_create_context (map);
  cairo_font_options_t *options = cairo_font_options_create ();

  /* Paper has no pixels to fit letters to. */
  cairo_font_options_set_hint_style (options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics (options, CAIRO_HINT_METRICS_OFF);
  pango_cairo_context_set_font_options (context, options);
  cairo_font_options_destroy (options);
  pango_cairo_context_set_resolution (context, 72);
  pango_context_set_round_glyph_positions (context, FALSE);
  pango_cairo_context_set_shape_renderer (context, draw_box, NULL, NULL);
  pango_context_set_language (context, pango_language_from_string (lang));
  pango_context_set_base_dir (context, rtl ? PANGO_DIRECTION_RTL : PANGO_DIRECTION_LTR);
  return context;
}

VdPaper *
vd_paper_new (const VdPack *pack, const char *lang, GError **error)
{
  PangoFontMap *map = vd_document_font_map_new (error);
  VdPaper *self;

  if (map == NULL)
    return NULL;
  self = g_new0 (VdPaper, 1);
  self->pack = pack;
  self->lang = lang;
  self->title = self->note = self->reference = "";
  self->rtl = vd_lang_is_rtl (self->lang);
  self->fonts = map;
  self->contexts[0] = context_new (map, self->lang, FALSE);
  self->contexts[1] = context_new (map, self->lang, TRUE);
  self->layouts = g_ptr_array_new_with_free_func (g_object_unref);
  self->bands = g_array_new (FALSE, TRUE, sizeof (VdBand));
  self->label = "";
  return self;
}

void
vd_paper_free (VdPaper *self)
{
  for (guint i = 0; i < self->bands->len; i++) {
    VdBand *band = &g_array_index (self->bands, VdBand, i);

    for (guint p = 0; p < G_N_ELEMENTS (band->pieces); p++)
      g_clear_pointer (&band->pieces[p].line, pango_layout_line_unref);
  }
  g_array_unref (self->bands);
  g_ptr_array_unref (self->layouts);
  g_object_unref (self->contexts[0]);
  g_object_unref (self->contexts[1]);
  vd_document_font_map_free (self->fonts);
  g_free (self->missing_label);
  g_free (self);
}

/* Overrides and isolates: invisible, and able to turn the rest of a line around. */
static gboolean
is_bidi_control (gunichar c)
{
  return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

static gboolean
has_rtl_letter (const char *text)
{
  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at)) {
    if (vd_lang_is_rtl_letter (g_utf8_get_char (at)))
      return TRUE;
  }
  return FALSE;
}

/* In right-to-left text the groups of a telephone number would be read from the wrong end: a space
 * that does not break holds them together (its bidi class is that of a separator in a number), and
 * a mark keeps the plus sign in front. */
static gboolean
add_number_part (GString *clean, const char *text, const char *at)
{
  gboolean before = at > text && g_ascii_isdigit (at[-1]);

  if (*at == ' ' && before && g_ascii_isdigit (at[1]))
    g_string_append (clean, "\302\240");
  else if (*at == '+' && g_ascii_isdigit (at[1]))
    g_string_append (clean, "\342\200\216+");
  else
    return FALSE;
  return TRUE;
}

static char *
clean_text (const char *text, gboolean rtl)
{
  g_autoptr (GString) clean = g_string_new (NULL);

  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at)) {
    gunichar c = g_utf8_get_char (at);

    if (rtl && add_number_part (clean, text, at))
      continue;
    if (c == '\n' || c == 0x2028 || c == 0x2029)
      g_string_append_c (clean, '\n');
    else if (g_unichar_iscntrl (c))
      g_string_append_c (clean, ' ');
    else if (!is_bidi_control (c))
      g_string_append_unichar (clean, c);
  }
  return g_string_free (g_steal_pointer (&clean), FALSE);
}

char *
vd_document_shown (const char *text)
{
  return clean_text (text, has_rtl_letter (text));
}

/* Finds the first character of @layout that no font has. */
static gunichar
find_missing (PangoLayout *layout)
{
  g_autoptr (PangoLayout) probe = pango_layout_copy (layout);
  const char *text = pango_layout_get_text (layout);

  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at)) {
    pango_layout_set_text (probe, at, (int)(g_utf8_next_char (at) - at));
    if (pango_layout_get_unknown_glyphs_count (probe) > 0)
      return g_utf8_get_char (at);
  }
  return 0xFFFD;
}

static void
note_missing (VdPaper *self, PangoLayout *layout)
{
  if (self->missing_label != NULL || pango_layout_get_unknown_glyphs_count (layout) == 0)
    return;
  self->missing = find_missing (layout);
  self->missing_label = g_strdup (self->label);
}

/* A text that is missing in a right-to-left language comes in one that is not. */
static gboolean
reads_rtl (const VdPaper *self, const char *text)
{
  return self->rtl && has_rtl_letter (text);
}

static PangoLayout *
new_layout (VdPaper *self, const char *text, const VdStyle *style, double width, gboolean typed)
{
  gboolean rtl = typed ? self->rtl : reads_rtl (self, text);
  PangoLayout *layout = pango_layout_new (self->contexts[rtl]);
  PangoFontDescription *font = pango_font_description_new ();
  /* What was typed in Arabic holds numbers in a Norwegian document too. */
  g_autofree char *clean = clean_text (text, self->rtl || has_rtl_letter (text));

  pango_font_description_set_family_static (font, FAMILY);
  pango_font_description_set_absolute_size (font, style->size * PANGO_SCALE);
  pango_font_description_set_weight (font, style->bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
  pango_font_description_set_style (font, style->italic ? PANGO_STYLE_ITALIC : PANGO_STYLE_NORMAL);
  pango_layout_set_font_description (layout, font);
  pango_font_description_free (font);
  pango_layout_set_auto_dir (layout, typed);
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_width (layout, width > 0 ? pango_units_from_double (width) : -1);
  pango_layout_set_text (layout, clean, -1);
  g_ptr_array_add (self->layouts, layout);
  return layout;
}

PangoLayout *
vd_paper_text (VdPaper *self, const char *text, const VdStyle *style, double width, gboolean typed)
{
  PangoLayout *layout = new_layout (self, text, style, width, typed);

  note_missing (self, layout);
  return layout;
}

static void
add_box (PangoAttrList *attrs, const GString *text, double side)
{
  int size = pango_units_from_double (side);
  PangoRectangle rect = {0, -size, size, size};
  PangoAttribute *shape = pango_attr_shape_new (&rect, &rect);

  shape->start_index = (guint)text->len;
  shape->end_index = (guint)(text->len + strlen (BOX));
  pango_attr_list_insert (attrs, shape);
}

/* A box stays with its words, unless these are so many that they may need more than a line. */
static void
add_box_words (PangoAttrList *attrs, GString *text, const char *words)
{
  PangoAttribute *whole = pango_attr_allow_breaks_new (FALSE);
  gsize start = text->len;

  g_string_append (text, BOX " ");
  whole->end_index = (guint)text->len;
  g_string_append (text, words);
  whole->start_index = (guint)start;
  if (g_utf8_strlen (words, -1) <= WHOLE_WORDS)
    whole->end_index = (guint)text->len;
  pango_attr_list_insert (attrs, whole);
}

PangoLayout *
vd_paper_boxes (VdPaper *self, const char *const *words, const VdStyle *style, double width)
{
  g_autoptr (GString) text = g_string_new (NULL);
  PangoAttrList *attrs = pango_attr_list_new ();
  PangoLayout *layout;

  for (guint i = 0; words[i] != NULL; i++) {
    if (i > 0)
      g_string_append (text, "   ");
    add_box (attrs, text, style->size);
    add_box_words (attrs, text, words[i]);
  }
  layout = new_layout (self, text->str, style, width, FALSE);
  pango_layout_set_attributes (layout, attrs);
  pango_attr_list_unref (attrs);
  note_missing (self, layout);
  return layout;
}

double
vd_paper_column (const VdPaper *self, double offset, double width)
{
  if (self->rtl)
    return VD_PAGE_WIDTH - VD_MARGIN_SIDE - offset - width;
  return VD_MARGIN_SIDE + offset;
}

static double
line_x (const VdPaper *self, PangoLayoutLine *line, const VdColumn *column)
{
  double left = vd_paper_column (self, column->offset, column->width);
  gboolean rtl = self->rtl;
  PangoRectangle logical;

  /* A short value stays beside its label; text of several lines begins where it is read from. */
  if (column->own_side &&
      (column->offset < LABEL_ROOM || pango_layout_get_line_count (column->layout) > 1))
    rtl = pango_layout_line_get_resolved_direction (line) == PANGO_DIRECTION_RTL;
  pango_layout_line_get_extents (line, NULL, &logical);
  return rtl ? left + column->width - pango_units_to_double (logical.width) : left;
}

static double
line_ascent (PangoLayoutLine *line, double *height)
{
  PangoRectangle logical;

  pango_layout_line_get_extents (line, NULL, &logical);
  *height = MAX (*height, pango_units_to_double (logical.height));
  return pango_units_to_double (-logical.y);
}

/* The texts of a row share one baseline, whatever their sizes. */
static void
add_pieces (const VdPaper *self, VdBand *band, const VdColumn *columns, guint n, int index)
{
  double baseline = 0;

  for (guint c = 0; c < n; c++) {
    PangoLayoutLine *line = columns[c].layout == NULL
                                ? NULL
                                : pango_layout_get_line_readonly (columns[c].layout, index);
    VdPiece *piece = &band->pieces[c];

    if (line == NULL)
      continue;
    piece->line = pango_layout_line_ref (line);
    piece->grey = columns[c].grey;
    piece->x = line_x (self, line, &columns[c]);
    baseline = MAX (baseline, line_ascent (line, &band->height));
  }
  for (guint p = 0; p < n; p++)
    band->pieces[p].baseline = baseline;
}

void
vd_paper_add (VdPaper *self, const VdBand *band, const VdColumn *columns, guint n_columns)
{
  int lines = 0;

  self->groups++;
  for (guint c = 0; c < n_columns; c++) {
    if (columns[c].layout != NULL)
      lines = MAX (lines, pango_layout_get_line_count (columns[c].layout));
  }
  for (int i = 0; i < lines; i++) {
    VdBand strip = *band;
    gboolean last = i == lines - 1;

    strip.group = self->groups;
    add_pieces (self, &strip, columns, n_columns, i);
    strip.before = i == 0 ? band->before : 0;
    strip.after = last ? band->after : 0;
    strip.new_page = i == 0 && band->new_page;
    strip.hairline = i == 0 && band->hairline;
    strip.rule = last && band->rule;
    /* Short blocks stay whole; of longer ones two lines stay together at either end. */
    strip.keep = last ? band->keep : lines <= 4 || i == 0 || i == lines - 2;
    g_array_append_val (self->bands, strip);
  }
}

void
vd_paper_add_space (VdPaper *self, const VdBand *band)
{
  g_array_append_val (self->bands, *band);
}

void
vd_paper_keep_whole (VdPaper *self, guint first, double height)
{
  double total = 0;

  for (guint i = first; i < self->bands->len; i++) {
    const VdBand *band = &g_array_index (self->bands, VdBand, i);

    total += band->before + band->height + band->after;
  }
  for (guint i = first; total <= height && i + 1 < self->bands->len; i++)
    g_array_index (self->bands, VdBand, i).keep = TRUE;
}
