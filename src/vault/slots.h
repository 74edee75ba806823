/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "vault/crypto.h"

/**
 * The file of slot secrets: one random share of a key for each row, kept twice, only ever
 * overwritten in place and never cut or renamed, so that overwriting a secret destroys what was
 * sealed with it. Used and unused secrets look the same. Which are in use is known from the rows
 * and kept here in memory.
 *
 * After a write or sync that failed nothing more is written: what the disk holds is not known.
 */
typedef struct _VdSlots VdSlots;

#define VD_SLOT_SECRET_SIZE 32
/** Secrets in a segment; a segment is followed by its mirror. */
#define VD_SLOTS_SEGMENT 8192u
#define VD_SLOTS_SEGMENT_SIZE (2u * VD_SLOTS_SEGMENT * VD_SLOT_SECRET_SIZE)
/** No slot: of rows that have no secret of their own. */
#define VD_SLOTS_NONE G_MAXUINT32

/** Fills the empty file @fd with one segment of random secrets. Takes @fd. */
VdSlots *vd_slots_create (int fd, GError **error);

/** Reads the file @fd, which it takes; a page that the disk does not give comes from its mirror.
 * Errors: DAMAGED (less than one segment, or unreadable). */
VdSlots *vd_slots_open (int fd, GError **error);

void vd_slots_free (VdSlots *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (VdSlots, vd_slots_free)

/** Returns: how many secrets there are. */
guint32 vd_slots_count (const VdSlots *self);

/** Returns: (nullable): copy 0 or 1 of secret @index; NULL when there is no such slot. */
const guint8 *vd_slots_secret (const VdSlots *self, guint32 index, guint copy);

/** Returns: whether both copies of secret @index are the same. */
gboolean vd_slots_agree (const VdSlots *self, guint32 index);

/** Notes that a row names @index, or that none does any more. Slots that are not there are ignored.
 */
void vd_slots_mark (VdSlots *self, guint32 index, gboolean used);
gboolean vd_slots_is_used (const VdSlots *self, guint32 index);

/**
 * vd_slots_take:
 * Marks a slot with a new secret as used: one that the last vd_slots_wipe() has prepared and that
 * is on the disk, else a random unused one, which vd_slots_sync() has to bring there. Adds a
 * segment when few are unused. Errors: DISK_FULL, READ_ONLY, INTERNAL.
 */
gboolean vd_slots_take (VdSlots *self, guint32 *index, GError **error);

/** Brings what was taken to the disk; does nothing when there is nothing. */
gboolean vd_slots_sync (VdSlots *self, GError **error);

/**
 * vd_slots_wipe:
 * Overwrites the secrets @indices, none twice, with new ones, on the disk when it returns TRUE, and
 * marks them unused; until then they are marked used, whatever they were before. The next change
 * finds the secrets it needs among them, so that it has nothing to sync before its commit; only
 * those of the last wipe count, so that an older file of slots beside the store is found out.
 */
gboolean vd_slots_wipe (VdSlots *self, const guint32 *indices, guint n, GError **error);

/** Writes the pages that came from their mirror anew, all of each, because the disk may take what
 * it does not give. Best effort; to be called before anything else is written. */
void vd_slots_mend (VdSlots *self);

/** Nothing is written any more; for a vault that is only open for repair. */
void vd_slots_freeze (VdSlots *self);

/** Makes the other copy of @index the same as copy @good, which has opened its row. Best effort. */
void vd_slots_repair (VdSlots *self, guint32 index, guint good);

/** Returns: (transfer full) (element-type guint32): the slots that vd_slots_repair() was called for
 * since the last call of this, also those that could not be mended. */
GArray *vd_slots_take_uneven (VdSlots *self);

/** Overwrites the whole file; used when a vault is destroyed. */
gboolean vd_slots_destroy (VdSlots *self, GError **error);
