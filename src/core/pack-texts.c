/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pack-texts"

#include "core/pack-texts.h"

#include "core/pack-private.h"

static void
count_node (GArray *counts, const VdNode *node)
{
  for (guint t = 0; t < node->texts->len; t++) {
    const VdNodeText *text = &g_array_index (node->texts, VdNodeText, t);

    for (guint l = 0; l < counts->len; l++) {
      VdTextCount *count = &g_array_index (counts, VdTextCount, l);

      if (!g_str_equal (vd_node_attr (count->language, "role"), "staff") &&
          !g_str_equal (text->name, "say"))
        continue;
      count->texts++;
      count->present += vd_text_has (text->text, vd_node_id (count->language));
    }
  }
  for (guint i = 0; i < node->children->len; i++)
    count_node (counts, g_ptr_array_index (node->children, i));
}

GArray *
vd_pack_count_texts (const VdPack *pack)
{
  const GPtrArray *languages = vd_pack_nodes (pack, "language");
  GArray *counts = g_array_new (FALSE, FALSE, sizeof (VdTextCount));

  for (guint i = 0; i < languages->len; i++) {
    VdTextCount count = {g_ptr_array_index (languages, i), 0, 0};

    g_array_append_val (counts, count);
  }
  count_node (counts, pack->root);
  return counts;
}
