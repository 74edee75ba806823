/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/guidance.h"

/** One indicator that was answered yes or maybe, with the grade it counts at. */
typedef struct {
  const VdIndicator *indicator;
  gboolean yes;  /* the strongest live entry is a yes */
  gboolean told; /* every live yes or maybe is known from others alone */
  VdGrade grade; /* NONE: does not count */
} VdSign;

/** What decides the grade of a sign. */
typedef struct {
  VdAge age;
  gboolean child_path;
  gboolean child_rule;
} VdAgeRule;

/** Which counting signs a question is about; zero and NULL members do not restrict. */
typedef struct {
  gboolean by_element;
  gboolean by_child_element; /* compare child_element instead */
  VdElement element;
  guint dimension;
  gboolean work_only; /* forms all in labour, services, domestic */
  gboolean not_vulnerability;
} VdSignFilter;

/** The clauses of rules 5 to 7 that hold; the names are those of the pack's reasons. */
typedef enum {
  VD_CLAUSE_PURPOSE_MEANS = 1 << 0,
  VD_CLAUSE_MEANS_PURPOSE = 1 << 1,
  VD_CLAUSE_MEANS_ACT_FORM = 1 << 2,
  VD_CLAUSE_DIMENSIONS = 1 << 3,
  VD_CLAUSE_CHILD_PURPOSE = 1 << 4,
  VD_CLAUSE_CHILD_DIMENSION = 1 << 5,
  VD_CLAUSE_CHILD_ACT = 1 << 6,
  VD_CLAUSE_GREY_ZONE = 1 << 7,
  VD_CLAUSE_SIGNS = 1 << 8, /* a combination "indications" */
  VD_CLAUSE_TWO_GROUPS = 1 << 9,
  VD_CLAUSE_ALONE = 1 << 10,
  VD_CLAUSE_WORKER_CONCERN = 1 << 11,
  VD_CLAUSE_DANGER = 1 << 12,
} VdClause;

#define VD_CLAUSES_REASONABLE_GROUNDS (VD_CLAUSE_GREY_ZONE - 1)

/** Elements and dimensions for one reading of the signs. */
typedef struct {
  gboolean supported[3];
  gboolean touched[3];
  gboolean child_supported[3]; /* with child_element for element */
  gboolean child_touched[3];
  gboolean dimension[VD_N_DIMENSIONS + 1]; /* 1 to 6 */
  guint clauses;                           /* VdClause bits, of every rule, whatever the outcome */
  VdOutcome outcome;
} VdReading;

/** PRODUCT.md rule 1: age after signs of doubt. */
VdAgeRule vd_signs_age (const VdPack *pack, const VdRecord *record);

/** Rule 2. Returns: (transfer full) (element-type VdSign): answered signs, in catalogue order. */
GArray *vd_signs_collect (const VdPack *pack, const VdRecord *record, const VdAgeRule *rule);

/** Rules 3 to 8. */
VdReading vd_signs_read (const VdPack *pack,
                         const VdRecord *record,
                         const GArray *signs,
                         const VdAgeRule *rule);

gboolean vd_sign_fits (const VdSign *sign, const VdSignFilter *filter);

/** Returns: (transfer container) (element-type VdIndicator): counting signs that fit, in order. */
GPtrArray *vd_signs_list (const GArray *signs, const VdSignFilter *filter);
