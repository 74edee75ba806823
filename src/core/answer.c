/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "record"

#include "core/record-private.h"

static const char *const values[] = {"yes", "maybe", "no", "declined", "not-asked"};
static const char *const bases[] = {"observation", "statement", "third_party", "document"};

/* What a VdAnswer says of an entry; `withdrawn` and extensions stay out of it. */
static const char *const members[] = {"value", "basis", "note", "date", "by", "shown", "lang"};

const char *
vd_answer_value_code (VdAnswerValue value)
{
  g_assert (value < G_N_ELEMENTS (values));
  return values[value];
}

const char *
vd_basis_code (VdBasis basis)
{
  for (guint i = 0; i < G_N_ELEMENTS (bases); i++) {
    if (basis == 1u << i)
      return bases[i];
  }
  g_assert_not_reached ();
}

static json_t *
find_entries (const VdRecord *self, const char *id)
{
  return json_object_get (json_object_get (self->root, "answers"), id);
}

static VdAnswerValue
read_value (const json_t *entry)
{
  const char *code = json_string_value (json_object_get (entry, "value"));

  for (guint i = 0; i < G_N_ELEMENTS (values); i++) {
    if (g_strcmp0 (code, values[i]) == 0)
      return (VdAnswerValue)i;
  }
  return VD_ANSWER_NOT_ASKED;
}

static guint
read_basis (const json_t *entry)
{
  const json_t *list = json_object_get (entry, "basis");
  guint bits = 0;
  gsize i;
  json_t *code;

  json_array_foreach (list, i, code)
  {
    for (guint bit = 0; bit < G_N_ELEMENTS (bases); bit++) {
      if (g_str_equal (json_string_value (code), bases[bit]))
        bits |= 1u << bit;
    }
  }
  return bits;
}

static gboolean
is_withdrawn (const json_t *entry)
{
  return json_is_true (json_object_get (entry, "withdrawn"));
}

static void
read_entry (const json_t *entry, VdAnswer *answer)
{
  *answer = (VdAnswer){
      .value = read_value (entry),
      .basis = read_basis (entry),
      .note = json_string_value (json_object_get (entry, "note")),
      .date = json_string_value (json_object_get (entry, "date")),
      .by = json_string_value (json_object_get (entry, "by")),
      .shown = json_string_value (json_object_get (entry, "shown")),
      .lang = json_string_value (json_object_get (entry, "lang")),
      .withdrawn = is_withdrawn (entry),
  };
}

guint
vd_record_n_answers (const VdRecord *self, const char *id)
{
  return (guint)json_array_size (find_entries (self, id));
}

gboolean
vd_record_get_answer (const VdRecord *self, const char *id, guint index, VdAnswer *answer)
{
  const json_t *entry = json_array_get (find_entries (self, id), index);

  if (entry == NULL)
    return FALSE;
  read_entry (entry, answer);
  return TRUE;
}

static json_t *
find_live (const VdRecord *self, const char *id)
{
  json_t *entries = find_entries (self, id);

  for (gsize i = json_array_size (entries); i > 0; i--) {
    json_t *entry = json_array_get (entries, i - 1);

    if (!is_withdrawn (entry))
      return entry;
  }
  return NULL;
}

gboolean
vd_record_live_answer (const VdRecord *self, const char *id, VdAnswer *answer)
{
  const json_t *entry = find_live (self, id);

  if (entry == NULL)
    return FALSE;
  read_entry (entry, answer);
  return TRUE;
}

static gboolean
write_text (json_t *entry, const char *key, const char *typed, const char *path, GError **error)
{
  g_autoptr (json_t) text = NULL;

  if (typed == NULL || *typed == '\0')
    return TRUE;
  text = vd_record_typed (typed, path, error);
  if (text == NULL)
    return FALSE;
  if (json_string_length (text) > 0)
    json_object_set (entry, key, text);
  return TRUE;
}

static json_t *
write_basis (guint bits)
{
  json_t *list = json_array ();

  for (guint bit = 0; bit < G_N_ELEMENTS (bases); bit++) {
    if ((bits & 1u << bit) != 0)
      json_array_append_new (list, json_string (bases[bit]));
  }
  return list;
}

