/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "cases"

#include "app/cases.h"
#include "core/guidance.h"

#include <string.h>

/* A reference longer than this is cut in the list; the record keeps all of it. */
#define REFERENCE_MAX_BYTES 120

void
vd_case_free (VdCase *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  g_free (self->reference);
  g_free (self->setting);
  g_free (self->age);
  g_free (self->status);
  g_free (self->opened);
  g_free (self->changed);
  g_free (self->due);
  g_free (self->closed);
  g_free (self->next);
  g_free (self);
}

static char *
dup_member (const json_t *object, const char *key)
{
  return g_strdup (json_string_value (json_object_get (object, key)));
}

static VdCase *
case_from_entry (const VdVaultEntry *entry)
{
  VdCase *self = g_new0 (VdCase, 1);
  g_autoptr (json_t) json = NULL;

  self->row = entry->id;
  if (entry->summary == NULL)
    return self;
  json = vd_json_parse ((const char *)vd_secret_data (entry->summary),
                        vd_secret_size (entry->summary), NULL);
  self->id = dup_member (json, "id");
  self->reference = dup_member (json, "reference");
  self->setting = dup_member (json, "setting");
  self->age = dup_member (json, "age");
  self->status = dup_member (json, "status");
  self->opened = dup_member (json, "opened");
  self->changed = dup_member (json, "changed");
  self->due = dup_member (json, "due");
  self->closed = dup_member (json, "closed");
  self->next = dup_member (json, "next");
  return self;
}

/* Newest change first, then by id; damaged ones last. */
static int
compare_cases (gconstpointer a, gconstpointer b)
{
  const VdCase *left = *(VdCase *const *)a;
  const VdCase *right = *(VdCase *const *)b;
  int order;

  if (left->id == NULL || right->id == NULL)
    return (left->id == NULL) - (right->id == NULL);
  order = g_strcmp0 (right->changed, left->changed);
  return order != 0 ? order : g_strcmp0 (left->id, right->id);
}

GPtrArray *
vd_cases_list (VdVault *vault, GError **error)
{
  g_autoptr (GPtrArray) entries = vd_vault_list (vault, error);
  g_autoptr (GPtrArray) cases = NULL;

  if (entries == NULL)
    return NULL;
  cases = g_ptr_array_new_with_free_func ((GDestroyNotify)vd_case_free);
  for (guint i = 0; i < entries->len; i++)
    g_ptr_array_add (cases, case_from_entry (g_ptr_array_index (entries, i)));
  g_ptr_array_sort (cases, compare_cases);
  return g_steal_pointer (&cases);
}

gint64
vd_cases_find (VdVault *vault, const char *id, GError **error)
{
  g_autoptr (GPtrArray) cases = vd_cases_list (vault, error);

  if (cases == NULL)
    return 0;
  for (guint i = 0; i < cases->len; i++) {
    const VdCase *found = g_ptr_array_index (cases, i);

    if (found->id != NULL && g_ascii_strcasecmp (found->id, id) == 0)
      return found->row;
  }
  g_set_error (error, VD_ERROR, VD_ERROR_NOT_FOUND, "no assessment with that id");
  return 0;
}

VdRecord *
vd_cases_load (VdVault *vault, gint64 row, GError **error)
{
  g_autoptr (VdSecret) body = vd_vault_load (vault, row, error);

  if (body == NULL)
    return NULL;
  /* An old record keeps ids that a newer pack may not have: its answers are shown as recorded. */
  return vd_record_parse ((const char *)vd_secret_data (body), vd_secret_size (body), NULL, error);
}

/* The earliest follow-up that is not done. */
static const char *
next_due (const VdRecord *record)
{
  const char *due = NULL;

  for (guint i = 0; i < vd_record_n_items (record, "follow_up"); i++) {
    const char *date = vd_record_item_text (record, "follow_up", i, "date");

    if (!vd_record_item_bool (record, "follow_up", i, "done") && date != NULL &&
        (due == NULL || strcmp (date, due) < 0))
      due = date;
  }
  return due;
}

static const char *
age_code (VdAge age)
{
  static const char *const codes[] = {"adult", "not-known", "unsure", "child"};

  return codes[age];
}

static char *
cut_reference (const char *reference)
{
  gsize length = reference == NULL ? 0 : strlen (reference);

  if (length > REFERENCE_MAX_BYTES)
    length =
        (gsize)(g_utf8_find_prev_char (reference, reference + REFERENCE_MAX_BYTES) - reference);
  return g_strndup (reference != NULL ? reference : "", length);
}

static void
set_optional (json_t *object, const char *key, const char *value)
{
  if (value != NULL)
    json_object_set_new (object, key, json_string (value));
}

