/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "referral-text"

#include "core/referral-build.h"

#include "base/date.h"
#include "base/lang.h"

#include <stdio.h>

/* Codes that say that nothing is known; the document still says so in their words. */
static const char *const unknown_codes[] = {"not-known", "not-said", "unknown", "not-stated", NULL};

char *
vd_referral_fill (const char *pattern, const char *name, const char *value)
{
  g_autofree char *key = g_strdup_printf ("{%s}", name);
  const char *at = strstr (pattern, key);

  if (at == NULL)
    return g_strdup (pattern);
  return g_strdup_printf ("%.*s%s%s", (int)(at - pattern), pattern, value, at + strlen (key));
}

/* The mark of the direction @text starts in, where that is not the one of @lang. */
static const char *
direction_mark (const char *text, const char *lang)
{
  while (*text != '\0' && !g_unichar_isalpha (g_utf8_get_char (text)))
    text = g_utf8_next_char (text);
  if (*text == '\0' || vd_lang_is_rtl_letter (g_utf8_get_char (text)) == vd_lang_is_rtl (lang))
    return NULL;
  return vd_lang_is_rtl (lang) ? "\342\200\216" : "\342\200\217";
}

char *
vd_referral_fill_typed (const VdReferralBuild *build,
                        const char *pattern,
                        const char *name,
                        const char *typed)
{
  const char *mark = direction_mark (typed, build->lang);
  g_auto (GStrv) lines = g_strsplit (typed, "\n", -1);
  g_autofree char *held = NULL;

  if (mark == NULL)
    return vd_referral_fill (pattern, name, typed);
  for (gsize i = 0; lines[i] != NULL; i++) {
    char *line = g_strconcat (mark, lines[i], mark, NULL);

    g_free (lines[i]);
    lines[i] = line;
  }
  held = g_strjoinv ("\n", lines);
  return vd_referral_fill (pattern, name, held);
}

static char *
fill_take (char *pattern, const char *name, const char *value)
{
  char *filled = vd_referral_fill (pattern, name, value);

  g_free (pattern);
  return filled;
}

static char *
join_date (const VdPack *pack, const VdDate *date, const char *lang)
{
  g_autofree char *year = g_strdup_printf ("%u", date->year);
  g_autofree char *month = g_strdup_printf ("month-%u", date->month);
  g_autofree char *day = g_strdup_printf ("%u", date->day);
  char *text;

  if (date->month == 0)
    return g_steal_pointer (&year);
  text = g_strdup (vd_pack_phrase (pack, date->day == 0 ? "date-month" : "date-full", lang));
  text = fill_take (text, "day", day);
  text = fill_take (text, "month", vd_pack_phrase (pack, month, lang));
  return fill_take (text, "year", year);
}

char *
vd_referral_date_text (const VdPack *pack, const char *date, const char *lang)
{
  VdDate parsed;

  if (!vd_date_parse (date, &parsed))
    return g_strdup (date);
  return join_date (pack, &parsed, lang);
}

/* The last Sunday of March or October, at 1 o'clock UTC: both months have 31 days. */
static GDateTime *
clock_change (int year, int month)
{
  g_autoptr (GDateTime) last = g_date_time_new_utc (year, month, 31, 1, 0, 0);

  return g_date_time_add_days (last, -(g_date_time_get_day_of_week (last) % 7));
}

/* Central European time by its rule, so that the core needs no time zone files and a document does
 * not depend on the machine's settings. */
static GDateTime *
norwegian_time (GDateTime *utc)
{
  int year = g_date_time_get_year (utc);
  g_autoptr (GDateTime) spring = clock_change (year, 3);
  g_autoptr (GDateTime) autumn = clock_change (year, 10);
  gboolean summer = g_date_time_compare (utc, spring) >= 0 && g_date_time_compare (utc, autumn) < 0;

  return g_date_time_add_hours (utc, summer ? 2 : 1);
}

char *
vd_referral_time_text (const VdPack *pack, const char *time, const char *lang)
{
  int year, month, day, hour, minute;
  g_autoptr (GDateTime) utc = NULL;
  g_autoptr (GDateTime) local = NULL;
  g_autofree char *date = NULL;
  g_autofree char *clock = NULL;
  char *text;

  if (!vd_time_is_valid (time) ||
      sscanf (time, "%4d-%2d-%2dT%2d:%2d", &year, &month, &day, &hour, &minute) != 5)
    return g_strdup (time);
  utc = g_date_time_new_utc (year, month, day, hour, minute, 0);
  if (utc == NULL)
    return g_strdup (time);
  local = norwegian_time (utc);
  /* The last hours of the year 9999, "for ever" to some programs, are none that clocks here show.
   */
  if (local == NULL)
    return g_strdup (time);
  date = join_date (pack,
                    &(VdDate){(guint16)g_date_time_get_year (local),
                              (guint8)g_date_time_get_month (local),
                              (guint8)g_date_time_get_day_of_month (local)},
                    lang);
  clock =
      g_strdup_printf ("%02d:%02d", g_date_time_get_hour (local), g_date_time_get_minute (local));
  text = vd_referral_fill (vd_pack_phrase (pack, "date-time", lang), "date", date);
  return fill_take (text, "time", clock);
}

const char *
vd_referral_language_name (const VdPack *pack, const char *tag, const char *lang)
{
  g_autofree char *id = g_strconcat ("language-", tag, NULL);
  const VdNode *phrase = vd_pack_find (pack, "phrase", id);
  const VdLang *known = vd_lang_find (tag);

  if (phrase != NULL)
    return vd_node_text (phrase, "text", lang);
  return known != NULL ? known->native_name : tag;
}

