/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "vault"

#include "vault/vault-private.h"

#include <string.h>

#define GROUPS 8
#define ANCHOR_BYTES (GROUPS * 2)

typedef struct {
  VdVaultLogFunc func;
  gpointer data;
} Each;

static void
tell_entry (const VdLogEntry *entry, const VdLogHead *head, gboolean fits, gpointer data)
{
  const Each *each = data;
  const VdVaultLogEntry told = {entry->seq,    entry->time, entry->user, entry->event,
                                entry->record, entry->code, fits};

  each->func (&told, each->data);
}

gboolean
vd_vault_log_each (VdVault *self, VdVaultLogFunc func, gpointer data, GError **error)
{
  Each each = {func, data};

  return vd_log_each (self->store, self->keys, tell_entry, &each, error);
}

static char *
to_anchor (guint64 generation, const guint8 *hash)
{
  GString *text = g_string_new (NULL);

  g_string_printf (text, "%" G_GUINT64_FORMAT, generation);
  for (guint i = 0; i < GROUPS; i++)
    g_string_append_printf (text, "-%02x%02x", hash[2 * i], hash[2 * i + 1]);
  return g_string_free (text, FALSE);
}

typedef struct {
  guint64 generation;
  guint8 hash[VD_HASH_SIZE];
} Last;

static void
keep_last (const VdLogEntry *entry, const VdLogHead *head, gboolean fits, gpointer data)
{
  Last *last = data;

  if (!fits)
    return;
  last->generation = entry->generation;
  memcpy (last->hash, head->hash, sizeof last->hash);
}

/* The manifest may be what is damaged: of the last entry that fits. */
static char *
find_anchor (VdVault *self)
{
  Last last = {0};

  vd_log_each (self->store, self->keys, keep_last, &last, NULL);
  return to_anchor (last.generation, last.hash);
}

char *
vd_vault_anchor (VdVault *self)
{
  if (self->repair)
    return find_anchor (self);
  return to_anchor (vd_log_last_generation (self->store, self->keys), self->manifest.log.hash);
}

/* Typed from paper: case and spaces around it do not matter. */
static char *
normalize (const char *anchor, GError **error)
{
  g_autofree char *text = g_strstrip (g_ascii_strdown (anchor, -1));
  g_auto (GStrv) parts = g_strsplit (text, "-", GROUPS + 2);
  gboolean fits = g_strv_length (parts) == GROUPS + 1 && *parts[0] != 0 &&
                  strspn (parts[0], "0123456789") == strlen (parts[0]);

  for (guint i = 1; fits && i <= GROUPS; i++)
    fits = strlen (parts[i]) == 4 && strspn (parts[i], "0123456789abcdef") == 4;
  if (fits)
    return g_steal_pointer (&text);
  g_set_error (error, VD_ERROR, VD_ERROR_INVALID, "not an anchor");
  return NULL;
}

typedef struct {
  const char *anchor;
  gint64 seq; /* of the entry that the anchor is of; 0: not met yet */
  gboolean broken;
  gboolean unbroken_until; /* nothing before that entry was broken */
} Search;

static void
compare_entry (const VdLogEntry *entry, const VdLogHead *head, gboolean fits, gpointer data)
{
  Search *search = data;
  g_autofree char *anchor = to_anchor (entry->generation, head->hash);

  search->broken = search->broken || !fits;
  if (search->seq != 0 || strcmp (anchor, search->anchor) != 0)
    return;
  search->seq = entry->seq;
  search->unbroken_until = !search->broken;
}

gboolean
vd_vault_check_anchor (VdVault *self, const char *anchor, gint64 *seq, GError **error)
{
  const guint8 zeros[ANCHOR_BYTES] = {0};
  g_autofree char *empty = to_anchor (0, zeros);
  g_autofree char *text = normalize (anchor, error);
  Search search = {.anchor = text, .unbroken_until = TRUE};

  if (text == NULL)
    return FALSE;
  if (strcmp (text, empty) != 0) {
    search.unbroken_until = FALSE;
    if (!vd_log_each (self->store, self->keys, compare_entry, &search, error))
      return FALSE;
  }
  if (seq != NULL)
    *seq = search.seq;
  if (search.unbroken_until)
    return TRUE;
  if (search.seq == 0)
    g_set_error (error, VD_ERROR, VD_ERROR_NOT_FOUND, "the log has never been in that state");
  else
    g_set_error (error, VD_ERROR, VD_ERROR_DAMAGED, "store.db: the log before the anchor");
  return FALSE;
}

/* The manifest may be what is damaged, or not know of all that is there. */
static guint32
count_listed (VdVault *self)
{
  g_autoptr (GPtrArray) entries = vd_vault_list (self, NULL);

  return entries != NULL ? entries->len : 0;
}

void
vd_vault_health (VdVault *self, VdVaultHealth *health)
{
  const VdManifest *manifest = &self->manifest;

  *health = (VdVaultHealth){
      .generation = manifest->generation,
      .records = manifest->count,
      .events = manifest->log.seq,
      .drill = manifest->drill,
      .backup = manifest->backup,
      .copy = manifest->copy,
      .unbacked = manifest->unbacked,
      .waiting = manifest->n_wipes,
      .repaired = self->repaired,
  };
  if (self->repair)
    health->records = MAX (health->records, count_listed (self));
  health->deletion = vd_vault_deletion_strength (self, &health->kind);
}
