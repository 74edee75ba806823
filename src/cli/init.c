/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "init"

#include "config.h"

#include "cli/vaults.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>

static const VdCliText texts[] = {
    {VD_ERROR_EXISTS, N_ ("The folder is taken"),
     N_ ("There is a vault in it already, or something else. Nothing was changed."),
     N_ ("Name another folder with --vault.")},
    VD_CLI_TEXT_NULL,
};

static void
print_made (const VdCli *cli, const VdSecret *recovery)
{
  const char *key = (const char *)vd_secret_data (recovery);
  g_autofree char *path = vd_cli_path (cli->vault);
  g_autoptr (json_t) object = NULL;

  if (!cli->json) {
    printf ("vault: %s\nrecovery key: %s\n", path, key);
    g_printerr ("%s\n", _ ("Write the recovery key on paper now and keep it locked away from this "
                           "computer. It is not shown again."));
    return;
  }
  object = json_pack ("{s:s, s:s}", "vault", path, "recovery_key", key);
  vd_cli_print_json (object);
}

static gboolean
make (const VdCli *cli, const char *name, const VdKdf *kdf, GError **error)
{
  g_autoptr (VdSecret) passphrase = NULL;
  g_autoptr (VdSecret) recovery = NULL;
  g_autoptr (VdVault) vault = NULL;

  if (vd_vault_exists (cli->vault)) {
    g_set_error_literal (error, VD_ERROR, VD_ERROR_EXISTS, "a vault is there");
    return FALSE;
  }
  passphrase = vd_cli_new_passphrase (cli, cli->passphrase_fd, "--passphrase-fd", error);
  if (passphrase == NULL)
    return FALSE;
  vault = vd_vault_create (cli->vault, passphrase, name, kdf, cli->clock, &recovery, error);
  if (vault == NULL)
    return FALSE;
  print_made (cli, recovery);
  return TRUE;
}

gboolean
vd_command_init (VdCli *cli, char ***args, GError **error)
{
  g_autofree char *level = NULL;
  g_autofree char *name = NULL;
  const GOptionEntry entries[] = {
      {"kdf", 0, 0, G_OPTION_ARG_STRING, &level,
       N_ ("How much work a guess costs; measured when "
           "not given"),
       "floor|default|strong"},
      {"name", 0, 0, G_OPTION_ARG_STRING, &name, N_ ("Name of the first user"), "NAME"},
      G_OPTION_ENTRY_NULL,
  };
  VdKdf kdf;

  if (!vd_cli_parse (cli, entries, args, 0, 0, error) || !vd_cli_choose_kdf (level, &kdf, error))
    return FALSE;
  if (make (cli, name, &kdf, error))
    return TRUE;
  vd_cli_explain (cli, *error, texts);
  return FALSE;
}
