/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "vault"

#include "vault/log.h"
#include "vault/fields.h"

#include <string.h>

/* One size for every entry, so that none says what it is about. */
#define ENTRY_SIZE 96
#define BOX_SIZE (ENTRY_SIZE + VD_ROW_OVERHEAD)

static void
hash_box (VdLogHead *head, gint64 seq, const guint8 *box, gsize size)
{
  head->seq = seq;
  vd_crypto_hash (head->hash, sizeof head->hash, box, size);
}

gboolean
vd_log_load (VdLogHead *head, VdStore *store, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (GBytes) box = NULL;
  gint64 seq = 0;

  memset (head, 0, sizeof *head);
  box = vd_store_last_event (store, &seq, &local);
  if (local != NULL) {
    g_propagate_error (error, g_steal_pointer (&local));
    return FALSE;
  }
  if (box != NULL)
    hash_box (head, seq, g_bytes_get_data (box, NULL), g_bytes_get_size (box));
  return TRUE;
}

/* The associated data of entry @seq after the entry that hashes to @previous. */
static void
write_ad (VdWriter *w, const VdKeys *keys, gint64 seq, const guint8 *previous, const guint8 *lead)
{
  vd_write_text (w, "VRL1");
  vd_write_bytes (w, keys->vault_id, VD_VAULT_ID_SIZE);
  vd_write_u64 (w, (guint64)seq);
  vd_write_bytes (w, previous, VD_HASH_SIZE);
  vd_write_bytes (w, lead, VD_ROW_LEAD);
}

static void
write_entry (guint8 *plain, const VdLogEntry *entry)
{
  VdWriter w = {plain, ENTRY_SIZE, 0};

  vd_write_u64 (&w, (guint64)entry->time);
  vd_write_u16 (&w, entry->user);
  vd_write_u8 (&w, (guint8)entry->event);
  vd_write_u64 (&w, (guint64)entry->record);
  vd_write_u8 (&w, (guint8)strlen (entry->code));
  vd_write_text (&w, entry->code);
  vd_write_zeros (&w, ENTRY_SIZE);
}

static GBytes *
seal_entry (VdKeys *keys, gint64 seq, const guint8 *previous, const VdLogEntry *entry)
{
  VdKeyArena *arena = vd_keys_allow (keys);
  guint16 number = vd_keys_current (keys);
  guint8 *key = arena->scratch;
  guint8 *plain = key + VD_KEY_SIZE;
  guint8 *box = g_malloc (BOX_SIZE);
  guint8 ad[80];
  VdWriter w = {ad, sizeof ad, 0};

  vd_crypto_subkey (key, vd_keys_find (keys, number), "audit___");
  write_entry (plain, entry);
  vd_row_write_lead (box, number);
  write_ad (&w, keys, seq, previous, box);
  vd_crypto_seal (box + VD_ROW_LEAD, key, plain, ENTRY_SIZE, ad, w.used);
  vd_crypto_wipe (arena->scratch, sizeof arena->scratch);
  vd_keys_deny (keys);
  return g_bytes_new_take (box, BOX_SIZE);
}

gboolean
vd_log_append (const VdLogHead *head,
               VdLogHead *next,
               VdStore *store,
               VdKeys *keys,
               const VdLogEntry *entry,
               GError **error)
{
  VdRow row = {.table = VD_TABLE_AUDIT, .id = head->seq + 1};
  g_autoptr (GBytes) box = NULL;

  g_assert (strlen (entry->code) <= VD_LOG_CODE_MAX);
  if (head->seq < 0 || head->seq == G_MAXINT64) {
    g_set_error (error, VD_ERROR, VD_ERROR_DAMAGED, "store.db: number of the last log entry");
    return FALSE;
  }
  box = seal_entry (keys, row.id, head->hash, entry);
  if (!vd_store_put (store, &row, box, error))
    return FALSE;
  hash_box (next, row.id, g_bytes_get_data (box, NULL), BOX_SIZE);
  return TRUE;
}

typedef struct {
  VdKeys *keys;
  VdLogHead head;
  VdVaultProblemFunc func;
  gpointer data;
} Verify;

static gboolean
is_in_chain (Verify *verify, gint64 seq, const guint8 *box, gsize size)
{
  VdKeyArena *arena = verify->keys->arena;
  const guint8 *ck = NULL;
  gboolean ok = FALSE;
  guint16 number;
  guint8 ad[80];
  VdWriter w = {ad, sizeof ad, 0};

  if (seq != verify->head.seq + 1 || size != BOX_SIZE || !vd_row_read_lead (box, &number))
    return FALSE;
  ck = vd_keys_find (verify->keys, number);
  if (ck == NULL)
    return FALSE;
  vd_crypto_subkey (arena->scratch, ck, "audit___");
  write_ad (&w, verify->keys, seq, verify->head.hash, box);
  ok = vd_crypto_open (arena->scratch + VD_KEY_SIZE, arena->scratch, box + VD_ROW_LEAD,
                       size - VD_ROW_LEAD, ad, w.used);
  vd_crypto_wipe (arena->scratch, sizeof arena->scratch);
  return ok;
}

static void
verify_entry (const VdRow *row, const guint8 *box, gsize size, gpointer data)
{
  Verify *verify = data;

  if (!is_in_chain (verify, row->id, box, size)) {
    g_autofree char *where = g_strdup_printf ("%" G_GINT64_FORMAT, row->id);

    verify->func ("log", where, verify->data);
  }
  hash_box (&verify->head, row->id, box, size);
}

gboolean
vd_log_verify (VdStore *store, VdKeys *keys, VdVaultProblemFunc func, gpointer data, GError **error)
{
  Verify verify = {.keys = keys, .func = func, .data = data};
  gboolean ok;

  vd_keys_allow (keys);
  ok = vd_store_each (store, VD_TABLE_AUDIT, verify_entry, &verify, error);
  vd_keys_deny (keys);
  return ok;
}
