/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "session-restore"

#include "app/session-private.h"
#include "vault/place.h"

#include <glib/gstdio.h>

/* One structure for the jobs around a vault that is not, or not only, the open one. */
typedef struct {
  VdRun run;
  char *dir;    /* where it works */
  char *beside; /* (nullable): not in the place of the vault */
  VdVaultKey kind;
  VdSecret *key;
  VdSecret *passphrase; /* (nullable) */
  char *name;           /* (nullable) */
  char *path;
  gboolean has_kdf;
  VdKdf kdf;
  const VdClock *clock;
  GPtrArray *unsaved; /* (nullable) */
  /* Brought back. */
  VdFresh *opened;
  VdSecret *recovery;
  VdStoreJob *job;
  guint records;
  gboolean closed; /* the vault that was open is not any more */
} Work;

static void
work_free (gpointer data)
{
  Work *work = data;

  _vd_run_clear (&work->run);
  g_free (work->dir);
  g_free (work->beside);
  vd_secret_free (work->key);
  vd_secret_free (work->passphrase);
  g_free (work->name);
  g_free (work->path);
  g_clear_pointer (&work->unsaved, g_ptr_array_unref);
  g_clear_pointer (&work->opened, _vd_fresh_free);
  vd_secret_free (work->recovery);
  g_clear_pointer (&work->job, vd_store_job_free);
  g_free (work);
}

/* Returns: (transfer full): a task with a Work. @tag: the function that begins it. */
static GTask *
begin (VdSession *self,
       gpointer tag,
       GCancellable *cancellable,
       GAsyncReadyCallback callback,
       gpointer data)
{
  GTask *task = g_task_new (self, NULL, callback, data);
  Work *work = g_new0 (Work, 1);

  g_task_set_source_tag (task, tag);
  _vd_run_init (&work->run, self, cancellable);
  work->dir = g_strdup (self->dir);
  work->clock = self->clock;
  g_task_set_task_data (task, work, work_free);
  return task;
}

static void
return_result (GTask *task, GError *error)
{
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

/* Restoring. */

/* A new one beside: its name says when, and nothing else. */
static char *
name_beside (VdSession *self)
{
  g_autoptr (GDateTime) now = self->clock->now (self->clock->data);
  g_autofree char *stamp = g_date_time_format (now, "%Y-%m-%d-%H%M%S");

  return g_strdup_printf ("%s-%s", self->dir, stamp);
}

static void
restore_in_thread (GTask *task, VdVault **vault)
{
  Work *work = g_task_get_task_data (task);
  VdKdf kdf = work->has_kdf ? work->kdf : vd_kdf_choose ();
  const char *dir = work->beside != NULL ? work->beside : work->dir;
  GError *error = NULL;
  VdVault *fresh;
  VdVaultHealth health;

  fresh = vd_vault_restore (work->path, work->kind, work->key, dir, work->passphrase, work->name,
                            &kdf, work->clock, &work->recovery, _vd_run_go_on, &work->run, &error);
  g_clear_pointer (&work->key, vd_secret_free);
  g_clear_pointer (&work->passphrase, vd_secret_free);
  if (fresh == NULL) {
    return_result (task, error);
    return;
  }
  vd_vault_health (fresh, &health);
  work->records = health.records;
  if (work->beside == NULL)
    work->opened = _vd_session_read_fresh (work->run.session, fresh, 0, &error);
  if (work->opened != NULL)
    *vault = fresh;
  else
    vd_vault_close (fresh);
  return_result (task, error);
}

void
vd_session_restore_async (VdSession *self,
                          const char *path,
                          VdVaultKey kind,
                          VdSecret *key,
                          VdSecret *passphrase,
                          const char *name,
                          const VdKdf *kdf,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer data)
{
  GTask *task = begin (self, vd_session_restore_async, cancellable, callback, data);
  Work *work = g_task_get_task_data (task);

  work->path = g_strdup (path);
  work->kind = kind;
  work->key = key;
  work->passphrase = passphrase;
  work->name = g_strdup (name);
  work->has_kdf = kdf != NULL;
  if (kdf != NULL)
    work->kdf = *kdf;
  if (vd_vault_exists (self->dir))
    work->beside = name_beside (self);
  else
    _vd_session_set_state (self, VD_SESSION_BUSY);
  vd_worker_push (self->worker, task, restore_in_thread);
}

VdSecret *
vd_session_restore_finish (VdSession *self,
                           GAsyncResult *result,
                           char **beside,
                           guint *records,
                           GError **error)
{
  Work *work = g_task_get_task_data (G_TASK (result));
  gboolean ok = g_task_propagate_boolean (G_TASK (result), error);

  if (ok && work->opened != NULL)
    _vd_session_take_fresh (self, work->opened);
  else if (self->state == VD_SESSION_BUSY)
    _vd_session_set_state (self,
                           vd_vault_exists (self->dir) ? VD_SESSION_LOCKED : VD_SESSION_EMPTY);
  if (!ok)
    return NULL;
  *beside = g_steal_pointer (&work->beside);
  if (records != NULL)
    *records = work->records;
  return g_steal_pointer (&work->recovery);
}

/* What lies in the folder. */

char **
vd_session_list_copies (VdSession *self)
{
  static const char *const names[] = {VD_FILE_COPY_1, VD_FILE_COPY_2};
  GPtrArray *found = g_ptr_array_new ();
  gint64 newest = 0;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *path = g_build_filename (self->dir, names[i], NULL);
    GStatBuf info;

    if (g_stat (path, &info) != 0)
      continue;
    g_ptr_array_insert (found, info.st_mtime > newest ? 0 : -1, g_steal_pointer (&path));
    newest = MAX (newest, info.st_mtime);
  }
  g_ptr_array_add (found, NULL);
  return (char **)g_ptr_array_free (found, FALSE);
}

