/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "vault"

#include "vault/change.h"
#include "vault/recovery.h"

#include <string.h>

static gboolean
refuse (GError **error, VdError code, const char *why)
{
  g_set_error (error, VD_ERROR, (int)code, "%s", why);
  return FALSE;
}

static gint64
now (VdVault *self)
{
  g_autoptr (GDateTime) time = self->clock->now (self->clock->data);

  return g_date_time_to_unix (time);
}

gboolean
vd_vault_is_leader (VdVault *self)
{
  const VdMember *me = vd_team_user (self->team, self->header_page, self->keys->user);

  return me != NULL ? me->role == VD_ROLE_LEADER : self->keys->leader;
}

static gboolean
check_leader (VdVault *self, GError **error)
{
  return vd_vault_is_leader (self) ||
         refuse (error, VD_ERROR_NOT_LEADER, "only a leader may do this");
}

static void
user_free (gpointer data)
{
  VdVaultUser *user = data;

  g_free (user->name);
  g_free (user);
}

GPtrArray *
vd_vault_users (VdVault *self)
{
  GPtrArray *users = g_ptr_array_new_with_free_func (user_free);

  for (guint i = 0; i < VD_HEADER_SLOTS; i++) {
    const VdMember *member = vd_team_in_slot (self->team, self->header_page, i);
    VdVaultUser *user;

    if (member == NULL || member->kind != VD_SLOT_USER)
      continue;
    user = g_new0 (VdVaultUser, 1);
    user->number = member->number;
    user->role = (VdVaultRole)member->role;
    user->name = g_strdup (member->name);
    user->since = member->since;
    user->kdf = self->header_page->kdfs[member->set % VD_HEADER_KDFS].kdf;
    user->is_me = member->number == self->keys->user;
    g_ptr_array_add (users, user);
  }
  return users;
}

static guint64
cost (const VdKdfSet *set)
{
  return set->id == 0 ? 0 : set->kdf.passes * set->kdf.memory;
}

/* Returns: the parameter set for new slots: the costlier one. */
static guint
best_set (const VdHeader *header)
{
  return cost (&header->kdfs[1]) > cost (&header->kdfs[0]) ? 1 : 0;
}

static gboolean
uses_set (VdTeam *team, const VdHeader *header, guint set)
{
  for (guint i = 0; i < team->n; i++)
    if (team->members[i].kind == VD_SLOT_USER && team->members[i].set == set &&
        vd_team_slot (&team->members[i], header) >= 0)
      return TRUE;
  return FALSE;
}

