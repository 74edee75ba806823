/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pack-trust"

#include "config.h"

#include "share/pack-trust.h"

#include "base/atomic-file.h"
#include "seal/minisign.h"

#include <string.h>

#define KEY_FILE_MAX 4096

static void
add_key (GArray *keys, const char *text)
{
  VdMinisignPublic key;

  if (vd_minisign_public_parse (text, &key, NULL))
    g_array_append_val (keys, key);
}

static void
add_built_in (GArray *keys)
{
  g_auto (GStrv) texts = g_strsplit (VD_PACK_KEYS, " ", -1);

  for (guint i = 0; texts[i] != NULL; i++)
    add_key (keys, texts[i]);
}

static void
add_file (GArray *keys, const char *path)
{
  g_autoptr (GBytes) bytes = vd_file_read (path, KEY_FILE_MAX, NULL);
  g_autofree char *text = NULL;
  const char *data;
  gsize size;

  if (bytes == NULL)
    return;
  data = g_bytes_get_data (bytes, &size);
  text = g_strndup (data != NULL ? data : "", size);
  /* What lies behind a NUL would not be read. */
  if (strlen (text) == size)
    add_key (keys, text);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(char *const *)a, *(char *const *)b);
}

GArray *
vd_pack_trust_keys (const char *dir)
{
  GArray *keys = g_array_new (FALSE, FALSE, sizeof (VdMinisignPublic));
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) listing = g_dir_open (dir, 0, NULL);
  const char *name;

  add_built_in (keys);
  while (listing != NULL && (name = g_dir_read_name (listing)) != NULL) {
    if (g_str_has_suffix (name, ".pub"))
      g_ptr_array_add (names, g_strdup (name));
  }
  g_ptr_array_sort (names, compare_names);
  for (guint i = 0; i < names->len; i++) {
    g_autofree char *path = g_build_filename (dir, g_ptr_array_index (names, i), NULL);

    add_file (keys, path);
  }
  return keys;
}

static gboolean
refuse (GError **error, const char *what)
{
  g_set_error (error, VD_ERROR, VD_ERROR_UNTRUSTED, "pack: %s", what);
  return FALSE;
}

/* Two keys may share a number, so the first that fits the number need not be the one. */
gboolean
vd_pack_trust_verify (const GArray *keys,
                      GBytes *bytes,
                      GBytes *signature,
                      char **signer,
                      GError **error)
{
  const char *what = "signed with a key that is not trusted";
  gsize size, signature_size;
  const void *data = g_bytes_get_data (bytes, &size);
  const char *text = signature == NULL ? NULL : g_bytes_get_data (signature, &signature_size);

  if (text == NULL)
    return refuse (error, "not signed");
  for (guint i = 0; i < keys->len; i++) {
    const VdMinisignPublic *key = &g_array_index (keys, VdMinisignPublic, i);
    g_autoptr (GError) own = NULL;

    if (vd_minisign_verify (key, text, signature_size, data, size, NULL, &own)) {
      if (signer != NULL)
        *signer = vd_minisign_public_number (key);
      return TRUE;
    }
    if (own->code == VD_ERROR_DAMAGED)
      what = "not what was signed";
    else if (own->code == VD_ERROR_INVALID)
      what = "the signature is malformed";
  }
  return refuse (error, what);
}
