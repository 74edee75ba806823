/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/**
 * One text in many languages, as the pack holds it. Built while parsing, immutable afterwards and
 * then safe to share between threads.
 */
typedef struct _VdText VdText;

VdText *vd_text_new (void);
void vd_text_free (VdText *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (VdText, vd_text_free)

/**
 * vd_text_take:
 * Adds @string (transfer full) for the BCP 47 tag @lang.
 * Returns: FALSE when that language is already there; @string is freed then.
 */
gboolean vd_text_take (VdText *self, const char *lang, char *string);

/**
 * vd_text_get:
 * @lang: the wanted BCP 47 tag
 * @used: (out) (optional) (transfer none): the tag of the text that was found. When it differs
 *   from @lang the text is a fallback (nn, nb, en) and the screen says so.
 * Returns: (transfer none): the text; "" when there is none at all. A NULL @self gives "".
 */
const char *vd_text_get (const VdText *self, const char *lang, const char **used);

/** Returns: whether @self is non-NULL and holds a text for exactly @lang. */
gboolean vd_text_has (const VdText *self, const char *lang);

/** Returns: whether there is no text at all (NULL counts). */
gboolean vd_text_is_empty (const VdText *self);
