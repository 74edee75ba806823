/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "verify"

#include "app/cases.h"
#include "cli/common.h"

#include <stdio.h>

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
verify_contents (VdVault *vault, guint *count, GError **error)
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
  }
  return TRUE;
}

gboolean
vd_command_verify (VdCli *cli, char ***args, GError **error)
{
  g_autoptr (VdVault) vault = NULL;
  guint count = 0;

  if (!vd_cli_parse (cli, NULL, args, 0, 0, error))
    return FALSE;
  vault = vd_cli_open_vault (cli, error);
  if (vault == NULL || !vd_vault_verify (vault, print_problem, &count, error) ||
      !verify_contents (vault, &count, error))
    return FALSE;
  if (count == 0)
    return TRUE;
  g_set_error (error, VD_ERROR, VD_ERROR_DAMAGED, "%u problems", count);
  return FALSE;
}
