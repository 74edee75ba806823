/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/record.h"
#include "share/addressees.h"
#include "share/package.h"

/**
 * What came from elsewhere: who signed it, what it is about, and the answer to it. Pure but for
 * vd_receipt_write().
 */
typedef enum {
  VD_SIGNED_BY_NOBODY,
  VD_SIGNED_BY_STRANGER, /* whole and signed, by a key that nobody here has confirmed */
  VD_SIGNED_BY_KNOWN,
} VdSigned;

typedef struct {
  VdSigned by;
  char *signer;      /* name: for a stranger the one the package gives, "" when it gives none */
  char *key;         /* of the signer, minisign's line; "" when the package does not hold it */
  char *fingerprint; /* six words of @key, to compare on the phone; "" without a key */
  char *reply_to;    /* age recipient for a receipt; "" when there is none */
  char *recipient;   /* code of whom it was meant for; "" when it does not say */
  char *number;      /* of the document; "" */
  char *corrects;    /* number of the document it comes instead of; "" */
  char **left_out;   /* parts that were left out */
  char *digest;      /* BLAKE2b-256 of the manifest, hexadecimal */
} VdReceived;

/**
 * vd_received_new:
 * @files: (element-type VdPackageFile): as vd_package_read() gave them
 * @known: (nullable): keys that were confirmed
 * Errors: DAMAGED when a signature does not verify, was taken away, or the manifest is not as
 * vd_package_build() writes it.
 */
VdReceived *vd_received_new (const GPtrArray *files, const VdAddressees *known, GError **error);
void vd_received_free (VdReceived *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (VdReceived, vd_received_free)

/**
 * vd_received_record:
 * @id: the UUID it is stored under here
 * Returns: (transfer full): the assessment in the package as a record of this unit: an id of its
 * own, no register of shares, and under "x-received" who signed it, its number and the day.
 * Errors: NOT_FOUND (there is none: a receipt), and what vd_record_parse() says.
 */
VdRecord *vd_received_record (const VdReceived *self,
                              const GPtrArray *files,
                              const VdPack *pack,
                              const char *id,
                              const char *date,
                              GError **error);

/** A receipt as it came back. */
typedef struct {
  char *number; /* of the document that was received */
  char *digest; /* of its manifest */
  char *date;
  char *by; /* the unit that received it; "" */
} VdReceipt;

/** Returns: (transfer full): the package with the receipt for @self, ready to be sealed.
 *  @by: name of the unit. Errors: INVALID when what came has no number. */
GBytes *vd_receipt_build (const VdReceived *self,
                          const char *date,
                          const char *by,
                          const VdPackageSigner *signer,
                          GError **error);

/** Seals the receipt to who asked for it and writes it to a new file. Errors: INVALID (no key to
 *  seal it to), and of vd_atomic_file_create(). */
gboolean vd_receipt_write (const VdReceived *self,
                           const char *date,
                           const char *by,
                           const VdPackageSigner *signer,
                           const char *path,
                           GError **error);

/** Returns: (transfer full): the receipt in @files; NOT_FOUND when there is none. */
VdReceipt *vd_receipt_read (const GPtrArray *files, GError **error);
void vd_receipt_free (VdReceipt *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (VdReceipt, vd_receipt_free)
