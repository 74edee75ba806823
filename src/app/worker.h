/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "vault/vault.h"

/**
 * The vault thread: it alone owns the open vault. Jobs run one after the other in the order they
 * were pushed and answer through their GTask, whose callback runs on the main loop.
 */
typedef struct _VdWorker VdWorker;

/** Runs in the vault thread. @vault: (inout) (nullable): the open vault, NULL when closed; a job
 *  that opens or closes it writes here. Must return through @task exactly once. */
typedef void (*VdJobFunc) (GTask *task, VdVault **vault);

/** Runs in the vault thread over the open vault. @data: the data of the task. */
typedef gboolean (*VdOpenJobFunc) (VdVault *vault, gpointer data, GError **error);

VdWorker *vd_worker_new (void);

/** @task: (transfer full). */
void vd_worker_push (VdWorker *self, GTask *task, VdJobFunc func);

/** For jobs that need the vault open and bring back TRUE or an error: INTERNAL when it is closed.
 *  What they find they write into the data of the task. @task: (transfer full). */
void vd_worker_push_open (VdWorker *self, GTask *task, VdOpenJobFunc func);

/** Lets the jobs that are queued finish, closes the vault and ends the thread. */
void vd_worker_free (VdWorker *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VdWorker, vd_worker_free)
