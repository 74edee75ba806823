/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pack-sheet"

#include "config.h"

#include "cli/pack.h"

#include "base/atomic-file.h"
#include "share/sheet.h"

#include <glib/gi18n-lib.h>

gboolean
vd_pack_verb_sheet (const VdCli *cli,
                    const VdPackStore *store,
                    const VdPackOptions *options,
                    const char *file,
                    GError **error)
{
  g_autoptr (VdPack) pack = NULL;
  g_autoptr (GBytes) pdf = NULL;
  g_autofree char *today = vd_clock_date (cli->clock);
  const void *data;
  gsize size;

  if (options->output == NULL)
    return vd_cli_usage (error, _ ("--output is missing"));
  pack = vd_pack_store_load (store, error);
  if (pack == NULL)
    return FALSE;
  if (options->setting != NULL && vd_pack_find (pack, "setting", options->setting) == NULL)
    return vd_cli_usage (error, _ ("--setting: prison, reception, border or outreach"));
  pdf = vd_sheet_render (pack, options->setting, cli->lang, today, error);
  if (pdf == NULL)
    return FALSE;
  data = g_bytes_get_data (pdf, &size);
  return vd_atomic_file_create (options->output, data, size, error);
}
