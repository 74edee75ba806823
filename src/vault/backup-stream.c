/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "vault"

#include "vault/backup-stream.h"
#include "vault/fields.h"

#include <sodium.h>
#include <string.h>

#define MAGIC "VARDEBAK"
#define HEAD_SIZE 64
#define KEYS_SIZE (3 * VD_KEY_SIZE + 2)
#define EVENT_SIZE 35
#define END_SIZE (4 + 8 + VD_HASH_SIZE)
#define EVENTS_MAX 10000000

typedef enum { ENTRY_KEYS = 1, ENTRY_ITEM, ENTRY_EVENT, ENTRY_RECORD, ENTRY_END = 255 } Entry;

static gpointer
hash_new (void)
{
  crypto_generichash_state *state = sodium_malloc (sizeof *state);

  g_assert (state != NULL);
  crypto_generichash_init (state, NULL, 0, VD_HASH_SIZE);
  return state;
}

static gboolean
add (VdStreamWriter *self, const void *data, gsize size, GError **error)
{
  crypto_generichash_update (self->hash, data, size);
  return vd_age_writer_add (self->age, data, size, error);
}

static gboolean
add_start (VdStreamWriter *self, Entry entry, gsize size, GError **error)
{
  guint8 start[5];
  VdWriter w = {start, sizeof start, 0};

  vd_write_u8 (&w, (guint8)entry);
  vd_write_u32 (&w, (guint32)size);
  return add (self, start, sizeof start, error);
}

gboolean
vd_stream_begin (VdStreamWriter *self,
                 VdAgeWriter *age,
                 const guint8 *vault_id,
                 guint64 generation,
                 gint64 time,
                 GError **error)
{
  guint8 head[HEAD_SIZE];
  VdWriter w = {head, sizeof head, 0};

  *self = (VdStreamWriter){.age = age, .hash = hash_new ()};
  vd_write_text (&w, MAGIC);
  vd_write_u16 (&w, VD_STREAM_FORMAT);
  vd_write_u16 (&w, VD_STORE_SCHEMA);
  vd_write_u64 (&w, (guint64)time);
  vd_write_bytes (&w, vault_id, VD_VAULT_ID_SIZE);
  vd_write_u64 (&w, generation);
  vd_write_zeros (&w, HEAD_SIZE);
  return add (self, head, sizeof head, error);
}

gboolean
vd_stream_keys (VdStreamWriter *self, const VdTeam *team, GError **error)
{
  g_autoptr (VdSecret) bytes = vd_secret_new (KEYS_SIZE);
  VdWriter w = {vd_secret_data (bytes), KEYS_SIZE, 0};

  vd_write_bytes (&w, vd_secret_data (team->log_key), VD_KEY_SIZE);
  vd_write_bytes (&w, vd_secret_data (team->sign_seed), VD_KEY_SIZE);
  vd_write_bytes (&w, vd_secret_data (team->unit_key), VD_KEY_SIZE);
  vd_write_u16 (&w, team->next);
  return add_start (self, ENTRY_KEYS, KEYS_SIZE, error) &&
         add (self, vd_secret_data (bytes), KEYS_SIZE, error);
}

gboolean
vd_stream_item (VdStreamWriter *self, gint64 id, const VdSecret *bytes, GError **error)
{
  guint8 start[8];
  VdWriter w = {start, sizeof start, 0};

  vd_write_u64 (&w, (guint64)id);
  return add_start (self, ENTRY_ITEM, sizeof start + vd_secret_size (bytes), error) &&
         add (self, start, sizeof start, error) &&
         add (self, vd_secret_data (bytes), vd_secret_size (bytes), error);
}

gboolean
vd_stream_event (VdStreamWriter *self, const VdLogEntry *entry, GError **error)
{
  guint8 bytes[EVENT_SIZE + VD_LOG_CODE_MAX];
  VdWriter w = {bytes, sizeof bytes, 0};

  vd_write_u64 (&w, (guint64)entry->seq);
  vd_write_u64 (&w, (guint64)entry->time);
  vd_write_u16 (&w, entry->user);
  vd_write_u8 (&w, (guint8)entry->event);
  vd_write_u64 (&w, (guint64)entry->record);
  vd_write_u64 (&w, entry->generation);
  vd_write_text (&w, entry->code);
  self->events++;
  return add_start (self, ENTRY_EVENT, w.used, error) && add (self, bytes, w.used, error);
}

gboolean
vd_stream_record (VdStreamWriter *self,
                  gint64 id,
                  const VdSecret *summary,
                  const guint8 *body,
                  gsize body_size,
                  GError **error)
{
  guint8 start[10];
  VdWriter w = {start, sizeof start, 0};

  vd_write_u64 (&w, (guint64)id);
  vd_write_u16 (&w, (guint16)vd_secret_size (summary));
  self->records++;
  return add_start (self, ENTRY_RECORD, sizeof start + vd_secret_size (summary) + body_size,
                    error) &&
         add (self, start, sizeof start, error) &&
         add (self, vd_secret_data (summary), vd_secret_size (summary), error) &&
         add (self, body, body_size, error);
}

