/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "passwd"

#include "config.h"

#include "cli/vaults.h"

#include <glib/gi18n-lib.h>

gboolean
vd_command_passwd (VdCli *cli, char ***args, GError **error)
{
  const VdCliOpening opening = {VD_VAULT_PASSPHRASE, FALSE};
  int new_fd = -1;
  const GOptionEntry entries[] = {
      {"new-passphrase-fd", 0, 0, G_OPTION_ARG_INT, &new_fd,
       N_ ("Read the new passphrase from an open file descriptor"), "N"},
      G_OPTION_ENTRY_NULL,
  };
  g_autoptr (VdSecret) old = NULL;
  g_autoptr (VdSecret) fresh = NULL;
  g_autoptr (VdVault) vault = NULL;

  if (!vd_cli_parse (cli, entries, args, 0, 0, error) || !vd_cli_check_new_fd (new_fd, error))
    return FALSE;
  vault = vd_cli_open_vault_with (cli, &opening, &old, error);
  if (vault == NULL)
    return FALSE;
  fresh = vd_cli_new_passphrase (cli, new_fd, "--new-passphrase-fd", error);
  if (fresh == NULL || !vd_vault_change_passphrase (vault, old, fresh, error))
    return FALSE;
  vd_cli_daily_copy (vault);
  return TRUE;
}