/* A passphrase that opens already would always open as whoever has it. */
static gboolean
check_new_passphrase (VdVault *self, const VdSecret *passphrase, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (VdKeys) keys =
      vd_keyslot_unlock (self->header_page, VD_VAULT_PASSPHRASE, passphrase, &local);

  if (keys != NULL)
    return refuse (error, VD_ERROR_TAKEN, "choose another passphrase");
  if (g_error_matches (local, VD_ERROR, VD_ERROR_WRONG_KEY))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

static gboolean
check_name (const char *name, VdVaultRole role, GError **error)
{
  if (name != NULL && strlen (name) <= VD_SLOT_NAME_MAX && g_utf8_validate (name, -1, NULL) &&
      (role == VD_VAULT_LEADER || role == VD_VAULT_MEMBER))
    return TRUE;
  g_set_error (error, VD_ERROR, VD_ERROR_INVALID, "display name or role");
  return FALSE;
}

/* Fills slot @index anew and lists who has it. */
static gboolean
put_user (VdVault *self,
          VdHeader *next,
          VdTeam *team,
          guint index,
          const VdSlotOwner *owner,
          const VdSecret *passphrase,
          GError **error)
{
  guint set = best_set (next);
  VdMember *member;

  if (!vd_keyslot_add_user (next, self->keys, index, owner, passphrase, set, error))
    return FALSE;
  member = vd_team_add (team, next, index, owner);
  member->set = (guint8)set;
  member->since = now (self);
  return TRUE;
}

gboolean
vd_vault_add_user (VdVault *self,
                   const char *name,
                   VdVaultRole role,
                   const VdSecret *passphrase,
                   guint16 *number,
                   GError **error)
{
  g_autofree VdHeader *next = g_new0 (VdHeader, 1);
  g_autoptr (VdTeam) team = NULL;
  VdSlotOwner owner = {VD_SLOT_USER, 0, (VdRole)role, name};
  guint index = 0;

  if (!check_leader (self, error) || !check_name (name, role, error) ||
      !check_new_passphrase (self, passphrase, error) ||
      !vd_header_change_begin (self, next, &team, error))
    return FALSE;
  while (index < VD_HEADER_SLOTS && vd_team_in_slot (team, next, index) != NULL)
    index++;
  if (index == VD_HEADER_SLOTS || team->next == G_MAXUINT16)
    return refuse (error, VD_ERROR_TEAM_FULL, "no slot left");
  owner.user = team->next++;
  if (!put_user (self, next, team, index, &owner, passphrase, error) ||
      !vd_header_change_announce (self, g_steal_pointer (&team), VD_VAULT_EVENT_USER_ADDED,
                                  owner.user, error) ||
      !vd_header_change_commit (self, next, FALSE, error))
    return FALSE;
  *number = owner.user;
  return TRUE;
}

static VdMember *
find_user (VdVault *self, VdTeam *team, guint16 number, GError **error)
{
  VdMember *member = vd_team_user (team, self->header_page, number);

  if (member == NULL)
    g_set_error (error, VD_ERROR, VD_ERROR_NOT_FOUND, "no such user");
  return member;
}

/* Whether nobody but @number leads. */
static gboolean
is_last_leader (VdVault *self, guint16 number)
{
  g_autoptr (GPtrArray) users = vd_vault_users (self);

  for (guint i = 0; i < users->len; i++) {
    const VdVaultUser *user = g_ptr_array_index (users, i);

    if (user->number != number && user->role == VD_VAULT_LEADER)
      return FALSE;
  }
  return TRUE;
}

gboolean
vd_vault_set_user (VdVault *self,
                   guint16 number,
                   const char *name,
                   VdVaultRole role,
                   GError **error)
{
  g_autoptr (VdTeam) team = vd_team_copy (self->team);
  g_autoptr (VdSecret) bytes = NULL;
  VdMember *member;
  VdChange change;
  gboolean ok;

  if (!check_leader (self, error) || !check_name (name, role, error))
    return FALSE;
  member = find_user (self, team, number, error);
  if (member == NULL)
    return FALSE;
  if (role != VD_VAULT_LEADER && is_last_leader (self, number))
    return refuse (error, VD_ERROR_LAST_LEADER, "the last leader");
  member->role = (VdRole)role;
  memset (member->name, 0, sizeof member->name);
  g_strlcpy (member->name, name, sizeof member->name);
  bytes = vd_team_write (team);
  if (!vd_change_begin (&change, self, error))
    return FALSE;
  ok = vd_change_put_item (&change, VD_TEAM_ITEM, bytes, error);
  if (!vd_change_end (&change, ok, error))
    return FALSE;
  vd_team_free (self->team);
  self->team = g_steal_pointer (&team);
  return TRUE;
}

/* Gives the slot of user @number another passphrase, with a new pair of keys. */
static gboolean
replace_slot (VdVault *self,
              guint16 number,
              const VdSecret *passphrase,
              VdVaultEvent event,
              GError **error)
{
  g_autofree VdHeader *next = g_new0 (VdHeader, 1);
  g_autoptr (VdTeam) team = NULL;
  const VdMember *member;
  VdMember old;
  int index;

  if (!vd_header_change_begin (self, next, &team, error))
    return FALSE;
  member = find_user (self, team, number, error);
  if (member == NULL)
    return FALSE;
  old = *member;
  index = vd_team_slot (&old, self->header_page);
  if (!put_user (self, next, team, (guint)index,
                 &(VdSlotOwner){VD_SLOT_USER, number, old.role, old.name}, passphrase, error))
    return FALSE;
  for (guint i = 0; i < VD_HEADER_KDFS; i++)
    if (i != best_set (next) && !uses_set (team, next, i))
      memset (&next->kdfs[i], 0, sizeof next->kdfs[i]);
  return vd_header_change_announce (self, g_steal_pointer (&team), event, number, error) &&
         vd_header_change_commit (self, next, FALSE, error);
}

gboolean
vd_vault_change_passphrase (VdVault *self,
                            const VdSecret *old,
                            const VdSecret *passphrase,
                            GError **error)
{
  if (self->keys->user == 0)
    return refuse (error, VD_ERROR_REFUSED, "opened with the recovery key");
  return vd_keyslot_fits (self->header_page, VD_VAULT_PASSPHRASE, old, self->keys->slot, error) &&
         check_new_passphrase (self, passphrase, error) &&
         replace_slot (self, self->keys->user, passphrase, VD_VAULT_EVENT_PASSPHRASE, error);
}

gboolean
vd_vault_reset_passphrase (VdVault *self,
                           guint16 number,
                           const VdSecret *passphrase,
                           GError **error)
{
  return check_leader (self, error) && check_new_passphrase (self, passphrase, error) &&
         replace_slot (self, number, passphrase, VD_VAULT_EVENT_PASSPHRASE, error);
}

void
vd_users_move_slot (VdVault *self, const VdSecret *passphrase)
{
  const VdMember *me = vd_team_user (self->team, self->header_page, self->keys->user);
  g_autoptr (GError) error = NULL;

  if (me == NULL || me->set == best_set (self->header_page))
    return;
  if (!replace_slot (self, me->number, passphrase, VD_VAULT_EVENT_KDF, &error))
    g_message ("parameters not raised: %s", error->message);
}

gboolean
vd_vault_raise_kdf (VdVault *self, const VdKdf *kdf, GError **error)
{
  g_autofree VdHeader *next = g_new0 (VdHeader, 1);
  g_autoptr (VdTeam) team = NULL;
  VdKdfSet set = {.id = 1, .kdf = *kdf};
  guint room;

  if (!check_leader (self, error) || !vd_header_change_begin (self, next, &team, error))
    return FALSE;
  if (!vd_kdf_is_valid (kdf) || cost (&set) <= cost (&next->kdfs[best_set (next)])) {
    g_set_error (error, VD_ERROR, VD_ERROR_INVALID, "parameters out of bounds or not costlier");
    return FALSE;
  }
  room = uses_set (team, next, 0) ? 1 : 0;
  if (uses_set (team, next, room))
    return refuse (error, VD_ERROR_REFUSED, "somebody still has the parameters before the last");
  vd_crypto_random (set.salt, sizeof set.salt);
  next->kdfs[room] = set;
  return vd_header_change_announce (self, g_steal_pointer (&team), VD_VAULT_EVENT_KDF, 0, error) &&
         vd_header_change_commit (self, next, FALSE, error);
}

gboolean
vd_vault_rotate_recovery (VdVault *self, VdSecret **recovery, GError **error)
{
  g_autofree VdHeader *next = g_new0 (VdHeader, 1);
  g_autoptr (VdSecret) key = vd_secret_new_random (VD_RECOVERY_SIZE);
  const VdSlotOwner owner = {VD_SLOT_RECOVERY, 0, VD_ROLE_NONE, NULL};
  g_autoptr (VdTeam) team = NULL;
  const VdMember *old;
  VdMember *member;
  int index;

  if (!check_leader (self, error) || !vd_header_change_begin (self, next, &team, error))
    return FALSE;
  old = vd_team_recovery (team, next);
  if (old == NULL)
    return refuse (error, VD_ERROR_REFUSED, "no recovery slot");
  index = vd_team_slot (old, next);
  vd_keyslot_add_recovery (next, self->keys, (guint)index, key);
  member = vd_team_add (team, next, (guint)index, &owner);
  member->since = now (self);
  vd_recovery_recipient (key, member->recipient);
  if (!vd_header_change_announce (self, g_steal_pointer (&team), VD_VAULT_EVENT_RECOVERY, 0,
                                  error) ||
      !vd_header_change_commit (self, next, FALSE, error))
    return FALSE;
  *recovery = vd_recovery_to_text (key);
  return TRUE;
}

gboolean
vd_vault_check_recovery (VdVault *self, const VdSecret *text, GError **error)
{
  const VdMember *member = vd_team_recovery (self->team, self->header_page);
  int index = member != NULL ? vd_team_slot (member, self->header_page) : -1;
  VdChange change;

  if (index < 0)
    return refuse (error, VD_ERROR_REFUSED, "no recovery slot");
  if (!vd_keyslot_fits (self->header_page, VD_VAULT_RECOVERY, text, (guint)index, error) ||
      !vd_change_begin (&change, self, error))
    return FALSE;
  change.next.drill = now (self);
  return vd_change_end (&change, vd_change_log (&change, VD_VAULT_EVENT_DRILL, 0, NULL, error),
                        error);
}
