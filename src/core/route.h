/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/guidance.h"
#include "core/rule.h"
#include "core/signs.h"

/** Rule 9. Returns: VdOverlay bits. */
guint vd_route_overlays (const VdRecord *record, const GArray *signs, const VdGuidance *guidance);

/** Rule 10: fills routes, in the rule's order. */
void vd_route_recipients (const VdPack *pack,
                          const VdRecord *record,
                          const GArray *signs,
                          VdGuidance *guidance);

/** Fills steps and inactive by the conditions in the pack; needs overlays and routes. */
void vd_route_steps (const VdPack *pack,
                     const VdRecord *record,
                     const char *today,
                     VdGuidance *guidance);

/** What @rule (nullable: true) says of the record, settings and `safety` aside. */
VdTruth vd_route_truth (const VdPack *pack,
                        const VdRecord *record,
                        const char *today,
                        const VdGuidance *guidance,
                        const VdRule *rule);
