/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/error.h"
#include "base/secret.h"

/**
 * age v1 files (https://c2sp.org/age), binary form, X25519 and scrypt recipients. Whole payloads in
 * memory: plaintext is released only after the last chunk was verified. Thread-safe; scrypt takes
 * about a second, so not for the main thread.
 *
 * Reading errors: INVALID (not an age file at all), NEWER (another age version), DAMAGED
 * (malformed, truncated, wrong MAC, over 20 recipients, a scrypt work factor over 20), WRONG_KEY
 * (no identity or passphrase fits, or the other of the two is asked for), NO_MEMORY (scrypt).
 * Everywhere: INVALID for a payload over VD_AGE_SIZE_MAX.
 */
#define VD_AGE_SIZE_MAX (64 * 1024 * 1024)
#define VD_AGE_SCRYPT_LOG_N 18

/** Makes an X25519 key pair: @identity "AGE-SECRET-KEY-1...", @recipient "age1..." (transfer full).
 */
void vd_age_keygen (VdSecret **identity, char **recipient);

/** Returns: (transfer full): the recipient of an identity text; INVALID when malformed. */
char *vd_age_recipient_of (const VdSecret *identity, GError **error);

/** Returns: whether @recipient is an X25519 recipient we can encrypt to; INVALID says why not. */
gboolean vd_age_recipient_check (const char *recipient, GError **error);

/**
 * vd_age_identities_parse:
 * Reads an identity file: one key a line, "#" comments and empty lines ignored.
 * Returns: (transfer full) (element-type VdSecret): at least one; INVALID names the line.
 */
GPtrArray *vd_age_identities_parse (const VdSecret *text, GError **error);

/** @recipients: NULL-terminated, 1 to 20. Errors: INVALID for a malformed recipient. */
GBytes *
vd_age_encrypt_to (const char *const *recipients, const void *data, gsize size, GError **error);

/** @log_n: the scrypt work factor, VD_AGE_SCRYPT_LOG_N outside tests. Errors: NO_MEMORY, INVALID
 * (an empty passphrase). */
GBytes *vd_age_encrypt_passphrase (const VdSecret *passphrase,
                                   guint log_n,
                                   const void *data,
                                   gsize size,
                                   GError **error);

/** @identities: (element-type VdSecret): tried in order. Returns: (transfer full): the payload. */
VdSecret *vd_age_decrypt (GPtrArray *identities, const void *data, gsize size, GError **error);

VdSecret *vd_age_decrypt_passphrase (const VdSecret *passphrase,
                                     const void *data,
                                     gsize size,
                                     GError **error);

/** Returns: whether the header of @data asks for a passphrase (a scrypt stanza). */
gboolean vd_age_wants_passphrase (const void *data, gsize size);
