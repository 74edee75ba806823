/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "seal/digest.h"

#define VD_PACK_HASH_DIGITS (2 * VD_DIGEST_SIZE)

/** That a pack came into use. */
typedef struct {
  char hash[VD_PACK_HASH_DIGITS + 1];
  char over[VD_PACK_HASH_DIGITS + 1]; /* the bundle of that time; the same: it was itself chosen */
} VdPackChange;

/** Returns: whether @text is a hash as packs are named by it. */
gboolean vd_pack_is_hash (const char *text);

/** Returns: (transfer full) (element-type VdPackChange): what was written to the files of @dir, the
 *  last first; broken ones are passed over. */
GArray *vd_pack_history_read (const char *dir);

/** Adds a change in one piece. Errors: those of vd_atomic_file_create(). */
gboolean vd_pack_history_add (const char *dir, const char *hash, const char *over, GError **error);
