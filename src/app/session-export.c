/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "session-export"

#include "app/session-private.h"
#include "app/session-share.h"
#include "app/unit.h"
#include "share/document.h"

typedef struct {
  VdPack *pack;
  VdRecord *record; /* a copy: the vault thread's own */
  VdSaver *saver;
  char *recipient;
  char **include; /* (nullable) */
  char **consent_now;
  char *variant;  /* (nullable) */
  char *corrects; /* (nullable) */
  char *number;
  char *lang;
  char *today;
  char *now;
  const VdClock *clock;
  char *opened; /* date for the list */
  json_t *settings;
  VdProtection protection;
  char **keys;           /* (nullable) */
  char *path;            /* (nullable): to paper */
  char *pages;           /* (nullable): all */
  VdPrintTarget *target; /* (nullable): of what goes to paper */
  /* Results. */
  VdReferral *referral;
  GBytes *paper;
  json_t *share;
  VdExported exported;
} ExportJob;

static void
export_job_free (gpointer data)
{
  ExportJob *job = data;

  vd_pack_unref (job->pack);
  vd_record_unref (job->record);
  vd_saver_unref (job->saver);
  g_free (job->recipient);
  g_strfreev (job->include);
  g_strfreev (job->consent_now);
  g_free (job->variant);
  g_free (job->corrects);
  g_free (job->number);
  g_free (job->lang);
  g_free (job->today);
  g_free (job->now);
  g_free (job->opened);
  json_decref (job->settings);
  g_strfreev (job->keys);
  g_free (job->path);
  g_free (job->pages);
  vd_print_target_free (job->target);
  g_clear_pointer (&job->paper, g_bytes_unref);
  vd_referral_free (job->referral);
  json_decref (job->share);
  vd_exported_clear (&job->exported);
  g_free (job);
}

typedef struct {
  VdVault *vault;
  gint64 row;
  VdVaultEvent event;
} LogTarget;

static gboolean
log_export (const char *code, gpointer data, GError **error)
{
  LogTarget *target = data;

  return vd_vault_log (target->vault, target->event, target->row, code, error);
}

static gboolean
build_referral (ExportJob *job, GError **error)
{
  const VdReferralChoice choice = {(const char *const *)job->include,
                                   (const char *const *)job->consent_now, job->variant, job->number,
                                   job->corrects};

  job->referral = vd_referral_new (job->pack, job->record, job->recipient, &choice, job->lang,
                                   job->today, error);
  return job->referral != NULL;
}

static gboolean
export_record (ExportJob *job, VdVault *vault, GError **error)
{
  LogTarget target = {vault, vd_saver_row (job->saver), VD_VAULT_EVENT_EXPORT};
  g_autoptr (VdUnitKeys) own = vd_unit_keys_new (vault, job->settings);

  if (!build_referral (job, error) ||
      !vd_export_write (job->pack, job->record, job->referral, job->protection,
                        (const char *const *)job->keys, &own->signer, job->path, log_export,
                        &target, &job->exported, error))
    return FALSE;
  job->share =
      vd_export_share_entry (job->referral, vd_export_share_code (job->protection), job->now);
  vd_export_share_set_manifest (job->share, job->exported.manifest);
  return TRUE;
}

static gboolean
make_paper (ExportJob *job, VdVault *vault, GError **error)
{
  LogTarget target = {vault, vd_saver_row (job->saver), VD_VAULT_EVENT_PRINT};

  if (!build_referral (job, error) || !vd_export_has_room (job->record, job->referral, error))
    return FALSE;
  job->paper = vd_export_paper (job->pack, job->referral, job->pages, log_export, &target, error);
  job->share = vd_export_share_entry (job->referral, "paper", job->now);
  vd_export_share_set_pages (job->share, job->pages);
  return job->paper != NULL;
}

/* In the register at once: whoever leaves the case or locks now still has it there. What was typed
 * meanwhile goes to the disk first, because it knows nothing of the entry. The file is written, so
 * that a failure here is not one of the export; the record in hand gets it too. */
