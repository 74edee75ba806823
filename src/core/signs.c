/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signs"

#include "core/signs.h"

#define WORK_FORMS (VD_FORM_LABOUR | VD_FORM_SERVICES | VD_FORM_DOMESTIC)

/* Rule 2: with several dated entries the strongest that is not withdrawn counts. */
static gboolean
read_answers (const VdRecord *record, const char *id, VdSign *sign)
{
  gboolean found = FALSE;
  VdAnswer answer;

  sign->yes = FALSE;
  sign->told = TRUE;
  for (guint i = 0; vd_record_get_answer (record, id, i, &answer); i++) {
    if (answer.withdrawn || answer.value > VD_ANSWER_MAYBE)
      continue;
    found = TRUE;
    sign->yes |= answer.value == VD_ANSWER_YES;
    sign->told &= answer.basis == VD_BASIS_THIRD_PARTY;
  }
  return found;
}

static VdGrade
weaker (VdGrade grade)
{
  return grade == VD_GRADE_NONE ? VD_GRADE_NONE : grade - 1;
}

static VdGrade
grade_of (const VdIndicator *indicator, gboolean yes, const VdAgeRule *rule)
{
  VdGrade grade;

  if (indicator->supporting_only)
    return VD_GRADE_NONE;
  if (rule->child_rule || rule->age == VD_AGE_NOT_KNOWN)
    grade = MAX (indicator->adult, indicator->child);
  else if (indicator->adult != VD_GRADE_NONE)
    grade = indicator->adult;
  else
    grade = weaker (indicator->child);
  return yes ? grade : weaker (grade);
}

static VdAge
stated_age (const VdRecord *record)
{
  const char *age = vd_record_get_text (record, "person.age");

  if (g_strcmp0 (age, "adult") == 0)
    return VD_AGE_ADULT;
  if (g_strcmp0 (age, "child") == 0)
    return VD_AGE_CHILD;
  return g_strcmp0 (age, "unsure") == 0 ? VD_AGE_UNSURE : VD_AGE_NOT_KNOWN;
}

VdAgeRule
vd_signs_age (const VdPack *pack, const VdRecord *record)
{
  VdAge age = stated_age (record);
  gboolean child_path;
  VdSign sign;

  for (guint i = 0; i < vd_pack_n_indicators (pack) && age < VD_AGE_UNSURE; i++) {
    const VdIndicator *indicator = vd_pack_indicator (pack, i);

    if (indicator->age_doubt && read_answers (record, indicator->id, &sign))
      age = VD_AGE_UNSURE;
  }
  child_path = age >= VD_AGE_UNSURE;
  return (VdAgeRule){
      .age = age,
      .child_path = child_path,
      .child_rule = child_path || vd_record_get_bool (record, "person.under_18_then"),
  };
}

GArray *
vd_signs_collect (const VdPack *pack, const VdRecord *record, const VdAgeRule *rule)
{
  GArray *signs = g_array_new (FALSE, FALSE, sizeof (VdSign));

  for (guint i = 0; i < vd_pack_n_indicators (pack); i++) {
    VdSign sign = {.indicator = vd_pack_indicator (pack, i)};

    if (!read_answers (record, sign.indicator->id, &sign))
      continue;
    sign.grade = grade_of (sign.indicator, sign.yes, rule);
    g_array_append_val (signs, sign);
  }
  return signs;
}

gboolean
vd_sign_fits (const VdSign *sign, const VdSignFilter *filter)
{
  const VdIndicator *i = sign->indicator;

  if (sign->grade == VD_GRADE_NONE)
    return FALSE;
  if (filter->by_element && i->element != filter->element)
    return FALSE;
  if (filter->by_child_element && i->child_element != filter->element)
    return FALSE;
  if (filter->dimension != 0 && i->dimension != filter->dimension)
    return FALSE;
  if (filter->work_only && (i->forms & ~(guint)WORK_FORMS) != 0)
    return FALSE;
  return !filter->not_vulnerability || i->element != VD_ELEMENT_VULNERABILITY;
}

GPtrArray *
vd_signs_list (const GArray *signs, const VdSignFilter *filter)
{
  GPtrArray *list = g_ptr_array_new ();

  for (guint i = 0; i < signs->len; i++) {
    const VdSign *sign = &g_array_index (signs, VdSign, i);

    if (vd_sign_fits (sign, filter))
      g_ptr_array_add (list, (gpointer)sign->indicator);
  }
  return list;
}
