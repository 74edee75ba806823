/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "vault"

#include "vault/change.h"

#include <stdio.h>
#include <string.h>

/* A change of the header in three steps, each of which may be the last before the power fails: the
 * list of members and the entry in the log; the header itself; the manifest, which follows. */

static gboolean
bring_manifest (VdVault *self, GError **error)
{
  VdChange change;

  return vd_change_begin (&change, self, error) && vd_change_end (&change, TRUE, error);
}

/* @next: receives a copy of the header to change. @team: (out) (transfer full): of the list. */
gboolean
vd_header_change_begin (VdVault *self, VdHeader *next, VdTeam **team, GError **error)
{
  if (self->repair) {
    g_set_error (error, VD_ERROR, VD_ERROR_READ_ONLY, "the vault is open for repair only");
    return FALSE;
  }
  /* The header may be ahead of the manifest by one and never by two. */
  if (self->manifest.header != self->header_page->generation && !bring_manifest (self, error))
    return FALSE;
  *next = *self->header_page;
  next->generation++;
  *team = vd_team_copy (self->team);
  vd_team_prune (*team, self->header_page);
  return TRUE;
}

/* @team: (transfer full): the list as it will be. @user: whom the entry is about; 0: nobody. */
gboolean
vd_header_change_announce (VdVault *self,
                           VdTeam *team,
                           VdVaultEvent event,
                           guint16 user,
                           GError **error)
{
  g_autoptr (VdTeam) owned = team;
  g_autoptr (VdSecret) bytes = vd_team_write (team);
  char code[8] = "";
  VdChange change;
  gboolean ok;

  if (user != 0)
    g_snprintf (code, sizeof code, "%u", user);
  if (!vd_change_begin (&change, self, error))
    return FALSE;
  /* Nobody has typed the new one from paper yet, and no daily copy is for it. */
  if (event == VD_VAULT_EVENT_RECOVERY)
    change.next.drill = change.next.copy = 0;
  ok = vd_change_put_item (&change, VD_TEAM_ITEM, bytes, error) &&
       vd_change_log (&change, event, 0, code, error);
  if (!vd_change_end (&change, ok, error))
    return FALSE;
  vd_team_free (self->team);
  self->team = g_steal_pointer (&owned);
  return TRUE;
}

/* Somebody who knew the old key of the set could look for rows that do not change it. */
static gboolean
rebuild_set (VdVault *self, GError **error)
{
  g_autoptr (VdSecret) old = vd_secret_new (VD_KEY_SIZE);
  VdKeyArena *arena = vd_keys_allow (self->keys);
  gboolean ok = FALSE;
  VdChange change;

  memcpy (vd_secret_data (old), arena->set_key, VD_KEY_SIZE);
  if (vd_change_begin (&change, self, error)) {
    ok = vd_check_rebuild_set (self, &change.next, error);
    ok = vd_change_end (&change, ok, error);
  }
  if (!ok)
    memcpy (arena->set_key, vd_secret_data (old), VD_KEY_SIZE);
  vd_keys_deny (self->keys);
  return ok;
}

/* @new_set: also a new key for the set of rows. */
gboolean
vd_header_change_commit (VdVault *self, VdHeader *next, gboolean new_set, GError **error)
{
  g_autoptr (GError) local = NULL;

  vd_header_encode (next, vd_keys_allow (self->keys)->hk);
  vd_keys_deny (self->keys);
  if (!vd_header_replace (next, self->header, error)) {
    /* What was written and could not be synced may be read at the next opening: nobody would know
     * the key that it is for. */
    vd_header_replace (self->header_page, self->header, NULL);
    vd_store_stop (self->store); /* Which copy is whole will be seen at the next opening. */
    return FALSE;
  }
  *self->header_page = *next;
  /* The header is what counts; the manifest can follow with the next change. */
  if (!(new_set ? rebuild_set (self, &local) : bring_manifest (self, &local)))
    g_message ("manifest behind the header: %s", local->message);
  return TRUE;
}
