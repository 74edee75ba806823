/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "app/cases.h"
#include "core/guidance.h"
#include "share/export.h"
#include "share/pack-store.h"

/**
 * Everything the windows show, in one object on the main thread: the pack, whether the vault is
 * open, the cases, the assessment in hand and whether it is saved. All work that blocks (key
 * derivation, disk, PDF) is a job on the one vault thread, in order; jobs finish through GTask on
 * the main loop. A window is built from a session and may be thrown away and built again.
 *
 * Errors are VD_ERROR; app/user-error turns them into sentences.
 */
#define VD_TYPE_SESSION (vd_session_get_type ())
G_DECLARE_FINAL_TYPE (VdSession, vd_session, VD, SESSION, GObject)

typedef enum {
  VD_SESSION_EMPTY,  /* no vault yet: first run */
  VD_SESSION_LOCKED, /* a vault is there */
  VD_SESSION_BUSY,   /* creating or unlocking */
  VD_SESSION_UNLOCKED,
} VdSessionState;

typedef enum {
  VD_SAVE_NONE,   /* nothing changed yet */
  VD_SAVE_SAVING, /* a change is on its way to the disk */
  VD_SAVE_SAVED,  /* the last change is on the disk */
  VD_SAVE_FAILED, /* it is not: vd_session_save_error(), tried again with the next change */
} VdSaveState;

/**
 * Properties (notify): "state" (int VdSessionState), "save-state" (int VdSaveState).
 * Signals: "record-changed" (answers, fields or lists of the record in hand changed; guidance is
 * fresh), "cases-changed" (the list was read again), "store-changed" (what session-store.h tells of
 * the vault), "progress" (double: of a long job, from 0 to 1, -1 when that is not known), "locked"
 * (after the vault is closed), "content-loaded" (once, when the pack came after the session).
 *
 * @vault_dir: where the vault is or will be; @pack: NULL when vd_session_expect_pack() follows;
 * @clock must outlive the session.
 */
VdSession *vd_session_new (const char *vault_dir, const VdPack *pack, const VdClock *clock);

/**
 * vd_session_new_in_memory:
 * A session for practice: open from the start, over no vault. Its record changes and is guided like
 * any other and is never stored; what needs a vault fails.
 */
VdSession *
vd_session_new_in_memory (const VdPack *pack, const VdClock *clock, const char *language);

/** Takes @record (transfer full) in hand; only in a session made with vd_session_new_in_memory().
 */
void vd_session_practise (VdSession *self, VdRecord *record);

/**
 * vd_session_set_pack_store:
 * @store: (transfer full): once, before the first unlock: where a record finds the pack it was made
 *   with, and where the bundle is kept for the time after the program's next update
 */
void vd_session_set_pack_store (VdSession *self, VdPackStore *store);

/** Waits for the pack if it must. Returns: (transfer none) */
typedef VdPack *(*VdPackSource) (gpointer data);

/**
 * vd_session_expect_pack:
 * A locked window can be shown before its content is read. Whoever asks for the pack before
 * vd_session_set_pack() waits for @source.
 */
void vd_session_expect_pack (VdSession *self, VdPackSource source, gpointer data);
void vd_session_set_pack (VdSession *self, VdPack *pack);
/** Whether vd_session_get_pack() answers at once. */
gboolean vd_session_has_pack (VdSession *self);

VdSessionState vd_session_get_state (VdSession *self);
/** The pack of the record in hand, which is the one it was made with when that is still there; else
 *  the one in use. Nodes of either live as long as the session. */
const VdPack *vd_session_get_pack (VdSession *self);
const VdClock *vd_session_get_clock (VdSession *self);
const char *vd_session_get_vault_dir (VdSession *self);

/** Language of the screen and of content shown to staff ("nb"); set before windows are built. */
const char *vd_session_get_language (VdSession *self);
void vd_session_set_language (VdSession *self, const char *tag);

/* The unit, sealed in the vault: defaults for new assessments. */
const char *vd_session_get_setting (VdSession *self); /* "prison", ... */
const char *vd_session_get_unit (VdSession *self);
/** Initials that stand in `by` of new entries; "" when not given. */
const char *vd_session_get_initials (VdSession *self);
void vd_session_set_unit_async (VdSession *self,
                                const char *setting,
                                const char *unit,
                                const char *initials,
                                GAsyncReadyCallback callback,
                                gpointer data);
