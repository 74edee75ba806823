/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/practice.h"
#include "core/rule.h"

/**
 * What the cases of a pack make happen: which conditions were seen true, false and unknown, in the
 * settings where they matter, and which outcomes, overlays, recipients and reasons came up.
 */
#define VD_TRUTH_BIT(truth) (1u << (truth))

/** One condition or part of one. */
typedef struct {
  const VdNode *node; /* the element it stands in */
  const VdRule *rule;
  guint possible; /* VD_TRUTH_BIT: what it can be at all ("outcome" is never unknown) */
  guint seen;
} VdConditionSeen;

typedef struct {
  GArray
      *conditions; /* (element-type VdConditionSeen): in pack order, the whole before its parts */
  GHashTable *reached; /* (element-type VdNode): outcome, overlay, recipient, reason, missing */
  guint n_stories;
  guint n_vectors;
} VdCoverage;

/** Runs every case of @pack. Takes a fraction of a second. Returns: (transfer full): refers to
 *  @pack, which must outlive it. */
VdCoverage *vd_coverage_new (const VdPack *pack);
void vd_coverage_free (VdCoverage *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (VdCoverage, vd_coverage_free)

/** Returns: whether a case led to @node. */
gboolean vd_coverage_has (const VdCoverage *self, const VdNode *node);

/** Returns: how many pairs of condition and truth can be seen, and how many were (@seen). */
guint vd_coverage_count (const VdCoverage *self, guint *seen);

/** Returns: the VdTruth bits a condition can have when every item is looked at for itself. */
guint vd_coverage_possible (const VdRule *rule, const VdPack *pack);
