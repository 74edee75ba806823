/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "vault"

#include "seal/age-keys.h"
#include "seal/minisign.h"
#include "vault/vault-private.h"

VdSecret *
vd_vault_sign_key (VdVault *self)
{
  return vd_minisign_from_seed (self->team->sign_seed);
}

VdSecret *
vd_vault_unit_identity (VdVault *self)
{
  return vd_age_identity_encode (vd_secret_data (self->team->unit_key));
}

char *
vd_vault_backup_recipient (VdVault *self)
{
  const VdMember *member = vd_team_recovery (self->team, self->header_page);

  return member != NULL ? vd_age_recipient_encode (member->recipient) : g_strdup (self->recipient);
}
