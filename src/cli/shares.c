/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "shares"

#include "app/cases.h"
#include "cli/vaults.h"

#include <stdio.h>

static json_t *
member (const json_t *share, const char *key)
{
  json_t *value = json_object_get (share, key);

  return value != NULL ? json_incref (value) : json_null ();
}

static json_t *
to_json (const json_t *share)
{
  return json_pack ("{s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "number",
                    member (share, "anchor"), "version", member (share, "x-version"), "recipient",
                    member (share, "recipient"), "time", member (share, "time"), "document",
                    member (share, "document"), "parts", member (share, "parts"), "protection",
                    member (share, "protection"), "corrects", member (share, "x-corrects"),
                    "corrected_by", member (share, "corrected_by"));
}

static void
print_text (const json_t *share, const char *key, char end)
{
  g_autofree char *line = vd_cli_one_line (json_string_value (json_object_get (share, key)));

  printf ("%s%c", line, end);
}

static void
print_share (const json_t *share)
{
  static const char *const keys[] = {"anchor", "recipient", "time", "protection", "document"};

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    print_text (share, keys[i], '\t');
  print_text (share, "x-corrects", '\t');
  print_text (share, "corrected_by", '\n');
}

gboolean
vd_command_shares (VdCli *cli, char ***args, GError **error)
{
  g_autoptr (VdVault) vault = NULL;
  g_autoptr (VdRecord) record = NULL;
  g_autoptr (json_t) array = json_array ();
  gint64 row;

  if (!vd_cli_parse (cli, NULL, args, 1, 1, error))
    return FALSE;
  vault = vd_cli_open_vault (cli, error);
  row = vault == NULL ? 0 : vd_cases_find (vault, (*args)[1], error);
  record = row == 0 ? NULL : vd_cases_load (vault, row, error);
  if (record == NULL || !vd_vault_log (vault, VD_VAULT_EVENT_VIEW, row, NULL, error))
    return FALSE;
  for (guint i = 0; i < vd_record_n_items (record, "shares"); i++) {
    const json_t *share = vd_record_item (record, "shares", i);

    if (cli->json)
      json_array_append_new (array, to_json (share));
    else
      print_share (share);
  }
  if (cli->json)
    vd_cli_print_json (array);
  return TRUE;
}
