/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "seal/age-header.h"
#include "seal/age.h"

/** age's keys in their text forms; the public part is in age.h. */

/** Returns: (transfer full): the 32 bytes of an identity text. Errors: INVALID, saying why. */
VdSecret *vd_age_identity_decode (const VdSecret *identity, GError **error);

/** Reads a recipient that can be encrypted to. Errors: INVALID, saying why. */
gboolean vd_age_recipient_decode (const char *recipient,
                                  guint8 public_key[VD_AGE_X25519_SIZE],
                                  GError **error);

/** Returns: (transfer full): the texts of the 32 bytes of a key. */
VdSecret *vd_age_identity_encode (const guint8 key[VD_AGE_X25519_SIZE]);
char *vd_age_recipient_encode (const guint8 public_key[VD_AGE_X25519_SIZE]);
