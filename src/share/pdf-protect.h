/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/secret.h"

/**
 * Finishing a drawn PDF with qpdf, in memory. Both set the language and leave title and date as the
 * only metadata; neither keeps state, so they may run in any thread.
 */

/**
 * vd_pdf_protect:
 * @passphrase: generated words; a passphrase that a person made up is not enough for this format
 * @lang: BCP 47 tag
 *
 * Returns: (transfer full): a PDF 2.0 under AES-256 (revision 6). The second password of the format
 * is random and thrown away, so nobody has more rights than the reader. qpdf keeps copies of the
 * passphrase that cannot be wiped.
 * Errors: INVALID (@pdf is none), NO_MEMORY, INTERNAL.
 */
GBytes *vd_pdf_protect (GBytes *pdf, const VdSecret *passphrase, const char *lang, GError **error);

/** Returns: (transfer full): @pdf with its language; errors as above. */
GBytes *vd_pdf_set_lang (GBytes *pdf, const char *lang, GError **error);
