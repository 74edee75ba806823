/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "vault"

#include "seal/age-keys.h"
#include "vault/change.h"
#include "vault/disk.h"
#include "vault/recovery.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

/* The first user's slot and the recovery slot; which slots are used cannot be seen from outside. */
#define FIRST_SLOT 0
#define RECOVERY_SLOT 1

gboolean
vd_vault_exists (const char *dir)
{
  g_return_val_if_fail (dir != NULL, FALSE);
  return vd_place_has_vault (dir);
}

static VdVault *
vault_new (const VdClock *clock)
{
  VdVault *self = g_new0 (VdVault, 1);

  vd_crypto_init ();
  self->clock = clock;
  self->header = -1;
  self->header_page = g_new0 (VdHeader, 1);
  self->manifest.slot = VD_SLOTS_NONE;
  return self;
}

/* The lock goes last: nobody else may open the files while they are being closed. */
void
vd_vault_close (VdVault *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->opened, g_ptr_array_unref);
  vd_keys_free (self->keys);
  vd_team_free (self->team);
  vd_store_close (self->store);
  vd_slots_free (self->slots);
  vd_crypto_wipe (&self->manifest, sizeof self->manifest);
  g_free (self->header_page);
  if (self->header >= 0)
    close (self->header);
  vd_place_free (self->place);
  g_free (self->recipient);
  g_free (self);
}

static gboolean
check_new (const VdKdf *kdf, const char *name, GError **error)
{
  const char *what = NULL;

  if (!vd_kdf_is_valid (kdf))
    what = "parameters of the key derivation out of bounds";
  else if (name != NULL && (strlen (name) > VD_SLOT_NAME_MAX || !g_utf8_validate (name, -1, NULL)))
    what = "display name too long or not UTF-8";
  if (what == NULL)
    return TRUE;
  g_set_error (error, VD_ERROR, VD_ERROR_INVALID, "%s", what);
  return FALSE;
}

static gboolean
make_header (VdVault *self,
             const VdSecret *passphrase,
             const char *name,
             const VdKdf *kdf,
             const VdSecret *recovery,
             GError **error)
{
  const VdSlotOwner owner = {VD_SLOT_USER, self->team->next++, VD_ROLE_LEADER, name};
  const VdSlotOwner nobody = {VD_SLOT_RECOVERY, 0, VD_ROLE_NONE, NULL};
  g_autoptr (GDateTime) now = self->clock->now (self->clock->data);
  VdHeader *header = self->header_page;
  VdMember *member;

  header->generation = 1;
  header->kdfs[0].id = 1;
  header->kdfs[0].kdf = *kdf;
  vd_crypto_random (header->kdfs[0].salt, VD_SALT_SIZE);
  vd_keyslot_prepare (header, self->keys);
  vd_keyslot_add_recovery (header, self->keys, RECOVERY_SLOT, recovery);
  if (!vd_keyslot_add_user (header, self->keys, FIRST_SLOT, &owner, passphrase, 0, error))
    return FALSE;
  self->keys->user = owner.user;
  self->keys->slot = FIRST_SLOT;
  self->keys->leader = TRUE;
  vd_team_add (self->team, header, FIRST_SLOT, &owner)->since = g_date_time_to_unix (now);
  member = vd_team_add (self->team, header, RECOVERY_SLOT, &nobody);
  member->since = g_date_time_to_unix (now);
  vd_recovery_recipient (recovery, member->recipient);
  memcpy (vd_keys_allow (self->keys)->log_key, vd_secret_data (self->team->log_key), VD_KEY_SIZE);
  vd_keys_deny (self->keys);
  vd_header_encode (header, vd_keys_allow (self->keys)->hk);
  vd_keys_deny (self->keys);
  return TRUE;
}

static VdStore *
make_store (VdPlace *place, GError **error)
{
  g_autofree char *path = vd_place_path (place, VD_FILE_STORE);
  int fd = vd_place_open_file (place, VD_FILE_STORE, O_RDWR | O_CREAT | O_EXCL, error);

  /* SQLite gets an empty file, so that it has our mode; its journals take theirs from it. */
  if (fd < 0)
    return NULL;
  close (fd);
  return vd_store_create (path, error);
}

