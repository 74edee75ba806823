/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/opened.h"
#include "app/print.h"
#include "app/session.h"

/**
 * The session's dealings with other units: whose keys are known, the unit's own, what came in, and
 * what goes to paper. Letting a file out is in session.h.
 */

/* Keys of others. */

/** Returns: (transfer full): keys of the pack and those added by hand; of the pack alone when
 *  locked. */
VdAddressees *vd_session_get_addressees (VdSession *self);

/**
 * vd_session_set_addressees_async:
 * @addressees: what was added by hand is kept in the vault, in place of what was there. It counts
 *   at once; when it could not be stored it is again what it was.
 */
void vd_session_set_addressees_async (VdSession *self,
                                      const VdAddressees *addressees,
                                      GAsyncReadyCallback callback,
                                      gpointer data);
gboolean vd_session_set_addressees_finish (VdSession *self, GAsyncResult *result, GError **error);

/* The unit's own keys. */

/** What others need of this unit; both are public. */
typedef struct {
  char *recipient; /* to be written to */
  char *sign_key;  /* its signatures verify with this */
} VdOwnKeys;

void vd_own_keys_free (VdOwnKeys *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (VdOwnKeys, vd_own_keys_free)

void vd_session_own_keys_async (VdSession *self, GAsyncReadyCallback callback, gpointer data);
/** Returns: (transfer full). */
VdOwnKeys *vd_session_own_keys_finish (VdSession *self, GAsyncResult *result, GError **error);

/* What came from others. */

/**
 * vd_session_open_file_async:
 * @passphrase: (nullable) (transfer full): of the file; NULL tries the unit's own key
 * Errors: as vd_file_read() and vd_opened_new().
 */
void vd_session_open_file_async (VdSession *self,
                                 const char *path,
                                 VdSecret *passphrase,
                                 GAsyncReadyCallback callback,
                                 gpointer data);
/** Returns: (transfer full). */
VdOpened *vd_session_open_file_finish (VdSession *self, GAsyncResult *result, GError **error);

/** Returns: whether the assessment in @opened is a case of this unit already. */
gboolean vd_session_has_received (VdSession *self, const VdOpened *opened);

/** Stores the assessment in @opened as a case of this unit. When it is one already, that stays as
 * it is, with what was written into it since. */
void vd_session_import_async (VdSession *self,
                              const VdOpened *opened,
                              GAsyncReadyCallback callback,
                              gpointer data);
/** Returns: (transfer full): the id of the case, which is in the list. */
char *vd_session_import_finish (VdSession *self, GAsyncResult *result, GError **error);

/** Writes the receipt for @opened, sealed to who asked for one and signed, to a new file.
 *  @opened must stay until the callback. */
void vd_session_write_receipt_async (VdSession *self,
                                     const VdOpened *opened,
                                     const char *path,
                                     GAsyncReadyCallback callback,
                                     gpointer data);
/** What is in @opened, to a new file, unprotected: the document of a package, else all of it.
 *  Logged before it is written. @opened must stay until the callback. */
void vd_session_save_opened_async (VdSession *self,
                                   const VdOpened *opened,
                                   const char *path,
                                   GAsyncReadyCallback callback,
                                   gpointer data);
/** For both. */
gboolean vd_session_write_finish (VdSession *self, GAsyncResult *result, GError **error);

/**
 * vd_session_note_receipt_async:
 * @opened: with a receipt; must stay until the callback
 *
 * Notes in the register of the case that the receipt is for when it was received, and by whom.
 * Errors: NOT_FOUND (nothing was shared under that number here), CONFLICT (what was shared under it
 * is another version than the one that was received).
 */
void vd_session_note_receipt_async (VdSession *self,
                                    const VdOpened *opened,
                                    GAsyncReadyCallback callback,
                                    gpointer data);
/** Returns: (transfer full): the reference of the case, "" when it has none. */
char *vd_session_note_receipt_finish (VdSession *self, GAsyncResult *result, GError **error);

/* To paper. */

/** How many pages the document would have. Errors: as vd_referral_new() and NOT_PRINTABLE. */
void vd_session_count_pages_async (VdSession *self,
                                   const char *recipient,
                                   const VdReferralChoice *choice,
                                   const char *lang,
                                   GAsyncReadyCallback callback,
                                   gpointer data);
/** Returns: 0 with an error. */
guint vd_session_count_pages_finish (VdSession *self, GAsyncResult *result, GError **error);

/**
 * vd_session_print_async:
 * @choice: copied; without an anchor the document gets a new number
 * @pages: (nullable): which pages are made and printed ("1-3, 5"); NULL and "": all
 * @target: (transfer full)
 *
 * Makes the document in memory, logs, hands it to the print system; records the share. Errors: as
 * for an export and vd_print_send_async().
 */
void vd_session_print_async (VdSession *self,
                             const char *recipient,
                             const VdReferralChoice *choice,
                             const char *lang,
                             const char *pages,
                             VdPrintTarget *target,
                             GAsyncReadyCallback callback,
                             gpointer data);
gboolean vd_session_print_finish (VdSession *self, GAsyncResult *result, GError **error);
