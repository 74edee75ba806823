/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "search"

#include "app/search.h"

#include "base/json.h"
#include "core/record-schema.h"

#include <string.h>

#define WORDS_MAX 32
#define RUN_MAX 64

/* A stretch of a word that stands in the bytes of a record whenever the word does, byte by byte in
 * one of two cases. Most records are passed over by it without being parsed. */
typedef struct {
  guint8 lower[RUN_MAX];
  guint8 upper[RUN_MAX];
  gsize size;       /* 0: there is none */
  guint8 skip[256]; /* 0 for the bytes that its last place may have */
  guint8 next;      /* how far to go on from such a byte */
} Run;

typedef struct {
  gunichar *folded; /* in lower case, composed */
  gsize length;
  Run run;
  Run whole;        /* when all of it is one, but for an i of another language */
  gboolean other_i; /* that is all that the bytes of the whole may miss */
} Word;

struct _VdSearch {
  Word words[WORDS_MAX];
  guint n;
};

/* The i has other cases in other languages, of other lengths. */
static gboolean
is_i (gunichar c)
{
  return c == 'i' || c == 0x131;
}

/* The bytes of @c in both cases when they are as many. */
static gsize
encode (gunichar c, char lower[6], char upper[6])
{
  gsize size = (gsize)g_unichar_to_utf8 (c, lower);

  return (gsize)g_unichar_to_utf8 (g_unichar_toupper (c), upper) == size ? size : 0;
}

/* Whether nothing but its bytes is ever written for @c: not so what JSON writes otherwise, and what
 * may be stored in parts. */
static gboolean
is_plain (gunichar c)
{
  gunichar a, b;

  return c >= 0x20 && c != '"' && c != '\\' && !is_i (c) && g_unichar_combining_class (c) == 0 &&
         !g_unichar_decompose (c, &a, &b);
}

static void
prepare_run (Run *run)
{
  gsize last = run->size - 1;

  if (run->size == 0)
    return;
  memset (run->skip, (int)run->size, sizeof run->skip);
  for (gsize i = 0; i < last; i++) {
    run->skip[run->lower[i]] = (guint8)(last - i);
    run->skip[run->upper[i]] = (guint8)(last - i);
  }
  run->next = MIN (run->skip[run->lower[last]], run->skip[run->upper[last]]);
  run->skip[run->lower[last]] = 0;
  run->skip[run->upper[last]] = 0;
}

/* Returns: whether there was room for @c. */
static gboolean
add_to_run (Run *run, gunichar c)
{
  char lower[6], upper[6];
  gsize size = encode (c, lower, upper);

  if (size == 0 || run->size + size > RUN_MAX)
    return FALSE;
  memcpy (run->lower + run->size, lower, size);
  memcpy (run->upper + run->size, upper, size);
  run->size += size;
  return TRUE;
}

/* The longest run of the word, and the word as one when it can be. */
static void
find_runs (Word *word)
{
  Run run = {.size = 0};
  gboolean fits = TRUE;
  gboolean plain = TRUE;

  for (gsize i = 0; i < word->length; i++) {
    fits = fits && add_to_run (&word->whole, word->folded[i]);
    plain = plain && (is_plain (word->folded[i]) || is_i (word->folded[i]));
    if (!is_plain (word->folded[i]) || !add_to_run (&run, word->folded[i]))
      run.size = 0;
    if (run.size > word->run.size)
      word->run = run;
  }
  if (!fits)
    word->whole.size = 0;
  word->other_i = plain && fits && word->run.size < word->whole.size;
  prepare_run (&word->run);
  prepare_run (&word->whole);
}

/* Whether the run ends at @end. */
static gboolean
ends_at (const Run *run, const guint8 *end)
{
  const guint8 *start = end - (run->size - 1);

  for (gsize i = 0; i < run->size; i++) {
    if (start[i] != run->lower[i] && start[i] != run->upper[i])
      return FALSE;
  }
  return TRUE;
}

/* Horspool's way, with two bytes that fit at each place. */
static gboolean
has_run (const Run *run, const guint8 *body, gsize size)
{
  gsize at = run->size - 1;

  if (run->size == 0)
    return TRUE;
  while (at < size) {
    guint8 skip = run->skip[body[at]];

    if (skip == 0 && ends_at (run, body + at))
      return TRUE;
    at += skip != 0 ? skip : run->next;
  }
  return FALSE;
}

