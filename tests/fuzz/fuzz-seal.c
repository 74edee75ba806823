/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

#include "seal/age-header.h"
#include "seal/age-payload.h"
#include "seal/age.h"
#include "seal/minisign.h"

#include <string.h>

G_GNUC_UNUSED static void
fuzz_age_header (const guint8 *data, gsize size)
{
  g_autoptr (GError) error = NULL;
  VdAgeHeader header = {0};
  gboolean ok = vd_age_header_parse (&header, data, size, &error);

  g_assert (ok == (error == NULL));
  if (!ok)
    return;
  g_assert_cmpuint (header.size, <=, size);
  g_assert_cmpuint (header.mac_offset, <=, header.size);
  g_assert_cmpuint (header.n_stanzas, <=, VD_AGE_STANZAS_MAX);
}

/* The first byte says whether the rest is a payload to open, or a text to encrypt and to damage. */
G_GNUC_UNUSED static void
fuzz_age_payload (const guint8 *data, gsize size)
{
  g_autoptr (VdSecret) key = vd_secret_new (VD_AGE_FILE_KEY_SIZE);
  g_autoptr (VdSecret) plain = NULL;
  g_autofree guint8 *sealed = NULL;
  gsize sealed_size;

  if (size < 3)
    return;
  if ((data[0] & 1) == 0) {
    plain = vd_age_payload_decrypt (key, data + 1, size - 1, NULL);
    g_assert (plain == NULL);
    return;
  }
  sealed_size = vd_age_payload_size (size - 3);
  sealed = g_malloc (sealed_size);
  vd_age_payload_encrypt (key, data + 3, size - 3, sealed);
  plain = vd_age_payload_decrypt (key, sealed, sealed_size, NULL);
  g_assert (plain != NULL && vd_secret_size (plain) == size - 3 &&
            memcmp (vd_secret_data (plain), data + 3, size - 3) == 0);
  g_clear_pointer (&plain, vd_secret_free);
  sealed[(data[1] * 256u + data[2]) % sealed_size] ^= (guint8)(data[0] | 1);
  plain = vd_age_payload_decrypt (key, sealed, sealed_size, NULL);
  g_assert (plain == NULL);
}

/* No signature that is not ours verifies. */
G_GNUC_UNUSED static void
fuzz_pack_minisig (const guint8 *data, gsize size)
{
  static VdMinisignPublic public_key;
  static VdSecret *secret_key;
  g_autoptr (GError) error = NULL;
  g_autofree char *trusted = NULL;
  g_autofree char *text = g_strndup ((const char *)data, size);
  VdMinisignPublic parsed;

  if (secret_key == NULL)
    vd_minisign_keygen (&secret_key, &public_key);
  g_assert (
      !vd_minisign_verify (&public_key, (const char *)data, size, "text", 4, &trusted, &error));
  g_assert (error != NULL && trusted == NULL);
  vd_minisign_public_parse (text, &parsed, NULL);
}

FUZZ_MAIN
