/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "vault"

#include "vault/vault-private.h"

/* First what holds the keys, in place; removing files alone destroys nothing. Each step is tried
 * whatever became of the one before it. */
gboolean
vd_vault_destroy (VdVault *self, GError **error)
{
  g_autoptr (GError) first = NULL;
  gboolean ok = vd_header_destroy (self->header, &first);

  ok = vd_slots_destroy (self->slots, first == NULL ? &first : NULL) && ok;
  g_clear_pointer (&self->store, vd_store_close);
  ok = vd_place_remove (self->place, first == NULL ? &first : NULL) && ok;
  vd_vault_close (self);
  if (!ok)
    g_propagate_error (error, g_steal_pointer (&first));
  return ok;
}
