/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pack-words"

#include "core/pack-words.h"

#include <string.h>

/* What a pack never says of a person: it guides and does not judge, and has no figures for it. */
static const struct {
  const char *lang;
  const char *words;
} verdicts[] = {
    {"en", "is a victim|are victims|was a victim|not a victim|no victim|not victims|real victim|"
           "genuine victim|true victim|proven victim|confirmed victim|score|scores|scoring|"
           "probability|likelihood|risk level|is credible|not credible|is lying|lied to you"},
    {"nb", "er et offer|er offer|var et offer|ikke et offer|ikke offer|ikke noe offer|reelt offer|"
           "ekte offer|bevist offer|bekreftet offer|poengsum|skår|skåre|sannsynlighet|"
           "sannsynligheten|risikonivå|er troverdig|ikke troverdig|utroverdig|lyver"},
    {"nn", "er eit offer|er offer|var eit offer|ikkje eit offer|ikkje offer|ikkje noko offer|"
           "reelt offer|ekte offer|prova offer|stadfesta offer|poengsum|skår|sannsynlegheit|"
           "sannsynlegheita|sannsyn|risikonivå|er truverdig|ikkje truverdig|utruverdig|lyg"},
};

static gboolean
is_letter_at (const char *text, const char *at, gboolean before)
{
  if (before)
    return at > text && g_unichar_isalnum (g_utf8_get_char (g_utf8_prev_char (at)));
  return g_unichar_isalnum (g_utf8_get_char (at));
}

static gboolean
has_words (const char *text, const char *words)
{
  gsize length = strlen (words);

  for (const char *at = text; (at = strstr (at, words)) != NULL; at += length) {
    if (!is_letter_at (text, at, TRUE) && !is_letter_at (text, at + length, FALSE))
      return TRUE;
  }
  return FALSE;
}

static const char *
find_any (const char *text, const char *list)
{
  g_autofree char *folded = g_utf8_casefold (text, -1);
  g_auto (GStrv) words = g_strsplit (list, "|", -1);

  for (guint i = 0; words[i] != NULL; i++) {
    if (has_words (folded, words[i]))
      return g_intern_string (words[i]);
  }
  return NULL;
}

const char *
vd_pack_verdict (const char *text, const char *lang)
{
  for (guint i = 0; i < G_N_ELEMENTS (verdicts); i++) {
    if (g_str_equal (verdicts[i].lang, lang))
      return find_any (text, verdicts[i].words);
  }
  return NULL;
}

static int
compare_words (gconstpointer a, gconstpointer b)
{
  return strcmp (*(char *const *)a, *(char *const *)b);
}

char *
vd_pack_placeholders (const char *text)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (g_free);
  const char *open = strchr (text, '{');

  while (open != NULL) {
    gsize length = strcspn (open + 1, "{}");

    if (open[1 + length] == '}')
      g_ptr_array_add (found, g_strndup (open, length + 2));
    open = strchr (open + 1, '{');
  }
  g_ptr_array_sort (found, compare_words);
  g_ptr_array_add (found, NULL);
  return g_strjoinv (" ", (char **)found->pdata);
}
