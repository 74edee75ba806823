/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "vault"

#include "seal/age-keys.h"
#include "vault/backup-file.h"
#include "vault/backup-stream.h"
#include "vault/change.h"
#include "vault/recovery.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#define STEP 64
#define DAY ((gint64)24 * 60 * 60)

typedef struct {
  VdVault *self;
  VdStreamWriter stream;
  VdBackupFile file;
  VdVaultProgress progress;
  gpointer data;
  guint64 done;
  VdSecret *scratch;
  GError *error;
} Backup;

static gint64
now (VdVault *self)
{
  g_autoptr (GDateTime) time = self->clock->now (self->clock->data);

  return g_date_time_to_unix (time);
}

/* Writing and reading back count half each. */
static gboolean
go_on (Backup *backup, GError **error)
{
  guint64 total = 2 * (guint64)backup->self->manifest.count;

  backup->done++;
  if (backup->progress == NULL || backup->done % STEP != 0 ||
      backup->progress (MIN (backup->done, total), total, backup->data))
    return TRUE;
  g_set_error (error, VD_ERROR, VD_ERROR_CANCELLED, "stopped");
  return FALSE;
}

static gboolean
skip (Backup *backup, gint64 id)
{
  if (!backup->self->repair)
    g_set_error (&backup->error, VD_ERROR, VD_ERROR_DAMAGED, "store.db: record %" G_GINT64_FORMAT,
                 id);
  return backup->self->repair;
}

static gboolean
write_record (const VdRow *row, const guint8 *box, gsize size, gpointer data)
{
  Backup *backup = data;
  VdVault *self = backup->self;
  VdRow other = {.table = VD_TABLE_SUMMARY, .id = row->id};
  g_autoptr (GBytes) summary_box = vd_store_get (self->store, &other, NULL);
  g_autoptr (VdSecret) summary = NULL;
  gssize n = vd_row_open_into (self->keys, self->slots, row, box, size, backup->scratch);

  if (summary_box != NULL)
    summary = vd_row_open (self->keys, self->slots, &other, g_bytes_get_data (summary_box, NULL),
                           g_bytes_get_size (summary_box));
  if (n < 0 || summary == NULL)
    return skip (backup, row->id);
  return vd_stream_record (&backup->stream, row->id, summary, vd_secret_data (backup->scratch),
                           (gsize)n, &backup->error) &&
         go_on (backup, &backup->error);
}

static void
write_event (const VdLogEntry *entry, const VdLogHead *head, gboolean fits, gpointer data)
{
  Backup *backup = data;

  if (backup->error != NULL)
    return;
  if (fits || (backup->self->repair && entry->event != 0))
    vd_stream_event (&backup->stream, entry, &backup->error);
  else if (!backup->self->repair)
    g_set_error (&backup->error, VD_ERROR, VD_ERROR_DAMAGED, "store.db: log %" G_GINT64_FORMAT,
                 entry->seq);
}

static gboolean
write_items (Backup *backup, GError **error)
{
  const VdVaultItem items[] = {VD_VAULT_DRAFT, VD_VAULT_SETTINGS};

  for (guint i = 0; i < G_N_ELEMENTS (items); i++) {
    g_autoptr (GError) local = NULL;
    g_autoptr (VdSecret) bytes = vd_vault_load_item (backup->self, items[i], &local);

    if (bytes != NULL && !vd_stream_item (&backup->stream, items[i], bytes, error))
      return FALSE;
    if (bytes == NULL && !backup->self->repair &&
        !g_error_matches (local, VD_ERROR, VD_ERROR_NOT_FOUND)) {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  }
  return TRUE;
}

/* In repair a page that cannot be read ends the walk of the log; what came before it is kept. */
static gboolean
is_fine (Backup *backup, gboolean ok, GError *local, GError **error)
{
  GError **problem = backup->error != NULL ? &backup->error : &local;

  if (ok && backup->error == NULL)
    return TRUE;
  if (backup->error == NULL && backup->self->repair &&
      g_error_matches (local, VD_ERROR, VD_ERROR_DAMAGED))
    return TRUE;
  g_propagate_error (error, g_error_copy (*problem));
  return FALSE;
}

/* In repair: takes the ids from wherever they can be had and each record by itself, so that a page
 * that cannot be read costs those on it and no others. */
static gboolean
write_one_by_one (Backup *backup)
{
  VdStore *store = backup->self->store;
  g_autoptr (GHashTable) ids = vd_store_record_ids (store);
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, ids);
  while (backup->error == NULL && g_hash_table_iter_next (&iter, &key, NULL)) {
    VdRow row = {.table = VD_TABLE_BODY, .id = *(gint64 *)key};
    g_autoptr (GBytes) box = vd_store_get (store, &row, NULL);

    if (box != NULL)
      write_record (&row, g_bytes_get_data (box, NULL), g_bytes_get_size (box), backup);
  }
  return backup->error == NULL;
}