gboolean
vd_stream_end (VdStreamWriter *self, GError **error)
{
  guint8 end[END_SIZE];
  VdWriter w = {end, sizeof end, 0};

  if (!add_start (self, ENTRY_END, END_SIZE, error))
    return FALSE;
  vd_write_u32 (&w, self->records);
  vd_write_u64 (&w, self->events);
  crypto_generichash_update (self->hash, end, w.used);
  crypto_generichash_final (self->hash, end + w.used, VD_HASH_SIZE);
  return vd_age_writer_add (self->age, end, sizeof end, error) &&
         vd_age_writer_finish (self->age, error);
}

void
vd_stream_clear (VdStreamWriter *self)
{
  sodium_free (self->hash);
  self->hash = NULL;
}

typedef struct {
  VdAgeReader *age;
  gpointer hash;
  const VdStreamFuncs *funcs;
  gpointer data;
  guint64 size; /* read so far */
  Entry last;
  guint64 generation; /* of the store when the backup was made */
  guint32 records;
  guint64 events;
} Read;

static gboolean
set_damaged (GError **error, const char *what)
{
  g_set_error (error, VD_ERROR, VD_ERROR_DAMAGED, "backup: %s", what);
  return FALSE;
}

static gboolean
take (Read *self, void *data, gsize size, gboolean hashed, GError **error)
{
  gssize n = vd_age_reader_read (self->age, data, size, error);

  if (n < 0)
    return FALSE;
  self->size += size;
  if ((gsize)n < size || self->size > VD_STREAM_SIZE_MAX)
    return set_damaged (error, "cut off, or too large");
  if (hashed)
    crypto_generichash_update (self->hash, data, size);
  return TRUE;
}

static gboolean
read_head (Read *self, GError **error)
{
  guint8 head[HEAD_SIZE];
  VdReader r = {head, sizeof head, 8};
  guint16 format, schema;

  if (!take (self, head, sizeof head, TRUE, error))
    return FALSE;
  format = vd_read_u16 (&r);
  schema = vd_read_u16 (&r);
  r.used += 8 + VD_VAULT_ID_SIZE; /* When and of which vault: for who looks at it by hand. */
  self->generation = vd_read_u64 (&r);
  if (memcmp (head, MAGIC, 8) != 0)
    g_set_error (error, VD_ERROR, VD_ERROR_INVALID, "not a backup of Varde");
  else if (format > VD_STREAM_FORMAT || schema > VD_STORE_SCHEMA)
    g_set_error (error, VD_ERROR, VD_ERROR_NEWER, "backup: made by a newer version");
  else if (format == VD_STREAM_FORMAT && schema == VD_STORE_SCHEMA)
    return TRUE;
  else
    return set_damaged (error, "format");
  return FALSE;
}

static gboolean
read_keys (Read *self, const VdSecret *bytes, GError **error)
{
  g_autoptr (VdTeam) team = NULL;
  VdReader r = {vd_secret_data (bytes), vd_secret_size (bytes), 0};

  if (r.size != KEYS_SIZE || self->last != 0)
    return set_damaged (error, "keys");
  team = vd_team_new ();
  vd_read_bytes (&r, vd_secret_data (team->log_key), VD_KEY_SIZE);
  vd_read_bytes (&r, vd_secret_data (team->sign_seed), VD_KEY_SIZE);
  vd_read_bytes (&r, vd_secret_data (team->unit_key), VD_KEY_SIZE);
  team->next = vd_read_u16 (&r);
  if (team->next == 0)
    return set_damaged (error, "number of the next user");
  return self->funcs->keys == NULL || self->funcs->keys (team, self->generation, self->data, error);
}

static gboolean
read_item (Read *self, const VdSecret *bytes, GError **error)
{
  VdReader r = {vd_secret_data (bytes), vd_secret_size (bytes), 0};
  g_autoptr (VdSecret) content = NULL;
  gint64 id;

  if (r.size < 8 || r.size - 8 > VD_VAULT_BODY_MAX)
    return set_damaged (error, "item");
  id = (gint64)vd_read_u64 (&r);
  if (id != VD_VAULT_DRAFT && id != VD_VAULT_SETTINGS)
    return set_damaged (error, "item");
  content = vd_secret_new_copy (r.data + 8, r.size - 8);
  return self->funcs->item == NULL || self->funcs->item (id, content, self->data, error);
}

