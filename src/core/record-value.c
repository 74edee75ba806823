/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "record"

#include "core/record-schema.h"
#include "base/date.h"

#define MAX_ID 64
#define MAX_TAG 35

static gboolean
is_bidi_control (gunichar c)
{
  return (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

/* C0 but line feed and tab, DEL, and C1. */
static gboolean
is_refused_control (gunichar c)
{
  return (c < 0x20 && c != '\n' && c != '\t') || (c >= 0x7f && c <= 0x9f);
}

char *
vd_schema_clean (const char *typed)
{
  GString *clean;

  if (!g_utf8_validate (typed, -1, NULL))
    return NULL;
  clean = g_string_new (NULL);
  for (const char *p = typed; *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);

    if (c == '\r' && p[1] == '\n')
      continue;
    if (!is_bidi_control (c))
      g_string_append_unichar (clean, c == '\r' ? '\n' : c);
  }
  return g_string_free (clean, FALSE);
}

static const char *
refuse_text (const char *text)
{
  gsize n = 0;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p), n++) {
    if (is_refused_control (g_utf8_get_char (p)))
      return "control character; only line feed and tab are allowed";
  }
  return n > VD_RECORD_MAX_TEXT ? "text is too long" : NULL;
}

static gboolean
is_code (const char *text, const char *const *codes)
{
  return g_strv_contains (codes, text);
}

gboolean
vd_schema_is_id (const char *id)
{
  gsize length = strspn (id, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-");

  return length > 0 && length <= MAX_ID && id[length] == '\0';
}

gboolean
vd_schema_is_indicator (const char *id, const VdPack *pack)
{
  return vd_schema_is_id (id) && (pack == NULL || vd_pack_find_indicator (pack, id) != NULL);
}

static gboolean
is_hash (const char *text)
{
  return strlen (text) == 64 && strspn (text, "0123456789abcdef") == 64;
}

static gboolean
is_country (const char *text)
{
  return strlen (text) == 2 && g_ascii_isupper (text[0]) && g_ascii_isupper (text[1]);
}

/* "nb", "pt-BR": letters first, then groups of letters and digits. */
static gboolean
is_language (const char *text)
{
  g_auto (GStrv) groups = g_strsplit (text, "-", -1);

  if (groups[0] == NULL || strlen (text) > MAX_TAG)
    return FALSE;
  for (guint i = 0; groups[i] != NULL; i++) {
    gsize length = strlen (groups[i]);

    if (length < (i == 0 ? 2 : 1) || length > 8)
      return FALSE;
    for (gsize j = 0; j < length; j++) {
      if (i == 0 ? !g_ascii_isalpha (groups[i][j]) : !g_ascii_isalnum (groups[i][j]))
        return FALSE;
    }
  }
  return TRUE;
}

/* An index as it is written: digits without a leading zero. */
static gboolean
is_index (const char *text)
{
  gsize length = strspn (text, "0123456789");

  return length > 0 && length <= 6 && text[length] == '\0' && (text[0] != '0' || length == 1);
}

/* "note:ECO-01:0" */
static gboolean
is_note (const char *text, const VdPack *pack)
{
  g_auto (GStrv) words = g_strsplit (text, ":", -1);

  return g_strv_length (words) == 3 && g_str_equal (words[0], "note") && is_index (words[2]) &&
         vd_schema_is_indicator (words[1], pack);
}

static gboolean
is_part (const char *text, const char *const *codes, const VdPack *pack)
{
  if (g_str_has_prefix (text, "journal:"))
    return is_index (text + strlen ("journal:"));
  if (g_str_has_prefix (text, "identifiers:"))
    return is_index (text + strlen ("identifiers:"));
  return is_code (text, codes) || is_note (text, pack);
}

static gboolean
is_pack_id (const char *text, const char *kind, const VdPack *pack)
{
  return vd_schema_is_id (text) && (pack == NULL || vd_pack_find (pack, kind, text) != NULL);
}

static const char *
refuse_string (const VdSchemaRow *row, const char *text, const VdPack *pack)
{
  switch (row->shape) {
  case VD_SHAPE_UUID:
    return g_uuid_string_is_valid (text) ? NULL : "not a UUID";
  case VD_SHAPE_LANGUAGE:
    return is_language (text) ? NULL : "not a language tag";
  case VD_SHAPE_COUNTRY:
    return is_country (text) ? NULL : "not a country code";
  case VD_SHAPE_HASH:
    return is_hash (text) ? NULL : "not a hash";
  case VD_SHAPE_ID:
    return is_pack_id (text, row->kind, pack) ? NULL : "unknown id";
  case VD_SHAPE_DATE:
    return vd_date_parse (text, NULL) ? NULL : "not a date";
  case VD_SHAPE_TIME:
    return vd_time_is_valid (text) ? NULL : "not a time in UTC";
  case VD_SHAPE_CODE:
    return is_code (text, row->codes) ? NULL : "unknown value";
  case VD_SHAPE_PART:
    return is_part (text, row->codes, pack) ? NULL : "unknown value";
  default:
    return refuse_text (text);
  }
}

static const char *
refuse_number (const VdSchemaRow *row, json_int_t number, guint index)
{
  if (row->shape == VD_SHAPE_EARLIER)
    return number >= 0 && number < index ? NULL : "not the index of an earlier entry";
  return number >= row->min && number <= row->max ? NULL : "number out of range";
}

const char *
vd_schema_refusal (const VdSchemaRow *row, const json_t *value, guint index, const VdPack *pack)
{
  switch (row->shape) {
  case VD_SHAPE_BOOL:
    return json_is_boolean (value) ? NULL : "must be true or false";
  case VD_SHAPE_NUMBER:
  case VD_SHAPE_EARLIER:
    if (!json_is_integer (value))
      return "must be a whole number";
    return refuse_number (row, json_integer_value (value), index);
  case VD_SHAPE_OBJECT:
  case VD_SHAPE_ANSWERS:
    return json_is_object (value) ? NULL : "must be an object";
  case VD_SHAPE_ITEMS:
    return json_is_array (value) ? NULL : "must be a list";
  default:
    if (!json_is_string (value))
      return "must be text";
    return refuse_string (row, json_string_value (value), pack);
  }
}
