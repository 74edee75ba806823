/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "vault/manifest.h"
#include "vault/place.h"
#include "vault/team.h"
#include "vault/vault.h"

/** Shared by the files that together are the vault: vault.c (making, opening), check.c (what
 * opening checks), change.c (writing), records.c, verify.c, users.c, backup.c. */
struct _VdVault {
  VdPlace *place;
  int header;            /* file, open while the vault is */
  VdHeader *header_page; /* as it is in the file */
  VdKeys *keys;
  VdSlots *slots;
  VdStore *store;
  VdManifest manifest;
  VdTeam *team;
  const VdClock *clock;
  GPtrArray *opened; /* (nullable): the list that opening has read, for the first who asks */
  guint repaired;    /* header copies found damaged at opening: 1 for A, 2 for B */
  gboolean repair;   /* opened although it is damaged: nothing is written */
  char *recipient;   /* (nullable): of backups, when it was opened with the recovery key */
};

/** Returns: (transfer full) (nullable): the age recipient of backups: the recovery key's. NULL when
 * the list of members is damaged and the vault was opened with a passphrase. */
char *vd_vault_backup_recipient (VdVault *self);

/**
 * vd_check_store:
 * Compares slots, store and header with the manifest, marks the slots in use, and overwrites those
 * that an interrupted change left. With self->repair nothing is written and disagreement is no
 * error. Errors: DAMAGED, NEWER.
 */
gboolean vd_check_store (VdVault *self, GError **error);

/** The list of summaries, put together while their table is walked. */
typedef struct _VdList VdList;

VdList *vd_list_new (VdVault *vault);
void vd_list_free (VdList *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (VdList, vd_list_free)

/** A VdStoreFunc: opens a summary and adds it to the list @data. The arena is open. */
void vd_list_row (const VdRow *row, const guint8 *box, gsize size, gpointer data);

/** Returns: (transfer full): its entries. Errors: NO_MEMORY, DAMAGED (too many). */
GPtrArray *vd_list_take (VdList *self, GError **error);

/** Returns: whether manifest, rows, keys and end of the log agree. */
gboolean vd_check_agrees (VdVault *self);

/** Recomputes the set of the manifest @next from the rows, under a new key. */
gboolean vd_check_rebuild_set (VdVault *self, VdManifest *next, GError **error);

/** Moves the slot of @passphrase to the costlier parameters when
 * there are some. Best effort: the slot is good as it is. */
void vd_users_move_slot (VdVault *self, const VdSecret *passphrase);

/** What a change of the header goes through, see header-change.c. */
gboolean vd_header_change_begin (VdVault *self, VdHeader *next, VdTeam **team, GError **error);
gboolean vd_header_change_announce (VdVault *self,
                                    VdTeam *team,
                                    VdVaultEvent event,
                                    guint16 user,
                                    GError **error);
gboolean vd_header_change_commit (VdVault *self, VdHeader *next, gboolean new_set, GError **error);

/** As vd_vault_create(). @keys: (nullable): whose secrets and next user number the new vault gets.
 */
VdVault *vd_vault_create_with (const char *dir,
                               const VdSecret *passphrase,
                               const char *name,
                               const VdKdf *kdf,
                               const VdClock *clock,
                               const VdTeam *keys,
                               VdSecret **recovery,
                               GError **error);
