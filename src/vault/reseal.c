/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "vault"

#include "vault/change.h"

#include <string.h>

#define BATCH 50u
#define LOG_BATCH 500u

typedef struct {
  VdVault *self;
  VdVaultProgress progress;
  gpointer data;
  guint64 done;
  guint64 total;
  guint unreadable;
} Reseal;

static gboolean
go_on (Reseal *reseal, guint n, GError **error)
{
  reseal->done += n;
  if (reseal->progress == NULL ||
      reseal->progress (MIN (reseal->done, reseal->total), reseal->total, reseal->data))
    return TRUE;
  g_set_error (error, VD_ERROR, VD_ERROR_CANCELLED, "stopped");
  return FALSE;
}

typedef struct {
  GArray *ids; /* gint64 */
  guint16 current;
} Old;

static void
collect_old (const VdRow *row, const guint8 *box, gsize size, gpointer data)
{
  Old *old = data;

  if (vd_row_generation (box, size) != old->current)
    g_array_append_val (old->ids, row->id);
}

/* Returns: (nullable): the ids of rows that are not sealed under the current key. */
static GArray *
find_old (VdVault *self, VdTable table, GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  Old old = {ids, 0};

  vd_keys_allow (self->keys);
  old.current = vd_keys_current (self->keys);
  vd_keys_deny (self->keys);
  return vd_store_each (self->store, table, collect_old, &old, error) ? g_steal_pointer (&ids)
                                                                      : NULL;
}

/* What is damaged is left as it is. */
static gboolean
reseal_row (Reseal *reseal, VdChange *change, VdTable table, gint64 id, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (VdSecret) summary = NULL;
  g_autoptr (VdSecret) body = NULL;

  if (table == VD_TABLE_ITEM) {
    body = vd_vault_load_item (reseal->self, (VdVaultItem)id, &local);
    if (body != NULL)
      return vd_change_put_item (change, id, body, error);
  } else {
    body = vd_vault_load (reseal->self, id, &local);
    summary = vd_change_load_summary (change, id);
    if (body != NULL && summary != NULL)
      return vd_change_put_record (change, id, body, summary, error);
  }
  if (local != NULL && !g_error_matches (local, VD_ERROR, VD_ERROR_DAMAGED)) {
    g_propagate_error (error, g_steal_pointer (&local));
    return FALSE;
  }
  reseal->unreadable++;
  return TRUE;
}

static gboolean
reseal_rows (Reseal *reseal, VdTable table, GError **error)
{
  g_autoptr (GArray) ids = find_old (reseal->self, table, error);

  for (guint i = 0; ids != NULL && i < ids->len; i += BATCH) {
    guint n = MIN (BATCH, ids->len - i);
    gboolean ok = TRUE;
    VdChange change;

    if (!vd_change_begin (&change, reseal->self, error))
      return FALSE;
    for (guint j = 0; j < n && ok; j++)
      ok = reseal_row (reseal, &change, table, g_array_index (ids, gint64, i + j), error);
    change.next.unbacked = reseal->self->manifest.unbacked; /* Nothing new to back up. */
    if (!vd_change_end (&change, ok, error) || !go_on (reseal, n, error))
      return FALSE;
  }
  return ids != NULL;
}

typedef struct {
  VdLogEntry entry;
  char code[VD_LOG_CODE_MAX + 1];
} Kept;

typedef struct {
  GArray *kept; /* Kept */
  guint unreadable;
} Events;

static void
keep_event (const VdLogEntry *entry, const VdLogHead *head, gboolean fits, gpointer data)
{
  Events *events = data;
  Kept kept = {.entry = *entry};

  events->unreadable += !fits;
  g_strlcpy (kept.code, entry->code, sizeof kept.code);
  g_array_append_val (events->kept, kept);
}

static gboolean
reseal_batch (VdVault *self, GArray *kept, guint from, guint n, VdLogHead *head, GError **error)
{
  gboolean ok = TRUE;
  VdChange change;

  if (!vd_change_begin (&change, self, error))
    return FALSE;
  for (guint i = from; i < from + n && ok; i++) {
    Kept *event = &g_array_index (kept, Kept, i);

    event->entry.code = event->code;
    ok = vd_log_reseal (head, self->store, self->keys, &event->entry, error);
  }
  return vd_change_end (&change, ok, error);
}

/* The chain is over the content: it is the same afterwards. A log in which something does not fit
 * is left alone, because sealing it again would make it fit. */
static gboolean
reseal_log (Reseal *reseal, GError **error)
{
  VdVault *self = reseal->self;
  Events events = {g_array_new (FALSE, FALSE, sizeof (Kept)), 0};
  gboolean ok = vd_log_each (self->store, self->keys, keep_event, &events, error);
  VdLogHead head = {0};

  reseal->unreadable += events.unreadable;
  for (guint i = 0; ok && events.unreadable == 0 && i < events.kept->len; i += LOG_BATCH) {
    guint n = MIN (LOG_BATCH, events.kept->len - i);

    ok = reseal_batch (self, events.kept, i, n, &head, error) && go_on (reseal, n, error);
  }
  g_array_unref (events.kept);
  return ok;
}

