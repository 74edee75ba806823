/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "vault"

#include "vault/slots.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define HALF (VD_SLOTS_SEGMENT_SIZE / 2)
#define PAGE 4096u
/* More than records and items can be; a larger file is not ours. */
#define SEGMENTS_MAX 64u
/* What the save of one record takes: its own and the manifest's. */
#define PREPARED 2

struct _VdSlots {
  int fd;
  guint segments;
  guint8 *data;     /* the whole file */
  GByteArray *used; /* one byte for each slot */
  GArray *uneven;   /* guint32: slots of which one copy did not open its row */
  GArray *unread;   /* gsize: where pages begin that the disk did not give */
  guint n_used;
  guint32 prepared[PREPARED]; /* unused, with secrets written and synced by the last wipe */
  guint n_prepared;
  gboolean differ; /* some copy is not like its mirror */
  gboolean dirty;  /* written and not synced */
  gboolean broken; /* the disk failed */
  gboolean frozen; /* nothing may be written */
};

static VdSlots *
slots_new (int fd)
{
  VdSlots *self = g_new0 (VdSlots, 1);

  self->fd = fd;
  self->used = g_byte_array_new ();
  self->uneven = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->unread = g_array_new (FALSE, FALSE, sizeof (gsize));
  return self;
}

void
vd_slots_free (VdSlots *self)
{
  if (self == NULL)
    return;
  vd_crypto_wipe (self->data, (gsize)self->segments * VD_SLOTS_SEGMENT_SIZE);
  g_free (self->data);
  g_byte_array_unref (self->used);
  g_array_unref (self->uneven);
  g_array_unref (self->unread);
  close (self->fd);
  g_free (self);
}

static gboolean
fail (VdSlots *self, const char *what, GError **error)
{
  int code = errno;

  /* A full disk takes nothing away from what is there; after anything else nothing is certain. */
  self->broken = self->broken || (code != ENOSPC && code != EDQUOT);
  vd_error_set_errno (error, code, what);
  return FALSE;
}

static gboolean
write_at (VdSlots *self, const guint8 *data, gsize size, gsize offset, GError **error)
{
  gsize used = 0;

  if (self->broken) {
    g_set_error (error, VD_ERROR, VD_ERROR_INTERNAL, "slots: the disk failed, open it again");
    return FALSE;
  }
  g_assert (!self->frozen);
  self->dirty = TRUE;
  while (used < size) {
    gssize n = pwrite (self->fd, data + used, size - used, (off_t)(offset + used));

    if (n < 0 && errno == EINTR)
      continue;
    if (n < 0)
      return fail (self, "write slots", error);
    used += (gsize)n;
  }
  return TRUE;
}

gboolean
vd_slots_sync (VdSlots *self, GError **error)
{
  if (!self->dirty)
    return TRUE;
  if (fdatasync (self->fd) != 0) {
    self->broken = TRUE;
    return fail (self, "sync slots", error);
  }
  self->dirty = FALSE;
  return TRUE;
}

static gsize
offset_of (guint32 index, guint copy)
{
  return (gsize)(index / VD_SLOTS_SEGMENT) * VD_SLOTS_SEGMENT_SIZE + copy * HALF +
         (gsize)(index % VD_SLOTS_SEGMENT) * VD_SLOT_SECRET_SIZE;
}

/* Appends a segment. What an interrupted growth has left behind the last whole one is overwritten.
 */
static gboolean
grow (VdSlots *self, GError **error)
{
  gsize size = (gsize)self->segments * VD_SLOTS_SEGMENT_SIZE;
  g_autofree guint8 *segment = g_malloc (VD_SLOTS_SEGMENT_SIZE);

  vd_crypto_random (segment, HALF);
  memcpy (segment + HALF, segment, HALF);
  if (!write_at (self, segment, VD_SLOTS_SEGMENT_SIZE, size, error) || !vd_slots_sync (self, error))
    return FALSE;
  self->data = g_realloc (self->data, size + VD_SLOTS_SEGMENT_SIZE);
  memcpy (self->data + size, segment, VD_SLOTS_SEGMENT_SIZE);
  self->segments++;
  g_byte_array_set_size (self->used, self->segments * VD_SLOTS_SEGMENT);
  memset (self->used->data + (gsize)(self->segments - 1) * VD_SLOTS_SEGMENT, 0, VD_SLOTS_SEGMENT);
  return TRUE;
}

VdSlots *
vd_slots_create (int fd, GError **error)
{
  g_autoptr (VdSlots) self = slots_new (fd);

  return grow (self, error) ? g_steal_pointer (&self) : NULL;
}

static gboolean read_pages (VdSlots *self, gsize at, gsize size, GError **error);

