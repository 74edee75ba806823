/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "vault"

#include "vault/crypto.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

#define MIB ((guint64)1024 * 1024)

G_STATIC_ASSERT (VD_KEY_SIZE == crypto_aead_xchacha20poly1305_ietf_KEYBYTES);
G_STATIC_ASSERT (VD_NONCE_SIZE == crypto_aead_xchacha20poly1305_ietf_NPUBBYTES);
G_STATIC_ASSERT (VD_TAG_SIZE == crypto_aead_xchacha20poly1305_ietf_ABYTES);
G_STATIC_ASSERT (VD_SALT_SIZE == crypto_pwhash_argon2id_SALTBYTES);
G_STATIC_ASSERT (VD_HASH_SIZE == 2 * crypto_shorthash_siphashx24_BYTES);
G_STATIC_ASSERT (VD_KEY_SIZE == 2 * crypto_shorthash_siphashx24_KEYBYTES);
G_STATIC_ASSERT (VD_SEALED_KEY_SIZE == crypto_box_SEALBYTES + VD_KEY_SIZE);

const VdKdf vd_kdf_floor = {3, 64 * MIB};
const VdKdf vd_kdf_default = {3, 256 * MIB};
const VdKdf vd_kdf_strong = {3, 512 * MIB};

void
vd_crypto_init (void)
{
  g_assert (sodium_init () >= 0);
}

void
vd_crypto_random (void *data, gsize size)
{
  randombytes_buf (data, size);
}

gboolean
vd_crypto_equal (const void *a, const void *b, gsize size)
{
  return sodium_memcmp (a, b, size) == 0;
}

void
vd_crypto_wipe (void *data, gsize size)
{
  sodium_memzero (data, size);
}

void
vd_crypto_keyed (guint8 out[VD_HASH_SIZE],
                 const guint8 *key,
                 gsize key_size,
                 const guint8 *data,
                 gsize size)
{
  int rc = crypto_generichash (out, VD_HASH_SIZE, data, size, key, key_size);

  g_assert (rc == 0);
}

void
vd_crypto_hash (guint8 *out, gsize out_size, const guint8 *data, gsize size)
{
  int rc = crypto_generichash (out, out_size, data, size, NULL, 0);

  g_assert (rc == 0);
}

void
vd_crypto_mark (guint8 out[VD_HASH_SIZE],
                const guint8 key[VD_KEY_SIZE],
                const guint8 *data,
                gsize size)
{
  const gsize half = crypto_shorthash_siphashx24_BYTES;

  crypto_shorthash_siphashx24 (out, data, size, key);
  crypto_shorthash_siphashx24 (out + half, data, size, key + half);
}

void
vd_crypto_subkey (guint8 out[VD_KEY_SIZE], const guint8 key[VD_KEY_SIZE], const char *context)
{
  int rc;

  g_assert (strlen (context) == crypto_kdf_CONTEXTBYTES);
  rc = crypto_kdf_derive_from_key (out, VD_KEY_SIZE, 1, context, key);
  g_assert (rc == 0);
}

void
vd_crypto_seal (guint8 *box,
                const guint8 key[VD_KEY_SIZE],
                const guint8 *plain,
                gsize size,
                const guint8 *ad,
                gsize ad_size)
{
  randombytes_buf (box, VD_NONCE_SIZE);
  crypto_aead_xchacha20poly1305_ietf_encrypt (box + VD_NONCE_SIZE, NULL, plain, size, ad, ad_size,
                                              NULL, box, key);
}

gboolean
vd_crypto_open (guint8 *plain,
                const guint8 key[VD_KEY_SIZE],
                const guint8 *box,
                gsize size,
                const guint8 *ad,
                gsize ad_size)
{
  if (size < VD_SEAL_OVERHEAD)
    return FALSE;
  return crypto_aead_xchacha20poly1305_ietf_decrypt (plain, NULL, NULL, box + VD_NONCE_SIZE,
                                                     size - VD_NONCE_SIZE, ad, ad_size, box,
                                                     key) == 0;
}

void
vd_crypto_open_unchecked (guint8 *plain,
                          const guint8 key[VD_KEY_SIZE],
                          const guint8 *box,
                          gsize size)
{
  /* The first block of the stream is the key of the tag. */
  crypto_stream_xchacha20_xor_ic (plain, box + VD_NONCE_SIZE, size - VD_SEAL_OVERHEAD, box, 1, key);
}

void
vd_crypto_pair (guint8 public_key[VD_KEY_SIZE], guint8 secret_key[VD_KEY_SIZE])
{
  int rc = crypto_box_keypair (public_key, secret_key);

  g_assert (rc == 0);
}

void
vd_crypto_public (guint8 public_key[VD_KEY_SIZE], const guint8 secret_key[VD_KEY_SIZE])
{
  int rc = crypto_scalarmult_base (public_key, secret_key);

  g_assert (rc == 0);
}

