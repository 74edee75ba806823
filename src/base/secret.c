/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "secret"

#include "base/secret.h"

#include <sodium.h>
#include <string.h>

struct _VdSecret {
  gsize size;
  guint8 *data;
};

VdSecret *
vd_secret_new (gsize size)
{
  VdSecret *self;

  g_assert (sodium_init () >= 0);
  g_assert (size < G_MAXSIZE);
  self = g_new (VdSecret, 1);
  self->size = size;
  self->data = sodium_malloc (size + 1);
  /* Like g_malloc: out of memory for a few kilobytes ends the process, autosave has the words. */
  g_assert (self->data != NULL);
  memset (self->data, 0, size + 1);
  return self;
}

VdSecret *
vd_secret_new_copy (const void *data, gsize size)
{
  VdSecret *self = vd_secret_new (size);

  if (size > 0)
    memcpy (self->data, data, size);
  return self;
}

VdSecret *
vd_secret_new_random (gsize size)
{
  VdSecret *self = vd_secret_new (size);

  randombytes_buf (self->data, size);
  return self;
}

guint8 *
vd_secret_data (const VdSecret *self)
{
  return self->data;
}

gsize
vd_secret_size (const VdSecret *self)
{
  return self->size;
}

gboolean
vd_secret_equal (const VdSecret *a, const VdSecret *b)
{
  return a->size == b->size && sodium_memcmp (a->data, b->data, a->size) == 0;
}

void
vd_secret_free (VdSecret *self)
{
  if (self == NULL)
    return;
  sodium_free (self->data); /* Wipes. */
  g_free (self);
}