/* A place on the disk that cannot be read costs one page, which the mirror holds too. */
static gboolean
read_part (VdSlots *self, gsize at, gsize size, GError **error)
{
  gsize used = 0;

  while (used < size) {
    gssize n = pread (self->fd, self->data + at + used, size - used, (off_t)(at + used));

    if (n < 0 && errno == EINTR)
      continue;
    if (n < 0 && errno == EIO)
      return read_pages (self, at, size, error);
    if (n <= 0) {
      g_set_error (error, VD_ERROR, VD_ERROR_DAMAGED, "slots: cannot be read");
      return FALSE;
    }
    used += (gsize)n;
  }
  return TRUE;
}

/* What could not be read at once. */
static gboolean
read_pages (VdSlots *self, gsize at, gsize size, GError **error)
{
  gsize end = at + size;

  if (size == PAGE)
    g_array_append_val (self->unread, at);
  for (; size > PAGE && at < end; at += PAGE)
    if (!read_part (self, at, PAGE, error))
      return FALSE;
  return TRUE;
}

static gboolean
is_unread (const VdSlots *self, gsize at)
{
  for (guint i = 0; i < self->unread->len; i++)
    if (g_array_index (self->unread, gsize, i) == at)
      return TRUE;
  return FALSE;
}

/* Where the other copy of the page at @at begins. */
static gsize
mirror_of (gsize at)
{
  return at % VD_SLOTS_SEGMENT_SIZE < HALF ? at + HALF : at - HALF;
}

/* Takes what could not be read from the mirror, in memory. */
static void
fill_unread (VdSlots *self)
{
  for (guint i = 0; i < self->unread->len; i++) {
    gsize at = g_array_index (self->unread, gsize, i);
    gsize within = at % HALF;
    guint32 first =
        (guint32)(at / VD_SLOTS_SEGMENT_SIZE * VD_SLOTS_SEGMENT + within / VD_SLOT_SECRET_SIZE);

    if (!is_unread (self, mirror_of (at)))
      memcpy (self->data + at, self->data + mirror_of (at), PAGE);
    g_array_append_val (self->uneven, first);
  }
}

static gboolean
read_all (VdSlots *self, gsize size, GError **error)
{
  for (gsize at = 0; at < size; at += HALF)
    if (!read_part (self, at, HALF, error))
      return FALSE;
  fill_unread (self);
  return TRUE;
}

VdSlots *
vd_slots_open (int fd, GError **error)
{
  g_autoptr (VdSlots) self = slots_new (fd);
  struct stat info;

  if (fstat (fd, &info) != 0) {
    vd_error_set_errno (error, errno, "look at slots");
    return NULL;
  }
  if (info.st_size < (off_t)VD_SLOTS_SEGMENT_SIZE ||
      info.st_size >= (off_t)VD_SLOTS_SEGMENT_SIZE * (SEGMENTS_MAX + 1)) {
    g_set_error (error, VD_ERROR, VD_ERROR_DAMAGED, "slots: of another size than any we write");
    return NULL;
  }
  self->segments = (guint)(info.st_size / VD_SLOTS_SEGMENT_SIZE);
  self->data = g_malloc0 ((gsize)self->segments * VD_SLOTS_SEGMENT_SIZE);
  g_byte_array_set_size (self->used, self->segments * VD_SLOTS_SEGMENT);
  memset (self->used->data, 0, self->used->len);
  if (!read_all (self, (gsize)self->segments * VD_SLOTS_SEGMENT_SIZE, error))
    return NULL;
  for (guint i = 0; i < self->segments; i++)
    if (memcmp (self->data + i * (gsize)VD_SLOTS_SEGMENT_SIZE,
                self->data + i * (gsize)VD_SLOTS_SEGMENT_SIZE + HALF, HALF) != 0)
      self->differ = TRUE;
  return g_steal_pointer (&self);
}

guint32
vd_slots_count (const VdSlots *self)
{
  return self->segments * VD_SLOTS_SEGMENT;
}

const guint8 *
vd_slots_secret (const VdSlots *self, guint32 index, guint copy)
{
  return index < vd_slots_count (self) ? self->data + offset_of (index, copy) : NULL;
}

gboolean
vd_slots_agree (const VdSlots *self, guint32 index)
{
  if (!self->differ) /* Of 50,000 secrets each look at one costs a wait for the memory. */
    return TRUE;
  return index < vd_slots_count (self) &&
         memcmp (vd_slots_secret (self, index, 0), vd_slots_secret (self, index, 1),
                 VD_SLOT_SECRET_SIZE) == 0;
}

void
vd_slots_mark (VdSlots *self, guint32 index, gboolean used)
{
  if (index >= vd_slots_count (self) || self->used->data[index] == used)
    return;
  self->used->data[index] = used != FALSE;
  self->n_used = used ? self->n_used + 1 : self->n_used - 1;
}

gboolean
vd_slots_is_used (const VdSlots *self, guint32 index)
{
  return index < vd_slots_count (self) && self->used->data[index] != 0;
}

