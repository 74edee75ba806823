/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "seal"

#include "seal/words.h"

#include <sodium.h>
#include <string.h>

#include "seal/digest.h"
#include "seal/words-data.h"

/* So many bits that the uneven rest of the division by 7776 no longer matters. */
#define BYTES_A_WORD 5

VdSecret *
vd_words_passphrase (void)
{
  g_autoptr (VdSecret) longest = vd_secret_new (VD_WORDS_PASSPHRASE * VD_WORDS_SIZE);
  char *text = (char *)vd_secret_data (longest);
  gsize size = 0;

  for (guint i = 0; i < VD_WORDS_PASSPHRASE; i++) {
    const char *word = vd_words_list[randombytes_uniform (VD_WORDS_COUNT)];
    gsize length = strlen (word);

    if (i > 0)
      text[size++] = ' ';
    memcpy (text + size, word, length);
    size += length;
  }
  return vd_secret_new_copy (text, size);
}

static const char *
word_of (const guint8 bytes[BYTES_A_WORD])
{
  guint64 number = 0;

  for (guint i = 0; i < BYTES_A_WORD; i++)
    number = number << 8 | bytes[i];
  return vd_words_list[number % VD_WORDS_COUNT];
}

char *
vd_words_fingerprint (const void *data, gsize size)
{
  guint8 digest[VD_DIGEST_SIZE];
  GString *text = g_string_new (NULL);

  G_STATIC_ASSERT (VD_WORDS_PASSPHRASE * BYTES_A_WORD <= VD_DIGEST_SIZE);
  vd_digest (data, size, digest);
  for (guint i = 0; i < VD_WORDS_PASSPHRASE; i++) {
    if (i > 0)
      g_string_append_c (text, ' ');
    g_string_append (text, word_of (digest + i * BYTES_A_WORD));
  }
  return g_string_free (text, FALSE);
}
