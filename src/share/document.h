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
 * vd_document_bundled_fonts_only:
 * For programs without a display, before their first thread: keeps pango from reading the fonts of
 * the system, which no document uses.
 */
void vd_document_bundled_fonts_only (void);
