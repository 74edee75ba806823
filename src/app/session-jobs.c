/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "session-jobs"

#include "app/session-private.h"

typedef struct {
  char *id;
  gint64 row;
  char *opened;
  VdSession *session; /* not owned: the task holds it */
  GPtrArray
      *savers; /* VdSaver: of this record perhaps, with bytes that are newer than the disk's */
  VdRecord *record;
  VdPack *pack;
} RecordJob;

static void
record_job_free (gpointer data)
{
  RecordJob *job = data;

  g_clear_pointer (&job->record, vd_record_unref);
  g_clear_pointer (&job->pack, vd_pack_unref);
  g_ptr_array_unref (job->savers);
  g_free (job->id);
  g_free (job->opened);
  g_free (job);
}

static const VdCase *
find_case (VdSession *self, const char *id)
{
  for (guint i = 0; i < self->cases->len; i++) {
    const VdCase *found = g_ptr_array_index (self->cases, i);

    if (g_strcmp0 (found->id, id) == 0)
      return found;
  }
  return NULL;
}

static gboolean
is_in_hand (VdSession *self, const char *id)
{
  return self->record != NULL && g_strcmp0 (vd_record_get_text (self->record, "id"), id) == 0;
}

/* Returns: (transfer full): a job about @id, pushed after everything that is being saved. */
static GTask *
new_record_task (VdSession *self, const char *id, GAsyncReadyCallback callback, gpointer data)
{
  GTask *task = g_task_new (self, NULL, callback, data);
  const VdCase *found = find_case (self, id);
  RecordJob *job = g_new0 (RecordJob, 1);

  job->session = self;
  job->id = g_strdup (id);
  job->savers = g_ptr_array_copy (self->unsaved, (GCopyFunc)(GCallback)vd_saver_ref, NULL);
  if (is_in_hand (self, id))
    g_ptr_array_add (job->savers, vd_saver_ref (self->saver));
  if (found != NULL) {
    job->row = found->row;
    job->opened = g_strdup (found->opened);
  }
  g_task_set_task_data (task, job, record_job_free);
  return task;
}

/* A record that was made a moment ago may not be in the list yet. */
static gboolean
find_row (VdVault *vault, RecordJob *job, GError **error)
{
  if (job->row == 0)
    job->row = vd_cases_find (vault, job->id, error);
  return job->row != 0;
}

/* What could not be written when the record was in hand before: else it would be read as it was
 * earlier, and written over what comes now. Without a row: whatever has none yet. */
static gboolean
write_earlier (const RecordJob *job, VdVault *vault, GError **error)
{
  for (guint i = 0; i < job->savers->len; i++) {
    VdSaver *saver = g_ptr_array_index (job->savers, i);

    if (vd_saver_row (saver) == job->row && !vd_saver_write (saver, vault, error))
      return FALSE;
  }
  return TRUE;
}

/* Parses when it is not the pack in use, so that this takes place here. */
static VdPack *
find_pack (VdSession *session, const VdRecord *record)
{
  return session->store != NULL ? vd_pack_store_for_record (session->store, record, session->pack)
                                : vd_pack_ref (session->pack);
}

/* Who looks at a record leaves an entry in the log, or does not get to see it. */
static gboolean
open_in_thread (VdVault *vault, gpointer data, GError **error)
{
  RecordJob *job = data;

  if ((job->row == 0 && !write_earlier (job, vault, error)) || !find_row (vault, job, error) ||
      !write_earlier (job, vault, error) ||
      !vd_vault_log (vault, VD_VAULT_EVENT_VIEW, job->row, NULL, error))
    return FALSE;
  job->record = vd_cases_load (vault, job->row, error);
  if (job->record == NULL)
    return FALSE;
  job->pack = find_pack (job->session, job->record);
  return TRUE;
}

void
vd_session_open_record_async (VdSession *self,
                              const char *id,
                              GAsyncReadyCallback callback,
                              gpointer data)
{
  GTask *task = new_record_task (self, id, callback, data);

  g_task_set_source_tag (task, vd_session_open_record_async);
  vd_worker_push_open (self->worker, task, open_in_thread);
}

/* The one in hand is at least as new as what was read of it; its saver knows what is to be written
 * still. */
static void
take_again (VdSession *self, const RecordJob *job)
{
  VdRecord *record = vd_record_ref (self->record);
  VdSaver *saver = vd_saver_ref (self->saver);

  _vd_session_take_record (self, record, job->pack, job->row, job->opened);
  vd_saver_unref (self->saver);
  self->saver = saver;
}

gboolean
vd_session_open_record_finish (VdSession *self, GAsyncResult *result, GError **error)
{
  RecordJob *job = g_task_get_task_data (G_TASK (result));

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return FALSE;
  if (is_in_hand (self, job->id))
    take_again (self, job);
  else
    _vd_session_take_record (self, g_steal_pointer (&job->record), job->pack, job->row,
                             job->opened);
  return TRUE;
}

static gboolean
delete_in_thread (VdVault *vault, gpointer data, GError **error)
{
  RecordJob *job = data;
  g_autoptr (GError) local = NULL;

  if (!find_row (vault, job, error) || !vd_vault_delete_logged (vault, job->row, NULL, error))
    return FALSE;
  for (guint i = 0; i < job->savers->len; i++) {
    VdSaver *saver = g_ptr_array_index (job->savers, i);

    if (vd_saver_row (saver) == job->row)
      vd_saver_drop (saver);
  }
  /* What was half typed at the last lock may be of this case; the window has it, not the vault. */
  if (!vd_vault_save_item (vault, VD_VAULT_DRAFT, NULL, &local))
    g_message ("the draft of the last lock stays until the next: %s", local->message);
  return TRUE;
}

void
vd_session_delete_record_async (VdSession *self,
                                const char *id,
                                GAsyncReadyCallback callback,
                                gpointer data)
{
  GTask *task = new_record_task (self, id, callback, data);

  g_task_set_source_tag (task, vd_session_delete_record_async);
  vd_worker_push_open (self->worker, task, delete_in_thread);
}

gboolean
vd_session_delete_record_finish (VdSession *self, GAsyncResult *result, GError **error)
{
  const RecordJob *job = g_task_get_task_data (G_TASK (result));

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return FALSE;
  if (is_in_hand (self, job->id))
    vd_session_close_record (self);
  else
    _vd_session_reload_cases (self);
  return TRUE;
}

static void
flush_in_thread (GTask *task, VdVault **vault)
{
  g_autoptr (GError) error = NULL;

  if (*vault == NULL || _vd_session_write_all (g_task_get_task_data (task), *vault, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

void
vd_session_flush_async (VdSession *self, GAsyncReadyCallback callback, gpointer data)
{
  GTask *task = g_task_new (self, NULL, callback, data);
  GPtrArray *savers = g_ptr_array_copy (self->unsaved, (GCopyFunc)(GCallback)vd_saver_ref, NULL);

  g_task_set_source_tag (task, vd_session_flush_async);
  g_task_set_task_data (task, savers, (GDestroyNotify)g_ptr_array_unref);
  vd_worker_push (self->worker, task, flush_in_thread);
}

gboolean
vd_session_flush_finish (VdSession *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
