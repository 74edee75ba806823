/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/**
 * The languages Varde knows, as BCP 47 tags. Direction comes from this table alone: GTK and pango
 * get some right-to-left languages wrong when their own catalogues are missing.
 */
typedef struct {
  const char *tag;         /* "nb", "pt-BR" */
  const char *native_name; /* "Norsk bokmål" */
  gboolean rtl;
  gboolean staff; /* Screens and documents exist in it; the others are for the person. */
} VdLang;

/** Returns: (transfer none): all languages, staff languages first; ends with a NULL tag. */
const VdLang *vd_lang_all (void);

/** Returns: (transfer none) (nullable): the entry for exactly @tag. */
const VdLang *vd_lang_find (const char *tag);

/** Returns: (transfer none) (nullable): the next tag to try when @tag has no text; NULL after "en".
 */
const char *vd_lang_fallback (const char *tag);

/** Returns: whether @tag reads from right to left; unknown tags do not. */
gboolean vd_lang_is_rtl (const char *tag);

/** Returns: whether @c is a letter of a script that reads from right to left. */
gboolean vd_lang_is_rtl_letter (gunichar c);

/**
 * Returns: (transfer none): the staff language that fits a POSIX locale or tag best
 * ("nb_NO.UTF-8" and "no" give "nb", "nn_NO" gives "nn"); "en" when none fits or @locale is NULL.
 */
const char *vd_lang_from_locale (const char *locale);
