/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/record.h"

/**
 * What the answers add up to: an outcome that says what to do next, why, and what is not known
 * yet. The rule is this project's own (docs/guidance.md), built on the ILO and European Commission
 * operational indicators of 2009 and the Council of Europe threshold of reasonable grounds; its
 * texts and thresholds are in the pack. Pure: the same pack, record and date give the same result.
 */
typedef enum {
  VD_OUTCOME_KEEP_OPEN,
  VD_OUTCOME_INDICATIONS,
  VD_OUTCOME_GREY_ZONE,
  VD_OUTCOME_REASONABLE_GROUNDS,
} VdOutcome;

typedef enum {
  VD_OVERLAY_DANGER = 1 << 0,
  VD_OVERLAY_CHILD_DUTY = 1 << 1,
  VD_OVERLAY_CHILD_DISCUSS = 1 << 2,
} VdOverlay;

/** Age after the answers were read: a sign of doubt turns adult and not known into unsure. */
typedef enum {
  VD_AGE_ADULT,
  VD_AGE_NOT_KNOWN,
  VD_AGE_UNSURE,
  VD_AGE_CHILD,
} VdAge;

#define VD_N_DIMENSIONS 6

/** An element (act, means, purpose) or a dimension (D1 to D6). */
typedef struct {
  gboolean supported;
  gboolean touched;      /* elements only */
  GPtrArray *indicators; /* (element-type VdIndicator): counting signs, in catalogue order */
} VdFinding;

typedef struct {
  const VdNode *node;    /* the pack's `reason`: its text */
  GPtrArray *indicators; /* (element-type VdIndicator): the answers behind it */
} VdReason;

typedef struct {
  VdOutcome outcome;
  const char *setting; /* interned code, for the wording of overlays */
  guint overlays;      /* VdOverlay bits */
  VdAge age;
  gboolean child_path;
  gboolean child_rule;
  gboolean told_only;    /* adult path: reasonable grounds rest on what others told; ROSA first */
  VdFinding elements[3]; /* act, means, purpose */
  VdFinding dimensions[VD_N_DIMENSIONS];
  GPtrArray *reasons;  /* (element-type VdReason) */
  GPtrArray *cautions; /* (element-type VdIndicator): answered yes or maybe, with a caution */
  GPtrArray *missing;  /* (element-type VdNode): pack `missing` */
  GPtrArray *steps;    /* (element-type VdNode): pack `step`, in pack order */
  GPtrArray *routes;   /* (element-type VdNode): pack `recipient`, in the rule's order */
  GPtrArray
      *inactive; /* (element-type utf8): ids of ticked checks and steps that no longer apply */
} VdGuidance;

/**
 * vd_guidance_new:
 * @today: (nullable): "2026-05-02", for conditions that compare dates; NULL leaves them unknown
 * Returns: (transfer full): refers to nodes of @pack, so @pack must outlive it. Ids that the pack
 * does not have are ignored here: vd_record_parse() refuses them.
 */
VdGuidance *vd_guidance_new (const VdPack *pack, const VdRecord *record, const char *today);
void vd_guidance_free (VdGuidance *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (VdGuidance, vd_guidance_free)

/** Codes of the guidance object: "reasonable-grounds", ... */
const char *vd_outcome_code (VdOutcome outcome);

/** Returns: (transfer full) (element-type utf8): codes of the overlays that hold, in order. */
GPtrArray *vd_guidance_overlay_codes (const VdGuidance *self);

/** Returns: (transfer none) (nullable): the first step that nobody has dealt with, warnings aside.
 */
const VdNode *vd_guidance_next_step (const VdGuidance *self, const VdRecord *record);

/** The sentence to show first: the overlay `child-duty` replaces the outcome's on the child path.
 */
const char *vd_guidance_title (const VdGuidance *self, const VdPack *pack, const char *lang);

/** What to do in one paragraph; when reasonable grounds rest on what others told, to discuss with
 *  ROSA first. */
const char *vd_guidance_advice (const VdGuidance *self, const VdPack *pack, const char *lang);

/** What to mind about a sign: on the child path in words of its own where it has them, which lead
 *  nobody to ROSA. */
const char *
vd_guidance_caution (const VdGuidance *self, const VdIndicator *indicator, const char *lang);

/** The sentence of the overlay @code ("child-duty") as it is worded in the record's setting. */
const char *vd_guidance_overlay_title (const VdGuidance *self,
                                       const VdPack *pack,
                                       const char *code,
                                       const char *lang);
const char *vd_guidance_overlay_text (const VdGuidance *self,
                                      const VdPack *pack,
                                      const char *code,
                                      const char *lang);

/** Returns: whether @recipient ("rosa") is among the routes. */
gboolean vd_guidance_has_route (const VdGuidance *self, const char *recipient);

/** Returns: whether @node (`line`, `paragraph`, `check`, ...) is to be shown: its settings and its
 *  rule hold; one marked for safety is shown on unknown too. @today as in vd_guidance_new(). */
gboolean vd_guidance_applies (const VdGuidance *self,
                              const VdPack *pack,
                              const VdRecord *record,
                              const char *today,
                              const VdNode *node);

/** Returns: (transfer full): the guidance object of docs/interface.md, texts in @lang. */
json_t *vd_guidance_to_json (const VdGuidance *self, const VdPack *pack, const char *lang);
