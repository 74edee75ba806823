/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "language"

#include "config.h"

#include "app/language.h"
#include "base/date.h"
#include "base/lang.h"
#include "base/place.h"

#include <glib/gi18n-lib.h>
#include <libintl.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>

/* gettext translates in no locale called C; where nothing better is installed, C.UTF-8 does. */
static void
set_locale (void)
{
  const char *now = setlocale (LC_ALL, "");

  if (now == NULL || g_str_equal (now, "C") || g_str_equal (now, "POSIX"))
    setlocale (LC_ALL, "C.UTF-8");
  now = setlocale (LC_MESSAGES, NULL);
  if (g_str_equal (now, "C") || g_str_equal (now, "POSIX"))
    setlocale (LC_MESSAGES, "C.UTF-8");
}

void
vd_language_init (void)
{
  set_locale ();
  bindtextdomain (GETTEXT_PACKAGE, vd_place_is_built () ? VD_BUILD_LOCALE_DIR : VD_LOCALE_DIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
}

void
vd_language_apply (const char *tag)
{
  g_autofree char *messages = g_strdup (setlocale (LC_MESSAGES, NULL));

  /* Exactly one language: "en:fr" would show French where English has no catalogue. */
  g_setenv ("LANGUAGE", tag, TRUE);
  /* glibc keeps its cache of catalogues until the locale really changes. */
  setlocale (LC_MESSAGES, "C");
  setlocale (LC_MESSAGES, messages);
}

const char *
vd_language_system (void)
{
  const char *const *names = g_get_language_names ();

  for (guint i = 0; names[i] != NULL; i++) {
    if (strncmp (names[i], "C", 1) != 0)
      return vd_lang_from_locale (names[i]);
  }
  return "en";
}

/* Month names come from the catalogue, not from locales that are mostly not installed. */
static const char *const months[] = {N_ ("January"), N_ ("February"), N_ ("March"),
                                     N_ ("April"),   N_ ("May"),      N_ ("June"),
                                     N_ ("July"),    N_ ("August"),   N_ ("September"),
                                     N_ ("October"), N_ ("November"), N_ ("December")};

char *
vd_language_date (const char *date, const char *tag)
{
  VdDate parsed;
  g_autofree char *text = g_strndup (date != NULL ? date : "", 10);

  if (!vd_date_parse (text, &parsed))
    return g_steal_pointer (&text);
  if (parsed.month == 0)
    return g_strdup_printf ("%u", parsed.year);
  if (parsed.day == 0)
    return g_strdup_printf ("%s %u", _ (months[parsed.month - 1]), parsed.year);
  if (g_str_equal (tag, "en"))
    return g_strdup_printf ("%u %s %u", parsed.day, _ (months[parsed.month - 1]), parsed.year);
  return g_strdup_printf ("%u. %s %u", parsed.day, _ (months[parsed.month - 1]), parsed.year);
}
