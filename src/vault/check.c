/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "vault"

#include "vault/vault-private.h"

#include <string.h>

typedef struct {
  VdVault *self;
  VdManifest found; /* count and set of what the store holds */
  VdList *list;     /* (nullable): of the summaries */
} Walk;

static gboolean
set_damaged (GError **error, const char *what)
{
  g_set_error (error, VD_ERROR, VD_ERROR_DAMAGED, "%s", what);
  return FALSE;
}

static void
walk_row (const VdRow *row, const guint8 *box, gsize size, gpointer data)
{
  Walk *walk = data;

  vd_slots_mark (walk->self->slots, vd_row_slot (box, size), TRUE);
  vd_manifest_toggle (&walk->found, walk->self->keys, row);
  if (row->table != VD_TABLE_SUMMARY)
    return;
  walk->found.count++;
  if (walk->list != NULL)
    vd_list_row (row, box, size, walk->list);
}

static gboolean
walk_rows (VdVault *self, Walk *walk, GError **error)
{
  gboolean ok;

  vd_keys_allow (self->keys);
  ok = vd_store_each (self->store, VD_TABLE_SUMMARY, walk_row, walk, error) &&
       vd_store_each (self->store, VD_TABLE_ITEM, walk_row, walk, error);
  vd_keys_deny (self->keys);
  return ok;
}

/* A row that is missing, that was added, or that is there in an older version. */
static gboolean
check_set (VdVault *self, VdList *list, GError **error)
{
  Walk walk = {.self = self, .list = list};

  if (!walk_rows (self, &walk, error))
    return FALSE;
  if (walk.found.count == self->manifest.count &&
      vd_crypto_equal (walk.found.set, self->manifest.set, VD_HASH_SIZE))
    return TRUE;
  return set_damaged (error, "store.db: rows are missing, added or of an older version");
}

gboolean
vd_check_rebuild_set (VdVault *self, VdManifest *next, GError **error)
{
  Walk walk = {.self = self};

  vd_manifest_reset (next, self->keys);
  if (!walk_rows (self, &walk, error))
    return FALSE;
  next->count = walk.found.count;
  memcpy (next->set, walk.found.set, VD_HASH_SIZE);
  return TRUE;
}

/* One more is the trace of a change of the header that was cut off before the manifest followed. */
static gboolean
check_header (VdVault *self, GError **error)
{
  guint64 page = self->header_page->generation;

  if (page == self->manifest.header || page == self->manifest.header + 1)
    return TRUE;
  return set_damaged (error, page < self->manifest.header ? "header: older than the store"
                                                          : "store.db: older than the header");
}

static gboolean
load_team (VdVault *self, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (VdSecret) bytes = vd_vault_load_item (self, VD_TEAM_ITEM, &local);

  if (g_error_matches (local, VD_ERROR, VD_ERROR_NOT_FOUND))
    return set_damaged (error, "store.db: no keys");
  if (bytes == NULL) {
    g_propagate_error (error, g_steal_pointer (&local));
    return FALSE;
  }
  self->team = vd_team_read (bytes);
  if (self->team == NULL)
    return set_damaged (error, "store.db: keys");
  memcpy (vd_keys_allow (self->keys)->log_key, vd_secret_data (self->team->log_key), VD_KEY_SIZE);
  vd_keys_deny (self->keys);
  return TRUE;
}

/* Only what the manifest names, and nothing that a row still needs. */
static void
finish_wipes (VdVault *self)
{
  g_autoptr (GError) error = NULL;
  VdManifest *manifest = &self->manifest;
  guint n = 0;

  for (guint i = 0; i < manifest->n_wipes; i++)
    if (!vd_slots_is_used (self->slots, manifest->wipes[i]))
      manifest->wipes[n++] = manifest->wipes[i];
  manifest->n_wipes = n;
  if (vd_slots_wipe (self->slots, manifest->wipes, n, &error))
    manifest->n_wipes = 0;
  else
    g_message ("secrets not overwritten yet: %s", error->message);
}

/* Summaries are opened in the same walk, because they are what is looked at first. */
static gboolean
check_rows (VdVault *self, GError **error)
{
  g_autoptr (VdList) list = vd_list_new (self);

  if (!check_set (self, list, error))
    return FALSE;
  self->opened = vd_list_take (list, error);
  return self->opened != NULL;
}

static gboolean
check (VdVault *self, GError **error)
{
  if (!vd_manifest_load (&self->manifest, self->store, self->keys, self->slots, error))
    return FALSE;
  vd_slots_mark (self->slots, self->manifest.slot, TRUE);
  return check_header (self, error) && check_rows (self, error) && load_team (self, error) &&
         vd_log_check_end (&self->manifest.log, self->store, self->keys, error);
}

gboolean
vd_check_agrees (VdVault *self)
{
  return self->manifest.generation > 0 && check_header (self, NULL) &&
         check_set (self, NULL, NULL) &&
         vd_log_check_end (&self->manifest.log, self->store, self->keys, NULL);
}

gboolean
vd_check_store (VdVault *self, GError **error)
{
  g_autoptr (GError) local = NULL;

  if (check (self, &local)) {
    if (!self->repair && self->manifest.n_wipes > 0)
      finish_wipes (self);
    return TRUE;
  }
  if (self->repair && g_error_matches (local, VD_ERROR, VD_ERROR_DAMAGED)) {
    g_message ("open for repair: %s", local->message);
    if (self->team == NULL && !load_team (self, NULL))
      self->team = vd_team_new ();
    return TRUE;
  }
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}
