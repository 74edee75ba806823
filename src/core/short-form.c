/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "short-form"

#include "core/short-form.h"

const VdNode *
vd_short_form_find (const VdPack *pack, const char *setting, const char *form)
{
  const VdNode *node = setting != NULL ? vd_pack_find (pack, "setting", setting) : NULL;

  for (guint i = 0; node != NULL && i < vd_node_children (node)->len; i++) {
    const VdNode *child = g_ptr_array_index (vd_node_children (node), i);

    if (g_strcmp0 (vd_node_id (child), form) == 0)
      return child;
  }
  return NULL;
}

const VdNode *
vd_short_form (const VdPack *pack, const VdRecord *record)
{
  return vd_short_form_find (pack, vd_record_get_text (record, "setting"),
                             vd_record_get_text (record, "form"));
}

const VdNode *
vd_short_form_next (const VdNode *form)
{
  const GPtrArray *forms = vd_node_children (vd_node_parent (form));
  guint index;

  if (!g_ptr_array_find ((GPtrArray *)forms, form, &index) || index + 1 >= forms->len)
    return NULL;
  return g_ptr_array_index (forms, index + 1);
}

gboolean
vd_short_form_has (const VdNode *form, const char *attr, const char *id)
{
  const char *const *ids = form != NULL ? vd_node_list (form, attr) : NULL;

  return ids == NULL || ids[0] == NULL || g_strv_contains (ids, id);
}
