/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test-right-to-left"

#include "document-fixture.h"

#include "base/lang.h"
#include "share/document-paper.h"
#include "share/document.h"
#include "share/sheet.h"

#include <glib/gstdio.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

/* Whole pages in a language of Arabic letters (rtl-pack.py), measured on the finished file: every
 * line begins at the right edge of a column, every label stands to the right of what it names. */

/* Where the margins are, and columns begin, from the left edge of the page. */
#define LEFT VD_MARGIN_SIDE
#define RIGHT (VD_PAGE_WIDTH - VD_MARGIN_SIDE)
#define INSET 12
#define VALUES 166 /* from the label's start */
#define GUTTER 16
#define BOX_ROOM 11.5 /* a box to tick, of which the tool sees nothing */

#define HEAD_ENDS 60
#define FOOT_STARTS 785

typedef struct {
  double left;
  double right;
  double middle;
  char *text;
} Word;

/* Words on one line; the tool splits Arabic into letters. */
typedef struct {
  guint page;
  double middle;
  GPtrArray *words; /* (element-type Word), from left to right */
} Line;

static void
word_free (gpointer data)
{
  g_free (((Word *)data)->text);
  g_free (data);
}

static void
line_free (gpointer data)
{
  g_ptr_array_unref (((Line *)data)->words);
  g_free (data);
}

static int
by_middle (gconstpointer a, gconstpointer b)
{
  const Word *first = *(Word *const *)a;
  const Word *second = *(Word *const *)b;

  return first->middle < second->middle ? -1 : first->middle > second->middle;
}

static int
by_left (gconstpointer a, gconstpointer b)
{
  const Word *first = *(Word *const *)a;
  const Word *second = *(Word *const *)b;

  return first->left < second->left ? -1 : first->left > second->left;
}

static double
number_of (const GMatchInfo *match, int index)
{
  g_autofree char *text = g_match_info_fetch (match, index);

  return g_ascii_strtod (text, NULL);
}

