/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "vault"

#include "vault/log.h"
#include "vault/fields.h"

#include <string.h>

/* One size for every entry, so that none says what it is about. */
#define ENTRY_SIZE 128
#define BOX_SIZE (ENTRY_SIZE + VD_ROW_OVERHEAD)
#define PREVIOUS_AT (ENTRY_SIZE - VD_HASH_SIZE)

/* The associated data of entry @seq. */
static void
write_ad (VdWriter *w, const VdKeys *keys, gint64 seq, const guint8 *lead)
{
  vd_write_text (w, "VRL1");
  vd_write_bytes (w, keys->vault_id, VD_VAULT_ID_SIZE);
  vd_write_u64 (w, (guint64)seq);
  vd_write_bytes (w, lead, VD_ROW_LEAD);
}

static void
write_entry (guint8 *plain, const VdLogHead *head, const VdLogEntry *entry)
{
  VdWriter w = {plain, ENTRY_SIZE, 0};

  vd_write_u64 (&w, (guint64)entry->time);
  vd_write_u16 (&w, entry->user);
  vd_write_u8 (&w, (guint8)entry->event);
  vd_write_u64 (&w, (guint64)entry->record);
  vd_write_u8 (&w, (guint8)strlen (entry->code));
  vd_write_text (&w, entry->code);
  vd_write_zeros (&w, 20 + VD_LOG_CODE_MAX);
  vd_write_u64 (&w, entry->generation);
  vd_write_zeros (&w, PREVIOUS_AT);
  vd_write_bytes (&w, head->hash, VD_HASH_SIZE);
}

/* Moves @head on to entry @seq with this content. The arena is open. */
static void
advance (VdLogHead *head, VdKeys *keys, gint64 seq, const guint8 *plain)
{
  guint8 data[8 + ENTRY_SIZE];
  VdWriter w = {data, sizeof data, 0};

  vd_write_u64 (&w, (guint64)seq);
  vd_write_bytes (&w, plain, ENTRY_SIZE);
  head->seq = seq;
  vd_crypto_keyed (head->hash, keys->arena->log_key, VD_KEY_SIZE, data, w.used);
  vd_crypto_wipe (data, sizeof data);
}

static GBytes *
seal_entry (VdKeys *keys, VdLogHead *head, const VdLogEntry *entry)
{
  VdKeyArena *arena = vd_keys_allow (keys);
  guint16 number = vd_keys_current (keys);
  guint8 *key = arena->scratch;
  guint8 *plain = key + VD_KEY_SIZE;
  guint8 *box = g_malloc (BOX_SIZE);
  gint64 seq = head->seq + 1;
  guint8 ad[48];
  VdWriter w = {ad, sizeof ad, 0};

  vd_crypto_subkey (key, vd_keys_find (keys, number), "audit___");
  write_entry (plain, head, entry);
  vd_row_write_lead (box, number, 0);
  write_ad (&w, keys, seq, box);
  vd_crypto_seal (box + VD_ROW_LEAD, key, plain, ENTRY_SIZE, ad, w.used);
  advance (head, keys, seq, plain);
  vd_crypto_wipe (arena->scratch, sizeof arena->scratch);
  vd_keys_deny (keys);
  return g_bytes_new_take (box, BOX_SIZE);
}

gboolean
vd_log_append (VdLogHead *head,
               VdStore *store,
               VdKeys *keys,
               const VdLogEntry *entry,
               GError **error)
{
  VdRow row = {.table = VD_TABLE_AUDIT, .id = head->seq + 1};
  g_autoptr (GBytes) box = NULL;

  g_assert (strlen (entry->code) <= VD_LOG_CODE_MAX);
  box = seal_entry (keys, head, entry);
  return vd_store_put (store, &row, box, error);
}

gboolean
vd_log_reseal (VdLogHead *head,
               VdStore *store,
               VdKeys *keys,
               const VdLogEntry *entry,
               GError **error)
{
  g_autoptr (GBytes) box = seal_entry (keys, head, entry);

  return vd_store_replace_event (store, head->seq, box, error);
}

/* Opens a box into @plain. The arena is open. */
static gboolean
open_entry (VdKeys *keys, gint64 seq, const guint8 *box, gsize size, guint8 *plain)
{
  VdKeyArena *arena = keys->arena;
  const guint8 *ck = NULL;
  guint32 slot = 0;
  guint16 number;
  gboolean ok;
  guint8 ad[48];
  VdWriter w = {ad, sizeof ad, 0};

  if (size != BOX_SIZE || !vd_row_read_lead (box, &number, &slot) || slot != 0)
    return FALSE;
  ck = vd_keys_find (keys, number);
  if (ck == NULL)
    return FALSE;
  vd_crypto_subkey (arena->scratch, ck, "audit___");
  write_ad (&w, keys, seq, box);
  ok = vd_crypto_open (plain, arena->scratch, box + VD_ROW_LEAD, size - VD_ROW_LEAD, ad, w.used);
  vd_crypto_wipe (arena->scratch, sizeof arena->scratch);
  return ok;
}

