/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "explain"

#include "core/explain.h"

typedef gboolean (*SignFunc) (const VdSign *sign);

void
vd_reason_free (VdReason *self)
{
  g_ptr_array_unref (self->indicators);
  g_free (self);
}

static void
add_reason (const VdPack *pack, VdGuidance *guidance, const char *id, GPtrArray *indicators)
{
  const VdNode *node = vd_pack_find (pack, "reason", id);
  VdReason *reason;

  if (node == NULL) {
    g_ptr_array_unref (indicators);
    return;
  }
  reason = g_new (VdReason, 1);
  reason->node = node;
  reason->indicators = indicators;
  g_ptr_array_add (guidance->reasons, reason);
}

static gboolean
is_counting (const VdSign *sign)
{
  return sign->grade != VD_GRADE_NONE && sign->indicator->element != VD_ELEMENT_VULNERABILITY;
}

static gboolean
is_strong (const VdSign *sign)
{
  return is_counting (sign) && sign->grade == VD_GRADE_STRONG;
}

static gboolean
is_alone (const VdSign *sign)
{
  return sign->yes && sign->grade != VD_GRADE_NONE && sign->indicator->alone;
}

static gboolean
is_age_doubt (const VdSign *sign)
{
  return sign->indicator->age_doubt;
}

static gboolean
is_supporting (const VdSign *sign)
{
  return sign->indicator->supporting_only;
}

static gboolean
is_told (const VdSign *sign)
{
  return sign->told && sign->grade != VD_GRADE_NONE;
}

static gboolean
is_work_purpose (const VdSign *sign)
{
  const VdSignFilter work = {.by_element = TRUE, .element = VD_ELEMENT_PURPOSE, .work_only = TRUE};

  return vd_sign_fits (sign, &work);
}

static GPtrArray *
signs_that (const GArray *signs, SignFunc func)
{
  GPtrArray *list = g_ptr_array_new ();

  for (guint i = 0; i < signs->len; i++) {
    const VdSign *sign = &g_array_index (signs, VdSign, i);

    if (func (sign))
      g_ptr_array_add (list, (gpointer)sign->indicator);
  }
  return list;
}

/* The counting signs of some elements (bits) and of the exploitation dimension, in order. */
static GPtrArray *
signs_of (const GArray *signs, guint elements, gboolean child, gboolean exploitation)
{
  GPtrArray *list = g_ptr_array_new ();

  for (guint i = 0; i < signs->len; i++) {
    const VdSign *sign = &g_array_index (signs, VdSign, i);
    VdElement element = child ? sign->indicator->child_element : sign->indicator->element;

    if (sign->grade != VD_GRADE_NONE &&
        ((elements & (1u << element)) != 0 || (exploitation && sign->indicator->dimension == 4)))
      g_ptr_array_add (list, (gpointer)sign->indicator);
  }
  return list;
}

/* Every counting sign of the supported dimensions: D4 and those that hold a means. */
static GPtrArray *
signs_of_dimensions (const GArray *signs, const VdReading *reading)
{
  GPtrArray *list = g_ptr_array_new ();

  for (guint i = 0; i < signs->len; i++) {
    const VdSign *sign = &g_array_index (signs, VdSign, i);

    if (sign->grade != VD_GRADE_NONE && reading->dimension[sign->indicator->dimension])
      g_ptr_array_add (list, (gpointer)sign->indicator);
  }
  return list;
}

#define ACT (1u << VD_ELEMENT_ACT)
#define MEANS (1u << VD_ELEMENT_MEANS)
#define PURPOSE (1u << VD_ELEMENT_PURPOSE)

/* The clauses of rule 5, with the elements whose signs stand behind each. */
static const struct {
  VdClause clause;
  const char *reason;
  guint elements;
  gboolean child;
  gboolean exploitation;
} grounds[] = {
    {VD_CLAUSE_PURPOSE_MEANS, "purpose-means", PURPOSE | MEANS, FALSE, FALSE},
    {VD_CLAUSE_MEANS_PURPOSE, "means-purpose", PURPOSE | MEANS, FALSE, FALSE},
    {VD_CLAUSE_MEANS_ACT_FORM, "means-act-form", ACT | MEANS, FALSE, FALSE},
    {VD_CLAUSE_CHILD_PURPOSE, "child-purpose", PURPOSE, TRUE, FALSE},
    {VD_CLAUSE_CHILD_DIMENSION, "child-dimension", 0, TRUE, TRUE},
    {VD_CLAUSE_CHILD_ACT, "child-act", ACT | PURPOSE, TRUE, FALSE},
};

static void
explain_grounds (const VdPack *pack,
                 const GArray *signs,
                 const VdReading *reading,
                 VdGuidance *guidance)
{
  for (guint i = 0; i < G_N_ELEMENTS (grounds); i++) {
    if ((reading->clauses & grounds[i].clause) != 0)
      add_reason (pack, guidance, grounds[i].reason,
                  signs_of (signs, grounds[i].elements, grounds[i].child, grounds[i].exploitation));
  }
  if ((reading->clauses & VD_CLAUSE_DIMENSIONS) != 0)
    add_reason (pack, guidance, "dimensions", signs_of_dimensions (signs, reading));
}

