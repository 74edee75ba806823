/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "package"

#include "share/package.h"
#include "seal/digest.h"
#include "seal/minisign.h"
#include "share/tar.h"

#include <string.h>

static const char *const names[] = {
    VD_PACKAGE_MANIFEST,  VD_PACKAGE_PDF,     VD_PACKAGE_ASSESSMENT,
    VD_PACKAGE_SIGNATURE, VD_PACKAGE_RECEIPT, NULL,
};

void
vd_package_file_free (VdPackageFile *self)
{
  g_free (self->name);
  g_bytes_unref (self->data);
  g_free (self);
}

static json_t *
file_entry (const VdPackageFile *file)
{
  gsize size;
  const void *data = g_bytes_get_data (file->data, &size);
  g_autofree char *digest = vd_digest_hex (data, size);

  return json_pack ("{s:s, s:I, s:s}", "name", file->name, "size", (json_int_t)size, "blake2b256",
                    digest);
}

VdPackageFile *
vd_package_file_new (const char *name, GBytes *data)
{
  VdPackageFile *file = g_new (VdPackageFile, 1);

  file->name = g_strdup (name);
  file->data = data;
  return file;
}

static void
set_text (json_t *object, const char *key, const char *text)
{
  if (text != NULL && *text != '\0')
    json_object_set_new (object, key, json_string (text));
}

/* The signer's key is inside what it signs: a receiver who does not know it yet can compare it. */
static json_t *
signer_entry (const VdPackageSigner *signer)
{
  json_t *entry = json_object ();
  VdMinisignPublic key;
  g_autofree char *text = NULL;

  vd_minisign_public_of (signer->secret, &key);
  text = vd_minisign_public_text (&key);
  set_text (entry, "name", signer->name);
  set_text (entry, "key", text);
  set_text (entry, "reply_to", signer->reply_to);
  return entry;
}

static char *
write_manifest (const GPtrArray *files, const VdPackageNote *note, gsize *size)
{
  g_autoptr (json_t) manifest = json_pack ("{s:s, s:i}", "format", "varde-package", "version", 1);
  json_t *list = json_array ();
  json_t *parts = json_array ();

  for (guint i = 0; i < files->len; i++)
    json_array_append_new (list, file_entry (g_ptr_array_index (files, i)));
  for (guint i = 0; note->left_out != NULL && note->left_out[i] != NULL; i++)
    json_array_append_new (parts, json_string (note->left_out[i]));
  json_object_set_new (manifest, "files", list);
  json_object_set_new (manifest, "left_out", parts);
  set_text (manifest, "recipient", note->recipient);
  set_text (manifest, "number", note->number);
  set_text (manifest, "corrects", note->corrects);
  if (note->signer != NULL)
    json_object_set_new (manifest, "signer", signer_entry (note->signer));
  return vd_json_write_pretty (manifest, size);
}

static void
append_signature (GByteArray *tar,
                  const VdPackageSigner *signer,
                  const char *manifest,
                  gsize size,
                  gint64 time)
{
  g_autofree char *signature =
      vd_minisign_sign (signer->secret, manifest, size, "varde package manifest");

  vd_tar_append (tar, VD_PACKAGE_SIGNATURE, signature, strlen (signature), time);
}

/* The buckets of the vault (docs/vault-format.md): age shows the length of what it carries. */
static gsize
bucket_of (gsize size)
{
  static const gsize kib[] = {8, 12, 16, 24, 32, 48, 64, 128};
  const gsize step = 128 * 1024;

  for (guint i = 0; i < G_N_ELEMENTS (kib); i++) {
    if (size <= kib[i] * 1024)
      return kib[i] * 1024;
  }
  return (size + step - 1) / step * step;
}

GBytes *
vd_package_build (const GPtrArray *files, const VdPackageNote *note, gint64 time)
{
  GByteArray *tar = g_byte_array_new ();
  g_autofree char *manifest = NULL;
  gsize size, end;

  manifest = write_manifest (files, note, &size);
  vd_tar_append (tar, VD_PACKAGE_MANIFEST, manifest, size, time);
  if (note->signer != NULL)
    append_signature (tar, note->signer, manifest, size, time);
  for (guint i = 0; i < files->len; i++) {
    const VdPackageFile *file = g_ptr_array_index (files, i);
    const void *data = g_bytes_get_data (file->data, &size);

    vd_tar_append (tar, file->name, data, size, time);
  }
  vd_tar_end (tar);
  end = tar->len;
  g_byte_array_set_size (tar, (guint)bucket_of (end));
  memset (tar->data + end, 0, tar->len - end);
  return g_byte_array_free_to_bytes (tar);
}

