/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "seal"

#include "seal/age-payload.h"

#include <sodium.h>
#include <string.h>

#include "seal/age-kdf.h"

#define NONCE_SIZE 16
#define CHUNK_SIZE (64 * 1024)
#define TAG_SIZE crypto_aead_chacha20poly1305_ietf_ABYTES
#define SEALED_SIZE (CHUNK_SIZE + TAG_SIZE)

/* An empty payload has one chunk, an empty one. */
static gsize
count_chunks (gsize size, gsize chunk_size)
{
  return size == 0 ? 1 : (size - 1) / chunk_size + 1;
}

/* Eleven bytes of counter, big end first, and one that is 1 for the last chunk only. */
static void
set_nonce (guint8 nonce[crypto_aead_chacha20poly1305_ietf_NPUBBYTES], gsize chunk, gboolean last)
{
  guint64 counter = GUINT64_TO_BE (chunk);

  memset (nonce, 0, crypto_aead_chacha20poly1305_ietf_NPUBBYTES);
  memcpy (nonce + 3, &counter, sizeof counter);
  nonce[11] = last;
}

gsize
vd_age_payload_size (gsize size)
{
  return NONCE_SIZE + size + count_chunks (size, CHUNK_SIZE) * TAG_SIZE;
}

void
vd_age_payload_encrypt (const VdSecret *file_key, const guint8 *data, gsize size, guint8 *out)
{
  g_autoptr (VdSecret) key = NULL;
  guint8 nonce[crypto_aead_chacha20poly1305_ietf_NPUBBYTES];
  gsize chunks = count_chunks (size, CHUNK_SIZE);

  randombytes_buf (out, NONCE_SIZE);
  key = vd_age_hkdf (file_key, out, NONCE_SIZE, "payload");
  out += NONCE_SIZE;
  for (gsize i = 0; i < chunks; i++) {
    gsize chunk = MIN (size, CHUNK_SIZE);

    set_nonce (nonce, i, i == chunks - 1);
    crypto_aead_chacha20poly1305_ietf_encrypt (out, NULL, data, chunk, NULL, 0, NULL, nonce,
                                               vd_secret_data (key));
    out += chunk + TAG_SIZE;
    size -= chunk;
    data = size > 0 ? data + chunk : NULL;
  }
}

static gboolean
decrypt_chunks (const VdSecret *key, const guint8 *data, gsize size, guint8 *out)
{
  guint8 nonce[crypto_aead_chacha20poly1305_ietf_NPUBBYTES];
  gsize chunks = count_chunks (size, SEALED_SIZE);

  for (gsize i = 0; i < chunks; i++) {
    gsize sealed = MIN (size - i * SEALED_SIZE, SEALED_SIZE);

    /* With the whole file at hand it is known which chunk must be the last: a full one as well,
     * and one with anything behind it never. */
    set_nonce (nonce, i, i == chunks - 1);
    if (crypto_aead_chacha20poly1305_ietf_decrypt (out + i * CHUNK_SIZE, NULL, NULL,
                                                   data + i * SEALED_SIZE, sealed, NULL, 0, nonce,
                                                   vd_secret_data (key)) != 0)
      return FALSE;
  }
  return TRUE;
}

/* Whether @size bytes can be chunks: the last has a tag, and is empty only as the only one. */
static gboolean
check_size (gsize size)
{
  gsize chunks = count_chunks (size, SEALED_SIZE);
  gsize last = size - (chunks - 1) * SEALED_SIZE;

  return last > TAG_SIZE || (last == TAG_SIZE && chunks == 1);
}

VdSecret *
vd_age_payload_decrypt (const VdSecret *file_key, const guint8 *data, gsize size, GError **error)
{
  g_autoptr (VdSecret) key = NULL;
  g_autoptr (VdSecret) plain = NULL;
  gsize sealed = size - MIN (size, NONCE_SIZE);

  if (size < NONCE_SIZE || !check_size (sealed)) {
    g_set_error_literal (error, VD_ERROR, VD_ERROR_DAMAGED, "age payload: cut off");
    return NULL;
  }
  key = vd_age_hkdf (file_key, data, NONCE_SIZE, "payload");
  plain = vd_secret_new (sealed - count_chunks (sealed, SEALED_SIZE) * TAG_SIZE);
  if (!decrypt_chunks (key, data + NONCE_SIZE, sealed, vd_secret_data (plain))) {
    g_set_error_literal (error, VD_ERROR, VD_ERROR_DAMAGED, "age payload: a chunk does not verify");
    return NULL;
  }
  return g_steal_pointer (&plain);
}