/* @code: VD_LOG_CODE_MAX + 1 bytes for the code of the entry. */
static void
read_entry (VdLogEntry *entry, const guint8 *plain, char *code)
{
  VdReader r = {plain, ENTRY_SIZE, 0};
  guint8 length;

  entry->time = (gint64)vd_read_u64 (&r);
  entry->user = vd_read_u16 (&r);
  entry->event = vd_read_u8 (&r);
  entry->record = (gint64)vd_read_u64 (&r);
  length = vd_read_u8 (&r);
  vd_read_bytes (&r, code, VD_LOG_CODE_MAX);
  code[MIN (length, VD_LOG_CODE_MAX)] = 0;
  entry->code = code;
  entry->generation = vd_read_u64 (&r);
}

gboolean
vd_log_check_end (const VdLogHead *head, VdStore *store, VdKeys *keys, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (GBytes) box = NULL;
  VdLogHead found = {0};
  guint8 plain[ENTRY_SIZE];
  gint64 seq = 0, count = 0;

  box = vd_store_last_event (store, &seq, &local);
  if (local != NULL || !vd_store_count (store, VD_TABLE_AUDIT, &count, &local)) {
    g_propagate_error (error, g_steal_pointer (&local));
    return FALSE;
  }
  vd_keys_allow (keys);
  if (box != NULL &&
      open_entry (keys, seq, g_bytes_get_data (box, NULL), g_bytes_get_size (box), plain))
    advance (&found, keys, seq, plain);
  vd_keys_deny (keys);
  vd_crypto_wipe (plain, sizeof plain);
  if (found.seq == head->seq && count == head->seq && seq == head->seq &&
      vd_crypto_equal (found.hash, head->hash, VD_HASH_SIZE))
    return TRUE;
  g_set_error (error, VD_ERROR, VD_ERROR_DAMAGED, "store.db: the log is not what was written");
  return FALSE;
}

guint64
vd_log_last_generation (VdStore *store, VdKeys *keys)
{
  gint64 seq = 0;
  g_autoptr (GBytes) box = vd_store_last_event (store, &seq, NULL);
  char code[VD_LOG_CODE_MAX + 1];
  VdLogEntry entry = {0};
  guint8 plain[ENTRY_SIZE];

  vd_keys_allow (keys);
  if (box != NULL &&
      open_entry (keys, seq, g_bytes_get_data (box, NULL), g_bytes_get_size (box), plain))
    read_entry (&entry, plain, code);
  vd_keys_deny (keys);
  vd_crypto_wipe (plain, sizeof plain);
  return entry.generation;
}

typedef struct {
  VdKeys *keys;
  VdLogHead head;
  gboolean known; /* whether head.hash is: after a damaged entry it is not */
  VdLogFunc func;
  gpointer data;
} Walk;

static void
walk_entry (const VdRow *row, const guint8 *box, gsize size, gpointer data)
{
  Walk *walk = data;
  VdLogEntry entry = {.seq = row->id, .code = ""};
  char code[VD_LOG_CODE_MAX + 1];
  guint8 plain[ENTRY_SIZE];
  gboolean follows = row->id == walk->head.seq + 1;
  gboolean opens = open_entry (walk->keys, row->id, box, size, plain);

  if (opens) {
    read_entry (&entry, plain, code);
    if (walk->known && !vd_crypto_equal (plain + PREVIOUS_AT, walk->head.hash, VD_HASH_SIZE))
      follows = FALSE;
    advance (&walk->head, walk->keys, row->id, plain);
  }
  walk->head.seq = row->id;
  walk->known = opens;
  vd_crypto_wipe (plain, sizeof plain);
  walk->func (&entry, &walk->head, opens && follows, walk->data);
}

gboolean
vd_log_each (VdStore *store, VdKeys *keys, VdLogFunc func, gpointer data, GError **error)
{
  Walk walk = {.keys = keys, .known = TRUE, .func = func, .data = data};
  gboolean ok;

  vd_keys_allow (keys);
  ok = vd_store_each (store, VD_TABLE_AUDIT, walk_entry, &walk, error);
  vd_keys_deny (keys);
  return ok;
}
