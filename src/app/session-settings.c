/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "session-settings"

#include "app/retention.h"
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

int
vd_session_get_retention (VdSession *self)
{
  json_int_t months = json_integer_value (json_object_get (self->settings, "retention_months"));

  return (int)CLAMP (months, 0, VD_RETENTION_MAX_MONTHS);
}

void
vd_session_set_retention_async (VdSession *self,
                                int months,
                                GAsyncReadyCallback callback,
                                gpointer data)
{
  GTask *task = g_task_new (self, NULL, callback, data);

  g_task_set_source_tag (task, vd_session_set_retention_async);
  json_object_set_new (self->settings, "retention_months", json_integer (months));
  push_save (self, task);
}

gboolean
vd_session_set_retention_finish (VdSession *self, GAsyncResult *result, GError **error)
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

/* A list of the settings, to be what it was when it could not be stored. */
typedef struct {
  char *key;
  json_t *before; /* (nullable) */
} ListJob;

static void
list_job_free (gpointer data)
{
  ListJob *job = data;

  g_free (job->key);
  json_decref (job->before);
  g_free (job);
}

static void
list_saved_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  VdSession *self = VD_SESSION (source);
  g_autoptr (GTask) outer = data;
  const ListJob *job = g_task_get_task_data (outer);
  g_autoptr (GError) error = NULL;

  if (g_task_propagate_boolean (G_TASK (result), &error)) {
    g_task_return_boolean (outer, TRUE);
    return;
  }
  if (job->before == NULL)
    json_object_del (self->settings, job->key);
  else
    json_object_set (self->settings, job->key, job->before);
  g_task_return_error (outer, g_steal_pointer (&error));
}

void
_vd_session_set_list (VdSession *self,
                      const char *key,
                      const json_t *list,
                      GAsyncReadyCallback callback,
                      gpointer data)
{
  GTask *outer = g_task_new (self, NULL, callback, data);
  GTask *task = g_task_new (self, NULL, list_saved_cb, outer);
  ListJob *job = g_new (ListJob, 1);

  *job = (ListJob){g_strdup (key), json_incref (json_object_get (self->settings, key))};
  g_task_set_source_tag (outer, _vd_session_set_list);
  g_task_set_task_data (outer, job, list_job_free);
  json_object_set_new (self->settings, key, json_deep_copy (list));
  push_save (self, task);
}

void
vd_session_set_contacts_async (VdSession *self,
                               const json_t *contacts,
                               GAsyncReadyCallback callback,
                               gpointer data)
{
  _vd_session_set_list (self, "contacts", contacts, callback, data);
}

gboolean
vd_session_set_contacts_finish (VdSession *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
