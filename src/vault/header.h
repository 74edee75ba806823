/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "vault/crypto.h"

/**
 * The header: one page, kept twice in the file `header` (copy A, then copy B) and only ever
 * overwritten in place, one copy synced before the other is touched. docs/vault-format.md has every
 * byte. This file knows the layout; what slots and keyring mean is keyslot's.
 */
#define VD_FORMAT 1
#define VD_HEADER_PAGE 8192
#define VD_HEADER_COPIES 2
#define VD_HEADER_SLOTS 8
#define VD_HEADER_KDFS 2
#define VD_HEADER_GENERATIONS 8

#define VD_VAULT_ID_SIZE 16
#define VD_SLOT_PAYLOAD 192

/** One set of parameters; id 0 marks an unused set. */
typedef struct {
  guint8 id; /* 1: Argon2id 1.3 */
  VdKdf kdf;
  guint8 salt[VD_SALT_SIZE];
} VdKdfSet;

#define VD_KDF_SET_SIZE 32

typedef struct {
  guint8 public_key[VD_KEY_SIZE];
  guint8 sealed[VD_SLOT_PAYLOAD + VD_SEAL_OVERHEAD];
  guint8 commitment[VD_HASH_SIZE];
} VdSlot;

/** One key generation: its key sealed to the public key of each slot. Number 0: unused. */
typedef struct {
  guint16 number;
  guint16 compartment;
  guint8 seals[VD_HEADER_SLOTS][VD_SEALED_KEY_SIZE];
} VdGeneration;

/** Nothing in it is secret. @page are the bytes as read or written; the MAC is over them. */
typedef struct {
  guint8 vault_id[VD_VAULT_ID_SIZE];
  guint64 generation; /* counts the writes of the header */
  VdKdfSet kdfs[VD_HEADER_KDFS];
  VdSlot slots[VD_HEADER_SLOTS];
  VdGeneration keyring[VD_HEADER_GENERATIONS];
  guint8 page[VD_HEADER_PAGE];
} VdHeader;

typedef enum {
  VD_HEADER_BAD, /* not what was written; says nothing about who changed it */
  VD_HEADER_GOOD,
  VD_HEADER_NEWER,
  VD_HEADER_OLDER,
} VdHeaderState;

/** Fills @page from the fields, with the MAC under the header key @hk (not yet the subkey). */
void vd_header_encode (VdHeader *self, const guint8 hk[VD_KEY_SIZE]);

/** Fills @self from @page. GOOD says that the checksum fits, not that the MAC does. */
VdHeaderState vd_header_decode (VdHeader *self, const guint8 page[VD_HEADER_PAGE]);

/** Returns: whether the MAC over the page as it was read is of @hk. */
gboolean vd_header_is_authentic (const VdHeader *self, const guint8 hk[VD_KEY_SIZE]);

/** Writes @set as it stands in the page; also part of the associated data of a slot. */
void vd_header_write_kdf (guint8 out[VD_KDF_SET_SIZE], const VdKdfSet *set);

/** Both copies as they are in the file. */
typedef struct {
  VdHeader copies[VD_HEADER_COPIES];
  VdHeaderState states[VD_HEADER_COPIES];
} VdHeaderFile;

/**
 * Reads both copies; one that is missing, cut short or unreadable is BAD.
 * Errors: NEWER when any copy is of a newer format, INVALID when one is of an early format that is
 * no longer read, DAMAGED when none is good.
 */
gboolean vd_header_read (int fd, VdHeaderFile *file, GError **error);

/**
 * Returns: (transfer none) (nullable): the @n-th copy to try: good, and of the highest generation
 * there is (an older one never counts). The second is there only when it differs from the first.
 */
const VdHeader *vd_header_candidate (const VdHeaderFile *file, guint n);

/** Writes both copies in the new file. Errors: READ_ONLY, DISK_FULL, INTERNAL. */
gboolean vd_header_write (const VdHeader *self, int fd, GError **error);

/**
 * vd_header_replace:
 * Brings both copies in the file to @self, which is of a higher generation: first the one that does
 * not count (B when they are alike), and the other only when that one is synced, so that at any
 * time one copy is whole. When the second cannot be written the first is what counts, and the next
 * opening mends the other. Errors: as in vd_header_write(); the header is the one from before, as
 * far as a disk that fails can tell.
 */
gboolean vd_header_replace (const VdHeader *self, int fd, GError **error);

/**
 * vd_header_repair:
 * Makes the copies of @file in @fd (-1: in none) the same as @good, which has been authenticated.
 * Returns: a bit (1 for A, 2 for B) for each copy that was not.
 */
guint vd_header_repair (const VdHeader *good, const VdHeaderFile *file, int fd);

/** Overwrites both copies with random bytes. Errors: as in vd_header_write(). */
gboolean vd_header_destroy (int fd, GError **error);
