/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/**
 * The one error domain. Codes are named after what the person in front of the machine can do
 * about it; `app/user-error` turns each into a translated sentence and the next step, the command
 * line into its exit code. Messages are for developers: they carry paths inside a format
 * ("answers.ECO-01[0].value"), never record data, file names chosen by a user, or passphrases.
 */
#define VD_ERROR (vd_error_quark ())

typedef enum {
  VD_ERROR_WRONG_KEY,     /* The passphrase, recovery key or identity does not fit. */
  VD_ERROR_DAMAGED,       /* The bytes are not what was written. */
  VD_ERROR_NEWER,         /* Made by a newer version: left untouched. */
  VD_ERROR_IN_USE,        /* Open in another window or by another user. */
  VD_ERROR_DISK_FULL,     /* No space: make some, nothing was lost. */
  VD_ERROR_READ_ONLY,     /* The place cannot be written. */
  VD_ERROR_FILE_SYSTEM,   /* The place is of a kind that cannot hold this (network, FUSE). */
  VD_ERROR_NOT_FOUND,     /* No such file, record or vault. */
  VD_ERROR_INVALID,       /* The input breaks its format; the message holds line or path. */
  VD_ERROR_NOT_PRINTABLE, /* A character no bundled font can draw. */
  VD_ERROR_CONFLICT,      /* The id exists with other content. */
  VD_ERROR_REFUSED,       /* Not allowed: wrong recipient, no consent. */
  VD_ERROR_NOT_LEADER,    /* Only a leader of the unit may do this. */
  VD_ERROR_LAST_LEADER,   /* A leader has to remain; and nobody removes themselves. */
  VD_ERROR_TEAM_FULL,     /* The vault has no place for another user. */
  VD_ERROR_TAKEN,         /* The passphrase opens already, so it cannot be another one's too. */
  VD_ERROR_UNTRUSTED,     /* Content without a signature of a trusted key. */
  VD_ERROR_OLDER,         /* Content no newer than what is there: only when asked for. */
  VD_ERROR_EXISTS,        /* The target exists; nothing is ever overwritten. */
  VD_ERROR_NO_MEMORY,     /* Too little memory, for example for the key derivation. */
  VD_ERROR_CANCELLED,     /* The person stopped it. */
  VD_ERROR_INTERNAL,      /* Everything else. */
  VD_N_ERRORS
} VdError;

GQuark vd_error_quark (void);

/**
 * vd_error_set_errno:
 * Sets @error from @code (an errno value) with the fitting VdError code: ENOSPC and EDQUOT are
 * DISK_FULL, EROFS, EACCES and EPERM READ_ONLY, ENOENT NOT_FOUND, EEXIST EXISTS, ENOMEM NO_MEMORY,
 * everything else INTERNAL. @what names the operation ("write header"), never a user's path.
 */
void vd_error_set_errno (GError **error, int code, const char *what);
