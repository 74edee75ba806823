/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "vault/keyslot.h"

/**
 * What the vault knows about its own keys and people, in one sealed item: secrets of the unit, and
 * a list of members. A slot of the header tells its owner only to who opens it, so names are kept
 * here as well. A member is real when the public key listed is the one in a slot of the header: the
 * list is written first, so that a change interrupted in between leaves nothing false.
 */
#define VD_TEAM_MAX 16
#define VD_TEAM_ITEM 3

typedef struct {
  guint8 public_key[VD_KEY_SIZE];
  VdSlotKind kind;
  VdRole role;
  guint16 number; /* of a user, never used twice; 0: recovery */
  guint8 set;     /* parameter set of the slot */
  gint64 since;
  guint8 recipient[VD_KEY_SIZE]; /* of backups: the recovery key's age recipient */
  char name[VD_SLOT_NAME_MAX + 1];
} VdMember;

typedef struct {
  VdSecret *log_key;
  VdSecret *sign_seed; /* of the Ed25519 pair of the unit */
  VdSecret *unit_key;  /* X25519 secret of the unit's age identity */
  guint16 next;        /* number of the next user */
  guint n;
  VdMember members[VD_TEAM_MAX];
} VdTeam;

/** Returns: (transfer full): with new random keys and no members. */
VdTeam *vd_team_new (void);
VdTeam *vd_team_copy (const VdTeam *self);
void vd_team_free (VdTeam *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (VdTeam, vd_team_free)

/** Returns: (transfer full): the bytes of the item. */
VdSecret *vd_team_write (const VdTeam *self);

/** Returns: (transfer full) (nullable): NULL when @bytes are not such an item. */
VdTeam *vd_team_read (const VdSecret *bytes);

/** Returns: the index of the slot of @member in @header; -1 when it has none. */
int vd_team_slot (const VdMember *member, const VdHeader *header);

/** Adds a member whose slot is @index of @header. */
VdMember *vd_team_add (VdTeam *self, const VdHeader *header, guint index, const VdSlotOwner *owner);

/** Drops everybody who has no slot in @header. */
void vd_team_prune (VdTeam *self, const VdHeader *header);

/** Returns: (transfer none) (nullable): the member with slot @index; NULL: the slot is unused. */
VdMember *vd_team_in_slot (VdTeam *self, const VdHeader *header, guint index);

/** Returns: (transfer none) (nullable): the member that is a user with @number and has a slot. */
VdMember *vd_team_user (VdTeam *self, const VdHeader *header, guint16 number);

/** Returns: (transfer none) (nullable): the recovery key's member. */
VdMember *vd_team_recovery (VdTeam *self, const VdHeader *header);