char *
vd_package_digest (GBytes *package)
{
  char name[100];
  const guint8 *content;
  gsize offset = 0;
  gsize content_size;
  gsize size;
  const guint8 *data = g_bytes_get_data (package, &size);

  g_return_val_if_fail (vd_tar_next (data, size, &offset, name, &content, &content_size) == 1,
                        NULL);

  return vd_digest_hex (content, content_size);
}

gboolean
vd_package_is (const void *data, gsize size)
{
  gsize offset = 0;
  gsize content_size;
  const guint8 *content;
  char name[100];

  return vd_tar_next (data, size, &offset, name, &content, &content_size) == 1 &&
         g_str_equal (name, VD_PACKAGE_MANIFEST);
}

static gboolean
damaged (GError **error, const char *what)
{
  g_set_error (error, VD_ERROR, VD_ERROR_DAMAGED, "package: %s", what);
  return FALSE;
}

const VdPackageFile *
vd_package_find (const GPtrArray *files, const char *name)
{
  for (guint i = 0; i < files->len; i++) {
    const VdPackageFile *file = g_ptr_array_index (files, i);

    if (g_str_equal (file->name, name))
      return file;
  }
  return NULL;
}

static gboolean
read_files (GPtrArray *files, const guint8 *data, gsize size, GError **error)
{
  gsize offset = 0;
  gsize content_size;
  const guint8 *content;
  char name[100];
  int more;

  while ((more = vd_tar_next (data, size, &offset, name, &content, &content_size)) == 1) {
    VdPackageFile *file;

    if (!g_strv_contains (names, name) || vd_package_find (files, name) != NULL)
      return damaged (error, "a file that does not belong there");
    file = vd_package_file_new (name, g_bytes_new (content, content_size));
    g_ptr_array_add (files, file);
  }
  for (gsize i = offset; more == 0 && i < size; i++) {
    if (data[i] != 0)
      return damaged (error, "bytes after the end");
  }
  return more == 0 || damaged (error, "not a whole archive");
}

/* Each file once: one that is named twice would leave another unchecked. */
static gboolean
is_first (const json_t *list, gsize index)
{
  json_t *name = json_object_get (json_array_get (list, index), "name");
  gsize i = 0;

  while (i < index && !json_equal (json_object_get (json_array_get (list, i), "name"), name))
    i++;
  return i == index;
}

static gboolean
check_entry (const json_t *entry, const GPtrArray *files, GError **error)
{
  const char *name = json_string_value (json_object_get (entry, "name"));
  const char *want = json_string_value (json_object_get (entry, "blake2b256"));
  const VdPackageFile *file = name == NULL ? NULL : vd_package_find (files, name);
  g_autofree char *digest = NULL;
  const void *data;
  gsize size;

  if (file == NULL)
    return damaged (error, "a file of the manifest is missing");
  data = g_bytes_get_data (file->data, &size);
  digest = vd_digest_hex (data, size);
  if (g_strcmp0 (digest, want) != 0 ||
      json_integer_value (json_object_get (entry, "size")) != (json_int_t)size)
    return damaged (error, "a file was altered");
  return TRUE;
}

/* Every file is in the manifest and as it says; the signature is over the manifest itself. */
static gboolean
check_manifest (const GPtrArray *files, GError **error)
{
  gsize size;
  const VdPackageFile *first = files->len > 0 ? g_ptr_array_index (files, 0) : NULL;
  const char *text = first == NULL ? "" : g_bytes_get_data (first->data, &size);
  g_autoptr (json_t) manifest = first == NULL ? NULL : vd_json_parse (text, size, NULL);
  const json_t *list = json_object_get (manifest, "files");
  guint unlisted = vd_package_find (files, VD_PACKAGE_SIGNATURE) == NULL ? 1 : 2;
  json_int_t version = json_integer_value (json_object_get (manifest, "version"));

  if (first == NULL || !g_str_equal (first->name, VD_PACKAGE_MANIFEST) ||
      g_strcmp0 (json_string_value (json_object_get (manifest, "format")), "varde-package") != 0)
    return damaged (error, "no manifest");
  if (version > 1) {
    g_set_error (error, VD_ERROR, VD_ERROR_NEWER, "package of a newer version");
    return FALSE;
  }
  if (json_array_size (list) + unlisted != files->len)
    return damaged (error, "files and manifest differ");
  for (gsize i = 0; i < json_array_size (list); i++) {
    if (!is_first (list, i))
      return damaged (error, "a file is named twice");
    if (!check_entry (json_array_get (list, i), files, error))
      return FALSE;
  }
  return TRUE;
}

GPtrArray *
vd_package_read (const void *data, gsize size, GError **error)
{
  g_autoptr (GPtrArray) files =
      g_ptr_array_new_with_free_func ((GDestroyNotify)vd_package_file_free);

  if (!read_files (files, data, size, error) || !check_manifest (files, error))
    return NULL;
  return g_steal_pointer (&files);
}
