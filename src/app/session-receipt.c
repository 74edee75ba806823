/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "session-receipt"

#include "app/session-private.h"
#include "app/session-share.h"

#include <string.h>

typedef struct {
  const VdReceipt *receipt; /* the caller's */
  VdPack *pack;
  const VdClock *clock;
  char *digest;   /* how that of the package stands in the text of a record */
  char *number;   /* the same for its number */
  gint64 row;     /* (out): where the package was found; 0: nowhere */
  gboolean other; /* (out): the number was found, with another package */
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  vd_pack_unref (job->pack);
  g_free (job->digest);
  g_free (job->number);
  g_free (job);
}

static gboolean
has_number (const VdRecord *record, const VdReceipt *receipt)
{
  for (guint i = 0; i < vd_record_n_items (record, "shares"); i++) {
    if (g_strcmp0 (vd_record_item_text (record, "shares", i, "anchor"), receipt->number) == 0)
      return TRUE;
  }
  return FALSE;
}

/* The package is what the receipt is for: a number can be on another version, or be guessed. */
static gboolean
is_for (const json_t *share, const VdReceipt *receipt)
{
  const char *manifest = json_string_value (json_object_get (share, "x-manifest"));
  const char *number = json_string_value (json_object_get (share, "anchor"));

  return g_strcmp0 (manifest, receipt->digest) == 0 && g_strcmp0 (number, receipt->number) == 0;
}

/* Returns: whether the package that @receipt is for was shared from @record; noted then. */
static gboolean
note (VdRecord *record, const VdReceipt *receipt)
{
  for (guint i = 0; i < vd_record_n_items (record, "shares"); i++) {
    json_t *share;

    if (!is_for (vd_record_item (record, "shares", i), receipt))
      continue;
    share = json_deep_copy (vd_record_item (record, "shares", i));
    json_object_set_new (share, "x-receipt",
                         json_pack ("{s:s, s:s}", "received", receipt->date, "by", receipt->by));
    return vd_record_replace (record, "shares", i, share, NULL);
  }
  return FALSE;
}

static char *
reference_of (const VdRecord *record)
{
  const char *reference = vd_record_get_text (record, "person.reference");

  return g_strdup (reference != NULL ? reference : "");
}

static gboolean
match (gint64 id, const char *body, gsize size, gpointer data)
{
  Job *job = data;

  if (body == NULL)
    return TRUE;
  job->other = job->other || strstr (body, job->number) != NULL;
  if (strstr (body, job->digest) != NULL)
    job->row = id;
  return job->row == 0;
}

/* The date in the list stays what it was when the record itself has none. */
static char *
opened_of (VdVault *vault, gint64 row)
{
  g_autoptr (GPtrArray) cases = vd_cases_list (vault, NULL);

  for (guint i = 0; cases != NULL && i < cases->len; i++) {
    const VdCase *found = g_ptr_array_index (cases, i);

    if (found->row == row)
      return g_strdup (found->opened);
  }
  return NULL;
}

static char *
note_stored (Job *job, VdVault *vault, GError **error)
{
  g_autoptr (VdRecord) record = NULL;
  g_autoptr (VdSecret) body = NULL;
  g_autoptr (VdSecret) summary = NULL;
  g_autofree char *opened = NULL;

  if (!vd_vault_scan (vault, match, NULL, job, error))
    return NULL;
  record = job->row == 0 ? NULL : vd_cases_load (vault, job->row, error);
  if (record == NULL && job->row != 0)
    return NULL;
  if (record == NULL || !note (record, job->receipt)) {
    g_set_error (error, VD_ERROR, job->other ? VD_ERROR_CONFLICT : VD_ERROR_NOT_FOUND,
                 job->other ? "another version was shared under that number"
                            : "nothing was shared under that number");
    return NULL;
  }
  opened = opened_of (vault, job->row);
  vd_cases_encode (record, job->pack, job->clock, opened, &body, &summary);
  return vd_vault_save (vault, &job->row, body, summary, error) ? reference_of (record) : NULL;
}

static void
note_in_thread (GTask *task, VdVault **vault)
{
  g_autoptr (GError) error = NULL;
  char *reference = NULL;

  if (*vault == NULL)
    g_set_error (&error, VD_ERROR, VD_ERROR_INTERNAL, "the vault is closed");
  else
    reference = note_stored (g_task_get_task_data (task), *vault, &error);
  if (reference != NULL)
    g_task_return_pointer (task, reference, g_free);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/* How @value stands in the text of a record, which is written without spaces. */
static char *
needle_of (const char *key, const char *value)
{
  g_autoptr (json_t) text = json_string (value);
  g_autofree char *quoted = json_dumps (text, JSON_ENCODE_ANY);

  return g_strdup_printf ("\"%s\":%s", key, quoted);
}

void
vd_session_note_receipt_async (VdSession *self,
                               const VdOpened *opened,
                               GAsyncReadyCallback callback,
                               gpointer data)
{
  GTask *task = g_task_new (self, NULL, callback, data);
  Job *job;

  g_return_if_fail (opened->receipt != NULL);

  g_task_set_source_tag (task, vd_session_note_receipt_async);
  /* The record in hand is newer than what is stored of it. */
  if (self->record != NULL && note (self->record, opened->receipt)) {
    _vd_session_changed (self);
    g_task_return_pointer (task, reference_of (self->record), g_free);
    g_object_unref (task);
    return;
  }
  job = g_new0 (Job, 1);
  job->receipt = opened->receipt;
  job->pack = vd_pack_ref (self->pack);
  job->clock = self->clock;
  job->digest = needle_of ("x-manifest", opened->receipt->digest);
  job->number = needle_of ("anchor", opened->receipt->number);
  job->other = self->record != NULL && has_number (self->record, opened->receipt);
  g_task_set_task_data (task, job, job_free);
  vd_worker_push (self->worker, task, note_in_thread);
}

char *
vd_session_note_receipt_finish (VdSession *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
