/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/**
 * Bytes that must not outlive their use: keys, passphrases, decrypted records. Guarded and, as far
 * as the memory-lock limit allows, locked memory (libsodium); wiped when freed. Not thread-safe,
 * but may be handed from one thread to another.
 */
typedef struct _VdSecret VdSecret;

/** Returns: (transfer full): @size bytes of zeros. */
VdSecret *vd_secret_new (gsize size);

/** Returns: (transfer full): a copy of @size bytes at @data; @data stays the caller's to wipe. */
VdSecret *vd_secret_new_copy (const void *data, gsize size);

/** Returns: (transfer full): @size random bytes. */
VdSecret *vd_secret_new_random (gsize size);

/**
 * Room for many small secrets (a list of summaries). Each guarded allocation costs several memory
 * mappings and a process may only have some 65,000, so thousands of them must share one.
 */
typedef struct _VdSecretPool VdSecretPool;

/** Returns: (transfer full) (nullable): room for @size bytes; NULL when there is not enough memory.
 */
VdSecretPool *vd_secret_pool_new (gsize size);

/**
 * Returns: (transfer full): a copy of @size bytes at @data that lies in @pool, which takes @size +
 * 1 bytes of its room; outside it when that is used up. Keeps the pool's memory alive.
 */
VdSecret *vd_secret_pool_copy (VdSecretPool *pool, const void *data, gsize size);

/** Gives the pool up; its memory is freed with the last secret in it. NULL is fine. */
void vd_secret_pool_unref (VdSecretPool *pool);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VdSecretPool, vd_secret_pool_unref)

/** Returns: (transfer none): the bytes; never NULL. One byte of 0 follows them, so text is a
 * string. */
guint8 *vd_secret_data (const VdSecret *self);

/** Returns: the number of bytes. */
gsize vd_secret_size (const VdSecret *self);

/** Returns: TRUE when both hold the same bytes; takes the same time whatever differs. */
gboolean vd_secret_equal (const VdSecret *a, const VdSecret *b);

/** Wipes and frees; NULL is fine. */
void vd_secret_free (VdSecret *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VdSecret, vd_secret_free)
