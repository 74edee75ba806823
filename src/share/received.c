/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "received"

#include "share/received.h"

#include "seal/digest.h"
#include "seal/minisign.h"

static gboolean
fail (GError **error, VdError code, const char *what)
{
  g_set_error (error, VD_ERROR, (int)code, "package: %s", what);
  return FALSE;
}

static char *
text_of (const json_t *object, const char *key)
{
  const char *text = json_string_value (json_object_get (object, key));

  return g_strdup (text == NULL ? "" : text);
}

static char **
list_of (const json_t *list)
{
  g_autoptr (GStrvBuilder) items = g_strv_builder_new ();

  for (gsize i = 0; i < json_array_size (list); i++) {
    if (json_is_string (json_array_get (list, i)))
      g_strv_builder_add (items, json_string_value (json_array_get (list, i)));
  }
  return g_strv_builder_end (items);
}

void
vd_received_free (VdReceived *self)
{
  if (self == NULL)
    return;
  g_free (self->signer);
  g_free (self->key);
  g_free (self->fingerprint);
  g_free (self->reply_to);
  g_free (self->recipient);
  g_free (self->number);
  g_free (self->corrects);
  g_strfreev (self->left_out);
  g_free (self->digest);
  g_free (self);
}

static gboolean
verify (const VdPackageFile *manifest,
        const VdPackageFile *signature,
        const char *key,
        GError **error)
{
  VdMinisignPublic parsed;
  gsize size, signature_size;
  const void *data = g_bytes_get_data (manifest->data, &size);
  const char *text = g_bytes_get_data (signature->data, &signature_size);

  return (vd_minisign_public_parse (key, &parsed, NULL) &&
          vd_minisign_verify (&parsed, text, signature_size, data, size, NULL, NULL)) ||
         fail (error, VD_ERROR_DAMAGED, "the signature does not verify");
}

/* A package of another program may not hold the key: then only keys known here can tell. */
static const VdAddressee *
find_signer (const VdAddressees *known,
             const VdPackageFile *manifest,
             const VdPackageFile *signature)
{
  for (guint i = 0; known != NULL && i < vd_addressees_count (known); i++) {
    const VdAddressee *entry = vd_addressees_get (known, i);

    if (*entry->sign_key != '\0' && verify (manifest, signature, entry->sign_key, NULL))
      return entry;
  }
  return NULL;
}

/* A manifest that names a signer and comes without the signature was tampered with. */
static gboolean
read_signature (VdReceived *self, const GPtrArray *files, const VdAddressees *known, GError **error)
{
  const VdPackageFile *manifest = g_ptr_array_index (files, 0);
  const VdPackageFile *signature = vd_package_find (files, VD_PACKAGE_SIGNATURE);
  const VdAddressee *signer = NULL;

  if (signature == NULL)
    return *self->key == '\0' || fail (error, VD_ERROR_DAMAGED, "the signature is missing");
  self->by = VD_SIGNED_BY_STRANGER;
  if (*self->key == '\0') {
    signer = find_signer (known, manifest, signature);
  } else {
    g_autofree char *given = self->key;

    self->key = vd_addressees_spelling (given);
    if (!verify (manifest, signature, self->key, error))
      return FALSE;
    signer = known == NULL ? NULL : vd_addressees_signer (known, self->key);
    g_free (self->fingerprint);
    self->fingerprint = vd_addressees_fingerprint (self->key, NULL);
  }
  if (signer == NULL)
    return TRUE;
  self->by = VD_SIGNED_BY_KNOWN;
  g_free (self->signer);
  self->signer = g_strdup (signer->name);
  return TRUE;
}

VdReceived *
vd_received_new (const GPtrArray *files, const VdAddressees *known, GError **error)
{
  const VdPackageFile *first = g_ptr_array_index (files, 0);
  g_autoptr (VdReceived) self = g_new0 (VdReceived, 1);
  gsize size;
  const char *text = g_bytes_get_data (first->data, &size);
  g_autoptr (json_t) manifest = vd_json_parse (text, size, NULL);
  const json_t *signer = json_object_get (manifest, "signer");

  self->digest = vd_digest_hex (text, size);
  self->signer = text_of (signer, "name");
  self->key = text_of (signer, "key");
  self->reply_to = text_of (signer, "reply_to");
  self->fingerprint = g_strdup ("");
  self->recipient = text_of (manifest, "recipient");
  self->number = text_of (manifest, "number");
  self->corrects = text_of (manifest, "corrects");
  self->left_out = list_of (json_object_get (manifest, "left_out"));
  if (!read_signature (self, files, known, error))
    return NULL;
  return g_steal_pointer (&self);
}

static json_t *
received_note (const VdReceived *self, const char *date)
{
  json_t *note = json_object ();

  json_object_set_new (note, "date", json_string (date));
  json_object_set_new (note, "number", json_string (self->number));
  json_object_set_new (note, "signer", json_string (self->signer));
  json_object_set_new (note, "key", json_string (self->key));
  return note;
}

VdRecord *
vd_received_record (const VdReceived *self,
                    const GPtrArray *files,
                    const VdPack *pack,
                    const char *id,
                    const char *date,
                    GError **error)
{
  const VdPackageFile *file = vd_package_find (files, VD_PACKAGE_ASSESSMENT);
  g_autoptr (json_t) assessment = NULL;
  g_autofree char *text = NULL;
  gsize size;

  if (file == NULL) {
    fail (error, VD_ERROR_NOT_FOUND, "no assessment in it");
    return NULL;
  }
  assessment =
      vd_json_parse (g_bytes_get_data (file->data, NULL), g_bytes_get_size (file->data), error);
  if (assessment == NULL)
    return NULL;
  json_object_set_new (assessment, "id", json_string (id));
  json_object_del (assessment, "shares");
  json_object_set_new (assessment, "x-received", received_note (self, date));
  text = vd_json_write (assessment, &size);
  return vd_record_parse (text, size, pack, error);
}
