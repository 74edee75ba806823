/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "secret"

#include "base/secret.h"

#include <sodium.h>
#include <string.h>

struct _VdSecret {
  gsize size;
  guint8 *data;
  VdSecretPool *pool; /* (nullable): where data lies. */
};

#define POOL_SIZE ((gsize)1024 * 1024)

struct _VdSecretPool {
  gatomicrefcount references;
  gsize used;
  guint8 *data;
};

VdSecret *
vd_secret_new (gsize size)
{
  VdSecret *self;

  g_assert (sodium_init () >= 0);
  g_assert (size < G_MAXSIZE);
  self = g_new0 (VdSecret, 1);
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

void
vd_secret_shorten (VdSecret *self, gsize size)
{
  g_assert (size <= self->size);
  sodium_memzero (self->data + size, self->size - size);
  self->size = size;
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
  if (self->pool != NULL) {
    sodium_memzero (self->data, self->size);
    vd_secret_pool_unref (self->pool);
  } else {
    sodium_free (self->data); /* Wipes. */
  }
  g_free (self);
}

static VdSecretPool *
pool_new (void)
{
  g_autofree VdSecretPool *self = g_new0 (VdSecretPool, 1);

  g_assert (sodium_init () >= 0);
  g_atomic_ref_count_init (&self->references);
  self->data = sodium_malloc (POOL_SIZE);
  return self->data != NULL ? g_steal_pointer (&self) : NULL;
}

VdSecret *
vd_secret_pool_copy (VdSecretPool **pool, const void *data, gsize size)
{
  VdSecret *self;

  g_assert (size < POOL_SIZE);
  if (*pool != NULL && size >= POOL_SIZE - (*pool)->used)
    g_clear_pointer (pool, vd_secret_pool_unref);
  if (*pool == NULL && (*pool = pool_new ()) == NULL)
    return NULL;
  g_atomic_ref_count_inc (&(*pool)->references);
  self = g_new (VdSecret, 1);
  self->pool = *pool;
  self->size = size;
  self->data = self->pool->data + self->pool->used;
  if (size > 0)
    memcpy (self->data, data, size);
  self->data[size] = 0;
  self->pool->used += size + 1;
  return self;
}

void
vd_secret_pool_unref (VdSecretPool *pool)
{
  if (pool == NULL || !g_atomic_ref_count_dec (&pool->references))
    return;
  sodium_free (pool->data);
  g_free (pool);
}
