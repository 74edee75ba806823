/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "search"

#include "config.h"

#include "app/cases.h"
#include "app/search.h"
#include "cli/progress.h"
#include "cli/vaults.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>

static const VdCliText texts[] = {
    {VD_ERROR_INVALID, N_ ("There is nothing to search for"), N_ ("A search needs 1 to 32 words."),
     N_ ("Give the words after the command.")},
    VD_CLI_TEXT_NULL,
};

static const VdSearchFound *
find_row (const GPtrArray *found, gint64 row)
{
  for (guint i = 0; i < found->len; i++) {
    const VdSearchFound *item = g_ptr_array_index (found, i);

    if (item->row == row)
      return item;
  }
  return NULL;
}

static json_t *
to_json (const char *id, char **paths)
{
  json_t *where = json_array ();

  for (guint i = 0; paths[i] != NULL; i++)
    json_array_append_new (where, json_string (paths[i]));
  return json_pack ("{s:s, s:o}", "id", id, "where", where);
}

static void
print_line (const char *id, char **paths)
{
  g_autofree char *joined = g_strjoinv (" ", paths);

  printf ("%s\t%s\n", id, joined);
}

/* In the order of `list`. */
static void
print_found (const VdCli *cli, const GPtrArray *cases, const GPtrArray *found)
{
  g_autoptr (json_t) array = json_array ();

  for (guint i = 0; i < cases->len; i++) {
    const VdCase *one = g_ptr_array_index (cases, i);
    const VdSearchFound *item = one->id == NULL ? NULL : find_row (found, one->row);

    if (item != NULL && cli->json)
      json_array_append_new (array, to_json (one->id, item->paths));
    else if (item != NULL)
      print_line (one->id, item->paths);
  }
  if (cli->json)
    vd_cli_print_json (array);
}

static gboolean
run (const VdCli *cli, const VdSearch *search, GError **error)
{
  g_autoptr (VdVault) vault = vd_cli_open_vault (cli, error);
  g_autoptr (GPtrArray) found = NULL;
  g_autoptr (GPtrArray) cases = NULL;
  guint damaged = 0;

  if (vault != NULL) {
    g_auto (VdCliProgress) progress;

    vd_cli_progress_begin (&progress);
    found = vd_search_run (search, vault, vd_cli_progress, &progress, &damaged, error);
  }
  cases = found == NULL ? NULL : vd_cases_list (vault, error);
  if (cases == NULL)
    return FALSE;
  print_found (cli, cases, found);
  if (damaged == 0)
    return TRUE;
  g_set_error (error, VD_ERROR, VD_ERROR_DAMAGED, "%u assessments cannot be read", damaged);
  return FALSE;
}

gboolean
vd_command_search (VdCli *cli, char ***args, GError **error)
{
  g_autofree char *text = NULL;
  g_autoptr (VdSearch) search = NULL;

  if (!vd_cli_parse (cli, NULL, args, 1, G_MAXUINT, error))
    return FALSE;
  text = g_strjoinv (" ", *args + 1);
  search = vd_search_new (text, error);
  if (search == NULL)
    vd_cli_explain (cli, *error, texts);
  return search != NULL && run (cli, search, error);
}
