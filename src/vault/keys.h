/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "vault/header.h"

/**
 * The keys of an open vault, in one guarded allocation that cannot be read or written between
 * vd_keys_allow() and vd_keys_deny().
 */
typedef struct {
  guint8 hk[VD_KEY_SIZE];                 /* the same in every slot: authenticates the header */
  guint8 uk[VD_KEY_SIZE];                 /* secret key of the slot that was opened */
  guint16 numbers[VD_HEADER_GENERATIONS]; /* of the keys beside it; 0: none */
  guint8 cks[VD_HEADER_GENERATIONS][VD_KEY_SIZE];
  guint8 set_key[VD_KEY_SIZE];     /* of the manifest's set of rows */
  guint8 log_key[VD_KEY_SIZE];     /* of the chain of the log */
  guint8 scratch[VD_SLOT_PAYLOAD]; /* for keys derived for one use */
} VdKeyArena;

typedef struct {
  VdKeyArena *arena;
  guint depth; /* of nested vd_keys_allow() */
  guint8 vault_id[VD_VAULT_ID_SIZE];
  guint16 user; /* 0: opened with the recovery key */
  guint slot;   /* of the header, that was opened */
  gboolean leader;
} VdKeys;

/** Returns: (transfer full): closed, all zero. */
VdKeys *vd_keys_new (void);
void vd_keys_free (VdKeys *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (VdKeys, vd_keys_free)

/** Opens the arena; calls nest. */
VdKeyArena *vd_keys_allow (VdKeys *self);
void vd_keys_deny (VdKeys *self);

/** Returns: (nullable): the key of generation @number in the open arena. */
const guint8 *vd_keys_find (const VdKeys *self, guint16 number);

/** Returns: the generation that new boxes are sealed with. The arena must be open. */
guint16 vd_keys_current (const VdKeys *self);
