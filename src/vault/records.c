/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "vault"

#include "vault/change.h"
#include "vault/disk.h"

#include <string.h>

static gboolean
set_error (GError **error, VdError code, const char *what)
{
  g_set_error (error, VD_ERROR, (int)code, "%s", what);
  return FALSE;
}

/* Reads and opens one row. */
static VdSecret *
load (VdVault *self, VdRow *row, const char *what, GError **error)
{
  g_autoptr (GBytes) box = vd_store_get (self->store, row, error);
  VdSecret *plain;

  if (box == NULL)
    return NULL;
  plain = vd_row_open (self->keys, self->slots, row, g_bytes_get_data (box, NULL),
                       g_bytes_get_size (box));
  if (plain == NULL)
    g_set_error (error, VD_ERROR, VD_ERROR_DAMAGED, "store.db: %s %" G_GINT64_FORMAT, what,
                 row->id);
  return plain;
}

VdSecret *
vd_vault_load (VdVault *self, gint64 id, GError **error)
{
  VdRow row = {.table = VD_TABLE_BODY, .id = id};
  g_autoptr (GError) local = NULL;
  VdSecret *body = load (self, &row, "record", &local);
  gboolean listed = FALSE;

  if (body != NULL)
    return body;
  /* A summary without a body is a record that lost it, not one that never was. */
  if (g_error_matches (local, VD_ERROR, VD_ERROR_NOT_FOUND) &&
      vd_store_has (self->store, VD_TABLE_SUMMARY, id, &listed, NULL) && listed)
    set_error (error, VD_ERROR_DAMAGED, "store.db: record without a body");
  else
    g_propagate_error (error, g_steal_pointer (&local));
  return NULL;
}

/* Whether anything of record @id is there: a record that lost its body or its summary still is
 * one, and saving it mends it. */
static gboolean
check_record (VdVault *self, gint64 id, GError **error)
{
  gboolean body = FALSE, summary = FALSE;

  if (!vd_store_has (self->store, VD_TABLE_BODY, id, &body, error) ||
      !vd_store_has (self->store, VD_TABLE_SUMMARY, id, &summary, error))
    return FALSE;
  return body || summary || set_error (error, VD_ERROR_NOT_FOUND, "no such record");
}

/* Chooses the id of a new record. Two random numbers of 63 bits do not meet, but a replaced record
 * could not be brought back, so it is looked at. */
