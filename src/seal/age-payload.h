/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/error.h"
#include "base/secret.h"

/** The part of an age file after the header: a nonce and chunks of 64 KiB (STREAM). */

/** Returns: how many bytes a payload of @size bytes takes when encrypted. */
gsize vd_age_payload_size (gsize size);

/** Writes vd_age_payload_size () bytes to @out. */
void vd_age_payload_encrypt (const VdSecret *file_key, const guint8 *data, gsize size, guint8 *out);

/**
 * vd_age_payload_decrypt:
 * @data: everything that follows the header
 * Errors: DAMAGED. Returns: (transfer full): the plaintext, only after its last chunk was verified.
 */
VdSecret *
vd_age_payload_decrypt (const VdSecret *file_key, const guint8 *data, gsize size, GError **error);
