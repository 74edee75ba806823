/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "json"

#include "base/json.h"
#include "base/error.h"

#include <string.h>

json_t *
vd_json_parse (const char *data, gsize size, GError **error)
{
  json_error_t reason;
  json_t *value = json_loadb (data, size, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &reason);

  /* jansson's text may quote the input; its position does not. */
  if (value == NULL)
    g_set_error (error, VD_ERROR, VD_ERROR_INVALID, "line %d, column %d: not valid JSON%s",
                 reason.line, reason.column,
                 json_error_code (&reason) == json_error_duplicate_key ? " (duplicate key)" : "");
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
