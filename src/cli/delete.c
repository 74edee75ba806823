/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "delete"

#include "app/cases.h"
#include "cli/vaults.h"

gboolean
vd_command_delete (VdCli *cli, char ***args, GError **error)
{
  g_autoptr (VdVault) vault = NULL;
  gint64 row;

  if (!vd_cli_parse (cli, NULL, args, 1, 1, error))
    return FALSE;
  vault = vd_cli_open_vault (cli, error);
  row = vault == NULL ? 0 : vd_cases_find (vault, (*args)[1], error);
  if (row == 0 || !vd_vault_delete_logged (vault, row, NULL, error))
    return FALSE;
  vd_cli_daily_copy (vault);
  return TRUE;
}
