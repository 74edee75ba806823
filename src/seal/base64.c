/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "seal"

#include "seal/base64.h"

#include <sodium.h>

static int
variant_of (gboolean padded)
{
  return padded ? sodium_base64_VARIANT_ORIGINAL : sodium_base64_VARIANT_ORIGINAL_NO_PADDING;
}

char *
vd_base64_encode (const void *data, gsize size, gboolean padded)
{
  gsize capacity = sodium_base64_encoded_len (size, variant_of (padded));

  return sodium_bin2base64 (g_malloc (capacity), capacity, data, size, variant_of (padded));
}

gboolean
vd_base64_decode (const char *text, gsize text_size, gboolean padded, void *data, gsize size)
{
  const char *end;
  gsize decoded;

  /* libsodium 1.0.18 takes the bytes 0xAB and 0xAF for "+" and "/" where char is signed. */
  for (gsize i = 0; i < text_size; i++)
    if (!g_ascii_isgraph (text[i]))
      return FALSE;
  /* It stops without a word at other characters outside the alphabet. */
  return sodium_base642bin (data, size, text, text_size, NULL, &decoded, &end,
                            variant_of (padded)) == 0 &&
         end == text + text_size && decoded == size;
}
