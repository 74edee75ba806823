/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/pack.h"

/** A sign of the paper sheet, and below which heading it stands. */
typedef struct {
  const VdIndicator *indicator;
  const VdNode *group; /* (nullable): of the pack; NULL: the first look of the setting */
} VdPaperItem;

/**
 * vd_paper_order:
 * The order in which the paper sheet of a setting has the signs, for whoever prints it and for
 * whoever enters it: the first look, the groups as the setting has them, then what is left.
 * @setting: (nullable): NULL: the signs of all settings in catalogue order
 * Returns: (transfer full) (element-type VdPaperItem): each sign of the setting once.
 */
GArray *vd_paper_order (const VdPack *pack, const VdNode *setting);

/**
 * vd_paper_find:
 * Returns: (nullable): the sign whose code somebody typed from the sheet: "ECO-01", but "eco1" and
 * "eco 01" are good too.
 */
const VdIndicator *vd_paper_find (const VdPack *pack, const char *typed);
