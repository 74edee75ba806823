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

/**
 * vd_secret_pool_copy:
 * @pool: (inout) (nullable): NULL to begin with; another one when this is used up
 *
 * Returns: (transfer full) (nullable): a copy of @size bytes at @data that lies in @pool and keeps
 * its memory alive; NULL when there is not enough memory.
 */
VdSecret *vd_secret_pool_copy (VdSecretPool **pool, const void *data, gsize size);

/** Gives the pool up; its memory is freed with the last secret in it. NULL is fine. */
void vd_secret_pool_unref (VdSecretPool *pool);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VdSecretPool, vd_secret_pool_unref)

/** Returns: (transfer none): the bytes; never NULL. One byte of 0 follows them, so text is a
 * string. */
guint8 *vd_secret_data (const VdSecret *self);

/** Returns: the number of bytes. */
gsize vd_secret_size (const VdSecret *self);

/** Keeps the first @size bytes only; wipes the others. */
void vd_secret_shorten (VdSecret *self, gsize size);

/** Returns: TRUE when both hold the same bytes; takes the same time whatever differs. */
gboolean vd_secret_equal (const VdSecret *a, const VdSecret *b);

/** Wipes and frees; NULL is fine. */
void vd_secret_free (VdSecret *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VdSecret, vd_secret_free)
