/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "store-job"

#include "app/store-job.h"

static void
problem_free (gpointer data)
{
  VdStoreProblem *problem = data;

  g_free (problem->what);
  g_free (problem->where);
  g_free (problem);
}

static void
event_free (gpointer data)
{
  VdStoreEvent *event = data;

  g_free (event->code);
  g_free (event);
}

VdStoreJob *
vd_store_job_new (VdStoreAction action)
{
  VdStoreJob *self = g_new0 (VdStoreJob, 1);

  self->action = action;
  self->problems = g_ptr_array_new_with_free_func (problem_free);
  self->events = g_ptr_array_new_with_free_func (event_free);
  return self;
}

void
vd_store_job_free (VdStoreJob *self)
{
  g_free (self->name);
  g_free (self->path);
  g_free (self->anchor);
  vd_secret_free (self->passphrase);
  vd_secret_free (self->old);
  vd_secret_free (self->recovery);
  g_ptr_array_unref (self->problems);
  g_ptr_array_unref (self->events);
  g_free (self);
}

void
vd_store_job_add_problem (const char *what, const char *where, gpointer data)
{
  VdStoreJob *job = data;
  VdStoreProblem *problem = g_new (VdStoreProblem, 1);

  *problem = (VdStoreProblem){g_strdup (what), g_strdup (where)};
  g_ptr_array_add (job->problems, problem);
}

static void
add_event (const VdVaultLogEntry *entry, gpointer data)
{
  VdStoreJob *job = data;
  VdStoreEvent *event = g_new (VdStoreEvent, 1);

  *event =
      (VdStoreEvent){entry->seq,   entry->time,   entry->user,
                     entry->event, entry->record, g_strdup (entry->code != NULL ? entry->code : ""),
                     entry->fits};
  g_ptr_array_add (job->events, event);
}

/* One function an action, in their order. */

typedef gboolean (*DoFunc) (VdStoreJob *, VdVault *, VdVaultProgress, gpointer, GError **);
#define DO(name)                                                                                   \
  static gboolean name (VdStoreJob *job, VdVault *vault, VdVaultProgress progress, gpointer data,  \
                        GError **error)

DO (do_add_user)
{
  return vd_vault_add_user (vault, job->name, job->role, job->passphrase, &job->user, error);
}

DO (do_set_user)
{
  return vd_vault_set_user (vault, job->user, job->name, job->role, error);
}

DO (do_remove_user)
{
  return vd_vault_remove_user (vault, job->user, error);
}

DO (do_change_passphrase)
{
  return vd_vault_change_passphrase (vault, job->old, job->passphrase, error);
}

DO (do_reset_passphrase)
{
  return vd_vault_reset_passphrase (vault, job->user, job->passphrase, error);
}

DO (do_raise_kdf)
{
  return vd_vault_raise_kdf (vault, &job->kdf, error);
}

DO (do_rotate_recovery)
{
  g_autoptr (GError) local = NULL;

  if (!vd_vault_rotate_recovery (vault, &job->recovery, error))
    return FALSE;
  /* For the new key; when it fails it is tried again after the next unlocking. */
  if (!vd_vault_daily_copy (vault, progress, data, NULL, &local))
    g_message ("no copy for the new recovery key: %s", local->message);
  return TRUE;
}

DO (do_check_recovery)
{
  return vd_vault_check_recovery (vault, job->old, error);
}

DO (do_reseal)
{
  return vd_vault_reseal (vault, progress, data, error);
}

DO (do_backup)
{
  return vd_vault_backup (vault, job->path, job->passphrase, progress, data, &job->records, error);
}

DO (do_verify)
{
  return vd_vault_verify (vault, vd_store_job_add_problem, job, progress, data, error);
}

DO (do_log)
{
  return vd_vault_log_each (vault, add_event, job, error);
}

DO (do_check_anchor)
{
  return vd_vault_check_anchor (vault, job->anchor, &job->seq, error);
}

/* That nothing is left is an answer. */
DO (do_salvage)
{
  g_autoptr (GError) local = NULL;

  job->left = vd_vault_salvage (vault, job->record, job->path, &local);
  if (job->left || g_error_matches (local, VD_ERROR, VD_ERROR_DAMAGED))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

DO (do_remove_damaged)
{
  return vd_vault_remove_damaged (vault, job->record, error);
}

gboolean
vd_store_job_run (VdStoreJob *self,
                  VdVault *vault,
                  VdVaultProgress progress,
                  gpointer data,
                  GError **error)
{
  static const DoFunc funcs[VD_N_STORE_ACTIONS] = {
      [VD_STORE_ADD_USER] = do_add_user,
      [VD_STORE_SET_USER] = do_set_user,
      [VD_STORE_REMOVE_USER] = do_remove_user,
      [VD_STORE_CHANGE_PASSPHRASE] = do_change_passphrase,
      [VD_STORE_RESET_PASSPHRASE] = do_reset_passphrase,
      [VD_STORE_RAISE_KDF] = do_raise_kdf,
      [VD_STORE_ROTATE_RECOVERY] = do_rotate_recovery,
      [VD_STORE_CHECK_RECOVERY] = do_check_recovery,
      [VD_STORE_RESEAL] = do_reseal,
      [VD_STORE_BACKUP] = do_backup,
      [VD_STORE_VERIFY] = do_verify,
      [VD_STORE_LOG] = do_log,
      [VD_STORE_CHECK_ANCHOR] = do_check_anchor,
      [VD_STORE_SALVAGE] = do_salvage,
      [VD_STORE_REMOVE_DAMAGED] = do_remove_damaged,
  };

  return funcs[self->action](self, vault, progress, data, error);
}

/* What the vault says about itself. */

VdStoreInfo *
vd_store_info_read (VdVault *vault)
{
  VdStoreInfo *self = g_new0 (VdStoreInfo, 1);

  vd_vault_health (vault, &self->health);
  self->leader = vd_vault_is_leader (vault);
  self->users = vd_vault_users (vault);
  self->anchor = vd_vault_anchor (vault);
  return self;
}

void
vd_store_info_free (VdStoreInfo *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->users);
  g_free (self->anchor);
  g_free (self);
}

const char *
vd_store_user_name (const VdStoreInfo *info, guint16 number)
{
  for (guint i = 0; i < info->users->len; i++) {
    const VdVaultUser *user = g_ptr_array_index (info->users, i);

    if (user->number == number)
      return user->name;
  }
  return NULL;
}
