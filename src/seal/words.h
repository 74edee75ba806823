/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/error.h"
#include "base/secret.h"

#define VD_WORDS_COUNT 7776
#define VD_WORDS_PASSPHRASE 6

/** Returns: (transfer full): six random words separated by single spaces (77.5 bits). */
VdSecret *vd_words_passphrase (void);

/** Returns: (transfer full): six words that stand for @size bytes at @data (BLAKE2b), to compare
 * aloud. */
char *vd_words_fingerprint (const void *data, gsize size);

/**
 * vd_words_check:
 * The rule for a person's own passphrase: valid UTF-8, 15 to 256 code points, not on the list of
 * common ones, nor only a repetition of one, nor built from the program's own name.
 * Errors: INVALID, its message one of "too-short", "too-long", "common", "not-text".
 */
gboolean vd_words_check (const VdSecret *passphrase, GError **error);
