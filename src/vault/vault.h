/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/date.h"
#include "base/error.h"
#include "base/secret.h"

/**
 * The vault: the only code that touches stored records and their keys. It stores bytes and knows
 * nothing of what they mean. A VdVault belongs to one thread (the vault thread; on the command
 * line the only one). Every function blocks on the disk.
 *
 * Errors everywhere: DAMAGED (message says which file or row), NEWER, IN_USE, DISK_FULL,
 * READ_ONLY, FILE_SYSTEM, NOT_FOUND, NO_MEMORY, INTERNAL.
 */
typedef struct _VdVault VdVault;

/** Argon2id parameters. VAULT.md 2.4: 3 to 10 passes, 64 MiB to 1 GiB; others are never tried. */
typedef struct {
  guint32 passes;
  guint64 memory; /* bytes */
} VdKdf;

extern const VdKdf vd_kdf_floor;   /* 3 passes, 64 MiB */
extern const VdKdf vd_kdf_default; /* 3 passes, 256 MiB */
extern const VdKdf vd_kdf_strong;  /* 3 passes, 512 MiB */

/**
 * vd_kdf_choose:
 * Measures once and returns the strongest of (4, 128 MiB), default, strong that stays under 2.5 s
 * and under half of the available memory. Takes up to some seconds.
 */
VdKdf vd_kdf_choose (void);

/** What overwriting a key in place destroys on the file system of the vault. */
typedef enum {
  VD_DELETION_STRONG,  /* it is gone from the disk, as far as the disk itself keeps no copies */
  VD_DELETION_WEAK,    /* the file system keeps or may keep copies (copy on write, journal) */
  VD_DELETION_UNKNOWN, /* a file system that is not known */
} VdDeletion;

/** A leader may change the team; a member may not. */
typedef enum {
  VD_VAULT_LEADER = 1,
  VD_VAULT_MEMBER = 2,
} VdVaultRole;

typedef enum {
  VD_VAULT_PASSPHRASE, /* UTF-8 text, normalised to NFKC inside */
  VD_VAULT_RECOVERY, /* the recovery key as shown: groups of four; spaces, hyphens, case ignored */
} VdVaultKey;

/**
 * Returns: whether @dir holds a vault, readable or not (a `header` or `store.db` is there). What a
 * creation left that was killed half-way is none, and the next creation clears it away.
 */
gboolean vd_vault_exists (const char *dir);

/**
 * vd_vault_create:
 * @dir: a folder that does not exist or is empty; made with mode 0700
 * @name: (nullable): display name of the first user, sealed in the slot
 * @recovery: (out) (transfer full): the recovery key as text to show once (8 groups of 4 and a
 *   check group, separated by hyphens)
 * @clock: (transfer none): where log entries take their time from; must outlive the vault
 *
 * Nothing is left behind when it fails. Errors also: EXISTS (a vault is there), INVALID (@kdf out
 * of bounds). The passphrase rule is the caller's (seal/words).
 * Returns: (transfer full): the open vault.
 */
VdVault *vd_vault_create (const char *dir,
                          const VdSecret *passphrase,
                          const char *name,
                          const VdKdf *kdf,
                          const VdClock *clock,
                          VdSecret **recovery,
                          GError **error);

/**
 * vd_vault_open:
 * Takes the lock first, then derives the key. Never creates anything. A damaged header copy is
 * repaired from the other one. A vault in which files or rows do not belong together is refused as
 * DAMAGED; vd_vault_open_for_repair() gets out what can be read. Errors also: WRONG_KEY; INVALID
 * when a recovery key has a typing mistake that its check group shows, or the vault was made by an
 * early version in a format that is no longer read.
 */
VdVault *vd_vault_open (const char *dir,
                        VdVaultKey kind,
                        const VdSecret *key,
                        const VdClock *clock,
                        GError **error);

/**
 * vd_vault_open_for_repair:
 * Like vd_vault_open(), but opens a damaged vault too, as long as one copy of the header, the slots
 * and the store can be read at all. Nothing can be changed (READ_ONLY): what is readable can be
 * listed, loaded, verified and written to a backup, from which a new vault is restored.
 */
VdVault *vd_vault_open_for_repair (const char *dir,
                                   VdVaultKey kind,
                                   const VdSecret *key,
                                   const VdClock *clock,
                                   GError **error);

/** Wipes the keys, closes the files, releases the lock. NULL is fine. */
void vd_vault_close (VdVault *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VdVault, vd_vault_close)

/**
 * vd_vault_destroy:
 * @self: (transfer full): closed in any case
 *
 * Overwrites the header and all slot secrets in place, after which no key opens anything of it,
 * then removes the files and the folder. For somebody who asked for it, and for a vault that was
 * made a moment ago and is not wanted. Returns: FALSE with an error when something could not be
 * overwritten or removed; everything that could be, was.
 */
gboolean vd_vault_destroy (VdVault *self, GError **error);

/** One record's summary: at most VD_VAULT_SUMMARY_MAX bytes, chosen by the caller. */
typedef struct {
  gint64 id;         /* positive, random */
  VdSecret *summary; /* NULL when damaged: the others stay usable */
} VdVaultEntry;

