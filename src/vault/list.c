/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "vault"

#include "vault/vault-private.h"

struct _VdList {
  VdVault *vault;
  GPtrArray *entries;
  VdSecret *scratch;
  VdSecretPool *pool;
  gboolean no_memory;
};

static void
entry_free (gpointer data)
{
  VdVaultEntry *entry = data;

  vd_secret_free (entry->summary);
  g_free (entry);
}

VdList *
vd_list_new (VdVault *vault)
{
  VdList *self = g_new0 (VdList, 1);

  self->vault = vault;
  self->entries = g_ptr_array_new_with_free_func (entry_free);
  self->scratch = vd_secret_new (VD_ROW_SUMMARY);
  return self;
}

void
vd_list_free (VdList *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->entries);
  vd_secret_pool_unref (self->pool);
  vd_secret_free (self->scratch);
  g_free (self);
}

static void
add (VdList *self, gint64 id, VdSecret *summary)
{
  VdVaultEntry *entry = g_new (VdVaultEntry, 1);

  entry->id = id;
  entry->summary = summary;
  g_ptr_array_add (self->entries, entry);
}

void
vd_list_row (const VdRow *row, const guint8 *box, gsize size, gpointer data)
{
  VdList *self = data;
  VdVault *vault = self->vault;
  gssize n = vd_row_open_into (vault->keys, vault->slots, row, box, size, self->scratch);
  VdSecret *summary = NULL;

  if (n >= 0)
    summary = vd_secret_pool_copy (&self->pool, vd_secret_data (self->scratch), (gsize)n);
  self->no_memory = self->no_memory || (n >= 0 && summary == NULL);
  add (self, row->id, summary);
}

GPtrArray *
vd_list_take (VdList *self, GError **error)
{
  if (self->no_memory)
    g_set_error (error, VD_ERROR, VD_ERROR_NO_MEMORY, "list of records");
  else if (self->entries->len > VD_VAULT_RECORDS_MAX)
    g_set_error (error, VD_ERROR, VD_ERROR_DAMAGED, "store.db: more records than a vault holds");
  else
    return g_ptr_array_ref (self->entries);
  return NULL;
}

/* A page of the table cannot be read: takes the ids from wherever they can be had and each row by
 * itself, so that only those on the damaged page are lost. */
static void
list_one_by_one (VdList *self)
{
  VdStore *store = self->vault->store;
  g_autoptr (GHashTable) ids = vd_store_record_ids (store);
  GHashTableIter iter;
  gpointer key;

  g_ptr_array_set_size (self->entries, 0);
  g_hash_table_iter_init (&iter, ids);
  while (g_hash_table_iter_next (&iter, &key, NULL)) {
    VdRow row = {.table = VD_TABLE_SUMMARY, .id = *(gint64 *)key};
    g_autoptr (GBytes) box = vd_store_get (store, &row, NULL);

    if (box != NULL)
      vd_list_row (&row, g_bytes_get_data (box, NULL), g_bytes_get_size (box), self);
    else
      add (self, row.id, NULL);
  }
}

GPtrArray *
vd_vault_list (VdVault *self, GError **error)
{
  g_autoptr (VdList) list = NULL;
  g_autoptr (GError) local = NULL;

  if (self->opened != NULL)
    return g_steal_pointer (&self->opened);
  list = vd_list_new (self);
  vd_keys_allow (self->keys);
  if (!vd_store_each (self->store, VD_TABLE_SUMMARY, vd_list_row, list, &local) &&
      g_error_matches (local, VD_ERROR, VD_ERROR_DAMAGED)) {
    list_one_by_one (list);
    g_clear_error (&local);
  }
  vd_keys_deny (self->keys);
  if (local == NULL)
    return vd_list_take (list, error);
  g_propagate_error (error, g_steal_pointer (&local));
  return NULL;
}