static GPtrArray *
words_of (const char *page)
{
  g_autoptr (GRegex) regex =
      g_regex_new ("<word xMin=\"([^\"]*)\" yMin=\"([^\"]*)\" xMax=\"([^\"]*)\" "
                   "yMax=\"([^\"]*)\">(.*?)</word>",
                   0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  GPtrArray *words = g_ptr_array_new_with_free_func (word_free);

  for (g_regex_match (regex, page, 0, &match); g_match_info_matches (match);
       g_match_info_next (match, NULL)) {
    Word *word = g_new0 (Word, 1);

    word->left = number_of (match, 1);
    word->right = number_of (match, 3);
    word->middle = (number_of (match, 2) + number_of (match, 4)) / 2;
    word->text = g_match_info_fetch (match, 5);
    g_ptr_array_add (words, word);
  }
  g_ptr_array_sort (words, by_middle);
  return words;
}

static void
add_lines (GPtrArray *lines, const char *text, guint page)
{
  g_autoptr (GPtrArray) words = words_of (text);
  Line *line = NULL;

  for (guint i = 0; i < words->len; i++) {
    Word *word = g_ptr_array_index (words, i);

    if (line == NULL || word->middle - line->middle > 4) {
      line = g_new0 (Line, 1);
      line->page = page;
      line->words = g_ptr_array_new_with_free_func (word_free);
      g_ptr_array_add (lines, line);
    }
    line->middle = word->middle;
    g_ptr_array_add (line->words, word);
  }
  g_ptr_array_set_free_func (words, NULL);
  for (guint i = 0; i < lines->len; i++)
    g_ptr_array_sort (((Line *)g_ptr_array_index (lines, i))->words, by_left);
}

static GPtrArray *
lines_of (const char *path)
{
  g_autofree char *output = fixture_run (0, "pdftotext", "-bbox", path, "-", NULL);
  g_auto (GStrv) pages = g_strsplit (output, "<page ", -1);
  GPtrArray *lines = g_ptr_array_new_with_free_func (line_free);

  g_assert_cmpuint (g_strv_length (pages), >, 1);
  for (guint i = 1; pages[i] != NULL; i++)
    add_lines (lines, pages[i], i);
  return lines;
}

/* The words of @line between two places. */
static double
right_of (const Line *line, double from, double to)
{
  double right = 0;

  for (guint i = 0; i < line->words->len; i++) {
    const Word *word = g_ptr_array_index (line->words, i);

    if (word->left >= from - 1 && word->right <= to + 1)
      right = MAX (right, word->right);
  }
  return right;
}

static gboolean
is_latin (const Line *line, double to)
{
  for (guint i = 0; i < line->words->len; i++) {
    const Word *word = g_ptr_array_index (line->words, i);

    for (const char *at = word->text; word->right <= to + 1 && *at != '\0';
         at = g_utf8_next_char (at)) {
      if (vd_lang_is_rtl_letter (g_utf8_get_char (at)))
        return FALSE;
    }
  }
  return TRUE;
}

static gboolean
is_one_of (double place, const double *edges, gsize n)
{
  for (gsize i = 0; i < n; i++) {
    if (fabs (place - edges[i]) < 1.2)
      return TRUE;
  }
  return FALSE;
}

static double
left_edge (const Line *line)
{
  return ((const Word *)g_ptr_array_index (line->words, 0))->left;
}

static double
right_edge (const Line *line)
{
  return right_of (line, 0, VD_PAGE_WIDTH);
}

/* Whether there is a label to the right of the gutter and something to the left of it. */
static gboolean
is_pair (const Line *line)
{
  double gutter = RIGHT - VALUES;

  for (guint i = 0; i < line->words->len; i++) {
    const Word *word = g_ptr_array_index (line->words, i);

    if (word->right > gutter + 1 && word->left < gutter + GUTTER - INSET - 1)
      return FALSE;
  }
  return left_edge (line) < gutter && right_edge (line) > gutter + GUTTER;
}

/* What was typed in Norwegian begins on its own side when it is more than a line. */
static void
assert_begins (const Line *line, double to, const double *edges, gsize n)
{
  static const double own[] = {LEFT, LEFT + INSET};

  if (is_one_of (right_of (line, 0, to), edges, n))
    return;
  if (!is_latin (line, to) || !is_one_of (left_edge (line), own, G_N_ELEMENTS (own)))
    g_error ("page %u, %.0f points down: from %.1f to %.1f", line->page, line->middle,
             left_edge (line), right_of (line, 0, to));
}

/* Header and footer: what the page is on the right, its number on the left. */
static void
assert_edge (const Line *line, gboolean both)
{
  g_assert_cmpfloat_with_epsilon (right_edge (line), RIGHT, 1.2);
  if (both)
    g_assert_cmpfloat_with_epsilon (left_edge (line), LEFT, 1.2);
}

static gboolean
is_content (const Line *line)
{
  return line->middle > HEAD_ENDS && line->middle < FOOT_STARTS;
}

static void
assert_edges (const GPtrArray *lines, gboolean reference)
{
  for (guint i = 0; i < lines->len; i++) {
    const Line *line = g_ptr_array_index (lines, i);
    const Line *above = i > 0 ? g_ptr_array_index (lines, i - 1) : NULL;
    gboolean first_of_foot = above != NULL && is_content (above);

    if (!is_content (line))
      assert_edge (line, first_of_foot || (reference && line->middle <= HEAD_ENDS));
  }
}

typedef struct {
  const char *file;
  const char *recipient;
} Document;

static const Document documents[] = {
    {"prison-adult", "rosa"},      {"prison-adult", "police"},  {"prison-adult", "caritas"},
    {"prison-adult", "legal-aid"}, {"prison-adult", "pending"}, {"prison-adult", "arbeidstilsynet"},
    {"prison-adult", "a-krim"},    {"prison-adult", "rights"},  {"prison-adult", "card"},
    {"prison-adult", "access"},    {"reception-adult", "file"}, {"reception-adult", "rosa"},
    {"border-boy", "barnevern"},   {"border-boy", "bufdir"},    {"border-boy", "rights"},
    {"border-boy", "card"},        {"border-boy", "file"},
};

static char *
write_document (const char *file, const char *recipient)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (VdRecord) record = fixture_case (file);
  g_autoptr (VdReferral) referral = fixture_referral (record, recipient, "ar");
  g_autoptr (GBytes) drawn = vd_document_render (referral, fixture_pack, &error);

  g_assert_no_error (error);
  return fixture_write (drawn);
}

