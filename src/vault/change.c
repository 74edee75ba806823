/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "vault"

#include "vault/change.h"

#include <string.h>

/* The clock may be set right by some seconds; more than this is worth an entry in the log. */
#define CLOCK_SLACK 120

static gboolean
set_error (GError **error, VdError code, const char *what)
{
  g_set_error (error, VD_ERROR, (int)code, "%s", what);
  return FALSE;
}

static gint64
now (VdVault *vault)
{
  g_autoptr (GDateTime) time = vault->clock->now (vault->clock->data);

  return g_date_time_to_unix (time);
}

static gboolean
append_entry (VdChange *self,
              VdVaultEvent event,
              gint64 record,
              const char *code,
              gint64 time,
              GError **error)
{
  VdVault *vault = self->vault;
  const VdLogEntry entry = {.user = vault->keys->user,
                            .event = event,
                            .record = record,
                            .time = time,
                            .generation = self->next.generation,
                            .code = code != NULL ? code : ""};

  return vd_log_append (&self->next.log, vault->store, vault->keys, &entry, error);
}

/* Once for each time that it went back: afterwards the new time is the one to compare with. */
static gboolean
note_time (VdChange *self, GError **error)
{
  gint64 time = now (self->vault);
  gboolean back = time + CLOCK_SLACK < self->next.time;

  self->next.time = back ? time : MAX (time, self->next.time);
  return !back || append_entry (self, VD_VAULT_EVENT_CLOCK, 0, "back", time, error);
}

gboolean
vd_change_begin (VdChange *self, VdVault *vault, GError **error)
{
  if (vault->repair)
    return set_error (error, VD_ERROR_READ_ONLY, "the vault is open for repair only");
  if (!vd_store_begin (vault->store, error))
    return FALSE;
  vd_keys_allow (vault->keys); /* Once, and not for each row. */
  self->vault = vault;
  self->next = vault->manifest;
  self->next.generation++;
  self->next.header = vault->header_page->generation;
  self->taken = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->freed = g_array_new (FALSE, FALSE, sizeof (guint32));
  return note_time (self, error) || vd_change_end (self, FALSE, NULL);
}

/* Notes the slot of a row that goes, if the row opens: what a damaged one says about its slot is
 * not believed, because it could be the slot of another. */
static gboolean
free_slot (VdChange *self, const VdRow *row, GBytes *box)
{
  VdVault *vault = self->vault;
  gsize size;
  const guint8 *data = g_bytes_get_data (box, &size);
  guint32 slot;

  if (!vd_row_is_sound (vault->keys, vault->slots, row, data, size))
    return FALSE;
  slot = vd_row_slot (data, size);
  g_array_append_val (self->freed, slot);
  return TRUE;
}

typedef struct {
  const VdRow *row; /* that goes */
  guint32 slot;
  gboolean named;
} Claim;

static void
look_for_claim (const VdRow *row, const guint8 *box, gsize size, gpointer data)
{
  Claim *claim = data;
  gboolean same = row->table == claim->row->table && row->id == claim->row->id;

  claim->named = claim->named || (!same && vd_row_slot (box, size) == claim->slot);
}

static gboolean
has (const GArray *slots, guint32 slot)
{
  for (guint i = 0; i < slots->len; i++)
    if (g_array_index (slots, guint32, i) == slot)
      return TRUE;
  return FALSE;
}

/* Whether @slot is somebody's, as far as this change knows, and not being dealt with by it. */
static gboolean
is_claimable (const VdChange *self, guint32 slot)
{
  if (!vd_slots_is_used (self->vault->slots, slot) || slot == self->next.slot ||
      has (self->taken, slot) || has (self->freed, slot))
    return FALSE;
  for (guint i = 0; i < self->next.n_wipes; i++)
    if (self->next.wipes[i] == slot)
      return FALSE;
  return TRUE;
}

/* Notes the slot that a damaged box names, when no other row names it: without its tag what is in
 * the box could still be read, so its secret has to go as well. A walk over all rows, but only for
 * what is damaged. */
