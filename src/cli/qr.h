/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/** Writes @text as a QR code to a new SVG file at @path. Errors: as vd_atomic_file_create(). */
gboolean vd_cli_write_qr (const char *text, const char *path, GError **error);