static void
register_stored (const ExportJob *job, VdVault *vault)
{
  g_autoptr (VdRecord) record = NULL;
  g_autoptr (VdSecret) body = NULL;
  g_autoptr (VdSecret) summary = NULL;
  gint64 row;

  vd_saver_write (job->saver, vault, NULL);
  row = vd_saver_row (job->saver);
  record = vd_cases_load (vault, row, NULL);
  if (record == NULL || !vd_export_register (record, job->referral, json_incref (job->share), NULL))
    return;
  vd_cases_encode (record, job->pack, job->clock, job->opened, &body, &summary);
  if (!vd_vault_save (vault, &row, body, summary, NULL))
    g_warning ("the register of shares could not be stored yet");
}

static void
export_in_thread (GTask *task, VdVault **vault)
{
  ExportJob *job = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  if (*vault == NULL)
    g_set_error (&error, VD_ERROR, VD_ERROR_INTERNAL, "the vault is closed");
  else if (vd_saver_write (job->saver, *vault, &error) && export_record (job, *vault, &error))
    register_stored (job, *vault);
  if (error != NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_boolean (task, TRUE);
}

/* The register of the record in hand, when it is still the same. */
static void
register_in_hand (VdSession *self, const ExportJob *job)
{
  if (job->saver == self->saver &&
      vd_export_register (self->record, job->referral, json_incref (job->share), NULL))
    _vd_session_changed (self);
}

static void
exported_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  VdSession *self = VD_SESSION (source);
  g_autoptr (GTask) outer = data;
  ExportJob *job = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error)) {
    g_task_return_error (outer, g_steal_pointer (&error));
    return;
  }
  register_in_hand (self, job);
  g_task_set_task_data (outer, g_steal_pointer (&job->exported.passphrase),
                        (GDestroyNotify)vd_secret_free);
  g_task_return_boolean (outer, TRUE);
}

static ExportJob *
job_new (VdSession *self, const char *recipient, const VdReferralChoice *choice, const char *lang)
{
  ExportJob *job = g_new0 (ExportJob, 1);

  job->pack = vd_pack_ref ((VdPack *)vd_session_get_pack (self));
  job->record = vd_record_copy (self->record);
  job->saver = vd_saver_ref (self->saver);
  job->recipient = g_strdup (recipient);
  job->include = g_strdupv ((char **)choice->include);
  job->consent_now = g_strdupv ((char **)choice->consent_now);
  job->variant = g_strdup (choice->variant);
  job->corrects = g_strdup (choice->corrects);
  job->number = choice->anchor == NULL ? vd_export_number () : g_strdup (choice->anchor);
  job->lang = g_strdup (lang);
  job->today = vd_clock_date (self->clock);
  job->now = vd_clock_time (self->clock);
  job->clock = self->clock;
  job->opened = g_strdup (self->opened);
  job->settings = json_deep_copy (self->settings);
  return job;
}

void
vd_session_export_async (VdSession *self,
                         const char *recipient,
                         const VdReferralChoice *choice,
                         const char *lang,
                         VdProtection protection,
                         const char *const *age_keys,
                         const char *path,
                         GAsyncReadyCallback callback,
                         gpointer data)
{
  GTask *outer = g_task_new (self, NULL, callback, data);
  GTask *task = g_task_new (self, NULL, exported_cb, outer);
  ExportJob *job;

  g_return_if_fail (self->record != NULL);

  g_task_set_source_tag (outer, vd_session_export_async);
  job = job_new (self, recipient, choice, lang);
  job->protection = protection;
  job->keys = protection == VD_PROTECT_AGE_KEY ? g_strdupv ((char **)age_keys) : NULL;
  job->path = g_strdup (path);
  g_task_set_task_data (task, job, export_job_free);
  vd_worker_push (self->worker, task, export_in_thread);
}

gboolean
vd_session_export_finish (VdSession *self,
                          GAsyncResult *result,
                          VdSecret **passphrase,
                          GError **error)
{
  const VdSecret *words = g_task_get_task_data (G_TASK (result));

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return FALSE;
  if (passphrase != NULL)
    *passphrase =
        words == NULL ? NULL : vd_secret_new_copy (vd_secret_data (words), vd_secret_size (words));
  return TRUE;
}

