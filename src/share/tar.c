/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "tar"

#include "share/tar.h"

#include <string.h>

/* Byte offsets of a ustar header that this file uses. */
enum {
  NAME = 0,
  MODE = 100,
  UID = 108,
  GID = 116,
  SIZE = 124,
  MTIME = 136,
  CHECKSUM = 148,
  TYPE = 156,
  MAGIC = 257,
  DEVMAJOR = 329,
  DEVMINOR = 337,
};

/* @width digits of octal and a NUL. */
static void
put_octal (guint8 *field, guint width, guint64 value)
{
  for (guint i = width; i > 0; i--) {
    field[i - 1] = (guint8)('0' + (value & 7));
    value >>= 3;
  }
  field[width] = '\0';
}

/* The checksum counts its own field as spaces. */
static guint
checksum (const guint8 *header)
{
  guint sum = 0;

  for (guint i = 0; i < VD_TAR_BLOCK; i++)
    sum += i >= CHECKSUM && i < CHECKSUM + 8 ? (guint)' ' : header[i];
  return sum;
}

static gsize
padding (gsize size)
{
  return (VD_TAR_BLOCK - size % VD_TAR_BLOCK) % VD_TAR_BLOCK;
}

static void
append_zeros (GByteArray *tar, gsize n)
{
  guint old = tar->len;

  g_byte_array_set_size (tar, old + (guint)n);
  memset (tar->data + old, 0, n);
}

void
vd_tar_append (GByteArray *tar, const char *name, const void *data, gsize size, gint64 time)
{
  guint8 header[VD_TAR_BLOCK] = {0};

  g_assert (strlen (name) < 100);
  memcpy (header + NAME, name, strlen (name));
  put_octal (header + MODE, 7, 0600);
  put_octal (header + UID, 7, 0);
  put_octal (header + GID, 7, 0);
  put_octal (header + SIZE, 11, size);
  put_octal (header + MTIME, 11, (guint64)time);
  header[TYPE] = '0';
  memcpy (header + MAGIC, "ustar\00000", 8);
  put_octal (header + DEVMAJOR, 7, 0);
  put_octal (header + DEVMINOR, 7, 0);
  put_octal (header + CHECKSUM, 6, checksum (header));
  header[CHECKSUM + 7] = ' ';
  g_byte_array_append (tar, header, sizeof header);
  g_byte_array_append (tar, data, (guint)size);
  append_zeros (tar, padding (size));
}

void
vd_tar_end (GByteArray *tar)
{
  append_zeros (tar, (gsize)2 * VD_TAR_BLOCK);
}

static gboolean
get_octal (const guint8 *field, guint width, guint64 *value)
{
  *value = 0;
  for (guint i = 0; i < width; i++) {
    if (field[i] < '0' || field[i] > '7')
      return FALSE;
    *value = *value << 3 | (guint64)(field[i] - '0');
  }
  return field[width] == '\0' || field[width] == ' ';
}

static gboolean
is_zero (const guint8 *bytes, gsize n)
{
  for (gsize i = 0; i < n; i++) {
    if (bytes[i] != 0)
      return FALSE;
  }
  return TRUE;
}

static gboolean
is_file_header (const guint8 *header)
{
  guint64 sum;

  return memcmp (header + MAGIC, "ustar\00000", 8) == 0 && header[TYPE] == '0' &&
         header[99] == '\0' && get_octal (header + CHECKSUM, 6, &sum) && sum == checksum (header);
}

int
vd_tar_next (const guint8 *data,
             gsize size,
             gsize *offset,
             char name[100],
             const guint8 **content,
             gsize *content_size)
{
  const guint8 *header = data + *offset;
  guint64 length;
  gsize rest;

  if (size < *offset || size - *offset < VD_TAR_BLOCK)
    return -1;
  if (is_zero (header, VD_TAR_BLOCK))
    return 0;
  if (!is_file_header (header) || !get_octal (header + SIZE, 11, &length))
    return -1;
  rest = size - *offset - VD_TAR_BLOCK;
  if (length > rest || padding (length) > rest - length ||
      !is_zero (header + VD_TAR_BLOCK + length, padding (length)))
    return -1;
  memcpy (name, header + NAME, 100);
  *content = header + VD_TAR_BLOCK;
  *content_size = length;
  *offset += VD_TAR_BLOCK + length + padding (length);
  return 1;
}
