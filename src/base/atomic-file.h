/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/**
 * vd_atomic_file_create:
 * Writes @size bytes to a new file at @path (mode 0600): whole and synced, or not at all. Uses an
 * unnamed file linked into place; where the file system has none, a neutral temporary name in the
 * same folder. Blocks on the disk: not for the main thread.
 *
 * Errors: EXISTS when @path exists (never overwritten), NOT_FOUND (no such folder), READ_ONLY,
 * DISK_FULL, INTERNAL.
 */
gboolean vd_atomic_file_create (const char *path, const void *data, gsize size, GError **error);

/**
 * vd_file_read:
 * Reads a whole regular file of at most @limit bytes; symbolic links are followed.
 * Errors: NOT_FOUND, READ_ONLY (no permission), INVALID (larger than @limit, or not a file).
 */
GBytes *vd_file_read (const char *path, gsize limit, GError **error);
