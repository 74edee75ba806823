/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "seal"

#include "seal/age-payload.h"

#include <sodium.h>
#include <string.h>

#include "seal/age-kdf.h"

#define NONCE_SIZE VD_AGE_NONCE_SIZE
#define CHUNK_SIZE VD_AGE_CHUNK_SIZE
#define TAG_SIZE VD_AGE_TAG_SIZE
#define SEALED_SIZE VD_AGE_SEALED_SIZE

G_STATIC_ASSERT (TAG_SIZE == crypto_aead_chacha20poly1305_ietf_ABYTES);

/* An empty payload has one chunk, an empty one. */
static gsize
count_chunks (gsize size, gsize chunk_size)
{
  return size == 0 ? 1 : (size - 1) / chunk_size + 1;
}

/* Eleven bytes of counter, big end first, and one that is 1 for the last chunk only. */
static void
set_nonce (guint8 nonce[crypto_aead_chacha20poly1305_ietf_NPUBBYTES], guint64 chunk, gboolean last)
{
  guint64 counter = GUINT64_TO_BE (chunk);

  memset (nonce, 0, crypto_aead_chacha20poly1305_ietf_NPUBBYTES);
  memcpy (nonce + 3, &counter, sizeof counter);
  nonce[11] = last;
}

VdSecret *
vd_age_payload_key (const VdSecret *file_key, const guint8 nonce[NONCE_SIZE])
{
  return vd_age_hkdf (file_key, nonce, NONCE_SIZE, "payload");
}

void
vd_age_chunk_encrypt (const VdSecret *key,
                      guint64 chunk,
                      gboolean last,
                      const guint8 *data,
                      gsize size,
                      guint8 *out)
{
  guint8 nonce[crypto_aead_chacha20poly1305_ietf_NPUBBYTES];

  set_nonce (nonce, chunk, last);
  crypto_aead_chacha20poly1305_ietf_encrypt (out, NULL, data, size, NULL, 0, NULL, nonce,
                                             vd_secret_data (key));
}

gboolean
vd_age_chunk_decrypt (const VdSecret *key,
                      guint64 chunk,
                      gboolean last,
                      const guint8 *data,
                      gsize size,
                      guint8 *out)
{
  guint8 nonce[crypto_aead_chacha20poly1305_ietf_NPUBBYTES];

  set_nonce (nonce, chunk, last);
  return crypto_aead_chacha20poly1305_ietf_decrypt (out, NULL, NULL, data, size, NULL, 0, nonce,
                                                    vd_secret_data (key)) == 0;
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
  gsize chunks = count_chunks (size, CHUNK_SIZE);

  randombytes_buf (out, NONCE_SIZE);
  key = vd_age_payload_key (file_key, out);
  out += NONCE_SIZE;
  for (gsize i = 0; i < chunks; i++) {
    gsize chunk = MIN (size, CHUNK_SIZE);

    vd_age_chunk_encrypt (key, i, i == chunks - 1, data, chunk, out);
    out += chunk + TAG_SIZE;
    size -= chunk;
    data = size > 0 ? data + chunk : NULL;
  }
}

static gboolean
decrypt_chunks (const VdSecret *key, const guint8 *data, gsize size, guint8 *out)
{
  gsize chunks = count_chunks (size, SEALED_SIZE);

  for (gsize i = 0; i < chunks; i++) {
    gsize sealed = MIN (size - i * SEALED_SIZE, SEALED_SIZE);

    /* With the whole file at hand it is known which chunk must be the last: a full one as well,
     * and one with anything behind it never. */
    if (!vd_age_chunk_decrypt (key, i, i == chunks - 1, data + i * SEALED_SIZE, sealed,
                               out + i * CHUNK_SIZE))
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
  key = vd_age_payload_key (file_key, data);
  plain = vd_secret_new (sealed - count_chunks (sealed, SEALED_SIZE) * TAG_SIZE);
  if (!decrypt_chunks (key, data + NONCE_SIZE, sealed, vd_secret_data (plain))) {
    g_set_error_literal (error, VD_ERROR, VD_ERROR_DAMAGED, "age payload: a chunk does not verify");
    return NULL;
  }
  return g_steal_pointer (&plain);
}