#define VD_VAULT_SUMMARY_MAX 508
#define VD_VAULT_BODY_MAX (1024 * 1024 - 64)
#define VD_VAULT_RECORDS_MAX 200000

/** Returns: (transfer full) (element-type VdVaultEntry): all records, in no promised order. */
GPtrArray *vd_vault_list (VdVault *self, GError **error);

/** Returns: (transfer full): the body saved last under @id. Errors also: NOT_FOUND. */
VdSecret *vd_vault_load (VdVault *self, gint64 id, GError **error);

/**
 * vd_vault_save:
 * @id: (inout): 0 for a new record; receives its id
 *
 * When it returns TRUE body and summary are on the disk, together; when FALSE the earlier version
 * is. Errors also: INVALID (larger than the maximum), NOT_FOUND (no such id).
 */
gboolean vd_vault_save (VdVault *self,
                        gint64 *id,
                        const VdSecret *body,
                        const VdSecret *summary,
                        GError **error);

/**
 * vd_vault_delete:
 * Removes a record and overwrites the secret it was sealed with, so that what is left of it in
 * journals and free blocks opens no more; vd_vault_deletion_strength() says how sure that is. When
 * the disk refuses the overwriting (a warning in the log) it is tried again with the next change
 * and at the next opening. Errors also: NOT_FOUND.
 */
gboolean vd_vault_delete (VdVault *self, gint64 id, GError **error);

/** The same as vd_vault_save() and vd_vault_delete() with an entry in the log in the same
 * transaction. @code: as in vd_vault_log(). */
gboolean vd_vault_save_logged (VdVault *self,
                               gint64 *id,
                               const VdSecret *body,
                               const VdSecret *summary,
                               const char *code,
                               GError **error);
gboolean vd_vault_delete_logged (VdVault *self, gint64 id, const char *code, GError **error);

/** @kind: (out) (nullable) (transfer none): the file system, such as "ext4", or "unknown". */
VdDeletion vd_vault_deletion_strength (VdVault *self, const char **kind);

/** Single sealed rows beside the records. */
typedef enum {
  VD_VAULT_DRAFT = 1, /* half-typed text and the place on screen, written at lock */
  VD_VAULT_SETTINGS,  /* the unit: workplace, name */
} VdVaultItem;

/** Returns: (transfer full): the bytes stored last. Errors also: NOT_FOUND when never stored. */
VdSecret *vd_vault_load_item (VdVault *self, VdVaultItem item, GError **error);

/** @bytes NULL removes the item. On the disk when it returns TRUE. */
gboolean
vd_vault_save_item (VdVault *self, VdVaultItem item, const VdSecret *bytes, GError **error);

typedef enum {
  VD_VAULT_EVENT_UNLOCK = 1,
  VD_VAULT_EVENT_CREATE,
  VD_VAULT_EVENT_VIEW,
  VD_VAULT_EVENT_CHANGE,
  VD_VAULT_EVENT_EXPORT,
  VD_VAULT_EVENT_PRINT,
  VD_VAULT_EVENT_DELETE,
  VD_VAULT_EVENT_FAILED_UNLOCKS, /* how many since the last unlock: the code, in digits */
  VD_VAULT_EVENT_CLOCK,          /* the clock went back by more than two minutes */
  VD_VAULT_EVENT_USER_ADDED,     /* the code: number of the user */
  VD_VAULT_EVENT_USER_REMOVED,   /* the code: number of the user */
  VD_VAULT_EVENT_PASSPHRASE,     /* changed */
  VD_VAULT_EVENT_KDF,            /* parameters raised */
  VD_VAULT_EVENT_RECOVERY,       /* a new recovery key */
  VD_VAULT_EVENT_DRILL,          /* the recovery key was typed back */
  VD_VAULT_EVENT_RESEAL,         /* everything sealed under a new key */
  VD_VAULT_EVENT_BACKUP,
  VD_VAULT_EVENT_RESTORE,
  VD_VAULT_EVENT_PACK, /* another content pack */
} VdVaultEvent;

/**
 * vd_vault_log:
 * Appends to the log, committed when it returns TRUE. Called before anything leaves.
 * @record: 0 when the event is not about one record
 * @code: (nullable): a fixed word such as "rosa:pdf", never free text or a name; at most 64 bytes
 */
gboolean
vd_vault_log (VdVault *self, VdVaultEvent event, gint64 record, const char *code, GError **error);

/**
 * One call per problem: @what names the kind, @where the place. "header-copy" A or B (also one
 * that opening has just repaired); "manifest" store.db; "store" store.db; "table" and its name;
 * "slot" (its two copies differ), "record", "item" or "log" and the number.
 */
typedef void (*VdVaultProblemFunc) (const char *what, const char *where, gpointer data);

/**
 * vd_vault_verify:
 * Reads and decrypts everything. Returns: FALSE with an error only when it could not go on.
 */
gboolean vd_vault_verify (VdVault *self, VdVaultProblemFunc func, gpointer data, GError **error);