static int
make_file (VdVault *self, const char *name, GError **error)
{
  int fd = vd_place_open_file (self->place, name, O_RDWR | O_CREAT | O_EXCL, error);

  if (fd >= 0)
    vd_disk_keep_in_place (fd);
  return fd;
}

static gboolean
make_slots (VdVault *self, GError **error)
{
  int fd = make_file (self, VD_FILE_SLOTS, error);

  if (fd < 0)
    return FALSE;
  self->slots = vd_slots_create (fd, error);
  return self->slots != NULL && vd_disk_fill_reserve (self->place, error);
}

/* The first change: keys, members and manifest. */
static gboolean
fill_store (VdVault *self, GError **error)
{
  g_autoptr (VdSecret) team = vd_team_write (self->team);
  VdChange change;
  gboolean ok;

  vd_manifest_reset (&self->manifest, self->keys);
  if (!vd_change_begin (&change, self, error))
    return FALSE;
  ok = vd_change_put_item (&change, VD_TEAM_ITEM, team, error);
  if (!vd_change_end (&change, ok, error))
    return FALSE;
  vd_store_checkpoint (self->store);
  return TRUE;
}

/* The header gets its name last: until then the folder holds no vault. */
static gboolean
make_files (VdVault *self, GError **error)
{
  self->header = make_file (self, VD_FILE_HEADER_NEW, error);
  if (self->header < 0 || !vd_header_write (self->header_page, self->header, error) ||
      !make_slots (self, error))
    return FALSE;
  self->store = make_store (self->place, error);
  return self->store != NULL && fill_store (self, error) && vd_place_publish (self->place, error);
}

VdVault *
vd_vault_create_with (const char *dir,
                      const VdSecret *passphrase,
                      const char *name,
                      const VdKdf *kdf,
                      const VdClock *clock,
                      const VdTeam *keys,
                      VdSecret **recovery,
                      GError **error)
{
  g_autoptr (VdSecret) key = vd_secret_new_random (VD_RECOVERY_SIZE);
  g_autoptr (VdVault) self = vault_new (clock);

  g_return_val_if_fail (dir != NULL && passphrase != NULL && kdf != NULL, NULL);
  g_return_val_if_fail (clock != NULL && recovery != NULL, NULL);
  if (!check_new (kdf, name, error))
    return NULL;
  self->place = vd_place_make (dir, error);
  if (self->place == NULL)
    return NULL;
  self->keys = vd_keys_new ();
  self->team = keys != NULL ? vd_team_copy (keys) : vd_team_new ();
  self->team->n = 0;
  if (!make_header (self, passphrase, name, kdf, key, error) || !make_files (self, error)) {
    g_clear_pointer (&self->store, vd_store_close);
    vd_place_undo (self->place);
    return NULL;
  }
  *recovery = vd_recovery_to_text (key);
  return g_steal_pointer (&self);
}

VdVault *
vd_vault_create (const char *dir,
                 const VdSecret *passphrase,
                 const char *name,
                 const VdKdf *kdf,
                 const VdClock *clock,
                 VdSecret **recovery,
                 GError **error)
{
  return vd_vault_create_with (dir, passphrase, name, kdf, clock, NULL, recovery, error);
}

/* Read-only before the lock is taken, because that may create a file and nothing of a newer version
 * may be changed; and again under the lock, to keep it. */
static gboolean
read_header (VdVault *self, VdHeaderFile *file, int flags, GError **error)
{
  int fd = vd_place_open_file (self->place, VD_FILE_HEADER, flags, error);
  gboolean ok;

  if (fd < 0)
    return FALSE;
  ok = vd_header_read (fd, file, error);
  if (ok && flags == O_RDWR)
    self->header = fd;
  else
    close (fd);
  return ok;
}

/* Only under our lock: closing the file would take SQLite's own locks from it if this process had
 * the vault open already. */