/* What lies beside. */

static int
compare_paths (gconstpointer a, gconstpointer b)
{
  return g_strcmp0 (*(char *const *)a, *(char *const *)b);
}

char **
vd_session_list_beside (VdSession *self)
{
  g_autofree char *above = g_path_get_dirname (self->dir);
  g_autofree char *base = g_path_get_basename (self->dir);
  g_autofree char *prefix = g_strconcat (base, "-", NULL);
  g_autoptr (GDir) dir = g_dir_open (above, 0, NULL);
  GPtrArray *found = g_ptr_array_new ();
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (above, name, NULL);

    if (g_str_has_prefix (name, prefix) && vd_vault_exists (path))
      g_ptr_array_add (found, g_steal_pointer (&path));
  }
  g_ptr_array_sort (found, compare_paths);
  g_ptr_array_add (found, NULL);
  return (char **)g_ptr_array_free (found, FALSE);
}

static void
switch_in_thread (GTask *task, VdVault **vault)
{
  Work *work = g_task_get_task_data (task);
  GError *error = NULL;

  if (*vault != NULL && !_vd_session_write_all (work->unsaved, *vault, &error)) {
    return_result (task, error);
    return;
  }
  work->closed = TRUE;
  g_clear_pointer (vault, vd_vault_close);
  vd_vault_switch (work->dir, work->beside, &error);
  return_result (task, error);
}

void
vd_session_switch_async (VdSession *self,
                         const char *beside,
                         GAsyncReadyCallback callback,
                         gpointer data)
{
  GTask *task;
  Work *work;

  _vd_session_stop_runs (self);
  task = begin (self, vd_session_switch_async, NULL, callback, data);
  work = g_task_get_task_data (task);
  work->beside = g_strdup (beside);
  work->unsaved = g_ptr_array_copy (self->unsaved, (GCopyFunc)(GCallback)vd_saver_ref, NULL);
  vd_worker_push (self->worker, task, switch_in_thread);
}

/* Whatever came of it, the vault may be closed now. */
static gboolean
finish_closed (VdSession *self, GAsyncResult *result, GError **error)
{
  Work *work = g_task_get_task_data (G_TASK (result));

  if (work->closed)
    _vd_session_emit_locked (self);
  return g_task_propagate_boolean (G_TASK (result), error);
}

gboolean
vd_session_switch_finish (VdSession *self, GAsyncResult *result, GError **error)
{
  return finish_closed (self, result, error);
}

/* Destroying. */

static void
destroy_in_thread (GTask *task, VdVault **vault)
{
  Work *work = g_task_get_task_data (task);
  GError *error = NULL;

  work->closed = *vault != NULL;
  if (work->closed)
    vd_vault_destroy (g_steal_pointer (vault), &error);
  else
    g_set_error (&error, VD_ERROR, VD_ERROR_INTERNAL, "the vault is closed");
  return_result (task, error);
}

void
vd_session_destroy_async (VdSession *self, GAsyncReadyCallback callback, gpointer data)
{
  _vd_session_stop_runs (self);
  vd_worker_push (self->worker, begin (self, vd_session_destroy_async, NULL, callback, data),
                  destroy_in_thread);
}

static void
destroy_beside_in_thread (GTask *task, VdVault **vault)
{
  Work *work = g_task_get_task_data (task);
  GError *error = NULL;
  VdVault *other =
      vd_vault_open (work->beside, VD_VAULT_PASSPHRASE, work->key, work->clock, &error);

  if (other != NULL)
    vd_vault_destroy (other, &error);
  return_result (task, error);
}

void
vd_session_destroy_beside_async (VdSession *self,
                                 const char *beside,
                                 VdSecret *passphrase,
                                 GAsyncReadyCallback callback,
                                 gpointer data)
{
  GTask *task = begin (self, vd_session_destroy_beside_async, NULL, callback, data);
  Work *work = g_task_get_task_data (task);

  work->beside = g_strdup (beside);
  work->key = passphrase;
  vd_worker_push (self->worker, task, destroy_beside_in_thread);
}

gboolean
vd_session_destroy_finish (VdSession *self, GAsyncResult *result, GError **error)
{
  return finish_closed (self, result, error);
}

/* Rescue. */

static void
rescue_in_thread (GTask *task, VdVault **vault)
{
  Work *work = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (VdVault) broken = NULL;

  broken = vd_vault_open_for_repair (work->dir, work->kind, work->key, work->clock, &error);
  g_clear_pointer (&work->key, vd_secret_free);
  if (broken != NULL && vd_vault_verify (broken, vd_store_job_add_problem, work->job, _vd_run_go_on,
                                         &work->run, &error))
    vd_vault_backup (broken, work->path, work->passphrase, _vd_run_go_on, &work->run,
                     &work->job->records, &error);
  return_result (task, error);
}

void
vd_session_rescue_async (VdSession *self,
                         VdVaultKey kind,
                         VdSecret *key,
                         const char *path,
                         VdSecret *passphrase,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer data)
{
  GTask *task = begin (self, vd_session_rescue_async, cancellable, callback, data);
  Work *work = g_task_get_task_data (task);

  work->kind = kind;
  work->key = key;
  work->path = g_strdup (path);
  work->passphrase = passphrase;
  work->job = vd_store_job_new (VD_STORE_BACKUP);
  vd_worker_push (self->worker, task, rescue_in_thread);
}

VdStoreJob *
vd_session_rescue_finish (VdSession *self, GAsyncResult *result, GError **error)
{
  Work *work = g_task_get_task_data (G_TASK (result));

  return g_task_propagate_boolean (G_TASK (result), error) ? work->job : NULL;
}
