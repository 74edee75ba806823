/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/error.h"

/**
 * A file that gets its name only when it is complete: unnamed where the file system can do that,
 * else under a neutral temporary name in the same folder.
 */
typedef struct {
  int fd;
  char *path;
  char *temporary; /* (nullable): NULL while it has no name at all */
  goffset at;      /* where the next read goes on */
} VdBackupFile;

/** Errors: EXISTS, NOT_FOUND (no such folder), READ_ONLY, DISK_FULL, INTERNAL. */
gboolean vd_backup_file_begin (VdBackupFile *self, const char *path, GError **error);

/** A VdAgeSink. */
gboolean vd_backup_file_write (const guint8 *data, gsize size, gpointer user, GError **error);

/** A VdAgeSource, from the start of the file. */
gssize vd_backup_file_read (guint8 *data, gsize size, gpointer user, GError **error);

gboolean vd_backup_file_sync (VdBackupFile *self, GError **error);

/** Gives it its name, never over another file, and syncs the folder. */
gboolean vd_backup_file_publish (VdBackupFile *self, GError **error);

/** Opens an existing file to read. Errors: NOT_FOUND, READ_ONLY, INVALID (not a file). */
gboolean vd_backup_file_open (VdBackupFile *self, const char *path, GError **error);

/** Closes it, and removes it when it was not published. */
void vd_backup_file_end (VdBackupFile *self);
