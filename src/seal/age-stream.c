/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "seal"

#include "seal/age-stream.h"

#include <sodium.h>
#include <string.h>

#include "seal/age-header.h"
#include "seal/age-keys.h"
#include "seal/age-payload.h"
#include "seal/age-stanza.h"

struct _VdAgeWriter {
  VdSecret *file_key;
  VdSecret *key;
  VdSecret *plain; /* the chunk that is being filled */
  gsize used;
  guint64 chunk;
  VdAgeSink sink;
  gpointer user;
};

void
vd_age_writer_free (VdAgeWriter *self)
{
  if (self == NULL)
    return;
  vd_secret_free (self->file_key);
  vd_secret_free (self->key);
  vd_secret_free (self->plain);
  g_free (self);
}

const VdSecret *
vd_age_writer_file_key (VdAgeWriter *self)
{
  return self->file_key;
}

static gboolean
wrap (VdAgeStanza *stanza, const char *recipient, const VdSecret *file_key, GError **error)
{
  guint8 public_key[VD_AGE_X25519_SIZE];

  return vd_age_recipient_decode (recipient, public_key, error) &&
         vd_age_wrap_x25519 (stanza, public_key, file_key, error);
}

/* Returns: the number of stanzas, 0 with an error. */
static guint
wrap_all (VdAgeStanza *stanzas,
          const char *const *recipients,
          const VdSecret *passphrase,
          guint log_n,
          const VdSecret *file_key,
          GError **error)
{
  guint count = recipients != NULL ? g_strv_length ((char **)recipients) : 0;

  if (recipients == NULL && vd_secret_size (passphrase) > 0)
    return vd_age_wrap_scrypt (&stanzas[0], passphrase, log_n, file_key, error) ? 1 : 0;
  if (count == 0 || count > VD_AGE_STANZAS_MAX) {
    g_set_error (error, VD_ERROR, VD_ERROR_INVALID, "no recipient, too many, or no passphrase");
    return 0;
  }
  for (guint i = 0; i < count; i++)
    if (!wrap (&stanzas[i], recipients[i], file_key, error))
      return 0;
  return count;
}

VdAgeWriter *
vd_age_writer_new (const char *const *recipients,
                   const VdSecret *passphrase,
                   guint log_n,
                   VdAgeSink sink,
                   gpointer user,
                   GError **error)
{
  g_autoptr (VdAgeWriter) self = g_new0 (VdAgeWriter, 1);
  VdAgeStanza stanzas[VD_AGE_STANZAS_MAX];
  guint8 nonce[VD_AGE_NONCE_SIZE];
  g_autoptr (GString) header = NULL;
  guint count;

  self->file_key = vd_secret_new_random (VD_AGE_FILE_KEY_SIZE);
  self->sink = sink;
  self->user = user;
  count = wrap_all (stanzas, recipients, passphrase, log_n, self->file_key, error);
  if (count == 0)
    return NULL;
  header = vd_age_header_format (stanzas, count, self->file_key);
  randombytes_buf (nonce, sizeof nonce);
  self->key = vd_age_payload_key (self->file_key, nonce);
  self->plain = vd_secret_new (VD_AGE_CHUNK_SIZE);
  if (!sink ((const guint8 *)header->str, header->len, user, error) ||
      !sink (nonce, sizeof nonce, user, error))
    return NULL;
  return g_steal_pointer (&self);
}

static gboolean
write_chunk (VdAgeWriter *self, gboolean last, GError **error)
{
  g_autofree guint8 *sealed = g_malloc (VD_AGE_SEALED_SIZE);
  gsize size = self->used;

  vd_age_chunk_encrypt (self->key, self->chunk++, last, vd_secret_data (self->plain), size, sealed);
  self->used = 0;
  return self->sink (sealed, size + VD_AGE_TAG_SIZE, self->user, error);
}

gboolean
vd_age_writer_add (VdAgeWriter *self, const void *data, gsize size, GError **error)
{
  const guint8 *bytes = data;

  while (size > 0) {
    gsize n = MIN (size, VD_AGE_CHUNK_SIZE - self->used);

    /* A full chunk waits for more: the last one is marked, and only the only one may be empty. */
    if (n == 0) {
      if (!write_chunk (self, FALSE, error))
        return FALSE;
      continue;
    }
    memcpy (vd_secret_data (self->plain) + self->used, bytes, n);
    self->used += n;
    bytes += n;
    size -= n;
  }
  return TRUE;
}

gboolean
vd_age_writer_finish (VdAgeWriter *self, GError **error)
{
  return write_chunk (self, TRUE, error);
}