/* An i with and one without a dot, which the bytes of the other do not find. */
static gboolean
has_foreign_i (const char *text)
{
  return strstr (text, "\xc4\xb0") != NULL || strstr (text, "\xc4\xb1") != NULL;
}

/* Whether the word may stand in the bytes of a record: no more is known without parsing them. */
static gboolean
may_have_word (const Word *word, const char *body, gsize size)
{
  const guint8 *bytes = (const guint8 *)body;

  return has_run (&word->run, bytes, size) &&
         (!word->other_i || has_run (&word->whole, bytes, size) || has_foreign_i (body));
}

static void
add_word (VdSearch *self, const char *text)
{
  g_autofree char *composed = g_utf8_normalize (text, -1, G_NORMALIZE_NFC);
  Word *word = &self->words[self->n++];
  glong length;

  word->folded = g_utf8_to_ucs4_fast (composed, -1, &length);
  word->length = (gsize)length;
  for (gsize i = 0; i < word->length; i++)
    word->folded[i] = g_unichar_tolower (word->folded[i]);
  find_runs (word);
}

static gboolean
fail (GError **error, const char *what)
{
  g_set_error (error, VD_ERROR, VD_ERROR_INVALID, "search: %s", what);
  return FALSE;
}

static gboolean
add_words (VdSearch *self, const char *text, GError **error)
{
  g_auto (GStrv) words = NULL;

  if (!g_utf8_validate (text, -1, NULL))
    return fail (error, "not UTF-8");
  words = g_strsplit_set (text, " \t\r\n", -1);
  for (guint i = 0; words[i] != NULL; i++) {
    if (*words[i] == '\0')
      continue;
    if (self->n == WORDS_MAX)
      return fail (error, "too many words");
    add_word (self, words[i]);
  }
  return self->n > 0 || fail (error, "no word");
}

VdSearch *
vd_search_new (const char *text, GError **error)
{
  g_autoptr (VdSearch) self = g_new0 (VdSearch, 1);

  return add_words (self, text, error) ? g_steal_pointer (&self) : NULL;
}

void
vd_search_free (VdSearch *self)
{
  if (self == NULL)
    return;
  for (guint i = 0; i < self->n; i++)
    g_free (self->words[i].folded);
  g_free (self);
}

/* One record that is looked at. */
typedef struct {
  const VdSearch *search;
  guint32 found; /* a bit for each word */
  GPtrArray *paths;
  GString *path;
} Look;

/* The slow way, letter by letter. */
static gboolean
has_letters (const Word *word, const char *text)
{
  for (; *text != '\0'; text = g_utf8_next_char (text)) {
    const char *at = text;
    gsize i = 0;

    while (i < word->length && *at != '\0' &&
           g_unichar_tolower (g_utf8_get_char (at)) == word->folded[i]) {
      at = g_utf8_next_char (at);
      i++;
    }
    if (i == word->length)
      return TRUE;
  }
  return FALSE;
}

/* @text: composed. */
static gboolean
has_word (const Word *word, const char *text, gsize size)
{
  if (word->whole.size != 0 && has_run (&word->whole, (const guint8 *)text, size))
    return TRUE;
  return (word->whole.size == 0 || has_foreign_i (text)) && has_letters (word, text);
}

static void
look_at_text (Look *look, const json_t *value)
{
  const char *text = json_string_value (value);
  g_autofree char *composed = NULL;
  guint32 found = 0;
  gsize size;

  if (text == NULL)
    return;
  if (!g_str_is_ascii (text))
    text = composed = g_utf8_normalize (text, -1, G_NORMALIZE_NFC);
  size = strlen (text);
  for (guint i = 0; i < look->search->n; i++) {
    if (has_word (&look->search->words[i], text, size))
      found |= (guint32)1 << i;
  }
  look->found |= found;
  if (found != 0 && look->paths != NULL)
    g_ptr_array_add (look->paths, g_strdup (look->path->str));
}

static void look_at_object (Look *look, const json_t *object, const char *schema);