static VdSecret *
take_secret (char *text, gsize size)
{
  VdSecret *secret = vd_secret_new_copy (text, size);

  explicit_bzero (text, size);
  g_free (text);
  return secret;
}

static VdSecret *
make_summary (const VdRecord *record, const VdPack *pack, const VdClock *clock, const char *opened)
{
  g_autofree char *today = vd_clock_date (clock);
  g_autofree char *now = vd_clock_time (clock);
  g_autofree char *reference = cut_reference (vd_record_get_text (record, "person.reference"));
  g_autoptr (VdGuidance) guidance = vd_guidance_new (pack, record, today);
  const VdNode *next = vd_guidance_next_step (guidance, record);
  g_autoptr (json_t) json = json_object ();
  const char *status = vd_record_get_text (record, "case.status");
  const char *recorded = vd_record_get_text (record, "case.opened");
  char *text;
  gsize size;

  set_optional (json, "id", vd_record_get_text (record, "id"));
  set_optional (json, "reference", reference);
  set_optional (json, "setting", vd_record_get_text (record, "setting"));
  set_optional (json, "age", age_code (guidance->age));
  set_optional (json, "status", status != NULL ? status : "open");
  set_optional (json, "opened", recorded != NULL ? recorded : opened != NULL ? opened : today);
  set_optional (json, "changed", now);
  set_optional (json, "due", next_due (record));
  set_optional (json, "closed", vd_record_get_text (record, "case.closed"));
  set_optional (json, "next", next == NULL ? NULL : vd_node_id (next));
  text = vd_json_write (json, &size);
  return take_secret (text, size);
}

void
vd_cases_encode (const VdRecord *record,
                 const VdPack *pack,
                 const VdClock *clock,
                 const char *opened,
                 VdSecret **body,
                 VdSecret **summary)
{
  gsize size;
  char *text = vd_record_write (record, &size);

  *body = take_secret (text, size);
  *summary = make_summary (record, pack, clock, opened);
}

GHashTable *
vd_cases_index (VdVault *vault, GError **error)
{
  g_autoptr (GPtrArray) cases = vd_cases_list (vault, error);
  g_autoptr (GHashTable) index = NULL;

  if (cases == NULL)
    return NULL;
  index = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  for (guint i = 0; i < cases->len; i++) {
    const VdCase *found = g_ptr_array_index (cases, i);

    if (found->id != NULL)
      g_hash_table_insert (index, g_strdup (found->id), g_memdup2 (&found->row, sizeof found->row));
  }
  return g_steal_pointer (&index);
}

static gboolean
accept_identical (VdVault *vault, gint64 row, const VdRecord *record, GError **error)
{
  g_autoptr (VdRecord) stored = vd_cases_load (vault, row, error);

  if (stored == NULL)
    return FALSE;
  if (vd_record_equal (stored, record))
    return TRUE;
  g_set_error (error, VD_ERROR, VD_ERROR_CONFLICT, "the id exists with other content");
  return FALSE;
}

static gboolean
give_id (VdRecord *record, GError **error)
{
  g_autofree char *id = NULL;

  if (vd_record_has (record, "id"))
    return TRUE;
  id = g_uuid_string_random ();
  return vd_record_set_text (record, "id", id, error);
}

gboolean
vd_cases_import (VdVault *vault,
                 GHashTable *index,
                 VdRecord *record,
                 const VdPack *pack,
                 const VdClock *clock,
                 char **id,
                 GError **error)
{
  g_autoptr (VdSecret) body = NULL;
  g_autoptr (VdSecret) summary = NULL;
  const gint64 *known;
  gint64 row = 0;

  if (!give_id (record, error))
    return FALSE;
  *id = g_strdup (vd_record_get_text (record, "id"));
  known = g_hash_table_lookup (index, *id);
  if (known != NULL)
    return accept_identical (vault, *known, record, error);
  vd_cases_encode (record, pack, clock, NULL, &body, &summary);
  if (!vd_vault_save_logged (vault, &row, body, summary, NULL, error))
    return FALSE;
  g_hash_table_insert (index, g_strdup (*id), g_memdup2 (&row, sizeof row));
  return TRUE;
}

gboolean
vd_cases_receive (VdVault *vault,
                  GHashTable *index,
                  VdRecord *record,
                  const VdPack *pack,
                  const VdClock *clock,
                  char **id,
                  gboolean *known,
                  GError **error)
{
  const char *given = vd_record_get_text (record, "id");
  gboolean here = given != NULL && g_hash_table_contains (index, given);

  if (known != NULL)
    *known = here;
  if (!here)
    return vd_cases_import (vault, index, record, pack, clock, id, error);
  *id = g_strdup (given);
  return TRUE;
}
