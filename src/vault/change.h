/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "vault/vault-private.h"

/**
 * One change of the store, all of it or nothing. The order is what makes it safe: new slot secrets
 * are on the disk before the transaction that needs them, the secrets of what was replaced are
 * overwritten after it, and the manifest lists those in between.
 */
typedef struct {
  VdVault *vault;
  VdManifest next;
  GArray *taken; /* guint32: slots of the rows of this change */
  GArray *freed; /* guint32: slots of rows that it replaces or removes */
} VdChange;

/** More rows than this would not fit into the list of wipes. */
#define VD_CHANGE_ROWS_MAX 100

/** Starts it; vd_change_end() must follow when this returns TRUE. Errors also: READ_ONLY when the
 * vault was opened for repair only. */
gboolean vd_change_begin (VdChange *self, VdVault *vault, GError **error);

/** Returns: (transfer full) (nullable): the summary of record @id as it is now. */
VdSecret *vd_change_load_summary (VdChange *self, gint64 id);

/** Body and summary of record @id get a new version and a new slot. */
gboolean vd_change_put_record (VdChange *self,
                               gint64 id,
                               const VdSecret *body,
                               const VdSecret *summary,
                               GError **error);

gboolean vd_change_put_item (VdChange *self, gint64 id, const VdSecret *bytes, GError **error);

/** Whatever of it is there. */
gboolean vd_change_remove_record (VdChange *self, gint64 id, GError **error);
gboolean vd_change_remove_item (VdChange *self, gint64 id, GError **error);

/** Appends to the log: now, by the user who has opened the vault. */
gboolean
vd_change_log (VdChange *self, VdVaultEvent event, gint64 record, const char *code, GError **error);

/**
 * vd_change_end:
 * @ok: FALSE undoes everything
 *
 * When it returns TRUE the change is on the disk, and the secrets it replaced are overwritten or,
 * when the disk refused that, are tried again with the next change and at the next opening.
 */
gboolean vd_change_end (VdChange *self, gboolean ok, GError **error);