static gboolean
peek_store (VdVault *self, GError **error)
{
  int fd = vd_place_open_file (self->place, VD_FILE_STORE, O_RDWR, error);
  gboolean ok;

  if (fd < 0)
    return FALSE;
  ok = vd_store_peek (fd, error);
  close (fd);
  return ok;
}

/* When the list of members is damaged nothing else tells whom what is left can be backed up for. */
static void
note_recipient (VdVault *self, const VdSecret *text)
{
  g_autoptr (VdSecret) recovery = vd_recovery_from_text (text, NULL);
  guint8 recipient[VD_KEY_SIZE];

  if (recovery == NULL)
    return;
  vd_recovery_recipient (recovery, recipient);
  self->recipient = vd_age_recipient_encode (recipient);
}

/* Tries the copies that could be the truth and repairs the others from the one that is. */
static gboolean
unlock (VdVault *self,
        const VdHeaderFile *file,
        VdVaultKey kind,
        const VdSecret *key,
        GError **error)
{
  g_autoptr (GError) local = NULL;
  const VdHeader *header;

  if (kind == VD_VAULT_RECOVERY)
    note_recipient (self, key);
  for (guint i = 0; (header = vd_header_candidate (file, i)) != NULL; i++) {
    g_clear_error (&local);
    self->keys = vd_keyslot_unlock (header, kind, key, &local);
    if (self->keys != NULL) {
      self->repaired = vd_header_repair (header, file, self->repair ? -1 : self->header);
      *self->header_page = *header;
      return TRUE;
    }
  }
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

static gboolean
open_store (VdVault *self, GError **error)
{
  g_autofree char *path = vd_place_path (self->place, VD_FILE_STORE);
  int fd = vd_place_open_file (self->place, VD_FILE_SLOTS, O_RDWR, error);

  if (fd < 0)
    return FALSE;
  self->slots = vd_slots_open (fd, error);
  if (self->slots == NULL)
    return FALSE;
  if (self->repair)
    vd_slots_freeze (self->slots);
  else
    vd_slots_mend (self->slots);
  self->store = vd_store_open (path, self->repair, error);
  return self->store != NULL && vd_check_store (self, error);
}

static VdVault *
open_vault (const char *dir,
            VdVaultKey kind,
            const VdSecret *key,
            const VdClock *clock,
            gboolean repair,
            GError **error)
{
  g_autofree VdHeaderFile *file = g_new0 (VdHeaderFile, 1);
  g_autoptr (VdVault) self = vault_new (clock);

  if (!vd_place_has_vault (dir)) {
    g_set_error (error, VD_ERROR, VD_ERROR_NOT_FOUND, "no vault in the folder");
    return NULL;
  }
  self->repair = repair;
  self->place = vd_place_open (dir, error);
  if (self->place == NULL || !read_header (self, file, O_RDONLY, error) ||
      !vd_place_take_lock (self->place, error) || !read_header (self, file, O_RDWR, error) ||
      !peek_store (self, error))
    return NULL;
  vd_place_tighten (self->place);
  if (!unlock (self, file, kind, key, error) || !open_store (self, error))
    return NULL;
  if (kind == VD_VAULT_PASSPHRASE && !repair)
    vd_users_move_slot (self, key);
  return g_steal_pointer (&self);
}

VdVault *
vd_vault_open (const char *dir,
               VdVaultKey kind,
               const VdSecret *key,
               const VdClock *clock,
               GError **error)
{
  g_return_val_if_fail (dir != NULL && key != NULL && clock != NULL, NULL);
  return open_vault (dir, kind, key, clock, FALSE, error);
}

VdVault *
vd_vault_open_for_repair (const char *dir,
                          VdVaultKey kind,
                          const VdSecret *key,
                          const VdClock *clock,
                          GError **error)
{
  g_return_val_if_fail (dir != NULL && key != NULL && clock != NULL, NULL);
  return open_vault (dir, kind, key, clock, TRUE, error);
}

VdDeletion
vd_vault_deletion_strength (VdVault *self, const char **kind)
{
  const char *name;
  VdDeletion deletion = vd_disk_deletion (self->header, &name);

  if (kind != NULL)
    *kind = name;
  return deletion;
}
