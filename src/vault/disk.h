/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "vault/place.h"
#include "vault/vault.h"

/**
 * What the vault asks of the file system beyond files: that overwriting in place stays in place,
 * and some room that is given up when a full disk would prevent a deletion.
 */

/** Asks for no copy on write for the new, empty file @fd. Best effort. */
void vd_disk_keep_in_place (int fd);

/** @fd: the file of slot secrets. @kind: (out): its file system, such as "ext4". */
VdDeletion vd_disk_deletion (int fd, const char **kind);

/** Returns: the same for a file system of @type (of statfs(2)), before any options are looked at.
 */
VdDeletion vd_disk_deletion_of (guint64 type, const char **kind);

/** Fills the reserve where it is missing or was given up. Errors: DISK_FULL, READ_ONLY, INTERNAL.
 */
gboolean vd_disk_fill_reserve (VdPlace *place, GError **error);

/** Gives the reserve up. Returns: whether there was something to give up. */
gboolean vd_disk_use_reserve (VdPlace *place);
