/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "vault"

#include "vault/disk.h"
#include "vault/crypto.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/vfs.h>
#include <unistd.h>

#define EXT 0xef53u
#define BTRFS 0x9123683eu
#define RESERVE_SIZE (1024 * 1024)

void
vd_disk_keep_in_place (int fd)
{
  int flags = 0;

  if (ioctl (fd, FS_IOC_GETFLAGS, &flags) != 0)
    return;
  flags |= FS_NOCOW_FL;
  ioctl (fd, FS_IOC_SETFLAGS, &flags); /* Only file systems that copy on write know it. */
}

VdDeletion
vd_disk_deletion_of (guint64 type, const char **kind)
{
  static const struct {
    guint32 type;
    const char *kind;
    VdDeletion deletion;
  } kinds[] = {
      {EXT, "ext4", VD_DELETION_STRONG},         {0x58465342, "xfs", VD_DELETION_STRONG},
      {0x01021994, "tmpfs", VD_DELETION_STRONG}, {0x5346544e, "ntfs", VD_DELETION_STRONG},
      {0x7366746e, "ntfs3", VD_DELETION_STRONG}, {0x4d44, "vfat", VD_DELETION_STRONG},
      {0x2011bab0, "exfat", VD_DELETION_STRONG}, {BTRFS, "btrfs", VD_DELETION_WEAK},
      {0x794c7630, "overlay", VD_DELETION_WEAK}, {0xf2f52010, "f2fs", VD_DELETION_WEAK},
      {0x2fc12fc1, "zfs", VD_DELETION_WEAK},     {0xca451a4e, "bcachefs", VD_DELETION_WEAK},
  };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if ((guint32)type == kinds[i].type) {
      *kind = kinds[i].kind;
      return kinds[i].deletion;
    }
  *kind = "unknown";
  return VD_DELETION_UNKNOWN;
}

/* Whether the file system of @device is mounted so that data goes through its journal, where a copy
 * of what was overwritten stays for a while. */
static gboolean
journals_data (dev_t device)
{
  g_autofree char *number = g_strdup_printf ("%u:%u", major (device), minor (device));
  FILE *file = fopen ("/proc/self/mountinfo", "re");
  gboolean found = FALSE;
  char line[4096];

  while (file != NULL && fgets (line, sizeof line, file) != NULL) {
    g_auto (GStrv) words = g_strsplit (line, " ", 4);
    const char *options = strstr (line, " - ");

    if (g_strv_length (words) == 4 && strcmp (words[2], number) == 0 && options != NULL)
      found = found || strstr (options, "data=journal") != NULL;
  }
  if (file != NULL)
    fclose (file);
  return found;
}

VdDeletion
vd_disk_deletion (int fd, const char **kind)
{
  struct statfs system;
  struct stat info;
  VdDeletion deletion;
  int flags = 0;

  *kind = "unknown";
  if (fstatfs (fd, &system) != 0 || fstat (fd, &info) != 0)
    return VD_DELETION_UNKNOWN;
  deletion = vd_disk_deletion_of ((guint64)system.f_type, kind);
  if ((guint32)system.f_type == EXT && journals_data (info.st_dev))
    deletion = VD_DELETION_WEAK;
  if ((guint32)system.f_type == BTRFS && ioctl (fd, FS_IOC_GETFLAGS, &flags) == 0 &&
      (flags & FS_NOCOW_FL) != 0)
    deletion = VD_DELETION_STRONG;
  return deletion;
}

/* Returns: FALSE. What there is of an unfinished reserve would help nobody. */
static gboolean
give_up (int fd, const char *what, GError **error)
{
  vd_error_set_errno (error, errno, what);
  if (ftruncate (fd, 0) != 0)
    g_debug ("reserve: %s", g_strerror (errno));
  return FALSE;
}

static gboolean
fill (int fd, GError **error)
{
  g_autofree guint8 *noise = g_malloc (RESERVE_SIZE);
  gsize used = 0;

  /* Random, so that no file system finds it easy to store. */
  vd_crypto_random (noise, RESERVE_SIZE);
  while (used < RESERVE_SIZE) {
    gssize n = pwrite (fd, noise + used, RESERVE_SIZE - used, (off_t)used);

    if (n < 0 && errno == EINTR)
      continue;
    if (n < 0)
      return give_up (fd, "write reserve", error);
    used += (gsize)n;
  }
  return fsync (fd) == 0 || give_up (fd, "sync reserve", error);
}

gboolean
vd_disk_fill_reserve (VdPlace *place, GError **error)
{
  int fd = vd_place_open_file (place, VD_FILE_RESERVE, O_RDWR | O_CREAT, error);
  gboolean ok = TRUE;
  struct stat info;

  if (fd < 0)
    return FALSE;
  if (fstat (fd, &info) != 0 || info.st_size != RESERVE_SIZE)
    ok = fill (fd, error);
  close (fd);
  return ok;
}

gboolean
vd_disk_use_reserve (VdPlace *place)
{
  int fd = vd_place_open_file (place, VD_FILE_RESERVE, O_RDWR, NULL);
  gboolean used = FALSE;
  struct stat info;

  if (fd < 0)
    return FALSE;
  if (fstat (fd, &info) == 0 && info.st_size > 0)
    used = ftruncate (fd, 0) == 0;
  fsync (fd);
  close (fd);
  return used;
}
