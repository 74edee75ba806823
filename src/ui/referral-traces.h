/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/referral-state.h"

/**
 * vd_referral_traces_follow:
 * @include: (nullable) (element-type utf8): what was chosen: "identifiers:0", ...
 *
 * A trace is named by its place in the list of the record, and one before it may have been taken
 * out. Brings @include up to date with the list as it is now: what is not word for word as it was
 * the last time this was called has to be chosen again.
 */
void vd_referral_traces_follow (VdReferralState *state, GHashTable *include);
