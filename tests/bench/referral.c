/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "bench-referral"

#include "seal/age.h"
#include "share/document-fonts.h"
#include "share/document-paper.h"
#include "share/document.h"
#include "share/export.h"

#include <cairo-pdf.h>
#include <glib/gstdio.h>
#include <string.h>
#include <time.h>

/* How long a referral of some twelve pages takes from the record to the sealed file, against what
 * pango and cairo need to set and draw the same texts at the same sizes on as many pages. Both load
 * the fonts anew. Processor time, so that neither other programs nor the disk count; the best of a
 * few runs: bench-referral CASE.json */
#define RUNS 15
#define PLAIN "Noto Sans"
#define BOLD "Noto Sans Bold"
#define PAGES 12
#define GAP 7.5 /* so that it takes as many pages */

static double
milliseconds (void)
{
  struct timespec now;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &now);
  return (double)now.tv_sec * 1000 + (double)now.tv_nsec / 1e6;
}

static VdRecord *
read_case (const char *path, const VdPack *pack, guint notes)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) ids = NULL;
  g_autoptr (GError) error = NULL;
  VdRecord *record;
  gsize size;

  g_file_get_contents (path, &text, &size, &error);
  g_assert_no_error (error);
  record = vd_record_parse (text, size, pack, &error);
  g_assert_no_error (error);
  ids = vd_record_answered_ids (record);
  for (guint i = 0; i < notes; i++) {
    const VdAnswer answer = {
        .value = VD_ANSWER_YES,
        .basis = VD_BASIS_STATEMENT,
        .date = "2026-05-02",
        .by = "ab",
        .note = "Sa at pengene ble tatt hver uke, og at ingen fikk gå ut alene. Det ble sagt to "
                "ganger, med tolk på telefon, og personen ville at det skulle skrives ned."};

    vd_record_add_answer (record, ids[i % g_strv_length (ids)], &answer, &error);
    g_assert_no_error (error);
  }
  return record;
}

static char **
everything (const VdRecord *record)
{
  g_autoptr (GStrvBuilder) all = g_strv_builder_new ();
  g_auto (GStrv) ids = vd_record_answered_ids (record);

  g_strv_builder_addv (all, (const char **)vd_referral_all_parts ());
  for (gsize i = 0; ids[i] != NULL; i++) {
    for (guint j = 0; j < vd_record_n_answers (record, ids[i]); j++) {
      g_autofree char *name = g_strdup_printf ("note:%s:%u", ids[i], j);

      g_strv_builder_add (all, name);
    }
  }
  return g_strv_builder_end (all);
}

static VdReferral *
build (const VdPack *pack, const VdRecord *record)
{
  g_auto (GStrv) all = everything (record);
  const VdReferralChoice choice = {.include = (const char *const *)all,
                                   .consent_now = vd_referral_all_parts (),
                                   .anchor = "K7QD-3M8W"};
  g_autoptr (GError) error = NULL;
  VdReferral *referral =
      vd_referral_new (pack, record, "rosa", &choice, "nb", "2026-05-08", &error);

  g_assert_no_error (error);
  return referral;
}

static gboolean
log_nothing (const char *code, gpointer data, GError **error)
{
  return TRUE;
}

/* From the record to the sealed file. */
static double
ours (const VdPack *pack, const VdRecord *record, const char *const *keys, const char *path)
{
  double start = milliseconds ();
  g_autoptr (VdReferral) referral = build (pack, record);
  g_autoptr (GError) error = NULL;

  vd_export_write (pack, record, referral, VD_PROTECT_AGE_KEY, keys, NULL, path, log_nothing, NULL,
                   NULL, &error);
  g_assert_no_error (error);
  g_unlink (path);
  return milliseconds () - start;
}

/* The reference */

typedef struct {
  PangoContext *context;
  cairo_t *cr;
  double y;
  guint pages;
} Sheet;

static PangoLayout *
set (Sheet *sheet, const char *text, const char *face, double size, double width)
{
  PangoLayout *layout = pango_layout_new (sheet->context);
  PangoFontDescription *font = pango_font_description_from_string (face);

  pango_font_description_set_absolute_size (font, size * PANGO_SCALE);
  pango_layout_set_font_description (layout, font);
  pango_font_description_free (font);
  pango_layout_set_width (layout, pango_units_from_double (width));
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_text (layout, text, -1);
  return layout;
}

