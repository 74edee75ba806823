/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "seal"

#include "seal/age-header.h"

#include <sodium.h>
#include <string.h>

#include "seal/age-kdf.h"
#include "seal/base64.h"

#define VERSION_PREFIX "age-encryption.org/"
#define VERSION_LINE VERSION_PREFIX "v1"
#define ARMOR_PREFIX "-----BEGIN AGE ENCRYPTED FILE-----"
#define COLUMNS 64
#define COLUMN_BYTES 48
/* More arguments than any stanza we know has; the rest of a foreign one is only checked. */
#define ARGUMENTS_KEPT 4

typedef struct {
  const char *text;
  gsize size;
} Piece;

typedef struct {
  const guint8 *at;
  const guint8 *end;
} Reader;

static gboolean
damaged (GError **error, const char *what)
{
  g_set_error (error, VD_ERROR, VD_ERROR_DAMAGED, "age header: %s", what);
  return FALSE;
}

static gboolean
piece_is (Piece piece, const char *text)
{
  return piece.size == strlen (text) && memcmp (piece.text, text, piece.size) == 0;
}

static gboolean
piece_starts (Piece piece, const char *text)
{
  return piece.size >= strlen (text) && memcmp (piece.text, text, strlen (text)) == 0;
}

/* Lines end in one line feed and in nothing else; the last must have it as well. */
static gboolean
next_line (Reader *reader, Piece *line, GError **error)
{
  gsize left = (gsize)(reader->end - reader->at);
  const guint8 *feed = left == 0 ? NULL : memchr (reader->at, '\n', left);

  if (feed == NULL)
    return damaged (error, "ends too early or is over 64 KiB");
  line->text = (const char *)reader->at;
  line->size = (gsize)(feed - reader->at);
  reader->at = feed + 1;
  return TRUE;
}

/* Exactly @size bytes, in the canonical form, without padding. */
static gboolean
decode (Piece text, guint8 *bytes, gsize size)
{
  return vd_base64_decode (text.text, text.size, FALSE, bytes, size);
}

static gboolean
is_armored (const guint8 *data, gsize size)
{
  while (size > 0 && g_ascii_isspace (*data)) {
    data++;
    size--;
  }
  return size >= strlen (ARMOR_PREFIX) && memcmp (data, ARMOR_PREFIX, strlen (ARMOR_PREFIX)) == 0;
}

static gboolean
check_prefix (const guint8 *data, gsize size, GError **error)
{
  if (size > 0 && memcmp (data, VERSION_PREFIX, MIN (size, strlen (VERSION_PREFIX))) == 0)
    return TRUE;
  g_set_error_literal (error, VD_ERROR, VD_ERROR_INVALID,
                       size > 0 && is_armored (data, size)
                           ? "an armored age file: only the binary form is read"
                           : "not an age file");
  return FALSE;
}

static gboolean
parse_version (Reader *reader, GError **error)
{
  Piece line;

  if (!next_line (reader, &line, error))
    return FALSE;
  if (piece_is (line, VERSION_LINE))
    return TRUE;
  if (line.size <= strlen (VERSION_PREFIX))
    return damaged (error, "no version");
  for (gsize i = 0; i < line.size; i++)
    if (!g_ascii_isgraph (line.text[i]))
      return damaged (error, "malformed version");
  g_set_error_literal (error, VD_ERROR, VD_ERROR_NEWER, "age header: not version 1");
  return FALSE;
}

/* Returns: the number of arguments, the first of them in @arguments; 0 when malformed. */
static guint
split_arguments (Piece line, Piece arguments[ARGUMENTS_KEPT])
{
  const char *at = line.text;
  const char *end = line.text + line.size;
  guint count = 0;

  while (TRUE) {
    const char *start = at;

    while (at < end && g_ascii_isgraph (*at))
      at++;
    if (at == start)
      return 0;
    if (count < ARGUMENTS_KEPT)
      arguments[count] = (Piece){start, (gsize)(at - start)};
    count++;
    if (at == end)
      return count;
    if (*at++ != ' ')
      return 0;
  }
}

