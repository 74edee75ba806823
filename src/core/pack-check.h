/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/pack.h"

/** @where: "line 12: varde-pack/steps/step[s]", or "varde-pack" for the pack as a whole.
 *  @what: what is wrong, for whoever edits the pack, in English. */
typedef void (*VdPackProblemFunc) (const char *where, const char *what, gpointer data);

/**
 * vd_pack_check:
 * What a valid pack may still get wrong: conditions and outcomes that its own cases never show,
 * expectations that are not met, ids the program needs, facts without a source, verdicts about a
 * person, placeholders that differ between languages, signs that are only seen and yet spoken,
 * places a reader cannot reach. Each problem is told once, in pack order within its kind.
 * Returns: whether there was none. Takes a fraction of a second.
 */
gboolean vd_pack_check (const VdPack *pack, VdPackProblemFunc problem, gpointer data);
