/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "vault"

#include "vault/place.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

/* All that lies in the folder of a vault; the copies first, so that removing which is cut off
 * leaves none of them alone. */
static const char *const files[] = {
    VD_FILE_COPY_1,           VD_FILE_COPY_2,       VD_FILE_HEADER_NEW,
    VD_FILE_HEADER,           VD_FILE_STORE "-wal", VD_FILE_STORE "-shm",
    VD_FILE_STORE "-journal", VD_FILE_STORE,        VD_FILE_SLOTS,
    VD_FILE_RESERVE,          VD_FILE_LOCK,
};

gboolean
vd_place_refuses (guint64 type)
{
  /* From statfs(2). Locks and syncs do not keep their promises on them. */
  static const guint32 refused[] = {
      0x6969,     /* NFS */
      0x517b,     /* SMB */
      0xff534d42, /* CIFS */
      0xfe534d42, /* SMB 2 */
      0x65735546, /* FUSE */
      0x00c36400, /* Ceph */
      0x5346414f, /* AFS */
      0x73757245, /* Coda */
  };

  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    if ((guint32)type == refused[i])
      return TRUE;
  return FALSE;
}

static gboolean
is_there (const char *dir, const char *name)
{
  g_autofree char *path = g_build_filename (dir, name, NULL);
  struct stat info;

  /* What cannot be looked at is there: nothing new may be made over it. */
  return lstat (path, &info) == 0 || (errno != ENOENT && errno != ENOTDIR);
}

gboolean
vd_place_has_vault (const char *dir)
{
  if (is_there (dir, VD_FILE_HEADER))
    return TRUE;
  /* The new name is there only while a vault is being made. A copy may be all that is left of one:
   * it can be restored, and a new vault in its place would take it away. */
  return (is_there (dir, VD_FILE_STORE) || is_there (dir, VD_FILE_COPY_1) ||
          is_there (dir, VD_FILE_COPY_2)) &&
         !is_there (dir, VD_FILE_HEADER_NEW);
}

static gboolean
check_folder (VdPlace *self, GError **error)
{
  struct statfs system;
  struct stat info;

  if (fstat (self->folder, &info) != 0 || fstatfs (self->folder, &system) != 0) {
    vd_error_set_errno (error, errno, "look at folder");
    return FALSE;
  }
  if (vd_place_refuses ((guint64)system.f_type)) {
    g_set_error (error, VD_ERROR, VD_ERROR_FILE_SYSTEM,
                 "file system of kind 0x%x cannot hold a vault", (guint)system.f_type);
    return FALSE;
  }
  if (info.st_uid == geteuid ())
    return TRUE;
  g_set_error (error, VD_ERROR, VD_ERROR_READ_ONLY, "folder belongs to another user");
  return FALSE;
}

VdPlace *
vd_place_open (const char *dir, GError **error)
{
  g_autoptr (VdPlace) self = g_new0 (VdPlace, 1);
  char *real;

  self->lock = -1;
  self->made = g_ptr_array_new_with_free_func (g_free);
  self->folder = open (dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  real = self->folder < 0 ? NULL : realpath (dir, NULL);
  if (real == NULL) {
    vd_error_set_errno (error, errno, "open folder");
    return NULL;
  }
  self->path = g_strdup (real);
  free (real);
  return check_folder (self, error) ? g_steal_pointer (&self) : NULL;
}

void
vd_place_free (VdPlace *self)
{
  if (self == NULL)
    return;
  if (self->lock >= 0)
    close (self->lock);
  if (self->folder >= 0)
    close (self->folder);
  g_ptr_array_unref (self->made);
  g_free (self->path);
  g_free (self);
}

int
vd_place_open_file (VdPlace *self, const char *name, int flags, GError **error)
{
  int fd = openat (self->folder, name, flags | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK, 0600);
  struct stat info;

  if (fd < 0 && (errno == ENOENT || errno == ELOOP)) {
    g_set_error (error, VD_ERROR, VD_ERROR_DAMAGED, "%s: missing, or a link", name);
    return -1;
  }
  if (fd < 0) {
    vd_error_set_errno (error, errno, name);
    return -1;
  }
  if (fstat (fd, &info) != 0 || !S_ISREG (info.st_mode)) {
    g_set_error (error, VD_ERROR, VD_ERROR_DAMAGED, "%s: not a plain file", name);
  } else if (info.st_uid != geteuid ()) {
    g_set_error (error, VD_ERROR, VD_ERROR_READ_ONLY, "%s: belongs to another user", name);
  } else {
    if ((info.st_mode & 07777) != 0600 && (flags & O_ACCMODE) != O_RDONLY)
      fchmod (fd, 0600); /* Best effort: everything in it is sealed. */
    return fd;
  }
  close (fd);
  return -1;
}

gboolean
vd_place_take_lock (VdPlace *self, GError **error)
{
  struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET};

  self->lock = vd_place_open_file (self, VD_FILE_LOCK, O_RDWR | O_CREAT, error);
  if (self->lock < 0)
    return FALSE;
  if (fcntl (self->lock, F_OFD_SETLK, &lock) == 0)
    return TRUE;
  if (errno == EAGAIN || errno == EACCES)
    g_set_error (error, VD_ERROR, VD_ERROR_IN_USE, "lock: held by another opener");
  else
    vd_error_set_errno (error, errno, "lock");
  return FALSE;
}

