/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "referral-prune"

#include "core/referral-build.h"

#include "base/json.h"

/* Beside the VdBasis bits of an answer: its question is shown. */
#define QUESTION (1u << 8)

/* What the referral shows, by the ids of its rows. */
typedef struct {
  const VdReferral *referral;
  const VdPack *pack;
  gboolean own;
  GHashTable *rows; /* (element-type utf8 VdReferralRow): the first row of an id */
  GHashTable
      *bases; /* (element-type utf8 guint): VdBasis bits and QUESTION over all rows of an answer */
  GHashTable *places; /* (element-type utf8 guint): old to new index of journal entries */
} Shown;

static void
note_row (Shown *shown, VdReferralRow *row)
{
  guint bases = GPOINTER_TO_UINT (g_hash_table_lookup (shown->bases, row->id)) | row->basis |
                (row->question ? QUESTION : 0);

  if (row->kind != VD_ROW_FIELD && row->kind != VD_ROW_ENTRY)
    return;
  if (!g_hash_table_contains (shown->rows, row->id))
    g_hash_table_insert (shown->rows, row->id, row);
  g_hash_table_insert (shown->bases, row->id, GUINT_TO_POINTER (bases));
}

static void
note_rows (Shown *shown)
{
  const GPtrArray *sections = vd_referral_sections (shown->referral);

  for (guint i = 0; i < sections->len; i++) {
    const VdReferralSection *section = g_ptr_array_index (sections, i);

    for (guint j = 0; j < section->rows->len; j++)
      note_row (shown, g_ptr_array_index (section->rows, j));
  }
}

static void
copy_key (json_t *to, const json_t *from, const char *key)
{
  json_t *value = json_object_get (from, key);

  if (value != NULL)
    json_object_set_new (to, key, json_deep_copy (value));
}

static const VdReferralRow *
row_of_item (const Shown *shown, const char *list, gsize index)
{
  g_autofree char *id = g_strdup_printf ("%s:%" G_GSIZE_FORMAT, list, index);

  return g_hash_table_lookup (shown->rows, id);
}

static json_t *
prune_bases (const json_t *entry, guint shown)
{
  json_t *all = json_object_get (entry, "basis");
  json_t *kept = json_array ();
  json_t *basis;
  gsize i;

  json_array_foreach (all, i, basis)
  {
    for (guint bit = VD_BASIS_OBSERVATION; bit <= VD_BASIS_DOCUMENT; bit <<= 1) {
      if ((shown & bit) && g_strcmp0 (json_string_value (basis), vd_basis_code (bit)) == 0)
        json_array_append (kept, basis);
    }
  }
  return kept;
}

static json_t *
prune_answer (const json_t *entry, const VdReferralRow *row, guint bases)
{
  json_t *kept = json_object ();

  copy_key (kept, entry, "value");
  if (json_object_get (entry, "basis") != NULL)
    json_object_set_new (kept, "basis", prune_bases (entry, bases));
  if (row->note)
    copy_key (kept, entry, "note");
  copy_key (kept, entry, "date");
  copy_key (kept, entry, "by");
  if (bases & QUESTION)
    copy_key (kept, entry, "shown");
  if (bases & VD_BASIS_STATEMENT)
    copy_key (kept, entry, "lang");
  return kept;
}

static json_t *
prune_answers (const Shown *shown, json_t *answers)
{
  json_t *kept = json_object ();
  json_t *entries;
  const char *id;

  json_object_foreach (answers, id, entries)
  {
    json_t *list = json_array ();
    json_t *entry;
    gsize i;

    json_array_foreach (entries, i, entry)
    {
      const VdReferralRow *row = row_of_item (shown, id, i);

      if (row != NULL)
        json_array_append_new (
            list, prune_answer (entry, row,
                                GPOINTER_TO_UINT (g_hash_table_lookup (shown->bases, row->id))));
    }
    if (json_array_size (list) > 0)
      json_object_set (kept, id, list);
    json_decref (list);
  }
  return kept;
}

/* A correction refers by place, and places move when entries stay behind. */
static void
move_correction (const Shown *shown, json_t *entry)
{
  json_t *corrects = json_object_get (entry, "corrects");
  gpointer place;

  if (corrects == NULL)
    return;
  if (g_hash_table_lookup_extended (
          shown->places, GUINT_TO_POINTER ((guint)json_integer_value (corrects)), NULL, &place))
    json_object_set_new (entry, "corrects", json_integer (GPOINTER_TO_UINT (place)));
  else
    json_object_del (entry, "corrects");
}

/* Single entries are named by place as well; parts say enough. */
static void
keep_parts_only (json_t *consent)
{
  json_t *kept = json_array ();
  json_t *part;
  gsize i;

  json_array_foreach (json_object_get (consent, "parts"), i, part)
  {
    if (vd_part_bit (json_string_value (part)) != 0)
      json_array_append (kept, part);
  }
  json_object_set_new (consent, "parts", kept);
}

/* No row shows what other programs noted there. */
static void
drop_extensions (json_t *object)
{
  const char *key;
  json_t *value;
  void *next;

  json_object_foreach_safe (object, next, key, value)
  {
    if (g_str_has_prefix (key, "x-"))
      json_object_del (object, key);
  }
}

