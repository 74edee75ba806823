/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "record"

#include "core/record-private.h"

VdRecord *
vd_record_new (const char *id, const char *setting, const char *form)
{
  VdRecord *self = g_new0 (VdRecord, 1);
  gboolean ok;

  self->refs = 1;
  self->root = json_pack ("{s:s, s:i}", "format", "varde-assessment", "version", 1);
  ok = vd_record_set_text (self, "setting", setting, NULL) &&
       vd_record_set_text (self, "id", id, NULL) && vd_record_set_text (self, "form", form, NULL);
  g_assert (ok);
  return self;
}

VdRecord *
vd_record_ref (VdRecord *self)
{
  self->refs++;
  return self;
}

void
vd_record_unref (VdRecord *self)
{
  g_assert (self->refs > 0);
  if (--self->refs > 0)
    return;
  json_decref (self->root);
  g_free (self);
}

VdRecord *
vd_record_copy (const VdRecord *self)
{
  VdRecord *copy = g_new (VdRecord, 1);

  copy->refs = 1;
  copy->root = json_deep_copy (self->root);
  g_assert (copy->root != NULL);
  return copy;
}

gboolean
vd_record_equal (const VdRecord *a, const VdRecord *b)
{
  return json_equal (a->root, b->root);
}

const json_t *
vd_record_json (const VdRecord *self)
{
  return self->root;
}

static VdFieldType
field_type (const VdSchemaRow *row)
{
  switch (row->shape) {
  case VD_SHAPE_CODE:
  case VD_SHAPE_PART:
    return row->list ? VD_FIELD_ENUMS : VD_FIELD_ENUM;
  case VD_SHAPE_ID:
    return row->list ? VD_FIELD_ENUMS : VD_FIELD_TEXT;
  case VD_SHAPE_BOOL:
    return VD_FIELD_BOOL;
  case VD_SHAPE_NUMBER:
  case VD_SHAPE_EARLIER:
    return VD_FIELD_NUMBER;
  case VD_SHAPE_DATE:
    return row->list ? VD_FIELD_TEXTS : VD_FIELD_DATE;
  case VD_SHAPE_TIME:
    return VD_FIELD_TIME;
  case VD_SHAPE_OBJECT:
  case VD_SHAPE_ITEMS:
  case VD_SHAPE_ANSWERS:
    return VD_FIELD_OTHER;
  default:
    return row->list ? VD_FIELD_TEXTS : VD_FIELD_TEXT;
  }
}

gboolean
vd_record_field (const char *path, VdFieldType *type, const char *const **codes)
{
  const VdSchemaRow *row = vd_schema_find (path);

  if (row == NULL || (row->shape == VD_SHAPE_OBJECT && !row->map))
    return FALSE;
  if (type != NULL)
    *type = field_type (row);
  if (codes != NULL)
    *codes = row->codes;
  return TRUE;
}

/* The row of a path that the caller knows to exist, outside lists of objects. */
static const VdSchemaRow *
row_of (const char *path)
{
  const VdSchemaRow *row = vd_schema_find (path);

  if (row == NULL || strstr (path, "[]") != NULL)
    g_error ("no such field: %s", path);
  return row;
}

static const VdSchemaRow *
row_of_type (const char *path, VdFieldType a, VdFieldType b)
{
  const VdSchemaRow *row = row_of (path);
  VdFieldType type = field_type (row);

  if (type != a && type != b)
    g_error ("not for this type of field: %s", path);
  return row;
}

static const VdSchemaRow *
text_row_of (const char *path)
{
  const VdSchemaRow *row = row_of (path);

  if (row->list || row->shape >= VD_SHAPE_BOOL)
    g_error ("not a text: %s", path);
  return row;
}

static json_t *
find (const VdRecord *self, const char *path)
{
  g_auto (GStrv) keys = g_strsplit (path, ".", -1);
  json_t *value = self->root;

  for (guint i = 0; keys[i] != NULL; i++)
    value = json_object_get (value, keys[i]);
  return json_is_null (value) ? NULL : value;
}

