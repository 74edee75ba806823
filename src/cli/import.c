/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "import"

#include "app/cases.h"
#include "cli/vaults.h"
#include "cli/packs.h"

#include <stdio.h>

typedef struct {
  const VdCli *cli;
  VdCliPacks *packs;
  VdVault *vault;
  GHashTable *index; /* of vd_cases_index() */
} Import;

static gboolean
import_file (const Import *self, const char *path, GError **error)
{
  VdPack *pack;
  g_autoptr (VdRecord) record = vd_cli_packs_read_record (self->packs, path, &pack, error);
  g_autofree char *id = NULL;

  if (record == NULL ||
      !vd_cases_import (self->vault, self->index, record, pack, self->cli->clock, &id, error))
    return FALSE;
  /* On the disk: whoever reads the output may rely on it from here on. */
  printf ("%s\n", id);
  return vd_cli_flush (error);
}

gboolean
vd_command_import (VdCli *cli, char ***args, GError **error)
{
  g_auto (VdCliPacks) packs = {NULL};
  g_autoptr (VdVault) vault = NULL;
  g_autoptr (GHashTable) index = NULL;

  if (!vd_cli_parse (cli, NULL, args, 1, G_MAXUINT, error) || !vd_cli_packs_load (&packs, error))
    return FALSE;
  vault = vd_cli_open_vault (cli, error);
  index = vault == NULL ? NULL : vd_cases_index (vault, error);
  if (index == NULL)
    return FALSE;
  for (guint i = 1; (*args)[i] != NULL; i++) {
    const Import job = {cli, &packs, vault, index};

    if (!import_file (&job, (*args)[i], error)) {
      /* The place in the list, because a file's name may say too much. */
      g_prefix_error (error, "file %u: ", i);
      return FALSE;
    }
  }
  vd_cli_daily_copy (vault);
  return TRUE;
}