static gboolean
write_rows (Backup *backup, GError **error)
{
  VdVault *self = backup->self;
  g_autoptr (GError) log_error = NULL;
  g_autoptr (GError) row_error = NULL;
  gboolean ok;

  ok = vd_log_each (self->store, self->keys, write_event, backup, &log_error);
  if (!is_fine (backup, ok, log_error, error))
    return FALSE;
  vd_keys_allow (self->keys);
  ok = self->repair ? write_one_by_one (backup)
                    : vd_store_walk (self->store, VD_TABLE_BODY, write_record, backup, &row_error);
  vd_keys_deny (self->keys);
  if (!is_fine (backup, ok, row_error, error))
    return FALSE;
  if (self->repair || backup->stream.records == self->manifest.count)
    return TRUE;
  g_set_error (error, VD_ERROR, VD_ERROR_DAMAGED, "store.db: records without a body");
  return FALSE;
}

static gboolean
count_record (gint64 id,
              const VdSecret *summary,
              const VdSecret *body,
              gpointer data,
              GError **error)
{
  return go_on (data, error);
}

/* Reads the file from its first byte to its last with the key that only it has. */
static gboolean
read_back (Backup *backup, const VdSecret *file_key, GError **error)
{
  const VdStreamFuncs funcs = {.record = count_record};
  const VdAgeKey key = {.file_key = file_key};
  g_autoptr (VdAgeReader) reader = NULL;
  guint32 records;
  guint64 events;

  if (!vd_backup_file_sync (&backup->file, error))
    return FALSE;
  reader = vd_age_reader_new (&key, vd_backup_file_read, &backup->file, error);
  if (reader == NULL || !vd_stream_read (reader, &funcs, backup, &records, &events, error))
    return FALSE;
  if (records == backup->stream.records && events == backup->stream.events)
    return TRUE;
  g_set_error (error, VD_ERROR, VD_ERROR_DAMAGED, "backup: reads back as something else");
  return FALSE;
}

static VdAgeWriter *
begin_age (Backup *backup, const VdSecret *passphrase, GError **error)
{
  VdVault *self = backup->self;
  g_autofree char *recipient = vd_vault_backup_recipient (self);
  const char *const recipients[] = {recipient, NULL};

  if (passphrase != NULL)
    return vd_age_writer_new (NULL, passphrase, VD_AGE_SCRYPT_LOG_N, vd_backup_file_write,
                              &backup->file, error);
  if (recipient == NULL) {
    g_set_error (error, VD_ERROR, VD_ERROR_DAMAGED, "store.db: no recovery key to back up for");
    return NULL;
  }
  return vd_age_writer_new (recipients, NULL, 0, vd_backup_file_write, &backup->file, error);
}

static gboolean
write_all (Backup *backup, const VdSecret *passphrase, GError **error)
{
  VdVault *self = backup->self;
  g_autoptr (VdAgeWriter) age = begin_age (backup, passphrase, error);

  return age != NULL &&
         vd_stream_begin (&backup->stream, age, self->keys->vault_id, self->manifest.generation,
                          now (self), error) &&
         vd_stream_keys (&backup->stream, self->team, error) && write_items (backup, error) &&
         write_rows (backup, error) && vd_stream_end (&backup->stream, error) &&
         read_back (backup, vd_age_writer_file_key (age), error) &&
         vd_backup_file_publish (&backup->file, error);
}

