/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "vault/log.h"

/**
 * What the store must hold, in one sealed row that is written again with every change: how many
 * records, which versions of which rows, the head of the log, the generation of the header. A row
 * that is missing, added or put back in an older version does not agree with it.
 */
#define VD_MANIFEST_SIZE 1008
#define VD_MANIFEST_WIPES 160

typedef struct {
  guint64 header;     /* generation of the header that belongs to this store */
  guint64 generation; /* one more with every transaction */
  guint32 count;      /* of records */
  guint8 set[VD_HASH_SIZE];
  VdLogHead log;
  gint64 time;      /* of the last change, seconds since 1970 */
  gint64 drill;     /* the recovery key was typed back; 0: never */
  gint64 backup;    /* the last backup outside that was verified; 0: none */
  gint64 copy;      /* the last daily copy in the folder; 0: none */
  guint32 unbacked; /* changes of records since @backup */
  guint32 slot;     /* of the row of the manifest itself */
  guint n_wipes;    /* secrets that still have to be overwritten */
  guint32 wipes[VD_MANIFEST_WIPES];
} VdManifest;

/** A new random key for the set of rows, which is then empty. */
void vd_manifest_reset (VdManifest *self, VdKeys *keys);

/** Adds the version of @row to the set, or takes it out: the same operation. */
void vd_manifest_toggle (VdManifest *self, VdKeys *keys, const VdRow *row);

/** Notes that @slot has to be overwritten. Returns: FALSE when there are too many. */
gboolean vd_manifest_add_wipe (VdManifest *self, guint32 slot);

/** Seals and stores it, with the secret self->slot. */
gboolean vd_manifest_put (const VdManifest *self,
                          VdStore *store,
                          VdKeys *keys,
                          VdSlots *slots,
                          GError **error);

/** Reads and opens it; the key of the set goes to the arena. Errors: DAMAGED, NEWER. */
gboolean
vd_manifest_load (VdManifest *self, VdStore *store, VdKeys *keys, VdSlots *slots, GError **error);
