/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "session-vault"

#include "app/session-private.h"

#include <string.h>

typedef struct {
  char *dir;
  VdVaultKey kind;
  VdSecret *key;
  gboolean has_kdf;
  VdKdf kdf;
  const VdClock *clock;
  guint failures;
} OpenJob;

static void
open_job_free (gpointer data)
{
  OpenJob *job = data;

  vd_secret_free (job->key);
  g_free (job->dir);
  g_free (job);
}

/* The key derivation cannot be interrupted: its result is dropped when cancelled meanwhile. */
static gboolean
keep_vault (GTask *task, VdVault **vault, VdVault *fresh, gboolean is_new, GError **error)
{
  if (g_cancellable_is_cancelled (g_task_get_cancellable (task))) {
    if (is_new)
      vd_vault_destroy (fresh, NULL);
    else
      vd_vault_close (fresh);
    g_set_error (error, VD_ERROR, VD_ERROR_CANCELLED, "cancelled");
    return FALSE;
  }
  *vault = fresh;
  return TRUE;
}

static void
return_opened (GTask *task, VdVault **vault, VdSecret *recovery)
{
  OpenJob *job = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  VdFresh *opened =
      _vd_session_read_fresh (g_task_get_source_object (task), *vault, job->failures, &error);

  if (opened == NULL) {
    g_clear_pointer (vault, vd_vault_close);
    vd_secret_free (recovery);
    g_task_return_error (task, g_steal_pointer (&error));
    return;
  }
  opened->recovery = recovery;
  g_task_return_pointer (task, opened, (GDestroyNotify)_vd_fresh_free);
}

static void
unlock_in_thread (GTask *task, VdVault **vault)
{
  OpenJob *job = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  VdVault *fresh = vd_vault_open (job->dir, job->kind, job->key, job->clock, &error);

  g_clear_pointer (&job->key, vd_secret_free);
  if (fresh == NULL || !keep_vault (task, vault, fresh, FALSE, &error))
    g_task_return_error (task, g_steal_pointer (&error));
  else
    return_opened (task, vault, NULL);
}

static void
create_in_thread (GTask *task, VdVault **vault)
{
  OpenJob *job = g_task_get_task_data (task);
  VdKdf kdf = job->has_kdf ? job->kdf : vd_kdf_choose ();
  g_autoptr (GError) error = NULL;
  VdSecret *recovery = NULL;
  VdVault *fresh = vd_vault_create (job->dir, job->key, NULL, &kdf, job->clock, &recovery, &error);

  g_clear_pointer (&job->key, vd_secret_free);
  if (fresh == NULL) {
    g_task_return_error (task, g_steal_pointer (&error));
  } else if (!keep_vault (task, vault, fresh, TRUE, &error)) {
    vd_secret_free (recovery);
    g_task_return_error (task, g_steal_pointer (&error));
  } else {
    return_opened (task, vault, recovery);
  }
}

/* Job done: the state changes before the caller hears of it. */
static void
opened_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  VdSession *self = VD_SESSION (source);
  g_autoptr (GTask) outer = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (VdFresh) opened = g_task_propagate_pointer (G_TASK (result), &error);

  if (opened == NULL) {
    /* Of this process only: nothing outside the vault may tell of them. */
    self->failures += g_error_matches (error, VD_ERROR, VD_ERROR_WRONG_KEY);
    _vd_session_set_state (self,
                           vd_vault_exists (self->dir) ? VD_SESSION_LOCKED : VD_SESSION_EMPTY);
    g_task_return_error (outer, g_steal_pointer (&error));
    return;
  }
  _vd_session_take_fresh (self, opened);
  g_task_return_pointer (outer, g_steal_pointer (&opened->recovery),
                         (GDestroyNotify)vd_secret_free);
}