/* Paper: made and logged in the vault thread, handed over by the main loop, then registered. */

static void
registered_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) outer = data;

  register_in_hand (VD_SESSION (source), g_task_get_task_data (outer));
  g_task_return_boolean (outer, TRUE);
}

static void
register_in_thread (GTask *task, VdVault **vault)
{
  if (*vault != NULL)
    register_stored (g_task_get_task_data (task), *vault);
  g_task_return_boolean (task, TRUE);
}

static void
sent_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) outer = data;
  VdSession *self = g_task_get_source_object (outer);
  g_autoptr (GError) error = NULL;
  GTask *task;

  if (!vd_print_send_finish (result, &error)) {
    g_task_return_error (outer, g_steal_pointer (&error));
    return;
  }
  task = g_task_new (self, NULL, registered_cb, g_object_ref (outer));
  /* The outer task holds the job and outlives this one. */
  g_task_set_task_data (task, g_task_get_task_data (outer), NULL);
  vd_worker_push (self->worker, task, register_in_thread);
}

static void
paper_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) outer = data;
  ExportJob *job = g_task_get_task_data (outer);
  g_autoptr (GError) error = NULL;

  if (g_task_propagate_boolean (G_TASK (result), &error))
    vd_print_send_async (job->target, job->paper, sent_cb, g_object_ref (outer));
  else
    g_task_return_error (outer, g_steal_pointer (&error));
}

static void
paper_in_thread (GTask *task, VdVault **vault)
{
  ExportJob *job = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  if (*vault == NULL)
    g_set_error (&error, VD_ERROR, VD_ERROR_INTERNAL, "the vault is closed");
  else if (vd_saver_write (job->saver, *vault, &error))
    make_paper (job, *vault, &error);
  if (error != NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_boolean (task, TRUE);
}

void
vd_session_print_async (VdSession *self,
                        const char *recipient,
                        const VdReferralChoice *choice,
                        const char *lang,
                        const char *pages,
                        VdPrintTarget *target,
                        GAsyncReadyCallback callback,
                        gpointer data)
{
  GTask *outer = g_task_new (self, NULL, callback, data);
  GTask *task = g_task_new (self, NULL, paper_cb, outer);
  ExportJob *job;

  g_return_if_fail (self->record != NULL);

  g_task_set_source_tag (outer, vd_session_print_async);
  job = job_new (self, recipient, choice, lang);
  job->pages = pages == NULL || *pages == '\0' ? NULL : g_strdup (pages);
  job->target = target;
  g_task_set_task_data (outer, job, export_job_free);
  g_task_set_task_data (task, job, NULL);
  vd_worker_push (self->worker, task, paper_in_thread);
}

gboolean
vd_session_print_finish (VdSession *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/* Counting the pages, so that some can be chosen before the document is made. */

static void
count_in_thread (GTask *task, VdVault **vault)
{
  ExportJob *job = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  guint n = 0;

  if (build_referral (job, &error))
    n = vd_document_n_pages (job->referral, job->pack, &error);
  if (n > 0)
    g_task_return_int (task, (gssize)n);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

void
vd_session_count_pages_async (VdSession *self,
                              const char *recipient,
                              const VdReferralChoice *choice,
                              const char *lang,
                              GAsyncReadyCallback callback,
                              gpointer data)
{
  GTask *task = g_task_new (self, NULL, callback, data);

  g_return_if_fail (self->record != NULL);

  g_task_set_source_tag (task, vd_session_count_pages_async);
  g_task_set_task_data (task, job_new (self, recipient, choice, lang), export_job_free);
  vd_worker_push (self->worker, task, count_in_thread);
}

guint
vd_session_count_pages_finish (VdSession *self, GAsyncResult *result, GError **error)
{
  gssize n = g_task_propagate_int (G_TASK (result), error);

  return n > 0 ? (guint)n : 0;
}
