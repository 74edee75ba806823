/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/error.h"
#include "base/secret.h"

/**
 * The text at the start of an age v1 file: version line, stanzas, MAC line. Every stanza of the
 * two native kinds has been checked (number and form of arguments, size of body) before anybody
 * computes with it; those of other kinds are only counted.
 */
#define VD_AGE_STANZAS_MAX 20
#define VD_AGE_HEADER_MAX (64 * 1024)
#define VD_AGE_SCRYPT_LOG_N_MAX 20
#define VD_AGE_FILE_KEY_SIZE 16
#define VD_AGE_BODY_SIZE 32
#define VD_AGE_MAC_SIZE 32
#define VD_AGE_X25519_SIZE 32
#define VD_AGE_SALT_SIZE 16

typedef enum {
  VD_AGE_STANZA_OTHER,
  VD_AGE_STANZA_X25519,
  VD_AGE_STANZA_SCRYPT,
} VdAgeStanzaKind;

typedef struct {
  VdAgeStanzaKind kind;
  guint8 share[VD_AGE_X25519_SIZE]; /* X25519: the ephemeral share */
  guint8 salt[VD_AGE_SALT_SIZE];    /* scrypt */
  guint log_n;                      /* scrypt, 1 to VD_AGE_SCRYPT_LOG_N_MAX */
  guint8 body[VD_AGE_BODY_SIZE];    /* the wrapped file key */
} VdAgeStanza;

typedef struct {
  VdAgeStanza stanzas[VD_AGE_STANZAS_MAX];
  guint n_stanzas;
  gsize size;       /* of the whole header; the payload follows */
  gsize mac_offset; /* how many bytes from the start of the file the MAC covers */
  guint8 mac[VD_AGE_MAC_SIZE];
} VdAgeHeader;

/** Reads the header of an age file. Errors: INVALID, NEWER, DAMAGED, as in age.h. */
gboolean vd_age_header_parse (VdAgeHeader *self, const guint8 *data, gsize size, GError **error);

/** Returns: whether a passphrase is asked for; then the stanza is the only one. */
gboolean vd_age_header_is_scrypt (const VdAgeHeader *self);

/**
 * vd_age_header_verify:
 * Checks the MAC over the bytes that were read, never over a new encoding of them.
 * Errors: DAMAGED.
 */
gboolean vd_age_header_verify (const VdAgeHeader *self,
                               const guint8 *data,
                               const VdSecret *file_key,
                               GError **error);

/** Returns: (transfer full): the text of a header with @stanzas and its MAC. */
GString *
vd_age_header_format (const VdAgeStanza *stanzas, guint n_stanzas, const VdSecret *file_key);
