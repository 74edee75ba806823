/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "sheet"

#include "share/sheet.h"

#include "core/paper-order.h"
#include "core/record-schema.h"
#include "share/document-paper.h"
#include "share/pdf-protect.h"

#include <string.h>

#define LABEL_WIDTH 150.0
#define CODE_WIDTH 46.0
#define BASIS_START 292.0
#define GUTTER 10.0

/* Room for handwriting. */
#define LINE_HEIGHT 19.0
#define N_LINES 3
#define N_FREE_LINES 12

static const VdStyle title_style = {18, .bold = TRUE};
static const VdStyle head_style = {12.5, .bold = TRUE};
static const VdStyle code_style = {9, .bold = TRUE};
static const VdStyle text_style = {9.5};
static const VdStyle label_style = {9, .grey = 0.25};
static const VdStyle small_style = {8.5, .grey = 0.25};
static const VdStyle box_style = {9};

typedef struct {
  VdPaper *paper;
  const VdPack *pack;
  const VdNode *setting; /* (nullable) */
  const char *lang;
} Sheet;

static const char *
phrase (const Sheet *s, const char *id)
{
  return vd_pack_phrase (s->pack, id, s->lang);
}

static gboolean
is_shown (const Sheet *s, const VdNode *node)
{
  return s->setting == NULL || vd_node_in_setting (node, vd_node_id (s->setting));
}

static VdColumn
column (Sheet *s, const char *text, const VdStyle *style, double start, double width)
{
  return (VdColumn){vd_paper_text (s->paper, text, style, width, FALSE), start, width, style->grey};
}

static VdColumn
boxes (Sheet *s, const char *const *words, double start, double width)
{
  return (VdColumn){vd_paper_boxes (s->paper, words, &box_style, width), start, width, 0};
}

static void
add_text (Sheet *s, const VdBand *band, const char *text, const VdStyle *style)
{
  VdColumn only = column (s, text, style, 0, VD_TEXT_WIDTH);

  vd_paper_add (s->paper, band, &only, 1);
}

static void
add_head (Sheet *s, const char *text)
{
  const VdBand band = {.tag = "H2", .before = 16, .after = 3, .keep = TRUE};

  s->paper->label = text;
  add_text (s, &band, text, &head_style);
}

static void
add_pair (Sheet *s, const char *name, const char *value, const VdStyle *style)
{
  const VdBand band = {.tag = "P", .after = 2, .keep = TRUE};
  double start = LABEL_WIDTH + GUTTER;
  VdColumn columns[] = {column (s, name, &label_style, 0, LABEL_WIDTH),
                        column (s, value, style, start, VD_TEXT_WIDTH - start)};

  vd_paper_add (s->paper, &band, columns, G_N_ELEMENTS (columns));
}

/* Lines to write on, the first beside @name and the others below it. */
static void
add_lines (Sheet *s, const char *name, double start, guint n)
{
  VdBand first = {.tag = "P", .before = 9, .rule = TRUE, .keep = n > 1, .rule_start = start};
  VdBand next = {.height = LINE_HEIGHT, .rule = TRUE, .rule_start = start};
  VdColumn label =
      column (s, name, &label_style, start == LABEL_WIDTH + GUTTER ? 0 : CODE_WIDTH, LABEL_WIDTH);

  first.rule_width = next.rule_width = VD_TEXT_WIDTH - start;
  vd_paper_add (s->paper, &first, &label, 1);
  for (guint i = 1; i < n; i++) {
    next.keep = i + 1 < n;
    vd_paper_add_space (s->paper, &next);
  }
}

static void
add_boxes (Sheet *s, const char *name, const char *const *words)
{
  const VdBand band = {.tag = "P", .before = 6, .after = 1};
  double start = LABEL_WIDTH + GUTTER;
  VdColumn columns[] = {column (s, name, &label_style, 0, LABEL_WIDTH),
                        boxes (s, words, start, VD_TEXT_WIDTH - start)};

  vd_paper_add (s->paper, &band, columns, G_N_ELEMENTS (columns));
}

