/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/referral.h"
#include "base/secret.h"
#include "share/package.h"

/** How a referral is protected on its way. */
typedef enum {
  VD_PROTECT_PDF,            /* PDF 2.0 AES-256, six generated words */
  VD_PROTECT_AGE_PASSPHRASE, /* age package, six generated words */
  VD_PROTECT_AGE_KEY,        /* age package to recipient keys */
  VD_PROTECT_PLAIN,          /* an unprotected PDF, only after an explicit choice */
} VdProtection;

/** What is known of a file once it is written. */
typedef struct {
  VdSecret *passphrase; /* (nullable): the generated words when there are any */
  char *manifest;       /* (nullable): digest of a package's manifest; a receipt names it */
} VdExported;

void vd_exported_clear (VdExported *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (VdExported, vd_exported_clear)

/** Writes the log entry; the file is written only when it returns TRUE. @code: "rosa:pdf". */
typedef gboolean (*VdExportLogFunc) (const char *code, gpointer data, GError **error);

/**
 * vd_export_write:
 * The only way out: renders @referral, protects it, logs, then writes the file in one piece. Takes
 * a second or more: not on the main thread.
 * @keys: NULL-terminated age recipients for VD_PROTECT_AGE_KEY, else NULL
 * @signer: (nullable): signs the manifest of a package; a PDF by itself carries no signature
 * @path: where to; never overwritten
 * @exported: (out) (optional): cleared when it fails
 * Errors: INVALID (a malformed key, no room in the register of @record), NOT_PRINTABLE, EXISTS,
 * DISK_FULL, READ_ONLY, what @log says.
 */
gboolean vd_export_write (const VdPack *pack,
                          const VdRecord *record,
                          const VdReferral *referral,
                          VdProtection protection,
                          const char *const *keys,
                          const VdPackageSigner *signer,
                          const char *path,
                          VdExportLogFunc log,
                          gpointer data,
                          VdExported *exported,
                          GError **error);

/**
 * vd_export_paper:
 * @pages: (nullable): as vd_document_render_pages()
 * Returns: (transfer full): the PDF for a printer, after @log ("rosa:paper") has noted it; it is
 * for memory only.
 */
GBytes *vd_export_paper (const VdPack *pack,
                         const VdReferral *referral,
                         const char *pages,
                         VdExportLogFunc log,
                         gpointer data,
                         GError **error);

/** Returns: (transfer full): the entry of the assessment's register of shares: what was given to
 *  whom at @time (UTC), in which version and under which number; the name of the file stays out of
 *  it. For what was printed, @protection is "paper". */
json_t *
vd_export_share_entry (const VdReferral *referral, const char *protection, const char *time);

/** Notes in @share which package it was, so that its receipt is known; NULL: none. */
void vd_export_share_set_manifest (json_t *share, const char *manifest);

/** Notes in @share which pages were printed; NULL and "" are all. */
void vd_export_share_set_pages (json_t *share, const char *pages);

/** Returns: how the register names a protection: "age", "pdf", "plain". */
const char *vd_export_share_code (VdProtection protection);

/**
 * vd_export_register:
 * Adds @share (transfer full) to @record, and when @referral corrects an earlier one, marks that as
 * corrected. Errors: INVALID (the record is full); nothing changed then.
 */
gboolean
vd_export_register (VdRecord *record, const VdReferral *referral, json_t *share, GError **error);

/** Returns: whether @record has room to register @referral, or FALSE with INVALID: what leaves and
 *  cannot be noted would be known to nobody. */
gboolean vd_export_has_room (const VdRecord *record, const VdReferral *referral, GError **error);

/** Returns: (transfer full): a number for a document, random and easy to read aloud: "K7QD-3M8W".
 */
char *vd_export_number (void);

/** Returns: (transfer full): a file name that says nothing: "varde-7F3K.age", whoever the recipient
 * is. */
char *vd_export_suggest_name (VdProtection protection);
