/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/secret.h"

/** Builds age files by hand, also those no program would write. */

/** One chunk as it is sealed; its place in the file need not be that of its counter. */
typedef struct {
  gsize size;
  guint8 counter;
  guint8 last;
} VdTestChunk;

typedef struct {
  VdSecret *identity; /* as text */
  char *recipient;
  VdSecret *file_key;
  char *share; /* of a stanza for the recipient, in base64 */
  char *body;
} VdTestAge;

VdTestAge *vd_test_age_new (void);
void vd_test_age_free (VdTestAge *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (VdTestAge, vd_test_age_free)

/**
 * vd_test_age_header:
 * @template: a header in which {v} is the version line, {x} a good X25519 stanza, {share} and
 *   {body} its parts, {salt} 16 bytes, {31}, {32}, {33}, {48} so many bytes, {line} a full line of
 *   body, and {mac} the right MAC up to the first "---". When it ends in "---", " {mac}" and a
 *   line feed are added.
 * Returns: (transfer full): the header, without a payload.
 */
GString *vd_test_age_header (const VdTestAge *self, const char *template);

/** Adds a nonce and @chunks, each of as many 'x' as its size says, behind a header. */
void vd_test_age_payload (const VdTestAge *self,
                          GString *file,
                          const VdTestChunk *chunks,
                          guint n_chunks);