static gboolean
drop_old (VdVault *self, GError **error)
{
  g_autofree VdHeader *next = g_new0 (VdHeader, 1);
  g_autoptr (VdTeam) team = NULL;

  if (!vd_header_change_begin (self, next, &team, error))
    return FALSE;
  vd_keyslot_drop_generations (next, self->keys);
  return vd_header_change_commit (self, next, TRUE, error);
}

static gboolean
reseal_all (Reseal *reseal, GError **error)
{
  reseal->unreadable = 0;
  if (!reseal_rows (reseal, VD_TABLE_SUMMARY, error) ||
      !reseal_rows (reseal, VD_TABLE_ITEM, error) || !reseal_log (reseal, error))
    return FALSE;
  if (reseal->unreadable == 0)
    return drop_old (reseal->self, error);
  g_set_error (error, VD_ERROR, VD_ERROR_DAMAGED, "store.db: %u rows could not be read",
               reseal->unreadable);
  return FALSE;
}

/* A bit for each slot that somebody has. */
static guint
members (VdTeam *team, const VdHeader *header)
{
  guint bits = 0;

  for (guint i = 0; i < VD_HEADER_SLOTS; i++)
    if (vd_team_in_slot (team, header, i) != NULL)
      bits |= 1u << i;
  return bits;
}

static gboolean
has_room (const VdHeader *header)
{
  for (guint i = 0; i < VD_HEADER_GENERATIONS; i++)
    if (header->keyring[i].number == 0)
      return TRUE;
  return FALSE;
}

/* Starts a new generation; @gone: the slot to overwrite, -1: none. */
static gboolean
start_generation (VdVault *self, int gone, VdVaultEvent event, guint16 user, GError **error)
{
  g_autofree VdHeader *next = g_new0 (VdHeader, 1);
  g_autoptr (VdTeam) team = NULL;

  if (!vd_header_change_begin (self, next, &team, error) ||
      !vd_header_change_announce (self, vd_team_copy (team), event, user, error))
    return FALSE;
  if (gone >= 0)
    vd_keyslot_clear (next, (guint)gone);
  vd_team_prune (team, next);
  if (!vd_keyslot_add_generation (next, self->keys, members (team, next))) {
    g_set_error (error, VD_ERROR, VD_ERROR_INTERNAL, "no room for another key");
    return FALSE;
  }
  return vd_header_change_commit (self, next, TRUE, error);
}

static guint64
count_all (VdVault *self)
{
  gint64 events = self->manifest.log.seq;

  return self->manifest.count + (guint64)events + 3;
}

/* The ninth generation needs room: everything goes to the eighth first. */
static gboolean
make_room (VdVault *self, VdVaultProgress progress, gpointer data, GError **error)
{
  Reseal reseal = {self, progress, data, 0, count_all (self), 0};

  return has_room (self->header_page) || reseal_all (&reseal, error);
}

gboolean
vd_vault_reseal (VdVault *self, VdVaultProgress progress, gpointer data, GError **error)
{
  Reseal reseal = {self, progress, data, 0, 0, 0};
  g_autoptr (GError) local = NULL;

  if (!vd_vault_is_leader (self)) {
    g_set_error (error, VD_ERROR, VD_ERROR_NOT_LEADER, "only a leader may do this");
    return FALSE;
  }
  /* Every row is about to be written again. What can not be copied is no reason not to. */
  if (!vd_vault_daily_copy (self, progress, data, NULL, &local)) {
    if (g_error_matches (local, VD_ERROR, VD_ERROR_CANCELLED)) {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
    g_message ("no copy before everything is sealed again: %s", local->message);
  }
  if (!make_room (self, progress, data, error) ||
      !start_generation (self, -1, VD_VAULT_EVENT_RESEAL, 0, error))
    return FALSE;
  reseal.total = count_all (self);
  return reseal_all (&reseal, error);
}

static gboolean
refuse (GError **error, VdError code, const char *why)
{
  g_set_error (error, VD_ERROR, (int)code, "%s", why);
  return FALSE;
}

gboolean
vd_vault_remove_user (VdVault *self, guint16 number, GError **error)
{
  const VdMember *member = vd_team_user (self->team, self->header_page, number);
  g_autoptr (GPtrArray) users = vd_vault_users (self);
  guint leaders = 0;
  int slot;

  if (!vd_vault_is_leader (self))
    return refuse (error, VD_ERROR_NOT_LEADER, "only a leader may do this");
  if (number == self->keys->user)
    return refuse (error, VD_ERROR_LAST_LEADER, "not to oneself");
  if (member == NULL)
    return refuse (error, VD_ERROR_NOT_FOUND, "no such user");
  for (guint i = 0; i < users->len; i++) {
    const VdVaultUser *user = g_ptr_array_index (users, i);

    leaders += user->number != number && user->role == VD_VAULT_LEADER;
  }
  if (leaders == 0)
    return refuse (error, VD_ERROR_LAST_LEADER, "the last leader");
  slot = vd_team_slot (member, self->header_page);
  return make_room (self, NULL, NULL, error) &&
         start_generation (self, slot, VD_VAULT_EVENT_USER_REMOVED, number, error);
}
