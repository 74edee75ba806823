/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "session-received"

#include "app/session-private.h"
#include "app/session-share.h"
#include "app/unit.h"
#include "base/atomic-file.h"

/* One job of this file; most use a few of these. */
typedef struct {
  char *path;
  VdSecret *passphrase;   /* (nullable) */
  VdAddressees *known;    /* (nullable) */
  VdPack *pack;           /* (nullable) */
  VdRecord *record;       /* (nullable): the vault thread's own */
  const VdOpened *opened; /* (nullable): the caller's */
  const VdClock *clock;
  json_t *settings; /* (nullable): the vault thread's own */
  char *today;
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  g_free (job->path);
  vd_secret_free (job->passphrase);
  vd_addressees_free (job->known);
  g_clear_pointer (&job->pack, vd_pack_unref);
  g_clear_pointer (&job->record, vd_record_unref);
  json_decref (job->settings);
  g_free (job->today);
  g_free (job);
}

static void
push (VdSession *self, GTask *task, Job *job, VdJobFunc func)
{
  job->clock = self->clock;
  job->settings = json_deep_copy (self->settings);
  job->today = vd_clock_date (self->clock);
  g_task_set_task_data (task, job, job_free);
  vd_worker_push (self->worker, task, func);
}

static gboolean
is_open (VdVault *vault, GError **error)
{
  if (vault == NULL)
    g_set_error (error, VD_ERROR, VD_ERROR_INTERNAL, "the vault is closed");
  return vault != NULL;
}

static void
return_done (GTask *task, gboolean done, GError *error)
{
  if (done)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/* Opening */

/* The unit's key opens what others seal to it. */
static GPtrArray *
own_identities (const Job *job, VdVault *vault)
{
  GPtrArray *identities = g_ptr_array_new_with_free_func ((GDestroyNotify)vd_secret_free);
  g_autoptr (VdUnitKeys) keys = vd_unit_keys_new (vault, job->settings);

  g_ptr_array_add (identities, g_steal_pointer (&keys->identity));
  return identities;
}

static void
open_in_thread (GTask *task, VdVault **vault)
{
  const Job *job = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) identities = NULL;
  g_autoptr (GBytes) file = NULL;
  VdOpened *opened = NULL;

  if (is_open (*vault, &error))
    file = vd_file_read (job->path, VD_OPENED_FILE_MAX, &error);
  if (file != NULL) {
    identities = own_identities (job, *vault);
    opened = vd_opened_new (file, identities, job->passphrase, job->known, job->pack, job->today,
                            &error);
  }
  if (opened != NULL)
    g_task_return_pointer (task, opened, (GDestroyNotify)vd_opened_free);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

void
vd_session_open_file_async (VdSession *self,
                            const char *path,
                            VdSecret *passphrase,
                            GAsyncReadyCallback callback,
                            gpointer data)
{
  GTask *task = g_task_new (self, NULL, callback, data);
  Job *job = g_new0 (Job, 1);

  g_task_set_source_tag (task, vd_session_open_file_async);
  job->path = g_strdup (path);
  job->passphrase = passphrase;
  job->known = vd_session_get_addressees (self);
  job->pack = vd_pack_ref (self->pack);
  push (self, task, job, open_in_thread);
}

VdOpened *
vd_session_open_file_finish (VdSession *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* Keeping it as a case */

gboolean
vd_session_has_received (VdSession *self, const VdOpened *opened)
{
  const GPtrArray *cases = vd_session_get_cases (self);
  const char *id = opened->record == NULL ? NULL : vd_record_get_text (opened->record, "id");

  for (guint i = 0; id != NULL && i < cases->len; i++) {
    if (g_strcmp0 (((const VdCase *)g_ptr_array_index (cases, i))->id, id) == 0)
      return TRUE;
  }
  return FALSE;
}

static void
import_in_thread (GTask *task, VdVault **vault)
{
  const Job *job = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GHashTable) index = NULL;
  char *id = NULL;

  if (is_open (*vault, &error))
    index = vd_cases_index (*vault, &error);
  if (index != NULL &&
      vd_cases_receive (*vault, index, job->record, job->pack, job->clock, &id, NULL, &error))
    g_task_return_pointer (task, id, g_free);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

void
vd_session_import_async (VdSession *self,
                         const VdOpened *opened,
                         GAsyncReadyCallback callback,
                         gpointer data)
{
  GTask *task = g_task_new (self, NULL, callback, data);
  Job *job = g_new0 (Job, 1);

  g_return_if_fail (opened->record != NULL);

  g_task_set_source_tag (task, vd_session_import_async);
  job->record = vd_record_copy (opened->record);
  job->pack = vd_pack_ref (self->pack);
  push (self, task, job, import_in_thread);
}

char *
vd_session_import_finish (VdSession *self, GAsyncResult *result, GError **error)
{
  char *id = g_task_propagate_pointer (G_TASK (result), error);

  if (id != NULL)
    _vd_session_reload_cases (self);
  return id;
}

/* Writing */

static void
receipt_in_thread (GTask *task, VdVault **vault)
{
  const Job *job = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (VdUnitKeys) keys = NULL;
  gboolean done;

  done = is_open (*vault, &error) &&
         vd_vault_log (*vault, VD_VAULT_EVENT_EXPORT, 0, "receipt:age-key", &error);
  if (done) {
    keys = vd_unit_keys_new (*vault, job->settings);
    done = vd_receipt_write (job->opened->received, job->today, keys->name, &keys->signer,
                             job->path, &error);
  }
  return_done (task, done, g_steal_pointer (&error));
}

static void
save_in_thread (GTask *task, VdVault **vault)
{
  const Job *job = g_task_get_task_data (task);
  const VdPackageFile *pdf = vd_opened_pdf (job->opened);
  g_autoptr (GError) error = NULL;
  const void *data = vd_secret_data (job->opened->payload);
  gsize size = vd_secret_size (job->opened->payload);
  gboolean done;

  if (pdf != NULL)
    data = g_bytes_get_data (pdf->data, &size);
  done = is_open (*vault, &error) &&
         vd_vault_log (*vault, VD_VAULT_EVENT_EXPORT, 0, "received:plain", &error) &&
         vd_atomic_file_create (job->path, data, size, &error);
  return_done (task, done, g_steal_pointer (&error));
}

static void
push_write (VdSession *self,
            const VdOpened *opened,
            const char *path,
            VdJobFunc func,
            GAsyncReadyCallback callback,
            gpointer data)
{
  GTask *task = g_task_new (self, NULL, callback, data);
  Job *job = g_new0 (Job, 1);

  g_task_set_source_tag (task, push_write);
  job->opened = opened;
  job->path = g_strdup (path);
  push (self, task, job, func);
}

void
vd_session_write_receipt_async (VdSession *self,
                                const VdOpened *opened,
                                const char *path,
                                GAsyncReadyCallback callback,
                                gpointer data)
{
  g_return_if_fail (opened->received != NULL);

  push_write (self, opened, path, receipt_in_thread, callback, data);
}

void
vd_session_save_opened_async (VdSession *self,
                              const VdOpened *opened,
                              const char *path,
                              GAsyncReadyCallback callback,
                              gpointer data)
{
  push_write (self, opened, path, save_in_thread, callback, data);
}

gboolean
vd_session_write_finish (VdSession *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
