/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/error.h"
#include "base/secret.h"

/**
 * Detached signatures in minisign's format (https://jedisct1.github.io/minisign/), prehashed
 * ("ED", BLAKE2b-512) when signing, both kinds when verifying. Keys are the raw Ed25519 ones with
 * minisign's eight byte key number. Thread-safe.
 */
typedef struct {
  guint8 number[8];
  guint8 key[32];
} VdMinisignPublic;

/** Makes a signing key; @secret holds 8 bytes of key number and 64 bytes of Ed25519 secret key. */
void vd_minisign_keygen (VdSecret **secret, VdMinisignPublic *public_key);

/** Returns: (transfer full): the signing key of a 32 byte Ed25519 @seed; its number is the start of
 * the BLAKE2b of its public key, so the same seed always gives the same key. */
VdSecret *vd_minisign_from_seed (const VdSecret *seed);

/** The public key of a signing key. */
void vd_minisign_public_of (const VdSecret *secret, VdMinisignPublic *public_key);

/** Returns: (transfer full): the public key as minisign's one line of base64. */
char *vd_minisign_public_text (const VdMinisignPublic *public_key);

/** Returns: (transfer full): the key number as the minisign program shows it, 16 digits. */
char *vd_minisign_public_number (const VdMinisignPublic *public_key);

/** Reads a public key: the base64 line, or a whole .pub file. Errors: INVALID. */
gboolean vd_minisign_public_parse (const char *text, VdMinisignPublic *public_key, GError **error);

/** @trusted: the signed comment, one line. Returns: (transfer full): the text of a .minisig file.
 */
char *vd_minisign_sign (const VdSecret *secret, const void *data, gsize size, const char *trusted);

/**
 * vd_minisign_verify:
 * @signature: the text of a .minisig file
 * @trusted: (out) (optional) (transfer full): the trusted comment, only after it was verified
 * Errors: INVALID (not a signature), WRONG_KEY (another key number), DAMAGED (does not verify).
 */
gboolean vd_minisign_verify (const VdMinisignPublic *public_key,
                             const char *signature,
                             gsize signature_size,
                             const void *data,
                             gsize size,
                             char **trusted,
                             GError **error);
