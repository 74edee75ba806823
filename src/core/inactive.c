/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "inactive"

#include "core/inactive.h"

/* What the log of a vault takes: 64 bytes. Ids of packs are shorter than this in practice. */
#define ID_IN_CODE "56"

static void
inactive_free (gpointer data)
{
  VdInactive *self = data;

  g_free (self->id);
  g_free (self->shown);
  g_free (self);
}

static void
add (GPtrArray *items, const char *list, const char *id, const char *shown, const VdNode *node)
{
  VdInactive *item = g_new0 (VdInactive, 1);

  item->list = list;
  item->id = g_strdup (id);
  item->shown = g_strdup (shown);
  item->node = node;
  g_ptr_array_add (items, item);
}

/* Signs themselves never become inactive; only a pack without them makes them so. */
static void
add_answers (GPtrArray *items, const VdPack *pack, const VdRecord *record)
{
  g_auto (GStrv) ids = vd_record_answered_ids (record);

  for (guint i = 0; ids[i] != NULL; i++) {
    if (vd_pack_find_indicator (pack, ids[i]) == NULL)
      add (items, "answers", ids[i], vd_record_last_shown (record, ids[i], NULL), NULL);
  }
}

GPtrArray *
vd_inactive_list (const VdGuidance *guidance,
                  const VdPack *pack,
                  const VdRecord *record,
                  const char *today)
{
  static const struct {
    const char *list;
    const char *kind;
  } lists[] = {{"prepare", "check"}, {"steps", "step"}};
  GPtrArray *items = g_ptr_array_new_with_free_func (inactive_free);

  add_answers (items, pack, record);
  for (guint l = 0; l < G_N_ELEMENTS (lists); l++) {
    for (guint i = 0; i < vd_record_n_items (record, lists[l].list); i++) {
      const char *id = vd_record_item_text (record, lists[l].list, i, "id");
      const VdNode *node = vd_pack_find (pack, lists[l].kind, id);

      if (node == NULL || !vd_guidance_applies (guidance, pack, record, today, node))
        add (items, lists[l].list, id, NULL, node);
    }
  }
  return items;
}

GPtrArray *
vd_inactive_at_closing (const VdGuidance *guidance,
                        const VdPack *pack,
                        const VdRecord *record,
                        const char *today)
{
  GPtrArray *items = vd_inactive_list (guidance, pack, record, today);
  const char *hash = vd_record_get_text (record, "pack.hash");

  if (hash == NULL || g_str_equal (hash, vd_pack_hash (pack)))
    return items;
  for (guint i = items->len; i > 0; i--) {
    const VdInactive *item = g_ptr_array_index (items, i - 1);

    if (item->node == NULL)
      g_ptr_array_remove_index (items, i - 1);
  }
  return items;
}

void
vd_inactive_remove (VdRecord *record, const GPtrArray *items)
{
  for (guint i = 0; i < items->len; i++) {
    const VdInactive *item = g_ptr_array_index (items, i);
    int index;

    if (g_str_equal (item->list, "answers")) {
      vd_record_remove_answer (record, item->id);
      continue;
    }
    while ((index = vd_record_find_item (record, item->list, item->id)) >= 0)
      vd_record_remove (record, item->list, (guint)index);
  }
}

char *
vd_inactive_code (const VdInactive *self)
{
  return g_strdup_printf ("removed:%." ID_IN_CODE "s", self->id);
}
