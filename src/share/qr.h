/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/**
 * vd_qr_svg:
 * Returns: (transfer full) (nullable): @text as a QR code: an SVG drawing, black on white, with the
 * quiet zone it needs, of @side user units. NULL when it is too long for one (2,300 bytes).
 */
char *vd_qr_svg (const char *text, guint side);
