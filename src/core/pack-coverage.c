/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pack-coverage"

#include "core/pack-coverage.h"
#include "core/pack-private.h"
#include "core/route.h"
#include "core/rule-private.h"

/* More items than any rule a person can review; their combinations are not worked out. */
#define MAX_ITEMS 10
#define ALL_TRUTHS (VD_TRUTH_BIT (VD_FALSE) | VD_TRUTH_BIT (VD_UNKNOWN) | VD_TRUTH_BIT (VD_TRUE))

/* One item of a rule, and the value it has in the combination being tried. */
typedef struct {
  const char *item;
  char **values;
  guint n_values; /* one more than `values` when the item can be unknown */
  guint at;
} Item;

static void
clear_item (gpointer data)
{
  g_strfreev (((Item *)data)->values);
}

static Item *
find_item (GArray *items, const char *id)
{
  for (guint i = 0; i < items->len; i++) {
    Item *item = &g_array_index (items, Item, i);

    if (g_str_equal (item->item, id))
      return item;
  }
  return NULL;
}

static void
collect_items (const VdRule *rule, const VdPack *pack, GArray *items)
{
  Item item = {.item = rule->item};
  gboolean known;

  for (guint i = 0; i < rule->children->len; i++)
    collect_items (g_ptr_array_index (rule->children, i), pack, items);
  if (rule->item == NULL || find_item (items, rule->item) != NULL)
    return;
  item.values = vd_rule_item_values (rule, pack, &known);
  item.n_values = g_strv_length (item.values) + (known ? 0 : 1);
  g_array_append_val (items, item);
}

static gboolean
lookup (const char *id, guint index, const char **value, gpointer data)
{
  const Item *item = find_item (data, id);

  /* Behind the last value is the end of the list: NULL, unknown. */
  *value = item->values[item->at];
  return index == 0;
}

/* Counts up like an odometer. Returns: FALSE after the last combination. */
static gboolean
next_combination (GArray *items)
{
  for (guint i = 0; i < items->len; i++) {
    Item *item = &g_array_index (items, Item, i);

    if (++item->at < item->n_values)
      return TRUE;
    item->at = 0;
  }
  return FALSE;
}

guint
vd_coverage_possible (const VdRule *rule, const VdPack *pack)
{
  g_autoptr (GArray) items = g_array_new (FALSE, FALSE, sizeof (Item));
  guint possible = 0;
  guint tried = 0;

  g_array_set_clear_func (items, clear_item);
  collect_items (rule, pack, items);
  if (items->len > MAX_ITEMS)
    return ALL_TRUTHS;
  do {
    possible |= VD_TRUTH_BIT (vd_rule_evaluate (rule, lookup, items));
  } while (possible != ALL_TRUTHS && ++tried < 100000 && next_combination (items));
  return possible;
}

static void
add_conditions (VdCoverage *self, const VdPack *pack, const VdNode *node, const VdRule *rule)
{
  VdConditionSeen condition = {node, rule, vd_coverage_possible (rule, pack), 0};

  g_array_append_val (self->conditions, condition);
  for (guint i = 0; i < rule->children->len; i++)
    add_conditions (self, pack, node, g_ptr_array_index (rule->children, i));
}

static void
add_node (VdCoverage *self, const VdPack *pack, const VdNode *node)
{
  if (node->rule != NULL)
    add_conditions (self, pack, node, node->rule);
  for (guint i = 0; i < node->children->len; i++)
    add_node (self, pack, g_ptr_array_index (node->children, i));
}

static void
reach (VdCoverage *self, const VdNode *node)
{
  if (node != NULL)
    g_hash_table_add (self->reached, (gpointer)node);
}

static void
reach_guidance (VdCoverage *self, const VdPack *pack, const VdGuidance *guidance)
{
  g_autoptr (GPtrArray) overlays = vd_guidance_overlay_codes (guidance);

  reach (self, vd_pack_find (pack, "outcome", vd_outcome_code (guidance->outcome)));
  for (guint i = 0; i < overlays->len; i++)
    reach (self, vd_pack_find (pack, "overlay", g_ptr_array_index (overlays, i)));
  for (guint i = 0; i < guidance->routes->len; i++)
    reach (self, g_ptr_array_index (guidance->routes, i));
  for (guint i = 0; i < guidance->missing->len; i++)
    reach (self, g_ptr_array_index (guidance->missing, i));
  for (guint i = 0; i < guidance->reasons->len; i++)
    reach (self, ((const VdReason *)g_ptr_array_index (guidance->reasons, i))->node);
}

static void
run_case (VdCoverage *self, const VdPack *pack, const VdNode *node)
{
  const char *setting = vd_node_attr (node, "setting");
  const char *today = vd_node_attr (node, "today");
  g_autoptr (VdRecord) record = vd_practice_record (node);
  g_autoptr (VdGuidance) guidance = vd_guidance_new (pack, record, today);

  *(vd_practice_is_story (node) ? &self->n_stories : &self->n_vectors) += 1;
  reach_guidance (self, pack, guidance);
  for (guint i = 0; i < self->conditions->len; i++) {
    VdConditionSeen *c = &g_array_index (self->conditions, VdConditionSeen, i);

    /* Where its element is never shown, what a condition says is of no use to anyone. */
    if (vd_node_in_setting (c->node, setting))
      c->seen |= VD_TRUTH_BIT (vd_route_truth (pack, record, today, guidance, c->rule));
  }
}

VdCoverage *
vd_coverage_new (const VdPack *pack)
{
  VdCoverage *self = g_new0 (VdCoverage, 1);
  const GPtrArray *cases = vd_pack_nodes (pack, "case");

  self->conditions = g_array_new (FALSE, FALSE, sizeof (VdConditionSeen));
  self->reached = g_hash_table_new (NULL, NULL);
  add_node (self, pack, pack->root);
  for (guint i = 0; i < cases->len; i++)
    run_case (self, pack, g_ptr_array_index (cases, i));
  return self;
}

void
vd_coverage_free (VdCoverage *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->conditions);
  g_hash_table_unref (self->reached);
  g_free (self);
}

gboolean
vd_coverage_has (const VdCoverage *self, const VdNode *node)
{
  return g_hash_table_contains (self->reached, node);
}

static guint
count_bits (guint bits)
{
  return (bits & 1) + (bits >> 1 & 1) + (bits >> 2 & 1);
}

guint
vd_coverage_count (const VdCoverage *self, guint *seen)
{
  guint possible = 0;

  *seen = 0;
  for (guint i = 0; i < self->conditions->len; i++) {
    const VdConditionSeen *c = &g_array_index (self->conditions, VdConditionSeen, i);

    possible += count_bits (c->possible);
    *seen += count_bits (c->possible & c->seen);
  }
  return possible;
}
