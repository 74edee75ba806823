/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "receipt"

#include "config.h"

#include "base/atomic-file.h"
#include "cli/receive.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>

static const VdCliText texts[] = {
    {VD_ERROR_INVALID, N_ ("No receipt can be written for this file"),
     N_ ("It has no number, or no key to send the receipt to: the sender did not ask for one. "
         "Nothing was written."),
     N_ ("Tell the sender on the phone that it arrived.")},
    VD_CLI_TEXT_NULL,
};

typedef struct {
  char *output;
  char *identity;
  int words_fd;
} Options;

static void
options_clear (Options *self)
{
  g_free (self->output);
  g_free (self->identity);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

/* What cannot be written is not logged as if it had left. */
static gboolean
check (const VdCli *cli, const VdReceived *received, const char *path, GError **error)
{
  if (g_file_test (path, G_FILE_TEST_EXISTS)) {
    g_set_error_literal (error, VD_ERROR, VD_ERROR_EXISTS, "the target exists");
    return FALSE;
  }
  if (*received->number != '\0' && *received->reply_to != '\0')
    return TRUE;
  g_set_error_literal (error, VD_ERROR, VD_ERROR_INVALID, "no receipt was asked for");
  vd_cli_explain (cli, *error, texts);
  return FALSE;
}

static gboolean
write_receipt (const VdCli *cli,
               const VdCliUnit *unit,
               const VdReceived *received,
               const char *path,
               GError **error)
{
  g_autofree char *today = vd_clock_date (cli->clock);

  return check (cli, received, path, error) &&
         vd_vault_log (unit->vault, VD_VAULT_EVENT_EXPORT, 0, "receipt:age-key", error) &&
         vd_receipt_write (received, today, unit->keys->name, &unit->keys->signer, path, error);
}

gboolean
vd_command_receipt (VdCli *cli, char ***args, GError **error)
{
  g_auto (Options) o = {.words_fd = -1};
  const GOptionEntry entries[] = {
      {"output", 0, 0, G_OPTION_ARG_FILENAME, &o.output, N_ ("New file"), "PATH"},
      {"identity", 0, 0, G_OPTION_ARG_FILENAME, &o.identity, N_ ("File with secret keys"), "FILE"},
      {"file-passphrase-fd", 0, 0, G_OPTION_ARG_INT, &o.words_fd,
       N_ ("Read the passphrase of the file from an open file descriptor"), "N"},
      G_OPTION_ENTRY_NULL,
  };
  g_auto (VdCliUnit) unit = {0};
  g_autoptr (GBytes) file = NULL;
  g_autoptr (VdOpened) opened = NULL;
  g_autofree char *number = NULL;

  if (!vd_cli_parse (cli, entries, args, 1, 1, error))
    return FALSE;
  if (o.output == NULL)
    return vd_cli_usage (error, _ ("--output is missing"));
  vd_cli_packs_load (cli->packs, NULL);
  file = vd_file_read ((*args)[1], VD_OPENED_FILE_MAX, error);
  if (file == NULL || !vd_cli_unit_open (&unit, cli, cli->packs->current, error))
    return FALSE;
  opened = vd_cli_receive (cli, &unit, file, NULL, o.identity, o.words_fd, error);
  if (opened == NULL || !write_receipt (cli, &unit, opened->received, o.output, error))
    return FALSE;
  number = vd_cli_one_line (opened->received->number);
  vd_cli_say_signer (opened->received);
  printf ("receipt-for: %s\n", number);
  return TRUE;
}
