/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "vault"

#include "vault/fields.h"

#include <string.h>

static void
write_number (VdWriter *self, guint64 value, gsize size)
{
  const guint64 big = GUINT64_TO_BE (value);

  vd_write_bytes (self, (const guint8 *)&big + sizeof big - size, size);
}

void
vd_write_u8 (VdWriter *self, guint8 value)
{
  write_number (self, value, 1);
}

void
vd_write_u16 (VdWriter *self, guint16 value)
{
  write_number (self, value, 2);
}

void
vd_write_u32 (VdWriter *self, guint32 value)
{
  write_number (self, value, 4);
}

void
vd_write_u64 (VdWriter *self, guint64 value)
{
  write_number (self, value, 8);
}

void
vd_write_bytes (VdWriter *self, const void *data, gsize size)
{
  g_assert (size <= self->size - self->used);
  if (size > 0)
    memcpy (self->data + self->used, data, size);
  self->used += size;
}

void
vd_write_text (VdWriter *self, const char *text)
{
  vd_write_bytes (self, text, strlen (text));
}

void
vd_write_zeros (VdWriter *self, gsize end)
{
  g_assert (end >= self->used && end <= self->size);
  memset (self->data + self->used, 0, end - self->used);
  self->used = end;
}

static guint64
read_number (VdReader *self, gsize size)
{
  guint64 value = 0;

  g_assert (size <= self->size - self->used);
  for (gsize i = 0; i < size; i++)
    value = value << 8 | self->data[self->used++];
  return value;
}

guint8
vd_read_u8 (VdReader *self)
{
  return (guint8)read_number (self, 1);
}

guint16
vd_read_u16 (VdReader *self)
{
  return (guint16)read_number (self, 2);
}

guint32
vd_read_u32 (VdReader *self)
{
  return (guint32)read_number (self, 4);
}

guint64
vd_read_u64 (VdReader *self)
{
  return read_number (self, 8);
}

void
vd_read_bytes (VdReader *self, void *data, gsize size)
{
  g_assert (size <= self->size - self->used);
  memcpy (data, self->data + self->used, size);
  self->used += size;
}

gboolean
vd_read_zeros (VdReader *self, gsize end)
{
  guint8 seen = 0;

  g_assert (end >= self->used && end <= self->size);
  while (self->used < end)
    seen |= self->data[self->used++];
  return seen == 0;
}