static json_t *
prune_item (const Shown *shown, const char *list, json_t *item, const VdReferralRow *row)
{
  json_t *kept;

  if (g_str_equal (list, "people") && !row->note) {
    kept = json_object ();
    copy_key (kept, item, "role");
    return kept;
  }
  kept = json_deep_copy (item);
  if (g_str_equal (list, "journal"))
    move_correction (shown, kept);
  if (g_str_equal (list, "consents"))
    keep_parts_only (kept);
  if (!shown->own) {
    json_object_del (kept, "expires");
    drop_extensions (kept);
  }
  return kept;
}

static json_t *
prune_list (const Shown *shown, const char *list, json_t *items)
{
  json_t *kept = json_array ();
  json_t *item;
  gsize i;

  json_array_foreach (items, i, item)
  {
    const VdReferralRow *row = row_of_item (shown, list, i);

    if (row == NULL)
      continue;
    if (g_str_equal (list, "journal"))
      g_hash_table_insert (shown->places, GUINT_TO_POINTER ((guint)i),
                           GUINT_TO_POINTER ((guint)json_array_size (kept)));
    json_array_append_new (kept, prune_item (shown, list, item, row));
  }
  return kept;
}

/* Whether the file needs @path to be an assessment, whatever is shown. */
static gboolean
always_kept (const Shown *shown, const char *path, const json_t *value)
{
  static const char *const always[] = {"format", "version", "setting", "pack", NULL};

  if (g_strv_contains (always, path))
    return TRUE;
  if (g_str_equal (path, "id"))
    return shown->own;
  return g_str_equal (path, "person.reference") &&
         g_strcmp0 (json_string_value (value), vd_referral_reference (shown->referral)) == 0;
}

static gboolean
is_item_list (const char *path)
{
  static const char *const lists[] = {"journal",  "people", "identifiers", "steps",
                                      "consents", "shares", "follow_up",   NULL};

  return g_strv_contains (lists, path);
}

static gsize
content_size (const json_t *value)
{
  return json_is_array (value) ? json_array_size (value) : json_object_size (value);
}

static json_t *prune_object (const Shown *shown, const char *prefix, json_t *object);

/* Returns: (transfer full) (nullable): what is left of one member. */
static json_t *
prune_member (const Shown *shown, const char *path, json_t *value)
{
  g_autoptr (json_t) kept = NULL;

  if (always_kept (shown, path, value) || g_hash_table_contains (shown->rows, path)) {
    kept = json_deep_copy (value);
    if (!shown->own)
      drop_extensions (kept);
    return g_steal_pointer (&kept);
  }
  if (g_str_equal (path, "answers"))
    kept = prune_answers (shown, value);
  else if (is_item_list (path))
    kept = prune_list (shown, path, value);
  else if (json_is_object (value))
    kept = prune_object (shown, path, value);
  return kept != NULL && content_size (kept) > 0 ? g_steal_pointer (&kept) : NULL;
}

static json_t *
prune_object (const Shown *shown, const char *prefix, json_t *object)
{
  json_t *kept = json_object ();
  json_t *value;
  const char *key;

  json_object_foreach (object, key, value)
  {
    g_autofree char *path =
        *prefix == '\0' ? g_strdup (key) : g_strdup_printf ("%s.%s", prefix, key);
    json_t *left = prune_member (shown, path, value);

    if (left != NULL)
      json_object_set_new (kept, key, left);
  }
  return kept;
}

static json_t *
object_member (json_t *object, const char *key, json_t *fresh)
{
  if (json_object_get (object, key) == NULL)
    json_object_set (object, key, fresh);
  json_decref (fresh);
  return json_object_get (object, key);
}

/* Consent given with this choice is in the document; the record has it only afterwards. */
static void
add_consent_now (const Shown *shown, json_t *file)
{
  const char *const *now = vd_referral_consented_now (shown->referral);
  json_t *consent;
  json_t *parts;

  if (!g_hash_table_contains (shown->rows, "consents:now"))
    return;
  consent = json_object ();
  parts = json_array ();
  json_object_set_new (consent, "recipient", json_string (vd_referral_recipient (shown->referral)));
  for (gsize i = 0; now[i] != NULL; i++)
    json_array_append_new (parts, json_string (now[i]));
  json_object_set_new (consent, "parts", parts);
  json_object_set_new (consent, "date", json_string (vd_referral_date (shown->referral)));
  json_array_append_new (object_member (file, "consents", json_array ()), consent);
}

/* The page shows the age after signs of doubt; the twin says the same. */
static void
set_age (const Shown *shown, const VdRecord *record, json_t *file)
{
  g_autoptr (VdGuidance) guidance = NULL;

  if (shown->own || !g_hash_table_contains (shown->rows, "person.age"))
    return;
  guidance = vd_guidance_new (shown->pack, record, vd_referral_date (shown->referral));
  if (guidance->age == VD_AGE_UNSURE)
    json_object_set_new (object_member (file, "person", json_object ()), "age",
                         json_string ("unsure"));
}

json_t *
vd_referral_prune (const VdReferral *self, const VdPack *pack, const VdRecord *record)
{
  g_autoptr (GHashTable) rows = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) bases = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) places = g_hash_table_new (NULL, NULL);
  gboolean own = g_str_equal (vd_node_attr (vd_referral_form (self), "consent"), "own");
  Shown shown = {self, pack, own, rows, bases, places};
  json_t *file;

  note_rows (&shown);
  file = prune_object (&shown, "", (json_t *)vd_record_json (record));
  add_consent_now (&shown, file);
  set_age (&shown, record, file);
  return file;
}
