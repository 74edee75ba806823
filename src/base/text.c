/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "text"

#include "base/text.h"
#include "base/lang.h"

struct _VdText {
  GHashTable *strings; /* char * tag -> char * text */
};

VdText *
vd_text_new (void)
{
  VdText *self = g_new (VdText, 1);

  self->strings = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return self;
}

void
vd_text_free (VdText *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->strings);
  g_free (self);
}

gboolean
vd_text_take (VdText *self, const char *lang, char *string)
{
  if (g_hash_table_contains (self->strings, lang)) {
    g_free (string);
    return FALSE;
  }
  return g_hash_table_insert (self->strings, g_strdup (lang), string);
}

const char *
vd_text_get (const VdText *self, const char *lang, const char **used)
{
  if (used != NULL)
    *used = lang;
  if (self == NULL)
    return "";

  for (const char *tag = lang; tag != NULL; tag = vd_lang_fallback (tag)) {
    const char *found = g_hash_table_lookup (self->strings, tag);

    if (found != NULL) {
      if (used != NULL)
        *used = tag;
      return found;
    }
  }
  return "";
}

gboolean
vd_text_has (const VdText *self, const char *lang)
{
  return self != NULL && g_hash_table_contains (self->strings, lang);
}

gboolean
vd_text_is_empty (const VdText *self)
{
  return self == NULL || g_hash_table_size (self->strings) == 0;
}
