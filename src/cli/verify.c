/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "verify"

#include "config.h"

#include "app/cases.h"
#include "cli/progress.h"
#include "cli/vaults.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>

static const VdCliText texts[] = {
    {VD_ERROR_DAMAGED, N_ ("Something in the vault is damaged"),
     N_ ("Each line above names a kind of thing and its place. Nothing was changed, but for a copy "
         "of the header that was mended from the other."),
     N_ ("Make a backup with vardectl backup --repair, restore it into a new folder, and have the "
         "disk looked at.")},
    {VD_ERROR_CANCELLED, N_ ("The check was not finished"),
     N_ ("It was stopped before everything was read. What is named above is damaged; of the rest "
         "nothing is known."),
     N_ ("Run it again and let it come to its end.")},
    VD_CLI_TEXT_NULL,
};

static void
print_problem (const char *what, const char *where, gpointer data)
{
  guint *count = data;

  ++*count;
  printf ("%s %s\n", what, where);
}

/* The vault knows bytes only: whether they are assessments is looked at here. What it could not
 * read it has named already. */
static gboolean
verify_contents (VdVault *vault, VdCliProgress *progress, guint *count, GError **error)
{
  g_autoptr (GPtrArray) cases = vd_cases_list (vault, error);

  if (cases == NULL)
    return FALSE;
  for (guint i = 0; i < cases->len; i++) {
    const VdCase *found = g_ptr_array_index (cases, i);
    g_autoptr (VdSecret) body = vd_vault_load (vault, found->row, NULL);
    g_autoptr (VdRecord) record = body == NULL ? NULL : vd_cases_load (vault, found->row, NULL);
    g_autofree char *row = g_strdup_printf ("%" G_GINT64_FORMAT, found->row);

    if (body != NULL && record == NULL)
      print_problem ("assessment", found->id != NULL ? found->id : row, count);
    if (!vd_cli_progress (i, cases->len, progress)) {
      g_set_error (error, VD_ERROR, VD_ERROR_CANCELLED, "stopped");
      return FALSE;
    }
  }
  return TRUE;
}

static gboolean
verify_all (VdVault *vault, guint *count, GError **error)
{
  g_auto (VdCliProgress) progress;

  vd_cli_progress_begin (&progress);
  return vd_vault_verify (vault, print_problem, count, vd_cli_progress, &progress, error) &&
         verify_contents (vault, &progress, count, error);
}

/* A vault whose parts do not belong together does not open, but can be looked into all the same.
 */
static VdVault *
open_any (const VdCli *cli, GError **error)
{
  const VdCliOpening opening = {VD_VAULT_PASSPHRASE, FALSE};
  g_autoptr (VdSecret) key = NULL;
  g_autoptr (GError) local = NULL;
  VdVault *vault = vd_cli_open_vault_with (cli, &opening, &key, &local);

  if (vault == NULL && g_error_matches (local, VD_ERROR, VD_ERROR_DAMAGED) && key != NULL) {
    /* Why it did not open is said in other words when all is known. */
    *cli->said = (VdUserError){NULL, NULL, NULL};
    return vd_vault_open_for_repair (cli->vault, VD_VAULT_PASSPHRASE, key, cli->clock, error);
  }
  if (vault == NULL)
    g_propagate_error (error, g_steal_pointer (&local));
  return vault;
}

gboolean
vd_command_verify (VdCli *cli, char ***args, GError **error)
{
  g_autoptr (VdVault) vault = NULL;
  guint count = 0;

  if (!vd_cli_parse (cli, NULL, args, 0, 0, error))
    return FALSE;
  vault = open_any (cli, error);
  if (vault == NULL)
    return FALSE;
  if (verify_all (vault, &count, error)) {
    if (count == 0)
      return TRUE;
    g_set_error (error, VD_ERROR, VD_ERROR_DAMAGED, "%u problems", count);
  }
  vd_cli_explain (cli, *error, texts);
  return FALSE;
}
