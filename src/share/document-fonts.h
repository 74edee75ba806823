/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <pango/pango.h>

/**
 * vd_document_font_map_new:
 * Returns: (transfer full): a font map that knows the bundled fonts and nothing else, one for each
 * document and thread. Errors: NOT_FOUND (not installed, or not whole).
 */
PangoFontMap *vd_document_font_map_new (GError **error);

/** Drops the map with its fonts; pango 1.50 keeps them when it is only unreferenced. */
void vd_document_font_map_free (PangoFontMap *map);
