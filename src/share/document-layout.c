/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "document-layout"

#include "share/document-paper.h"

#define LABEL_WIDTH 150.0
#define GUTTER 16.0
#define BOX_PADDING 12.0
#define CARD_END 14.0
#define SIGNATURE_WIDTH 300.0

/* Sections up to this height are not broken: a third of a page at most stays empty. */
#define WHOLE_SECTION 200.0

/* So much of a page may move to the next with the lines to sign on. */
#define SIGNED_HEIGHT 620.0

/* One family, few sizes: the eye finds title, section, label and words by size and weight. */
static const VdStyle title_style = {20, .bold = TRUE};
static const VdStyle meta_style = {10.5, .bold = TRUE};
static const VdStyle section_style = {12.5, .bold = TRUE};
static const VdStyle intro_style = {9, .grey = 0.25};
static const VdStyle label_style = {9.5, .grey = 0.25};
static const VdStyle value_style = {10};
static const VdStyle unknown_style = {10, .italic = TRUE, .grey = 0.35};
static const VdStyle heading_style = {8.5, .bold = TRUE, .grey = 0.25};
static const VdStyle sign_text_style = {10, .grey = 0.25};
static const VdStyle callout_style = {11, .bold = TRUE};
static const VdStyle sign_style = {8.5, .grey = 0.25};
static const VdStyle words_style = {11};
static const VdStyle number_style = {12, .bold = TRUE};
static const VdStyle card_title_style = {10, .bold = TRUE};
static const VdStyle card_number_style = {19, .bold = TRUE};
static const VdStyle card_text_style = {8.5};

/* How the blocks of the section at hand are set. */
typedef struct {
  VdPaper *paper;
  VdBoxKind kind;
  guint box;
  double inset; /* on both sides */
} Setting;

static VdColumn
text_column (Setting *s,
             const char *text,
             const VdStyle *style,
             double offset,
             double width,
             gboolean typed)
{
  return (VdColumn){vd_paper_text (s->paper, text, style, width, typed), offset, width, style->grey,
                    typed};
}

static double
inner_width (const Setting *s)
{
  return (s->kind == VD_BOX_CARD ? VD_CARD_WIDTH : VD_TEXT_WIDTH) - 2 * s->inset;
}

static VdBand
band_of (const Setting *s, const char *tag)
{
  return (VdBand){.tag = tag, .box_kind = s->kind, .box = s->box};
}

/* A text across the whole width. */
static void
add_text (Setting *s, VdBand band, const char *text, const VdStyle *style, gboolean typed)
{
  VdColumn column = text_column (s, text, style, s->inset, inner_width (s), typed);

  vd_paper_add (s->paper, &band, &column, 1);
}

/* A label and what it says, side by side. */
static void
add_pair (Setting *s, VdBand band, const char *name, const char *value, const VdStyle *style)
{
  double start = s->inset + LABEL_WIDTH + GUTTER;
  VdColumn columns[] = {
      text_column (s, name, &label_style, s->inset, LABEL_WIDTH, FALSE),
      text_column (s, value, style, start, VD_TEXT_WIDTH - s->inset - start, TRUE),
  };

  vd_paper_add (s->paper, &band, columns, G_N_ELEMENTS (columns));
}

static void
add_title (VdPaper *paper, const VdReferral *referral)
{
  const GPtrArray *head = vd_referral_head (referral);
  VdBand title = {.tag = "H1", .after = 12, .keep = TRUE};
  VdBand meta = {.tag = "P", .after = 1, .keep = TRUE};
  Setting s = {paper};

  paper->label = vd_referral_title (referral);
  add_text (&s, title, vd_referral_title (referral), &title_style, FALSE);
  for (guint i = 0; i < head->len; i++) {
    const VdReferralRow *row = g_ptr_array_index (head, i);

    paper->label = row->name;
    add_pair (&s, meta, row->name, row->value, &meta_style);
  }
}