static gboolean
read_event (Read *self, const VdSecret *bytes, GError **error)
{
  VdReader r = {vd_secret_data (bytes), vd_secret_size (bytes), 0};
  VdLogEntry entry = {0};

  if (r.size < EVENT_SIZE || r.size > EVENT_SIZE + VD_LOG_CODE_MAX || self->events >= EVENTS_MAX ||
      strlen ((const char *)r.data + EVENT_SIZE) != r.size - EVENT_SIZE)
    return set_damaged (error, "event");
  entry.seq = (gint64)vd_read_u64 (&r);
  entry.time = (gint64)vd_read_u64 (&r);
  entry.user = vd_read_u16 (&r);
  entry.event = vd_read_u8 (&r);
  entry.record = (gint64)vd_read_u64 (&r);
  entry.generation = vd_read_u64 (&r);
  entry.code = (const char *)r.data + EVENT_SIZE;
  self->events++;
  return self->funcs->event == NULL || self->funcs->event (&entry, self->data, error);
}

static gboolean
read_record (Read *self, const VdSecret *bytes, GError **error)
{
  VdReader r = {vd_secret_data (bytes), vd_secret_size (bytes), 0};
  g_autoptr (VdSecret) summary = NULL;
  g_autoptr (VdSecret) body = NULL;
  gsize size;
  gint64 id;

  if (r.size < 10)
    return set_damaged (error, "record");
  id = (gint64)vd_read_u64 (&r);
  size = vd_read_u16 (&r);
  if (id <= 0 || size > VD_VAULT_SUMMARY_MAX || size > r.size - 10 ||
      r.size - 10 - size > VD_VAULT_BODY_MAX || self->records >= VD_VAULT_RECORDS_MAX)
    return set_damaged (error, "record");
  summary = vd_secret_new_copy (r.data + 10, size);
  body = vd_secret_new_copy (r.data + 10 + size, r.size - 10 - size);
  self->records++;
  return self->funcs->record == NULL || self->funcs->record (id, summary, body, self->data, error);
}

/* The end: what was counted, the hash of everything before it, and nothing behind it. */
static gboolean
read_end (Read *self, gsize size, GError **error)
{
  guint8 end[END_SIZE], hash[VD_HASH_SIZE], more;
  VdReader r = {end, sizeof end, 0};
  gssize left;

  if (size != END_SIZE)
    return set_damaged (error, "end");
  if (!take (self, end, sizeof end, FALSE, error))
    return FALSE;
  crypto_generichash_update (self->hash, end, 12);
  crypto_generichash_final (self->hash, hash, sizeof hash);
  if (vd_read_u32 (&r) != self->records || vd_read_u64 (&r) != self->events ||
      memcmp (end + 12, hash, sizeof hash) != 0)
    return set_damaged (error, "not everything that was written");
  left = vd_age_reader_read (self->age, &more, 1, error);
  return left == 0 || (left > 0 && set_damaged (error, "something behind the end"));
}

/* Returns: FALSE with an error. Entries come in the order of their kinds, keys first. */
static gboolean
read_entry (Read *self, Entry entry, gsize size, GError **error)
{
  g_autoptr (VdSecret) bytes = NULL;

  if (entry < self->last || (self->last == 0 && entry != ENTRY_KEYS) ||
      size > VD_VAULT_BODY_MAX + VD_VAULT_SUMMARY_MAX + 10)
    return set_damaged (error, "order or size of the entries");
  bytes = vd_secret_new (size);
  if (!take (self, vd_secret_data (bytes), size, TRUE, error))
    return FALSE;
  switch (entry) {
  case ENTRY_KEYS:
    return read_keys (self, bytes, error);
  case ENTRY_ITEM:
    return read_item (self, bytes, error);
  case ENTRY_EVENT:
    return read_event (self, bytes, error);
  case ENTRY_RECORD:
    return read_record (self, bytes, error);
  case ENTRY_END:
  default:
    return set_damaged (error, "an entry of an unknown kind");
  }
}

static gboolean
read_all (Read *self, GError **error)
{
  guint8 start[5];

  if (!read_head (self, error))
    return FALSE;
  for (;;) {
    VdReader r = {start, sizeof start, 0};
    Entry entry;
    gsize size;

    if (!take (self, start, sizeof start, TRUE, error))
      return FALSE;
    entry = vd_read_u8 (&r);
    size = vd_read_u32 (&r);
    if (entry == ENTRY_END)
      return self->last != 0 ? read_end (self, size, error) : set_damaged (error, "no keys");
    if (!read_entry (self, entry, size, error))
      return FALSE;
    self->last = entry;
  }
}

gboolean
vd_stream_read (VdAgeReader *age,
                const VdStreamFuncs *funcs,
                gpointer data,
                guint32 *records,
                guint64 *events,
                GError **error)
{
  Read self = {.age = age, .hash = hash_new (), .funcs = funcs, .data = data};
  gboolean ok = read_all (&self, error);

  sodium_free (self.hash);
  *records = self.records;
  *events = self.events;
  return ok;
}
