/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "vault"

#include "vault/keys.h"

#include <sodium.h>
#include <string.h>

VdKeys *
vd_keys_new (void)
{
  VdKeys *self = g_new0 (VdKeys, 1);

  self->arena = sodium_malloc (sizeof *self->arena);
  g_assert (self->arena != NULL);
  memset (self->arena, 0, sizeof *self->arena);
  sodium_mprotect_noaccess (self->arena);
  return self;
}

void
vd_keys_free (VdKeys *self)
{
  if (self == NULL)
    return;
  sodium_free (self->arena); /* Wipes. */
  g_free (self);
}

VdKeyArena *
vd_keys_allow (VdKeys *self)
{
  if (self->depth++ == 0)
    sodium_mprotect_readwrite (self->arena);
  return self->arena;
}

void
vd_keys_deny (VdKeys *self)
{
  g_assert (self->depth > 0);
  if (--self->depth == 0)
    sodium_mprotect_noaccess (self->arena);
}

const guint8 *
vd_keys_find (const VdKeys *self, guint16 number)
{
  for (guint i = 0; i < VD_HEADER_GENERATIONS && number != 0; i++)
    if (self->arena->numbers[i] == number)
      return self->arena->cks[i];
  return NULL;
}

guint16
vd_keys_current (const VdKeys *self)
{
  guint16 current = 0;

  for (guint i = 0; i < VD_HEADER_GENERATIONS; i++)
    current = MAX (current, self->arena->numbers[i]);
  return current;
}
