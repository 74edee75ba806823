/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "session-keys"

#include "app/session-private.h"
#include "app/session-share.h"
#include "app/unit.h"

/* Keys of others */

VdAddressees *
vd_session_get_addressees (VdSession *self)
{
  g_autoptr (GError) error = NULL;
  VdAddressees *addressees = vd_unit_addressees (self->settings, self->pack, &error);

  /* A list that cannot be read is no reason to distrust the keys of the pack. */
  return addressees != NULL ? addressees : vd_addressees_new (self->pack);
}

void
vd_session_set_addressees_async (VdSession *self,
                                 const VdAddressees *addressees,
                                 GAsyncReadyCallback callback,
                                 gpointer data)
{
  g_autoptr (json_t) list = vd_addressees_write (addressees);

  _vd_session_set_list (self, "addressees", list, callback, data);
}

gboolean
vd_session_set_addressees_finish (VdSession *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/* The unit's own keys */

void
vd_own_keys_free (VdOwnKeys *self)
{
  if (self == NULL)
    return;
  g_free (self->recipient);
  g_free (self->sign_key);
  g_free (self);
}

static void
own_keys_in_thread (GTask *task, VdVault **vault)
{
  g_autoptr (VdUnitKeys) keys = NULL;
  g_autoptr (json_t) none = json_object ();
  VdOwnKeys *own;

  if (*vault == NULL) {
    g_task_return_new_error (task, VD_ERROR, VD_ERROR_INTERNAL, "the vault is closed");
    return;
  }
  keys = vd_unit_keys_new (*vault, none);
  own = g_new (VdOwnKeys, 1);
  *own = (VdOwnKeys){g_strdup (keys->recipient), g_strdup (keys->sign_key)};
  g_task_return_pointer (task, own, (GDestroyNotify)vd_own_keys_free);
}

void
vd_session_own_keys_async (VdSession *self, GAsyncReadyCallback callback, gpointer data)
{
  GTask *task = g_task_new (self, NULL, callback, data);

  g_task_set_source_tag (task, vd_session_own_keys_async);
  vd_worker_push (self->worker, task, own_keys_in_thread);
}

VdOwnKeys *
vd_session_own_keys_finish (VdSession *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