gboolean
vd_record_has (const VdRecord *self, const char *path)
{
  row_of (path);
  return find (self, path) != NULL;
}

const char *
vd_record_get_text (const VdRecord *self, const char *path)
{
  text_row_of (path);
  return json_string_value (find (self, path));
}

gboolean
vd_record_get_bool (const VdRecord *self, const char *path)
{
  row_of_type (path, VD_FIELD_BOOL, VD_FIELD_BOOL);
  return json_is_true (find (self, path));
}

int
vd_record_get_number (const VdRecord *self, const char *path)
{
  row_of_type (path, VD_FIELD_NUMBER, VD_FIELD_NUMBER);
  return (int)json_integer_value (find (self, path));
}

static int
list_find (const json_t *list, const char *code)
{
  gsize i;
  json_t *item;

  json_array_foreach (list, i, item)
  {
    if (g_str_equal (json_string_value (item), code))
      return (int)i;
  }
  return -1;
}

gboolean
vd_record_list_has (const VdRecord *self, const char *path, const char *code)
{
  row_of_type (path, VD_FIELD_ENUMS, VD_FIELD_TEXTS);
  return list_find (find (self, path), code) >= 0;
}

guint
vd_record_list_length (const VdRecord *self, const char *path)
{
  row_of_type (path, VD_FIELD_ENUMS, VD_FIELD_TEXTS);
  return (guint)json_array_size (find (self, path));
}

const char *
vd_record_list_item (const VdRecord *self, const char *path, guint index)
{
  row_of_type (path, VD_FIELD_ENUMS, VD_FIELD_TEXTS);
  return json_string_value (json_array_get (find (self, path), index));
}

/* Sets or, with a NULL @value (transfer full), removes a member; objects come and go with their
 * first and last member. */
static void
put (json_t *object, const char *path, json_t *value)
{
  const char *dot = strchr (path, '.');
  g_autofree char *key = dot != NULL ? g_strndup (path, (gsize)(dot - path)) : NULL;
  json_t *child;

  if (dot == NULL) {
    if (value != NULL)
      json_object_set_new (object, path, value);
    else
      json_object_del (object, path);
    return;
  }
  child = json_object_get (object, key);
  if (child == NULL && value == NULL)
    return;
  if (child == NULL) {
    child = json_object ();
    json_object_set_new (object, key, child);
  }
  put (child, dot + 1, value);
  if (json_object_size (child) == 0)
    json_object_del (object, key);
}

json_t *
vd_record_typed (const char *typed, const char *path, GError **error)
{
  g_autofree char *clean = vd_schema_clean (typed);

  if (clean == NULL) {
    g_set_error (error, VD_ERROR, VD_ERROR_INVALID, "%s: not UTF-8", path);
    return NULL;
  }
  return json_string (clean);
}

static gboolean
remove_text (VdRecord *self, const VdSchemaRow *row, GError **error)
{
  if (row->required) {
    g_set_error (error, VD_ERROR, VD_ERROR_INVALID, "%s: missing", row->path);
    return FALSE;
  }
  put (self->root, row->path, NULL);
  return TRUE;
}

/* Takes @value if the schema allows it; of a list, @value is the list. */
static gboolean
put_checked (VdRecord *self, const VdSchemaRow *row, json_t *value, GError **error)
{
  gsize n = row->list ? json_array_size (value) : 1;

  for (gsize i = 0; i < n; i++) {
    const json_t *item = row->list ? json_array_get (value, i) : value;
    const char *what = vd_schema_refusal (row, item, 0, NULL);

    if (what != NULL) {
      g_set_error (error, VD_ERROR, VD_ERROR_INVALID, "%s: %s", row->path, what);
      return FALSE;
    }
  }
  if (!vd_record_has_room (self, find (self, row->path), value, row->path, error))
    return FALSE;
  put (self->root, row->path, json_incref (value));
  return TRUE;
}

