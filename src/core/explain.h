/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/signs.h"

void vd_reason_free (VdReason *self);

/** Fills reasons: the clauses that made the outcome, then what else the reader should know. */
void vd_explain_reasons (const VdPack *pack,
                         const VdRecord *record,
                         const GArray *signs,
                         const VdReading *reading,
                         VdGuidance *guidance);

/** Fills cautions: answered signs whose indicator has one. */
void vd_explain_cautions (const GArray *signs, VdGuidance *guidance);

/** Fills missing: what is not known yet; never a demand. */
void vd_explain_missing (const VdPack *pack,
                         const VdRecord *record,
                         const GArray *signs,
                         VdGuidance *guidance);