gboolean vd_session_set_unit_finish (VdSession *self, GAsyncResult *result, GError **error);

/** Months after which closed cases may be deleted; 0: no rule. */
int vd_session_get_retention (VdSession *self);
void vd_session_set_retention_async (VdSession *self,
                                     int months,
                                     GAsyncReadyCallback callback,
                                     gpointer data);
gboolean vd_session_set_retention_finish (VdSession *self, GAsyncResult *result, GError **error);

/**
 * vd_session_get_contacts:
 * The unit's own sheet of contacts, sealed in the vault.
 * Returns: (transfer none): an array of objects with the texts `name`, `role`, `phone`, `hours`,
 * `note` and the date `checked`, the id of the pack's contact that it is the number `for`, each
 * absent when not given, and other members that a newer program may have written; empty when
 * locked.
 */
const json_t *vd_session_get_contacts (VdSession *self);

/** @contacts: copied. The sheet changes at once; the callback says when it is on the disk. When
 * that fails the sheet is again what it was. */
void vd_session_set_contacts_async (VdSession *self,
                                    const json_t *contacts,
                                    GAsyncReadyCallback callback,
                                    gpointer data);
gboolean vd_session_set_contacts_finish (VdSession *self, GAsyncResult *result, GError **error);

/**
 * vd_session_create_async:
 * @passphrase: (transfer full)
 * @kdf: (nullable): measured and chosen when NULL
 * Cancelling takes effect when the key derivation ends: nothing is left behind then.
 */
void vd_session_create_async (VdSession *self,
                              VdSecret *passphrase,
                              const VdKdf *kdf,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer data);
/** Returns: (transfer full): the recovery key as text, to show once. The session is unlocked. */
VdSecret *vd_session_create_finish (VdSession *self, GAsyncResult *result, GError **error);

/** @key: (transfer full). Cancelling takes effect when the key derivation ends. */
void vd_session_unlock_async (VdSession *self,
                              VdVaultKey kind,
                              VdSecret *key,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer data);
gboolean vd_session_unlock_finish (VdSession *self, GAsyncResult *result, GError **error);

/**
 * vd_session_lock_async:
 * @draft: (nullable): half-typed text and the place on screen, as the window wrote it (JSON);
 *   sealed first. Pending saves are drained, the vault is closed and the keys wiped. When sealing
 *   the draft fails the vault stays open and the error says why.
 */
void vd_session_lock_async (VdSession *self,
                            const char *draft,
                            GAsyncReadyCallback callback,
                            gpointer data);
gboolean vd_session_lock_finish (VdSession *self, GAsyncResult *result, GError **error);

/** Returns: (transfer full) (nullable): the draft sealed at the last lock, given out once after an
 *  unlock. The vault keeps it until the next lock, or until a record is deleted. */
char *vd_session_take_draft (VdSession *self);

/** Returns: a bit (1 << item) for each of VD_VAULT_DRAFT and VD_VAULT_SETTINGS that was damaged
 * when the vault was opened, given out once. The cases open all the same; the next draft or
 * settings that are saved take the place of what was damaged. */
guint vd_session_take_damaged (VdSession *self);

/* Cases. */
/** Returns: (transfer none) (element-type VdCase): as last read; empty when locked. */
const GPtrArray *vd_session_get_cases (VdSession *self);
/** Makes a record from the unit's defaults; it is stored with its first change. */
void vd_session_new_record (VdSession *self, const char *setting, const char *form);
void vd_session_open_record_async (VdSession *self,
                                   const char *id,
                                   GAsyncReadyCallback callback,
                                   gpointer data);
gboolean vd_session_open_record_finish (VdSession *self, GAsyncResult *result, GError **error);
void vd_session_delete_record_async (VdSession *self,
                                     const char *id,
                                     GAsyncReadyCallback callback,
                                     gpointer data);
gboolean vd_session_delete_record_finish (VdSession *self, GAsyncResult *result, GError **error);
/** Lets go of the record in hand; pending saves go on. */
void vd_session_close_record (VdSession *self);

