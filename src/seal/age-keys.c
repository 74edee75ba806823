/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "seal"

#include "seal/age-keys.h"

#include <sodium.h>
#include <string.h>

#include "seal/bech32.h"

#define RECIPIENT_HRP "age"
#define IDENTITY_HRP "age-secret-key-"

/* Kinds of keys that exist but that we cannot use, by how their text starts. */
typedef struct {
  const char *start;
  const char *message;
} Foreign;

static const Foreign foreign_recipients[] = {
    {"age1pq1", "a post-quantum recipient (age1pq): not supported yet, ask for an age1 one"},
    {"age1tag", "a recipient for a hardware key (age1tag): not supported"},
    {"age-secret-key-", "a secret identity, not a recipient"},
    {"age-plugin-", "a plugin's identity, not a recipient"},
    {"ssh-", "an SSH key, not an age recipient"},
};

static const Foreign foreign_identities[] = {
    {"age-secret-key-pq-1", "a post-quantum identity: not supported yet"},
    {"age-plugin-", "a plugin's identity: not supported"},
    {"age1", "a recipient, not a secret identity"},
    {"age-encryption.org/", "an encrypted file, not a secret identity"},
    {"-----begin", "not an age identity"},
};

static const char *
foreign_message (const Foreign *kinds, guint n_kinds, const char *text, const char *otherwise)
{
  for (guint i = 0; i < n_kinds; i++)
    if (g_ascii_strncasecmp (text, kinds[i].start, strlen (kinds[i].start)) == 0)
      return kinds[i].message;
  return otherwise;
}

/* Returns: (nullable): the 32 bytes of a key with this human-readable part. */
static VdSecret *
decode_key (const char *text, gsize size, const char *hrp)
{
  gsize hrp_size;
  g_autoptr (VdSecret) key = vd_bech32_decode (text, size, &hrp_size);

  if (key == NULL || hrp_size != strlen (hrp) || g_ascii_strncasecmp (text, hrp, hrp_size) != 0 ||
      vd_secret_size (key) != VD_AGE_X25519_SIZE)
    return NULL;
  return g_steal_pointer (&key);
}

VdSecret *
vd_age_identity_encode (const guint8 key[VD_AGE_X25519_SIZE])
{
  return vd_bech32_encode (IDENTITY_HRP, key, VD_AGE_X25519_SIZE, TRUE);
}

char *
vd_age_recipient_encode (const guint8 public_key[VD_AGE_X25519_SIZE])
{
  g_autoptr (VdSecret) text =
      vd_bech32_encode (RECIPIENT_HRP, public_key, VD_AGE_X25519_SIZE, FALSE);

  return g_strdup ((const char *)vd_secret_data (text));
}

static char *
recipient_of_key (const VdSecret *key)
{
  guint8 public_key[VD_AGE_X25519_SIZE];

  crypto_scalarmult_base (public_key, vd_secret_data (key));
  return vd_age_recipient_encode (public_key);
}

void
vd_age_keygen (VdSecret **identity, char **recipient)
{
  g_autoptr (VdSecret) key = vd_secret_new_random (VD_AGE_X25519_SIZE);

  *identity = vd_age_identity_encode (vd_secret_data (key));
  *recipient = recipient_of_key (key);
}

VdSecret *
vd_age_identity_decode (const VdSecret *identity, GError **error)
{
  const char *text = (const char *)vd_secret_data (identity);
  VdSecret *key = decode_key (text, vd_secret_size (identity), IDENTITY_HRP);

  if (key == NULL)
    g_set_error (error, VD_ERROR, VD_ERROR_INVALID, "age identity: %s",
                 foreign_message (foreign_identities, G_N_ELEMENTS (foreign_identities), text,
                                  "malformed or mistyped"));
  return key;
}

char *
vd_age_recipient_of (const VdSecret *identity, GError **error)
{
  g_autoptr (VdSecret) key = vd_age_identity_decode (identity, error);

  return key == NULL ? NULL : recipient_of_key (key);
}

/* Whether every secret key would share the same all-zero secret with @public_key. */
static gboolean
is_low_order (const guint8 public_key[VD_AGE_X25519_SIZE])
{
  g_autoptr (VdSecret) key = vd_secret_new_random (VD_AGE_X25519_SIZE);
  g_autoptr (VdSecret) shared = vd_secret_new (crypto_scalarmult_BYTES);

  return crypto_scalarmult (vd_secret_data (shared), vd_secret_data (key), public_key) != 0;
}

gboolean
vd_age_recipient_decode (const char *recipient,
                         guint8 public_key[VD_AGE_X25519_SIZE],
                         GError **error)
{
  g_autoptr (VdSecret) key = decode_key (recipient, strlen (recipient), RECIPIENT_HRP);
  const char *message = NULL;

  if (key == NULL)
    message = foreign_message (foreign_recipients, G_N_ELEMENTS (foreign_recipients), recipient,
                               "malformed or mistyped");
  else if (is_low_order (vd_secret_data (key)))
    message = "of low order";
  if (message != NULL) {
    g_set_error (error, VD_ERROR, VD_ERROR_INVALID, "age recipient: %s", message);
    return FALSE;
  }
  memcpy (public_key, vd_secret_data (key), VD_AGE_X25519_SIZE);
  return TRUE;
}

gboolean
vd_age_recipient_check (const char *recipient, GError **error)
{
  guint8 public_key[VD_AGE_X25519_SIZE];

  return vd_age_recipient_decode (recipient, public_key, error);
}

/* Adds the identity on one line, if there is one. */
static gboolean
parse_line (GPtrArray *identities, const char *line, gsize size, guint number, GError **error)
{
  g_autoptr (VdSecret) identity = NULL;
  g_autoptr (VdSecret) key = NULL;

  while (size > 0 && g_ascii_isspace (line[size - 1]))
    size--;
  while (size > 0 && g_ascii_isspace (*line)) {
    line++;
    size--;
  }
  if (size == 0 || *line == '#')
    return TRUE;
  identity = vd_secret_new_copy (line, size);
  key = vd_age_identity_decode (identity, error);
  if (key == NULL) {
    g_prefix_error (error, "line %u: ", number);
    return FALSE;
  }
  g_ptr_array_add (identities, g_steal_pointer (&identity));
  return TRUE;
}

GPtrArray *
vd_age_identities_parse (const VdSecret *text, GError **error)
{
  g_autoptr (GPtrArray) identities = NULL;
  const char *line = (const char *)vd_secret_data (text);
  const char *end = line + vd_secret_size (text);
  guint number = 1;

  identities = g_ptr_array_new_with_free_func ((GDestroyNotify)vd_secret_free);
  for (; line < end; number++) {
    const char *feed = memchr (line, '\n', (gsize)(end - line));
    gsize size = (gsize)((feed == NULL ? end : feed) - line);

    if (!parse_line (identities, line, size, number, error))
      return NULL;
    line += size + 1;
  }
  if (identities->len == 0) {
    g_set_error (error, VD_ERROR, VD_ERROR_INVALID, "line %u: no age identity in the file", number);
    return NULL;
  }
  return g_steal_pointer (&identities);
}
