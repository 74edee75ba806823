/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "init"

#include "config.h"

#include "app/passphrase.h"
#include "cli/common.h"
#include "cli/prompt.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>

static gboolean
choose_kdf (const char *name, VdKdf *kdf, GError **error)
{
  if (name == NULL)
    *kdf = vd_kdf_choose ();
  else if (g_str_equal (name, "floor"))
    *kdf = vd_kdf_floor;
  else if (g_str_equal (name, "default"))
    *kdf = vd_kdf_default;
  else if (g_str_equal (name, "strong"))
    *kdf = vd_kdf_strong;
  else
    return vd_cli_usage (error, _ ("--kdf: floor, default or strong"));
  return TRUE;
}

/* Typed twice, because nobody sees it; a script says it once. */
static VdSecret *
new_passphrase (const VdCli *cli, GError **error)
{
  g_autoptr (VdSecret) first = vd_cli_passphrase (cli, _ ("New passphrase:"), error);
  g_autoptr (VdSecret) second = NULL;
  const char *advice;

  if (first == NULL)
    return NULL;
  advice = vd_passphrase_advice (first);
  if (advice != NULL) {
    g_set_error_literal (error, VD_ERROR, VD_ERROR_INVALID, advice);
    return NULL;
  }
  if (cli->passphrase_fd >= 0)
    return g_steal_pointer (&first);
  second = vd_prompt_ask (_ ("Again:"), error);
  if (second == NULL)
    return NULL;
  if (vd_secret_equal (first, second))
    return g_steal_pointer (&first);
  g_set_error_literal (error, VD_ERROR, VD_ERROR_INVALID, _ ("The two are not the same."));
  return NULL;
}

static void
print_made (const VdCli *cli, const VdSecret *recovery)
{
  const char *key = (const char *)vd_secret_data (recovery);
  g_autoptr (json_t) object = NULL;

  if (!cli->json) {
    printf ("vault: %s\nrecovery key: %s\n", cli->vault, key);
    g_printerr ("%s\n", _ ("Write the recovery key on paper now and keep it locked away from this "
                           "computer. It is not shown again."));
    return;
  }
  object = json_pack ("{s:s, s:s}", "vault", cli->vault, "recovery_key", key);
  vd_cli_print_json (object);
}

gboolean
vd_command_init (VdCli *cli, char ***args, GError **error)
{
  g_autofree char *name = NULL;
  const GOptionEntry entries[] = {
      {"kdf", 0, 0, G_OPTION_ARG_STRING, &name,
       N_ ("How much work a guess costs; measured when "
           "not given"),
       "floor|default|strong"},
      G_OPTION_ENTRY_NULL,
  };
  g_autoptr (VdSecret) passphrase = NULL;
  g_autoptr (VdSecret) recovery = NULL;
  g_autoptr (VdVault) vault = NULL;
  VdKdf kdf;

  if (!vd_cli_parse (cli, entries, args, 0, 0, error) || !choose_kdf (name, &kdf, error))
    return FALSE;
  if (vd_vault_exists (cli->vault)) {
    g_set_error_literal (error, VD_ERROR, VD_ERROR_EXISTS, "a vault is there");
    return FALSE;
  }
  passphrase = new_passphrase (cli, error);
  if (passphrase == NULL)
    return FALSE;
  vault = vd_vault_create (cli->vault, passphrase, NULL, &kdf, cli->clock, &recovery, error);
  if (vault == NULL)
    return FALSE;
  print_made (cli, recovery);
  return TRUE;
}
