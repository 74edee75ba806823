/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "disk-faults.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/* These take the place of the C library's for the vault and for SQLite. */
DiskFault fault;

static gboolean
fails_as (gboolean reads)
{
  if (fault.at == 0 || reads != fault.reads || ++fault.calls != fault.at)
    return FALSE;
  fault.hit = TRUE;
  errno = fault.code;
  return TRUE;
}

static gboolean
fails (void)
{
  return fails_as (FALSE);
}

int
fdatasync (int fd)
{
  fault.syncs++;
  return fails () && fault.code != SHORT ? -1 : (int)syscall (SYS_fdatasync, fd);
}

int
fsync (int fd)
{
  return fails () && fault.code != SHORT ? -1 : (int)syscall (SYS_fsync, fd);
}

static gboolean
overlaps (off_t page, size_t size, off_t offset)
{
  return offset < page + DISK_PAGE && offset + (off_t)size > page;
}

/* A part of a page is written by reading the page, changing it and writing all of it. */
static gboolean
is_bad (int fd, size_t size, off_t offset, gboolean write)
{
  const gboolean second = fault.mirror != 0 && overlaps (fault.mirror, size, offset);
  const off_t page = second ? fault.mirror : fault.bad;
  struct stat info;

  if (fault.bad_file == 0 || !overlaps (page, size, offset) || fstat (fd, &info) != 0 ||
      info.st_ino != fault.bad_file)
    return FALSE;
  if (write && offset <= page && offset + (off_t)size >= page + DISK_PAGE) {
    fault.bad_file = 0;
    return FALSE;
  }
  errno = EIO;
  return TRUE;
}

/* With 64-bit offsets this is the symbol pwrite64, which SQLite calls too. */
ssize_t
pwrite (int fd, const void *data, size_t size, off_t offset)
{
  if (fails ()) {
    if (fault.code != SHORT)
      return -1;
    size = (size + 1) / 2;
  }
  if (is_bad (fd, size, offset, TRUE))
    return -1;
  return (ssize_t)syscall (SYS_pwrite64, fd, data, size, offset);
}

ssize_t
pread (int fd, void *data, size_t size, off_t offset)
{
  if (fails_as (TRUE) || is_bad (fd, size, offset, FALSE))
    return -1;
  return (ssize_t)syscall (SYS_pread64, fd, data, size, offset);
}

int
ftruncate (int fd, off_t size)
{
  return fails () && fault.code != SHORT ? -1 : (int)syscall (SYS_ftruncate, fd, size);
}

int
openat (int folder, const char *path, int flags, ...)
{
  mode_t mode = 0;
  va_list args;

  va_start (args, flags);
  if ((flags & O_CREAT) != 0)
    mode = va_arg (args, mode_t);
  va_end (args);
  return fails_as (TRUE) ? -1 : (int)syscall (SYS_openat, folder, path, flags, mode);
}

void
arm (guint at, int code)
{
  fault.at = at;
  fault.calls = 0;
  fault.code = code;
  fault.hit = FALSE;
}

gboolean
disarm (void)
{
  fault.at = 0;
  return fault.hit;
}
