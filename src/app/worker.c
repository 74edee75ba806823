/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "worker"

#include "app/worker.h"

typedef struct {
  GTask *task;    /* NULL ends the thread */
  VdJobFunc func; /* one of these */
  VdOpenJobFunc open;
} Job;

struct _VdWorker {
  GAsyncQueue *jobs;
  GThread *thread;
};

/* A task may hold the last reference to what owns this worker: it is let go on the main loop. */
static gboolean
release_cb (gpointer data)
{
  g_object_unref (data);
  return G_SOURCE_REMOVE;
}

static void
run_open (GTask *task, VdOpenJobFunc func, VdVault *vault)
{
  g_autoptr (GError) error = NULL;
  gboolean ok = FALSE;

  if (vault != NULL)
    ok = func (vault, g_task_get_task_data (task), &error);
  else
    g_set_error (&error, VD_ERROR, VD_ERROR_INTERNAL, "the vault is closed");
  if (ok)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static gpointer
run_jobs (gpointer data)
{
  g_autoptr (GAsyncQueue) jobs = data;
  VdVault *vault = NULL;

  for (;;) {
    g_autofree Job *job = g_async_queue_pop (jobs);

    if (job->task == NULL)
      break;
    if (job->open != NULL)
      run_open (job->task, job->open, vault);
    else
      job->func (job->task, &vault);
    g_idle_add (release_cb, job->task);
  }
  vd_vault_close (vault);
  return NULL;
}

VdWorker *
vd_worker_new (void)
{
  VdWorker *self = g_new (VdWorker, 1);

  self->jobs = g_async_queue_new ();
  self->thread = g_thread_new ("vault", run_jobs, g_async_queue_ref (self->jobs));
  return self;
}

static void
push (VdWorker *self, GTask *task, VdJobFunc func, VdOpenJobFunc open)
{
  Job *job = g_new (Job, 1);

  *job = (Job){task, func, open};
  g_async_queue_push (self->jobs, job);
}

void
vd_worker_push (VdWorker *self, GTask *task, VdJobFunc func)
{
  g_return_if_fail (G_IS_TASK (task));

  push (self, task, func, NULL);
}

void
vd_worker_push_open (VdWorker *self, GTask *task, VdOpenJobFunc func)
{
  g_return_if_fail (G_IS_TASK (task));

  push (self, task, NULL, func);
}

void
vd_worker_free (VdWorker *self)
{
  if (self == NULL)
    return;
  push (self, NULL, NULL, NULL);
  g_thread_join (self->thread);
  g_async_queue_unref (self->jobs);
  g_free (self);
}
