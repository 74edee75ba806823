/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "seal"

#include "seal/bech32.h"

#include <string.h>

#define CHECKSUM_SIZE 6

static const char charset[] = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";

/* One step of the BCH code: @value is the next group of five bits. */
static guint32
polymod (guint32 checksum, guint value)
{
  static const guint32 generator[] = {0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3};
  guint32 top = checksum >> 25;

  checksum = (checksum & 0x1ffffff) << 5 ^ value;
  for (guint i = 0; i < G_N_ELEMENTS (generator); i++)
    if (top >> i & 1)
      checksum ^= generator[i];
  return checksum;
}

/* The checksum is always that of the lower-case form. */
static guint32
polymod_hrp (const char *hrp, gsize size)
{
  guint32 checksum = 1;

  for (gsize i = 0; i < size; i++)
    checksum = polymod (checksum, (guchar)g_ascii_tolower (hrp[i]) >> 5);
  checksum = polymod (checksum, 0);
  for (gsize i = 0; i < size; i++)
    checksum = polymod (checksum, (guchar)g_ascii_tolower (hrp[i]) & 31);
  return checksum;
}

static guint
group_at (const guint8 *data, gsize size, gsize group)
{
  gsize bit = group * 5;
  guint pair = (guint)data[bit / 8] << 8;

  if (bit / 8 + 1 < size)
    pair |= data[bit / 8 + 1];
  return pair >> (11 - bit % 8) & 31;
}

VdSecret *
vd_bech32_encode (const char *hrp, const guint8 *data, gsize data_size, gboolean upper)
{
  gsize hrp_size = strlen (hrp);
  gsize groups = (data_size * 8 + 4) / 5;
  VdSecret *text = vd_secret_new (hrp_size + 1 + groups + CHECKSUM_SIZE);
  char *at = (char *)vd_secret_data (text);
  guint32 checksum = polymod_hrp (hrp, hrp_size);

  memcpy (at, hrp, hrp_size);
  at += hrp_size;
  *at++ = '1';
  for (gsize i = 0; i < groups; i++) {
    guint group = group_at (data, data_size, i);

    checksum = polymod (checksum, group);
    *at++ = charset[group];
  }
  for (guint i = 0; i < CHECKSUM_SIZE; i++)
    checksum = polymod (checksum, 0);
  for (guint i = 0; i < CHECKSUM_SIZE; i++)
    *at++ = charset[(checksum ^ 1) >> 5 * (CHECKSUM_SIZE - 1 - i) & 31];
  for (char *c = (char *)vd_secret_data (text); upper && *c != '\0'; c++)
    *c = g_ascii_toupper (*c);
  return text;
}

static gboolean
is_printable_one_case (const char *text, gsize size)
{
  gboolean lower = FALSE;
  gboolean upper = FALSE;

  for (gsize i = 0; i < size; i++) {
    if (!g_ascii_isgraph (text[i]))
      return FALSE;
    lower |= g_ascii_islower (text[i]);
    upper |= g_ascii_isupper (text[i]);
  }
  return !(lower && upper);
}

static int
value_of (char c)
{
  const char *at = memchr (charset, g_ascii_tolower (c), sizeof charset - 1);

  return at == NULL ? -1 : (int)(at - charset);
}

static gboolean
checksum_holds (const char *text, gsize hrp_size, gsize text_size)
{
  guint32 checksum = polymod_hrp (text, hrp_size);

  for (gsize i = hrp_size + 1; i < text_size; i++) {
    int value = value_of (text[i]);

    if (value < 0)
      return FALSE;
    checksum = polymod (checksum, (guint)value);
  }
  return checksum == 1;
}

/* Puts groups of five bits together to bytes; the bits left over must be under five and zero. */
static VdSecret *
join_groups (const char *groups, gsize count)
{
  g_autoptr (VdSecret) data = vd_secret_new (count * 5 / 8);
  guint8 *at = vd_secret_data (data);
  guint bits = 0;
  guint held = 0;

  for (gsize i = 0; i < count; i++) {
    held = (held << 5 | (guint)value_of (groups[i])) & 0xfff;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      *at++ = (guint8)(held >> bits);
    }
  }
  if (bits >= 5 || (held & ((1u << bits) - 1)) != 0)
    return NULL;
  return g_steal_pointer (&data);
}

VdSecret *
vd_bech32_decode (const char *text, gsize text_size, gsize *hrp_size)
{
  const char *separator = text_size == 0 ? NULL : memrchr (text, '1', text_size);
  gsize data_size;

  if (separator == NULL || separator == text || !is_printable_one_case (text, text_size))
    return NULL;
  *hrp_size = (gsize)(separator - text);
  data_size = text_size - *hrp_size - 1;
  if (data_size < CHECKSUM_SIZE || !checksum_holds (text, *hrp_size, text_size))
    return NULL;
  return join_groups (separator + 1, data_size - CHECKSUM_SIZE);
}
