/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/error.h"
#include "base/json.h"
#include "base/secret.h"

/**
 * What travels inside an age file: a tar (POSIX ustar) of a few files with fixed names, so that a
 * receiver opens it with tools every system has. Holes after the end of the archive hide the exact
 * length. Pure.
 */
#define VD_PACKAGE_PDF "referral.pdf"
#define VD_PACKAGE_ASSESSMENT "assessment.json"
#define VD_PACKAGE_MANIFEST "manifest.json"
#define VD_PACKAGE_SIGNATURE "manifest.json.minisig"
#define VD_PACKAGE_RECEIPT "receipt.json"

typedef struct {
  char *name;
  GBytes *data;
} VdPackageFile;

void vd_package_file_free (VdPackageFile *self);
VdPackageFile *vd_package_file_new (const char *name, GBytes *data); /* @data: (transfer full) */

/** Who signs a package: the unit, with a key of its vault. */
typedef struct {
  const VdSecret *secret; /* a signing key of minisign */
  const char *name;       /* shown to the receiver */
  const char *reply_to;   /* (nullable): age recipient for receipts */
} VdPackageSigner;

/** What the manifest says beside the list of files. Strings may be NULL. */
typedef struct {
  const char *const *left_out; /* (nullable): parts that were wanted and left out */
  const char *recipient;       /* code: "rosa" */
  const char *number;          /* of the document */
  const char *corrects;        /* number of the document it comes instead of */
  const VdPackageSigner *signer;
} VdPackageNote;

/**
 * vd_package_build:
 * @files: (element-type VdPackageFile): without the manifest
 * @time: seconds since 1970 for the tar headers; the day is enough
 * Returns: (transfer full): the tar, manifest first, then its signature when there is a signer.
 */
GBytes *vd_package_build (const GPtrArray *files, const VdPackageNote *note, gint64 time);

/** Returns: (transfer full): the digest of the manifest of a package as vd_package_build() makes
 * it: it stands for all that is inside. */
char *vd_package_digest (GBytes *package);

/** Returns: whether @data looks like such a tar (its first entry is the manifest). */
gboolean vd_package_is (const void *data, gsize size);

/**
 * vd_package_read:
 * Checks every header, name, size and the manifest's digests; whatever is not exactly as written
 * by vd_package_build() is DAMAGED. File names are only the five above, so nothing can point
 * outside a folder.
 * Returns: (transfer full) (element-type VdPackageFile): all files, manifest first.
 */
GPtrArray *vd_package_read (const void *data, gsize size, GError **error);

/** Returns: (transfer none) (nullable): the file with that name. */
const VdPackageFile *vd_package_find (const GPtrArray *files, const char *name);
