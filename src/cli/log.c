/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "log"

#include "config.h"

#include "app/cases.h"
#include "cli/vaults.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>

static const VdCliText anchor_texts[] = {
    {VD_ERROR_INVALID, N_ ("This is no anchor"),
     N_ ("An anchor is a number and eight groups of four digits or letters from a to f."),
     N_ ("Compare it with the paper or the file it was copied from.")},
    {VD_ERROR_NOT_FOUND, N_ ("The anchor is not of this log"),
     N_ ("It is of another vault, or this log is not the one it was taken from: an earlier copy of "
         "the vault may have been put back."),
     N_ ("Find out where the anchor comes from, and whether somebody restored an earlier copy.")},
    {VD_ERROR_DAMAGED, N_ ("The log was changed"),
     N_ ("The anchor is of this log, but an entry before it is not what it was then."),
     N_ ("Keep the folder as it is, and tell whoever looks after the vault.")},
    VD_CLI_TEXT_NULL,
};

static const char *const events[] = {
    [VD_VAULT_EVENT_UNLOCK] = "unlock",
    [VD_VAULT_EVENT_CREATE] = "create",
    [VD_VAULT_EVENT_VIEW] = "view",
    [VD_VAULT_EVENT_CHANGE] = "change",
    [VD_VAULT_EVENT_EXPORT] = "export",
    [VD_VAULT_EVENT_PRINT] = "print",
    [VD_VAULT_EVENT_DELETE] = "delete",
    [VD_VAULT_EVENT_FAILED_UNLOCKS] = "failed-unlocks",
    [VD_VAULT_EVENT_CLOCK] = "clock",
    [VD_VAULT_EVENT_USER_ADDED] = "user-added",
    [VD_VAULT_EVENT_USER_REMOVED] = "user-removed",
    [VD_VAULT_EVENT_PASSPHRASE] = "passphrase",
    [VD_VAULT_EVENT_KDF] = "kdf",
    [VD_VAULT_EVENT_RECOVERY] = "recovery",
    [VD_VAULT_EVENT_DRILL] = "drill",
    [VD_VAULT_EVENT_RESEAL] = "reseal",
    [VD_VAULT_EVENT_BACKUP] = "backup",
    [VD_VAULT_EVENT_RESTORE] = "restore",
    [VD_VAULT_EVENT_PACK] = "pack",
};

/* Of a version to come, or damaged. */
static const char *
event_name (VdVaultEvent event)
{
  const char *name = (guint)event < G_N_ELEMENTS (events) ? events[event] : NULL;

  return name != NULL ? name : "unknown";
}

typedef struct {
  const VdCli *cli;
  GHashTable *ids; /* of assessments that are there, by row */
  json_t *array;
  guint bad;
} Log;

static void
on_entry (const VdVaultLogEntry *entry, gpointer data)
{
  Log *log = data;
  const char *id = g_hash_table_lookup (log->ids, &entry->record);
  g_autofree char *time = vd_cli_time (entry->time);
  const char *code = entry->code != NULL && *entry->code != '\0' ? entry->code : NULL;

  log->bad += !entry->fits;
  if (log->cli->json) {
    json_array_append_new (
        log->array,
        json_pack ("{s:I, s:s?, s:i, s:s, s:s?, s:o, s:s?, s:b}", "seq", (json_int_t)entry->seq,
                   "time", time, "user", (int)entry->user, "event", event_name (entry->event), "id",
                   id, "record",
                   entry->record == 0 ? json_null () : json_integer ((json_int_t)entry->record),
                   "code", code, "fits", entry->fits));
    return;
  }
  printf ("%" G_GINT64_FORMAT "\t%s\t%u\t%s\t%s\t%s%s\n", entry->seq, time != NULL ? time : "",
          entry->user, event_name (entry->event),
          id != NULL           ? id
          : entry->record != 0 ? "deleted"
                               : "",
          code != NULL ? code : "", entry->fits ? "" : "\tdoes not fit");
}

static GHashTable *
ids_by_row (VdVault *vault, GError **error)
{
  g_autoptr (GPtrArray) cases = vd_cases_list (vault, error);
  GHashTable *ids;

  if (cases == NULL)
    return NULL;
  ids = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  for (guint i = 0; i < cases->len; i++) {
    const VdCase *found = g_ptr_array_index (cases, i);

    if (found->id != NULL)
      g_hash_table_insert (ids, g_memdup2 (&found->row, sizeof found->row), g_strdup (found->id));
  }
  return ids;
}

static gboolean
print_log (const VdCli *cli, VdVault *vault, GError **error)
{
  g_autoptr (GHashTable) ids = ids_by_row (vault, error);
  g_autoptr (json_t) array = json_array ();
  Log log = {cli, ids, array, 0};

  if (ids == NULL || !vd_vault_log_each (vault, on_entry, &log, error))
    return FALSE;
  if (cli->json)
    vd_cli_print_json (array);
  if (log.bad == 0)
    return TRUE;
  g_set_error (error, VD_ERROR, VD_ERROR_DAMAGED, "log: %u entries do not fit", log.bad);
  return FALSE;
}

static gboolean
check_anchor (const VdCli *cli, VdVault *vault, const char *anchor, GError **error)
{
  gint64 seq = 0;

  if (!vd_vault_check_anchor (vault, anchor, &seq, error)) {
    vd_cli_explain (cli, *error, anchor_texts);
    return FALSE;
  }
  printf ("seq: %" G_GINT64_FORMAT "\n", seq);
  return TRUE;
}

gboolean
vd_command_log (VdCli *cli, char ***args, GError **error)
{
  VdCliOpening opening = {VD_VAULT_PASSPHRASE, FALSE};
  gboolean anchor = FALSE;
  g_autofree char *check = NULL;
  g_autofree char *text = NULL;
  const GOptionEntry entries[] = {
      {"anchor", 0, 0, G_OPTION_ARG_NONE, &anchor,
       N_ ("Print the state of the log only, to keep elsewhere"), NULL},
      {"check", 0, 0, G_OPTION_ARG_STRING, &check,
       N_ ("Say whether the log still holds what it held at an anchor"), "ANCHOR"},
      {"repair", 0, 0, G_OPTION_ARG_NONE, &opening.repair, N_ ("Open a damaged vault too"), NULL},
      G_OPTION_ENTRY_NULL,
  };
  g_autoptr (VdVault) vault = NULL;

  if (!vd_cli_parse (cli, entries, args, 0, 0, error))
    return FALSE;
  if (anchor && check != NULL)
    return vd_cli_usage (error, _ ("Either --anchor or --check"));
  vault = vd_cli_open_vault_with (cli, &opening, NULL, error);
  if (vault == NULL)
    return FALSE;
  if (check != NULL)
    return check_anchor (cli, vault, check, error);
  if (!anchor)
    return print_log (cli, vault, error);
  text = vd_vault_anchor (vault);
  printf ("%s\n", text);
  return TRUE;
}
