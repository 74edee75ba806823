/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "vault/vault.h"

/**
 * The way of one record to the disk. The main thread puts the newest bytes, the vault thread
 * writes them; bytes that were overtaken before they were written are never written. Reference
 * counted atomically.
 */
typedef struct _VdSaver VdSaver;

/** @row: the vault's id of the record, 0 for a new one. */
VdSaver *vd_saver_new (gint64 row);
VdSaver *vd_saver_ref (VdSaver *self);
void vd_saver_unref (VdSaver *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (VdSaver, vd_saver_unref)

/** Main thread. Takes both. Returns: whether a job must be pushed (none is on its way). */
gboolean vd_saver_put (VdSaver *self, VdSecret *body, VdSecret *summary);

/** Main thread, before vd_saver_put(): the next bytes go to the disk with an entry in the log that
 * says @code (vd_vault_log()), or not at all. */
void vd_saver_note (VdSaver *self, const char *code);

/** Vault thread: writes what is pending, if anything; on failure it stays pending. */
gboolean vd_saver_write (VdSaver *self, VdVault *vault, GError **error);

/** The record is deleted: what is pending, and what comes, is not written any more. */
void vd_saver_drop (VdSaver *self);

/** Whether everything that was put is on the disk, or was dropped. */
gboolean vd_saver_is_done (VdSaver *self);

/** Vault thread: the record's row, 0 when it was never written. */
gint64 vd_saver_row (VdSaver *self);
