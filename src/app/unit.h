/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "share/addressees.h"
#include "share/package.h"
#include "vault/vault.h"

/**
 * The unit whose vault it is: its settings, its own keys, and the keys of others that it confirmed.
 * Synchronous, for the thread that owns the vault.
 */

/** Returns: (transfer full): the settings, an object; empty when none were ever stored. Members
 *  that this version does not know are in it and are to be kept. Errors: of vd_vault_load_item(),
 *  and DAMAGED when they are no object. */
json_t *vd_unit_load (VdVault *vault, GError **error);
gboolean vd_unit_save (VdVault *vault, const json_t *settings, GError **error);

/** Packs are installed without the vault: whoever opens it next notes that another one is in use,
 *  so that the log shows by which content the unit worked and since when. */
gboolean vd_unit_note_pack (VdVault *vault, const VdPack *pack, GError **error);

/** Returns: (transfer none): name of the unit, "" when it has none. */
const char *vd_unit_name (const json_t *settings);

/** Returns: (transfer full): keys of @pack (nullable), then those added by hand. Errors: INVALID.
 */
VdAddressees *vd_unit_addressees (const json_t *settings, const VdPack *pack, GError **error);
void vd_unit_set_addressees (json_t *settings, const VdAddressees *addressees);

/** The unit as others see it. Its keys stay the same as long as the vault lives, also through a
 *  backup and a restore. */
typedef struct {
  VdPackageSigner signer; /* for vd_export_write() and vd_receipt_write(); points into the rest */
  VdSecret *secret;       /* signing key */
  VdSecret *identity;     /* age identity: opens what was sealed to @recipient */
  char *name;             /* of the unit, "" when it has none */
  char *sign_key;         /* public: minisign's line */
  char *recipient;        /* public: age1... */
} VdUnitKeys;

/** Returns: (transfer full): the keys of @vault's unit, whose name is in @settings. */
VdUnitKeys *vd_unit_keys_new (VdVault *vault, const json_t *settings);
void vd_unit_keys_free (VdUnitKeys *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (VdUnitKeys, vd_unit_keys_free)