gboolean
vd_record_set_text (VdRecord *self, const char *path, const char *value, GError **error)
{
  const VdSchemaRow *row = text_row_of (path);
  g_autofree char *cased = NULL;
  g_autoptr (json_t) text = NULL;

  if (value == NULL || *value == '\0')
    return remove_text (self, row, error);
  if (row->shape == VD_SHAPE_UUID)
    value = cased = g_ascii_strdown (value, -1);
  else if (row->shape == VD_SHAPE_COUNTRY)
    value = cased = g_ascii_strup (value, -1);
  text = vd_record_typed (value, path, error);
  if (text == NULL)
    return FALSE;
  if (*json_string_value (text) == '\0')
    return remove_text (self, row, error);
  return put_checked (self, row, text, error);
}

void
vd_record_set_bool (VdRecord *self, const char *path, gboolean value)
{
  row_of_type (path, VD_FIELD_BOOL, VD_FIELD_BOOL);
  put (self->root, path, json_boolean (value));
}

gboolean
vd_record_set_number (VdRecord *self, const char *path, int value, GError **error)
{
  const VdSchemaRow *row = row_of_type (path, VD_FIELD_NUMBER, VD_FIELD_NUMBER);
  g_autoptr (json_t) number = json_integer (value);

  return put_checked (self, row, number, error);
}

void
vd_record_unset (VdRecord *self, const char *path)
{
  const VdSchemaRow *row = row_of (path);

  g_assert (!row->required && !g_str_equal (path, "journal"));
  put (self->root, path, NULL);
}

void
vd_record_list_asked (VdRecord *self, const char *path)
{
  row_of_type (path, VD_FIELD_ENUMS, VD_FIELD_TEXTS);
  if (find (self, path) == NULL)
    put (self->root, path, json_array ());
}

static guint
code_rank (const char *const *codes, const char *code)
{
  guint rank = 0;

  while (codes != NULL && codes[rank] != NULL && !g_str_equal (codes[rank], code))
    rank++;
  return rank;
}

void
vd_record_list_set (VdRecord *self, const char *path, const char *code, gboolean on)
{
  const VdSchemaRow *row = row_of_type (path, VD_FIELD_ENUMS, VD_FIELD_ENUMS);
  g_autoptr (json_t) item = json_string (code);
  json_t *list;
  int at;
  gsize place = 0;

  g_assert (item != NULL && vd_schema_refusal (row, item, 0, NULL) == NULL);
  vd_record_list_asked (self, path);
  list = find (self, path);
  at = list_find (list, code);
  if (!on && at >= 0)
    json_array_remove (list, (gsize)at);
  if (!on || at >= 0)
    return;

  while (place < json_array_size (list) &&
         code_rank (row->codes, json_string_value (json_array_get (list, place))) <=
             code_rank (row->codes, code))
    place++;
  json_array_insert (list, place, item);
}

gboolean
vd_record_set_texts (VdRecord *self, const char *path, const char *const *items, GError **error)
{
  const VdSchemaRow *row = row_of_type (path, VD_FIELD_TEXTS, VD_FIELD_TEXTS);
  g_autoptr (json_t) list = json_array ();

  for (guint i = 0; items[i] != NULL; i++) {
    g_autoptr (json_t) text = vd_record_typed (items[i], path, error);

    if (text == NULL)
      return FALSE;
    if (json_string_length (text) > 0)
      json_array_append (list, text);
  }
  return put_checked (self, row, list, error);
}

void
vd_record_set_pack (VdRecord *self, const VdPack *pack)
{
  const char *hash = vd_pack_hash (pack);
  json_t *pin =
      json_pack ("{s:s, s:s}", "id", vd_pack_id (pack), "version", vd_pack_version (pack));

  if (*hash != '\0')
    json_object_set_new (pin, "hash", json_string (hash));
  json_object_set_new (self->root, "pack", pin);
}
