/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#define VD_DIGEST_SIZE 32

/** BLAKE2b-256 of @size bytes at @data. */
void vd_digest (const void *data, gsize size, guint8 digest[VD_DIGEST_SIZE]);

/** Returns: (transfer full): the same as 64 lower-case hexadecimal digits. */
char *vd_digest_hex (const void *data, gsize size);
