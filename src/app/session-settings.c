/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "session-settings"

#include "app/session-private.h"

static gboolean
save_in_thread (VdVault *vault, gpointer data, GError **error)
{
  return vd_vault_save_item (vault, VD_VAULT_SETTINGS, data, error);
}

/* Seals all settings; members that this version does not know stay as they were. */
static void
push_save (VdSession *self, GTask *task)
{
  gsize size;
  g_autofree char *text = vd_json_write (self->settings, &size);

  g_task_set_task_data (task, vd_secret_new_copy (text, size), (GDestroyNotify)vd_secret_free);
  vd_worker_push_open (self->worker, task, save_in_thread);
}

static void
set_member (VdSession *self, char **field, const char *key, const char *value)
{
  g_autofree char *copy = g_strdup (value);

  g_free (*field);
  *field = g_steal_pointer (&copy);
  json_object_set_new (self->settings, key, json_string (*field));
}

void
vd_session_set_unit_async (VdSession *self,
                           const char *setting,
                           const char *unit,
                           const char *initials,
                           GAsyncReadyCallback callback,
                           gpointer data)
{
  GTask *task = g_task_new (self, NULL, callback, data);

  g_task_set_source_tag (task, vd_session_set_unit_async);
  set_member (self, &self->setting, "setting", setting);
  set_member (self, &self->unit, "unit", unit);
  set_member (self, &self->initials, "initials", initials);
  push_save (self, task);
}

gboolean
vd_session_set_unit_finish (VdSession *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

const json_t *
vd_session_get_contacts (VdSession *self)
{
  json_t *contacts = json_object_get (self->settings, "contacts");

  if (!json_is_array (contacts)) {
    contacts = json_array ();
    json_object_set_new (self->settings, "contacts", contacts);
  }
  return contacts;
}

static void
contacts_saved_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  VdSession *self = VD_SESSION (source);
  g_autoptr (GTask) outer = data;
  g_autoptr (GError) error = NULL;

  if (g_task_propagate_boolean (G_TASK (result), &error)) {
    g_task_return_boolean (outer, TRUE);
    return;
  }
  json_object_set (self->settings, "contacts", g_task_get_task_data (outer));
  g_task_return_error (outer, g_steal_pointer (&error));
}

void
vd_session_set_contacts_async (VdSession *self,
                               const json_t *contacts,
                               GAsyncReadyCallback callback,
                               gpointer data)
{
  GTask *outer = g_task_new (self, NULL, callback, data);
  GTask *task = g_task_new (self, NULL, contacts_saved_cb, outer);

  g_task_set_source_tag (outer, vd_session_set_contacts_async);
  g_task_set_task_data (outer, json_incref ((json_t *)vd_session_get_contacts (self)),
                        (GDestroyNotify)json_decref);
  json_object_set_new (self->settings, "contacts", json_deep_copy (contacts));
  push_save (self, task);
}

gboolean
vd_session_set_contacts_finish (VdSession *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