/* Whom to call: the number first and so that nobody misses it. */
static void
add_number (Setting *s, VdBand band, const VdReferralRow *row)
{
  g_auto (GStrv) lines = g_strsplit (row->value, "\n", 2);

  band.after = lines[1] == NULL ? band.after : 0;
  band.keep = lines[1] != NULL;
  add_pair (s, band, row->name, lines[0], &number_style);
  if (lines[1] == NULL)
    return;
  band.before = 0;
  band.after = 3.5;
  band.hairline = band.keep = FALSE;
  add_pair (s, band, "", lines[1], &value_style);
}

static void
add_field (Setting *s, const VdReferralRow *row)
{
  VdBand band = band_of (s, "P");

  s->paper->label = row->name;
  band.before = band.after = 3.5;
  /* A row without a name goes on with the one above. */
  band.hairline = *row->name != '\0';
  if (g_str_has_prefix (row->id, "contacts:"))
    add_number (s, band, row);
  else
    add_pair (s, band, row->name, row->value, row->known ? &value_style : &unknown_style);
}

/* The wording of a sign steps back behind what was noted beside it, and so does the question. */
static const VdStyle *
entry_style (const VdReferralRow *row, guint line, guint n_lines)
{
  if (row->basis != 0 && line == 0 && row->note)
    return &sign_text_style;
  if (row->question && line == n_lines - 1)
    return &intro_style;
  return &value_style;
}

/* Words to the person: larger, since they are read far from any desk. */
static void
add_words (Setting *s, const VdReferralRow *row)
{
  VdBand band = band_of (s, "P");

  s->paper->label = row->value;
  /* So that the sheet of rights is one page in most languages. */
  band.before = band.after = 3.75;
  band.hairline = TRUE;
  add_text (s, band, row->value, &words_style, FALSE);
}

static void
add_entry (Setting *s, const VdReferralRow *row)
{
  g_auto (GStrv) lines = g_strsplit (row->value, "\n", -1);
  guint n_lines = g_strv_length (lines);
  VdBand heading = band_of (s, "P");

  heading.before = 7;
  heading.after = 1;
  heading.hairline = TRUE;
  heading.keep = TRUE;
  add_text (s, heading, row->name, &heading_style, FALSE);
  for (guint i = 0; i < n_lines; i++) {
    VdBand text = band_of (s, "P");

    /* Short entries stay whole; of long ones the beginning stays with its heading. */
    text.keep = i + 1 < n_lines && n_lines <= 4;
    text.before = i == 0 ? 0 : 2;
    text.after = i + 1 < n_lines ? 0 : 7;
    add_text (s, text, lines[i], entry_style (row, i, n_lines), TRUE);
  }
}

static void
add_paragraph (Setting *s, const VdReferralRow *row, gboolean first, gboolean after_field)
{
  VdBand band = band_of (s, "P");
  const VdStyle *style = &value_style;

  if (s->kind == VD_BOX_CALLOUT && first)
    style = &callout_style;
  if (!row->known)
    style = &unknown_style;
  band.before = after_field ? 8 : first ? 2 : 0;
  band.after = 5;
  add_text (s, band, row->value, style, FALSE);
}

static void
add_signature (Setting *s, const VdReferralRow *row)
{
  VdBand line = band_of (s, NULL);
  VdBand name = band_of (s, "P");

  line.height = 44;
  line.rule = TRUE;
  line.rule_width = SIGNATURE_WIDTH;
  line.keep = TRUE;
  name.before = 3;
  name.after = 4;
  s->paper->label = row->name;
  vd_paper_add_space (s->paper, &line);
  add_text (s, name, row->name, &sign_style, FALSE);
}

/* The number is what a card is for; whose it is stands above, when it is open below. */
static void
add_card_row (Setting *s, const VdReferralRow *row)
{
  g_auto (GStrv) lines = g_strsplit (row->value, "\n", -1);
  gboolean number = row->kind == VD_ROW_FIELD;
  VdBand band = band_of (s, "P");

  s->paper->label = row->name;
  band.before = 8;
  if (*row->name != '\0')
    add_text (s, band, row->name, &card_text_style, FALSE);
  for (gsize i = 0; lines[i] != NULL; i++) {
    band.before = i > 0 ? 1 : number ? 0 : 8;
    add_text (s, band, lines[i], number && i == 0 ? &card_number_style : &card_text_style, FALSE);
  }
}

