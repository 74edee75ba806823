/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "search"

#include "app/search.h"

#include "base/folding.h"
#include "base/json.h"
#include "core/record-schema.h"

#include <string.h>

#define WORDS_MAX 32

typedef struct {
  char *folded;
  gsize length;
  gboolean ring;       /* with an å, which is no a then */
  const char *stretch; /* of it, that stands in the bytes of a record whenever the word does */
  gsize stretch_length;
} Word;

struct _VdSearch {
  VdFolding *foldings[2]; /* (nullable): for words without and with an å */
  VdSecret *room;         /* for a folded record, or a text of it */
  Word words[WORDS_MAX];
  guint n;
};

/* The longest one without what JSON writes otherwise than it is. */
static void
find_stretch (Word *word)
{
  const char *from = word->folded;

  while (*from != '\0') {
    const char *to = from;

    while ((guchar)*to >= ' ' && *to != '"' && *to != '\\')
      to++;
    if ((gsize)(to - from) > word->stretch_length) {
      word->stretch = from;
      word->stretch_length = (gsize)(to - from);
    }
    from = *to != '\0' ? to + 1 : to;
  }
}

/* Nothing is left of a word that is nothing but marks. */
static void
add_word (VdSearch *self, const char *text)
{
  Word *word = &self->words[self->n];
  gsize size = strlen (text);

  *word = (Word){.folded = g_malloc (VD_FOLDING_ROOM (size)), .ring = vd_fold_has_ring (text)};
  if (self->foldings[word->ring] == NULL)
    self->foldings[word->ring] = vd_folding_new (word->ring);
  word->length = vd_folding_fold (self->foldings[word->ring], text, size, word->folded);
  find_stretch (word);
  if (word->length > 0)
    self->n++;
  else
    g_free (word->folded);
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

  self->room = vd_secret_new (VD_FOLDING_ROOM (VD_VAULT_BODY_MAX));
  return add_words (self, text, error) ? g_steal_pointer (&self) : NULL;
}

void
vd_search_free (VdSearch *self)
{
  if (self == NULL)
    return;
  for (guint i = 0; i < self->n; i++)
    g_free (self->words[i].folded);
  vd_folding_free (self->foldings[FALSE]);
  vd_folding_free (self->foldings[TRUE]);
  vd_secret_free (self->room);
  g_free (self);
}

/* One record that is looked at. */
typedef struct {
  const VdSearch *search;
  guint32 found; /* a bit for each word */
  GPtrArray *paths;
  GString *path;
} Look;

typedef gboolean (*WordFunc) (const Word *word, const char *folded, gsize size);

/* Folds @text as the words ask for it, which are two ways at most. Returns: a bit for each word
 * that @func says yes to. */
static guint32
try_words (const VdSearch *self, const char *text, gsize size, WordFunc func)
{
  char *folded = (char *)vd_secret_data (self->room);
  guint32 found = 0;

  for (int ring = FALSE; ring <= TRUE; ring++) {
    gsize length = 0;
    gboolean done = FALSE;

    for (guint i = 0; i < self->n; i++) {
      if (self->words[i].ring != ring)
        continue;
      if (!done)
        length = vd_folding_fold (self->foldings[ring], text, size, folded);
      done = TRUE;
      if (func (&self->words[i], folded, length))
        found |= (guint32)1 << i;
    }
  }
  return found;
}

static gboolean
has_stretch (const Word *word, const char *folded, gsize size)
{
  return vd_folding_find (folded, size, word->stretch, word->stretch_length);
}

static gboolean
has_word (const Word *word, const char *folded, gsize size)
{
  return vd_folding_find (folded, size, word->folded, word->length);
}

static void
look_at_text (Look *look, const json_t *value)
{
  const char *text = json_string_value (value);
  guint32 found;

  if (text == NULL)
    return;
  found = try_words (look->search, text, json_string_length (value), has_word);
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

  /* Most records are passed over without being parsed. */
  if (size > VD_VAULT_BODY_MAX || try_words (self, body, size, has_stretch) != all)
    return FALSE;
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
