/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/secret.h"

/**
 * Bech32 as in BIP 173, without its limit of 90 characters, for whole bytes. Everything is held
 * as a secret because age's identities are written this way. Thread-safe.
 */

/** @hrp: lower case. @upper: whether to write in upper case. Returns: (transfer full): text. */
VdSecret *vd_bech32_encode (const char *hrp, const guint8 *data, gsize data_size, gboolean upper);

/**
 * vd_bech32_decode:
 * @hrp_size: (out): how many bytes at the start of @text are the human-readable part
 * Returns: (transfer full) (nullable): the data; NULL for anything that breaks a rule.
 */
VdSecret *vd_bech32_decode (const char *text, gsize text_size, gsize *hrp_size);
