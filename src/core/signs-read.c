/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signs-read"

#include "core/signs.h"

typedef const char *(*KeyFunc) (const VdIndicator *indicator);

static const char *
same_fact_of (const VdIndicator *indicator)
{
  return indicator->same_fact;
}

static const char *
ilo_of (const VdIndicator *indicator)
{
  return indicator->ilo;
}

/* Of signs that share a key only the highest is used, the first of equals. */
static gboolean
is_shadowed (const GArray *signs, guint index, const VdSignFilter *filter, KeyFunc key)
{
  const VdSign *sign = &g_array_index (signs, VdSign, index);
  const char *own = key == NULL ? NULL : key (sign->indicator);

  if (own == NULL)
    return FALSE;
  for (guint i = 0; i < signs->len; i++) {
    const VdSign *other = &g_array_index (signs, VdSign, i);

    if (i == index || !vd_sign_fits (other, filter) || g_strcmp0 (own, key (other->indicator)) != 0)
      continue;
    if (other->grade > sign->grade || (other->grade == sign->grade && i < index))
      return TRUE;
  }
  return FALSE;
}

/* A combination asks for so many strong, then so many medium or higher, then so many of any grade.
 */
static gboolean
is_enough (const VdPack *pack,
           const char *purpose,
           const GArray *signs,
           const VdSignFilter *filter,
           KeyFunc key)
{
  const GArray *combinations = vd_pack_combinations (pack, purpose);
  guint at_least[VD_GRADE_STRONG + 1] = {0};

  for (guint i = 0; i < signs->len; i++) {
    const VdSign *sign = &g_array_index (signs, VdSign, i);

    if (!vd_sign_fits (sign, filter) || is_shadowed (signs, i, filter, key))
      continue;
    for (VdGrade grade = VD_GRADE_WEAK; grade <= sign->grade; grade++)
      at_least[grade]++;
  }
  for (guint i = 0; i < combinations->len; i++) {
    const VdCombination *c = &g_array_index (combinations, VdCombination, i);

    if (at_least[VD_GRADE_STRONG] >= c->strong &&
        at_least[VD_GRADE_MEDIUM] >= c->strong + c->medium &&
        at_least[VD_GRADE_WEAK] >= c->strong + c->medium + c->weak)
      return TRUE;
  }
  return FALSE;
}

static guint
count_fitting (const GArray *signs, const VdSignFilter *filter)
{
  guint n = 0;

  for (guint i = 0; i < signs->len; i++)
    n += vd_sign_fits (&g_array_index (signs, VdSign, i), filter) ? 1 : 0;
  return n;
}

/* Rule 3: a sign of medium or higher whose `touches` is true touches its element. */
static gboolean
has_touching_sign (const GArray *signs, const VdSignFilter *filter)
{
  for (guint i = 0; i < signs->len; i++) {
    const VdSign *sign = &g_array_index (signs, VdSign, i);

    if (vd_sign_fits (sign, filter) && sign->grade >= VD_GRADE_MEDIUM && sign->indicator->touches)
      return TRUE;
  }
  return FALSE;
}

/* Rule 3: means is also touched by a coercive sign of medium or higher beside another sign. */
static gboolean
is_coerced (const GArray *signs)
{
  const VdSignFilter others = {.not_vulnerability = TRUE};

  if (count_fitting (signs, &others) < 2)
    return FALSE;
  for (guint i = 0; i < signs->len; i++) {
    const VdSign *sign = &g_array_index (signs, VdSign, i);

    if (sign->indicator->coercive && sign->grade >= VD_GRADE_MEDIUM)
      return TRUE;
  }
  return FALSE;
}

static void
read_element (const VdPack *pack,
              const GArray *signs,
              VdElement element,
              gboolean child,
              VdReading *reading)
{
  const VdSignFilter filter = {.by_element = !child, .by_child_element = child, .element = element};
  gboolean supported = is_enough (pack, "element", signs, &filter, same_fact_of);
  gboolean touched = supported || has_touching_sign (signs, &filter) ||
                     (element == VD_ELEMENT_MEANS && is_coerced (signs));

  if (child) {
    reading->child_supported[element] = supported;
    reading->child_touched[element] = touched;
  } else {
    reading->supported[element] = supported;
    reading->touched[element] = touched;
  }
}

/* Rule 4: each ILO indicator counts once within its dimension, with its highest grade. */
static gboolean
is_dimension_supported (const VdPack *pack, const GArray *signs, const VdSignFilter *filter)
{
  return is_enough (pack, "dimension", signs, filter, ilo_of);
}

static gboolean
act_names_form (const GArray *signs)
{
  const VdSignFilter act = {.by_element = TRUE, .element = VD_ELEMENT_ACT};

  for (guint i = 0; i < signs->len; i++) {
    const VdSign *sign = &g_array_index (signs, VdSign, i);

    if (vd_sign_fits (sign, &act) && sign->grade >= VD_GRADE_MEDIUM &&
        (sign->indicator->forms & VD_FORM_ALL) == 0)
      return TRUE;
  }
  return FALSE;
}

static gboolean
has_dimension_with_means (const GArray *signs, const VdReading *r)
{
  for (guint d = 1; d <= VD_N_DIMENSIONS; d++) {
    const VdSignFilter means = {.by_element = TRUE, .element = VD_ELEMENT_MEANS, .dimension = d};

    if (d != 4 && r->dimension[d] && count_fitting (signs, &means) > 0)
      return TRUE;
  }
  return FALSE;
}

