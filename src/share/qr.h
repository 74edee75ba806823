/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#define VD_QR_QUIET 4 /* white modules around a code, by the standard */

/**
 * vd_qr_modules:
 * @width: (out): of a side
 * Returns: (transfer full) (nullable): the code line by line, 1 for a dark module, without the
 * quiet zone; NULL when @text is too long for one (2,300 bytes).
 */
guint8 *vd_qr_modules (const char *text, guint *width);

/**
 * vd_qr_svg:
 * Returns: (transfer full) (nullable): @text as a QR code: an SVG drawing, black on white, with the
 * quiet zone it needs, of @side user units. NULL when it is too long for one (2,300 bytes).
 */
char *vd_qr_svg (const char *text, guint side);
