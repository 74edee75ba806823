/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "vault"

#include "vault/team.h"
#include "vault/fields.h"

#include <string.h>

#define VERSION 1
#define HEAD_SIZE (1 + 3 * VD_KEY_SIZE + 2 + 1)
#define MEMBER_SIZE (VD_KEY_SIZE + 1 + 1 + 2 + 1 + 8 + VD_KEY_SIZE + VD_SLOT_NAME_MAX)

VdTeam *
vd_team_new (void)
{
  VdTeam *self = g_new0 (VdTeam, 1);

  self->log_key = vd_secret_new_random (VD_KEY_SIZE);
  self->sign_seed = vd_secret_new_random (VD_KEY_SIZE);
  self->unit_key = vd_secret_new_random (VD_KEY_SIZE);
  self->next = 1;
  return self;
}

static VdSecret *
copy_secret (const VdSecret *secret)
{
  return vd_secret_new_copy (vd_secret_data (secret), vd_secret_size (secret));
}

VdTeam *
vd_team_copy (const VdTeam *self)
{
  VdTeam *copy = g_memdup2 (self, sizeof *self);

  copy->log_key = copy_secret (self->log_key);
  copy->sign_seed = copy_secret (self->sign_seed);
  copy->unit_key = copy_secret (self->unit_key);
  return copy;
}

void
vd_team_free (VdTeam *self)
{
  if (self == NULL)
    return;
  vd_secret_free (self->log_key);
  vd_secret_free (self->sign_seed);
  vd_secret_free (self->unit_key);
  vd_crypto_wipe (self, sizeof *self);
  g_free (self);
}

static void
write_member (VdWriter *w, const VdMember *member)
{
  gsize end = w->used + MEMBER_SIZE;

  vd_write_bytes (w, member->public_key, VD_KEY_SIZE);
  vd_write_u8 (w, (guint8)member->kind);
  vd_write_u8 (w, (guint8)member->role);
  vd_write_u16 (w, member->number);
  vd_write_u8 (w, member->set);
  vd_write_u64 (w, (guint64)member->since);
  vd_write_bytes (w, member->recipient, VD_KEY_SIZE);
  vd_write_text (w, member->name);
  vd_write_zeros (w, end);
}

VdSecret *
vd_team_write (const VdTeam *self)
{
  VdSecret *bytes = vd_secret_new (HEAD_SIZE + self->n * MEMBER_SIZE);
  VdWriter w = {vd_secret_data (bytes), vd_secret_size (bytes), 0};

  vd_write_u8 (&w, VERSION);
  vd_write_bytes (&w, vd_secret_data (self->log_key), VD_KEY_SIZE);
  vd_write_bytes (&w, vd_secret_data (self->sign_seed), VD_KEY_SIZE);
  vd_write_bytes (&w, vd_secret_data (self->unit_key), VD_KEY_SIZE);
  vd_write_u16 (&w, self->next);
  vd_write_u8 (&w, (guint8)self->n);
  for (guint i = 0; i < self->n; i++)
    write_member (&w, &self->members[i]);
  return bytes;
}

static void
read_member (VdReader *r, VdMember *member)
{
  vd_read_bytes (r, member->public_key, VD_KEY_SIZE);
  member->kind = vd_read_u8 (r);
  member->role = vd_read_u8 (r);
  member->number = vd_read_u16 (r);
  member->set = vd_read_u8 (r);
  member->since = (gint64)vd_read_u64 (r);
  vd_read_bytes (r, member->recipient, VD_KEY_SIZE);
  vd_read_bytes (r, member->name, VD_SLOT_NAME_MAX);
  member->name[VD_SLOT_NAME_MAX] = 0;
}

VdTeam *
vd_team_read (const VdSecret *bytes)
{
  VdReader r = {vd_secret_data (bytes), vd_secret_size (bytes), 0};
  g_autoptr (VdTeam) self = NULL;

  if (r.size < HEAD_SIZE || vd_read_u8 (&r) != VERSION)
    return NULL;
  self = vd_team_new ();
  vd_read_bytes (&r, vd_secret_data (self->log_key), VD_KEY_SIZE);
  vd_read_bytes (&r, vd_secret_data (self->sign_seed), VD_KEY_SIZE);
  vd_read_bytes (&r, vd_secret_data (self->unit_key), VD_KEY_SIZE);
  self->next = vd_read_u16 (&r);
  self->n = vd_read_u8 (&r);
  if (self->n > VD_TEAM_MAX || r.size != HEAD_SIZE + self->n * MEMBER_SIZE) {
    self->n = 0;
    return NULL;
  }
  for (guint i = 0; i < self->n; i++)
    read_member (&r, &self->members[i]);
  return g_steal_pointer (&self);
}

int
vd_team_slot (const VdMember *member, const VdHeader *header)
{
  for (guint i = 0; i < VD_HEADER_SLOTS; i++)
    if (memcmp (header->slots[i].public_key, member->public_key, VD_KEY_SIZE) == 0)
      return (int)i;
  return -1;
}

VdMember *
vd_team_add (VdTeam *self, const VdHeader *header, guint index, const VdSlotOwner *owner)
{
  VdMember *member;

  g_assert (self->n < VD_TEAM_MAX);
  member = &self->members[self->n++];
  memset (member, 0, sizeof *member);
  memcpy (member->public_key, header->slots[index].public_key, VD_KEY_SIZE);
  member->kind = owner->kind;
  member->role = owner->role;
  member->number = owner->user;
  if (owner->name != NULL)
    g_strlcpy (member->name, owner->name, sizeof member->name);
  return member;
}

void
vd_team_prune (VdTeam *self, const VdHeader *header)
{
  guint kept = 0;

  for (guint i = 0; i < self->n; i++)
    if (vd_team_slot (&self->members[i], header) >= 0)
      self->members[kept++] = self->members[i];
  self->n = kept;
}

VdMember *
vd_team_in_slot (VdTeam *self, const VdHeader *header, guint index)
{
  for (guint i = 0; i < self->n; i++)
    if (vd_team_slot (&self->members[i], header) == (int)index)
      return &self->members[i];
  return NULL;
}

VdMember *
vd_team_user (VdTeam *self, const VdHeader *header, guint16 number)
{
  for (guint i = 0; i < self->n; i++)
    if (self->members[i].kind == VD_SLOT_USER && self->members[i].number == number &&
        vd_team_slot (&self->members[i], header) >= 0)
      return &self->members[i];
  return NULL;
}

VdMember *
vd_team_recovery (VdTeam *self, const VdHeader *header)
{
  for (guint i = 0; i < self->n; i++)
    if (self->members[i].kind == VD_SLOT_RECOVERY && vd_team_slot (&self->members[i], header) >= 0)
      return &self->members[i];
  return NULL;
}
