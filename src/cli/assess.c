/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "assess"

#include "cli/common.h"
#include "cli/packs.h"
#include "core/guidance.h"

gboolean
vd_command_assess (VdCli *cli, char ***args, GError **error)
{
  g_autofree char *today = vd_clock_date (cli->clock);
  g_autoptr (VdRecord) record = NULL;
  g_autoptr (VdGuidance) guidance = NULL;
  g_autoptr (json_t) object = NULL;
  VdPack *pack;

  if (!vd_cli_parse (cli, NULL, args, 1, 1, error) || !vd_cli_packs_load (cli->packs, error))
    return FALSE;
  record = vd_cli_packs_read_record (cli->packs, (*args)[1], &pack, error);
  if (record == NULL)
    return FALSE;
  guidance = vd_guidance_new (pack, record, today);
  object = vd_guidance_to_json (guidance, pack, cli->lang);
  vd_cli_print_json (object);
  return TRUE;
}
