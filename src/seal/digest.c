/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "seal"

#include "seal/digest.h"

#include <sodium.h>

void
vd_digest (const void *data, gsize size, guint8 digest[VD_DIGEST_SIZE])
{
  int result = crypto_generichash_blake2b (digest, VD_DIGEST_SIZE, data, size, NULL, 0);

  /* It fails only for a size of digest or key outside its range, and ours are fixed. */
  g_assert (result == 0);
}

char *
vd_digest_hex (const void *data, gsize size)
{
  guint8 digest[VD_DIGEST_SIZE];
  char *text = g_malloc (2 * VD_DIGEST_SIZE + 1);

  vd_digest (data, size, digest);
  return sodium_bin2hex (text, 2 * VD_DIGEST_SIZE + 1, digest, VD_DIGEST_SIZE);
}
