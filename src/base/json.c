/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "json"

#include "base/json.h"
#include "base/error.h"

#include <string.h>

#define MAX_KEY 64

/* Deeper than any format of ours; a message stays a line. */
#define MAX_LEVELS 16

void
vd_json_path_append (GString *path, const char *key)
{
  gsize length = strspn (key, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-");

  if (path->len > 0)
    g_string_append_c (path, '.');
  g_string_append (path, length > 0 && length <= MAX_KEY && key[length] == '\0' ? key : "?");
}

/* An object or list that is still open where parsing stopped. */
typedef struct {
  gboolean list;
  guint index;
  gboolean in_value; /* In an object: the key is complete. */
  gsize key;         /* In an object: where the last key begins, after its quote; 0: none yet. */
} VdOpen;

/* Returns: the place of the quote that ends the string beginning at @at, or @end. */
static gsize
string_end (const char *data, gsize at, gsize end)
{
  while (at < end && data[at] != '"')
    at += data[at] == '\\' ? 2 : 1;
  return MIN (at, end);
}

static void
step (GArray *open, const char *data, gsize at)
{
  VdOpen *top = open->len > 0 ? &g_array_index (open, VdOpen, open->len - 1) : NULL;
  VdOpen child = {data[at] == '[', 0, FALSE, 0};

  if (data[at] == '{' || data[at] == '[') {
    g_array_append_val (open, child);
  } else if (top == NULL) {
    return;
  } else if (data[at] == '}' || data[at] == ']') {
    g_array_set_size (open, open->len - 1);
  } else if (data[at] == ':') {
    top->in_value = TRUE;
  } else if (data[at] == ',') {
    top->index++;
    top->in_value = FALSE;
    top->key = 0;
  } else if (data[at] == '"' && !top->list && !top->in_value) {
    top->key = at + 1;
  }
}

/* Returns: (transfer full): the path at byte @end of what is valid JSON up to there; the bracket
 * that was not expected does not close anything. */
static GString *
path_at (const char *data, gsize end)
{
  g_autoptr (GArray) open = g_array_new (FALSE, FALSE, sizeof (VdOpen));
  GString *path = g_string_new (NULL);

  for (gsize at = 0; at < end; at++) {
    if (at + 1 < end || (data[at] != ']' && data[at] != '}'))
      step (open, data, at);
    if (data[at] == '"')
      at = string_end (data, at + 1, end);
  }
  for (guint i = 0; i < MIN (open->len, MAX_LEVELS); i++) {
    const VdOpen *level = &g_array_index (open, VdOpen, i);

    if (level->list) {
      g_string_append_printf (path, "[%u]", level->index);
    } else if (level->key > 0) {
      gsize length = string_end (data, level->key, end) - level->key;
      g_autofree char *key = g_strndup (data + level->key, length);

      vd_json_path_append (path, key);
    }
  }
  return path;
}

static void
set_error (const char *data, gsize size, const json_error_t *reason, GError **error)
{
  gsize end = reason->position > 0 ? MIN ((gsize)reason->position, size) : 0;
  g_autoptr (GString) path = path_at (data, end);

  /* jansson's text may quote the input; its position does not. */
  g_set_error (error, VD_ERROR, VD_ERROR_INVALID, "%s%sline %d, column %d: not valid JSON%s",
               path->str, path->len > 0 ? ": " : "", reason->line, reason->column,
               json_error_code (reason) == json_error_duplicate_key ? " (duplicate key)" : "");
}

json_t *
vd_json_parse (const char *data, gsize size, GError **error)
{
  json_error_t reason;
  json_t *value = json_loadb (data, size, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &reason);

  if (value == NULL)
    set_error (data, size, &reason, error);
  return value;
}

static char *
write_with (const json_t *value, size_t flags, const char *end, gsize *size)
{
  char *raw = json_dumps (value, flags | JSON_ENCODE_ANY);
  char *text;

  g_assert (raw != NULL);
  text = g_strconcat (raw, end, NULL);
  memset (raw, 0, strlen (raw));
  free (raw);
  if (size != NULL)
    *size = strlen (text);
  return text;
}

char *
vd_json_write (const json_t *value, gsize *size)
{
  return write_with (value, JSON_COMPACT, "", size);
}

char *
vd_json_write_pretty (const json_t *value, gsize *size)
{
  return write_with (value, JSON_INDENT (2), "\n", size);
}
