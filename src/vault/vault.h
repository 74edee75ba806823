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
 * Returns: whether @dir holds a vault, readable or not (a `header`, `store.db` or daily copy is
 * there). What a creation left that was killed half-way is none, and the next creation clears it
 * away.
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

/** The people of a vault. At most 7 besides the recovery key. */
typedef struct {
  guint16 number; /* never used again, also in the log */
  VdVaultRole role;
  char *name;
  gint64 since; /* seconds since 1970; of the passphrase */
  VdKdf kdf;    /* of the passphrase */
  gboolean is_me;
} VdVaultUser;

/** Returns: (transfer full) (element-type VdVaultUser). */
GPtrArray *vd_vault_users (VdVault *self);

/** Returns: whether this opening may change the team: a leader, or the recovery key. */
gboolean vd_vault_is_leader (VdVault *self);

/**
 * vd_vault_add_user:
 * @number: (out)
 *
 * Errors also: NOT_LEADER, TEAM_FULL, TAKEN (the passphrase is somebody's already: it would open as
 * that person), INVALID (name or passphrase).
 */
gboolean vd_vault_add_user (VdVault *self,
                            const char *name,
                            VdVaultRole role,
                            const VdSecret *passphrase,
                            guint16 *number,
                            GError **error);

/** Another name or role. Errors also: NOT_FOUND, NOT_LEADER, LAST_LEADER. */
gboolean vd_vault_set_user (VdVault *self,
                            guint16 number,
                            const char *name,
                            VdVaultRole role,
                            GError **error);

/**
 * vd_vault_remove_user:
 * The user's slot is overwritten, and what is saved from now on is sealed under a key the user
 * never had. What the user has seen already stays readable to who kept a copy of the whole folder
 * or of a backup; vd_vault_reseal() ends that for what is in the folder now. Errors also:
 * NOT_FOUND, NOT_LEADER, LAST_LEADER (or oneself).
 */
gboolean vd_vault_remove_user (VdVault *self, guint16 number, GError **error);

/** For who has opened it with a passphrase. Errors also: WRONG_KEY (@old), REFUSED (opened with the
 * recovery key), TAKEN, INVALID. */
gboolean vd_vault_change_passphrase (VdVault *self,
                                     const VdSecret *old,
                                     const VdSecret *passphrase,
                                     GError **error);

/** For a leader or the recovery key, when somebody has forgotten it. Errors also: as in adding. */
gboolean vd_vault_reset_passphrase (VdVault *self,
                                    guint16 number,
                                    const VdSecret *passphrase,
                                    GError **error);

/**
 * vd_vault_raise_kdf:
 * Everybody's passphrase moves to @kdf at the next opening with it. Errors also: INVALID (out of
 * bounds, or not costlier), NOT_LEADER, REFUSED (somebody has not moved since the last time).
 */
gboolean vd_vault_raise_kdf (VdVault *self, const VdKdf *kdf, GError **error);

/** @recovery: (out) (transfer full): the new key; the old one opens nothing from now on but earlier
 * backups. The drill counts as never done, and the daily copies as of another key: call
 * vd_vault_daily_copy() next, which writes one for the new key and removes those for the old.
 * Errors also: NOT_LEADER. */
gboolean vd_vault_rotate_recovery (VdVault *self, VdSecret **recovery, GError **error);

/** The drill: whether @text is the recovery key. Noted in the log. Errors also: WRONG_KEY, INVALID.
 */
gboolean vd_vault_check_recovery (VdVault *self, const VdSecret *text, GError **error);

/** Called now and then. Returns: FALSE to stop, which ends in CANCELLED. */
typedef gboolean (*VdVaultProgress) (guint64 done, guint64 total, gpointer data);

/**
 * vd_vault_reseal:
 * Everything under a new key, for a suspected compromise. Can be stopped and taken up again; what
 * was done stays done. Begins with a daily copy when there is none of today, if that can be
 * written.
 * @progress: (nullable). Errors also: NOT_LEADER, CANCELLED, DAMAGED
 * (something could not be read; the rest is done, and old keys are kept for it).
 */
