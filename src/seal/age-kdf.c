/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "seal"

#include "seal/age-kdf.h"

#include <sodium.h>
#include <string.h>

G_STATIC_ASSERT (VD_AGE_KEY_SIZE == crypto_auth_hmacsha256_BYTES);

VdSecret *
vd_age_hkdf (const VdSecret *key, const guint8 *salt, gsize salt_size, const char *info)
{
  static const guint8 counter = 1; /* One block of output is all age ever asks for. */
  g_autoptr (VdSecret) extracted = vd_secret_new (VD_AGE_KEY_SIZE);
  VdSecret *expanded = vd_secret_new (VD_AGE_KEY_SIZE);
  crypto_auth_hmacsha256_state state;

  crypto_auth_hmacsha256_init (&state, salt, salt_size);
  crypto_auth_hmacsha256_update (&state, vd_secret_data (key), vd_secret_size (key));
  crypto_auth_hmacsha256_final (&state, vd_secret_data (extracted));
  crypto_auth_hmacsha256_init (&state, vd_secret_data (extracted), VD_AGE_KEY_SIZE);
  crypto_auth_hmacsha256_update (&state, (const guint8 *)info, strlen (info));
  crypto_auth_hmacsha256_update (&state, &counter, 1);
  crypto_auth_hmacsha256_final (&state, vd_secret_data (expanded));
  sodium_memzero (&state, sizeof state);
  return expanded;
}