/* Reads the body; only as much of it as a native stanza has is kept in @body. */
static gboolean
parse_body (Reader *reader, guint8 body[VD_AGE_BODY_SIZE], gsize *body_size, GError **error)
{
  guint8 bytes[COLUMN_BYTES];
  gsize decoded;
  Piece line;

  *body_size = 0;
  do {
    if (!next_line (reader, &line, error))
      return FALSE;
    decoded = line.size * 3 / 4;
    if (line.size > COLUMNS || !decode (line, bytes, decoded))
      return damaged (error, "malformed stanza body");
    if (*body_size == 0)
      memcpy (body, bytes, MIN (decoded, VD_AGE_BODY_SIZE));
    *body_size += decoded;
  } while (line.size == COLUMNS);
  return TRUE;
}

static gboolean
parse_log_n (Piece text, guint *log_n)
{
  *log_n = 0;
  if (text.size > 2 || text.text[0] == '0')
    return FALSE;
  for (gsize i = 0; i < text.size; i++) {
    if (!g_ascii_isdigit (text.text[i]))
      return FALSE;
    *log_n = *log_n * 10 + (guint)(text.text[i] - '0');
  }
  return *log_n <= VD_AGE_SCRYPT_LOG_N_MAX;
}

static gboolean
parse_x25519 (VdAgeStanza *stanza, const Piece *arguments, guint count, GError **error)
{
  stanza->kind = VD_AGE_STANZA_X25519;
  if (count != 2 || !decode (arguments[1], stanza->share, sizeof stanza->share))
    return damaged (error, "malformed X25519 stanza");
  return TRUE;
}

static gboolean
parse_scrypt (VdAgeStanza *stanza, const Piece *arguments, guint count, GError **error)
{
  stanza->kind = VD_AGE_STANZA_SCRYPT;
  if (count != 3 || !decode (arguments[1], stanza->salt, sizeof stanza->salt))
    return damaged (error, "malformed scrypt stanza");
  if (!parse_log_n (arguments[2], &stanza->log_n))
    return damaged (error, "scrypt work factor malformed or over the limit");
  return TRUE;
}

static gboolean
parse_stanza (Reader *reader, Piece line, VdAgeStanza *stanza, GError **error)
{
  Piece arguments[ARGUMENTS_KEPT] = {{NULL, 0}};
  Piece rest = {line.text + 3, line.size - 3};
  guint count = split_arguments (rest, arguments);
  gsize body_size;

  if (count == 0)
    return damaged (error, "malformed stanza arguments");
  if (!parse_body (reader, stanza->body, &body_size, error))
    return FALSE;
  stanza->kind = VD_AGE_STANZA_OTHER;
  if (piece_is (arguments[0], "X25519")) {
    if (!parse_x25519 (stanza, arguments, count, error))
      return FALSE;
  } else if (piece_is (arguments[0], "scrypt")) {
    if (!parse_scrypt (stanza, arguments, count, error))
      return FALSE;
  }
  /* Another size would let one body open under several keys. */
  if (stanza->kind != VD_AGE_STANZA_OTHER && body_size != VD_AGE_BODY_SIZE)
    return damaged (error, "wrapped key of the wrong size");
  return TRUE;
}

static gboolean
parse_stanzas (VdAgeHeader *self, Reader *reader, Piece *line, GError **error)
{
  gboolean scrypt = FALSE;

  if (!next_line (reader, line, error))
    return FALSE;
  while (piece_starts (*line, "-> ")) {
    VdAgeStanza *stanza = &self->stanzas[self->n_stanzas];

    if (self->n_stanzas == VD_AGE_STANZAS_MAX)
      return damaged (error, "over 20 stanzas");
    if (!parse_stanza (reader, *line, stanza, error) || !next_line (reader, line, error))
      return FALSE;
    scrypt |= stanza->kind == VD_AGE_STANZA_SCRYPT;
    self->n_stanzas++;
  }
  if (self->n_stanzas == 0)
    return damaged (error, "no stanza");
  /* Whoever knows the passphrase is to be sure that nobody else was addressed. */
  if (scrypt && self->n_stanzas != 1)
    return damaged (error, "a scrypt stanza among others");
  return TRUE;
}