static gboolean
run (Backup *backup, const char *path, const VdSecret *passphrase, GError **error)
{
  gboolean ok;

  backup->scratch = vd_secret_new (VD_ROW_BODY_MAX);
  ok = vd_backup_file_begin (&backup->file, path, error) && write_all (backup, passphrase, error);
  vd_backup_file_end (&backup->file);
  vd_stream_clear (&backup->stream);
  vd_secret_free (backup->scratch);
  g_clear_error (&backup->error);
  return ok;
}

/* The backup is good whether or not this can be noted. */
static void
note (VdVault *self, gboolean copy)
{
  g_autoptr (GError) error = NULL;
  gboolean ok = FALSE;
  VdChange change;

  if (self->repair)
    return;
  if (vd_change_begin (&change, self, &error)) {
    *(copy ? &change.next.copy : &change.next.backup) = now (self);
    if (!copy)
      change.next.unbacked = 0;
    ok = copy || vd_change_log (&change, VD_VAULT_EVENT_BACKUP, 0, NULL, &error);
    ok = vd_change_end (&change, ok, &error);
  }
  if (!ok)
    g_message ("backup not noted: %s", error->message);
}

gboolean
vd_vault_backup (VdVault *self,
                 const char *path,
                 const VdSecret *passphrase,
                 VdVaultProgress progress,
                 gpointer data,
                 guint *records,
                 GError **error)
{
  Backup backup = {.self = self, .progress = progress, .data = data, .file = {.fd = -1}};

  if (!run (&backup, path, passphrase, error))
    return FALSE;
  if (records != NULL)
    *records = backup.stream.records;
  note (self, FALSE);
  return TRUE;
}

/* When the copy was written; nothing above 0: there is none. One from a time that is still to come
 * is of a clock that was ahead, and counts as an old one: else it would stay for years. */
static gint64
modified (VdVault *self, const char *name)
{
  const gint64 soon = g_get_real_time () / G_USEC_PER_SEC + DAY;
  struct stat info;

  if (fstatat (self->place->folder, name, &info, AT_SYMLINK_NOFOLLOW) != 0)
    return G_MININT64;
  return info.st_mtim.tv_sec > soon ? 1 : (gint64)info.st_mtim.tv_sec;
}

gboolean
vd_vault_daily_copy (VdVault *self,
                     VdVaultProgress progress,
                     gpointer data,
                     gboolean *written,
                     GError **error)
{
  const char *names[] = {VD_FILE_COPY_1, VD_FILE_COPY_2};
  Backup backup = {.self = self, .progress = progress, .data = data, .file = {.fd = -1}};
  g_autofree char *path = NULL;
  guint older = modified (self, names[0]) <= modified (self, names[1]) ? 0 : 1;
  gboolean other_key = self->manifest.copy == 0;

  if (written != NULL)
    *written = FALSE;
  if (self->manifest.copy / DAY == now (self) / DAY && modified (self, names[1 - older]) > 0)
    return TRUE;
  vd_place_clear_unfinished (self->place);
  /* The newer one stays until this one is verified. */
  path = vd_place_path (self->place, names[older]);
  if (unlinkat (self->place->folder, names[older], 0) != 0 && modified (self, names[older]) > 0) {
    g_set_error (error, VD_ERROR, VD_ERROR_READ_ONLY, "daily copy");
    return FALSE;
  }
  if (!run (&backup, path, NULL, error))
    return FALSE;
  note (self, TRUE);
  /* The one before is for an earlier recovery key, which may be why there is a new one. */
  if (other_key)
    unlinkat (self->place->folder, names[1 - older], 0);
  if (written != NULL)
    *written = TRUE;
  return TRUE;
}

VdSecret *
vd_vault_backup_identity (const VdSecret *text, GError **error)
{
  g_autoptr (VdSecret) recovery = vd_recovery_from_text (text, error);
  g_autoptr (VdSecret) key = NULL;

  if (recovery == NULL)
    return NULL;
  key = vd_recovery_backup_key (recovery);
  return vd_age_identity_encode (vd_secret_data (key));
}
