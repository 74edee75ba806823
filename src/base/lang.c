/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "lang"

#include "base/lang.h"

#include <string.h>

/* Staff languages first: they get screens and documents. */
static const VdLang languages[] = {
    {"nb", "Norsk bokmål", FALSE, TRUE},
    {"nn", "Norsk nynorsk", FALSE, TRUE},
    {"en", "English", FALSE, TRUE},
    {"es", "Español", FALSE, FALSE},
    {"pt-BR", "Português (Brasil)", FALSE, FALSE},
    {"ro", "Română", FALSE, FALSE},
    {"bg", "Български", FALSE, FALSE},
    {"pl", "Polski", FALSE, FALSE},
    {"lt", "Lietuvių", FALSE, FALSE},
    {"ru", "Русский", FALSE, FALSE},
    {"uk", "Українська", FALSE, FALSE},
    {"sq", "Shqip", FALSE, FALSE},
    {"vi", "Tiếng Việt", FALSE, FALSE},
    {"th", "ไทย", FALSE, FALSE},
    {"ar", "العربية", TRUE, FALSE},
    {"ti", "ትግርኛ", FALSE, FALSE},
    {"so", "Soomaali", FALSE, FALSE},
    {"fa", "فارسی / دری", TRUE, FALSE},
    {"fr", "Français", FALSE, FALSE},
    {NULL, NULL, FALSE, FALSE},
};

const VdLang *
vd_lang_all (void)
{
  return languages;
}

const VdLang *
vd_lang_find (const char *tag)
{
  if (tag == NULL)
    return NULL;
  for (const VdLang *l = languages; l->tag != NULL; l++) {
    if (g_str_equal (l->tag, tag))
      return l;
  }
  return NULL;
}

const char *
vd_lang_fallback (const char *tag)
{
  if (g_str_equal (tag, "en"))
    return NULL;
  if (g_str_equal (tag, "nn"))
    return "nb";
  return "en";
}

gboolean
vd_lang_is_rtl (const char *tag)
{
  const VdLang *l = vd_lang_find (tag);

  return l != NULL && l->rtl;
}

gboolean
vd_lang_is_rtl_letter (gunichar c)
{
  GUnicodeScript script = g_unichar_get_script (c);

  return script == G_UNICODE_SCRIPT_ARABIC || script == G_UNICODE_SCRIPT_HEBREW;
}

const char *
vd_lang_from_locale (const char *locale)
{
  gsize n;

  if (locale == NULL)
    return "en";
  n = strcspn (locale, "_.@-");
  if (n == 2 && strncmp (locale, "no", n) == 0)
    return "nb";
  for (const VdLang *l = languages; l->tag != NULL; l++) {
    if (l->staff && strlen (l->tag) == n && strncmp (l->tag, locale, n) == 0)
      return l->tag;
  }
  return "en";
}
