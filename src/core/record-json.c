/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "record"

#include "core/record-private.h"

/* Codes and yes-no answers are set without an error to report: they have this much to grow. */
#define RESERVE (64 * 1024)

/* One walk through a tree. @path is where it stands, @index the place in the nearest list. */
typedef struct {
  const VdPack *pack;
  GString *path;
  guint index;
} VdCheck;

static gboolean
check_object (VdCheck *self, const json_t *value, const char *object, GError **error);

static gboolean
refuse (VdCheck *self, const char *what, GError **error)
{
  const char *where = self->path->len > 0 ? self->path->str : "the file";

  g_set_error (error, VD_ERROR, VD_ERROR_INVALID, "%s: %s", where, what);
  return FALSE;
}

static gboolean
is_extension (const char *key)
{
  return g_str_has_prefix (key, "x-");
}

static gboolean
check_entries (VdCheck *self, const json_t *list, const char *object, GError **error)
{
  gsize length = self->path->len;
  gsize i;
  json_t *item;

  if (!json_is_array (list))
    return refuse (self, "must be a list", error);
  json_array_foreach (list, i, item)
  {
    g_string_append_printf (self->path, "[%" G_GSIZE_FORMAT "]", i);
    self->index = (guint)i;
    if (!check_object (self, item, object, error))
      return FALSE;
    g_string_truncate (self->path, length);
  }
  return TRUE;
}

static gboolean
check_answers (VdCheck *self, const json_t *answers, GError **error)
{
  gsize length = self->path->len;
  const char *id;
  json_t *entries;

  if (!json_is_object (answers))
    return refuse (self, "must be an object", error);
  json_object_foreach ((json_t *)answers, id, entries)
  {
    if (is_extension (id))
      continue;
    vd_json_path_append (self->path, id);
    if (!vd_schema_is_indicator (id, self->pack))
      return refuse (self, "unknown id", error);
    if (!check_entries (self, entries, "answers.*[]", error))
      return FALSE;
    g_string_truncate (self->path, length);
  }
  return TRUE;
}

static gboolean
check_list (VdCheck *self, const VdSchemaRow *row, const json_t *list, GError **error)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  gboolean once = row->shape != VD_SHAPE_TEXT && row->shape != VD_SHAPE_DATE;
  gsize i;
  json_t *item;

  if (!json_is_array (list))
    return refuse (self, "must be a list", error);
  json_array_foreach (list, i, item)
  {
    const char *what = vd_schema_refusal (row, item, self->index, self->pack);

    if (what == NULL && once && !g_hash_table_add (seen, (gpointer)json_string_value (item)))
      what = "stands there twice";
    if (what != NULL) {
      g_string_append_printf (self->path, "[%" G_GSIZE_FORMAT "]", i);
      return refuse (self, what, error);
    }
  }
  return TRUE;
}

static gboolean
check_value (VdCheck *self, const VdSchemaRow *row, const json_t *value, GError **error)
{
  const char *what;

  if (row->nullable && json_is_null (value))
    return TRUE;
  if (row->list)
    return check_list (self, row, value, error);
  if (row->shape == VD_SHAPE_OBJECT)
    return check_object (self, value, row->path, error);
  if (row->shape == VD_SHAPE_ANSWERS)
    return check_answers (self, value, error);
  if (row->shape == VD_SHAPE_ITEMS) {
    g_autofree char *object = g_strconcat (row->path, "[]", NULL);

    return check_entries (self, value, object, error);
  }
  what = vd_schema_refusal (row, value, self->index, self->pack);
  return what == NULL ? TRUE : refuse (self, what, error);
}

static gboolean
check_object (VdCheck *self, const json_t *value, const char *object, GError **error)
{
  gsize length = self->path->len;
  const char *key;
  json_t *member;

  if (!json_is_object (value))
    return refuse (self, "must be an object", error);
  json_object_foreach ((json_t *)value, key, member)
  {
    const VdSchemaRow *row;

    if (is_extension (key))
      continue;
    row = vd_schema_member (object, key);
    vd_json_path_append (self->path, key);
    if (row == NULL)
      return refuse (self, "unknown key", error);
    if (!check_value (self, row, member, error))
      return FALSE;
    g_string_truncate (self->path, length);
  }
  return TRUE;
}

gboolean
vd_record_check_object (const json_t *value,
                        const char *object,
                        const char *path,
                        guint index,
                        GError **error)
{
  VdCheck check = {NULL, g_string_new (path), index};
  gboolean ok = check_object (&check, value, object, error);

  g_string_free (check.path, TRUE);
  return ok;
}

/* What a newer version may have changed is not looked at before its number. */
static gboolean
check_version (VdCheck *self, const json_t *root, GError **error)
{
  const char *format = json_string_value (json_object_get (root, "format"));
  const json_t *version = json_object_get (root, "version");

  if (!json_is_object (root))
    return refuse (self, "must be an object", error);
  if (g_strcmp0 (format, "varde-assessment") != 0) {
    g_string_assign (self->path, "format");
    return refuse (self, "not an assessment file", error);
  }
  if (json_is_integer (version) && json_integer_value (version) > 1) {
    g_set_error (error, VD_ERROR, VD_ERROR_NEWER, "version: made by a newer version");
    return FALSE;
  }
  return TRUE;
}

