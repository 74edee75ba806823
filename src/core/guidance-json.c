/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "guidance-json"

#include "core/guidance.h"

static json_t *
indicator_ids (const GPtrArray *indicators)
{
  json_t *list = json_array ();

  for (guint i = 0; i < indicators->len; i++) {
    const VdIndicator *indicator = g_ptr_array_index (indicators, i);

    json_array_append_new (list, json_string (indicator->id));
  }
  return list;
}

static json_t *
finding_to_json (const VdFinding *finding, gboolean is_element)
{
  json_t *object = json_pack ("{s:b}", "supported", finding->supported);

  if (is_element)
    json_object_set_new (object, "touched", json_boolean (finding->touched));
  json_object_set_new (object, "indicators", indicator_ids (finding->indicators));
  return object;
}

static void
add_sources (json_t *list, GHashTable *seen, const VdNode *node)
{
  const char *const *sources = vd_node_list (node, "sources");

  for (guint i = 0; sources[i] != NULL; i++) {
    if (g_hash_table_add (seen, (gpointer)sources[i]))
      json_array_append_new (list, json_string (sources[i]));
  }
}

/* The rule's own sources first, then those of the signs behind the reason. */
static json_t *
reason_sources (const VdReason *reason)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  json_t *list = json_array ();

  add_sources (list, seen, reason->node);
  for (guint i = 0; i < reason->indicators->len; i++) {
    const VdIndicator *indicator = g_ptr_array_index (reason->indicators, i);

    add_sources (list, seen, indicator->node);
  }
  return list;
}

static json_t *
reasons_to_json (const VdGuidance *self, const char *lang)
{
  json_t *list = json_array ();

  for (guint i = 0; i < self->reasons->len; i++) {
    const VdReason *reason = g_ptr_array_index (self->reasons, i);

    json_array_append_new (list, json_pack ("{s:s, s:o, s:o}", "text",
                                            vd_node_text (reason->node, "text", lang), "indicators",
                                            indicator_ids (reason->indicators), "sources",
                                            reason_sources (reason)));
  }
  return list;
}

static json_t *
cautions_to_json (const VdGuidance *self, const char *lang)
{
  json_t *list = json_array ();

  for (guint i = 0; i < self->cautions->len; i++) {
    const VdIndicator *indicator = g_ptr_array_index (self->cautions, i);

    json_array_append_new (list, json_pack ("{s:s, s:s}", "indicator", indicator->id, "text",
                                            vd_guidance_caution (self, indicator, lang)));
  }
  return list;
}

/* Objects of an id (under @key) and some of the node's texts. */
static json_t *
nodes_to_json (const GPtrArray *nodes, const char *key, const char *const *texts, const char *lang)
{
  json_t *list = json_array ();

  for (guint i = 0; i < nodes->len; i++) {
    const VdNode *node = g_ptr_array_index (nodes, i);
    json_t *object = json_pack ("{s:s}", key, vd_node_id (node));

    for (guint t = 0; texts[t] != NULL; t++)
      json_object_set_new (object, texts[t], json_string (vd_node_text (node, texts[t], lang)));
    json_array_append_new (list, object);
  }
  return list;
}

static json_t *
strings_to_json (const GPtrArray *strings)
{
  json_t *list = json_array ();

  for (guint i = 0; i < strings->len; i++)
    json_array_append_new (list, json_string (g_ptr_array_index (strings, i)));
  return list;
}

json_t *
vd_guidance_to_json (const VdGuidance *self, const VdPack *pack, const char *lang)
{
  static const char *const missing[] = {"text", NULL};
  static const char *const step[] = {"text", "who", "when", "legal", NULL};
  static const char *const route[] = {"why", "legal", NULL};
  static const char *const elements[] = {"act", "means", "purpose"};
  g_autoptr (GPtrArray) overlays = vd_guidance_overlay_codes (self);
  json_t *root = json_pack ("{s:s, s:o}", "outcome", vd_outcome_code (self->outcome), "overlays",
                            strings_to_json (overlays));
  json_t *group = json_object ();

  for (guint d = 0; d < VD_N_DIMENSIONS; d++) {
    char key[] = {'D', (char)('1' + d), '\0'};

    json_object_set_new (group, key, finding_to_json (&self->dimensions[d], FALSE));
  }
  json_object_set_new (root, "dimensions", group);
  group = json_object ();
  for (guint e = 0; e < G_N_ELEMENTS (elements); e++)
    json_object_set_new (group, elements[e], finding_to_json (&self->elements[e], TRUE));
  json_object_set_new (root, "elements", group);
  json_object_set_new (root, "reasons", reasons_to_json (self, lang));
  json_object_set_new (root, "cautions", cautions_to_json (self, lang));
  json_object_set_new (root, "missing", nodes_to_json (self->missing, "id", missing, lang));
  json_object_set_new (root, "steps", nodes_to_json (self->steps, "id", step, lang));
  json_object_set_new (root, "routes", nodes_to_json (self->routes, "recipient", route, lang));
  json_object_set_new (root, "inactive", strings_to_json (self->inactive));
  json_object_set_new (root, "pack",
                       json_pack ("{s:s, s:s, s:s}", "id", vd_pack_id (pack), "version",
                                  vd_pack_version (pack), "hash", vd_pack_hash (pack)));
  return root;
}
