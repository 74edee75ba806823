/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cli/common.h"
#include "vault/vault.h"

/** Returns: (transfer full): the passphrase from --passphrase-fd, else asked for on the terminal.
 *  Errors: G_OPTION_ERROR without either, INVALID (not UTF-8, too long), CANCELLED. */
VdSecret *vd_cli_passphrase (const VdCli *cli, const char *prompt, GError **error);

/**
 * vd_cli_new_passphrase:
 * @fd: where to read it from; -1: asked for on the terminal, twice
 * @option: what to give without a terminal ("--new-passphrase-fd")
 * Errors: as vd_cli_passphrase(), and INVALID for one that is too weak, which is explained.
 */
VdSecret *vd_cli_new_passphrase (const VdCli *cli, int fd, const char *option, GError **error);

/** Sets a usage error unless @fd, of --new-passphrase-fd, is -1 or open. */
gboolean vd_cli_check_new_fd (int fd, GError **error);

/** Returns: the parameters that floor, default or strong stand for; NULL in @name measures. Errors:
 *  G_OPTION_ERROR. */
gboolean vd_cli_choose_kdf (const char *name, VdKdf *kdf, GError **error);

/** Returns: (transfer full): the vault, opened with the passphrase, and the opening logged. */
VdVault *vd_cli_open_vault (const VdCli *cli, GError **error);

/** Says WRONG_KEY and INVALID in the words for a recovery key. */
void vd_cli_explain_recovery (const VdCli *cli, const GError *error);

/** How a vault is opened otherwise. */
typedef struct {
  VdVaultKey kind;
  gboolean repair; /* read only, a damaged one too */
} VdCliOpening;

/** @key: (out) (optional) (transfer full): what it was opened with, also when it is DAMAGED. */
VdVault *vd_cli_open_vault_with (const VdCli *cli,
                                 const VdCliOpening *opening,
                                 VdSecret **key,
                                 GError **error);

/** For commands that change something, when they are done: writes the copy of today into the folder
 *  of the vault. That it cannot be written is said and no error. */
void vd_cli_daily_copy (VdVault *vault);