void
vd_crypto_seal_key (guint8 sealed[VD_SEALED_KEY_SIZE],
                    const guint8 key[VD_KEY_SIZE],
                    const guint8 public_key[VD_KEY_SIZE])
{
  int rc = crypto_box_seal (sealed, key, VD_KEY_SIZE, public_key);

  g_assert (rc == 0);
}

gboolean
vd_crypto_open_key (guint8 key[VD_KEY_SIZE],
                    const guint8 sealed[VD_SEALED_KEY_SIZE],
                    const guint8 secret_key[VD_KEY_SIZE])
{
  guint8 public_key[VD_KEY_SIZE];

  vd_crypto_public (public_key, secret_key);
  return crypto_box_seal_open (key, sealed, VD_SEALED_KEY_SIZE, public_key, secret_key) == 0;
}

gboolean
vd_kdf_is_valid (const VdKdf *kdf)
{
  return kdf->passes >= 3 && kdf->passes <= 10 && kdf->memory >= 64 * MIB &&
         kdf->memory <= 1024 * MIB;
}

gboolean
vd_kdf_has_memory (const VdKdf *kdf, guint64 available)
{
  return available >= kdf->memory + kdf->memory / 4;
}

/* Returns: the kernel's estimate of memory that can be had without swapping, in bytes; everything
 * when it does not tell (no /proc): Argon2id then finds out by itself. */
static guint64
available_memory (void)
{
  guint64 result = G_MAXUINT64;
  guint64 value;
  char line[128];
  FILE *file = fopen ("/proc/meminfo", "re");

  if (file == NULL)
    return result;
  while (fgets (line, sizeof line, file) != NULL)
    if (sscanf (line, "MemAvailable: %" G_GUINT64_FORMAT " kB", &value) == 1)
      result = value * 1024;
  fclose (file);
  return result;
}

static gboolean
is_ascii (const VdSecret *text)
{
  const guint8 *data = vd_secret_data (text);
  guint8 seen = 0;

  for (gsize i = 0; i < vd_secret_size (text); i++)
    seen |= data[i];
  return seen < 0x80;
}

VdSecret *
vd_crypto_normalize (const VdSecret *text)
{
  const char *data = (const char *)vd_secret_data (text);
  VdSecret *result;
  char *normal;

  /* GLib's routine works in ordinary memory, so it is used only where it can change something. */
  if (is_ascii (text))
    return vd_secret_new_copy (data, vd_secret_size (text));
  if (!g_utf8_validate_len (data, vd_secret_size (text), NULL))
    return NULL;
  normal = g_utf8_normalize (data, (gssize)vd_secret_size (text), G_NORMALIZE_NFKC);
  result = vd_secret_new_copy (normal, strlen (normal));
  sodium_memzero (normal, strlen (normal));
  g_free (normal);
  return result;
}

gboolean
vd_crypto_stretch (guint8 out[VD_KEY_SIZE],
                   const VdSecret *passphrase,
                   const VdKdf *kdf,
                   const guint8 salt[VD_SALT_SIZE],
                   GError **error)
{
  guint64 available = available_memory ();

  g_assert (vd_kdf_is_valid (kdf));
  if (vd_kdf_has_memory (kdf, available) &&
      crypto_pwhash (out, VD_KEY_SIZE, (const char *)vd_secret_data (passphrase),
                     vd_secret_size (passphrase), salt, kdf->passes, (gsize)kdf->memory,
                     crypto_pwhash_ALG_ARGON2ID13) == 0)
    return TRUE;
  g_set_error (error, VD_ERROR, VD_ERROR_NO_MEMORY, "the key derivation needs %u MiB",
               (guint)(kdf->memory / MIB));
  return FALSE;
}

static double
measure (const VdKdf *kdf)
{
  g_autoptr (VdSecret) sample = vd_secret_new (32);
  const guint8 salt[VD_SALT_SIZE] = {0};
  guint8 out[VD_KEY_SIZE];
  gint64 start = g_get_monotonic_time ();

  if (!vd_crypto_stretch (out, sample, kdf, salt, NULL))
    return G_MAXDOUBLE;
  return (double)(g_get_monotonic_time () - start) / G_USEC_PER_SEC;
}

VdKdf
vd_kdf_choose (void)
{
  const VdKdf candidates[] = {{4, 128 * MIB}, vd_kdf_default, vd_kdf_strong};
  VdKdf best = vd_kdf_floor;

  vd_crypto_init ();
  for (guint i = 0; i < G_N_ELEMENTS (candidates); i++) {
    if (candidates[i].memory > available_memory () / 2 || measure (&candidates[i]) >= 2.5)
      break;
    best = candidates[i];
  }
  return best;
}
