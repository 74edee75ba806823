/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test-age"

#include "age-builder.h"

#include <sodium.h>
#include <string.h>

#include "seal/age-kdf.h"
#include "seal/age-keys.h"
#include "seal/age-stanza.h"
#include "seal/base64.h"

VdTestAge *
vd_test_age_new (void)
{
  VdTestAge *self = g_new0 (VdTestAge, 1);
  guint8 recipient[VD_AGE_X25519_SIZE];
  VdAgeStanza stanza;

  vd_age_keygen (&self->identity, &self->recipient);
  self->file_key = vd_secret_new_random (VD_AGE_FILE_KEY_SIZE);
  g_assert_true (vd_age_recipient_decode (self->recipient, recipient, NULL));
  g_assert_true (vd_age_wrap_x25519 (&stanza, recipient, self->file_key, NULL));
  self->share = vd_base64_encode (stanza.share, sizeof stanza.share, FALSE);
  self->body = vd_base64_encode (stanza.body, sizeof stanza.body, FALSE);
  return self;
}

void
vd_test_age_free (VdTestAge *self)
{
  vd_secret_free (self->identity);
  vd_secret_free (self->file_key);
  g_free (self->recipient);
  g_free (self->share);
  g_free (self->body);
  g_free (self);
}

static void
put (GString *text, const char *token, const char *value)
{
  g_string_replace (text, token, value, 0);
}

static void
put_bytes (GString *text, const char *token, gsize size)
{
  guint8 bytes[64] = {0};
  g_autofree char *value = NULL;

  memset (bytes, 7, size);
  value = vd_base64_encode (bytes, size, FALSE);
  put (text, token, value);
}

static void
put_mac (const VdTestAge *self, GString *text)
{
  const char *mark = strstr (text->str, "---");
  g_autoptr (VdSecret) key = vd_age_hkdf (self->file_key, (const guint8 *)"", 0, "header");
  guint8 mac[VD_AGE_MAC_SIZE];
  g_autofree char *value = NULL;

  if (mark == NULL)
    return;
  crypto_auth_hmacsha256 (mac, (const guint8 *)text->str, (gsize)(mark - text->str) + 3,
                          vd_secret_data (key));
  value = vd_base64_encode (mac, sizeof mac, FALSE);
  put (text, "{mac}", value);
}

GString *
vd_test_age_header (const VdTestAge *self, const char *template)
{
  GString *text = g_string_new (template);

  if (g_str_has_suffix (template, "---"))
    g_string_append (text, " {mac}\n");
  put (text, "{v}", "age-encryption.org/v1\n");
  put (text, "{x}", "-> X25519 {share}\n{body}\n");
  put (text, "{share}", self->share);
  put (text, "{body}", self->body);
  put_bytes (text, "{salt}", 16);
  put_bytes (text, "{31}", 31);
  put_bytes (text, "{32}", 32);
  put_bytes (text, "{33}", 33);
  put_bytes (text, "{48}", 48);
  put_bytes (text, "{line}", 48);
  put_mac (self, text);
  return text;
}

static void
append_chunk (GString *file, const VdSecret *key, const VdTestChunk *chunk)
{
  guint8 nonce[crypto_aead_chacha20poly1305_ietf_NPUBBYTES] = {0};
  g_autofree char *plain = g_strnfill (chunk->size, 'x');
  gsize sealed = chunk->size + crypto_aead_chacha20poly1305_ietf_ABYTES;
  g_autofree guint8 *out = g_malloc (sealed);

  nonce[10] = chunk->counter;
  nonce[11] = chunk->last;
  crypto_aead_chacha20poly1305_ietf_encrypt (out, NULL, (const guint8 *)plain, chunk->size, NULL, 0,
                                             NULL, nonce, vd_secret_data (key));
  g_string_append_len (file, (const char *)out, (gssize)sealed);
}

void
vd_test_age_payload (const VdTestAge *self,
                     GString *file,
                     const VdTestChunk *chunks,
                     guint n_chunks)
{
  guint8 nonce[16];
  g_autoptr (VdSecret) key = NULL;

  randombytes_buf (nonce, sizeof nonce);
  g_string_append_len (file, (const char *)nonce, sizeof nonce);
  key = vd_age_hkdf (self->file_key, nonce, sizeof nonce, "payload");
  for (guint i = 0; i < n_chunks; i++)
    append_chunk (file, key, &chunks[i]);
}
