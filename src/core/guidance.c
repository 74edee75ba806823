/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "guidance"

#include "core/guidance.h"
#include "core/explain.h"
#include "core/route.h"

static const char *const outcome_codes[] = {"keep-open", "indications", "grey-zone",
                                            "reasonable-grounds"};

const char *
vd_outcome_code (VdOutcome outcome)
{
  return outcome_codes[outcome];
}

/* Reasonable grounds that vanish without what others told: "discuss with ROSA first". On the child
 * path nobody waits for ROSA: the duty to notify holds whoever told. */
static gboolean
rests_on_told (const VdPack *pack,
               const VdRecord *record,
               const GArray *signs,
               const VdAgeRule *rule)
{
  g_autoptr (GArray) own = g_array_new (FALSE, FALSE, sizeof (VdSign));
  VdReading reading;

  for (guint i = 0; i < signs->len; i++) {
    const VdSign *sign = &g_array_index (signs, VdSign, i);

    if (!sign->told)
      g_array_append_val (own, *sign);
  }
  reading = vd_signs_read (pack, record, own, rule);
  return reading.outcome < VD_OUTCOME_REASONABLE_GROUNDS;
}

/* Under the child rule an element holds what either way of assigning a sign puts into it. */
static GPtrArray *
element_signs (const GArray *signs, VdElement element, gboolean child_rule)
{
  const VdSignFilter adult = {.by_element = TRUE, .element = element};
  const VdSignFilter child = {.by_child_element = TRUE, .element = element};
  GPtrArray *list = g_ptr_array_new ();

  for (guint i = 0; i < signs->len; i++) {
    const VdSign *sign = &g_array_index (signs, VdSign, i);

    if (vd_sign_fits (sign, &adult) || (child_rule && vd_sign_fits (sign, &child)))
      g_ptr_array_add (list, (gpointer)sign->indicator);
  }
  return list;
}

static void
fill_findings (VdGuidance *self, const GArray *signs, const VdReading *reading)
{
  for (VdElement e = VD_ELEMENT_ACT; e <= VD_ELEMENT_PURPOSE; e++) {
    VdFinding *finding = &self->elements[e];

    finding->supported = reading->supported[e] || (self->child_rule && reading->child_supported[e]);
    finding->touched = reading->touched[e] || (self->child_rule && reading->child_touched[e]);
    finding->indicators = element_signs (signs, e, self->child_rule);
  }
  for (guint d = 1; d <= VD_N_DIMENSIONS; d++) {
    const VdSignFilter filter = {.dimension = d};

    self->dimensions[d - 1].supported = reading->dimension[d];
    self->dimensions[d - 1].indicators = vd_signs_list (signs, &filter);
  }
}

VdGuidance *
vd_guidance_new (const VdPack *pack, const VdRecord *record, const char *today)
{
  VdGuidance *self = g_new0 (VdGuidance, 1);
  VdAgeRule rule = vd_signs_age (pack, record);
  g_autoptr (GArray) signs = vd_signs_collect (pack, record, &rule);
  VdReading reading = vd_signs_read (pack, record, signs, &rule);

  self->reasons = g_ptr_array_new_with_free_func ((GDestroyNotify)vd_reason_free);
  self->cautions = g_ptr_array_new ();
  self->missing = g_ptr_array_new ();
  self->steps = g_ptr_array_new ();
  self->routes = g_ptr_array_new ();
  self->inactive = g_ptr_array_new_with_free_func (g_free);

  self->age = rule.age;
  self->child_path = rule.child_path;
  self->child_rule = rule.child_rule;
  self->outcome = reading.outcome;
  self->setting = g_intern_string (vd_record_get_text (record, "setting"));
  self->told_only = !rule.child_path && reading.outcome == VD_OUTCOME_REASONABLE_GROUNDS &&
                    rests_on_told (pack, record, signs, &rule);
  self->overlays = vd_route_overlays (record, signs, self);
  fill_findings (self, signs, &reading);
  vd_explain_reasons (pack, record, signs, &reading, self);
  vd_explain_cautions (signs, self);
  vd_explain_missing (pack, record, signs, self);
  vd_route_recipients (pack, record, signs, self);
  vd_route_steps (pack, record, today, self);
  return self;
}

