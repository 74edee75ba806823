/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "seal/age.h"
#include "share/received.h"

/* An age file is a little larger than what it holds: a header and 16 bytes for every 64 KiB. */
#define VD_OPENED_FILE_MAX (VD_AGE_SIZE_MAX + 1024 * 1024)

/**
 * A sealed file that came from elsewhere, opened in memory: nothing of it touches the disk until
 * somebody asks for that. Blocks on disk and key derivation: not for the main thread.
 */
typedef struct {
  gboolean wants_passphrase; /* it is locked with one and none was given; all else is NULL */
  VdSecret *payload;         /* (nullable): what was sealed, whole and verified */
  GPtrArray *files;          /* (nullable) (element-type VdPackageFile): of a package of Varde */
  VdReceived *received;      /* (nullable): who signed that package, and what about */
  VdReceipt *receipt;        /* (nullable): when it is one */
  VdRecord *record; /* (nullable): the assessment in it, under an id that the package has */
} VdOpened;

/**
 * vd_opened_new:
 * @file: an age v1 file
 * @identities: (nullable) (element-type VdSecret): keys to try
 * @passphrase: (nullable)
 * @known: (nullable): whose signatures are known
 * @pack: (nullable): reads the assessment; NULL leaves `record` NULL
 * @date: the day it is received
 *
 * Errors: as vd_age_decrypt() (WRONG_KEY also without any key), vd_package_read(),
 * vd_received_new(), vd_received_record() and vd_receipt_read(): what was signed and altered is
 * not opened at all.
 */
VdOpened *vd_opened_new (GBytes *file,
                         GPtrArray *identities,
                         const VdSecret *passphrase,
                         const VdAddressees *known,
                         const VdPack *pack,
                         const char *date,
                         GError **error);
void vd_opened_free (VdOpened *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (VdOpened, vd_opened_free)

/** Returns: (transfer none) (nullable): the document in it. */
const VdPackageFile *vd_opened_pdf (const VdOpened *self);
