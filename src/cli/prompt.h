/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/error.h"
#include "base/secret.h"

/**
 * vd_prompt_read:
 * Returns: (transfer full): the first line of @fd without its line end; the rest stays unread.
 * Errors: INVALID (not UTF-8, longer than a passphrase can be), INTERNAL.
 */
VdSecret *vd_prompt_read (int fd, GError **error);

/**
 * vd_prompt_ask:
 * Shows @text and reads a line from the terminal without showing it. The terminal is put back
 * whatever happens. Errors also: NOT_FOUND (no terminal), CANCELLED (a signal).
 */
VdSecret *vd_prompt_ask (const char *text, GError **error);

/** The same for what is no secret: it shows. */
VdSecret *vd_prompt_ask_shown (const char *text, GError **error);