static void
explain_indications (const VdPack *pack,
                     const GArray *signs,
                     const VdReading *reading,
                     VdGuidance *guidance)
{
  guint clauses = reading->clauses;
  g_autoptr (GPtrArray) counting = signs_that (signs, is_counting);
  g_autoptr (GPtrArray) strong = signs_that (signs, is_strong);

  if ((clauses & VD_CLAUSE_SIGNS) != 0 && counting->len > 1)
    add_reason (pack, guidance, "two-signs", g_ptr_array_ref (counting));
  else if ((clauses & VD_CLAUSE_TWO_GROUPS) != 0)
    add_reason (pack, guidance, "two-groups", g_ptr_array_ref (counting));
  if ((clauses & VD_CLAUSE_SIGNS) != 0 && strong->len > 0)
    add_reason (pack, guidance, "one-strong", g_ptr_array_ref (strong));
  if ((clauses & VD_CLAUSE_ALONE) != 0)
    add_reason (pack, guidance, "alone", signs_that (signs, is_alone));
  if ((clauses & VD_CLAUSE_WORKER_CONCERN) != 0)
    add_reason (pack, guidance, "worker-concern", g_ptr_array_new ());
  if ((clauses & VD_CLAUSE_DANGER) != 0)
    add_reason (pack, guidance, "danger", g_ptr_array_new ());
}

/* Only what the answers, not the stated age, made unsure is a reason worth reading. */
static gboolean
age_came_from_answers (const VdRecord *record, const VdGuidance *guidance)
{
  return guidance->age == VD_AGE_UNSURE &&
         g_strcmp0 (vd_record_get_text (record, "person.age"), "unsure") != 0;
}

static void
add_if_any (const VdPack *pack, VdGuidance *guidance, const char *id, GPtrArray *indicators)
{
  if (indicators->len > 0)
    add_reason (pack, guidance, id, indicators);
  else
    g_ptr_array_unref (indicators);
}

void
vd_explain_reasons (const VdPack *pack,
                    const VdRecord *record,
                    const GArray *signs,
                    const VdReading *reading,
                    VdGuidance *guidance)
{
  switch (guidance->outcome) {
  case VD_OUTCOME_REASONABLE_GROUNDS:
    explain_grounds (pack, signs, reading, guidance);
    break;
  case VD_OUTCOME_GREY_ZONE:
    add_reason (pack, guidance, "grey-zone", signs_that (signs, is_work_purpose));
    break;
  case VD_OUTCOME_INDICATIONS:
    explain_indications (pack, signs, reading, guidance);
    break;
  case VD_OUTCOME_KEEP_OPEN:
    add_reason (pack, guidance, "keep-open", signs_that (signs, is_counting));
    break;
  }
  if (guidance->told_only)
    add_reason (pack, guidance, "third-party-only", signs_that (signs, is_told));
  if (age_came_from_answers (record, guidance))
    add_reason (pack, guidance, "age-doubt", signs_that (signs, is_age_doubt));
  add_if_any (pack, guidance, "supporting-only", signs_that (signs, is_supporting));
}

void
vd_explain_cautions (const GArray *signs, VdGuidance *guidance)
{
  for (guint i = 0; i < signs->len; i++) {
    const VdIndicator *indicator = g_array_index (signs, VdSign, i).indicator;

    if (!vd_text_is_empty (vd_node_text_all (indicator->node, "caution")))
      g_ptr_array_add (guidance->cautions, (gpointer)indicator);
  }
}

static void
add_missing (const VdPack *pack, VdGuidance *guidance, const char *id)
{
  const VdNode *node = vd_pack_find (pack, "missing", id);

  if (node != NULL)
    g_ptr_array_add (guidance->missing, (gpointer)node);
}

/* Consent is asked for once there is something to hand over, and of adults. */
static gboolean
lacks_consent (const VdRecord *record, const VdGuidance *guidance)
{
  return !guidance->child_path && guidance->outcome != VD_OUTCOME_KEEP_OPEN &&
         vd_record_n_items (record, "consents") == 0;
}

/* Everything that counts was told by others, or the grounds rest on it. A child is not asked. */
static gboolean
lacks_own_words (const GArray *signs, const VdGuidance *guidance)
{
  guint told = 0, counting = 0;

  for (guint i = 0; i < signs->len; i++) {
    const VdSign *sign = &g_array_index (signs, VdSign, i);

    counting += sign->grade != VD_GRADE_NONE;
    told += is_told (sign);
  }
  return !guidance->child_path && (guidance->told_only || (told > 0 && told == counting));
}

void
vd_explain_missing (const VdPack *pack,
                    const VdRecord *record,
                    const GArray *signs,
                    VdGuidance *guidance)
{
  static const char *const elements[] = {"act", "means", "purpose"};

  if (!vd_record_has (record, "person.danger"))
    add_missing (pack, guidance, "danger");
  if (guidance->age == VD_AGE_NOT_KNOWN)
    add_missing (pack, guidance, "age");
  for (guint i = 0; i < G_N_ELEMENTS (elements); i++) {
    if (!guidance->elements[i].touched)
      add_missing (pack, guidance, elements[i]);
  }
  if (!vd_record_has (record, "person.interpreter.mode"))
    add_missing (pack, guidance, "interpreter");
  if (lacks_own_words (signs, guidance))
    add_missing (pack, guidance, "basis-third-party");
  if (lacks_consent (record, guidance))
    add_missing (pack, guidance, "consent");
}
