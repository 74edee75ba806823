/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "move"

#include "core/move.h"

#include "core/record-private.h"

#include <string.h>

#define COPIES "x-varde-earlier"

/* What moving would do. */

typedef struct {
  const VdPack *from; /* (nullable) */
  const VdPack *to;
  const VdRecord *record;
  const char *lang;
  VdMove *move;
} Moving;

static void
moved_free (gpointer data)
{
  VdMoved *self = data;

  g_free (self->id);
  g_free (self->before);
  g_free (self->now);
  g_free (self);
}

void
vd_move_free (VdMove *self)
{
  g_ptr_array_unref (self->changed);
  g_ptr_array_unref (self->gone);
  g_ptr_array_unref (self->fresh);
  g_free (self);
}

static void
add (Moving *self, const char *list, const char *kind, const char *id)
{
  const VdNode *before = self->from != NULL ? vd_pack_find (self->from, kind, id) : NULL;
  const VdNode *now = vd_pack_find (self->to, kind, id);
  const char *lang = self->lang;
  const char *words = NULL;
  VdMoved *moved;

  if (before != NULL)
    words = vd_node_text (before, "text", lang);
  else if (g_str_equal (list, "answers"))
    words = vd_record_last_shown (self->record, id, &lang);
  if (now != NULL && (words == NULL || g_str_equal (words, vd_node_text (now, "text", lang)))) {
    self->move->kept++;
    return;
  }
  moved = g_new0 (VdMoved, 1);
  moved->list = list;
  moved->id = g_strdup (id);
  moved->before = g_strdup (words);
  moved->now = now != NULL ? g_strdup (vd_node_text (now, "text", self->lang)) : NULL;
  g_ptr_array_add (now != NULL ? self->move->changed : self->move->gone, moved);
}

static void
add_noted (Moving *self)
{
  static const char *const checks = "person.interpreter.checks";
  g_auto (GStrv) answered = vd_record_answered_ids (self->record);

  for (guint i = 0; answered[i] != NULL; i++)
    add (self, "answers", "indicator", answered[i]);
  for (guint i = 0; i < vd_record_n_items (self->record, "prepare"); i++)
    add (self, "prepare", "check", vd_record_item_text (self->record, "prepare", i, "id"));
  for (guint i = 0; i < vd_record_n_items (self->record, "steps"); i++)
    add (self, "steps", "step", vd_record_item_text (self->record, "steps", i, "id"));
  for (guint i = 0; i < vd_record_list_length (self->record, checks); i++)
    add (self, checks, "interpreter", vd_record_list_item (self->record, checks, i));
}

static void
add_fresh (Moving *self)
{
  for (guint i = 0; self->from != NULL && i < vd_pack_n_indicators (self->to); i++) {
    const VdIndicator *indicator = vd_pack_indicator (self->to, i);

    if (vd_pack_find_indicator (self->from, indicator->id) == NULL)
      g_ptr_array_add (self->move->fresh, (gpointer)indicator->node);
  }
}

VdMove *
vd_move_new (const VdPack *from, const VdPack *to, const VdRecord *record, const char *lang)
{
  VdMove *self = g_new0 (VdMove, 1);
  Moving moving = {from, to, record, lang, self};

  self->changed = g_ptr_array_new_with_free_func (moved_free);
  self->gone = g_ptr_array_new_with_free_func (moved_free);
  self->fresh = g_ptr_array_new ();
  add_noted (&moving);
  add_fresh (&moving);
  return self;
}

/* Copies. */

/* Returns: (transfer full): @record as one of its copies. */
static json_t *
copy_new (const VdRecord *record, const char *time, const char *by)
{
  json_t *copy = json_object ();
  json_t *body = json_deep_copy (record->root);

  json_object_del (body, COPIES);
  json_object_set_new (copy, "time", json_string (time));
  if (by != NULL && *by != '\0')
    json_object_set_new (copy, "by", json_string (by));
  json_object_set_new (copy, "record", body);
  return copy;
}

/* Returns: (transfer full): the copies there are; what else stood there is refused. */
static json_t *
copies_of (const VdRecord *record, GError **error)
{
  json_t *copies = json_object_get (record->root, COPIES);

  if (copies == NULL)
    return json_array ();
  if (json_is_array (copies))
    return json_copy (copies);
  g_set_error_literal (error, VD_ERROR, VD_ERROR_INVALID, COPIES ": not a list");
  return NULL;
}

gboolean
vd_record_move (VdRecord *record,
                const VdPack *to,
                const char *time,
                const char *by,
                GError **error)
{
  g_autoptr (json_t) copies = copies_of (record, error);

  if (copies == NULL)
    return FALSE;
  json_array_append_new (copies, copy_new (record, time, by));
  if (!vd_record_has_room (record, json_object_get (record->root, COPIES), copies, COPIES, error))
    return FALSE;
  json_object_set (record->root, COPIES, copies);
  vd_record_set_pack (record, to);
  return TRUE;
}

gboolean
vd_record_get_copy (const VdRecord *record, guint index, VdRecordCopy *copy)
{
  const json_t *entry = json_array_get (json_object_get (record->root, COPIES), index);
  const json_t *body = json_object_get (entry, "record");

  if (!json_is_object (body))
    return FALSE;
  copy->time = json_string_value (json_object_get (entry, "time"));
  copy->version = json_string_value (json_object_get (json_object_get (body, "pack"), "version"));
  return copy->time != NULL;
}

/* Returns: (transfer full): the copy as a record that passed every check, or NULL with INVALID. */
static VdRecord *
parse_copy (const VdRecord *record, guint index, GError **error)
{
  const json_t *entry = json_array_get (json_object_get (record->root, COPIES), index);
  g_autofree char *text = NULL;
  VdRecord *copy;
  gsize size;

  if (!json_is_object (json_object_get (entry, "record"))) {
    g_set_error_literal (error, VD_ERROR, VD_ERROR_INVALID, COPIES ": no such copy");
    return NULL;
  }
  text = vd_json_write (json_object_get (entry, "record"), &size);
  copy = vd_record_parse (text, size, NULL, error);
  explicit_bzero (text, size);
  return copy;
}

static void
take_over (json_t *root, const VdRecord *record)
{
  static const char *const growing[] = {"id", "journal", "consents", "shares", "follow_up"};

  for (guint i = 0; i < G_N_ELEMENTS (growing); i++) {
    json_t *now = json_object_get (record->root, growing[i]);

    if (now != NULL)
      json_object_set (root, growing[i], now);
    else
      json_object_del (root, growing[i]);
  }
}

gboolean
vd_record_go_back (VdRecord *record, guint index, const char *time, const char *by, GError **error)
{
  g_autoptr (json_t) copies = copies_of (record, error);
  g_autoptr (VdRecord) back = copies != NULL ? parse_copy (record, index, error) : NULL;
  json_t *root;

  if (back == NULL)
    return FALSE;
  json_array_append_new (copies, copy_new (record, time, by));
  take_over (back->root, record);
  if (!vd_record_has_room (back, NULL, copies, COPIES, error))
    return FALSE;
  json_object_set (back->root, COPIES, copies);
  root = record->root;
  record->root = back->root;
  back->root = root;
  return TRUE;
}