static gboolean
put_secret (VdSlots *self, guint32 index, const guint8 *secret, GError **error)
{
  for (guint copy = 0; copy < 2; copy++) {
    if (!write_at (self, secret, VD_SLOT_SECRET_SIZE, offset_of (index, copy), error)) {
      self->differ = TRUE;
      return FALSE;
    }
    memcpy (self->data + offset_of (index, copy), secret, VD_SLOT_SECRET_SIZE);
  }
  return TRUE;
}

/* A random unused slot, and a new secret in it that is not synced yet. */
static gboolean
renew (VdSlots *self, guint32 *index, GError **error)
{
  guint8 secret[VD_SLOT_SECRET_SIZE];
  guint32 choice;
  gboolean ok;

  /* A quarter stays unused, so that the random choice ends soon. */
  if (self->n_used >= vd_slots_count (self) / 4 * 3 && self->segments < SEGMENTS_MAX &&
      !grow (self, error))
    return FALSE;
  do {
    vd_crypto_random (&choice, sizeof choice);
    choice %= vd_slots_count (self);
  } while (self->used->data[choice] != 0);
  vd_crypto_random (secret, sizeof secret);
  ok = put_secret (self, choice, secret, error);
  vd_crypto_wipe (secret, sizeof secret);
  vd_slots_mark (self, choice, ok);
  *index = choice;
  return ok;
}

gboolean
vd_slots_take (VdSlots *self, guint32 *index, GError **error)
{
  if (self->n_prepared == 0)
    return renew (self, index, error);
  *index = self->prepared[--self->n_prepared];
  g_assert (!vd_slots_is_used (self, *index)); /* Two rows with one secret: overwritten with one. */
  vd_slots_mark (self, *index, TRUE);
  return TRUE;
}

gboolean
vd_slots_wipe (VdSlots *self, const guint32 *indices, guint n, GError **error)
{
  guint8 noise[VD_SLOT_SECRET_SIZE];
  guint32 fresh[PREPARED];
  guint old, n_fresh = 0;
  gboolean ok = TRUE;

  self->n_prepared = 0;
  /* After an opening no row names them, but until they are overwritten nobody may have them, and
   * renew() must not find one that is to be handed out already. */
  for (guint i = 0; i < n; i++)
    vd_slots_mark (self, indices[i], TRUE);
  for (guint i = 0; ok && i < n; i++) {
    if (indices[i] >= vd_slots_count (self))
      continue;
    vd_crypto_random (noise, sizeof noise);
    ok = put_secret (self, indices[i], noise, error);
    if (n_fresh < PREPARED)
      fresh[n_fresh++] = indices[i];
  }
  for (old = n_fresh; ok && n_fresh < PREPARED; n_fresh += ok)
    ok = renew (self, &fresh[n_fresh], error);
  for (guint i = old; i < n_fresh; i++)
    vd_slots_mark (self, fresh[i], FALSE);
  if (!ok || !vd_slots_sync (self, error))
    return FALSE;
  for (guint i = 0; i < n; i++)
    vd_slots_mark (self, indices[i], FALSE);
  memcpy (self->prepared, fresh, sizeof fresh);
  self->n_prepared = n_fresh;
  return TRUE;
}

void
vd_slots_mend (VdSlots *self)
{
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < self->unread->len && error == NULL; i++) {
    gsize at = g_array_index (self->unread, gsize, i);

    /* What neither copy gave now may come the next time. */
    if (!is_unread (self, mirror_of (at)))
      write_at (self, self->data + at, PAGE, at, &error);
  }
  if (error != NULL)
    g_message ("slots not mended: %s", error->message);
}

void
vd_slots_freeze (VdSlots *self)
{
  self->frozen = TRUE;
}

void
vd_slots_repair (VdSlots *self, guint32 index, guint good)
{
  g_autoptr (GError) error = NULL;
  const guint8 *secret = vd_slots_secret (self, index, good);
  gsize offset = offset_of (index, 1 - good);

  g_array_append_val (self->uneven, index);
  if (self->frozen)
    return;
  if (!write_at (self, secret, VD_SLOT_SECRET_SIZE, offset, &error))
    g_warning ("slot not repaired: %s", error->message);
  else
    memcpy (self->data + offset, secret, VD_SLOT_SECRET_SIZE);
}

GArray *
vd_slots_take_uneven (VdSlots *self)
{
  GArray *uneven = self->uneven;

  self->uneven = g_array_new (FALSE, FALSE, sizeof (guint32));
  return uneven;
}

gboolean
vd_slots_destroy (VdSlots *self, GError **error)
{
  gsize size = (gsize)self->segments * VD_SLOTS_SEGMENT_SIZE;
  gboolean ok = TRUE;

  vd_crypto_random (self->data, size);
  self->frozen = FALSE;
  /* Everything that can still be overwritten is, also behind what cannot. */
  for (gsize at = 0; at < size; at += PAGE) {
    self->broken = FALSE;
    ok = write_at (self, self->data + at, PAGE, at, ok ? error : NULL) && ok;
  }
  return vd_slots_sync (self, ok ? error : NULL) && ok;
}
