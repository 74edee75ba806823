/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "record"

#include "core/record-private.h"

/* Lists of objects stand at the top of the file: "journal", "people", "steps" ... */

static json_t *
find_list (const VdRecord *self, const char *list)
{
  const VdSchemaRow *row = vd_schema_find (list);

  if (row == NULL || row->shape != VD_SHAPE_ITEMS)
    g_error ("no such list: %s", list);
  return json_object_get (self->root, list);
}

static const json_t *
find_member (const VdRecord *self, const char *list, guint index, const char *key)
{
  g_autofree char *object = g_strconcat (list, "[]", NULL);

  if (vd_schema_member (object, key) == NULL)
    g_error ("no such member of %s: %s", list, key);
  return json_object_get (json_array_get (find_list (self, list), index), key);
}

guint
vd_record_n_items (const VdRecord *self, const char *list)
{
  return (guint)json_array_size (find_list (self, list));
}

const json_t *
vd_record_item (const VdRecord *self, const char *list, guint index)
{
  const json_t *item = json_array_get (find_list (self, list), index);

  g_assert (item != NULL);
  return item;
}

const char *
vd_record_item_text (const VdRecord *self, const char *list, guint index, const char *key)
{
  return json_string_value (find_member (self, list, index, key));
}

gboolean
vd_record_item_bool (const VdRecord *self, const char *list, guint index, const char *key)
{
  return json_is_true (find_member (self, list, index, key));
}

/* Cleans the texts of a new item; those in lists are codes and are checked only. */
static gboolean
clean_item (json_t *item, const char *path, GError **error)
{
  const char *key;
  json_t *member;

  json_object_foreach (item, key, member)
  {
    json_t *clean;

    if (!json_is_string (member))
      continue;
    clean = vd_record_typed (json_string_value (member), path, error);
    if (clean == NULL)
      return FALSE;
    json_object_set_new (item, key, clean);
  }
  return TRUE;
}

static gboolean
check_item (const VdRecord *self,
            const char *list,
            guint index,
            json_t *item,
            const json_t *old,
            GError **error)
{
  g_autofree char *object = g_strconcat (list, "[]", NULL);
  g_autofree char *path = g_strdup_printf ("%s[%u]", list, index);

  return clean_item (item, path, error) &&
         vd_record_check_object (item, object, path, index, error) &&
         vd_record_has_room (self, old, item, path, error);
}

gboolean
vd_record_append (VdRecord *self, const char *list, json_t *item, GError **error)
{
  g_autoptr (json_t) owned = item;
  json_t *items = find_list (self, list);

  if (!check_item (self, list, (guint)json_array_size (items), owned, NULL, error))
    return FALSE;
  if (items == NULL) {
    items = json_array ();
    json_object_set_new (self->root, list, items);
  }
  json_array_append_new (items, g_steal_pointer (&owned));
  return TRUE;
}

gboolean
vd_record_replace (VdRecord *self, const char *list, guint index, json_t *item, GError **error)
{
  g_autoptr (json_t) owned = item;
  json_t *items = find_list (self, list);
  const json_t *old = json_array_get (items, index);

  g_assert (!g_str_equal (list, "journal") && old != NULL);
  if (!check_item (self, list, index, owned, old, error))
    return FALSE;
  json_array_set_new (items, index, g_steal_pointer (&owned));
  return TRUE;
}

void
vd_record_remove (VdRecord *self, const char *list, guint index)
{
  json_t *items = find_list (self, list);

  g_assert (!g_str_equal (list, "journal") && index < json_array_size (items));
  json_array_remove (items, index);
  if (json_array_size (items) == 0)
    json_object_del (self->root, list);
}

int
vd_record_find_item (const VdRecord *self, const char *list, const char *id)
{
  guint n = vd_record_n_items (self, list);

  for (guint i = 0; i < n; i++) {
    if (g_strcmp0 (vd_record_item_text (self, list, i, "id"), id) == 0)
      return (int)i;
  }
  return -1;
}
