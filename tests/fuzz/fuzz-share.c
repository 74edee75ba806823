/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

#include "share/document-paper.h"
#include "share/document.h"

#include <string.h>

/* Whatever is typed, the document is a PDF without active parts, or the character is named. */
G_GNUC_UNUSED static void
fuzz_pdf_text (const guint8 *data, gsize size)
{
  static VdPack *pack;
  static const VdStyle style = {.size = 10};
  g_autofree char *text = g_utf8_make_valid ((const char *)data, (gssize)size);
  g_autoptr (VdPaper) paper = NULL;
  g_autoptr (GBytes) pdf = NULL;
  g_autoptr (GError) error = NULL;
  VdColumn column = {.width = 300};
  VdBand band = {0};

  if (pack == NULL) {
    g_autofree char *bundle = NULL;
    gsize n;

    vd_document_bundled_fonts_only ();
    g_assert (g_file_get_contents (g_getenv ("VARDE_PACK"), &bundle, &n, NULL));
    pack = vd_pack_parse (bundle, n, NULL);
    g_assert (pack != NULL);
  }
  paper = vd_paper_new (pack, "en", NULL);
  g_assert (paper != NULL);
  paper->label = "fuzz";
  column.layout = vd_paper_text (paper, text, &style, 300, TRUE);
  vd_paper_add (paper, &band, &column, 1);
  pdf = vd_paper_render (paper, "2026-05-02", &error);
  g_assert ((pdf == NULL) == (error != NULL));
  if (pdf == NULL)
    return;
  g_assert (memcmp (g_bytes_get_data (pdf, NULL), "%PDF-", 5) == 0);
  for (const char *const *word =
           (const char *const[]){"/JavaScript", "/JS ", "/Launch", "/OpenAction", "/URI", NULL};
       *word != NULL; word++)
    g_assert (memmem (g_bytes_get_data (pdf, NULL), g_bytes_get_size (pdf), *word,
                      strlen (*word)) == NULL);
}

FUZZ_MAIN
