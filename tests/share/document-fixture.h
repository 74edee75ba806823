/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/referral.h"

/** The pack that VARDE_PACK names. */
extern VdPack *fixture_pack;

void fixture_start (void);
void fixture_stop (void);

/** A case of tests/data/cases. */
VdRecord *fixture_case (const char *name);

/** A record with one answer that staff saw, and @note beside it. */
VdRecord *fixture_note (const char *note);

/** The referral of @record with everything the form has, chosen one by one and consented to. */
VdReferral *fixture_referral (const VdRecord *record, const char *recipient, const char *lang);

/** Returns: (transfer full): the path of a new file in a folder that fixture_stop() removes;
 *  it stays when VARDE_KEEP names a folder for it. */
char *fixture_write (GBytes *bytes);

/** Runs a foreign tool. Returns: (transfer full): what it printed; it must end with @status. */
char *fixture_run (int status, const char *tool, ...) G_GNUC_NULL_TERMINATED;
