/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "vault/vault.h"

/** 160 random bits. */
#define VD_RECOVERY_SIZE 20

/**
 * Returns: (transfer full): @key as text: 8 groups of 4 characters of Crockford's base 32 and a
 * check group, separated by hyphens.
 */
VdSecret *vd_recovery_to_text (const VdSecret *key);

/**
 * vd_recovery_from_text:
 * White space, hyphens and case are ignored, O is read as 0, I and L as 1.
 * Errors: INVALID: wrong length, a character that never occurs, or a check group that does not fit.
 * Returns: (transfer full): the VD_RECOVERY_SIZE bytes.
 */
VdSecret *vd_recovery_from_text (const VdSecret *text, GError **error);

/** The 32 bytes of the X25519 secret that backups are opened with. */
VdSecret *vd_recovery_backup_key (const VdSecret *key);

/** Its public half. */
void vd_recovery_recipient (const VdSecret *key, guint8 recipient[32]);
