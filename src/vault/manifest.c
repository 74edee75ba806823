/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "vault"

#include "vault/manifest.h"
#include "vault/fields.h"

#include <string.h>

#define ROW_ID 1

void
vd_manifest_reset (VdManifest *self, VdKeys *keys)
{
  VdKeyArena *arena = vd_keys_allow (keys);

  vd_crypto_random (arena->set_key, VD_KEY_SIZE);
  vd_keys_deny (keys);
  memset (self->set, 0, sizeof self->set);
  self->count = 0;
}

void
vd_manifest_toggle (VdManifest *self, VdKeys *keys, const VdRow *row)
{
  VdKeyArena *arena = vd_keys_allow (keys);
  guint8 data[32];
  guint8 hash[VD_HASH_SIZE];
  VdWriter w = {data, sizeof data, 0};

  vd_write_u8 (&w, (guint8)row->table);
  vd_write_u64 (&w, (guint64)row->id);
  vd_write_bytes (&w, row->version, VD_ROW_VERSION_SIZE);
  vd_crypto_mark (hash, arena->set_key, data, w.used);
  vd_keys_deny (keys);
  for (guint i = 0; i < sizeof hash; i++)
    self->set[i] ^= hash[i];
}

gboolean
vd_manifest_add_wipe (VdManifest *self, guint32 slot)
{
  if (slot == VD_SLOTS_NONE)
    return TRUE;
  if (self->n_wipes == VD_MANIFEST_WIPES)
    return FALSE;
  self->wipes[self->n_wipes++] = slot;
  return TRUE;
}

static void
write_manifest (const VdManifest *self, VdKeys *keys, guint8 *plain)
{
  VdWriter w = {plain, VD_MANIFEST_SIZE, 0};
  guint8 digest[VD_HASH_SIZE];

  vd_store_schema_digest (digest);
  vd_write_u16 (&w, VD_STORE_SCHEMA);
  vd_write_bytes (&w, digest, sizeof digest);
  vd_write_u64 (&w, self->header);
  vd_write_u64 (&w, self->generation);
  vd_write_u32 (&w, self->count);
  vd_write_bytes (&w, vd_keys_allow (keys)->set_key, VD_KEY_SIZE);
  vd_keys_deny (keys);
  vd_write_bytes (&w, self->set, VD_HASH_SIZE);
  vd_write_u64 (&w, (guint64)self->log.seq);
  vd_write_bytes (&w, self->log.hash, VD_HASH_SIZE);
  vd_write_u64 (&w, (guint64)self->time);
  vd_write_u64 (&w, (guint64)self->drill);
  vd_write_u64 (&w, (guint64)self->backup);
  vd_write_u64 (&w, (guint64)self->copy);
  vd_write_u32 (&w, self->unbacked);
  vd_write_u16 (&w, (guint16)self->n_wipes);
  for (guint i = 0; i < self->n_wipes; i++)
    vd_write_u32 (&w, self->wipes[i]);
  vd_write_zeros (&w, VD_MANIFEST_SIZE);
}

static gboolean
set_damaged (GError **error, const char *what)
{
  g_set_error (error, VD_ERROR, VD_ERROR_DAMAGED, "store.db: %s", what);
  return FALSE;
}

static gboolean
read_manifest (VdManifest *self, VdKeys *keys, const guint8 *plain, GError **error)
{
  VdReader r = {plain, VD_MANIFEST_SIZE, 0};
  guint8 digest[VD_HASH_SIZE], expected[VD_HASH_SIZE];
  guint16 schema = vd_read_u16 (&r);

  if (schema != VD_STORE_SCHEMA) {
    g_set_error (error, VD_ERROR, schema > VD_STORE_SCHEMA ? VD_ERROR_NEWER : VD_ERROR_DAMAGED,
                 "store.db: manifest of schema %u", schema);
    return FALSE;
  }
  vd_read_bytes (&r, digest, sizeof digest);
  vd_store_schema_digest (expected);
  if (memcmp (digest, expected, sizeof digest) != 0)
    return set_damaged (error, "digest of the schema");
  self->header = vd_read_u64 (&r);
  self->generation = vd_read_u64 (&r);
  self->count = vd_read_u32 (&r);
  vd_read_bytes (&r, vd_keys_allow (keys)->set_key, VD_KEY_SIZE);
  vd_keys_deny (keys);
  vd_read_bytes (&r, self->set, VD_HASH_SIZE);
  self->log.seq = (gint64)vd_read_u64 (&r);
  vd_read_bytes (&r, self->log.hash, VD_HASH_SIZE);
  self->time = (gint64)vd_read_u64 (&r);
  self->drill = (gint64)vd_read_u64 (&r);
  self->backup = (gint64)vd_read_u64 (&r);
  self->copy = (gint64)vd_read_u64 (&r);
  self->unbacked = vd_read_u32 (&r);
  self->n_wipes = vd_read_u16 (&r);
  if (self->n_wipes > VD_MANIFEST_WIPES || self->count > VD_VAULT_RECORDS_MAX)
    return set_damaged (error, "manifest");
  for (guint i = 0; i < self->n_wipes; i++)
    self->wipes[i] = vd_read_u32 (&r);
  return TRUE;
}

gboolean
vd_manifest_put (const VdManifest *self,
                 VdStore *store,
                 VdKeys *keys,
                 VdSlots *slots,
                 GError **error)
{
  g_autoptr (VdSecret) plain = vd_secret_new (VD_MANIFEST_SIZE);
  VdRow row = {.table = VD_TABLE_MANIFEST, .id = ROW_ID, .slot = self->slot};
  g_autoptr (GBytes) box = NULL;

  write_manifest (self, keys, vd_secret_data (plain));
  vd_crypto_random (row.version, sizeof row.version);
  box = vd_row_seal (keys, slots, &row, plain);
  return vd_store_put (store, &row, box, error);
}

gboolean
vd_manifest_load (VdManifest *self, VdStore *store, VdKeys *keys, VdSlots *slots, GError **error)
{
  VdRow row = {.table = VD_TABLE_MANIFEST, .id = ROW_ID};
  g_autoptr (GError) local = NULL;
  g_autoptr (GBytes) box = vd_store_get (store, &row, &local);
  g_autoptr (VdSecret) plain = NULL;
  gsize size;
  const guint8 *data;

  if (g_error_matches (local, VD_ERROR, VD_ERROR_NOT_FOUND))
    return set_damaged (error, "no manifest");
  if (box == NULL) {
    g_propagate_error (error, g_steal_pointer (&local));
    return FALSE;
  }
  data = g_bytes_get_data (box, &size);
  plain = vd_row_open (keys, slots, &row, data, size);
  if (plain == NULL)
    return set_damaged (error, "manifest: not of these files, or changed");
  self->slot = vd_row_slot (data, size);
  return read_manifest (self, keys, vd_secret_data (plain), error);
}