static void
free_claimed_slot (VdChange *self, const VdRow *row, GBytes *box)
{
  VdVault *vault = self->vault;
  Claim claim = {.row = row};

  claim.slot = vd_row_slot (g_bytes_get_data (box, NULL), g_bytes_get_size (box));
  if (is_claimable (self, claim.slot) &&
      vd_store_each (vault->store, VD_TABLE_SUMMARY, look_for_claim, &claim, NULL) &&
      vd_store_each (vault->store, VD_TABLE_ITEM, look_for_claim, &claim, NULL) && !claim.named)
    g_array_append_val (self->freed, claim.slot);
}

/* A summary that does not open may have a body that does, with the same slot. */
static void
free_slot_of_damaged (VdChange *self, const VdRow *row, GBytes *box)
{
  VdRow body = {.table = VD_TABLE_BODY, .id = row->id};
  g_autoptr (GBytes) body_box = NULL;

  if (row->table == VD_TABLE_SUMMARY)
    body_box = vd_store_get (self->vault->store, &body, NULL);
  if (body_box != NULL && free_slot (self, &body, body_box))
    return;
  free_claimed_slot (self, row, box);
  if (body_box != NULL)
    free_claimed_slot (self, row, body_box);
}

/* Takes the row that is there out of the set and notes its slot. @there: whether it was. */
static gboolean
forget (VdChange *self, VdTable table, gint64 id, gboolean *there, GError **error)
{
  VdVault *vault = self->vault;
  VdRow old = {.table = table, .id = id};
  g_autoptr (GError) local = NULL;
  g_autoptr (GBytes) box = vd_store_get (vault->store, &old, &local);

  *there = box != NULL;
  if (g_error_matches (local, VD_ERROR, VD_ERROR_NOT_FOUND))
    return TRUE;
  if (box == NULL) {
    g_propagate_error (error, g_steal_pointer (&local));
    return FALSE;
  }
  if (!free_slot (self, &old, box))
    free_slot_of_damaged (self, &old, box);
  vd_manifest_toggle (&self->next, vault->keys, &old);
  return TRUE;
}

static gboolean
take_slot (VdChange *self, guint32 *slot, GError **error)
{
  if (self->taken->len >= VD_CHANGE_ROWS_MAX)
    return set_error (error, VD_ERROR_INTERNAL, "too many rows in one change");
  if (!vd_slots_take (self->vault->slots, slot, error))
    return FALSE;
  g_array_append_val (self->taken, *slot);
  return TRUE;
}

static gboolean
put (VdChange *self, VdRow *row, VdTable table, const VdSecret *plain, GError **error)
{
  VdVault *vault = self->vault;
  g_autoptr (GBytes) box = NULL;

  row->table = table;
  box = vd_row_seal (vault->keys, vault->slots, row, plain);
  if (!vd_store_put (vault->store, row, box, error))
    return FALSE;
  if (table != VD_TABLE_BODY)
    vd_manifest_toggle (&self->next, vault->keys, row);
  return TRUE;
}

VdSecret *
vd_change_load_summary (VdChange *self, gint64 id)
{
  VdVault *vault = self->vault;
  VdRow row = {.table = VD_TABLE_SUMMARY, .id = id};
  g_autoptr (GBytes) box = vd_store_get (vault->store, &row, NULL);

  return box == NULL ? NULL
                     : vd_row_open (vault->keys, vault->slots, &row, g_bytes_get_data (box, NULL),
                                    g_bytes_get_size (box));
}

gboolean
vd_change_put_record (VdChange *self,
                      gint64 id,
                      const VdSecret *body,
                      const VdSecret *summary,
                      GError **error)
{
  VdRow row = {.id = id};
  gboolean there;

  if (vd_secret_size (body) > VD_VAULT_BODY_MAX || vd_secret_size (summary) > VD_VAULT_SUMMARY_MAX)
    return set_error (error, VD_ERROR_INVALID, "record too large");
  vd_crypto_random (row.version, sizeof row.version);
  g_clear_pointer (&self->vault->opened, g_ptr_array_unref);
  /* The body has the slot of its summary: when only one of them is there its slot is freed. */
  if (!forget (self, VD_TABLE_SUMMARY, id, &there, error) || !take_slot (self, &row.slot, error))
    return FALSE;
  if (!there)
    self->next.count++;
  self->next.unbacked++;
  return put (self, &row, VD_TABLE_SUMMARY, summary, error) &&
         put (self, &row, VD_TABLE_BODY, body, error);
}

