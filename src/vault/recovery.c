/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "vault"

#include "vault/recovery.h"
#include "vault/crypto.h"

#include <string.h>

#define GROUP 4
#define KEY_CHARACTERS (VD_RECOVERY_SIZE * 8 / 5)
#define CHARACTERS (KEY_CHARACTERS + GROUP)
#define TEXT_SIZE (CHARACTERS + CHARACTERS / GROUP - 1)

static const char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/* The last group: the first 20 bits of a hash of the key, so a typing mistake is told apart from a
 * key of another vault before anything is tried. */
static void
check_values (guint8 values[GROUP], const guint8 *key)
{
  static const char domain[] = "varde recovery check";
  guint8 input[sizeof domain - 1 + VD_RECOVERY_SIZE];
  guint8 hash[VD_HASH_SIZE];
  guint32 bits;

  memcpy (input, domain, sizeof domain - 1);
  memcpy (input + sizeof domain - 1, key, VD_RECOVERY_SIZE);
  vd_crypto_hash (hash, sizeof hash, input, sizeof input);
  bits = (guint32)hash[0] << 12 | (guint32)hash[1] << 4 | (guint32)hash[2] >> 4;
  for (guint i = 0; i < GROUP; i++)
    values[i] = bits >> (5 * (GROUP - 1 - i)) & 31;
  vd_crypto_wipe (input, sizeof input);
  vd_crypto_wipe (hash, sizeof hash);
}

static void
to_values (guint8 values[CHARACTERS], const guint8 *key)
{
  for (guint i = 0; i < KEY_CHARACTERS; i++) {
    guint bit = i * 5;
    guint next = bit / 8 + 1 < VD_RECOVERY_SIZE ? key[bit / 8 + 1] : 0;

    values[i] = ((guint)key[bit / 8] << 8 | next) >> (11 - bit % 8) & 31;
  }
  check_values (values + KEY_CHARACTERS, key);
}

VdSecret *
vd_recovery_to_text (const VdSecret *key)
{
  VdSecret *text = vd_secret_new (TEXT_SIZE);
  char *out = (char *)vd_secret_data (text);
  guint8 values[CHARACTERS];

  g_assert (vd_secret_size (key) == VD_RECOVERY_SIZE);
  to_values (values, vd_secret_data (key));
  for (guint i = 0; i < CHARACTERS; i++) {
    if (i > 0 && i % GROUP == 0)
      *out++ = '-';
    *out++ = alphabet[values[i]];
  }
  vd_crypto_wipe (values, sizeof values);
  return text;
}

static int
value_of (char c)
{
  const char *found;

  c = g_ascii_toupper (c);
  if (c == 'O')
    c = '0';
  else if (c == 'I' || c == 'L')
    c = '1';
  found = c != 0 ? strchr (alphabet, c) : NULL;
  return found != NULL ? (int)(found - alphabet) : -1;
}

static gboolean
read_values (guint8 values[CHARACTERS], const VdSecret *text, GError **error)
{
  const char *in = (const char *)vd_secret_data (text);
  guint n = 0;

  for (gsize i = 0; i < vd_secret_size (text); i++) {
    int value = value_of (in[i]);

    if (g_ascii_isspace (in[i]) || in[i] == '-')
      continue;
    if (value < 0 || n == CHARACTERS) {
      g_set_error (error, VD_ERROR, VD_ERROR_INVALID,
                   value < 0 ? "a character that no recovery key has" : "recovery key too long");
      return FALSE;
    }
    values[n++] = (guint8)value;
  }
  if (n == CHARACTERS)
    return TRUE;
  g_set_error (error, VD_ERROR, VD_ERROR_INVALID, "recovery key too short");
  return FALSE;
}

static void
from_values (guint8 *key, const guint8 values[CHARACTERS])
{
  for (guint i = 0; i < KEY_CHARACTERS; i++) {
    guint bit = i * 5;
    guint shifted = (guint)values[i] << (11 - bit % 8);

    key[bit / 8] |= (guint8)(shifted >> 8);
    if (bit / 8 + 1 < VD_RECOVERY_SIZE)
      key[bit / 8 + 1] |= (guint8)shifted;
  }
}

VdSecret *
vd_recovery_from_text (const VdSecret *text, GError **error)
{
  g_autoptr (VdSecret) key = vd_secret_new (VD_RECOVERY_SIZE);
  guint8 values[CHARACTERS];
  guint8 check[GROUP];
  gboolean fits;

  if (!read_values (values, text, error)) {
    vd_crypto_wipe (values, sizeof values);
    return NULL;
  }
  from_values (vd_secret_data (key), values);
  check_values (check, vd_secret_data (key));
  fits = vd_crypto_equal (check, values + KEY_CHARACTERS, GROUP);
  vd_crypto_wipe (values, sizeof values);
  if (fits)
    return g_steal_pointer (&key);
  g_set_error (error, VD_ERROR, VD_ERROR_INVALID, "recovery key: the check group does not fit");
  return NULL;
}

VdSecret *
vd_recovery_backup_key (const VdSecret *key)
{
  VdSecret *result = vd_secret_new (VD_KEY_SIZE);

  vd_crypto_keyed (vd_secret_data (result), vd_secret_data (key), vd_secret_size (key),
                   (const guint8 *)"backup", 6);
  return result;
}

void
vd_recovery_recipient (const VdSecret *key, guint8 recipient[VD_KEY_SIZE])
{
  g_autoptr (VdSecret) secret = vd_recovery_backup_key (key);

  vd_crypto_public (recipient, vd_secret_data (secret));
}
