/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/record.h"

/**
 * Where packs come from (docs/pack-format.md, "Replacement packs"): the bundle that was installed
 * with the program, and signed packs that replace it. What was once installed stays, so that
 * records that were made with it keep it. Nothing unsigned is parsed but the bundle itself and
 * copies of earlier ones, and those only under the hash that a record names.
 *
 * Holds paths only: may be used by any thread. All calls block on the disk, and those that return
 * packs parse for tens of milliseconds each.
 */
typedef struct _VdPackStore VdPackStore;

/** A pack that is there. */
typedef struct {
  char *hash;
  VdPack *pack;     /* (nullable): unreadable or not trusted */
  char *signer;     /* (nullable): number of the key; NULL when it came with a program */
  gboolean current; /* the one in use */
  GError *problem;  /* (nullable): why @pack is NULL */
} VdPackEntry;

/**
 * vd_pack_store_new:
 * @dir: (nullable): folder of the replacement packs; NULL: `$XDG_DATA_HOME/varde/packs`
 * @bundle: (nullable): file that came with the program; NULL: where it was installed or built
 */
VdPackStore *vd_pack_store_new (const char *dir, const char *bundle);
void vd_pack_store_free (VdPackStore *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (VdPackStore, vd_pack_store_free)

/**
 * vd_pack_store_load:
 * Returns: (transfer full): the pack in use: the one installed last, unless the bundle is newer.
 * Replacements that no longer verify are passed over.
 * Errors, all about the bundle: NOT_FOUND, INVALID, NEWER, INTERNAL.
 */
VdPack *vd_pack_store_load (const VdPackStore *self, GError **error);

/** The same. @passed_over: (out): why the replacement that was installed last can no longer be
 * used, beside the pack that is used instead: UNTRUSTED, DAMAGED, INVALID, NEWER or an error of
 * reading; left alone when it can. */
VdPack *vd_pack_store_load_telling (const VdPackStore *self, GError **passed_over, GError **error);

/** Returns: (transfer full): the pack with exactly this id, version and hash, in use or not.
 *  Errors: NOT_FOUND, and what is wrong with the one of that hash. */
VdPack *vd_pack_store_find (const VdPackStore *self,
                            const char *id,
                            const char *version,
                            const char *hash,
                            GError **error);

/** Returns: (transfer full): the pack that @record was made with when it is there, else @current.
 */
VdPack *vd_pack_store_for_record (const VdPackStore *self, const VdRecord *record, VdPack *current);

/**
 * vd_pack_store_install:
 * Makes a signed pack the one in use. It is verified before it is parsed, and parsed before
 * anything is written; the pack in use changes with the last of the writes, or not at all. The
 * bytes of the program's own bundle need no signature. What is in use already is accepted.
 * @signature: (nullable): the bytes of its .minisig file
 * @allow_older: also when it is no later version of the pack in use
 * Returns: (transfer full): the pack.
 * Errors: UNTRUSTED, INVALID (too large, or breaks the format), NEWER (needs a newer program),
 * OLDER, and those of writing.
 */
VdPack *vd_pack_store_install (const VdPackStore *self,
                               GBytes *bytes,
                               GBytes *signature,
                               gboolean allow_older,
                               GError **error);

/** Keeps a copy of the bundle, when @pack is it, for the time after the program's next update. */
gboolean vd_pack_store_keep (const VdPackStore *self, const VdPack *pack, GError **error);

/** Returns: (transfer full) (element-type VdPackEntry): the bundle, then the others with the newest
 *  version first, then by hash; unusable ones last. Errors: as vd_pack_store_load(). */
GPtrArray *vd_pack_store_list (const VdPackStore *self, GError **error);