static gboolean
check_required (VdCheck *self, const json_t *root, GError **error)
{
  for (const VdSchemaRow *row = vd_schema_rows (); row->path != NULL; row++) {
    if (row->required && json_object_get (root, row->path) == NULL) {
      g_string_assign (self->path, row->path);
      return refuse (self, "missing", error);
    }
  }
  return TRUE;
}

/* A single entry becomes a list of one; the id is stored in lower case. */
static void
normalise (json_t *root)
{
  const char *uuid = json_string_value (json_object_get (root, "id"));
  json_t *answers = json_object_get (root, "answers");
  const char *id;
  json_t *entries;

  if (uuid != NULL) {
    g_autofree char *lower = g_ascii_strdown (uuid, -1);

    json_object_set_new (root, "id", json_string (lower));
  }
  json_object_foreach (answers, id, entries)
  {
    if (!is_extension (id) && json_is_object (entries)) {
      json_t *list = json_array ();

      json_array_append (list, entries);
      json_object_set_new (answers, id, list);
    }
  }
}

static gsize
size_of (const json_t *value)
{
  return value == NULL ? 0 : json_dumpb (value, NULL, 0, JSON_COMPACT | JSON_ENCODE_ANY);
}

static gboolean
check_root (VdCheck *self, json_t *root, GError **error)
{
  if (!check_version (self, root, error) || !check_required (self, root, error))
    return FALSE;
  normalise (root);
  if (!check_object (self, root, "", error))
    return FALSE;
  if (size_of (root) > VD_RECORD_MAX_BYTES)
    return refuse (self, "larger than 1 MiB", error);
  return TRUE;
}

VdRecord *
vd_record_parse (const char *data, gsize size, const VdPack *pack, GError **error)
{
  g_autoptr (GString) path = g_string_new (NULL);
  g_autoptr (json_t) root = NULL;
  VdCheck check = {pack, path, 0};
  VdRecord *self;

  if (size > VD_RECORD_MAX_BYTES) {
    refuse (&check, "larger than 1 MiB", error);
    return NULL;
  }
  root = vd_json_parse (data, size, error);
  if (root == NULL || !check_root (&check, root, error))
    return NULL;

  self = g_new (VdRecord, 1);
  self->refs = 1;
  self->root = g_steal_pointer (&root);
  return self;
}

gboolean
vd_record_has_room (const VdRecord *self,
                    const json_t *old,
                    const json_t *value,
                    const char *path,
                    GError **error)
{
  if (size_of (self->root) - size_of (old) + size_of (value) <= VD_RECORD_MAX_BYTES - RESERVE)
    return TRUE;
  g_set_error (error, VD_ERROR, VD_ERROR_INVALID, "%s: the record would be too large", path);
  return FALSE;
}

static json_t *canonical (json_t *value, const char *object);

static json_t *
canonical_list (json_t *list, const char *object)
{
  json_t *copy = json_array ();
  gsize i;
  json_t *item;

  json_array_foreach (list, i, item) json_array_append_new (copy, canonical (item, object));
  return copy;
}

static void
copy_extensions (json_t *copy, json_t *value)
{
  const char *key;
  json_t *member;

  json_object_foreach (value, key, member)
  {
    if (is_extension (key))
      json_object_set (copy, key, member);
  }
}

/* Answers keep the order in which they were first given. */
static json_t *
canonical_answers (json_t *answers)
{
  json_t *copy = json_object ();
  const char *id;
  json_t *entries;

  json_object_foreach (answers, id, entries)
  {
    if (!is_extension (id))
      json_object_set_new (copy, id, canonical_list (entries, "answers.*[]"));
  }
  copy_extensions (copy, answers);
  return copy;
}

static json_t *
canonical_member (const VdSchemaRow *row, json_t *value)
{
  g_autofree char *items = g_strconcat (row->path, "[]", NULL);

  switch (row->shape) {
  case VD_SHAPE_OBJECT:
    return canonical (value, row->path);
  case VD_SHAPE_ITEMS:
    return canonical_list (value, items);
  case VD_SHAPE_ANSWERS:
    return canonical_answers (value);
  default:
    return json_incref (value);
  }
}

/* A copy with the keys in the schema's order, sharing the leaves. */
static json_t *
canonical (json_t *value, const char *object)
{
  json_t *copy = json_object ();

  for (const VdSchemaRow *row = vd_schema_rows (); row->path != NULL; row++) {
    const char *key = vd_schema_key (row, object);
    json_t *member = key != NULL ? json_object_get (value, key) : NULL;

    if (member != NULL)
      json_object_set_new (copy, key, canonical_member (row, member));
  }
  copy_extensions (copy, value);
  return copy;
}

char *
vd_record_write (const VdRecord *self, gsize *size)
{
  g_autoptr (json_t) copy = canonical (self->root, "");

  return vd_json_write (copy, size);
}

char *
vd_record_write_pretty (const VdRecord *self, gsize *size)
{
  g_autoptr (json_t) copy = canonical (self->root, "");

  return vd_json_write_pretty (copy, size);
}
