/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "receipt"

#include "share/received.h"

#include "base/atomic-file.h"
#include "base/date.h"
#include "seal/age.h"

static gboolean
fail (GError **error, VdError code, const char *what)
{
  g_set_error (error, VD_ERROR, (int)code, "receipt: %s", what);
  return FALSE;
}

static char *
write_receipt (const VdReceived *received, const char *date, const char *by, gsize *size)
{
  g_autoptr (json_t) receipt = json_pack ("{s:s, s:i, s:s, s:s, s:s, s:s}", "format",
                                          "varde-receipt", "version", 1, "number", received->number,
                                          "manifest", received->digest, "received", date, "by", by);

  return vd_json_write_pretty (receipt, size);
}

GBytes *
vd_receipt_build (const VdReceived *self,
                  const char *date,
                  const char *by,
                  const VdPackageSigner *signer,
                  GError **error)
{
  g_autoptr (GPtrArray) files =
      g_ptr_array_new_with_free_func ((GDestroyNotify)vd_package_file_free);
  const VdPackageNote note = {.signer = signer};
  gsize size;
  char *text;

  if (*self->number == '\0') {
    fail (error, VD_ERROR_INVALID, "what came has no number");
    return NULL;
  }
  text = write_receipt (self, date, by, &size);
  g_ptr_array_add (files, vd_package_file_new (VD_PACKAGE_RECEIPT, g_bytes_new_take (text, size)));
  return vd_package_build (files, &note, 0);
}

gboolean
vd_receipt_write (const VdReceived *self,
                  const char *date,
                  const char *by,
                  const VdPackageSigner *signer,
                  const char *path,
                  GError **error)
{
  const char *const keys[] = {self->reply_to, NULL};
  g_autoptr (GBytes) package = NULL;
  g_autoptr (GBytes) sealed = NULL;

  if (*self->reply_to == '\0')
    return fail (error, VD_ERROR_INVALID, "nobody asked for one");
  package = vd_receipt_build (self, date, by, signer, error);
  if (package == NULL)
    return FALSE;
  sealed =
      vd_age_encrypt_to (keys, g_bytes_get_data (package, NULL), g_bytes_get_size (package), error);
  return sealed != NULL && vd_atomic_file_create (path, g_bytes_get_data (sealed, NULL),
                                                  g_bytes_get_size (sealed), error);
}

static char *
text_of (const json_t *receipt, const char *key)
{
  const char *text = json_string_value (json_object_get (receipt, key));

  return g_strdup (text == NULL ? "" : text);
}

VdReceipt *
vd_receipt_read (const GPtrArray *files, GError **error)
{
  const VdPackageFile *file = vd_package_find (files, VD_PACKAGE_RECEIPT);
  g_autoptr (VdReceipt) self = NULL;
  g_autoptr (json_t) receipt = NULL;
  VdDate date;

  if (file == NULL) {
    fail (error, VD_ERROR_NOT_FOUND, "none in it");
    return NULL;
  }
  receipt =
      vd_json_parse (g_bytes_get_data (file->data, NULL), g_bytes_get_size (file->data), error);
  if (receipt == NULL)
    return NULL;
  self = g_new0 (VdReceipt, 1);
  self->number = text_of (receipt, "number");
  self->digest = text_of (receipt, "manifest");
  self->date = text_of (receipt, "received");
  self->by = text_of (receipt, "by");
  if (json_integer_value (json_object_get (receipt, "version")) > 1)
    fail (error, VD_ERROR_NEWER, "of a newer version");
  else if (g_strcmp0 (json_string_value (json_object_get (receipt, "format")), "varde-receipt") !=
               0 ||
           *self->number == '\0' || !vd_date_parse (self->date, &date))
    fail (error, VD_ERROR_INVALID, "not one");
  else
    return g_steal_pointer (&self);
  return NULL;
}

void
vd_receipt_free (VdReceipt *self)
{
  if (self == NULL)
    return;
  g_free (self->number);
  g_free (self->digest);
  g_free (self->date);
  g_free (self->by);
  g_free (self);
}