gboolean
vd_change_put_item (VdChange *self, gint64 id, const VdSecret *bytes, GError **error)
{
  VdRow row = {.id = id};
  gboolean there;

  vd_crypto_random (row.version, sizeof row.version);
  return forget (self, VD_TABLE_ITEM, id, &there, error) && take_slot (self, &row.slot, error) &&
         put (self, &row, VD_TABLE_ITEM, bytes, error);
}

gboolean
vd_change_remove_record (VdChange *self, gint64 id, GError **error)
{
  VdStore *store = self->vault->store;
  gboolean there, removed;

  g_clear_pointer (&self->vault->opened, g_ptr_array_unref);
  if (!forget (self, VD_TABLE_SUMMARY, id, &there, error))
    return FALSE;
  if (there)
    self->next.count--;
  self->next.unbacked++;
  return vd_store_remove (store, VD_TABLE_SUMMARY, id, &removed, error) &&
         vd_store_remove (store, VD_TABLE_BODY, id, &removed, error);
}

gboolean
vd_change_remove_item (VdChange *self, gint64 id, GError **error)
{
  gboolean there;

  return forget (self, VD_TABLE_ITEM, id, &there, error) &&
         vd_store_remove (self->vault->store, VD_TABLE_ITEM, id, &there, error);
}

gboolean
vd_change_log (VdChange *self, VdVaultEvent event, gint64 record, const char *code, GError **error)
{
  if (code != NULL && strlen (code) > VD_LOG_CODE_MAX)
    return set_error (error, VD_ERROR_INVALID, "code of a log entry too long");
  return append_entry (self, event, record, code, now (self->vault), error);
}

/* The manifest as it is after the change, with the list of what will be overwritten. */
static gboolean
put_manifest (VdChange *self, GError **error)
{
  VdVault *vault = self->vault;

  if (!vd_manifest_add_wipe (&self->next, self->next.slot))
    return set_error (error, VD_ERROR_INTERNAL, "too many secrets to overwrite");
  for (guint i = 0; i < self->freed->len; i++)
    if (!vd_manifest_add_wipe (&self->next, g_array_index (self->freed, guint32, i)))
      return set_error (error, VD_ERROR_INTERNAL, "too many secrets to overwrite");
  if (!vd_slots_take (vault->slots, &self->next.slot, error))
    return FALSE;
  g_array_append_val (self->taken, self->next.slot);
  return vd_slots_sync (vault->slots, error) &&
         vd_manifest_put (&self->next, vault->store, vault->keys, vault->slots, error);
}

static void
wipe (VdVault *vault)
{
  g_autoptr (GError) error = NULL;

  if (vault->manifest.n_wipes == 0) /* The first change of a new vault. */
    return;
  if (vd_slots_wipe (vault->slots, vault->manifest.wipes, vault->manifest.n_wipes, &error))
    vault->manifest.n_wipes = 0;
  else
    g_message ("secrets not overwritten yet: %s", error->message);
}

gboolean
vd_change_end (VdChange *self, gboolean ok, GError **error)
{
  VdVault *vault = self->vault;

  ok = ok && put_manifest (self, error);
  if (ok)
    ok = vd_store_commit (vault->store, error);
  else
    vd_store_rollback (vault->store);
  if (ok) {
    vault->manifest = self->next;
    wipe (vault);
  } else {
    for (guint i = 0; i < self->taken->len; i++)
      vd_slots_mark (vault->slots, g_array_index (self->taken, guint32, i), FALSE);
  }
  vd_keys_deny (vault->keys);
  g_array_unref (self->taken);
  g_array_unref (self->freed);
  return ok;
}
