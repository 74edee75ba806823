/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "disk-log.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

const char *const disk_names[DISK_FILES] = {"header", "slots", "store.db", "store.db-wal"};

enum { HEADER, SLOTS, STORE, WAL };

/* The recording that is under way. */
static DiskLog *current;
static char *folder_now;

/* Returns: which file of the folder @fd is, or -1. */
static int
file_of (int fd)
{
  g_autofree char *link = g_strdup_printf ("/proc/self/fd/%d", fd);
  char path[4096];
  gssize n = readlink (link, path, sizeof path - 1);

  if (current == NULL || n < 0)
    return -1;
  path[n] = 0;
  for (int i = 0; i < DISK_FILES; i++) {
    g_autofree char *name = g_build_filename (folder_now, disk_names[i], NULL);

    if (strcmp (name, path) == 0)
      return i;
  }
  return -1;
}

static void
note (int fd, DiskKind kind, goffset offset, const void *data, gsize size)
{
  int file = file_of (fd);
  DiskOp *op;

  if (file < 0)
    return;
  op = g_new0 (DiskOp, 1);
  op->kind = kind;
  op->file = (guint)file;
  op->offset = offset;
  op->data = g_byte_array_new ();
  if (size > 0)
    g_byte_array_append (op->data, data, (guint)size);
  g_ptr_array_add (current->ops, op);
}

int
fdatasync (int fd)
{
  note (fd, DISK_SYNC, 0, NULL, 0);
  return (int)syscall (SYS_fdatasync, fd);
}

int
fsync (int fd)
{
  note (fd, DISK_SYNC, 0, NULL, 0);
  return (int)syscall (SYS_fsync, fd);
}

/* With 64-bit offsets these are the symbols pwrite64 and ftruncate64, which SQLite calls too. */
ssize_t
pwrite (int fd, const void *data, size_t size, off_t offset)
{
  note (fd, DISK_WRITE, offset, data, size);
  return (ssize_t)syscall (SYS_pwrite64, fd, data, size, offset);
}

int
ftruncate (int fd, off_t size)
{
  note (fd, DISK_CUT, size, NULL, 0);
  return (int)syscall (SYS_ftruncate, fd, size);
}

static void
op_free (gpointer data)
{
  DiskOp *op = data;

  g_byte_array_unref (op->data);
  g_free (op);
}

static GByteArray *
read_file (const char *folder, guint file)
{
  g_autofree char *path = g_build_filename (folder, disk_names[file], NULL);
  char *data = NULL;
  gsize size = 0;

  if (!g_file_get_contents (path, &data, &size, NULL))
    return g_byte_array_new ();
  return g_byte_array_new_take ((guint8 *)data, size);
}

DiskLog *
disk_log_begin (const char *folder)
{
  current = g_new0 (DiskLog, 1);
  folder_now = g_strdup (folder);
  current->ops = g_ptr_array_new_with_free_func (op_free);
  for (guint i = 0; i < DISK_FILES; i++)
    current->start[i] = read_file (folder, i);
  return current;
}

guint
disk_log_length (void)
{
  return current->ops->len;
}

DiskLog *
disk_log_end (void)
{
  DiskLog *self = current;

  current = NULL;
  g_clear_pointer (&folder_now, g_free);
  return self;
}

void
disk_log_free (DiskLog *self)
{
  g_ptr_array_unref (self->ops);
  for (guint i = 0; i < DISK_FILES; i++)
    g_byte_array_unref (self->start[i]);
  g_free (self);
}

static void
set_size (GByteArray *file, gsize size)
{
  gsize old = file->len;

  g_byte_array_set_size (file, (guint)size);
  if (size > old)
    memset (file->data + old, 0, size - old);
}

static void
put (GByteArray *file, const DiskOp *op, gsize from, gsize size)
{
  gsize end = (gsize)op->offset + from + size;

  if (end > file->len)
    set_size (file, end);
  memcpy (file->data + op->offset + from, op->data->data + from, size);
}

/* Sectors of the file, not of the write. */
static void
put_pieces (GByteArray *file, const DiskOp *op, gsize sector, GRand *rand)
{
  gsize from = 0;

  while (from < op->data->len) {
    gsize at = (gsize)op->offset + from;
    gsize size = MIN (sector - at % sector, op->data->len - from);

    if (g_rand_boolean (rand))
      put (file, op, from, size);
    from += size;
  }
}

static void
apply (GByteArray *file, const DiskOp *op, gboolean synced, DiskLoss loss, GRand *rand)
{
  gboolean keep = synced || loss == LOSE_NOTHING;

  if (op->kind == DISK_SYNC || (!keep && loss == LOSE_UNSYNCED))
    return;
  if (!keep && (loss == LOSE_SOME || op->kind == DISK_CUT))
    keep = g_rand_boolean (rand);
  else if (!keep)
    put_pieces (file, op, loss == LOSE_SECTORS ? 512 : 4096, rand);
  if (!keep)
    return;
  if (op->kind == DISK_CUT)
    set_size (file, (gsize)op->offset);
  else
    put (file, op, 0, op->data->len);
}

/* Whether this sync of slots is the one before a commit. */
static gboolean
is_before_commit (const DiskLog *self, guint at)
{
  for (guint i = at + 1; i < self->ops->len; i++) {
    const DiskOp *op = g_ptr_array_index (self->ops, i);

    if (op->file == WAL && op->kind == DISK_SYNC)
      return TRUE;
    if (op->file == SLOTS && op->kind == DISK_SYNC)
      return FALSE;
  }
  return FALSE;
}

/* Returns: the number of operations on @file that the last sync before @n has made safe. */
static guint
synced_until (const DiskLog *self, guint n, guint file, DiskHonesty honesty)
{
  for (guint i = n; i > 0 && honesty != DISK_LIES; i--) {
    const DiskOp *op = g_ptr_array_index (self->ops, i - 1);

    if (op->file != file || op->kind != DISK_SYNC)
      continue;
    if (honesty == DISK_FORGETS_SLOT && file == SLOTS && is_before_commit (self, i - 1))
      continue;
    return i;
  }
  return 0;
}

static void
write_file (const char *folder, guint file, const GByteArray *bytes)
{
  g_autofree char *path = g_build_filename (folder, disk_names[file], NULL);
  int fd = open (path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  gsize used = 0;

  g_assert_cmpint (fd, >=, 0);
  while (used < bytes->len) {
    gssize n = write (fd, bytes->data + used, bytes->len - used);

    g_assert_cmpint (n, >, 0);
    used += (gsize)n;
  }
  close (fd);
}

void
disk_log_crash (const DiskLog *self,
                guint n,
                DiskLoss loss,
                DiskHonesty honesty,
                GRand *rand,
                const char *folder)
{
  for (guint file = 0; file < DISK_FILES; file++) {
    g_autoptr (GByteArray) bytes = g_byte_array_new ();
    guint safe = synced_until (self, n, file, honesty);

    g_byte_array_append (bytes, self->start[file]->data, self->start[file]->len);
    for (guint i = 0; i < n; i++) {
      const DiskOp *op = g_ptr_array_index (self->ops, i);

      if (op->file == file)
        apply (bytes, op, i < safe, loss, rand);
    }
    write_file (folder, file, bytes);
  }
}
