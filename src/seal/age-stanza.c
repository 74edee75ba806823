/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "seal"

#include "seal/age-stanza.h"

#include <sodium.h>
#include <string.h>

#include "seal/age-kdf.h"

#define X25519_INFO "age-encryption.org/v1/X25519"
#define SCRYPT_LABEL "age-encryption.org/v1/scrypt"
#define SCRYPT_LABEL_SIZE (sizeof SCRYPT_LABEL - 1)
#define SCRYPT_R 8
#define SCRYPT_P 1

/* A wrap key serves one message only, so the nonce is fixed. */
static const guint8 zero_nonce[crypto_aead_chacha20poly1305_ietf_NPUBBYTES] = {0};

G_STATIC_ASSERT (VD_AGE_FILE_KEY_SIZE + crypto_aead_chacha20poly1305_ietf_ABYTES ==
                 VD_AGE_BODY_SIZE);

static void
seal_body (VdAgeStanza *stanza, const VdSecret *wrap_key, const VdSecret *file_key)
{
  g_assert (vd_secret_size (file_key) == VD_AGE_FILE_KEY_SIZE);
  crypto_aead_chacha20poly1305_ietf_encrypt (stanza->body, NULL, vd_secret_data (file_key),
                                             VD_AGE_FILE_KEY_SIZE, NULL, 0, NULL, zero_nonce,
                                             vd_secret_data (wrap_key));
}

static VdSecret *
open_body (const VdAgeStanza *stanza, const VdSecret *wrap_key)
{
  g_autoptr (VdSecret) file_key = vd_secret_new (VD_AGE_FILE_KEY_SIZE);

  if (crypto_aead_chacha20poly1305_ietf_decrypt (vd_secret_data (file_key), NULL, NULL,
                                                 stanza->body, sizeof stanza->body, NULL, 0,
                                                 zero_nonce, vd_secret_data (wrap_key)) != 0)
    return NULL;
  return g_steal_pointer (&file_key);
}

/* Returns: (nullable): NULL when @public_key is of low order. */
static VdSecret *
x25519_wrap_key (const VdSecret *secret_key,
                 const guint8 public_key[VD_AGE_X25519_SIZE],
                 const guint8 share[VD_AGE_X25519_SIZE],
                 const guint8 recipient[VD_AGE_X25519_SIZE])
{
  g_autoptr (VdSecret) shared = vd_secret_new (crypto_scalarmult_BYTES);
  guint8 salt[2 * VD_AGE_X25519_SIZE];

  if (crypto_scalarmult (vd_secret_data (shared), vd_secret_data (secret_key), public_key) != 0 ||
      sodium_is_zero (vd_secret_data (shared), crypto_scalarmult_BYTES))
    return NULL;
  memcpy (salt, share, VD_AGE_X25519_SIZE);
  memcpy (salt + VD_AGE_X25519_SIZE, recipient, VD_AGE_X25519_SIZE);
  return vd_age_hkdf (shared, salt, sizeof salt, X25519_INFO);
}

gboolean
vd_age_wrap_x25519 (VdAgeStanza *stanza,
                    const guint8 recipient[VD_AGE_X25519_SIZE],
                    const VdSecret *file_key,
                    GError **error)
{
  g_autoptr (VdSecret) ephemeral = vd_secret_new_random (VD_AGE_X25519_SIZE);
  g_autoptr (VdSecret) wrap_key = NULL;

  stanza->kind = VD_AGE_STANZA_X25519;
  crypto_scalarmult_base (stanza->share, vd_secret_data (ephemeral));
  wrap_key = x25519_wrap_key (ephemeral, recipient, stanza->share, recipient);
  if (wrap_key == NULL) {
    g_set_error_literal (error, VD_ERROR, VD_ERROR_INVALID, "age recipient of low order");
    return FALSE;
  }
  seal_body (stanza, wrap_key, file_key);
  return TRUE;
}

gboolean
vd_age_unwrap_x25519 (const VdAgeStanza *stanza,
                      const VdSecret *identity,
                      VdSecret **file_key,
                      GError **error)
{
  guint8 recipient[VD_AGE_X25519_SIZE];
  g_autoptr (VdSecret) wrap_key = NULL;

  crypto_scalarmult_base (recipient, vd_secret_data (identity));
  wrap_key = x25519_wrap_key (identity, stanza->share, stanza->share, recipient);
  if (wrap_key == NULL) {
    g_set_error_literal (error, VD_ERROR, VD_ERROR_DAMAGED, "age header: share of low order");
    return FALSE;
  }
  *file_key = open_body (stanza, wrap_key);
  return TRUE;
}

static VdSecret *
scrypt_wrap_key (const VdAgeStanza *stanza, const VdSecret *passphrase, GError **error)
{
  g_autoptr (VdSecret) key = vd_secret_new (VD_AGE_KEY_SIZE);
  guint8 salt[SCRYPT_LABEL_SIZE + VD_AGE_SALT_SIZE];

  memcpy (salt, SCRYPT_LABEL, SCRYPT_LABEL_SIZE);
  memcpy (salt + SCRYPT_LABEL_SIZE, stanza->salt, VD_AGE_SALT_SIZE);
  if (crypto_pwhash_scryptsalsa208sha256_ll (
          vd_secret_data (passphrase), vd_secret_size (passphrase), salt, sizeof salt,
          G_GUINT64_CONSTANT (1) << stanza->log_n, SCRYPT_R, SCRYPT_P, vd_secret_data (key),
          VD_AGE_KEY_SIZE) != 0) {
    g_set_error_literal (error, VD_ERROR, VD_ERROR_NO_MEMORY, "too little memory for scrypt");
    return NULL;
  }
  return g_steal_pointer (&key);
}

gboolean
vd_age_wrap_scrypt (VdAgeStanza *stanza,
                    const VdSecret *passphrase,
                    guint log_n,
                    const VdSecret *file_key,
                    GError **error)
{
  g_autoptr (VdSecret) wrap_key = NULL;

  stanza->kind = VD_AGE_STANZA_SCRYPT;
  stanza->log_n = log_n;
  randombytes_buf (stanza->salt, sizeof stanza->salt);
  wrap_key = scrypt_wrap_key (stanza, passphrase, error);
  if (wrap_key == NULL)
    return FALSE;
  seal_body (stanza, wrap_key, file_key);
  return TRUE;
}

gboolean
vd_age_unwrap_scrypt (const VdAgeStanza *stanza,
                      const VdSecret *passphrase,
                      VdSecret **file_key,
                      GError **error)
{
  g_autoptr (VdSecret) wrap_key = scrypt_wrap_key (stanza, passphrase, error);

  if (wrap_key == NULL)
    return FALSE;
  *file_key = open_body (stanza, wrap_key);
  return TRUE;
}
