/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "vault/header.h"
#include "vault/keys.h"

typedef enum {
  VD_SLOT_USER = 1,
  VD_SLOT_RECOVERY = 2,
} VdSlotKind;

typedef enum {
  VD_ROLE_NONE = 0, /* of the recovery slot */
  VD_ROLE_LEADER = VD_VAULT_LEADER,
  VD_ROLE_MEMBER = VD_VAULT_MEMBER,
} VdRole;

/** Longest display name in bytes. */
#define VD_SLOT_NAME_MAX 124

/** What a slot says about its owner. */
typedef struct {
  VdSlotKind kind;
  guint16 user;
  VdRole role;
  const char *name; /* (nullable) */
} VdSlotOwner;

/** Makes vault id, header key, the first generation and a page of unused slots. */
void vd_keyslot_prepare (VdHeader *header, VdKeys *keys);

/**
 * vd_keyslot_add_user:
 * Fills slot @index: a new pair, its keyring column, and the payload under the key that @passphrase
 * gives with the parameter set @set of the header. The caller encodes and writes the page.
 * Errors: INVALID (the passphrase is not UTF-8), NO_MEMORY.
 */
gboolean vd_keyslot_add_user (VdHeader *header,
                              VdKeys *keys,
                              guint index,
                              const VdSlotOwner *owner,
                              const VdSecret *passphrase,
                              guint set,
                              GError **error);

/** Like vd_keyslot_add_user(), under the VD_RECOVERY_SIZE bytes of @recovery. */
void
vd_keyslot_add_recovery (VdHeader *header, VdKeys *keys, guint index, const VdSecret *recovery);

/** Makes slot @index one that nobody has: what was in it opens nothing any more. */
void vd_keyslot_clear (VdHeader *header, guint index);

/**
 * vd_keyslot_add_generation:
 * Starts a new key generation for what is written from now on, sealed to the slots of @members only
 * (a bit for each slot). Returns: FALSE when the keyring has no room.
 */
gboolean vd_keyslot_add_generation (VdHeader *header, VdKeys *keys, guint members);

/** Forgets all generations but the current one. Nothing may be sealed under them any more. */
void vd_keyslot_drop_generations (VdHeader *header, VdKeys *keys);

/** Returns: whether @key opens slot @index. Errors: NO_MEMORY, INVALID, as in unlocking. */
gboolean vd_keyslot_fits (const VdHeader *header,
                          VdVaultKey kind,
                          const VdSecret *key,
                          guint index,
                          GError **error);

/**
 * vd_keyslot_unlock:
 * Tries all slots, checks the MAC of the page, opens the keyring.
 * Errors: WRONG_KEY (no slot is of this key), DAMAGED, NO_MEMORY, INVALID (a recovery key with a
 * typing mistake).
 * Returns: (transfer full): the keys, arena closed.
 */
VdKeys *
vd_keyslot_unlock (const VdHeader *header, VdVaultKey kind, const VdSecret *key, GError **error);