gboolean vd_vault_reseal (VdVault *self, VdVaultProgress progress, gpointer data, GError **error);

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
/** @codes: NULL-terminated: as vd_vault_save_logged(), with an entry for each of them. */
gboolean vd_vault_save_coded (VdVault *self,
                              gint64 *id,
                              const VdSecret *body,
                              const VdSecret *summary,
                              const char *const *codes,
                              GError **error);
gboolean vd_vault_delete_logged (VdVault *self, gint64 id, const char *code, GError **error);

/**
 * vd_vault_salvage:
 * @id: of a damaged record, as vd_vault_list() and vd_vault_verify() name it
 * @path: a file that does not exist; its folder does
 *
 * Writes what is left of the record, for a person to look at: an age file for the recovery key
 * (vd_vault_backup_identity()), read back like a backup, with the text of summary and body as far
 * as their keys can be had. Nothing of it was verified; a few damaged bytes leave the rest
 * readable. Also for a vault that is open for repair. Errors also: REFUSED (the record is whole),
 * EXISTS, DAMAGED (nothing of it can be read: no file was written; or no recovery key is known).
 */
gboolean vd_vault_salvage (VdVault *self, gint64 id, const char *path, GError **error);

/**
 * vd_vault_remove_damaged:
 * Removes one damaged record, which otherwise stands in the way of every backup; what is left of it
 * is destroyed like any record that is deleted. Ask first, and offer vd_vault_salvage(). Noted in
 * the log as a deletion with the code "damaged". Errors also: NOT_FOUND, REFUSED (the record is
 * whole: that is for vd_vault_delete_logged()).
 */
gboolean vd_vault_remove_damaged (VdVault *self, gint64 id, GError **error);

/** @kind: (out) (nullable) (transfer none): the file system, such as "ext4", or "unknown". */
VdDeletion vd_vault_deletion_strength (VdVault *self, const char **kind);

/** @body is @size bytes and a 0 behind them, valid and not wiped during the call only; NULL when
 * the record is damaged. Returns: FALSE to stop, which is no error. */
typedef gboolean (*VdVaultScanFunc) (gint64 id, const char *body, gsize size, gpointer data);

/**
 * vd_vault_scan:
 * Opens every record in turn, for a search in their text. @progress is called after every 256
 * records. Errors also: CANCELLED (@progress returned FALSE).
 */
gboolean vd_vault_scan (VdVault *self,
                        VdVaultScanFunc func,
                        VdVaultProgress progress,
                        gpointer data,
                        GError **error);

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
 *
 * On a full disk only an unlock is noted, with the reserve: who cannot get in cannot make room.
 */
gboolean
vd_vault_log (VdVault *self, VdVaultEvent event, gint64 record, const char *code, GError **error);

/** An entry of the log. */
typedef struct {
  gint64 seq;
  gint64 time;  /* seconds since 1970, UTC */
  guint16 user; /* 0: the recovery key */
  VdVaultEvent event;
  gint64 record; /* 0: none */
  const char *code;
  gboolean fits; /* FALSE: it is damaged, or does not follow from the one before it */
} VdVaultLogEntry;

typedef void (*VdVaultLogFunc) (const VdVaultLogEntry *entry, gpointer data);

/** Calls @func with each entry, the oldest first. */
gboolean vd_vault_log_each (VdVault *self, VdVaultLogFunc func, gpointer data, GError **error);

/**
 * vd_vault_anchor:
 * Returns: (transfer full): the state of the log as text to print or to read out: the generation of
 * the store at the last entry and 8 groups of 4 hexadecimal digits, such as
 * "417-0c1e-77a0-...-93bd". "0-0000-..." while the log is empty.
 */
char *vd_vault_anchor (VdVault *self);

/** @seq: (out) (optional): the entry that @anchor is of. Returns: whether the log holds that entry
 * and everything before it unchanged. Errors also: INVALID (not an anchor), NOT_FOUND (not of this
 * log), DAMAGED (of it, but something before it does not fit). */
gboolean vd_vault_check_anchor (VdVault *self, const char *anchor, gint64 *seq, GError **error);

/** Dates and numbers for the person who looks after the vault. Times are seconds since 1970, 0:
 * never. */
