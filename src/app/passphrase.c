/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "passphrase"

#include "config.h"

#include "app/passphrase.h"

#include <glib/gi18n-lib.h>

#include "seal/words.h"

VdSecret *
vd_passphrase_generate (void)
{
  return vd_words_passphrase ();
}

const char *
vd_passphrase_advice (const VdSecret *passphrase)
{
  g_autoptr (GError) error = NULL;

  if (vd_words_check (passphrase, &error))
    return NULL;
  if (g_str_equal (error->message, "too-short"))
    return _ ("Too short: it needs at least 15 characters. Several words are easier to remember "
              "than odd signs.");
  if (g_str_equal (error->message, "too-long"))
    return _ ("Too long: at most 256 characters.");
  if (g_str_equal (error->message, "common"))
    return _ ("Too easy to guess: many people use this one. Choose words that do not belong "
              "together.");
  return _ ("This cannot be used: it holds characters that are no text.");
}