/* Returns: (transfer full): a checked entry that fits in place of @old (nullable), or NULL. */
static json_t *
write_entry (const VdRecord *self,
             const VdAnswer *answer,
             const char *id,
             const json_t *old,
             GError **error)
{
  g_autoptr (json_t) entry = json_object ();
  g_autofree char *path = g_strdup_printf ("answers.%s", id);

  g_assert (vd_schema_is_id (id));
  json_object_set_new (entry, "value", json_string (vd_answer_value_code (answer->value)));
  if (answer->basis != 0)
    json_object_set_new (entry, "basis", write_basis (answer->basis));
  if (!write_text (entry, "note", answer->note, path, error) ||
      !write_text (entry, "date", answer->date, path, error) ||
      !write_text (entry, "by", answer->by, path, error) ||
      !write_text (entry, "shown", answer->shown, path, error) ||
      !write_text (entry, "lang", answer->lang, path, error) ||
      !vd_record_check_object (entry, "answers.*[]", path, 0, error) ||
      !vd_record_has_room (self, old, entry, path, error))
    return NULL;
  return g_steal_pointer (&entry);
}

/* The answer's own members change; what else the entry holds stays. */
static void
change_entry (json_t *entry, json_t *from)
{
  for (guint i = 0; i < G_N_ELEMENTS (members); i++) {
    json_t *member = json_object_get (from, members[i]);

    if (member != NULL)
      json_object_set (entry, members[i], member);
    else
      json_object_del (entry, members[i]);
  }
}

static void
append_entry (VdRecord *self, const char *id, json_t *entry)
{
  json_t *answers = json_object_get (self->root, "answers");
  json_t *entries;

  if (answers == NULL) {
    answers = json_object ();
    json_object_set_new (self->root, "answers", answers);
  }
  entries = json_object_get (answers, id);
  if (entries == NULL) {
    entries = json_array ();
    json_object_set_new (answers, id, entries);
  }
  json_array_append (entries, entry);
}

const char *
vd_record_last_shown (const VdRecord *self, const char *id, const char **lang)
{
  const char *shown = NULL;
  VdAnswer answer;

  for (guint i = 0; vd_record_get_answer (self, id, i, &answer); i++) {
    if (answer.shown == NULL)
      continue;
    shown = answer.shown;
    if (lang != NULL && answer.lang != NULL)
      *lang = answer.lang;
  }
  return shown;
}

/* A changed mind or another day is another fact; the same answer again is the note being typed. */
static gboolean
replaces (const json_t *live, const VdAnswer *answer)
{
  const char *date = json_string_value (json_object_get (live, "date"));
  const char *given = answer->date != NULL && *answer->date != '\0' ? answer->date : NULL;

  return read_value (live) != answer->value || g_strcmp0 (date, given) != 0;
}

gboolean
vd_record_answer (VdRecord *self, const char *id, const VdAnswer *answer, GError **error)
{
  json_t *live = find_live (self, id);
  gboolean anew = live == NULL || replaces (live, answer);
  g_autoptr (json_t) entry = write_entry (self, answer, id, anew ? NULL : live, error);

  if (entry == NULL)
    return FALSE;
  if (!anew) {
    change_entry (live, entry);
    return TRUE;
  }
  if (live != NULL)
    json_object_set_new (live, "withdrawn", json_true ());
  append_entry (self, id, entry);
  return TRUE;
}

gboolean
vd_record_add_answer (VdRecord *self, const char *id, const VdAnswer *answer, GError **error)
{
  g_autoptr (json_t) entry = write_entry (self, answer, id, NULL, error);

  if (entry == NULL)
    return FALSE;
  append_entry (self, id, entry);
  return TRUE;
}

void
vd_record_withdraw_answer (VdRecord *self, const char *id)
{
  const json_t *entries = find_entries (self, id);
  gsize i;
  json_t *entry;

  json_array_foreach (entries, i, entry)
  {
    if (!is_withdrawn (entry))
      json_object_set_new (entry, "withdrawn", json_true ());
  }
}

void
vd_record_remove_answer (VdRecord *self, const char *id)
{
  json_t *answers = json_object_get (self->root, "answers");

  json_object_del (answers, id);
  if (json_object_size (answers) == 0)
    json_object_del (self->root, "answers");
}

char **
vd_record_answered_ids (const VdRecord *self)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();
  json_t *answers = json_object_get (self->root, "answers");
  const char *id;
  json_t *entries;

  json_object_foreach (answers, id, entries)
  {
    if (!g_str_has_prefix (id, "x-") && json_array_size (entries) > 0)
      g_ptr_array_add (ids, g_strdup (id));
  }
  g_ptr_array_add (ids, NULL);
  return (char **)g_ptr_array_free (g_steal_pointer (&ids), FALSE);
}
