/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "vault/vault.h"

/**
 * The only place of the vault that knows an algorithm: Argon2id, keyed BLAKE2b, SipHash,
 * XChaCha20-Poly1305, X25519 sealed boxes. No function keeps a copy of a key; buffers belong to the
 * caller.
 */
#define VD_KEY_SIZE 32
#define VD_SALT_SIZE 16
#define VD_HASH_SIZE 32
#define VD_NONCE_SIZE 24
#define VD_TAG_SIZE 16
/** What vd_crypto_seal() adds to the plaintext. */
#define VD_SEAL_OVERHEAD (VD_NONCE_SIZE + VD_TAG_SIZE)
/** A key sealed to a public key. */
#define VD_SEALED_KEY_SIZE 80

/** Must be called before everything else here; cheap when called again. */
void vd_crypto_init (void);

void vd_crypto_random (void *data, gsize size);

/** Returns: whether both hold the same bytes; takes the same time whatever differs. */
gboolean vd_crypto_equal (const void *a, const void *b, gsize size);

void vd_crypto_wipe (void *data, gsize size);

/** Keyed BLAKE2b-256 of @data; @key_size is 16 to 64. */
void vd_crypto_keyed (guint8 out[VD_HASH_SIZE],
                      const guint8 *key,
                      gsize key_size,
                      const guint8 *data,
                      gsize size);

/** SipHash-2-4-128 of @data under each half of @key: for short data that nobody sees the hash of,
 * and six times as quick as BLAKE2b. */
void vd_crypto_mark (guint8 out[VD_HASH_SIZE],
                     const guint8 key[VD_KEY_SIZE],
                     const guint8 *data,
                     gsize size);

/** BLAKE2b of @data without a key, 16 to 64 bytes long. */
void vd_crypto_hash (guint8 *out, gsize out_size, const guint8 *data, gsize size);

/** The subkey number 1 of @key for the 8 characters of @context. */
void vd_crypto_subkey (guint8 out[VD_KEY_SIZE], const guint8 key[VD_KEY_SIZE], const char *context);

/** Seals @plain with a fresh random nonce: @box gets nonce, ciphertext, tag. */
void vd_crypto_seal (guint8 *box,
                     const guint8 key[VD_KEY_SIZE],
                     const guint8 *plain,
                     gsize size,
                     const guint8 *ad,
                     gsize ad_size);

/** Returns: whether @box was sealed with @key and @ad; @plain gets @size - VD_SEAL_OVERHEAD bytes,
 * unless it is NULL. */
gboolean vd_crypto_open (guint8 *plain,
                         const guint8 key[VD_KEY_SIZE],
                         const guint8 *box,
                         gsize size,
                         const guint8 *ad,
                         gsize ad_size);

/** The same without looking at the tag: for a person to look at what is left of a damaged box.
 * @plain gets @size - VD_SEAL_OVERHEAD bytes; @size is at least that. */
void vd_crypto_open_unchecked (guint8 *plain,
                               const guint8 key[VD_KEY_SIZE],
                               const guint8 *box,
                               gsize size);

/** A new random X25519 pair. */
void vd_crypto_pair (guint8 public_key[VD_KEY_SIZE], guint8 secret_key[VD_KEY_SIZE]);

/** The public half of @secret_key. */
void vd_crypto_public (guint8 public_key[VD_KEY_SIZE], const guint8 secret_key[VD_KEY_SIZE]);

void vd_crypto_seal_key (guint8 sealed[VD_SEALED_KEY_SIZE],
                         const guint8 key[VD_KEY_SIZE],
                         const guint8 public_key[VD_KEY_SIZE]);

gboolean vd_crypto_open_key (guint8 key[VD_KEY_SIZE],
                             const guint8 sealed[VD_SEALED_KEY_SIZE],
                             const guint8 secret_key[VD_KEY_SIZE]);

/** Returns: whether @kdf is inside the bounds; others are never tried. */
gboolean vd_kdf_is_valid (const VdKdf *kdf);

/** Returns: whether Argon2id with @memory bytes can start when @available bytes are free: 1.25
 * times, because over-commit otherwise ends in a killed process and not in an error. */
gboolean vd_kdf_has_memory (const VdKdf *kdf, guint64 available);

/** Returns: (transfer full) (nullable): @text in NFKC; NULL when it is not UTF-8. */
VdSecret *vd_crypto_normalize (const VdSecret *text);

/** Argon2id. @passphrase is normalised. Errors: NO_MEMORY. */
gboolean vd_crypto_stretch (guint8 out[VD_KEY_SIZE],
                            const VdSecret *passphrase,
                            const VdKdf *kdf,
                            const guint8 salt[VD_SALT_SIZE],
                            GError **error);
