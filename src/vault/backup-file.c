/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "vault"

#include "vault/backup-file.h"
#include "vault/place.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

static gboolean
fail (const char *what, GError **error)
{
  vd_error_set_errno (error, errno, what);
  return FALSE;
}

gboolean
vd_backup_file_begin (VdBackupFile *self, const char *path, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  struct stat info;

  *self = (VdBackupFile){.fd = -1, .path = g_strdup (path)};
  if (lstat (path, &info) == 0) {
    errno = EEXIST;
    return fail ("create backup", error);
  }
  self->fd = open (folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
  if (self->fd < 0 && (errno == EOPNOTSUPP || errno == EISDIR || errno == EINVAL)) {
    self->temporary = g_build_filename (folder, VD_FILE_UNFINISHED "XXXXXX", NULL);
    self->fd = g_mkstemp_full (self->temporary, O_RDWR | O_CLOEXEC, 0600);
    if (self->fd < 0)
      g_clear_pointer (&self->temporary, g_free);
  }
  return self->fd >= 0 || fail ("create backup", error);
}

gboolean
vd_backup_file_write (const guint8 *data, gsize size, gpointer user, GError **error)
{
  VdBackupFile *self = user;

  while (size > 0) {
    gssize n = write (self->fd, data, size);

    if (n < 0 && errno == EINTR)
      continue;
    if (n < 0)
      return fail ("write backup", error);
    data += n;
    size -= (gsize)n;
  }
  return TRUE;
}

gssize
vd_backup_file_read (guint8 *data, gsize size, gpointer user, GError **error)
{
  VdBackupFile *self = user;
  gsize used = 0;

  while (used < size) {
    gssize n = pread (self->fd, data + used, size - used, self->at);

    if (n < 0 && errno == EINTR)
      continue;
    if (n < 0) {
      fail ("read backup", error);
      return -1;
    }
    if (n == 0)
      break;
    used += (gsize)n;
    self->at += n;
  }
  return (gssize)used;
}

gboolean
vd_backup_file_sync (VdBackupFile *self, GError **error)
{
  self->at = 0;
  if (fsync (self->fd) != 0)
    return fail ("sync backup", error);
  /* What is read back should come from the disk and not from memory; a hint is all there is. */
  posix_fadvise (self->fd, 0, 0, POSIX_FADV_DONTNEED);
  return TRUE;
}

static gboolean
name_file (VdBackupFile *self)
{
  g_autofree char *unnamed = NULL;

  if (self->temporary != NULL)
    return renameat2 (AT_FDCWD, self->temporary, AT_FDCWD, self->path, RENAME_NOREPLACE) == 0 ||
           link (self->temporary, self->path) == 0;
  unnamed = g_strdup_printf ("/proc/self/fd/%d", self->fd);
  return linkat (AT_FDCWD, unnamed, AT_FDCWD, self->path, AT_SYMLINK_FOLLOW) == 0;
}

gboolean
vd_backup_file_publish (VdBackupFile *self, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (self->path);
  gboolean ok;
  int fd;

  if (!name_file (self))
    return fail ("name backup", error);
  fd = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  ok = fd >= 0 && fsync (fd) == 0;
  if (!ok) {
    fail ("sync folder of backup", error);
    unlink (self->path); /* Nothing has a name that was not called verified. */
  }
  if (fd >= 0)
    close (fd);
  return ok;
}

gboolean
vd_backup_file_open (VdBackupFile *self, const char *path, GError **error)
{
  struct stat info;

  *self = (VdBackupFile){.fd = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)};
  if (self->fd < 0)
    return fail ("open backup", error);
  if (fstat (self->fd, &info) == 0 && S_ISREG (info.st_mode))
    return TRUE;
  g_set_error (error, VD_ERROR, VD_ERROR_INVALID, "backup: not a file");
  return FALSE;
}

void
vd_backup_file_end (VdBackupFile *self)
{
  if (self->temporary != NULL)
    unlink (self->temporary);
  if (self->fd >= 0)
    close (self->fd);
  g_free (self->temporary);
  g_free (self->path);
  *self = (VdBackupFile){.fd = -1};
}
