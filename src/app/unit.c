/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "unit"

#include "app/unit.h"

#include "base/json.h"
#include "seal/age.h"
#include "seal/minisign.h"

#include <string.h>

#define ADDRESSEES "addressees"

json_t *
vd_unit_load (VdVault *vault, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (VdSecret) bytes = vd_vault_load_item (vault, VD_VAULT_SETTINGS, &local);
  json_t *settings;

  if (bytes == NULL && g_error_matches (local, VD_ERROR, VD_ERROR_NOT_FOUND))
    return json_object ();
  if (bytes == NULL) {
    g_propagate_error (error, g_steal_pointer (&local));
    return NULL;
  }
  settings = vd_json_parse ((const char *)vd_secret_data (bytes), vd_secret_size (bytes), NULL);
  if (json_is_object (settings))
    return settings;
  json_decref (settings);
  g_set_error (error, VD_ERROR, VD_ERROR_DAMAGED, "settings of the unit");
  return NULL;
}

gboolean
vd_unit_save (VdVault *vault, const json_t *settings, GError **error)
{
  gsize size;
  char *text = vd_json_write (settings, &size);
  g_autoptr (VdSecret) bytes = vd_secret_new_copy (text, size);

  explicit_bzero (text, size);
  g_free (text);
  return vd_vault_save_item (vault, VD_VAULT_SETTINGS, bytes, error);
}

gboolean
vd_unit_note_pack (VdVault *vault, const VdPack *pack, GError **error)
{
  const char *hash = vd_pack_hash (pack);
  g_autoptr (json_t) settings = vd_unit_load (vault, NULL);

  if (settings == NULL || *hash == '\0' ||
      g_strcmp0 (json_string_value (json_object_get (settings, "pack")), hash) == 0)
    return TRUE;
  json_object_set_new (settings, "pack", json_string (hash));
  return vd_vault_log (vault, VD_VAULT_EVENT_PACK, 0, hash, error) &&
         vd_unit_save (vault, settings, error);
}

const char *
vd_unit_name (const json_t *settings)
{
  const char *name = json_string_value (json_object_get (settings, "unit"));

  return name == NULL ? "" : name;
}

VdAddressees *
vd_unit_addressees (const json_t *settings, const VdPack *pack, GError **error)
{
  const json_t *list = json_object_get (settings, ADDRESSEES);
  g_autoptr (VdAddressees) self = vd_addressees_new (pack);

  if (list != NULL && !vd_addressees_read (self, list, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
vd_unit_set_addressees (json_t *settings, const VdAddressees *addressees)
{
  json_object_set_new (settings, ADDRESSEES, vd_addressees_write (addressees));
}

VdUnitKeys *
vd_unit_keys_new (VdVault *vault, const json_t *settings)
{
  VdUnitKeys *self = g_new0 (VdUnitKeys, 1);
  VdMinisignPublic public_key;

  self->secret = vd_vault_sign_key (vault);
  self->identity = vd_vault_unit_identity (vault);
  self->name = g_strdup (vd_unit_name (settings));
  vd_minisign_public_of (self->secret, &public_key);
  self->sign_key = vd_minisign_public_text (&public_key);
  self->recipient = vd_age_recipient_of (self->identity, NULL);
  self->signer = (VdPackageSigner){self->secret, self->name, self->recipient};
  return self;
}

void
vd_unit_keys_free (VdUnitKeys *self)
{
  if (self == NULL)
    return;
  vd_secret_free (self->secret);
  vd_secret_free (self->identity);
  g_free (self->name);
  g_free (self->sign_key);
  g_free (self->recipient);
  g_free (self);
}