static void
add_choices (Sheet *s, const VdNode *field)
{
  const GPtrArray *choices = vd_node_children (field);
  g_autoptr (GPtrArray) words = g_ptr_array_new ();

  for (guint i = 0; i < choices->len; i++)
    g_ptr_array_add (words,
                     (gpointer)vd_node_text (g_ptr_array_index (choices, i), "name", s->lang));
  g_ptr_array_add (words, NULL);
  add_boxes (s, vd_node_text (field, "name", s->lang), (const char *const *)words->pdata);
}

/* On danger a word of help is worth its room. */
static void
add_help (Sheet *s, const char *text)
{
  const VdBand band = {.tag = "P", .before = 4, .keep = TRUE};

  if (*text != '\0')
    add_text (s, &band, text, &small_style);
}

static void
add_field (Sheet *s, const VdNode *field)
{
  const VdSchemaRow *row = vd_schema_find (vd_node_id (field));
  const char *name = vd_node_text (field, "name", s->lang);
  const char *const yes_no[] = {phrase (s, "yes"), phrase (s, "no"), NULL};
  gboolean several = row != NULL && (row->shape == VD_SHAPE_ITEMS || row->list);

  s->paper->label = name;
  if (g_strcmp0 (vd_node_attr (field, "place"), "danger") == 0)
    add_help (s, vd_node_text (field, "help", s->lang));
  if (vd_node_children (field)->len > 0)
    add_choices (s, field);
  else if (row != NULL && row->shape == VD_SHAPE_BOOL)
    add_boxes (s, name, yes_no);
  else if (several || g_strcmp0 (vd_node_attr (field, "control"), "lines") == 0)
    add_lines (s, name, LABEL_WIDTH + GUTTER, N_LINES);
  else
    add_lines (s, name, LABEL_WIDTH + GUTTER, 1);
}

/* The groups of @place with their fields, as the screens have them. */
static void
add_fields (Sheet *s, const char *place)
{
  const GPtrArray *groups = vd_pack_nodes (s->pack, "field-group");
  const GPtrArray *fields = vd_pack_nodes (s->pack, "field");

  for (guint g = 0; g < groups->len; g++) {
    const VdNode *group = g_ptr_array_index (groups, g);

    if (!g_str_equal (vd_node_attr (group, "place"), place) || !is_shown (s, group))
      continue;
    add_head (s, vd_node_text (group, "name", s->lang));
    for (guint f = 0; f < fields->len; f++) {
      const VdNode *field = g_ptr_array_index (fields, f);

      if (g_strcmp0 (vd_node_attr (field, "group"), vd_node_id (group)) == 0 && is_shown (s, field))
        add_field (s, field);
    }
  }
}

static gboolean
is_never_asked (const Sheet *s, const VdIndicator *indicator)
{
  return indicator->never_ask_in_prison && s->setting != NULL &&
         g_str_equal (vd_node_id (s->setting), "prison");
}

static void
add_answer (Sheet *s)
{
  const VdBand band = {.tag = "P", .before = 4, .keep = TRUE};
  const char *const values[] = {phrase (s, "yes"), phrase (s, "maybe"), phrase (s, "no"),
                                phrase (s, "sheet-declined"), NULL};
  const char *const bases[] = {phrase (s, "sheet-seen"), phrase (s, "sheet-said"),
                               phrase (s, "sheet-told"), phrase (s, "sheet-read"), NULL};
  VdColumn columns[] = {boxes (s, values, CODE_WIDTH, BASIS_START - CODE_WIDTH - GUTTER),
                        boxes (s, bases, BASIS_START, VD_TEXT_WIDTH - BASIS_START)};

  vd_paper_add (s->paper, &band, columns, G_N_ELEMENTS (columns));
}

static void
add_indicator (Sheet *s, const VdIndicator *indicator)
{
  const VdBand words = {.tag = "P", .before = 9, .keep = TRUE};
  const VdBand warning = {.tag = "P", .before = 2, .keep = TRUE};
  double width = VD_TEXT_WIDTH - CODE_WIDTH;
  VdColumn columns[] = {
      column (s, indicator->id, &code_style, 0, CODE_WIDTH),
      column (s, vd_node_text (indicator->node, "text", s->lang), &text_style, CODE_WIDTH, width)};

  s->paper->label = indicator->id;
  vd_paper_add (s->paper, &words, columns, G_N_ELEMENTS (columns));
  if (is_never_asked (s, indicator)) {
    VdColumn only = column (s, phrase (s, "sheet-do-not-ask"), &small_style, CODE_WIDTH, width);

    vd_paper_add (s->paper, &warning, &only, 1);
  }
  add_answer (s);
  add_lines (s, phrase (s, "sheet-note"), CODE_WIDTH + 40, 1);
}

