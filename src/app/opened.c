/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "opened"

#include "app/opened.h"

void
vd_opened_free (VdOpened *self)
{
  if (self == NULL)
    return;
  vd_secret_free (self->payload);
  g_clear_pointer (&self->files, g_ptr_array_unref);
  vd_received_free (self->received);
  vd_receipt_free (self->receipt);
  g_clear_pointer (&self->record, vd_record_unref);
  g_free (self);
}

static VdSecret *
decrypt (GBytes *file, GPtrArray *identities, const VdSecret *passphrase, GError **error)
{
  g_autoptr (GPtrArray) none = NULL;
  gsize size;
  const void *data = g_bytes_get_data (file, &size);

  if (passphrase != NULL)
    return vd_age_decrypt_passphrase (passphrase, data, size, error);
  /* Without a key too: says first what is wrong with the file itself. */
  if (identities == NULL)
    identities = none = g_ptr_array_new ();
  return vd_age_decrypt (identities, data, size, error);
}

/* The same package always gets the same id: a file that is opened twice is one case. A UUID of
 * version 8, made of the digest of the manifest. */
static char *
id_of (const VdReceived *received)
{
  const char *digest = received->digest;

  return g_strdup_printf ("%.8s-%.4s-8%.3s-a%.3s-%.12s", digest, digest + 8, digest + 12,
                          digest + 15, digest + 18);
}

static gboolean
read_record (VdOpened *self, const VdPack *pack, const char *date, GError **error)
{
  g_autofree char *id = id_of (self->received);

  if (pack == NULL || vd_package_find (self->files, VD_PACKAGE_ASSESSMENT) == NULL)
    return TRUE;
  self->record = vd_received_record (self->received, self->files, pack, id, date, error);
  return self->record != NULL;
}

static gboolean
read_package (VdOpened *self,
              const VdAddressees *known,
              const VdPack *pack,
              const char *date,
              GError **error)
{
  self->files =
      vd_package_read (vd_secret_data (self->payload), vd_secret_size (self->payload), error);
  if (self->files == NULL)
    return FALSE;
  self->received = vd_received_new (self->files, known, error);
  if (self->received == NULL)
    return FALSE;
  if (vd_package_find (self->files, VD_PACKAGE_RECEIPT) != NULL) {
    self->receipt = vd_receipt_read (self->files, error);
    if (self->receipt == NULL)
      return FALSE;
  }
  return read_record (self, pack, date, error);
}

VdOpened *
vd_opened_new (GBytes *file,
               GPtrArray *identities,
               const VdSecret *passphrase,
               const VdAddressees *known,
               const VdPack *pack,
               const char *date,
               GError **error)
{
  g_autoptr (VdOpened) self = g_new0 (VdOpened, 1);

  if (passphrase == NULL &&
      vd_age_wants_passphrase (g_bytes_get_data (file, NULL), g_bytes_get_size (file))) {
    self->wants_passphrase = TRUE;
    return g_steal_pointer (&self);
  }
  self->payload = decrypt (file, identities, passphrase, error);
  if (self->payload == NULL)
    return NULL;
  if (vd_package_is (vd_secret_data (self->payload), vd_secret_size (self->payload)) &&
      !read_package (self, known, pack, date, error))
    return NULL;
  return g_steal_pointer (&self);
}

const VdPackageFile *
vd_opened_pdf (const VdOpened *self)
{
  return self->files == NULL ? NULL : vd_package_find (self->files, VD_PACKAGE_PDF);
}
