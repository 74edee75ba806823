/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "import"

#include "config.h"

#include "app/cases.h"
#include "base/atomic-file.h"
#include "cli/receive.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>

static const VdCliText receipt_texts[] = {
    {VD_ERROR_INVALID, N_ ("There is no assessment in this file"),
     N_ ("It is a receipt, or holds a document only. Nothing was stored."),
     N_ ("vardectl open shows what is in it.")},
    VD_CLI_TEXT_NULL,
};

typedef struct {
  const VdCli *cli;
  VdVault *vault;
  VdCliUnit unit;    /* read when a package comes; the vault is not in it */
  GHashTable *index; /* of vd_cases_index() */
  char *identity;    /* (nullable) */
  int words_fd;
} Import;

static void
import_clear (Import *self)
{
  vd_cli_unit_clear (&self->unit);
  g_free (self->identity);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Import, import_clear)

/* On the disk: whoever reads the output may rely on it from here on. */
static gboolean
print_id (const char *id, GError **error)
{
  printf ("%s\n", id);
  return vd_cli_flush (error);
}

/* A package that is here already is not stored again, whatever was written into its case since. */
static gboolean
receive (Import *self, const VdOpened *opened, GError **error)
{
  gboolean known;
  g_autofree char *id = NULL;

  if (!vd_cases_receive (self->vault, self->index, opened->record, self->cli->packs->current,
                         self->cli->clock, &id, &known, error))
    return FALSE;
  if (known)
    g_printerr ("%s\n", _ ("It was kept as a case before; that case stays as it is."));
  return print_id (id, error);
}

static gboolean
import_package (Import *self, GBytes *file, GError **error)
{
  VdPack *pack = self->cli->packs->current;
  g_autoptr (VdOpened) opened = NULL;

  if (self->unit.settings == NULL && !vd_cli_unit_read (&self->unit, self->vault, pack, error))
    return FALSE;
  opened =
      vd_cli_receive (self->cli, &self->unit, file, pack, self->identity, self->words_fd, error);
  if (opened == NULL)
    return FALSE;
  if (opened->record == NULL) {
    g_set_error_literal (error, VD_ERROR, VD_ERROR_INVALID, "no assessment in it");
    vd_cli_explain (self->cli, *error, receipt_texts);
    return FALSE;
  }
  vd_cli_say_signer (opened->received);
  return receive (self, opened, error);
}

static gboolean
import_assessment (Import *self, const char *path, GError **error)
{
  VdPack *pack;
  g_autoptr (VdRecord) record = vd_cli_packs_read_record (self->cli->packs, path, &pack, error);
  g_autofree char *id = NULL;

  return record != NULL &&
         vd_cases_import (self->vault, self->index, record, pack, self->cli->clock, &id, error) &&
         print_id (id, error);
}

static gboolean
import_file (Import *self, const char *path, GError **error)
{
  g_autoptr (GBytes) file = vd_file_read (path, VD_OPENED_FILE_MAX, NULL);

  return file != NULL && vd_cli_is_sealed (file) ? import_package (self, file, error)
                                                 : import_assessment (self, path, error);
}

static gboolean
import_all (Import *self, char **paths, GError **error)
{
  g_autoptr (VdVault) vault = vd_cli_open_vault (self->cli, error);
  g_autoptr (GHashTable) index = vault == NULL ? NULL : vd_cases_index (vault, error);

  if (index == NULL)
    return FALSE;
  self->vault = vault;
  self->index = index;
  for (guint i = 0; paths[i] != NULL; i++) {
    if (!import_file (self, paths[i], error)) {
      /* The place in the list, because a file's name may say too much. */
      if ((*error)->domain == VD_ERROR)
        g_prefix_error (error, "file %u: ", i + 1);
      return FALSE;
    }
  }
  vd_cli_daily_copy (vault);
  return TRUE;
}

gboolean
vd_command_import (VdCli *cli, char ***args, GError **error)
{
  g_auto (Import) job = {.cli = cli, .words_fd = -1};
  const GOptionEntry entries[] = {
      {"identity", 0, 0, G_OPTION_ARG_FILENAME, &job.identity,
       N_ ("File with further secret keys, for packages"), "FILE"},
      {"file-passphrase-fd", 0, 0, G_OPTION_ARG_INT, &job.words_fd,
       N_ ("Read the passphrase of a package from an open file descriptor"), "N"},
      G_OPTION_ENTRY_NULL,
  };

  return vd_cli_parse (cli, entries, args, 1, G_MAXUINT, error) &&
         vd_cli_packs_load (cli->packs, error) && import_all (&job, *args + 1, error);
}
