/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "backup"

#include "config.h"

#include "app/passphrase.h"
#include "cli/progress.h"
#include "cli/vaults.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>

static const VdCliText texts[] = {
    {VD_ERROR_NOT_FOUND, N_ ("There is no such folder"),
     N_ ("The backup has to lie in a folder that exists. Nothing was written."),
     N_ ("Make the folder first, or name another one.")},
    {VD_ERROR_DAMAGED, N_ ("A part of the vault cannot be read"),
     N_ ("A backup that lacks something is not made unasked. Nothing was written."),
     N_ ("vardectl verify names what is damaged. With --repair everything else is written.")},
    VD_CLI_TEXT_NULL,
};

static void
print_made (const VdCli *cli, VdVault *vault, guint records, const VdSecret *words)
{
  const char *passphrase = words == NULL ? NULL : (const char *)vd_secret_data (words);
  g_autofree char *anchor = vd_vault_anchor (vault);
  g_autoptr (json_t) object = NULL;

  if (cli->json) {
    object = json_pack ("{s:i, s:s, s:s?}", "records", (int)records, "anchor", anchor, "passphrase",
                        passphrase);
    vd_cli_print_json (object);
    return;
  }
  if (passphrase != NULL)
    printf ("passphrase: %s\n", passphrase);
  printf ("records: %u\nanchor: %s\n", records, anchor);
}

static gboolean
write_backup (const VdCli *cli,
              VdVault *vault,
              const char *path,
              const VdSecret *words,
              guint *records,
              GError **error)
{
  g_auto (VdCliProgress) progress;

  vd_cli_progress_begin (&progress);
  if (vd_vault_backup (vault, path, words, vd_cli_progress, &progress, records, error))
    return TRUE;
  vd_cli_explain (cli, *error, texts);
  return FALSE;
}

/* What the file lacks: only with --repair can it lack anything. */
static gboolean
say_missing (VdVault *vault, guint records, GError **error)
{
  VdVaultHealth health;

  vd_vault_health (vault, &health);
  if (records >= health.records)
    return TRUE;
  g_printerr (_ ("%u of %u assessments cannot be read and are not in it."),
              health.records - records, health.records);
  g_printerr ("\n");
  return TRUE;
}

gboolean
vd_command_backup (VdCli *cli, char ***args, GError **error)
{
  gboolean by_words = FALSE;
  VdCliOpening opening = {VD_VAULT_PASSPHRASE, FALSE};
  const GOptionEntry entries[] = {
      {"age-passphrase", 0, 0, G_OPTION_ARG_NONE, &by_words,
       N_ ("Lock it with six generated words instead of the recovery key"), NULL},
      {"repair", 0, 0, G_OPTION_ARG_NONE, &opening.repair,
       N_ ("Open a damaged vault too, and write what can be read"), NULL},
      G_OPTION_ENTRY_NULL,
  };
  g_autoptr (VdVault) vault = NULL;
  g_autoptr (VdSecret) words = NULL;
  guint records = 0;

  if (!vd_cli_parse (cli, entries, args, 1, 1, error))
    return FALSE;
  vault = vd_cli_open_vault_with (cli, &opening, NULL, error);
  if (vault == NULL)
    return FALSE;
  words = by_words ? vd_passphrase_generate () : NULL;
  if (!write_backup (cli, vault, (*args)[1], words, &records, error))
    return FALSE;
  print_made (cli, vault, records, words);
  return say_missing (vault, records, error);
}