static void
test_document (gconstpointer data)
{
  static const double starts[] = {RIGHT, RIGHT - INSET, RIGHT - VALUES, RIGHT - VALUES - INSET};
  const Document *document = data;
  g_autofree char *path = write_document (document->file, document->recipient);
  g_autoptr (GPtrArray) lines = lines_of (path);
  gboolean for_person =
      g_str_equal (document->recipient, "card") || g_str_equal (document->recipient, "rights");

  assert_edges (lines, !for_person);
  for (guint i = 0; i < lines->len; i++) {
    const Line *line = g_ptr_array_index (lines, i);

    if (!is_content (line))
      continue;
    assert_begins (line, VD_PAGE_WIDTH, starts, G_N_ELEMENTS (starts));
    if (is_pair (line))
      assert_begins (line, RIGHT - VALUES, starts + 2, 2);
  }
}

/* Codes stand first from the right, then the words, the boxes and the lines to write on. */
static void
test_sheet (void)
{
  static const double starts[] = {RIGHT, RIGHT - 46, RIGHT - 46 - BOX_ROOM, RIGHT - 160,
                                  RIGHT - 160 - BOX_ROOM};
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) pdf = vd_sheet_render (fixture_pack, "prison", "ar", "2026-05-08", &error);
  g_autofree char *path = NULL;
  g_autoptr (GPtrArray) lines = NULL;
  guint codes = 0;

  g_assert_no_error (error);
  path = fixture_write (pdf);
  lines = lines_of (path);
  assert_edges (lines, FALSE);
  for (guint i = 0; i < lines->len; i++) {
    const Line *line = g_ptr_array_index (lines, i);
    const Word *last = g_ptr_array_index (line->words, line->words->len - 1);

    if (!is_content (line))
      continue;
    assert_begins (line, VD_PAGE_WIDTH, starts, G_N_ELEMENTS (starts));
    codes += g_regex_match_simple ("^[A-Z]{3}-[0-9]{2}$", last->text, 0, 0);
  }
  g_assert_cmpuint (codes, >, 50);
}

/* Groups of a number are read from the left in every language. */
static void
test_number (void)
{
  g_autofree char *path = write_document ("prison-adult", "card");
  g_autoptr (GPtrArray) lines = lines_of (path);
  guint found = 0;

  for (guint i = 0; i < lines->len; i++) {
    const Line *line = g_ptr_array_index (lines, i);
    g_autoptr (GString) text = g_string_new (NULL);

    for (guint j = 0; j < line->words->len; j++)
      g_string_append (text, ((const Word *)g_ptr_array_index (line->words, j))->text);
    g_assert_null (strstr (text->str, "60113322"));
    found += strstr (text->str, "22331160") != NULL;
  }
  /* On the card, and on the discreet one. */
  g_assert_cmpuint (found, ==, 2);
}

/* A page as grey dots, one for each point. */
typedef struct {
  char *data;
  const guint8 *dots;
  int width;
  int height;
} Picture;

static void
picture_clear (Picture *self)
{
  g_free (self->data);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Picture, picture_clear)

static void
picture_take (Picture *self, const char *path, guint page)
{
  g_autofree char *number = g_strdup_printf ("%u", page);
  g_autofree char *stem = g_strconcat (path, "-page", NULL);
  g_autofree char *file = g_strconcat (stem, ".pgm", NULL);
  g_autoptr (GError) error = NULL;
  gsize size;
  int offset = 0;

  g_free (fixture_run (0, "pdftoppm", "-gray", "-r", "72", "-singlefile", "-f", number, path, stem,
                       NULL));
  g_file_get_contents (file, &self->data, &size, &error);
  g_assert_no_error (error);
  g_remove (file);
  g_assert_cmpint (sscanf (self->data, "P5 %d %d 255%n", &self->width, &self->height, &offset), ==,
                   2);
  self->dots = (const guint8 *)self->data + offset + 1;
  g_assert_cmpuint (size, ==, (gsize)(offset + 1 + self->width * self->height));
}

