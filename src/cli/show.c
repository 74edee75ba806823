/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "show"

#include "config.h"

#include "app/cases.h"
#include "cli/vaults.h"
#include "cli/packs.h"
#include "core/referral.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>

/* Every line of @text, moved in, so that what was typed never looks like a heading. */
static void
print_indented (const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    printf ("    %s\n", lines[i]);
}

static gboolean
is_shown (const VdReferralRow *row)
{
  return row->kind != VD_ROW_SIGNATURE && row->known && *row->value != '\0';
}

static void
print_row (const VdReferralRow *row)
{
  if (*row->name != '\0')
    printf ("  %s\n", row->name);
  print_indented (row->value);
}

static void
print_sections (const VdReferral *referral)
{
  const GPtrArray *sections = vd_referral_sections (referral);

  for (guint i = 0; i < sections->len; i++) {
    const VdReferralSection *section = g_ptr_array_index (sections, i);

    gboolean begun = FALSE;

    for (guint j = 0; j < section->rows->len; j++) {
      const VdReferralRow *row = g_ptr_array_index (section->rows, j);

      if (is_shown (row) && !begun)
        printf ("\n%s\n", section->title);
      begun = begun || is_shown (row);
      if (is_shown (row))
        print_row (row);
    }
  }
}

/* As the unit's own file would be printed: the same model, as text. */
static gboolean
print_text (const VdCli *cli, const VdRecord *record, GError **error)
{
  const VdReferralChoice everything = {NULL, NULL};
  g_autofree char *today = vd_clock_date (cli->clock);
  g_autoptr (VdReferral) referral = NULL;
  g_autoptr (VdGuidance) guidance = NULL;
  const VdPack *pack;

  if (!vd_cli_packs_load (cli->packs, error))
    return FALSE;
  pack = vd_cli_packs_for (cli->packs, record);
  referral = vd_referral_new (pack, record, "file", &everything, cli->lang, today, error);
  if (referral == NULL)
    return FALSE;
  guidance = vd_guidance_new (pack, record, today);
  printf ("%s\n%s\n", vd_record_get_text (record, "id"),
          vd_guidance_title (guidance, pack, cli->lang));
  print_sections (referral);
  return TRUE;
}

static void
print_file (const VdRecord *record)
{
  gsize size;
  char *text = vd_record_write_pretty (record, &size);

  fwrite (text, 1, size, stdout);
  explicit_bzero (text, size);
  g_free (text);
}

gboolean
vd_command_show (VdCli *cli, char ***args, GError **error)
{
  VdCliOpening opening = {VD_VAULT_PASSPHRASE, FALSE};
  const GOptionEntry entries[] = {
      {"repair", 0, 0, G_OPTION_ARG_NONE, &opening.repair, N_ ("Open a damaged vault too"), NULL},
      G_OPTION_ENTRY_NULL,
  };
  g_autoptr (VdVault) vault = NULL;
  g_autoptr (VdRecord) record = NULL;
  gint64 row;

  if (!vd_cli_parse (cli, entries, args, 1, 1, error))
    return FALSE;
  vault = vd_cli_open_vault_with (cli, &opening, NULL, error);
  row = vault == NULL ? 0 : vd_cases_find (vault, (*args)[1], error);
  record = row == 0 ? NULL : vd_cases_load (vault, row, error);
  if (record == NULL ||
      (!opening.repair && !vd_vault_log (vault, VD_VAULT_EVENT_VIEW, row, NULL, error)))
    return FALSE;
  if (!cli->json)
    return print_text (cli, record, error);
  print_file (record);
  return TRUE;
}
