/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/** What a person reads when something went wrong: translated, without any data of a case. */
typedef struct {
  const char *title;    /* "The passphrase does not fit" */
  const char *sentence; /* what happened, and that nothing was lost */
  const char *next;     /* what to do next */
} VdUserError;

/** Returns: the texts for a VD_ERROR; anything else is explained as INTERNAL. */
VdUserError vd_user_error (const GError *error);

/** Returns: the exit code of `vardectl` for a VD_ERROR (docs/interface.md). */
int vd_user_error_exit_code (const GError *error);
