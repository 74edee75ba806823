/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/pack.h"

/** How much of a pack is there in one language. */
typedef struct {
  const VdNode *language;
  guint texts;   /* that the language should have */
  guint present; /* of these */
} VdTextCount;

/**
 * vd_pack_count_texts:
 * Returns: (transfer full) (element-type VdTextCount): the languages of @pack in its order. A staff
 * language should have every text, one for the person what is said to the person (`say`).
 */
GArray *vd_pack_count_texts (const VdPack *pack);
