/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/** POSIX ustar (IEEE 1003.1, pax interchange format section), regular files only. */
#define VD_TAR_BLOCK 512

/** Appends header, data and padding of one file; @name at most 99 bytes. */
void vd_tar_append (GByteArray *tar, const char *name, const void *data, gsize size, gint64 time);

/** Appends the end of the archive. */
void vd_tar_end (GByteArray *tar);

/**
 * vd_tar_next:
 * @offset: (inout): 0 to begin with
 * @name: (out): room for 100 bytes
 * Returns: 1 for a file, 0 at the end of the archive, -1 when the bytes are not such a tar.
 */
int vd_tar_next (const guint8 *data,
                 gsize size,
                 gsize *offset,
                 char name[100],
                 const guint8 **content,
                 gsize *content_size);