void
vd_guidance_free (VdGuidance *self)
{
  if (self == NULL)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (self->elements); i++)
    g_ptr_array_unref (self->elements[i].indicators);
  for (guint i = 0; i < VD_N_DIMENSIONS; i++)
    g_ptr_array_unref (self->dimensions[i].indicators);
  g_ptr_array_unref (self->reasons);
  g_ptr_array_unref (self->cautions);
  g_ptr_array_unref (self->missing);
  g_ptr_array_unref (self->steps);
  g_ptr_array_unref (self->routes);
  g_ptr_array_unref (self->inactive);
  g_free (self);
}

GPtrArray *
vd_guidance_overlay_codes (const VdGuidance *self)
{
  GPtrArray *codes = g_ptr_array_new ();

  if ((self->overlays & VD_OVERLAY_DANGER) != 0)
    g_ptr_array_add (codes, (gpointer) "danger");
  if ((self->overlays & VD_OVERLAY_CHILD_DUTY) != 0)
    g_ptr_array_add (codes, (gpointer) "child-duty");
  if ((self->overlays & VD_OVERLAY_CHILD_DISCUSS) != 0)
    g_ptr_array_add (codes, (gpointer) "child-discuss");
  return codes;
}

gboolean
vd_guidance_has_route (const VdGuidance *self, const char *recipient)
{
  for (guint i = 0; i < self->routes->len; i++) {
    if (g_str_equal (vd_node_id (g_ptr_array_index (self->routes, i)), recipient))
      return TRUE;
  }
  return FALSE;
}

static gboolean
is_open (const VdRecord *record, const char *step)
{
  int index = vd_record_find_item (record, "steps", step);
  const char *state =
      index < 0 ? NULL : vd_record_item_text (record, "steps", (guint)index, "state");

  return state == NULL || g_str_equal (state, "open");
}

const VdNode *
vd_guidance_next_step (const VdGuidance *self, const VdRecord *record)
{
  for (guint i = 0; i < self->steps->len; i++) {
    const VdNode *step = g_ptr_array_index (self->steps, i);

    if (!vd_node_flag (step, "warning", FALSE) && is_open (record, vd_node_id (step)))
      return step;
  }
  return NULL;
}

/* A public body must notify, others are urged to: the wording is the setting's where it has one. */
static const char *
overlay_words (const VdGuidance *self,
               const VdPack *pack,
               const char *code,
               const char *name,
               const char *lang)
{
  const VdNode *overlay = vd_pack_find (pack, "overlay", code);
  const GPtrArray *variants = vd_node_children (overlay);

  for (guint i = 0; i < variants->len; i++) {
    const VdNode *variant = g_ptr_array_index (variants, i);

    if (vd_node_in_setting (variant, self->setting) &&
        !vd_text_is_empty (vd_node_text_all (variant, name)))
      return vd_node_text (variant, name, lang);
  }
  return vd_node_text (overlay, name, lang);
}

const char *
vd_guidance_overlay_title (const VdGuidance *self,
                           const VdPack *pack,
                           const char *code,
                           const char *lang)
{
  return overlay_words (self, pack, code, "title", lang);
}

const char *
vd_guidance_overlay_text (const VdGuidance *self,
                          const VdPack *pack,
                          const char *code,
                          const char *lang)
{
  return overlay_words (self, pack, code, "text", lang);
}

const char *
vd_guidance_title (const VdGuidance *self, const VdPack *pack, const char *lang)
{
  const VdNode *outcome = vd_pack_find (pack, "outcome", vd_outcome_code (self->outcome));

  /* The duty of rule 9 replaces the outcome's sentence. */
  if ((self->overlays & VD_OVERLAY_CHILD_DUTY) != 0)
    return overlay_words (self, pack, "child-duty", "title", lang);
  return vd_node_text (outcome, self->child_path ? "child-title" : "title", lang);
}

const char *
vd_guidance_advice (const VdGuidance *self, const VdPack *pack, const char *lang)
{
  const VdNode *outcome = vd_pack_find (pack, "outcome", vd_outcome_code (self->outcome));

  if (self->told_only)
    return vd_node_text (vd_pack_find (pack, "reason", "third-party-only"), "text", lang);
  return vd_node_text (outcome, self->child_path ? "child-advice" : "advice", lang);
}

const char *
vd_guidance_caution (const VdGuidance *self, const VdIndicator *indicator, const char *lang)
{
  gboolean own =
      self->child_path && !vd_text_is_empty (vd_node_text_all (indicator->node, "child-caution"));

  return vd_node_text (indicator->node, own ? "child-caution" : "caution", lang);
}
