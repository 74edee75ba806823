/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pack-file"

#include "config.h"

#include "app/pack-file.h"

#include "base/place.h"
#include "seal/digest.h"

#define BUNDLE "varde-pack.xml"

static gboolean
read_bundle (char **data, gsize *size, GError **error)
{
  const char *folder = vd_place_is_built () ? VD_BUILD_DATA_DIR : VD_DATA_DIR;
  g_autofree char *path = g_build_filename (folder, BUNDLE, NULL);
  g_autoptr (GError) problem = NULL;

  if (g_file_get_contents (path, data, size, &problem))
    return TRUE;
  g_set_error (error, VD_ERROR,
               g_error_matches (problem, G_FILE_ERROR, G_FILE_ERROR_NOENT) ? VD_ERROR_NOT_FOUND
                                                                           : VD_ERROR_INTERNAL,
               "cannot read " BUNDLE);
  return FALSE;
}

VdPack *
vd_pack_file_load (GError **error)
{
  g_autofree char *data = NULL;
  g_autofree char *hash = NULL;
  gsize size;
  VdPack *pack;

  if (!read_bundle (&data, &size, error))
    return NULL;
  pack = vd_pack_parse (data, size, error);
  if (pack == NULL)
    return NULL;
  hash = vd_digest_hex (data, size);
  vd_pack_set_hash (pack, hash);
  return pack;
}
