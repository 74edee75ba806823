/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "vault"

#include "seal/age-stream.h"
#include "vault/backup-file.h"
#include "vault/vault-private.h"

#include <string.h>

#define TITLE                                                                                      \
  "Varde: what was left of a damaged record\n"                                                     \
  "Nothing below was verified: any of it may be wrong.\n"

static gboolean
set_error (GError **error, VdError code, const char *what)
{
  g_set_error (error, VD_ERROR, (int)code, "store.db: %s", what);
  return FALSE;
}

typedef enum { RECORD_NONE, RECORD_WHOLE, RECORD_DAMAGED } RecordState;

static RecordState
look_at (VdVault *self, gint64 id, GError **error)
{
  VdRow row = {.table = VD_TABLE_SUMMARY, .id = id};
  g_autoptr (GError) local = NULL;
  g_autoptr (VdSecret) body = vd_vault_load (self, id, &local);
  g_autoptr (GBytes) box = NULL;

  if (body == NULL && !g_error_matches (local, VD_ERROR, VD_ERROR_DAMAGED)) {
    g_propagate_error (error, g_steal_pointer (&local));
    return RECORD_NONE;
  }
  box = vd_store_get (self->store, &row, NULL);
  if (body != NULL && box != NULL &&
      vd_row_is_sound (self->keys, self->slots, &row, g_bytes_get_data (box, NULL),
                       g_bytes_get_size (box)))
    return RECORD_WHOLE;
  return RECORD_DAMAGED;
}

static gboolean
check_damaged (VdVault *self, gint64 id, GError **error)
{
  RecordState state = look_at (self, id, error);

  if (state == RECORD_WHOLE)
    return set_error (error, VD_ERROR_REFUSED, "the record is whole");
  return state == RECORD_DAMAGED;
}

/* Returns: (nullable): what one half of the record holds, verified or not. */
static VdSecret *
read_half (VdVault *self, VdTable table, gint64 id)
{
  VdRow row = {.table = table, .id = id};
  g_autoptr (GBytes) box = vd_store_get (self->store, &row, NULL);
  VdSecret *plain;
  const guint8 *data;
  gsize size;

  if (box == NULL)
    return NULL;
  data = g_bytes_get_data (box, &size);
  plain = vd_row_open (self->keys, self->slots, &row, data, size);
  return plain != NULL ? plain : vd_row_guess (self->keys, self->slots, &row, data, size);
}

static gboolean
add_half (VdAgeWriter *age, const char *title, const VdSecret *half, GError **error)
{
  if (!vd_age_writer_add (age, title, strlen (title), error))
    return FALSE;
  return half == NULL ||
         vd_age_writer_add (age, vd_secret_data (half), vd_secret_size (half), error);
}

/* To its end, which is verified. */
static gboolean
read_back (VdBackupFile *file, const VdSecret *file_key, GError **error)
{
  const VdAgeKey key = {.file_key = file_key};
  g_autoptr (VdSecret) bytes = vd_secret_new (65536);
  g_autoptr (VdAgeReader) reader = NULL;
  gssize n = -1;

  if (vd_backup_file_sync (file, error))
    reader = vd_age_reader_new (&key, vd_backup_file_read, file, error);
  while (reader != NULL &&
         (n = vd_age_reader_read (reader, vd_secret_data (bytes), 65536, error)) > 0)
    ;
  return n == 0;
}

static gboolean
write_file (VdVault *self,
            VdBackupFile *file,
            const VdSecret *summary,
            const VdSecret *body,
            GError **error)
{
  g_autofree char *recipient = vd_vault_backup_recipient (self);
  const char *const recipients[] = {recipient, NULL};
  g_autoptr (VdAgeWriter) age = NULL;

  if (recipient == NULL)
    return set_error (error, VD_ERROR_DAMAGED, "no recovery key to write for");
  age = vd_age_writer_new (recipients, NULL, 0, vd_backup_file_write, file, error);
  return age != NULL && add_half (age, TITLE "\n[summary]\n", summary, error) &&
         add_half (age, "\n[body]\n", body, error) && vd_age_writer_finish (age, error) &&
         read_back (file, vd_age_writer_file_key (age), error) &&
         vd_backup_file_publish (file, error);
}

gboolean
vd_vault_salvage (VdVault *self, gint64 id, const char *path, GError **error)
{
  g_autoptr (VdSecret) summary = NULL;
  g_autoptr (VdSecret) body = NULL;
  VdBackupFile file;
  gboolean ok;

  g_return_val_if_fail (self != NULL && path != NULL, FALSE);
  if (!check_damaged (self, id, error))
    return FALSE;
  summary = read_half (self, VD_TABLE_SUMMARY, id);
  body = read_half (self, VD_TABLE_BODY, id);
  if (summary == NULL && body == NULL)
    return set_error (error, VD_ERROR_DAMAGED, "nothing of the record can be read");
  /* Noted before anything is there. A vault that is open for repair keeps no notes. */
  if (!self->repair && !vd_vault_log (self, VD_VAULT_EVENT_EXPORT, id, "damaged", error))
    return FALSE;
  ok = vd_backup_file_begin (&file, path, error) && write_file (self, &file, summary, body, error);
  vd_backup_file_end (&file);
  return ok;
}

gboolean
vd_vault_remove_damaged (VdVault *self, gint64 id, GError **error)
{
  g_return_val_if_fail (self != NULL, FALSE);
  return check_damaged (self, id, error) && vd_vault_delete_logged (self, id, "damaged", error);
}
