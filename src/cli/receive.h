/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/opened.h"
#include "app/unit.h"
#include "cli/packs.h"
#include "cli/vaults.h"

/** The unit whose vault is open: its own keys and whose keys it knows. */
typedef struct {
  VdVault *vault;
  json_t *settings;
  VdUnitKeys *keys;
  VdAddressees *known;
} VdCliUnit;

/** Opens the vault and reads the unit into @self, which is all zero. @pack: (nullable). */
gboolean vd_cli_unit_open (VdCliUnit *self, const VdCli *cli, const VdPack *pack, GError **error);
void vd_cli_unit_clear (VdCliUnit *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (VdCliUnit, vd_cli_unit_clear)

/** Reads what @vault says of its unit into @self, which is all zero; the vault stays the caller's.
 */
gboolean vd_cli_unit_read (VdCliUnit *self, VdVault *vault, const VdPack *pack, GError **error);

/** Returns: (transfer full) (element-type VdSecret): the keys in the file at @path (nullable), and
 * last the unit's own when it was read: it fits nearly always. */
GPtrArray *vd_cli_identities (const VdCliUnit *unit, const char *path, GError **error);

/** Returns: whether @file looks like an age file. */
gboolean vd_cli_is_sealed (GBytes *file);

/**
 * vd_cli_receive:
 * Opens a package that was sent to the unit.
 * @identity: (nullable): file with further keys to try
 * @words_fd: where its words are, when it is locked with some; -1: asked for on the terminal
 * Errors: as vd_opened_new(); INVALID when it is no package of Varde.
 */
VdOpened *vd_cli_receive (const VdCli *cli,
                          const VdCliUnit *unit,
                          GBytes *file,
                          const VdPack *pack,
                          const char *identity,
                          int words_fd,
                          GError **error);

/** Says on standard error who signed @received. */
void vd_cli_say_signer (const VdReceived *received);
