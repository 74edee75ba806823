/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "health"

#include "cli/vaults.h"

#include <stdio.h>

static const char *
deletion_code (VdDeletion deletion)
{
  static const char *const codes[] = {"strong", "weak", "unknown"};

  return codes[deletion];
}

static json_t *
time_to_json (gint64 seconds)
{
  g_autofree char *time = vd_cli_time (seconds);

  return time == NULL ? json_null () : json_string (time);
}

static json_t *
repaired_to_json (guint repaired)
{
  json_t *copies = json_array ();

  if ((repaired & 1) != 0)
    json_array_append_new (copies, json_string ("A"));
  if ((repaired & 2) != 0)
    json_array_append_new (copies, json_string ("B"));
  return copies;
}

static json_t *
to_json (VdVault *vault)
{
  g_autofree char *anchor = vd_vault_anchor (vault);
  g_autoptr (GPtrArray) users = vd_vault_users (vault);
  VdVaultHealth health;

  vd_vault_health (vault, &health);
  return json_pack ("{s:i, s:i, s:I, s:I, s:o, s:i, s:o, s:o, s:i, s:o, s:s, s:s, s:s}", "records",
                    (int)health.records, "users", (int)users->len, "events",
                    (json_int_t)health.events, "generation", (json_int_t)health.generation,
                    "backup", time_to_json (health.backup), "unbacked", (int)health.unbacked,
                    "copy", time_to_json (health.copy), "drill", time_to_json (health.drill),
                    "waiting", (int)health.waiting, "repaired", repaired_to_json (health.repaired),
                    "file_system", health.kind, "deletion", deletion_code (health.deletion),
                    "anchor", anchor);
}

static void
print_lines (json_t *object)
{
  const char *key;
  json_t *value;

  json_object_foreach (object, key, value)
  {
    if (json_is_integer (value))
      printf ("%s: %" JSON_INTEGER_FORMAT "\n", key, json_integer_value (value));
    else if (json_is_string (value))
      printf ("%s: %s\n", key, json_string_value (value));
    else if (json_is_null (value))
      printf ("%s: never\n", key);
    else
      printf ("%s: %zu\n", key, json_array_size (value));
  }
}

gboolean
vd_command_health (VdCli *cli, char ***args, GError **error)
{
  g_autoptr (VdVault) vault = NULL;
  g_autoptr (json_t) object = NULL;

  if (!vd_cli_parse (cli, NULL, args, 0, 0, error))
    return FALSE;
  vault = vd_cli_open_vault (cli, error);
  if (vault == NULL)
    return FALSE;
  object = to_json (vault);
  if (cli->json)
    vd_cli_print_json (object);
  else
    print_lines (object);
  return TRUE;
}
