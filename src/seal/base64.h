/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/**
 * Base64 of RFC 4648 section 4, canonical only. @padded: with "=" at the end, as minisign writes
 * it, or without, as age does.
 */

/** Returns: (transfer full): the text. */
char *vd_base64_encode (const void *data, gsize size, gboolean padded);

/** Returns: whether all of @text is the encoding of exactly @size bytes, now at @data. */
gboolean
vd_base64_decode (const char *text, gsize text_size, gboolean padded, void *data, gsize size);
