/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "session-fixture.h"

#include "app/session-share.h"

/** Two units with a vault each: `a` writes to `b`. */
typedef struct {
  Fixture a;
  Fixture b;
  VdOwnKeys *keys_a;
  VdOwnKeys *keys_b;
} Units;

void units_set_up (Units *units, gconstpointer data);
void units_tear_down (Units *units, gconstpointer data);

/** A case with one sign that was told, which may go to ROSA. */
void units_new_case (Fixture *f);

/** Returns: (transfer full): the number of the document that was sent. */
char *units_send (Fixture *f, const char *const *keys, const char *corrects, const char *path);

VdOpened *units_open_file (Fixture *f, const char *path, const char *passphrase, GError **error);

/** Confirms @sign_key as that of @name. */
void units_know (Fixture *f, const char *name, const char *sign_key);

/** Returns: (transfer full): a path in the home of @f. */
char *units_path (Fixture *f, const char *name);

void units_open_case (Fixture *f, const char *id);
