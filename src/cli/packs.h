/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "share/pack-store.h"

/** The pack in use, and those that records were made with. */
typedef struct _VdCliPacks {
  VdPackStore *store;
  VdPack *current;
  char *hash;     /* (nullable): the last record's */
  VdPack *pinned; /* (nullable): what was found for it */
} VdCliPacks;

/** Loads the pack in use into @self, which is all zero or was loaded before: then nothing is to be
 *  done. Errors: as vd_pack_store_load(). */
gboolean vd_cli_packs_load (VdCliPacks *self, GError **error);
void vd_cli_packs_clear (VdCliPacks *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (VdCliPacks, vd_cli_packs_clear)

/** Returns: (transfer none): the pack @record was made with when it is there, else the one in use;
 *  good until the next call. */
VdPack *vd_cli_packs_for (VdCliPacks *self, const VdRecord *record);

/** Returns: (transfer full): the assessment in the file at @path, checked against its pack, which
 *  is given back in @pack as by vd_cli_packs_for(). */
VdRecord *
vd_cli_packs_read_record (VdCliPacks *self, const char *path, VdPack **pack, GError **error);
