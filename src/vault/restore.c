/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "vault"

#include "vault/backup-file.h"
#include "vault/backup-stream.h"
#include "vault/change.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define BATCH 90u
#define EVENTS_BATCH 1000u

typedef struct {
  const char *dir;
  const VdSecret *passphrase;
  const char *name;
  const VdKdf *kdf;
  const VdClock *clock;
  VdSecret *recovery;
  VdVault *vault;
  VdChange change;
  gboolean open; /* a change is under way */
  guint waiting; /* rows and events in it */
  VdVaultProgress progress;
  gpointer data;
  guint64 done;
} Restore;

static gboolean
end_batch (Restore *self, GError **error)
{
  if (!self->open)
    return TRUE;
  self->open = FALSE;
  self->waiting = 0;
  return vd_change_end (&self->change, TRUE, error);
}

/* Makes room for one more in the change that is under way. */
static gboolean
begin_one (Restore *self, guint most, GError **error)
{
  if (self->waiting >= most && !end_batch (self, error))
    return FALSE;
  if (!self->open && !vd_change_begin (&self->change, self->vault, error))
    return FALSE;
  self->open = TRUE;
  self->waiting++;
  return TRUE;
}

/* Generations go on from those of the old vault, so that one number never means two states. */
static gboolean
on_keys (const VdTeam *keys, guint64 generation, gpointer data, GError **error)
{
  Restore *self = data;

  self->vault = vd_vault_create_with (self->dir, self->passphrase, self->name, self->kdf,
                                      self->clock, keys, &self->recovery, error);
  if (self->vault == NULL)
    return FALSE;
  self->vault->manifest.generation = MAX (self->vault->manifest.generation, generation);
  return TRUE;
}

static gboolean
on_item (gint64 id, const VdSecret *bytes, gpointer data, GError **error)
{
  Restore *self = data;

  return begin_one (self, BATCH, error) && vd_change_put_item (&self->change, id, bytes, error);
}

/* From a damaged vault some may be missing: those that are left are numbered anew. */
static gboolean
on_event (const VdLogEntry *entry, gpointer data, GError **error)
{
  Restore *self = data;

  return begin_one (self, EVENTS_BATCH, error) &&
         vd_log_append (&self->change.next.log, self->vault->store, self->vault->keys, entry,
                        error);
}

static gboolean
on_record (gint64 id, const VdSecret *summary, const VdSecret *body, gpointer data, GError **error)
{
  Restore *self = data;
  gboolean there = FALSE;

  if (!begin_one (self, BATCH, error) ||
      !vd_store_has (self->vault->store, VD_TABLE_SUMMARY, id, &there, error))
    return FALSE;
  if (there) {
    g_set_error (error, VD_ERROR, VD_ERROR_DAMAGED, "backup: a record twice");
    return FALSE;
  }
  if (self->progress != NULL && ++self->done % 64 == 0 &&
      !self->progress (self->done, self->done, self->data)) {
    g_set_error (error, VD_ERROR, VD_ERROR_CANCELLED, "stopped");
    return FALSE;
  }
  return vd_change_put_record (&self->change, id, body, summary, error);
}

static void
count_problem (const char *what, const char *where, gpointer data)
{
  ++*(guint *)data;
}

static gboolean
check_new (Restore *self, guint32 records, GError **error)
{
  guint bad = 0;

  if (!vd_vault_verify (self->vault, count_problem, &bad, self->progress, self->data, error))
    return FALSE;
  if (bad == 0 && self->vault->manifest.count == records)
    return TRUE;
  g_set_error (error, VD_ERROR, VD_ERROR_DAMAGED, "the new vault is not what the backup holds");
  return FALSE;
}

static gboolean
read_all (Restore *self, VdAgeReader *reader, GError **error)
{
  const VdStreamFuncs funcs = {on_keys, on_item, on_event, on_record};
  guint32 records;
  guint64 events;

  return vd_stream_read (reader, &funcs, self, &records, &events, error) &&
         end_batch (self, error) && check_new (self, records, error) &&
         vd_vault_log (self->vault, VD_VAULT_EVENT_RESTORE, 0, NULL, error);
}

/* @identity: (out) (transfer full) (nullable): keeps what @result points to. */
static gboolean
make_key (VdVaultKey kind,
          const VdSecret *key,
          VdSecret **identity,
          VdAgeKey *result,
          GError **error)
{
  *result = (VdAgeKey){.passphrase = key};
  if (kind == VD_VAULT_PASSPHRASE)
    return TRUE;
  *identity = vd_vault_backup_identity (key, error);
  *result = (VdAgeKey){.identity = *identity};
  return *identity != NULL;
}

static void
undo (Restore *self)
{
  if (self->open)
    vd_change_end (&self->change, FALSE, NULL);
  if (self->vault != NULL)
    vd_vault_destroy (self->vault, NULL);
  self->vault = NULL;
}

VdVault *
vd_vault_restore (const char *path,
                  VdVaultKey kind,
                  const VdSecret *key,
                  const char *dir,
                  const VdSecret *passphrase,
                  const char *name,
                  const VdKdf *kdf,
                  const VdClock *clock,
                  VdSecret **recovery,
                  VdVaultProgress progress,
                  gpointer data,
                  GError **error)
{
  Restore self = {.dir = dir, .passphrase = passphrase, .name = name, .kdf = kdf, .clock = clock};
  g_autoptr (VdSecret) identity = NULL;
  g_autoptr (VdAgeReader) reader = NULL;
  VdBackupFile file = {.fd = -1};
  VdAgeKey age_key;

  self.progress = progress;
  self.data = data;
  if (make_key (kind, key, &identity, &age_key, error) && vd_backup_file_open (&file, path, error))
    reader = vd_age_reader_new (&age_key, vd_backup_file_read, &file, error);
  if (reader == NULL || !read_all (&self, reader, error))
    undo (&self);
  vd_backup_file_end (&file);
  if (self.vault != NULL)
    *recovery = self.recovery;
  else
    vd_secret_free (self.recovery);
  return self.vault;
}

/* Returns: (transfer full) (nullable): the folder, which nobody has open or opens now. */
static VdPlace *
hold (const char *dir, GError **error)
{
  g_autoptr (VdPlace) place = vd_place_open (dir, error);

  return place != NULL && vd_place_take_lock (place, error) ? g_steal_pointer (&place) : NULL;
}

static void
sync_above (const char *dir)
{
  g_autofree char *above = g_path_get_dirname (dir);
  int fd = open (above, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

  if (fd < 0)
    return;
  fsync (fd); /* Best effort: before or after, both vaults are whole. */
  close (fd);
}

gboolean
vd_vault_switch (const char *dir, const char *fresh, GError **error)
{
  gboolean there = vd_vault_exists (dir);
  g_autoptr (VdPlace) here = there ? hold (dir, error) : NULL;
  g_autoptr (VdPlace) other = !there || here != NULL ? hold (fresh, error) : NULL;

  if (other == NULL)
    return FALSE;
  if (renameat2 (AT_FDCWD, fresh, AT_FDCWD, dir, there ? RENAME_EXCHANGE : RENAME_NOREPLACE) != 0) {
    vd_error_set_errno (error, errno, "switch vaults");
    return FALSE;
  }
  sync_above (dir);
  sync_above (fresh);
  return TRUE;
}
