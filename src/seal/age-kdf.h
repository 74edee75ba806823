/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/secret.h"

#define VD_AGE_KEY_SIZE 32

/** HKDF with SHA-256 (RFC 5869). Returns: (transfer full): VD_AGE_KEY_SIZE bytes. */
VdSecret *vd_age_hkdf (const VdSecret *key, const guint8 *salt, gsize salt_size, const char *info);
