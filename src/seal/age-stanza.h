/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "seal/age-header.h"

/** Wrapping a file key for one recipient, and getting it back. */

/** Errors: INVALID (a recipient of low order). */
gboolean vd_age_wrap_x25519 (VdAgeStanza *stanza,
                             const guint8 recipient[VD_AGE_X25519_SIZE],
                             const VdSecret *file_key,
                             GError **error);

/** Errors: NO_MEMORY. */
gboolean vd_age_wrap_scrypt (VdAgeStanza *stanza,
                             const VdSecret *passphrase,
                             guint log_n,
                             const VdSecret *file_key,
                             GError **error);

/**
 * vd_age_unwrap_x25519:
 * @identity: the 32 bytes of the secret key
 * @file_key: (out) (transfer full) (nullable): NULL when the stanza is for somebody else
 * Returns: FALSE when the whole file must be refused: DAMAGED (a share of low order).
 */
gboolean vd_age_unwrap_x25519 (const VdAgeStanza *stanza,
                               const VdSecret *identity,
                               VdSecret **file_key,
                               GError **error);

/** As vd_age_unwrap_x25519 (). Errors: NO_MEMORY. */
gboolean vd_age_unwrap_scrypt (const VdAgeStanza *stanza,
                               const VdSecret *passphrase,
                               VdSecret **file_key,
                               GError **error);
