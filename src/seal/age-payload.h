/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/error.h"
#include "base/secret.h"

/** The part of an age file after the header: a nonce and chunks of 64 KiB (STREAM). */

#define VD_AGE_NONCE_SIZE 16
#define VD_AGE_CHUNK_SIZE (64 * 1024)
#define VD_AGE_TAG_SIZE 16
#define VD_AGE_SEALED_SIZE (VD_AGE_CHUNK_SIZE + VD_AGE_TAG_SIZE)

/** Returns: (transfer full): the key of the payload that begins with @nonce. */
VdSecret *vd_age_payload_key (const VdSecret *file_key, const guint8 nonce[VD_AGE_NONCE_SIZE]);

/** Encrypts chunk number @chunk; @out gets @size + VD_AGE_TAG_SIZE bytes. */
void vd_age_chunk_encrypt (const VdSecret *key,
                           guint64 chunk,
                           gboolean last,
                           const guint8 *data,
                           gsize size,
                           guint8 *out);

/** @size: with the tag. Returns: whether it is that chunk; @out gets @size - VD_AGE_TAG_SIZE. */
gboolean vd_age_chunk_decrypt (const VdSecret *key,
                               guint64 chunk,
                               gboolean last,
                               const guint8 *data,
                               gsize size,
                               guint8 *out);

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
