/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "session-store"

#include "app/session-private.h"

#define TELL_USEC (100 * 1000)
/* After an unlock the person opens a case first. */
#define COPY_AFTER_SECONDS 2

/* Long jobs. */

typedef struct {
  VdSession *session;
  double fraction;
} Told;

void
_vd_run_init (VdRun *run, VdSession *session, GCancellable *cancellable)
{
  run->session = session;
  run->cancellable = cancellable != NULL ? g_object_ref (cancellable) : NULL;
  run->stop = g_object_ref (session->stop);
}

void
_vd_run_clear (VdRun *run)
{
  g_clear_object (&run->cancellable);
  g_clear_object (&run->stop);
}

/* The reference is let go of here: in the vault thread it must not be the last. */
static gboolean
tell_cb (gpointer data)
{
  Told *told = data;

  g_signal_emit_by_name (told->session, "progress", told->fraction);
  g_object_unref (told->session);
  g_free (told);
  return G_SOURCE_REMOVE;
}

gboolean
_vd_run_go_on (guint64 done, guint64 total, gpointer data)
{
  VdRun *run = data;
  gint64 now = g_get_monotonic_time ();
  Told *told;

  if (g_cancellable_is_cancelled (run->cancellable) || g_cancellable_is_cancelled (run->stop))
    return FALSE;
  if (now < run->next)
    return TRUE;
  run->next = now + TELL_USEC;
  told = g_new (Told, 1);
  *told = (Told){g_object_ref (run->session), done < total ? (double)done / (double)total : -1};
  g_idle_add (tell_cb, told);
  return TRUE;
}

void
_vd_session_stop_runs (VdSession *self)
{
  g_clear_handle_id (&self->copy_timeout, g_source_remove);
  g_cancellable_cancel (self->stop);
  g_object_unref (self->stop);
  self->stop = g_cancellable_new ();
}

/* Jobs over the open vault. */

typedef struct {
  VdRun run;
  VdStoreJob *job;
  VdStoreInfo *info;
} StoreRun;

static void
store_run_free (gpointer data)
{
  StoreRun *run = data;

  _vd_run_clear (&run->run);
  vd_store_job_free (run->job);
  vd_store_info_free (run->info);
  g_free (run);
}

static gboolean
store_in_thread (VdVault *vault, gpointer data, GError **error)
{
  StoreRun *run = data;
  gboolean ok = vd_store_job_run (run->job, vault, _vd_run_go_on, &run->run, error);

  run->info = vd_store_info_read (vault);
  return ok;
}

void
vd_session_store_async (VdSession *self,
                        VdStoreJob *job,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer data)
{
  GTask *task = g_task_new (self, NULL, callback, data);
  StoreRun *run = g_new0 (StoreRun, 1);

  g_task_set_source_tag (task, vd_session_store_async);
  run->job = job;
  _vd_run_init (&run->run, self, cancellable);
  g_task_set_task_data (task, run, store_run_free);
  vd_worker_push_open (self->worker, task, store_in_thread);
}

VdStoreJob *
vd_session_store_finish (VdSession *self, GAsyncResult *result, GError **error)
{
  StoreRun *run = g_task_get_task_data (G_TASK (result));
  gboolean ok = g_task_propagate_boolean (G_TASK (result), error);

  /* Also after a failure: some of it may be done. */
  if (run->info != NULL && self->state == VD_SESSION_UNLOCKED)
    _vd_session_take_info (self, g_steal_pointer (&run->info));
  if (ok && run->job->action == VD_STORE_REMOVE_DAMAGED)
    _vd_session_reload_cases (self);
  return ok ? run->job : NULL;
}

const VdStoreInfo *
vd_session_get_store (VdSession *self)
{
  return self->info;
}

/* The daily copy. */

static gboolean
copy_in_thread (VdVault *vault, gpointer data, GError **error)
{
  StoreRun *run = data;
  gboolean ok = vd_vault_daily_copy (vault, _vd_run_go_on, &run->run, NULL, error);

  run->info = vd_store_info_read (vault);
  return ok;
}

static void
copied_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  VdSession *self = VD_SESSION (source);
  StoreRun *run = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  gboolean ok = g_task_propagate_boolean (G_TASK (result), &error);

  if (run->info == NULL || self->state != VD_SESSION_UNLOCKED)
    return;
  g_clear_error (&self->copy_error);
  /* A lock that came first is no failure: the next unlock tries again. */
  if (!ok && !g_error_matches (error, VD_ERROR, VD_ERROR_CANCELLED))
    self->copy_error = g_steal_pointer (&error);
  _vd_session_take_info (self, g_steal_pointer (&run->info));
}

static gboolean
copy_cb (gpointer data)
{
  VdSession *self = data;
  GTask *task = g_task_new (self, NULL, copied_cb, NULL);
  StoreRun *run = g_new0 (StoreRun, 1);

  self->copy_timeout = 0;
  g_task_set_source_tag (task, copy_cb);
  run->job = vd_store_job_new (VD_STORE_BACKUP);
  _vd_run_init (&run->run, self, NULL);
  g_task_set_task_data (task, run, store_run_free);
  vd_worker_push_open (self->worker, task, copy_in_thread);
  return G_SOURCE_REMOVE;
}

void
_vd_session_plan_copy (VdSession *self)
{
  g_clear_handle_id (&self->copy_timeout, g_source_remove);
  self->copy_timeout = g_timeout_add_seconds (COPY_AFTER_SECONDS, copy_cb, self);
}

const GError *
vd_session_get_copy_error (VdSession *self)
{
  return self->copy_error;
}
