/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "seal"

#include "seal/age.h"

#include <string.h>

#include "seal/age-header.h"
#include "seal/age-keys.h"
#include "seal/age-payload.h"
#include "seal/age-stanza.h"

static gboolean
check_size (gsize size, GError **error)
{
  /* The limit is on the payload; what age adds to it is less than a thousandth and a header. */
  if (size <= VD_AGE_SIZE_MAX)
    return TRUE;
  g_set_error_literal (error, VD_ERROR, VD_ERROR_INVALID, "over 64 MiB");
  return FALSE;
}

static GBytes *
assemble (const VdAgeStanza *stanzas,
          guint n_stanzas,
          const VdSecret *file_key,
          const void *data,
          gsize size)
{
  g_autoptr (GString) header = vd_age_header_format (stanzas, n_stanzas, file_key);
  gsize total = header->len + vd_age_payload_size (size);
  guint8 *file = g_malloc (total);

  memcpy (file, header->str, header->len);
  vd_age_payload_encrypt (file_key, data, size, file + header->len);
  return g_bytes_new_take (file, total);
}

GBytes *
vd_age_encrypt_to (const char *const *recipients, const void *data, gsize size, GError **error)
{
  g_autoptr (VdSecret) file_key = vd_secret_new_random (VD_AGE_FILE_KEY_SIZE);
  VdAgeStanza stanzas[VD_AGE_STANZAS_MAX];
  guint count = g_strv_length ((char **)recipients);

  if (!check_size (size, error))
    return NULL;
  if (count == 0 || count > VD_AGE_STANZAS_MAX) {
    g_set_error (error, VD_ERROR, VD_ERROR_INVALID, "%u age recipients, not 1 to 20", count);
    return NULL;
  }
  for (guint i = 0; i < count; i++) {
    guint8 recipient[VD_AGE_X25519_SIZE];

    if (!vd_age_recipient_decode (recipients[i], recipient, error) ||
        !vd_age_wrap_x25519 (&stanzas[i], recipient, file_key, error))
      return NULL;
  }
  return assemble (stanzas, count, file_key, data, size);
}

GBytes *
vd_age_encrypt_passphrase (const VdSecret *passphrase,
                           guint log_n,
                           const void *data,
                           gsize size,
                           GError **error)
{
  g_autoptr (VdSecret) file_key = vd_secret_new_random (VD_AGE_FILE_KEY_SIZE);
  VdAgeStanza stanza;

  g_return_val_if_fail (log_n >= 1 && log_n <= VD_AGE_SCRYPT_LOG_N_MAX, NULL);
  if (!check_size (size, error))
    return NULL;
  if (vd_secret_size (passphrase) == 0) {
    g_set_error_literal (error, VD_ERROR, VD_ERROR_INVALID, "empty passphrase");
    return NULL;
  }
  if (!vd_age_wrap_scrypt (&stanza, passphrase, log_n, file_key, error))
    return NULL;
  return assemble (&stanza, 1, file_key, data, size);
}

static VdSecret *
decrypt_payload (const VdAgeHeader *header,
                 const VdSecret *file_key,
                 const guint8 *data,
                 gsize size,
                 GError **error)
{
  if (!vd_age_header_verify (header, data, file_key, error))
    return NULL;
  return vd_age_payload_decrypt (file_key, data + header->size, size - header->size, error);
}

/* Tries one identity on every stanza, also after one fitted: a share of low order anywhere means
 * that the whole file is refused. */
static gboolean
try_identity (const VdAgeHeader *header,
              const VdSecret *identity,
              VdSecret **file_key,
              GError **error)
{
  for (guint i = 0; i < header->n_stanzas; i++) {
    g_autoptr (VdSecret) unwrapped = NULL;

    if (header->stanzas[i].kind != VD_AGE_STANZA_X25519)
      continue;
    if (!vd_age_unwrap_x25519 (&header->stanzas[i], identity, &unwrapped, error))
      return FALSE;
    if (*file_key == NULL)
      *file_key = g_steal_pointer (&unwrapped);
  }
  return TRUE;
}

static gboolean
check_file (VdAgeHeader *header, const guint8 *data, gsize size, GError **error)
{
  if (!vd_age_header_parse (header, data, size, error))
    return FALSE;
  if (size - header->size <= vd_age_payload_size (VD_AGE_SIZE_MAX))
    return TRUE;
  g_set_error_literal (error, VD_ERROR, VD_ERROR_INVALID, "an age file over 64 MiB");
  return FALSE;
}

VdSecret *
vd_age_decrypt (GPtrArray *identities, const void *data, gsize size, GError **error)
{
  g_autoptr (VdSecret) file_key = NULL;
  VdAgeHeader header;

  if (!check_file (&header, data, size, error))
    return NULL;
  for (guint i = 0; i < identities->len && file_key == NULL; i++) {
    g_autoptr (VdSecret) key = vd_age_identity_decode (g_ptr_array_index (identities, i), error);

    if (key == NULL || !try_identity (&header, key, &file_key, error))
      return NULL;
  }
  if (file_key == NULL) {
    g_set_error_literal (error, VD_ERROR, VD_ERROR_WRONG_KEY,
                         vd_age_header_is_scrypt (&header) ? "the age file asks for a passphrase"
                                                           : "no identity fits the age file");
    return NULL;
  }
  return decrypt_payload (&header, file_key, data, size, error);
}

VdSecret *
vd_age_decrypt_passphrase (const VdSecret *passphrase, const void *data, gsize size, GError **error)
{
  g_autoptr (VdSecret) file_key = NULL;
  VdAgeHeader header;

  if (!check_file (&header, data, size, error))
    return NULL;
  if (!vd_age_header_is_scrypt (&header)) {
    g_set_error_literal (error, VD_ERROR, VD_ERROR_WRONG_KEY, "the age file asks for an identity");
    return NULL;
  }
  if (!vd_age_unwrap_scrypt (&header.stanzas[0], passphrase, &file_key, error))
    return NULL;
  if (file_key == NULL) {
    g_set_error_literal (error, VD_ERROR, VD_ERROR_WRONG_KEY,
                         "the passphrase does not fit the age file");
    return NULL;
  }
  return decrypt_payload (&header, file_key, data, size, error);
}

gboolean
vd_age_wants_passphrase (const void *data, gsize size)
{
  VdAgeHeader header;

  return vd_age_header_parse (&header, data, size, NULL) && vd_age_header_is_scrypt (&header);
}
