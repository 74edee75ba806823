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
 * repaired from the other one. Errors also: WRONG_KEY; INVALID when a recovery key has a typing
 * mistake that its check group shows.
 */
VdVault *vd_vault_open (const char *dir,
                        VdVaultKey kind,
                        const VdSecret *key,
                        const VdClock *clock,
                        GError **error);

/** Wipes the keys, closes the files, releases the lock. NULL is fine. */
void vd_vault_close (VdVault *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VdVault, vd_vault_close)

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

/** Destroys a record. Errors also: NOT_FOUND. */
gboolean vd_vault_delete (VdVault *self, gint64 id, GError **error);

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
 * that opening has just repaired); "store" store.db; "table" and its name; "record", "item" or
 * "log" and the number.
 */
typedef void (*VdVaultProblemFunc) (const char *what, const char *where, gpointer data);

/**
 * vd_vault_verify:
 * Reads and decrypts everything. Returns: FALSE with an error only when it could not go on.
 */
gboolean vd_vault_verify (VdVault *self, VdVaultProblemFunc func, gpointer data, GError **error);