static const char *
code_text (const VdReferralBuild *build, const char *path, const char *code)
{
  const VdNode *node = NULL;

  if (g_str_equal (path, "setting"))
    node = vd_pack_find (build->pack, "setting", code);
  if (node != NULL)
    return vd_node_text (node, "name", build->lang);
  if (g_str_equal (path, "person.interpreter.checks"))
    node = vd_pack_find (build->pack, "interpreter", code);
  if (node != NULL)
    return vd_node_text (node, "text", build->lang);
  return vd_pack_choice (build->pack, path, code, build->lang);
}

static char *
list_text (const VdReferralBuild *build, const char *path, gboolean codes)
{
  g_autoptr (GString) text = g_string_new (NULL);
  guint length = vd_record_list_length (build->record, path);
  gboolean days = g_str_equal (path, "case.contacts");

  if (length == 0)
    return g_strdup (vd_pack_phrase (build->pack, "none", build->lang));
  for (guint i = 0; i < length; i++) {
    const char *item = vd_record_list_item (build->record, path, i);

    g_autofree char *day = days ? vd_referral_date_text (build->pack, item, build->lang) : NULL;

    if (i > 0)
      g_string_append_c (text, '\n');
    g_string_append (text, days ? day : codes ? code_text (build, path, item) : item);
  }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* Each danger with the time it has. */
static char *
danger_times (const VdReferralBuild *build)
{
  const json_t *person = json_object_get (vd_record_json (build->record), "person");
  json_t *times = json_object_get (person, "danger_time");
  g_autoptr (GString) text = g_string_new (NULL);
  const char *code;
  json_t *time;

  json_object_foreach (times, code, time)
  {
    g_autofree char *when = NULL;

    /* What other programs noted there is no danger. */
    if (g_str_has_prefix (code, "x-"))
      continue;
    when = vd_referral_time_text (build->pack, json_string_value (time), build->lang);
    if (text->len > 0)
      g_string_append_c (text, '\n');
    g_string_append_printf (text, "%s: %s", code_text (build, "person.danger", code), when);
  }
  return text->len == 0 ? NULL : g_string_free (g_steal_pointer (&text), FALSE);
}

/* A sign of doubt makes the age unsure whatever was noted before; the own file shows the note. */
static const char *
enum_value (const VdReferralBuild *build, const char *path)
{
  if (g_str_equal (path, "person.age") && !build->own && build->guidance != NULL &&
      build->guidance->age == VD_AGE_UNSURE)
    return "unsure";
  return vd_record_get_text (build->record, path);
}

static char *
enum_text (const VdReferralBuild *build, const char *path)
{
  const char *code = enum_value (build, path);

  if (code == NULL || g_strv_contains (unknown_codes, code))
    return NULL;
  return g_strdup (code_text (build, path, code));
}

static char *
bool_text (const VdReferralBuild *build, const char *path)
{
  gboolean value = vd_record_get_bool (build->record, path);

  return g_strdup (vd_pack_phrase (build->pack, value ? "yes" : "no", build->lang));
}

/* A word that stands alone begins with a capital letter; inside a sentence it need not. */
static char *
capitalised (const char *word)
{
  g_autoptr (GString) text = g_string_new (NULL);

  if (*word == '\0')
    return g_strdup ("");
  g_string_append_unichar (text, g_unichar_toupper (g_utf8_get_char (word)));
  g_string_append (text, g_utf8_next_char (word));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static char *
plain_text (const VdReferralBuild *build, const char *path)
{
  const char *text = vd_record_get_text (build->record, path);

  /* Nothing is known of a field that was left empty. */
  if (text == NULL || *text == '\0')
    return NULL;
  if (g_str_equal (path, "person_language") || g_str_equal (path, "language"))
    return capitalised (vd_referral_language_name (build->pack, text, build->lang));
  /* The code as it was written, and what kind of code it is: names of countries in every language
   * of a document would be a list nobody here can verify. */
  if (g_str_equal (path, "person.country"))
    return vd_referral_fill (vd_referral_phrase (build, "country-code"), "code", text);
  return g_strdup (text);
}

char *
vd_referral_field_text (const VdReferralBuild *build, const char *path)
{
  VdFieldType type;

  if (g_str_equal (path, "person.danger_time"))
    return danger_times (build);
  if (!vd_record_field (path, &type, NULL))
    return NULL;
  if (type == VD_FIELD_ENUM)
    return enum_text (build, path);
  if (!vd_record_has (build->record, path))
    return NULL;
  switch (type) {
  case VD_FIELD_BOOL:
    return bool_text (build, path);
  case VD_FIELD_NUMBER:
    return g_strdup_printf ("%d", vd_record_get_number (build->record, path));
  case VD_FIELD_DATE:
    return vd_referral_date_text (build->pack, vd_record_get_text (build->record, path),
                                  build->lang);
  case VD_FIELD_TIME:
    return vd_referral_time_text (build->pack, vd_record_get_text (build->record, path),
                                  build->lang);
  case VD_FIELD_TEXTS:
    return list_text (build, path, FALSE);
  case VD_FIELD_ENUMS:
    return list_text (build, path, TRUE);
  case VD_FIELD_TEXT:
    return plain_text (build, path);
  default:
    return NULL;
  }
}
