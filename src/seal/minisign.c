/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "seal"

#include "seal/minisign.h"

#include <sodium.h>
#include <string.h>

#include "seal/base64.h"

#define NUMBER_SIZE 8
#define SECRET_SIZE (NUMBER_SIZE + crypto_sign_SECRETKEYBYTES)
#define HASH_SIZE crypto_generichash_BYTES_MAX
#define UNTRUSTED_PREFIX "untrusted comment: "
#define TRUSTED_PREFIX "trusted comment: "
/* What the minisign program reads at most, prefix and end of line included. */
#define TRUSTED_LINE_MAX 8192

/* What the base64 lines hold; bytes only, so there is no padding between them. */
typedef struct {
  guint8 algorithm[2];
  guint8 number[NUMBER_SIZE];
  guint8 key[crypto_sign_PUBLICKEYBYTES];
} PublicLine;

typedef struct {
  guint8 algorithm[2];
  guint8 number[NUMBER_SIZE];
  guint8 signature[crypto_sign_BYTES];
} SignatureLine;

G_STATIC_ASSERT (sizeof (PublicLine) == 42);
G_STATIC_ASSERT (sizeof (SignatureLine) == 74);

typedef struct {
  const char *text;
  gsize size;
} Piece;

static gboolean
fail (GError **error, VdError code, const char *message)
{
  g_set_error (error, VD_ERROR, (int)code, "minisign: %s", message);
  return FALSE;
}

void
vd_minisign_keygen (VdSecret **secret, VdMinisignPublic *public_key)
{
  VdSecret *made = vd_secret_new (SECRET_SIZE);
  guint8 *bytes = vd_secret_data (made);

  randombytes_buf (public_key->number, NUMBER_SIZE);
  memcpy (bytes, public_key->number, NUMBER_SIZE);
  crypto_sign_keypair (public_key->key, bytes + NUMBER_SIZE);
  *secret = made;
}

VdSecret *
vd_minisign_from_seed (const VdSecret *seed)
{
  VdSecret *made = vd_secret_new (SECRET_SIZE);
  guint8 *bytes = vd_secret_data (made);
  guint8 public_key[crypto_sign_PUBLICKEYBYTES];
  guint8 digest[crypto_generichash_BYTES];

  g_return_val_if_fail (vd_secret_size (seed) == crypto_sign_SEEDBYTES, NULL);
  crypto_sign_seed_keypair (public_key, bytes + NUMBER_SIZE, vd_secret_data (seed));
  crypto_generichash (digest, sizeof digest, public_key, sizeof public_key, NULL, 0);
  memcpy (bytes, digest, NUMBER_SIZE);
  return made;
}

void
vd_minisign_public_of (const VdSecret *secret, VdMinisignPublic *public_key)
{
  const guint8 *bytes = vd_secret_data ((VdSecret *)secret);

  g_return_if_fail (vd_secret_size (secret) == SECRET_SIZE);
  memcpy (public_key->number, bytes, NUMBER_SIZE);
  crypto_sign_ed25519_sk_to_pk (public_key->key, bytes + NUMBER_SIZE);
}

static gboolean
decode (Piece text, void *data, gsize size)
{
  return vd_base64_decode (text.text, text.size, TRUE, data, size);
}

/* Takes one line, without its end (LF or CRLF), off the front of @rest. */
static gboolean
take_line (Piece *rest, Piece *line)
{
  const char *feed = rest->size == 0 ? NULL : memchr (rest->text, '\n', rest->size);
  gsize size = feed == NULL ? rest->size : (gsize)(feed - rest->text);
  gsize taken = size + (feed != NULL);

  *line = (Piece){rest->text, size};
  if (size > 0 && line->text[size - 1] == '\r')
    line->size--;
  rest->text += taken;
  rest->size -= taken;
  return taken > 0;
}

static gboolean
take_prefix (Piece *line, const char *prefix)
{
  gsize size = strlen (prefix);

  if (line->size < size || memcmp (line->text, prefix, size) != 0)
    return FALSE;
  line->text += size;
  line->size -= size;
  return TRUE;
}

static gboolean
is_blank (Piece rest)
{
  for (gsize i = 0; i < rest.size; i++)
    if (!g_ascii_isspace (rest.text[i]))
      return FALSE;
  return TRUE;
}

char *
vd_minisign_public_text (const VdMinisignPublic *public_key)
{
  PublicLine line = {.algorithm = "Ed"};

  memcpy (line.number, public_key->number, sizeof line.number);
  memcpy (line.key, public_key->key, sizeof line.key);
  return vd_base64_encode (&line, sizeof line, TRUE);
}

/* Shown as one number, its first byte the lowest. */
static char *
format_number (const guint8 bytes[NUMBER_SIZE])
{
  guint64 number;

  memcpy (&number, bytes, sizeof number);
  return g_strdup_printf ("%016" G_GINT64_MODIFIER "X", GUINT64_FROM_LE (number));
}

char *
vd_minisign_public_number (const VdMinisignPublic *public_key)
{
  return format_number (public_key->number);
}

gboolean
vd_minisign_public_parse (const char *text, VdMinisignPublic *public_key, GError **error)
{
  Piece rest = {text, strlen (text)};
  Piece line;
  Piece comment;
  PublicLine parsed;

  if (!take_line (&rest, &line))
    return fail (error, VD_ERROR_INVALID, "no public key");
  comment = line;
  if (take_prefix (&comment, UNTRUSTED_PREFIX) && !take_line (&rest, &line))
    return fail (error, VD_ERROR_INVALID, "no public key after the comment");
  if (!decode (line, &parsed, sizeof parsed) || !is_blank (rest) ||
      memcmp (parsed.algorithm, "Ed", sizeof parsed.algorithm) != 0)
    return fail (error, VD_ERROR_INVALID, "not a public key");
  if (!crypto_core_ed25519_is_valid_point (parsed.key))
    return fail (error, VD_ERROR_INVALID, "not a valid public key");
  memcpy (public_key->number, parsed.number, sizeof parsed.number);
  memcpy (public_key->key, parsed.key, sizeof parsed.key);
  return TRUE;
}

