/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/search.h"
#include "app/session.h"

/**
 * Looking after the vault: people, recovery key, backups, log, checks. Everything that blocks is a
 * job in the vault thread. While one runs, "progress" of the session tells how far it is; a lock
 * stops it, and what it had not finished is not there.
 */

/** What the vault says about itself; a copy of the last time it was asked. */
typedef struct {
  VdVaultHealth health;
  gboolean leader;  /* may change the team */
  GPtrArray *users; /* (element-type VdVaultUser) */
  char *anchor;     /* of the log */
} VdStoreInfo;

/** Returns: (transfer none) (nullable): NULL when locked. The signal "store-changed" of the session
 *  says when it was read again. */
const VdStoreInfo *vd_session_get_store (VdSession *self);

/** Returns: (transfer none) (nullable): the name of user @number; NULL when there is none. */
const char *vd_store_user_name (const VdStoreInfo *info, guint16 number);

/** Returns: (nullable): why today's copy inside the folder could not be written. */
const GError *vd_session_get_copy_error (VdSession *self);

typedef enum {
  VD_STORE_ADD_USER,          /* name, role, passphrase */
  VD_STORE_SET_USER,          /* user, name, role */
  VD_STORE_REMOVE_USER,       /* user */
  VD_STORE_CHANGE_PASSPHRASE, /* old, passphrase */
  VD_STORE_RESET_PASSPHRASE,  /* user, passphrase */
  VD_STORE_RAISE_KDF,         /* kdf */
  VD_STORE_ROTATE_RECOVERY,   /* brings: recovery */
  VD_STORE_CHECK_RECOVERY,    /* old: the recovery key as typed */
  VD_STORE_RESEAL,
  VD_STORE_BACKUP,         /* path, passphrase (nullable); brings: records */
  VD_STORE_VERIFY,         /* brings: problems */
  VD_STORE_LOG,            /* brings: events */
  VD_STORE_CHECK_ANCHOR,   /* anchor; brings: seq */
  VD_STORE_SALVAGE,        /* record, path; brings: left */
  VD_STORE_REMOVE_DAMAGED, /* record */
  VD_N_STORE_ACTIONS,
} VdStoreAction;

/** Where something is damaged: as vd_vault_verify() says it. */
typedef struct {
  char *what;
  char *where;
} VdStoreProblem;

/** An entry of the log, copied. */
typedef struct {
  gint64 seq;
  gint64 time;
  guint16 user;
  VdVaultEvent event;
  gint64 record;
  char *code; /* "" when there is none */
  gboolean fits;
} VdStoreEvent;

/** What is to be done, and afterwards what came of it. */
typedef struct {
  VdStoreAction action;
  guint16 user;
  VdVaultRole role;
  char *name;
  char *path;
  char *anchor;
  gint64 record; /* row of a damaged one */
  VdSecret *passphrase;
  VdSecret *old;
  VdKdf kdf;
  /* Brought back. */
  VdSecret *recovery;
  guint records;
  gint64 seq;
  gboolean left;       /* something of the record could be read, and is in the file */
  GPtrArray *problems; /* (element-type VdStoreProblem) */
  GPtrArray *events;   /* (element-type VdStoreEvent): the oldest first */
} VdStoreJob;

VdStoreJob *vd_store_job_new (VdStoreAction action);
void vd_store_job_free (VdStoreJob *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (VdStoreJob, vd_store_job_free)

/** @job: (transfer full). Cancelling takes effect in RESEAL, BACKUP and VERIFY; the others are
 * short. What a VERIFY that was cancelled had found is in the job. */
void vd_session_store_async (VdSession *self,
                             VdStoreJob *job,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer data);
/** Returns: (transfer none): the job with what it brought, as long as @result; NULL with an error.
 *  Errors: as the function of vault/vault.h that does it. */
VdStoreJob *vd_session_store_finish (VdSession *self, GAsyncResult *result, GError **error);

/* Restoring. */

/**
 * vd_session_restore_async:
 * @path: a backup
 * @kind: what @key is: the recovery key of the vault it is of, or the passphrase of the backup
 * @key: (transfer full)
 * @passphrase: (transfer full): of the new vault
 * @name: (nullable): of its first user
 *
 * Without a vault here the restored one takes its place and is open afterwards. Otherwise it is
 * made in a folder beside, and vd_session_switch_async() puts it in the place of the present one.
 */
void vd_session_restore_async (VdSession *self,
                               const char *path,
                               VdVaultKey kind,
                               VdSecret *key,
                               VdSecret *passphrase,
                               const char *name,
                               const VdKdf *kdf,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer data);
/**
 * vd_session_restore_finish:
 * @beside: (out) (transfer full) (nullable): the folder of the new vault; NULL when it is the open
 *   one now
 * @records: (out) (optional)
 * Returns: (transfer full): the recovery key of the new vault, to show once.
 */
VdSecret *vd_session_restore_finish (VdSession *self,
                                     GAsyncResult *result,
                                     char **beside,
                                     guint *records,
                                     GError **error);

/** Closes the present vault, if it is open, and exchanges it with the one in @beside. Afterwards
 *  the session is locked, over the new one; the old one is in @beside. */
void vd_session_switch_async (VdSession *self,
                              const char *beside,
                              GAsyncReadyCallback callback,
                              gpointer data);
gboolean vd_session_switch_finish (VdSession *self, GAsyncResult *result, GError **error);

/** Returns: (transfer full): the copies of the day that lie in the folder of the vault, also when
 * that does not open: paths, the newest first. The recovery key opens them. */
char **vd_session_list_copies (VdSession *self);

/** Returns: (transfer full): folders beside the vault that a restore left: earlier vaults, or new
 *  ones that were never switched to. Paths, the oldest first. */
char **vd_session_list_beside (VdSession *self);

/** Opens the vault in @beside with @passphrase (transfer full) and destroys it. */
void vd_session_destroy_beside_async (VdSession *self,
                                      const char *beside,
                                      VdSecret *passphrase,
                                      GAsyncReadyCallback callback,
                                      gpointer data);

/** Destroys the open vault. The session is empty or, when something could not be removed, locked.
 */
void vd_session_destroy_async (VdSession *self, GAsyncReadyCallback callback, gpointer data);
/** For both of the above. */
gboolean vd_session_destroy_finish (VdSession *self, GAsyncResult *result, GError **error);

/**
 * vd_session_rescue_async:
 * @key: (transfer full)
 * @passphrase: (transfer full) (nullable): of the file; NULL: the recovery key opens it
 *
 * For a vault that is too damaged to be opened: writes what can still be read into a backup at
 * @path. Changes nothing in the vault.
 */
void vd_session_rescue_async (VdSession *self,
                              VdVaultKey kind,
                              VdSecret *key,
                              const char *path,
                              VdSecret *passphrase,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer data);
/** Returns: (transfer none): the job with records and problems, as long as @result. */
VdStoreJob *vd_session_rescue_finish (VdSession *self, GAsyncResult *result, GError **error);

/* Searching. */

/** Looks for @words in all texts of all records (app/search.h). Another one that begins cancels it.
 */
void vd_session_search_async (VdSession *self,
                              const char *words,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer data);
/**
 * vd_session_search_finish:
 * @unreadable: (out) (optional): how many records are damaged and were not looked in
 * Returns: (transfer full) (element-type VdSearchFound). Errors: CANCELLED, INVALID (no word, or
 *   too many).
 */
GPtrArray *
vd_session_search_finish (VdSession *self, GAsyncResult *result, guint *unreadable, GError **error);