/* The header and the footer are on every page of ours too. */
static void
end_page (Sheet *sheet)
{
  const char *const texts[] = {"Taushetsbelagt. Bare for ROSA.", "Referanse F-07",
                               "Telefonark og henvisning til ROSA", "Side 1 av 12"};

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autoptr (PangoLayout) layout =
        set (sheet, texts[i], i == 0 ? BOLD : PLAIN, 8, VD_TEXT_WIDTH / 2);

    cairo_move_to (sheet->cr, i % 2 == 0 ? VD_MARGIN_SIDE : VD_PAGE_WIDTH / 2,
                   i < 2 ? 46 : VD_PAGE_HEIGHT - 40);
    pango_cairo_show_layout (sheet->cr, layout);
  }
  cairo_show_page (sheet->cr);
  sheet->pages++;
}

static void
put (Sheet *sheet, const char *text, const char *face, double size)
{
  g_autoptr (PangoLayout) layout = set (sheet, text, face, size, VD_TEXT_WIDTH);
  int height;

  pango_layout_get_size (layout, NULL, &height);
  if (sheet->y + pango_units_to_double (height) > VD_PAGE_HEIGHT - VD_MARGIN_BOTTOM) {
    end_page (sheet);
    sheet->y = VD_MARGIN_TOP;
  }
  cairo_move_to (sheet->cr, VD_MARGIN_SIDE, sheet->y);
  pango_cairo_show_layout (sheet->cr, layout);
  sheet->y += pango_units_to_double (height) + GAP;
}

static cairo_status_t
take (void *closure, const unsigned char *data, unsigned int length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

static double
theirs (const VdReferral *referral, guint *pages)
{
  double start = milliseconds ();
  PangoFontMap *fonts = vd_document_font_map_new (NULL);
  g_autoptr (GByteArray) pdf = g_byte_array_new ();
  cairo_surface_t *surface =
      cairo_pdf_surface_create_for_stream (take, pdf, VD_PAGE_WIDTH, VD_PAGE_HEIGHT);
  Sheet sheet = {pango_font_map_create_context (fonts), cairo_create (surface), VD_MARGIN_TOP, 0};
  const GPtrArray *sections = vd_referral_sections (referral);

  pango_cairo_context_set_resolution (sheet.context, 72);
  for (guint i = 0; i < sections->len; i++) {
    const VdReferralSection *section = g_ptr_array_index (sections, i);

    put (&sheet, section->title, BOLD, 12.5);
    for (guint j = 0; j < section->rows->len; j++) {
      const VdReferralRow *row = g_ptr_array_index (section->rows, j);

      put (&sheet, row->name, row->kind == VD_ROW_ENTRY ? BOLD : PLAIN, 8.5);
      put (&sheet, row->value, row->known ? PLAIN : "Noto Sans Italic", 10);
    }
  }
  end_page (&sheet);
  *pages = sheet.pages;
  cairo_destroy (sheet.cr);
  cairo_surface_finish (surface);
  cairo_surface_destroy (surface);
  g_object_unref (sheet.context);
  vd_document_font_map_free (fonts);
  return milliseconds () - start;
}

/* Notes until the document has as many pages as asked for. */
static VdRecord *
grow (const char *path, const VdPack *pack, guint *pages)
{
  for (guint notes = 10;; notes += 5) {
    VdRecord *record = read_case (path, pack, notes);
    g_autoptr (VdReferral) referral = build (pack, record);

    *pages = vd_document_n_pages (referral, pack, NULL);
    if (*pages >= PAGES)
      return record;
    vd_record_unref (record);
  }
}

int
main (int argc, char *argv[])
{
  g_autofree char *text = NULL;
  g_autoptr (VdSecret) identity = NULL;
  g_autofree char *key = NULL;
  g_autofree char *folder = g_dir_make_tmp ("varde-bench-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "out.age", NULL);
  double best = G_MAXDOUBLE, reference = G_MAXDOUBLE;
  VdPack *pack;
  guint pages, plain_pages;
  gsize size;

  g_assert_cmpint (argc, ==, 2);
  g_assert_true (g_file_get_contents (g_getenv ("VARDE_PACK"), &text, &size, NULL));
  pack = vd_pack_parse (text, size, NULL);
  vd_age_keygen (&identity, &key);
  {
    const char *const keys[] = {key, NULL};
    g_autoptr (VdRecord) record = grow (argv[1], pack, &pages);
    g_autoptr (VdReferral) referral = build (pack, record);

    for (guint i = 0; i < RUNS; i++) {
      best = MIN (best, ours (pack, record, keys, path));
      reference = MIN (reference, theirs (referral, &plain_pages));
    }
  }
  g_print ("%u pages: %.1f ms; pango and cairo alone, %u pages: %.1f ms; ratio %.2f\n", pages, best,
           plain_pages, reference, best / reference);
  g_rmdir (folder);
  vd_pack_unref (pack);
  return 0;
}