/* The record in hand: read freely, change only through these. NULL when there is none. */
const VdRecord *vd_session_get_record (VdSession *self);
/** Returns: (transfer none) (nullable): guidance for the record as it is now. */
const VdGuidance *vd_session_get_guidance (VdSession *self);
VdSaveState vd_session_get_save_state (VdSession *self);
const GError *vd_session_get_save_error (VdSession *self); /* (nullable) */
/** Returns: (nullable): local time of the last durable save, "10:16". */
const char *vd_session_get_saved_time (VdSession *self);

/* Every change is checked, shows in the record at once and is on its way to the disk when the call
 * returns; changes that come fast are one save. FALSE with INVALID leaves everything as it was. */
gboolean vd_session_set_text (VdSession *self, const char *path, const char *value, GError **error);
void vd_session_set_bool (VdSession *self, const char *path, gboolean value);
void vd_session_unset (VdSession *self, const char *path);
gboolean vd_session_set_number (VdSession *self, const char *path, int value, GError **error);
void vd_session_list_set (VdSession *self, const char *path, const char *code, gboolean on);
void vd_session_list_asked (VdSession *self, const char *path);
gboolean
vd_session_set_texts (VdSession *self, const char *path, const char *const *items, GError **error);
/** Date, author, text as shown and language are filled in. @note NULL keeps the live entry's. */
gboolean vd_session_answer (VdSession *self,
                            const char *id,
                            VdAnswerValue value,
                            guint basis,
                            const char *note,
                            GError **error);
/** Adds a further dated entry: said or seen later. */
gboolean vd_session_add_answer (VdSession *self,
                                const char *id,
                                VdAnswerValue value,
                                guint basis,
                                const char *note,
                                GError **error);
void vd_session_withdraw_answer (VdSession *self, const char *id);
/** @kind: "observation", ...; @corrects: index of an earlier entry or -1. */
gboolean vd_session_add_journal (VdSession *self,
                                 const char *kind,
                                 const char *text,
                                 int corrects,
                                 GError **error);
/** @state: "done", "not-relevant", "open"; time and author are filled in. */
void vd_session_set_step (VdSession *self, const char *id, const char *state);
void vd_session_set_prepare (VdSession *self, const char *id, gboolean done);
gboolean vd_session_append (VdSession *self, const char *list, json_t *item, GError **error);
gboolean
vd_session_replace (VdSession *self, const char *list, guint index, json_t *item, GError **error);
void vd_session_remove (VdSession *self, const char *list, guint index);
/** Consent of today for @parts (NULL-terminated) to @recipient; @explained: how. */
gboolean vd_session_add_consent (VdSession *self,
                                 const char *recipient,
                                 const char *const *parts,
                                 const char *explained,
                                 GError **error);
void vd_session_withdraw_consent (VdSession *self, const char *recipient);

/** Waits until every change is on the disk. */
void vd_session_flush_async (VdSession *self, GAsyncReadyCallback callback, gpointer data);
gboolean vd_session_flush_finish (VdSession *self, GAsyncResult *result, GError **error);

/* Letting data out. */
/**
 * vd_session_export_async:
 * @choice: copied; without an anchor the document gets a new number
 * @age_keys: (nullable): NULL-terminated, the recipients for VD_PROTECT_AGE_KEY
 * @path: where to; never overwritten
 *
 * Builds the referral from the record in hand, renders, protects, signs a package with the unit's
 * key, logs, then writes; records the share. Errors: REFUSED, NOT_PRINTABLE, EXISTS, INVALID (key),
 * disk errors.
 */
void vd_session_export_async (VdSession *self,
                              const char *recipient,
                              const VdReferralChoice *choice,
                              const char *lang,
                              VdProtection protection,
                              const char *const *age_keys,
                              const char *path,
                              GAsyncReadyCallback callback,
                              gpointer data);
/** @passphrase: (out) (nullable) (transfer full): the generated words, to be told by phone. */
gboolean vd_session_export_finish (VdSession *self,
                                   GAsyncResult *result,
                                   VdSecret **passphrase,
                                   GError **error);