static gboolean
choose_id (VdVault *self, gint64 *id, GError **error)
{
  gboolean taken = TRUE;

  if (self->manifest.count >= VD_VAULT_RECORDS_MAX)
    return set_error (error, VD_ERROR_INVALID, "the vault is full");
  while (taken) {
    g_autoptr (GError) local = NULL;

    vd_crypto_random (id, sizeof *id);
    *id &= G_MAXINT64;
    taken = *id == 0 || check_record (self, *id, &local);
    if (local != NULL && !g_error_matches (local, VD_ERROR, VD_ERROR_NOT_FOUND)) {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  }
  return TRUE;
}

/* Whether @error says that the disk is full and the reserve could be given up for another try. */
static gboolean
has_reserve (VdVault *self, const GError *error)
{
  return g_error_matches (error, VD_ERROR, VD_ERROR_DISK_FULL) && vd_disk_use_reserve (self->place);
}

/* What the log gets with a record: an entry for each code, or one without. */
typedef struct {
  const char *const *codes;
  gsize n;
} Logged;

static gboolean
log_all (VdChange *change, VdVaultEvent event, gint64 id, const Logged *logged, GError **error)
{
  for (gsize i = 0; i < logged->n; i++) {
    if (!vd_change_log (change, i == 0 ? event : VD_VAULT_EVENT_CHANGE, id, logged->codes[i],
                        error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
save (VdVault *self,
      gint64 *id,
      const VdSecret *body,
      const VdSecret *summary,
      const Logged *logged,
      GError **error)
{
  const VdVaultEvent event = *id == 0 ? VD_VAULT_EVENT_CREATE : VD_VAULT_EVENT_CHANGE;
  gint64 chosen = *id;
  VdChange change;
  gboolean ok;

  if (vd_secret_size (body) > VD_VAULT_BODY_MAX || vd_secret_size (summary) > VD_VAULT_SUMMARY_MAX)
    return set_error (error, VD_ERROR_INVALID, "record too large");
  if (!vd_change_begin (&change, self, error))
    return FALSE;
  ok = *id == 0 ? choose_id (self, &chosen, error) : check_record (self, *id, error);
  ok = ok && vd_change_put_record (&change, chosen, body, summary, error) &&
       log_all (&change, event, chosen, logged, error);
  if (!vd_change_end (&change, ok, error))
    return FALSE;
  *id = chosen;
  return TRUE;
}

gboolean
vd_vault_save (VdVault *self,
               gint64 *id,
               const VdSecret *body,
               const VdSecret *summary,
               GError **error)
{
  return save (self, id, body, summary, &(Logged){NULL, 0}, error);
}

gboolean
vd_vault_save_logged (VdVault *self,
                      gint64 *id,
                      const VdSecret *body,
                      const VdSecret *summary,
                      const char *code,
                      GError **error)
{
  return save (self, id, body, summary, &(Logged){&code, 1}, error);
}

gboolean
vd_vault_save_coded (VdVault *self,
                     gint64 *id,
                     const VdSecret *body,
                     const VdSecret *summary,
                     const char *const *codes,
                     GError **error)
{
  const Logged logged = {codes, g_strv_length ((char **)codes)};

  return save (self, id, body, summary, &logged, error);
}

static gboolean
remove_record (VdVault *self, gint64 id, gboolean logged, const char *code, GError **error)
{
  VdChange change;
  gboolean ok;

  if (!vd_change_begin (&change, self, error))
    return FALSE;
  ok = check_record (self, id, error) && vd_change_remove_record (&change, id, error) &&
       (!logged || vd_change_log (&change, VD_VAULT_EVENT_DELETE, id, code, error));
  return vd_change_end (&change, ok, error);
}

static gboolean
delete_record (VdVault *self, gint64 id, gboolean logged, const char *code, GError **error)
{
  g_autoptr (GError) local = NULL;
  gboolean ok = remove_record (self, id, logged, code, &local);

  if (!ok && has_reserve (self, local))
    ok = remove_record (self, id, logged, code, NULL);
  if (!ok) {
    g_propagate_error (error, g_steal_pointer (&local));
    return FALSE;
  }
  vd_store_checkpoint (self->store);
  vd_disk_fill_reserve (self->place, NULL); /* Best effort, when it had to be given up. */
  return TRUE;
}

gboolean
vd_vault_delete (VdVault *self, gint64 id, GError **error)
{
  return delete_record (self, id, FALSE, NULL, error);
}

gboolean
vd_vault_delete_logged (VdVault *self, gint64 id, const char *code, GError **error)
{
  return delete_record (self, id, TRUE, code, error);
}

VdSecret *
vd_vault_load_item (VdVault *self, VdVaultItem item, GError **error)
{
  VdRow row = {.table = VD_TABLE_ITEM, .id = item};

  return load (self, &row, "item", error);
}

static gboolean
save_item (VdVault *self, VdVaultItem item, const VdSecret *bytes, GError **error)
{
  VdChange change;
  gboolean ok;

  if (!vd_change_begin (&change, self, error))
    return FALSE;
  if (bytes != NULL)
    ok = vd_change_put_item (&change, item, bytes, error);
  else
    ok = vd_change_remove_item (&change, item, error);
  return vd_change_end (&change, ok, error);
}

gboolean
vd_vault_save_item (VdVault *self, VdVaultItem item, const VdSecret *bytes, GError **error)
{
  g_autoptr (GError) local = NULL;
  gboolean ok;

  g_return_val_if_fail (item == VD_VAULT_DRAFT || item == VD_VAULT_SETTINGS, FALSE);
  if (bytes != NULL && vd_secret_size (bytes) > VD_VAULT_BODY_MAX)
    return set_error (error, VD_ERROR_INVALID, "item too large");
  ok = save_item (self, item, bytes, &local);
  /* A draft is what somebody has just typed: it gets the reserve. */
  if (!ok && has_reserve (self, local))
    ok = save_item (self, item, bytes, NULL);
  if (ok)
    vd_disk_fill_reserve (self->place, NULL); /* Best effort, when it had to be given up. */
  else
    g_propagate_error (error, g_steal_pointer (&local));
  return ok;
}

static gboolean
add_event (VdVault *self, VdVaultEvent event, gint64 record, const char *code, GError **error)
{
  VdChange change;

  if (!vd_change_begin (&change, self, error))
    return FALSE;
  return vd_change_end (&change, vd_change_log (&change, event, record, code, error), error);
}

gboolean
vd_vault_log (VdVault *self, VdVaultEvent event, gint64 record, const char *code, GError **error)
{
  const gboolean opening = event == VD_VAULT_EVENT_UNLOCK || event == VD_VAULT_EVENT_FAILED_UNLOCKS;
  g_autoptr (GError) local = NULL;

  if (add_event (self, event, record, code, &local))
    return TRUE;
  if (opening && has_reserve (self, local))
    return add_event (self, event, record, code, error);
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}