gboolean
vd_age_header_parse (VdAgeHeader *self, const guint8 *data, gsize size, GError **error)
{
  Reader reader;
  Piece line;

  memset (self, 0, sizeof *self);
  if (!check_prefix (data, size, error))
    return FALSE;
  reader = (Reader){data, data + MIN (size, VD_AGE_HEADER_MAX)};
  if (!parse_version (&reader, error) || !parse_stanzas (self, &reader, &line, error))
    return FALSE;
  if (!piece_starts (line, "--- ") ||
      !decode ((Piece){line.text + 4, line.size - 4}, self->mac, sizeof self->mac))
    return damaged (error, "malformed MAC line");
  self->mac_offset = (gsize)((const guint8 *)line.text - data) + strlen ("---");
  self->size = (gsize)(reader.at - data);
  return TRUE;
}

gboolean
vd_age_header_is_scrypt (const VdAgeHeader *self)
{
  return self->stanzas[0].kind == VD_AGE_STANZA_SCRYPT;
}

static void
compute_mac (const VdSecret *file_key, const void *data, gsize size, guint8 mac[VD_AGE_MAC_SIZE])
{
  g_autoptr (VdSecret) key = vd_age_hkdf (file_key, (const guint8 *)"", 0, "header");

  crypto_auth_hmacsha256 (mac, data, size, vd_secret_data (key));
}

gboolean
vd_age_header_verify (const VdAgeHeader *self,
                      const guint8 *data,
                      const VdSecret *file_key,
                      GError **error)
{
  guint8 mac[VD_AGE_MAC_SIZE];
  gboolean equal;

  compute_mac (file_key, data, self->mac_offset, mac);
  equal = sodium_memcmp (mac, self->mac, sizeof mac) == 0;
  /* The right MAC for a changed header would help whoever changed it. */
  sodium_memzero (mac, sizeof mac);
  return equal || damaged (error, "wrong MAC");
}

static void
append_base64 (GString *text, const guint8 *bytes, gsize size)
{
  g_autofree char *encoded = vd_base64_encode (bytes, size, FALSE);

  g_string_append (text, encoded);
}

static void
append_stanza (GString *text, const VdAgeStanza *stanza)
{
  if (stanza->kind == VD_AGE_STANZA_X25519) {
    g_string_append (text, "-> X25519 ");
    append_base64 (text, stanza->share, sizeof stanza->share);
  } else {
    g_assert (stanza->kind == VD_AGE_STANZA_SCRYPT);
    g_string_append (text, "-> scrypt ");
    append_base64 (text, stanza->salt, sizeof stanza->salt);
    g_string_append_printf (text, " %u", stanza->log_n);
  }
  g_string_append_c (text, '\n');
  /* Under 48 bytes: one line, and it is the short last one. */
  G_STATIC_ASSERT (VD_AGE_BODY_SIZE < COLUMN_BYTES);
  append_base64 (text, stanza->body, sizeof stanza->body);
  g_string_append_c (text, '\n');
}

GString *
vd_age_header_format (const VdAgeStanza *stanzas, guint n_stanzas, const VdSecret *file_key)
{
  GString *text = g_string_new (VERSION_LINE "\n");
  guint8 mac[VD_AGE_MAC_SIZE];

  for (guint i = 0; i < n_stanzas; i++)
    append_stanza (text, &stanzas[i]);
  g_string_append (text, "---");
  compute_mac (file_key, text->str, text->len, mac);
  g_string_append_c (text, ' ');
  append_base64 (text, mac, sizeof mac);
  g_string_append_c (text, '\n');
  return text;
}
