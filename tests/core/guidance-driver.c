/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "guidance-driver"

#include "core/guidance.h"

#include <stdio.h>
#include <string.h>

/* Reads assessment files from standard input, one per line, and answers each with its guidance
 * object on one line: what oracle.py compares with the rule as written. VARDE_PACK names the pack.
 */
static VdPack *
load_pack (GError **error)
{
  g_autofree char *data = NULL;
  gsize size;

  if (!g_file_get_contents (g_getenv ("VARDE_PACK"), &data, &size, error))
    return NULL;
  return vd_pack_parse (data, size, error);
}

static gboolean
answer (const VdPack *pack, const char *line, GError **error)
{
  g_autoptr (VdRecord) record = vd_record_parse (line, strlen (line), pack, error);
  g_autoptr (VdGuidance) guidance = NULL;
  g_autoptr (json_t) json = NULL;
  g_autofree char *text = NULL;

  if (record == NULL)
    return FALSE;
  guidance = vd_guidance_new (pack, record, NULL);
  json = vd_guidance_to_json (guidance, pack, "en");
  text = vd_json_write (json, NULL);
  return puts (text) != EOF;
}

static gboolean
answer_all (const VdPack *pack, GError **error)
{
  g_autofree char *line = NULL;
  size_t space = 0;

  while (getline (&line, &space, stdin) > 0) {
    if (!answer (pack, line, error))
      return FALSE;
  }
  return TRUE;
}

int
main (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (VdPack) pack = load_pack (&error);

  if (pack != NULL && answer_all (pack, &error))
    return 0;
  g_printerr ("guidance-driver: %s\n", error != NULL ? error->message : "not written");
  return 1;
}