/* @schema: what the rows of the table call the items of @list; NULL: they are texts. */
static void
look_at_list (Look *look, const json_t *list, const char *schema)
{
  gsize before = look->path->len;

  for (gsize i = 0; i < json_array_size (list); i++) {
    g_string_append_printf (look->path, "[%" G_GSIZE_FORMAT "]", i);
    if (schema == NULL)
      look_at_text (look, json_array_get (list, i));
    else
      look_at_object (look, json_array_get (list, i), schema);
    g_string_truncate (look->path, before);
  }
}

static void
look_at_answers (Look *look, json_t *answers)
{
  gsize before = look->path->len;
  const char *id;
  json_t *entries;

  json_object_foreach (answers, id, entries)
  {
    vd_json_path_append (look->path, id);
    look_at_list (look, entries, "answers.*[]");
    g_string_truncate (look->path, before);
  }
}

/* The question as it was shown is the pack's, and which pack it was is nobody's word. */
static gboolean
is_of_pack (const VdSchemaRow *row)
{
  return g_str_equal (row->path, "answers.*[].shown") || g_str_equal (row->path, "pack");
}

static void
look_at_member (Look *look, const VdSchemaRow *row, json_t *value)
{
  g_autofree char *items = g_strconcat (row->path, "[]", NULL);

  if (row->shape == VD_SHAPE_OBJECT)
    look_at_object (look, value, row->path);
  else if (row->shape == VD_SHAPE_ITEMS)
    look_at_list (look, value, items);
  else if (row->shape == VD_SHAPE_ANSWERS)
    look_at_answers (look, value);
  else if (row->shape == VD_SHAPE_TEXT && row->list)
    look_at_list (look, value, NULL);
  else if (row->shape == VD_SHAPE_TEXT)
    look_at_text (look, value);
}

static void
look_at_object (Look *look, const json_t *object, const char *schema)
{
  gsize before = look->path->len;
  const char *key;
  json_t *value;

  json_object_foreach ((json_t *)object, key, value)
  {
    const VdSchemaRow *row = vd_schema_member (schema, key);

    if (row == NULL || is_of_pack (row))
      continue;
    vd_json_path_append (look->path, key);
    look_at_member (look, row, value);
    g_string_truncate (look->path, before);
  }
}

gboolean
vd_search_match (const VdSearch *self, const char *body, gsize size, GPtrArray *paths)
{
  const guint32 all = (guint32)(((guint64)1 << self->n) - 1);
  Look look = {self, 0, paths, NULL};
  g_autoptr (json_t) record = NULL;

  for (guint i = 0; i < self->n; i++) {
    if (!may_have_word (&self->words[i], body, size))
      return FALSE;
  }
  record = vd_json_parse (body, size, NULL);
  if (record == NULL)
    return FALSE;
  look.path = g_string_new (NULL);
  look_at_object (&look, record, "");
  g_string_free (look.path, TRUE);
  return look.found == all;
}

typedef struct {
  const VdSearch *search;
  GPtrArray *found;
  guint damaged;
  VdVaultProgress progress;
  gpointer data;
} SearchRun;

static void
found_free (gpointer data)
{
  VdSearchFound *self = data;

  g_strfreev (self->paths);
  g_free (self);
}

static gboolean
match_row (gint64 id, const char *body, gsize size, gpointer data)
{
  SearchRun *run = data;
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
  VdSearchFound *found;

  run->damaged += body == NULL;
  if (body == NULL || !vd_search_match (run->search, body, size, paths))
    return TRUE;
  found = g_new (VdSearchFound, 1);
  g_ptr_array_add (paths, NULL);
  found->row = id;
  found->paths = (char **)g_ptr_array_steal (paths, NULL);
  g_ptr_array_add (run->found, found);
  return TRUE;
}

static gboolean
report (guint64 done, guint64 total, gpointer data)
{
  const SearchRun *run = data;

  return run->progress == NULL || run->progress (done, total, run->data);
}

GPtrArray *
vd_search_run (const VdSearch *self,
               VdVault *vault,
               VdVaultProgress progress,
               gpointer data,
               guint *damaged,
               GError **error)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (found_free);
  SearchRun run = {self, found, 0, progress, data};

  if (!vd_vault_scan (vault, match_row, report, &run, error))
    return NULL;
  if (damaged != NULL)
    *damaged = run.damaged;
  return g_steal_pointer (&found);
}
