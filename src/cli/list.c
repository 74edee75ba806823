/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "list"

#include "config.h"

#include "app/cases.h"
#include "cli/vaults.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>

static const VdCliText texts[] = {
    {VD_ERROR_DAMAGED, N_ ("Some assessments are damaged"),
     N_ ("They cannot be listed; all others are. Nothing was changed."),
     N_ ("vardectl verify names them. vardectl backup --repair writes everything else, from which "
         "vardectl restore makes a new vault.")},
    VD_CLI_TEXT_NULL,
};

static json_t *
case_to_json (const VdCase *found)
{
  return json_pack ("{s:s?, s:s?, s:s?, s:s?, s:s?, s:s?, s:s?, s:s?}", "id", found->id,
                    "reference", found->reference, "setting", found->setting, "age", found->age,
                    "status", found->status, "opened", found->opened, "changed", found->changed,
                    "due", found->due);
}

static void
print_case (const VdCase *found)
{
  g_autofree char *reference = vd_cli_one_line (found->reference);

  printf ("%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n", found->id, reference, found->setting, found->age,
          found->status, found->opened, found->changed, found->due != NULL ? found->due : "");
}

/* Damaged ones come last and have no id: they are counted, the others are listed all the same. */
static guint
print_cases (const GPtrArray *cases, gboolean json)
{
  g_autoptr (json_t) array = json_array ();
  guint good = 0;

  for (guint i = 0; i < cases->len; i++) {
    const VdCase *found = g_ptr_array_index (cases, i);

    if (found->id == NULL)
      continue;
    good++;
    if (json)
      json_array_append_new (array, case_to_json (found));
    else
      print_case (found);
  }
  if (json)
    vd_cli_print_json (array);
  return cases->len - good;
}

gboolean
vd_command_list (VdCli *cli, char ***args, GError **error)
{
  VdCliOpening opening = {VD_VAULT_PASSPHRASE, FALSE};
  const GOptionEntry entries[] = {
      {"repair", 0, 0, G_OPTION_ARG_NONE, &opening.repair, N_ ("Open a damaged vault too"), NULL},
      G_OPTION_ENTRY_NULL,
  };
  g_autoptr (VdVault) vault = NULL;
  g_autoptr (GPtrArray) cases = NULL;
  guint damaged;

  if (!vd_cli_parse (cli, entries, args, 0, 0, error))
    return FALSE;
  vault = vd_cli_open_vault_with (cli, &opening, NULL, error);
  cases = vault == NULL ? NULL : vd_cases_list (vault, error);
  if (cases == NULL)
    return FALSE;
  damaged = print_cases (cases, cli->json);
  if (damaged == 0)
    return TRUE;
  g_set_error (error, VD_ERROR, VD_ERROR_DAMAGED, "%u assessments cannot be listed", damaged);
  vd_cli_explain (cli, *error, texts);
  return FALSE;
}