static void
add_signs (Sheet *s)
{
  g_autoptr (GArray) order = vd_paper_order (s->pack, s->setting);
  const VdNode *last = NULL;

  for (guint i = 0; i < order->len; i++) {
    const VdPaperItem *item = &g_array_index (order, VdPaperItem, i);

    if (item->group == NULL && i == 0)
      add_head (s, phrase (s, "sheet-first-look"));
    else if (item->group != last)
      add_head (s, vd_node_text (item->group, "name", s->lang));
    last = item->group;
    add_indicator (s, item->indicator);
  }
}

static void
add_title (Sheet *s, const char *title)
{
  const VdBand head = {.tag = "H1", .after = 10, .keep = TRUE};
  const VdBand intro = {.tag = "P", .before = 6, .after = 4};
  g_autofree char *content =
      g_strdup_printf ("%s %s", vd_pack_id (s->pack), vd_pack_version (s->pack));

  s->paper->label = title;
  add_text (s, &head, title, &title_style);
  add_pair (s, phrase (s, "sheet-content"), content, &code_style);
  add_pair (s, phrase (s, "sheet-hash"), vd_pack_hash (s->pack), &small_style);
  add_text (s, &intro, phrase (s, "sheet-intro"), &text_style);
  if (g_str_equal (vd_pack_status (s->pack), "draft"))
    add_text (s, &intro, phrase (s, "draft-content"), &text_style);
  add_lines (s, phrase (s, "document-date"), LABEL_WIDTH + GUTTER, 1);
  add_lines (s, phrase (s, "sheet-by"), LABEL_WIDTH + GUTTER, 1);
}

static void
add_free_lines (Sheet *s)
{
  const VdBand line = {.height = LINE_HEIGHT, .rule = TRUE, .rule_width = VD_TEXT_WIDTH};

  guint first = s->paper->bands->len;

  add_head (s, phrase (s, "sheet-other"));
  for (guint i = 0; i < N_FREE_LINES; i++)
    vd_paper_add_space (s->paper, &line);
  vd_paper_keep_whole (s->paper, first, VD_PAGE_HEIGHT / 2);
}

static char *
make_title (const Sheet *s)
{
  const char *name = s->setting != NULL ? vd_node_text (s->setting, "name", s->lang)
                                        : phrase (s, "sheet-all-settings");

  return vd_referral_fill (phrase (s, "sheet-title"), "setting", name);
}

static void
lay_out (Sheet *s, const char *title)
{
  add_title (s, title);
  add_fields (s, "danger");
  add_fields (s, "person");
  add_signs (s);
  add_free_lines (s);
}

GBytes *
vd_sheet_render (const VdPack *pack,
                 const char *setting,
                 const char *lang,
                 const char *today,
                 GError **error)
{
  g_autoptr (VdPaper) paper = vd_paper_new (pack, lang, error);
  Sheet s = {paper, pack, setting != NULL ? vd_pack_find (pack, "setting", setting) : NULL, lang};
  g_autofree char *title = make_title (&s);
  g_autofree char *hash = g_strndup (vd_pack_hash (pack), VD_SHEET_HASH_DIGITS);
  g_autofree char *foot = g_strdup_printf ("%s · %s · %s", title, vd_pack_version (pack), hash);
  g_autoptr (GBytes) pdf = NULL;

  if (paper == NULL)
    return NULL;
  paper->title = foot;
  paper->note = phrase (&s, "sheet-confidential");
  /* Loose pages find each other by what is written here. */
  paper->reference = "______________";
  lay_out (&s, title);
  pdf = vd_paper_render (paper, today, error);
  return pdf == NULL ? NULL : vd_pdf_set_lang (pdf, lang, error);
}
