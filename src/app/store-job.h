/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/session-store.h"

/* What the jobs of session-store.h do in the vault thread. */

/** Does what @self says; brings back into it. @progress: for the long ones. */
gboolean vd_store_job_run (VdStoreJob *self,
                           VdVault *vault,
                           VdVaultProgress progress,
                           gpointer data,
                           GError **error);

/** A VdVaultProblemFunc: @data is the job. */
void vd_store_job_add_problem (const char *what, const char *where, gpointer data);

/** Returns: (transfer full): never NULL. */
VdStoreInfo *vd_store_info_read (VdVault *vault);
void vd_store_info_free (VdStoreInfo *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (VdStoreInfo, vd_store_info_free)
