/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/referral.h"

/**
 * vd_document_render:
 * Draws @referral on A4 pages: tagged, with the bundled fonts only, title and date to the day as
 * the only metadata. Keeps no state, so it may run in any thread; takes up to a second for long
 * documents: not for the main thread.
 *
 * Returns: (transfer full): the PDF, plain and without a language (vd_pdf_set_lang() or
 * vd_pdf_protect() add it).
 * Errors: NOT_PRINTABLE when no bundled font has a character (the message names the row's label and
 * the code point), NOT_FOUND without fonts, NO_MEMORY, INTERNAL.
 */
GBytes *vd_document_render (const VdReferral *referral, const VdPack *pack, GError **error);

/**
 * vd_document_render_pages:
 * @pages: (nullable): which pages are made ("1-3, 5"); each says "page x of y" of the whole
 * Errors also: INVALID (not a list of pages, or none of them is there).
 */
GBytes *vd_document_render_pages (const VdReferral *referral,
                                  const VdPack *pack,
                                  const char *pages,
                                  GError **error);

/** Returns: how many pages the document has; 0 with NOT_PRINTABLE or NOT_FOUND. Takes as long as
 *  laying it out. */
guint vd_document_n_pages (const VdReferral *referral, const VdPack *pack, GError **error);

/** Returns: (transfer full): typed text as a document sets it, for screens that show the same:
 *  without what turns a line around, and with numbers that keep their order in Arabic. */
char *vd_document_shown (const char *text);

/**
 * vd_document_bundled_fonts_only:
 * For programs without a display, before their first thread: keeps pango from reading the fonts of
 * the system, which no document uses.
 */
void vd_document_bundled_fonts_only (void);
