/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "document-fonts"

#include "share/document-fonts.h"

#include "base/error.h"
#include "base/place.h"
#include "share/document.h"
#include "config.h"

#include <fontconfig/fontconfig.h>
#include <pango/pangocairo.h>
#include <pango/pangofc-fontmap.h>

static const char *const files[] = {
    "NotoSans-Regular.ttf",       "NotoSans-Bold.ttf",        "NotoSans-Italic.ttf",
    "NotoSansArabic-Regular.ttf", "NotoSansArabic-Bold.ttf",  "NotoSansEthiopic-Regular.ttf",
    "NotoSansEthiopic-Bold.ttf",  "NotoSansThai-Regular.ttf", "NotoSansThai-Bold.ttf"};

static const char *
font_folder (void)
{
  return vd_place_is_built () ? VD_SOURCE_DATA_DIR "/fonts" : VD_DATA_DIR "/fonts";
}

/* A configuration of its own, so that neither the system's fonts nor its rules take part; file by
 * file, because for a folder fontconfig would want to write a cache. */
static FcConfig *
font_config (const char *folder)
{
  FcConfig *config = FcConfigCreate ();

  for (gsize i = 0; config != NULL && i < G_N_ELEMENTS (files); i++) {
    g_autofree char *path = g_build_filename (folder, files[i], NULL);

    if (!FcConfigAppFontAddFile (config, (const FcChar8 *)path))
      g_clear_pointer (&config, FcConfigDestroy);
  }
  return config;
}

PangoFontMap *
vd_document_font_map_new (GError **error)
{
  const char *folder = font_folder ();
  PangoFontMap *map;
  FcConfig *config;

  config = font_config (folder);
  if (config == NULL) {
    g_set_error_literal (error, VD_ERROR, VD_ERROR_NOT_FOUND, "a font of the documents is missing");
    return NULL;
  }
  map = pango_cairo_font_map_new_for_font_type (CAIRO_FONT_TYPE_FT);
  pango_fc_font_map_set_config (PANGO_FC_FONT_MAP (map), config);
  FcConfigDestroy (config);
  return map;
}

void
vd_document_font_map_free (PangoFontMap *map)
{
  pango_fc_font_map_set_config (PANGO_FC_FONT_MAP (map), NULL);
  g_object_unref (map);
}

void
vd_document_bundled_fonts_only (void)
{
  const char *folder = font_folder ();
  g_autofree char *path = g_build_filename (folder, "fonts.conf", NULL);

  if (g_file_test (path, G_FILE_TEST_IS_REGULAR))
    g_setenv ("FONTCONFIG_FILE", path, TRUE);
}
