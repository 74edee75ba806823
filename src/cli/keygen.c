/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "keygen"

#include "config.h"

#include "base/atomic-file.h"
#include "cli/common.h"
#include "cli/qr.h"
#include "seal/age.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>

/* The file as age-keygen writes it, made in guarded memory. */
static VdSecret *
identity_file (const VdCli *cli, const VdSecret *identity, const char *recipient)
{
  g_autofree char *time = vd_clock_time (cli->clock);
  g_autofree char *head = g_strdup_printf ("# created: %s\n# public key: %s\n", time, recipient);
  gsize head_size = strlen (head);
  gsize size = vd_secret_size (identity);
  VdSecret *file = vd_secret_new (head_size + size + 1);
  guint8 *data = vd_secret_data (file);

  memcpy (data, head, head_size);
  memcpy (data + head_size, vd_secret_data (identity), size);
  data[head_size + size] = '\n';
  return file;
}

gboolean
vd_command_keygen (VdCli *cli, char ***args, GError **error)
{
  g_autofree char *output = NULL;
  g_autofree char *qr = NULL;
  const GOptionEntry entries[] = {
      {"output", 0, 0, G_OPTION_ARG_FILENAME, &output, N_ ("New file for the secret key"), "FILE"},
      {"qr", 0, 0, G_OPTION_ARG_FILENAME, &qr, N_ ("New file for the recipient as a QR code (SVG)"),
       "FILE"},
      G_OPTION_ENTRY_NULL,
  };
  g_autoptr (VdSecret) identity = NULL;
  g_autoptr (VdSecret) file = NULL;
  g_autofree char *recipient = NULL;

  if (!vd_cli_parse (cli, entries, args, 0, 0, error))
    return FALSE;
  if (output == NULL)
    return vd_cli_usage (error, _ ("--output is missing"));
  vd_age_keygen (&identity, &recipient);
  file = identity_file (cli, identity, recipient);
  if (!vd_atomic_file_create (output, vd_secret_data (file), vd_secret_size (file), error))
    return FALSE;
  printf ("%s\n", recipient);
  return qr == NULL || (vd_cli_flush (error) && vd_cli_write_qr (recipient, qr, error));
}