/* What the second signature is of: the first one, then the trusted comment. */
static GByteArray *
join_comment (const guint8 signature[crypto_sign_BYTES], Piece comment)
{
  GByteArray *joined = g_byte_array_new ();

  g_byte_array_append (joined, signature, crypto_sign_BYTES);
  return g_byte_array_append (joined, (const guint8 *)comment.text, (guint)comment.size);
}

static void
hash (guint8 digest[HASH_SIZE], const void *data, gsize size)
{
  int result = crypto_generichash_blake2b (digest, HASH_SIZE, data, size, NULL, 0);

  g_assert (result == 0);
}

static char *
format_text (const SignatureLine *line, const char *trusted, const guint8 global[crypto_sign_BYTES])
{
  g_autofree char *signature = vd_base64_encode (line, sizeof *line, TRUE);
  g_autofree char *second = vd_base64_encode (global, crypto_sign_BYTES, TRUE);
  g_autofree char *number = format_number (line->number);

  return g_strdup_printf (UNTRUSTED_PREFIX "Varde key %s\n%s\n" TRUSTED_PREFIX "%s\n%s\n", number,
                          signature, trusted, second);
}

char *
vd_minisign_sign (const VdSecret *secret, const void *data, gsize size, const char *trusted)
{
  const guint8 *key = vd_secret_data (secret) + NUMBER_SIZE;
  SignatureLine line = {.algorithm = "ED"};
  Piece comment = {trusted, strlen (trusted)};
  guint8 digest[HASH_SIZE];
  guint8 global[crypto_sign_BYTES];
  g_autoptr (GByteArray) joined = NULL;

  g_return_val_if_fail (vd_secret_size (secret) == SECRET_SIZE, NULL);
  g_return_val_if_fail (strpbrk (trusted, "\r\n") == NULL, NULL);
  g_return_val_if_fail (comment.size + strlen (TRUSTED_PREFIX) + 2 < TRUSTED_LINE_MAX, NULL);
  memcpy (line.number, vd_secret_data (secret), NUMBER_SIZE);
  hash (digest, data, size);
  crypto_sign_detached (line.signature, NULL, digest, sizeof digest, key);
  joined = join_comment (line.signature, comment);
  crypto_sign_detached (global, NULL, joined->data, joined->len, key);
  return format_text (&line, trusted, global);
}

/* The four lines of a .minisig file. */
typedef struct {
  SignatureLine line;
  Piece comment;
  guint8 global[crypto_sign_BYTES];
} Signature;

static gboolean
parse_signature (Signature *self, Piece rest, GError **error)
{
  Piece untrusted;
  Piece signature;
  Piece global;

  if (!take_line (&rest, &untrusted) || !take_prefix (&untrusted, UNTRUSTED_PREFIX) ||
      !take_line (&rest, &signature) || !take_line (&rest, &self->comment) ||
      !take_prefix (&self->comment, TRUSTED_PREFIX) || !take_line (&rest, &global) ||
      !is_blank (rest))
    return fail (error, VD_ERROR_INVALID, "not the four lines of a signature");
  if (!decode (signature, &self->line, sizeof self->line) ||
      !decode (global, self->global, sizeof self->global))
    return fail (error, VD_ERROR_INVALID, "malformed signature line");
  if (memcmp (self->line.algorithm, "ED", 2) != 0 && memcmp (self->line.algorithm, "Ed", 2) != 0)
    return fail (error, VD_ERROR_INVALID, "unknown kind of signature");
  if (self->comment.size > TRUSTED_LINE_MAX ||
      !g_utf8_validate_len (self->comment.text, self->comment.size, NULL))
    return fail (error, VD_ERROR_INVALID, "the trusted comment is not a line of text");
  return TRUE;
}

static gboolean
verify_data (const Signature *signature, const guint8 *key, const void *data, gsize size)
{
  guint8 digest[HASH_SIZE];

  if (signature->line.algorithm[1] == 'd')
    return crypto_sign_verify_detached (signature->line.signature, data, size, key) == 0;
  hash (digest, data, size);
  return crypto_sign_verify_detached (signature->line.signature, digest, sizeof digest, key) == 0;
}

gboolean
vd_minisign_verify (const VdMinisignPublic *public_key,
                    const char *signature,
                    gsize signature_size,
                    const void *data,
                    gsize size,
                    char **trusted,
                    GError **error)
{
  Signature parsed;
  g_autoptr (GByteArray) joined = NULL;

  if (!parse_signature (&parsed, (Piece){signature, signature_size}, error))
    return FALSE;
  if (memcmp (parsed.line.number, public_key->number, NUMBER_SIZE) != 0)
    return fail (error, VD_ERROR_WRONG_KEY, "signed with another key");
  if (!verify_data (&parsed, public_key->key, data, size))
    return fail (error, VD_ERROR_DAMAGED, "the data is not what was signed");
  joined = join_comment (parsed.line.signature, parsed.comment);
  if (crypto_sign_verify_detached (parsed.global, joined->data, joined->len, public_key->key) != 0)
    return fail (error, VD_ERROR_DAMAGED, "the trusted comment is not what was signed");
  if (trusted != NULL)
    *trusted = g_strndup (parsed.comment.text, parsed.comment.size);
  return TRUE;
}