static gboolean
is_dark (const Picture *self, int x, int y)
{
  return self->dots[y * self->width + x] < 160;
}

/* The longest line down the page at @x. */
static int
line_down (const Picture *self, int x)
{
  int longest = 0;
  int run = 0;

  for (int y = HEAD_ENDS; y < FOOT_STARTS - 20; y++) {
    run = is_dark (self, x, y) ? run + 1 : 0;
    longest = MAX (longest, run);
  }
  return longest;
}

/* How many lines across the page are about @length long; each ends at the right margin. */
static guint
lines_across (const Picture *self, int length)
{
  guint n = 0;

  for (int y = HEAD_ENDS; y < FOOT_STARTS - 20; y++) {
    int run = 0;

    for (int x = 0; x < self->width; x++) {
      gboolean dark = is_dark (self, x, y);

      if (!dark && ABS (run - length) <= 2) {
        g_assert_cmpint (ABS (x - (int)RIGHT), <=, 2);
        n++;
      }
      run = dark ? run + 1 : 0;
    }
  }
  return n;
}

/* What is drawn, and no tool for text sees: the bar beside what comes first, the edges of the card,
 * the lines to sign on. */
static void
test_shapes (void)
{
  g_autofree char *police = write_document ("prison-adult", "police");
  g_autofree char *card = write_document ("prison-adult", "card");
  g_autoptr (GPtrArray) lines = lines_of (police);
  const Line *last = g_ptr_array_index (lines, lines->len - 1);
  g_auto (Picture) first_page = {0};
  g_auto (Picture) last_page = {0};
  g_auto (Picture) card_page = {0};
  int cut = 0;

  picture_take (&first_page, police, 1);
  g_assert_cmpint (line_down (&first_page, (int)RIGHT - 2), >, 60);
  g_assert_cmpint (line_down (&first_page, (int)LEFT + 1), <, 20);
  picture_take (&last_page, police, last->page);
  g_assert_cmpuint (lines_across (&last_page, 300), >=, 3);
  picture_take (&card_page, card, 1);
  /* Half of the line to cut along is gaps. */
  for (int y = 200; y < 320; y++)
    cut += is_dark (&card_page, (int)(RIGHT - VD_CARD_WIDTH), y);
  g_assert_cmpint (cut, >, 50);
}

/* What was typed in the other direction keeps its full stop at its end. */
static void
test_typed (void)
{
  g_autofree char *path = write_document ("reception-adult", "file");
  g_autoptr (GPtrArray) lines = lines_of (path);
  guint found = 0;

  for (guint i = 0; i < lines->len; i++) {
    const Line *line = g_ptr_array_index (lines, i);

    for (guint j = 0; j < line->words->len; j++) {
      const char *text = ((const Word *)g_ptr_array_index (line->words, j))->text;

      g_assert_false (*text == '.' && g_ascii_isalpha (text[1]));
      found += g_str_equal (text, "hour.");
    }
  }
  g_assert_cmpuint (found, ==, 1);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  fixture_start ();
  for (gsize i = 0; i < G_N_ELEMENTS (documents); i++) {
    g_autofree char *path =
        g_strdup_printf ("/right-to-left/%s/%s", documents[i].file, documents[i].recipient);

    g_test_add_data_func (path, &documents[i], test_document);
  }
  g_test_add_func ("/right-to-left/sheet", test_sheet);
  g_test_add_func ("/right-to-left/number", test_number);
  g_test_add_func ("/right-to-left/shapes", test_shapes);
  g_test_add_func ("/right-to-left/typed", test_typed);
  status = g_test_run ();
  fixture_stop ();
  return status;
}
