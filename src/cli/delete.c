/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "delete"

#include "config.h"

#include "app/cases.h"
#include "cli/vaults.h"

#include <glib/gi18n-lib.h>

/* What a deletion cannot reach is not left unsaid. */
static void
say_what_stays (VdVault *vault)
{
  const char *kind;

  g_printerr ("%s\n",
              _ ("Deleted. Backups and the copies of the last days still hold it until they "
                 "are replaced or removed."));
  if (vd_vault_deletion_strength (vault, &kind) == VD_DELETION_STRONG)
    return;
  g_printerr (_ ("This file system (%s) may keep earlier copies of what was overwritten."), kind);
  g_printerr ("\n");
}

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
  say_what_stays (vault);
  vd_cli_daily_copy (vault);
  return TRUE;
}
