/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "document"

#include "share/document.h"

#include "base/error.h"
#include "share/document-paper.h"

#include <cairo-pdf.h>

static cairo_status_t
append_bytes (void *closure, const unsigned char *data, unsigned int length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

/* The title is the form's, the date has no time: nothing here says whom the document is about, and
 * cairo would otherwise write the second it was made. */
static void
set_metadata (cairo_surface_t *surface, const VdPaper *paper, const char *day)
{
  g_autofree char *title = g_strdup_printf ("Varde: %s", paper->title);
  g_autofree char *date = g_strdup_printf ("%sT00:00:00Z", day);

  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_TITLE, title);
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATE_DATE, date);
}

static gboolean
check_printable (const VdPaper *paper, GError **error)
{
  if (paper->missing_label == NULL)
    return TRUE;
  g_set_error (error, VD_ERROR, VD_ERROR_NOT_PRINTABLE, "%s: U+%04X", paper->missing_label,
               (guint)paper->missing);
  return FALSE;
}

static gboolean
check_status (cairo_surface_t *surface, GError **error)
{
  cairo_status_t status = cairo_surface_status (surface);

  if (status == CAIRO_STATUS_SUCCESS)
    return TRUE;
  g_set_error (error, VD_ERROR,
               status == CAIRO_STATUS_NO_MEMORY ? VD_ERROR_NO_MEMORY : VD_ERROR_INTERNAL,
               "cairo: %s", cairo_status_to_string (status));
  return FALSE;
}

GBytes *
vd_paper_render (VdPaper *self, const char *date, GError **error)
{
  g_autoptr (GByteArray) pdf = NULL;
  cairo_surface_t *surface;
  gboolean drawn;
  guint n_pages;

  if (!check_printable (self, error))
    return NULL;
  pdf = g_byte_array_new ();
  surface = cairo_pdf_surface_create_for_stream (append_bytes, pdf, VD_PAGE_WIDTH, VD_PAGE_HEIGHT);
  set_metadata (surface, self, date);
  n_pages = vd_document_draw (self, surface);
  cairo_surface_finish (surface);
  drawn = check_status (surface, error);
  if (drawn && n_pages == 0) {
    g_set_error (error, VD_ERROR, VD_ERROR_INVALID, "there is no such page");
    drawn = FALSE;
  }
  cairo_surface_destroy (surface);
  return drawn ? g_byte_array_free_to_bytes (g_steal_pointer (&pdf)) : NULL;
}

static VdPaper *
lay_out (const VdReferral *referral, const VdPack *pack, GError **error)
{
  VdPaper *paper = vd_paper_new (pack, vd_referral_lang (referral), error);

  if (paper == NULL)
    return NULL;
  paper->title = vd_referral_title (referral);
  paper->note = vd_referral_note (referral);
  paper->reference = vd_referral_reference (referral);
  vd_document_layout (paper, referral);
  return paper;
}

GBytes *
vd_document_render_pages (const VdReferral *referral,
                          const VdPack *pack,
                          const char *pages,
                          GError **error)
{
  g_autoptr (GArray) ranges = pages == NULL ? NULL : vd_pages_parse (pages, error);
  g_autoptr (VdPaper) paper = NULL;

  if (pages != NULL && ranges == NULL)
    return NULL;
  paper = lay_out (referral, pack, error);
  if (paper == NULL)
    return NULL;
  paper->pages = ranges;
  return vd_paper_render (paper, vd_referral_date (referral), error);
}

GBytes *
vd_document_render (const VdReferral *referral, const VdPack *pack, GError **error)
{
  return vd_document_render_pages (referral, pack, NULL, error);
}

guint
vd_document_n_pages (const VdReferral *referral, const VdPack *pack, GError **error)
{
  g_autoptr (VdPaper) paper = lay_out (referral, pack, error);

  return paper != NULL && check_printable (paper, error) ? vd_document_count (paper) : 0;
}
