/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "vault"

#include "vault/vault-private.h"

#define STEP 256

typedef struct {
  VdVault *self;
  VdVaultScanFunc func;
  VdVaultProgress progress;
  gpointer data;
  VdSecret *scratch;
  guint64 done;
  gboolean cancelled;
} Scan;

static gboolean
scan_row (const VdRow *row, const guint8 *box, gsize size, gpointer data)
{
  Scan *scan = data;
  VdVault *self = scan->self;
  gssize n = vd_row_open_into (self->keys, self->slots, row, box, size, scan->scratch);
  guint8 *body = vd_secret_data (scan->scratch);
  gboolean more;

  /* The mark of the padding stands where the 0 has to be. */
  if (n >= 0)
    body[n] = 0;
  more = scan->func (row->id, n < 0 ? NULL : (const char *)body, (gsize)MAX (n, 0), scan->data);
  scan->done++;
  if (more && scan->progress != NULL && scan->done % STEP == 0)
    scan->cancelled =
        !scan->progress (scan->done, MAX (scan->done, self->manifest.count), scan->data);
  return more && !scan->cancelled;
}

gboolean
vd_vault_scan (VdVault *self,
               VdVaultScanFunc func,
               VdVaultProgress progress,
               gpointer data,
               GError **error)
{
  g_autoptr (VdSecret) scratch = vd_secret_new (VD_ROW_BODY_MAX);
  Scan scan = {self, func, progress, data, scratch, 0, FALSE};
  gboolean ok;

  vd_keys_allow (self->keys);
  ok = vd_store_walk (self->store, VD_TABLE_BODY, scan_row, &scan, error);
  vd_keys_deny (self->keys);
  if (ok && scan.cancelled)
    g_set_error (error, VD_ERROR, VD_ERROR_CANCELLED, "stopped");
  return ok && !scan.cancelled;
}
