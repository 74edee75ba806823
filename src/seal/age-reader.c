/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "seal"

#include "seal/age-stream.h"

#include <string.h>

#include "seal/age-header.h"
#include "seal/age-keys.h"
#include "seal/age-payload.h"
#include "seal/age-stanza.h"

struct _VdAgeReader {
  VdSecret *key;
  GByteArray *sealed; /* read and not yet decrypted: at most one chunk and the header's surplus */
  gsize taken;        /* of it */
  gboolean ended;     /* the source has no more */
  gboolean last;      /* the last chunk was verified */
  VdSecret *plain;
  gsize size; /* of the plaintext of this chunk */
  gsize used; /* of it */
  guint64 chunk;
  VdAgeSource source;
  gpointer user;
};

void
vd_age_reader_free (VdAgeReader *self)
{
  if (self == NULL)
    return;
  vd_secret_free (self->key);
  vd_secret_free (self->plain);
  g_byte_array_unref (self->sealed);
  g_free (self);
}

static gboolean
set_damaged (GError **error, const char *what)
{
  g_set_error (error, VD_ERROR, VD_ERROR_DAMAGED, "age payload: %s", what);
  return FALSE;
}

/* Reads until @size bytes wait, or the source has ended. */
static gboolean
fill (VdAgeReader *self, gsize size, GError **error)
{
  gsize waiting = self->sealed->len - self->taken;
  gssize n;

  if (self->taken > 0) {
    g_byte_array_remove_range (self->sealed, 0, (guint)self->taken);
    self->taken = 0;
  }
  if (self->ended || waiting >= size)
    return TRUE;
  g_byte_array_set_size (self->sealed, (guint)size);
  n = self->source (self->sealed->data + waiting, size - waiting, self->user, error);
  g_byte_array_set_size (self->sealed, (guint)(waiting + (gsize)MAX (n, 0)));
  self->ended = n >= 0 && (gsize)n < size - waiting;
  return n >= 0;
}

static gboolean
unwrap_identity (const VdAgeHeader *header,
                 const VdSecret *identity,
                 VdSecret **file_key,
                 GError **error)
{
  g_autoptr (VdSecret) key = vd_age_identity_decode (identity, error);

  for (guint i = 0; key != NULL && i < header->n_stanzas; i++) {
    g_autoptr (VdSecret) unwrapped = NULL;

    if (header->stanzas[i].kind != VD_AGE_STANZA_X25519)
      continue;
    if (!vd_age_unwrap_x25519 (&header->stanzas[i], key, &unwrapped, error))
      return FALSE;
    if (*file_key == NULL)
      *file_key = g_steal_pointer (&unwrapped);
  }
  return key != NULL;
}

/* Returns: (transfer full) (nullable): the file key. */
static VdSecret *
find_file_key (const VdAgeHeader *header, const VdAgeKey *key, GError **error)
{
  VdSecret *file_key = NULL;
  gboolean ok = TRUE;

  if (key->file_key != NULL)
    return vd_secret_new_copy (vd_secret_data (key->file_key), VD_AGE_FILE_KEY_SIZE);
  if (key->identity != NULL)
    ok = unwrap_identity (header, key->identity, &file_key, error);
  else if (vd_age_header_is_scrypt (header))
    ok = vd_age_unwrap_scrypt (&header->stanzas[0], key->passphrase, &file_key, error);
  if (ok && file_key == NULL)
    g_set_error (error, VD_ERROR, VD_ERROR_WRONG_KEY, "the key does not fit the age file");
  if (!ok)
    g_clear_pointer (&file_key, vd_secret_free);
  return file_key;
}

static gboolean
read_header (VdAgeReader *self, const VdAgeKey *key, GError **error)
{
  g_autofree VdAgeHeader *header = g_new0 (VdAgeHeader, 1);
  g_autoptr (VdSecret) file_key = NULL;

  if (!fill (self, VD_AGE_HEADER_MAX, error) ||
      !vd_age_header_parse (header, self->sealed->data, self->sealed->len, error))
    return FALSE;
  file_key = find_file_key (header, key, error);
  if (file_key == NULL || !vd_age_header_verify (header, self->sealed->data, file_key, error))
    return FALSE;
  self->taken = header->size;
  if (!fill (self, VD_AGE_NONCE_SIZE, error))
    return FALSE;
  if (self->sealed->len < VD_AGE_NONCE_SIZE)
    return set_damaged (error, "cut off");
  self->key = vd_age_payload_key (file_key, self->sealed->data);
  self->taken = VD_AGE_NONCE_SIZE;
  return TRUE;
}

VdAgeReader *
vd_age_reader_new (const VdAgeKey *key, VdAgeSource source, gpointer user, GError **error)
{
  g_autoptr (VdAgeReader) self = g_new0 (VdAgeReader, 1);

  self->sealed = g_byte_array_new ();
  self->plain = vd_secret_new (VD_AGE_CHUNK_SIZE);
  self->source = source;
  self->user = user;
  return read_header (self, key, error) ? g_steal_pointer (&self) : NULL;
}

/* One byte more than a chunk tells whether it is the last. */
static gboolean
next_chunk (VdAgeReader *self, GError **error)
{
  gboolean last;
  gsize size;

  if (!fill (self, VD_AGE_SEALED_SIZE + 1, error))
    return FALSE;
  size = MIN (self->sealed->len, VD_AGE_SEALED_SIZE);
  last = self->sealed->len <= VD_AGE_SEALED_SIZE;
  if (size < VD_AGE_TAG_SIZE || (size == VD_AGE_TAG_SIZE && self->chunk > 0))
    return set_damaged (error, "cut off");
  if (!vd_age_chunk_decrypt (self->key, self->chunk++, last, self->sealed->data, size,
                             vd_secret_data (self->plain)))
    return set_damaged (error, "a chunk does not verify");
  self->last = last;
  self->taken = size;
  self->size = size - VD_AGE_TAG_SIZE;
  self->used = 0;
  return TRUE;
}

gssize
vd_age_reader_read (VdAgeReader *self, void *data, gsize size, GError **error)
{
  guint8 *out = data;
  gsize done = 0;

  while (done < size) {
    gsize n = MIN (size - done, self->size - self->used);

    if (n == 0) {
      if (self->last)
        break;
      if (!next_chunk (self, error))
        return -1;
      continue;
    }
    memcpy (out + done, vd_secret_data (self->plain) + self->used, n);
    self->used += n;
    done += n;
  }
  return (gssize)done;
}