static void
add_row (Setting *s, const VdReferralRow *row, const VdReferralRow *before)
{
  if (s->kind == VD_BOX_CARD) {
    add_card_row (s, row);
    return;
  }
  switch (row->kind) {
  case VD_ROW_FIELD:
    add_field (s, row);
    break;
  case VD_ROW_ENTRY:
    if (*row->name == '\0')
      add_words (s, row);
    else
      add_entry (s, row);
    break;
  case VD_ROW_PARAGRAPH:
    add_paragraph (s, row, before == NULL, before != NULL && before->kind == VD_ROW_FIELD);
    break;
  case VD_ROW_SIGNATURE:
    add_signature (s, row);
    break;
  }
}

/* Boxes keep apart what was seen, said, told and written; words to heed before all else get a bar
 * at their side. */
static VdBoxKind
box_kind (const VdReferralSection *section, gboolean first_section)
{
  const GPtrArray *children = vd_node_children (section->node);
  const char *look = vd_node_attr (section->node, "look");
  gboolean only_words = TRUE;

  if (look != NULL)
    return g_str_equal (look, "card") ? VD_BOX_CARD : VD_BOX_CALLOUT;

  for (guint i = 0; i < children->len; i++) {
    const VdNode *node = g_ptr_array_index (children, i);

    if (g_str_equal (vd_node_kind (node), "entries") && vd_node_attr (node, "basis") != NULL)
      return VD_BOX_FRAME;
    only_words = only_words && g_str_equal (vd_node_kind (node), "paragraph");
  }
  return only_words && first_section ? VD_BOX_CALLOUT : VD_BOX_NONE;
}

static void
add_section_head (Setting *s, const VdReferralSection *section)
{
  VdBand head = band_of (s, "H2");
  VdBand intro = band_of (s, "P");
  gboolean framed = s->kind == VD_BOX_FRAME;

  s->paper->label = section->title;
  head.before = framed ? 16 : s->kind == VD_BOX_CARD ? 36 : 20;
  head.after = framed ? 5 : 4;
  head.shaded = framed;
  head.new_page = section->new_page;
  head.keep = intro.keep = TRUE;
  intro.before = framed ? 5 : 0;
  intro.after = 6;
  add_text (s, head, section->title, s->kind == VD_BOX_CARD ? &card_title_style : &section_style,
            FALSE);
  if (*section->intro != '\0')
    add_text (s, intro, section->intro, &intro_style, FALSE);
}

/* Nobody signs on a page that says nothing: the lines to sign on go with what stands last above
 * them, the consent of today. */
static void
add_rows (Setting *s, const GPtrArray *rows)
{
  const VdReferralRow *before = NULL;
  guint start = s->paper->bands->len; /* of the last row, then of what stands above the lines */
  gboolean signing = FALSE;

  for (guint i = 0; i < rows->len; i++) {
    const VdReferralRow *row = g_ptr_array_index (rows, i);

    signing = signing || row->kind == VD_ROW_SIGNATURE;
    if (!signing)
      start = s->paper->bands->len;
    add_row (s, row, before);
    before = row;
  }
  if (signing)
    vd_paper_keep_whole (s->paper, start, SIGNED_HEIGHT);
}

static void
add_section (VdPaper *paper, const VdReferralSection *section, gboolean first_section)
{
  Setting s = {paper, box_kind (section, first_section)};
  guint first = paper->bands->len;

  if (s.kind != VD_BOX_NONE) {
    s.box = ++paper->boxes;
    s.inset = BOX_PADDING;
  }
  add_section_head (&s, section);
  add_rows (&s, section->rows);
  if (s.kind == VD_BOX_CARD)
    vd_paper_add_space (paper, &(VdBand){.height = CARD_END, .box_kind = s.kind, .box = s.box});
  vd_paper_keep_whole (paper, first, WHOLE_SECTION);
}

void
vd_document_layout (VdPaper *paper, const VdReferral *referral)
{
  const GPtrArray *sections = vd_referral_sections (referral);

  add_title (paper, referral);
  for (guint i = 0; i < sections->len; i++)
    add_section (paper, g_ptr_array_index (sections, i), i == 0);
}