typedef struct {
  guint64 generation; /* one more with every change */
  guint32 records;
  gint64 events;
  gint64 drill;     /* the recovery key was typed back */
  gint64 backup;    /* a backup outside the folder was verified */
  gint64 copy;      /* the daily copy */
  guint32 unbacked; /* changes of records since @backup */
  guint waiting;    /* secrets that could not be overwritten yet */
  guint repaired;   /* header copies mended at opening: 1 for A, 2 for B */
  VdDeletion deletion;
  const char *kind; /* of file system */
} VdVaultHealth;

void vd_vault_health (VdVault *self, VdVaultHealth *health);

/**
 * One call per problem: @what names the kind, @where the place. "header-copy" A or B (also one
 * that opening has just repaired); "manifest" store.db; "store" store.db; "table" and its name;
 * "slot" (its two copies differ), "record", "item" or "log" and the number.
 */
typedef void (*VdVaultProblemFunc) (const char *what, const char *where, gpointer data);

/**
 * vd_vault_verify:
 * @func: with @data
 * @progress: (nullable): with @progress_data
 *
 * Reads and decrypts everything. Returns: FALSE with an error only when it could not go on: what
 * was named until then is damaged, of the rest nothing is known. Errors also: CANCELLED.
 */
gboolean vd_vault_verify (VdVault *self,
                          VdVaultProblemFunc func,
                          gpointer data,
                          VdVaultProgress progress,
                          gpointer progress_data,
                          GError **error);

/**
 * vd_vault_backup:
 * @path: a file that does not exist; its folder does
 * @passphrase: (nullable): NULL for the recovery key, which is not needed to write one
 * @progress: (nullable)
 * @records: (out) (optional): how many are in it
 *
 * Writes an age file (docs/vault-format.md), syncs it, reads it back to its end and compares, and
 * only then gives it its name. Errors also: EXISTS, NOT_FOUND (no such folder), CANCELLED, INVALID
 * (an empty passphrase). A record that is damaged ends it with DAMAGED, unless the vault was opened
 * for repair: then what is readable is in it.
 */
gboolean vd_vault_backup (VdVault *self,
                          const char *path,
                          const VdSecret *passphrase,
                          VdVaultProgress progress,
                          gpointer data,
                          guint *records,
                          GError **error);

/** Writes the daily copy into the folder of the vault when the last is of another day. @progress:
 * (nullable). @written: (out) (optional): whether it did. Errors also: CANCELLED. */
gboolean vd_vault_daily_copy (VdVault *self,
                              VdVaultProgress progress,
                              gpointer data,
                              gboolean *written,
                              GError **error);

/**
 * vd_vault_restore:
 * @path: a backup
 * @kind: what @key is: the recovery key of the vault it is of, or the passphrase of the backup
 * @dir: of the new vault, which must not exist or be empty
 * @passphrase: of the new vault
 * @name: (nullable): of its first user
 * @recovery: (out) (transfer full): of the new vault
 *
 * Makes a new vault from the backup, with the log and its anchors, and verifies it. Nothing is left
 * behind when it fails. Errors also: WRONG_KEY, INVALID (not a backup), NEWER, EXISTS, CANCELLED.
 */
VdVault *vd_vault_restore (const char *path,
                           VdVaultKey kind,
                           const VdSecret *key,
                           const char *dir,
                           const VdSecret *passphrase,
                           const char *name,
                           const VdKdf *kdf,
                           const VdClock *clock,
                           VdSecret **recovery,
                           VdVaultProgress progress,
                           gpointer data,
                           GError **error);

/**
 * vd_vault_switch:
 * Exchanges the names of two folders with closed vaults: afterwards @dir is the new one, and @fresh
 * the one that was there (when there was none, @fresh is gone). Errors also: IN_USE.
 */
gboolean vd_vault_switch (const char *dir, const char *fresh, GError **error);

/** Returns: (transfer full): the age identity that opens backups made for the recovery key @text,
 * also with the tool `age`. Errors: INVALID. */
VdSecret *vd_vault_backup_identity (const VdSecret *text, GError **error);

/** Returns: (transfer full): the unit's signing key (seal/minisign). It belongs to the vault, not
 * to a user, and goes with a backup into the vault that is restored from it. */
VdSecret *vd_vault_sign_key (VdVault *self);

/** Returns: (transfer full): the unit's age identity as text: opens what others seal to it. As
 * long-lived as the signing key. */
VdSecret *vd_vault_unit_identity (VdVault *self);