static void
push_open (VdSession *self, OpenJob *job, GTask *outer, VdJobFunc func)
{
  GTask *task = g_task_new (self, g_task_get_cancellable (outer), opened_cb, outer);

  /* From here on the pack is there, for the worker too. */
  vd_session_get_pack (self);
  /* Whoever cancels hears it from the job, after it cleaned up. */
  g_task_set_check_cancellable (outer, FALSE);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, job, open_job_free);
  _vd_session_set_state (self, VD_SESSION_BUSY);
  vd_worker_push (self->worker, task, func);
}

/* @key: (transfer full) */
static OpenJob *
open_job_new (VdSession *self, VdVaultKey kind, VdSecret *key)
{
  OpenJob *job = g_new0 (OpenJob, 1);

  job->dir = g_strdup (self->dir);
  job->kind = kind;
  job->key = key;
  job->clock = self->clock;
  job->failures = self->failures;
  return job;
}

void
vd_session_create_async (VdSession *self,
                         VdSecret *passphrase,
                         const VdKdf *kdf,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer data)
{
  GTask *outer = g_task_new (self, cancellable, callback, data);
  OpenJob *job = open_job_new (self, VD_VAULT_PASSPHRASE, passphrase);

  g_task_set_source_tag (outer, vd_session_create_async);
  job->has_kdf = kdf != NULL;
  if (kdf != NULL)
    job->kdf = *kdf;
  push_open (self, job, outer, create_in_thread);
}

VdSecret *
vd_session_create_finish (VdSession *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
vd_session_unlock_async (VdSession *self,
                         VdVaultKey kind,
                         VdSecret *key,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer data)
{
  GTask *outer = g_task_new (self, cancellable, callback, data);

  g_task_set_source_tag (outer, vd_session_unlock_async);
  push_open (self, open_job_new (self, kind, key), outer, unlock_in_thread);
}

gboolean
vd_session_unlock_finish (VdSession *self, GAsyncResult *result, GError **error)
{
  g_autoptr (GError) local = NULL;

  /* Unlocking brings no key back: NULL without an error is success. */
  g_task_propagate_pointer (G_TASK (result), &local);
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

typedef struct {
  GPtrArray *unsaved;
  VdSecret *draft; /* (nullable) */
} LockJob;

static void
lock_job_free (gpointer data)
{
  LockJob *job = data;

  g_ptr_array_unref (job->unsaved);
  vd_secret_free (job->draft);
  g_free (job);
}

static void
lock_in_thread (GTask *task, VdVault **vault)
{
  LockJob *job = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  if (*vault != NULL && (!_vd_session_write_all (job->unsaved, *vault, &error) ||
                         !vd_vault_save_item (*vault, VD_VAULT_DRAFT, job->draft, &error))) {
    g_task_return_error (task, g_steal_pointer (&error));
    return;
  }
  g_clear_pointer (vault, vd_vault_close);
  g_task_return_boolean (task, TRUE);
}

static void
locked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  VdSession *self = VD_SESSION (source);
  g_autoptr (GTask) outer = data;
  g_autoptr (GError) error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error)) {
    g_task_return_error (outer, g_steal_pointer (&error));
    return;
  }
  _vd_session_emit_locked (self);
  g_task_return_boolean (outer, TRUE);
}

void
vd_session_lock_async (VdSession *self,
                       const char *draft,
                       GAsyncReadyCallback callback,
                       gpointer data)
{
  GTask *outer = g_task_new (self, NULL, callback, data);
  GTask *task = g_task_new (self, NULL, locked_cb, outer);
  LockJob *job = g_new0 (LockJob, 1);

  g_task_set_source_tag (outer, vd_session_lock_async);
  _vd_session_stop_runs (self);
  job->unsaved = g_ptr_array_copy (self->unsaved, (GCopyFunc)(GCallback)vd_saver_ref, NULL);
  if (draft != NULL)
    job->draft = vd_secret_new_copy (draft, strlen (draft));
  g_task_set_task_data (task, job, lock_job_free);
  vd_worker_push (self->worker, task, lock_in_thread);
}

gboolean
vd_session_lock_finish (VdSession *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
