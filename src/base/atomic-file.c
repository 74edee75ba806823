/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atomic-file"

#include "base/atomic-file.h"
#include "base/error.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

static gboolean
write_all (int fd, const guint8 *data, gsize size, GError **error)
{
  while (size > 0) {
    gssize n = write (fd, data, size);

    if (n < 0 && errno == EINTR)
      continue;
    if (n < 0) {
      vd_error_set_errno (error, errno, "write file");
      return FALSE;
    }
    data += n;
    size -= (gsize)n;
  }
  if (fsync (fd) == 0)
    return TRUE;
  vd_error_set_errno (error, errno, "sync file");
  return FALSE;
}

static void
sync_folder (const char *folder)
{
  int fd = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

  if (fd < 0)
    return;
  fsync (fd); /* Best effort: the file itself is synced. */
  close (fd);
}

static gboolean
link_unnamed (int fd, const char *path, GError **error)
{
  g_autofree char *self = g_strdup_printf ("/proc/self/fd/%d", fd);

  if (linkat (AT_FDCWD, self, AT_FDCWD, path, AT_SYMLINK_FOLLOW) == 0)
    return TRUE;
  vd_error_set_errno (error, errno, "name file");
  return FALSE;
}

/* For file systems without unnamed files: the name says nothing, and link() refuses to overwrite;
 * where there are no hard links either, a rename that replaces nothing keeps that promise. */
static gboolean
create_named (const char *folder, const char *path, const void *data, gsize size, GError **error)
{
  g_autofree char *temporary = g_build_filename (folder, ".varde-XXXXXX", NULL);
  int fd = g_mkstemp_full (temporary, O_RDWR | O_CLOEXEC, 0600);
  gboolean ok;

  if (fd < 0) {
    vd_error_set_errno (error, errno, "create file");
    return FALSE;
  }
  ok = write_all (fd, data, size, error);
  close (fd);
  /* That there are no hard links is said in several ways: EPERM, EOPNOTSUPP, ENOSYS. */
  if (ok && link (temporary, path) != 0 &&
      (errno == EEXIST || renameat2 (AT_FDCWD, temporary, AT_FDCWD, path, RENAME_NOREPLACE) != 0)) {
    vd_error_set_errno (error, errno, "name file");
    ok = FALSE;
  }
  unlink (temporary);
  return ok;
}

gboolean
vd_atomic_file_create (const char *path, const void *data, gsize size, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  gboolean ok;
  int fd;

  if (g_file_test (path, G_FILE_TEST_EXISTS | G_FILE_TEST_IS_SYMLINK)) {
    vd_error_set_errno (error, EEXIST, "create file");
    return FALSE;
  }
  fd = open (folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
  if (fd >= 0) {
    ok = write_all (fd, data, size, error) && link_unnamed (fd, path, error);
    close (fd);
  } else if (errno == EOPNOTSUPP || errno == EISDIR || errno == EINVAL) {
    ok = create_named (folder, path, data, size, error);
  } else {
    vd_error_set_errno (error, errno, "create file");
    return FALSE;
  }
  if (ok)
    sync_folder (folder);
  return ok;
}

static GBytes *
read_all (int fd, gsize limit, GError **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  guint8 chunk[65536];

  for (;;) {
    gssize n = read (fd, chunk, sizeof chunk);

    if (n < 0 && errno == EINTR)
      continue;
    if (n < 0) {
      vd_error_set_errno (error, errno, "read file");
      return NULL;
    }
    if (n == 0)
      return g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
    if (bytes->len + (gsize)n > limit) {
      g_set_error (error, VD_ERROR, VD_ERROR_INVALID, "file larger than %zu bytes", limit);
      return NULL;
    }
    g_byte_array_append (bytes, chunk, (guint)n);
  }
}

GBytes *
vd_file_read (const char *path, gsize limit, GError **error)
{
  struct stat info;
  GBytes *bytes;
  int fd = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);

  if (fd < 0) {
    vd_error_set_errno (error, errno, "open file");
    return NULL;
  }
  if (fstat (fd, &info) != 0 || !S_ISREG (info.st_mode)) {
    g_set_error (error, VD_ERROR, VD_ERROR_INVALID, "not a regular file");
    close (fd);
    return NULL;
  }
  bytes = read_all (fd, limit, error);
  close (fd);
  return bytes;
}