/* Rule 5, the clauses of every age and those of the child rule. */
static guint
clauses_of_reasonable_grounds (const GArray *signs, const VdAgeRule *rule, const VdReading *r)
{
  guint clauses = 0;

  if (r->supported[VD_ELEMENT_PURPOSE] && r->touched[VD_ELEMENT_MEANS])
    clauses |= VD_CLAUSE_PURPOSE_MEANS;
  if (r->supported[VD_ELEMENT_MEANS] && r->touched[VD_ELEMENT_PURPOSE])
    clauses |= VD_CLAUSE_MEANS_PURPOSE;
  if (r->supported[VD_ELEMENT_MEANS] && r->supported[VD_ELEMENT_ACT] && act_names_form (signs))
    clauses |= VD_CLAUSE_MEANS_ACT_FORM;
  if (r->dimension[4] && has_dimension_with_means (signs, r))
    clauses |= VD_CLAUSE_DIMENSIONS;
  if (!rule->child_rule)
    return clauses;
  if (r->child_supported[VD_ELEMENT_PURPOSE])
    clauses |= VD_CLAUSE_CHILD_PURPOSE;
  if (r->dimension[4])
    clauses |= VD_CLAUSE_CHILD_DIMENSION;
  if (r->child_supported[VD_ELEMENT_ACT] && r->child_touched[VD_ELEMENT_PURPOSE])
    clauses |= VD_CLAUSE_CHILD_ACT;
  return clauses;
}

/* Rule 6: serious exploitation at work, means not clarified. */
static gboolean
is_grey_zone (const VdPack *pack, const GArray *signs)
{
  const VdSignFilter work = {.by_element = TRUE, .element = VD_ELEMENT_PURPOSE, .work_only = TRUE};
  const VdSignFilter work_d4 = {
      .by_element = TRUE, .element = VD_ELEMENT_PURPOSE, .work_only = TRUE, .dimension = 4};

  return count_fitting (signs, &work) >= 2 &&
         (is_enough (pack, "element", signs, &work, same_fact_of) ||
          is_dimension_supported (pack, signs, &work_d4));
}

static gboolean
in_two_groups (const GArray *signs)
{
  const VdSignFilter counting = {.not_vulnerability = TRUE};
  const char *group = NULL;

  for (guint i = 0; i < signs->len; i++) {
    const VdSign *sign = &g_array_index (signs, VdSign, i);

    if (!vd_sign_fits (sign, &counting))
      continue;
    if (group != NULL && !g_str_equal (group, sign->indicator->group))
      return TRUE;
    group = sign->indicator->group;
  }
  return FALSE;
}

static gboolean
has_alone (const GArray *signs)
{
  for (guint i = 0; i < signs->len; i++) {
    const VdSign *sign = &g_array_index (signs, VdSign, i);

    if (sign->yes && sign->grade != VD_GRADE_NONE && sign->indicator->alone)
      return TRUE;
  }
  return FALSE;
}

static gboolean
is_threatened (const VdRecord *record)
{
  return vd_record_list_has (record, "person.danger", "followed") ||
         vd_record_list_has (record, "person.danger", "threatened-now") ||
         vd_record_list_has (record, "person.danger", "controller-here");
}

/* Rule 7. */
static guint
clauses_of_indications (const VdPack *pack, const VdRecord *record, const GArray *signs)
{
  const VdSignFilter counting = {.not_vulnerability = TRUE};
  guint clauses = 0;

  if (is_enough (pack, "indications", signs, &counting, NULL))
    clauses |= VD_CLAUSE_SIGNS;
  if (in_two_groups (signs))
    clauses |= VD_CLAUSE_TWO_GROUPS;
  if (has_alone (signs))
    clauses |= VD_CLAUSE_ALONE;
  if (vd_record_get_bool (record, "person.worker_concern"))
    clauses |= VD_CLAUSE_WORKER_CONCERN;
  if (is_threatened (record))
    clauses |= VD_CLAUSE_DANGER;
  return clauses;
}

/* The first of rules 5 to 8 that holds is the outcome. */
static VdOutcome
outcome_of (guint clauses)
{
  if ((clauses & VD_CLAUSES_REASONABLE_GROUNDS) != 0)
    return VD_OUTCOME_REASONABLE_GROUNDS;
  if ((clauses & VD_CLAUSE_GREY_ZONE) != 0)
    return VD_OUTCOME_GREY_ZONE;
  return clauses != 0 ? VD_OUTCOME_INDICATIONS : VD_OUTCOME_KEEP_OPEN;
}

VdReading
vd_signs_read (const VdPack *pack,
               const VdRecord *record,
               const GArray *signs,
               const VdAgeRule *rule)
{
  VdReading reading = {0};

  for (VdElement e = VD_ELEMENT_ACT; e <= VD_ELEMENT_PURPOSE; e++) {
    read_element (pack, signs, e, FALSE, &reading);
    read_element (pack, signs, e, TRUE, &reading);
  }
  for (guint d = 1; d <= VD_N_DIMENSIONS; d++) {
    const VdSignFilter filter = {.dimension = d};

    reading.dimension[d] = is_dimension_supported (pack, signs, &filter);
  }
  reading.clauses = clauses_of_reasonable_grounds (signs, rule, &reading);
  if (is_grey_zone (pack, signs))
    reading.clauses |= VD_CLAUSE_GREY_ZONE;
  reading.clauses |= clauses_of_indications (pack, record, signs);
  reading.outcome = outcome_of (reading.clauses);
  return reading;
}
