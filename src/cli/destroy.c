/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "destroy"

#include "config.h"

#include "cli/prompt.h"
#include "cli/vaults.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static gboolean
confirm (VdVault *vault, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (VdSecret) typed = NULL;
  g_autofree char *prompt = NULL;
  /* TRANSLATORS: what has to be typed; one word of the letters a to z. */
  const char *word = _ ("destroy");
  VdVaultHealth health;

  vd_vault_health (vault, &health);
  prompt = g_strdup_printf (_ ("This destroys %u assessments for ever; only backups remain. Type "
                               "%s to do it:"),
                            health.records, word);
  typed = vd_prompt_ask_shown (prompt, &local);
  if (typed == NULL && g_error_matches (local, VD_ERROR, VD_ERROR_NOT_FOUND))
    return vd_cli_usage (error, _ ("There is no terminal to ask on: give --yes"));
  if (typed == NULL) {
    g_propagate_error (error, g_steal_pointer (&local));
    return FALSE;
  }
  if (g_str_equal ((const char *)vd_secret_data (typed), word))
    return TRUE;
  g_set_error_literal (error, VD_ERROR, VD_ERROR_CANCELLED, "not confirmed");
  return FALSE;
}

static void
say_how_sure (VdDeletion deletion, const char *kind)
{
  if (deletion == VD_DELETION_STRONG)
    return;
  g_printerr (_ ("This file system (%s) may keep earlier copies of what was overwritten."), kind);
  g_printerr ("\n");
}

gboolean
vd_command_destroy (VdCli *cli, char ***args, GError **error)
{
  gboolean yes = FALSE;
  const GOptionEntry entries[] = {
      {"yes", 0, 0, G_OPTION_ARG_NONE, &yes, N_ ("Do not ask"), NULL},
      G_OPTION_ENTRY_NULL,
  };
  VdVault *vault;
  VdDeletion deletion;
  const char *kind;

  if (!vd_cli_parse (cli, entries, args, 0, 0, error))
    return FALSE;
  vault = vd_cli_open_vault (cli, error);
  if (vault == NULL)
    return FALSE;
  if (!vd_vault_is_leader (vault))
    g_set_error_literal (error, VD_ERROR, VD_ERROR_NOT_LEADER, "only a leader may do this");
  if (*error != NULL || (!yes && !confirm (vault, error))) {
    vd_vault_close (vault);
    return FALSE;
  }
  deletion = vd_vault_deletion_strength (vault, &kind);
  if (!vd_vault_destroy (vault, error))
    return FALSE;
  say_how_sure (deletion, kind);
  return TRUE;
}
