/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "route"

#include "core/route.h"

#include <string.h>

static gboolean
in_danger (const VdRecord *record, const char *code)
{
  return vd_record_list_has (record, "person.danger", code);
}

static gboolean
is_presentation (const VdSign *sign)
{
  return sign->indicator->element == VD_ELEMENT_PRESENTATION;
}

/* How a child presents speaks by its listed child strength, even where it only supports. */
static gboolean
has_presentation (const GArray *signs, VdGrade grade)
{
  for (guint i = 0; i < signs->len; i++) {
    const VdSign *sign = &g_array_index (signs, VdSign, i);

    if (is_presentation (sign) && sign->indicator->child == grade)
      return TRUE;
  }
  return FALSE;
}

static gboolean
has_other_than_presentation (const GArray *signs)
{
  for (guint i = 0; i < signs->len; i++) {
    if (!is_presentation (&g_array_index (signs, VdSign, i)))
      return TRUE;
  }
  return FALSE;
}

guint
vd_route_overlays (const VdRecord *record, const GArray *signs, const VdGuidance *guidance)
{
  gboolean danger = vd_record_list_length (record, "person.danger") > 0;
  guint overlays = danger ? VD_OVERLAY_DANGER : 0;

  if (!guidance->child_path)
    return overlays;
  if (guidance->outcome != VD_OUTCOME_KEEP_OPEN || danger ||
      vd_record_get_bool (record, "person.worker_concern") ||
      has_presentation (signs, VD_GRADE_STRONG))
    return overlays | VD_OVERLAY_CHILD_DUTY;
  if (has_other_than_presentation (signs) || has_presentation (signs, VD_GRADE_MEDIUM))
    return overlays | VD_OVERLAY_CHILD_DISCUSS;
  return overlays;
}

static gboolean
needs_police (const VdRecord *record, const VdGuidance *guidance)
{
  const char *setting = vd_record_get_text (record, "setting");

  /* In prison the step is the duty officer. */
  if (g_strcmp0 (setting, "prison") != 0 &&
      (in_danger (record, "followed") || in_danger (record, "threatened-now") ||
       in_danger (record, "controller-here") || in_danger (record, "child-at-risk")))
    return TRUE;
  return g_strcmp0 (setting, "border") == 0 && guidance->outcome == VD_OUTCOME_REASONABLE_GROUNDS;
}

static gboolean
is_about_work (const GArray *signs, const VdGuidance *guidance)
{
  const VdSignFilter work = {.by_element = TRUE, .element = VD_ELEMENT_PURPOSE, .work_only = TRUE};
  g_autoptr (GPtrArray) found = vd_signs_list (signs, &work);

  return guidance->outcome == VD_OUTCOME_GREY_ZONE ||
         (guidance->outcome == VD_OUTCOME_REASONABLE_GROUNDS && found->len > 0);
}

static void
add_route (const VdPack *pack, VdGuidance *guidance, const char *id)
{
  const VdNode *node = vd_pack_find (pack, "recipient", id);

  if (node != NULL)
    g_ptr_array_add (guidance->routes, (gpointer)node);
}

void
vd_route_recipients (const VdPack *pack,
                     const VdRecord *record,
                     const GArray *signs,
                     VdGuidance *guidance)
{
  if (needs_police (record, guidance))
    add_route (pack, guidance, "police");
  if (guidance->child_path) {
    add_route (pack, guidance, "barnevern");
    add_route (pack, guidance, "bufdir");
    return;
  }
  add_route (pack, guidance, "rosa");
  if (is_about_work (signs, guidance)) {
    add_route (pack, guidance, "caritas");
    add_route (pack, guidance, "arbeidstilsynet");
    add_route (pack, guidance, "a-krim");
  }
  if (guidance->outcome == VD_OUTCOME_REASONABLE_GROUNDS)
    add_route (pack, guidance, "legal-aid");
}
