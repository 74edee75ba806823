/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "unit"

#include "config.h"

#include "cli/qr.h"
#include "cli/receive.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>

#define NAME_MAX_BYTES 200

typedef gboolean (*UnitFunc) (const VdCli *cli, VdCliUnit *unit, const char *word, GError **error);

static json_t *
to_json (const VdUnitKeys *keys)
{
  g_autofree char *words = vd_addressees_fingerprint (keys->recipient, NULL);
  g_autofree char *sign_words = vd_addressees_fingerprint (keys->sign_key, NULL);

  return json_pack ("{s:s, s:s, s:s, s:s, s:s}", "name", keys->name, "recipient", keys->recipient,
                    "recipient_words", words, "sign_key", keys->sign_key, "sign_words", sign_words);
}

static gboolean
show (const VdCli *cli, VdCliUnit *unit, const char *word, GError **error)
{
  g_autoptr (json_t) object = to_json (unit->keys);
  const char *key;
  json_t *value;

  if (cli->json) {
    vd_cli_print_json (object);
    return TRUE;
  }
  json_object_foreach (object, key, value)
  {
    g_autofree char *line = vd_cli_one_line (json_string_value (value));

    printf ("%s: %s\n", key, line);
  }
  return TRUE;
}

static gboolean
set_name (const VdCli *cli, VdCliUnit *unit, const char *word, GError **error)
{
  if (*word == '\0' || strlen (word) > NAME_MAX_BYTES || !g_utf8_validate (word, -1, NULL)) {
    g_set_error_literal (error, VD_ERROR, VD_ERROR_INVALID, "name of the unit");
    *cli->said =
        (VdUserError){_ ("The name cannot be used"),
                      _ ("A name of a unit is text of 1 to 200 bytes. Nothing was changed."),
                      _ ("Choose another one.")};
    return FALSE;
  }
  json_object_set_new (unit->settings, "unit", json_string (word));
  if (!vd_unit_save (unit->vault, unit->settings, error))
    return FALSE;
  vd_cli_daily_copy (unit->vault);
  return TRUE;
}

static gboolean
write_qr (const VdCli *cli, VdCliUnit *unit, const char *word, GError **error)
{
  return vd_cli_write_qr (unit->keys->recipient, word, error);
}

static const struct {
  const char *name;
  UnitFunc run;
} verbs[] = {{"show", show}, {"name NAME", set_name}, {"qr FILE", write_qr}};

gboolean
vd_command_unit (VdCli *cli, char ***args, GError **error)
{
  g_auto (VdCliUnit) unit = {0};
  int verb;

  if (!vd_cli_parse (cli, NULL, args, 1, 2, error))
    return FALSE;
  verb = vd_cli_find_verb (verbs, sizeof *verbs, G_N_ELEMENTS (verbs), *args, error);
  return verb >= 0 && vd_cli_unit_open (&unit, cli, NULL, error) &&
         verbs[verb].run (cli, &unit, (*args)[2], error);
}
