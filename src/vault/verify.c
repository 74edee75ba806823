/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "vault"

#include "vault/vault-private.h"

typedef struct {
  VdVault *self;
  VdVaultProblemFunc func;
  gpointer data;
  GHashTable *bad; /* gint64 *: records already named */
  VdLogHead head;
} Verify;

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

static void
verify_summary (const VdRow *row, const guint8 *box, gsize size, gpointer data)
{
  Verify *verify = data;
  gboolean body = FALSE;

  vd_store_has (verify->self->store, VD_TABLE_BODY, row->id, &body, NULL);
  if (!vd_row_is_sound (verify->self->keys, verify->self->slots, row, box, size) || !body)
    report_record (verify, row->id);
}

/* Takes the row again by its id, because its version is beside the summary. */
static void
verify_body (const VdRow *row, const guint8 *box, gsize size, gpointer data)
{
  Verify *verify = data;
  g_autoptr (VdSecret) plain = vd_vault_load (verify->self, row->id, NULL);

  if (plain == NULL)
    report_record (verify, row->id);
}

static void
verify_item (const VdRow *row, const guint8 *box, gsize size, gpointer data)
{
  Verify *verify = data;

  if (!vd_row_is_sound (verify->self->keys, verify->self->slots, row, box, size))
    report_id (verify, "item", row->id);
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

/* A walk that meets a page it cannot read is a problem to name, not the end of the check. */
static gboolean
walk (Verify *verify, gboolean ok, const char *table, GError *local, GError **error)
{
  if (ok)
    return TRUE;
  if (g_error_matches (local, VD_ERROR, VD_ERROR_DAMAGED)) {
    verify->func ("table", table, verify->data);
    return TRUE;
  }
  g_propagate_error (error, g_error_copy (local));
  return FALSE;
}

gboolean
vd_vault_verify (VdVault *self, VdVaultProblemFunc func, gpointer data, GError **error)
{
  const struct {
    VdTable table;
    VdStoreFunc verify;
    const char *name;
  } tables[] = {
      {VD_TABLE_SUMMARY, verify_summary, "summary"},
      {VD_TABLE_BODY, verify_body, "body"},
      {VD_TABLE_ITEM, verify_item, "item"},
  };
  g_autoptr (GHashTable) bad = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  Verify verify = {self, func, data, bad, {0}};
  g_autoptr (GError) log_error = NULL;
  gboolean ok;

  verify_header (&verify);
  verify_manifest (&verify);
  if (!vd_store_is_sound (self->store))
    func ("store", "store.db", data);
  for (guint i = 0; i < G_N_ELEMENTS (tables); i++) {
    g_autoptr (GError) local = NULL;

    ok = vd_store_each (self->store, tables[i].table, tables[i].verify, &verify, &local);
    if (!walk (&verify, ok, tables[i].name, local, error))
      return FALSE;
  }
  verify_slots (&verify);
  ok = verify_log (&verify, &log_error);
  return walk (&verify, ok, "audit", log_error, error);
}
