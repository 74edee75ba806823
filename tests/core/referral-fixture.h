/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/json.h"
#include "core/referral.h"

#define TODAY "2026-05-02"

/** The real pack of the build. */
extern VdPack *fixture_pack;

/** A record before and after its `person`, for those who need another one. */
extern const char fixture_start[];
extern const char fixture_end[];

void fixture_load_pack (void);

/** @consents: further members of the record, with a comma before. */
VdRecord *fixture_record (const char *age, const char *consents);

/** Everything that a page would show. */
char *fixture_all_text (const VdReferral *referral);

/** The JSON twin. */
char *fixture_pruned_text (const VdReferral *referral, const VdRecord *record);
