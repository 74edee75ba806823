/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "vault"

#include "vault/vault-private.h"

#define STEP 256

typedef struct {
  VdVault *self;
  VdVaultProblemFunc func;
  gpointer data;
  VdVaultProgress progress;
  gpointer progress_data;
  guint64 done;
  gboolean stopped;
  GHashTable *bad; /* gint64 *: records already named */
  VdLogHead head;
} Verify;

/* A VdStoreStopFunc. Every record counts twice, for its summary and its text. */
static gboolean
is_stopped (gpointer data)
{
  Verify *verify = data;
  const VdManifest *manifest = &verify->self->manifest;
  guint64 total = 2 * (guint64)manifest->count + (guint64)manifest->log.seq;

  if (!verify->stopped && verify->progress != NULL)
    verify->stopped = !verify->progress (MIN (verify->done, total), total, verify->progress_data);
  return verify->stopped;
}

static gboolean
go_on (Verify *verify)
{
  return ++verify->done % STEP != 0 || !is_stopped (verify);
}

static void
report_id (Verify *verify, const char *what, gint64 id)
{
  g_autofree char *where = g_strdup_printf ("%" G_GINT64_FORMAT, id);

  verify->func (what, where, verify->data);
}

/* Each damaged record is named once, whichever half of it is damaged. */
static void
report_record (Verify *verify, gint64 id)
{
  if (g_hash_table_add (verify->bad, g_memdup2 (&id, sizeof id)))
    report_id (verify, "record", id);
}

static gboolean
verify_summary (const VdRow *row, const guint8 *box, gsize size, gpointer data)
{
  Verify *verify = data;
  gboolean body = FALSE;

  vd_store_has (verify->self->store, VD_TABLE_BODY, row->id, &body, NULL);
  if (!vd_row_is_sound (verify->self->keys, verify->self->slots, row, box, size) || !body)
    report_record (verify, row->id);
  return go_on (verify);
}

/* Takes the row again by its id, because its version is beside the summary. */
static gboolean
verify_body (const VdRow *row, const guint8 *box, gsize size, gpointer data)
{
  Verify *verify = data;
  g_autoptr (VdSecret) plain = vd_vault_load (verify->self, row->id, NULL);

  if (plain == NULL)
    report_record (verify, row->id);
  return go_on (verify);
}

static gboolean
verify_item (const VdRow *row, const guint8 *box, gsize size, gpointer data)
{
  Verify *verify = data;

  if (!vd_row_is_sound (verify->self->keys, verify->self->slots, row, box, size))
    report_id (verify, "item", row->id);
  return TRUE;
}

/* The secrets with an uneven copy, also those that opening has mended. */
static void
verify_slots (Verify *verify)
{
  g_autoptr (GArray) slots = vd_slots_take_uneven (verify->self->slots);
  g_autoptr (GHashTable) named = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < slots->len; i++)
    if (g_hash_table_add (named, GUINT_TO_POINTER (g_array_index (slots, guint32, i))))
      report_id (verify, "slot", g_array_index (slots, guint32, i));
}

static void
verify_event (const VdLogEntry *entry, const VdLogHead *head, gboolean fits, gpointer data)
{
  Verify *verify = data;

  verify->head = *head;
  if (!fits)
    report_id (verify, "log", entry->seq);
  go_on (verify);
}

/* The whole chain, and that it ends where the manifest says. */
static gboolean
verify_log (Verify *verify, GError **error)
{
  const VdLogHead *end = &verify->self->manifest.log;

  if (!vd_log_each (verify->self->store, verify->self->keys, verify_event, verify, error))
    return FALSE;
  if (verify->head.seq != end->seq ||
      !vd_crypto_equal (verify->head.hash, end->hash, sizeof end->hash))
    verify->func ("log", "end", verify->data);
  return TRUE;
}

/* What opening checks too; this tells it of a vault that is open for repair. */
static void
verify_manifest (Verify *verify)
{
  if (verify->self->repair && !vd_check_agrees (verify->self))
    verify->func ("manifest", VD_FILE_STORE, verify->data);
}

/* What opening has repaired is still named: it says something about the disk. */
static void
verify_header (Verify *verify)
{
  g_autofree VdHeaderFile *file = g_new0 (VdHeaderFile, 1);
  VdVault *self = verify->self;
  const char *const names[VD_HEADER_COPIES] = {"A", "B"};
  const guint8 *hk = vd_keys_allow (self->keys)->hk;

  vd_header_read (self->header, file, NULL);
  for (guint i = 0; i < VD_HEADER_COPIES; i++)
    if ((self->repaired & 1u << i) != 0 || file->states[i] != VD_HEADER_GOOD ||
        !vd_header_is_authentic (&file->copies[i], hk))
      verify->func ("header-copy", names[i], verify->data);
  vd_keys_deny (self->keys);
}

static gboolean
set_stopped (GError **error)
{
  g_set_error (error, VD_ERROR, VD_ERROR_CANCELLED, "stopped");
  return FALSE;
}

/* A walk that meets a page it cannot read is a problem to name, not the end of the check. */
static gboolean
walk (Verify *verify, gboolean ok, const char *table, GError *local, GError **error)
{
  if (verify->stopped)
    return set_stopped (error);
  if (ok)
    return TRUE;
  if (g_error_matches (local, VD_ERROR, VD_ERROR_DAMAGED)) {
    verify->func ("table", table, verify->data);
    return TRUE;
  }
  g_propagate_error (error, g_error_copy (local));
  return FALSE;
}

static gboolean
verify_tables (Verify *verify, GError **error)
{
  const struct {
    VdTable table;
    VdStoreWalkFunc verify;
    const char *name;
  } tables[] = {
      {VD_TABLE_SUMMARY, verify_summary, "summary"},
      {VD_TABLE_BODY, verify_body, "body"},
      {VD_TABLE_ITEM, verify_item, "item"},
  };

  for (guint i = 0; i < G_N_ELEMENTS (tables); i++) {
    g_autoptr (GError) local = NULL;
    gboolean ok =
        vd_store_walk (verify->self->store, tables[i].table, tables[i].verify, verify, &local);

    if (!walk (verify, ok, tables[i].name, local, error))
      return FALSE;
  }
  return TRUE;
}

/* SQLite says of a check that was stopped what it says of a damaged file. */
static gboolean
verify_store (Verify *verify, GError **error)
{
  gboolean sound = vd_store_is_sound (verify->self->store, is_stopped, verify);

  if (!sound && !verify->stopped)
    verify->func ("store", VD_FILE_STORE, verify->data);
  return walk (verify, TRUE, NULL, NULL, error);
}

gboolean
vd_vault_verify (VdVault *self,
                 VdVaultProblemFunc func,
                 gpointer data,
                 VdVaultProgress progress,
                 gpointer progress_data,
                 GError **error)
{
  g_autoptr (GHashTable) bad = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  Verify verify = {self, func, data, progress, progress_data, 0, FALSE, bad, {0}};
  g_autoptr (GError) log_error = NULL;
  gboolean ok;

  if (is_stopped (&verify))
    return set_stopped (error);
  verify_header (&verify);
  verify_manifest (&verify);
  /* SQLite's own check can be stopped in its second half only: by then the file has been read once,
   * so that it does not wait for the disk. */
  if (!verify_tables (&verify, error) || !verify_store (&verify, error))
    return FALSE;
  verify_slots (&verify);
  ok = verify_log (&verify, &log_error);
  return walk (&verify, ok, "audit", log_error, error);
}
