/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/** Returns: (transfer none) (nullable): the verdict @text has about a person, in @lang ("is a
 *  victim", "score"); NULL when there is none or the language has no list. */
const char *vd_pack_verdict (const char *text, const char *lang);

/** Returns: (transfer full): the placeholders of @text ("{date} {time}"), sorted, with a space
 *  between: a translation may change their order, not their names. */
char *vd_pack_placeholders (const char *text);