/* Makes @dir and what is missing above it, and remembers which. */
static gboolean
make_folders (const char *dir, GPtrArray *made, GError **error)
{
  g_autofree char *parent = g_path_get_dirname (dir);

  if (mkdir (dir, 0700) == 0) {
    g_ptr_array_add (made, g_strdup (dir));
    chmod (dir, 0700); /* The umask may have taken our own rights. */
    return TRUE;
  }
  if (errno == EEXIST && g_file_test (dir, G_FILE_TEST_IS_DIR))
    return TRUE;
  if (errno != ENOENT || strcmp (parent, dir) == 0) {
    vd_error_set_errno (error, errno, "make folder");
    return FALSE;
  }
  return make_folders (parent, made, error) && make_folders (dir, made, error);
}

static gboolean
is_file_of_ours (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    if (strcmp (name, files[i]) == 0)
      return TRUE;
  return FALSE;
}

/* Whether there is nothing in the folder but what an interrupted creation left. */
static gboolean
is_free (const VdPlace *self)
{
  g_autoptr (GDir) entries = NULL;
  const char *name;

  if (vd_place_has_vault (self->path))
    return FALSE;
  entries = g_dir_open (self->path, 0, NULL);
  while (entries != NULL && (name = g_dir_read_name (entries)) != NULL)
    if (!is_file_of_ours (name))
      return FALSE;
  return entries != NULL;
}

static void
remove_files (VdPlace *self, gboolean lock)
{
  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    if (lock || strcmp (files[i], VD_FILE_LOCK) != 0)
      unlinkat (self->folder, files[i], 0);
}

void
vd_place_clear_unfinished (VdPlace *self)
{
  g_autoptr (GDir) entries = g_dir_open (self->path, 0, NULL);
  const char *name;

  while (entries != NULL && (name = g_dir_read_name (entries)) != NULL)
    if (g_str_has_prefix (name, VD_FILE_UNFINISHED))
      unlinkat (self->folder, name, 0);
}

gboolean
vd_place_remove (VdPlace *self, GError **error)
{
  gboolean ok = TRUE;

  vd_place_clear_unfinished (self);
  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    if (unlinkat (self->folder, files[i], 0) != 0 && errno != ENOENT) {
      if (ok)
        vd_error_set_errno (error, errno, "remove file");
      ok = FALSE; /* The others go all the same. */
    }
  fsync (self->folder);
  rmdir (self->path); /* Stays when somebody keeps other things in it. */
  return ok;
}

static void
remove_folders (GPtrArray *made)
{
  for (guint i = made->len; i > 0; i--)
    rmdir (g_ptr_array_index (made, i - 1));
}

void
vd_place_undo (VdPlace *self)
{
  remove_files (self, TRUE);
  remove_folders (self->made);
}

/* Everything that makes a folder ready after it is there. */
static gboolean
prepare (VdPlace *self, GError **error)
{
  if (!is_free (self)) {
    g_set_error (error, VD_ERROR, VD_ERROR_EXISTS, "folder is not empty");
    return FALSE;
  }
  if (!vd_place_take_lock (self, error))
    return FALSE;
  /* Looked at again: until now another process could have made a vault here. */
  if (!is_free (self)) {
    g_set_error (error, VD_ERROR, VD_ERROR_EXISTS, "folder is not empty");
    return FALSE;
  }
  vd_place_tighten (self);
  remove_files (self, FALSE);
  return TRUE;
}

VdPlace *
vd_place_make (const char *dir, GError **error)
{
  g_autoptr (GPtrArray) made = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *path = g_canonicalize_filename (dir, NULL);
  g_autoptr (VdPlace) self = NULL;
  gboolean ready;

  if (make_folders (path, made, error))
    self = vd_place_open (path, error);
  ready = self != NULL && prepare (self, error);
  if (!ready) {
    /* Only folders: a lock file there may be another process's, which then keeps the folder. */
    remove_folders (made);
    return NULL;
  }
  g_ptr_array_unref (self->made);
  self->made = g_steal_pointer (&made);
  return g_steal_pointer (&self);
}

/* The names of the folders that were made are in the folders above them. */
static gboolean
sync_above (const VdPlace *self, GError **error)
{
  for (guint i = 0; i < self->made->len; i++) {
    g_autofree char *above = g_path_get_dirname (g_ptr_array_index (self->made, i));
    int fd = open (above, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    gboolean ok = fd >= 0 && fsync (fd) == 0;

    if (!ok)
      vd_error_set_errno (error, errno, "sync folder");
    if (fd >= 0)
      close (fd);
    if (!ok)
      return FALSE;
  }
  return TRUE;
}

gboolean
vd_place_publish (VdPlace *self, GError **error)
{
  if (fsync (self->folder) != 0 ||
      renameat (self->folder, VD_FILE_HEADER_NEW, self->folder, VD_FILE_HEADER) != 0 ||
      fsync (self->folder) != 0) {
    vd_error_set_errno (error, errno, "publish header");
    return FALSE;
  }
  return sync_above (self, error);
}

void
vd_place_tighten (VdPlace *self)
{
  fchmod (self->folder, 0700);
}

char *
vd_place_path (const VdPlace *self, const char *name)
{
  return g_build_filename (self->path, name, NULL);
}
