/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/cases.h"

/** What opens every practice vault; the unlock screen says it. */
#define VD_PRACTICE_PASSPHRASE "practice"

/** Returns: (transfer full): a path, not yet there, for a throw-away vault of this user. */
char *vd_practice_dir_new (void);

/**
 * vd_practice_create:
 * Makes a vault with the fictional cases that came with the program. Blocks.
 * Errors: those of the vault; NOT_FOUND when no cases came with it, INVALID when one is broken.
 */
gboolean
vd_practice_create (const char *dir, const VdPack *pack, const VdClock *clock, GError **error);

/** Removes a vault made by vd_practice_create() and its folder; other folders are left alone. */
void vd_practice_dir_remove (const char *dir);
