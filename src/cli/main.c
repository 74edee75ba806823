/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "vardectl"

#include "config.h"

#include "app/hardening.h"
#include "app/language.h"
#include "base/lang.h"
#include "cli/common.h"
#include "cli/packs.h"
#include "share/document.h"

#include <glib/gi18n-lib.h>
#include <string.h>
#include <sys/stat.h>

/* Looked for before the options are parsed: help and usage errors are in it already. */
static const char *
wanted_language (char **args)
{
  for (guint i = 1; args[i] != NULL; i++) {
    const char *tag = NULL;
    const VdLang *lang;

    if (g_str_equal (args[i], "--language"))
      tag = args[i + 1];
    else if (g_str_has_prefix (args[i], "--language="))
      tag = strchr (args[i], '=') + 1;
    lang = vd_lang_find (tag);
    if (lang != NULL && lang->staff)
      return lang->tag;
  }
  return vd_language_system ();
}

static gboolean
run_command (VdCli *cli, char ***args, GError **error)
{
  const char *name = (*args)[1];

  if (name == NULL)
    return vd_cli_usage (error, _ ("Which command?"));
  cli->command = vd_command_find (name);
  if (cli->command == NULL)
    return vd_cli_usage (error, _ ("There is no such command"));
  if (cli->command->run == NULL) {
    cli->command = NULL;
    return vd_cli_usage (error, _ ("That command is not part of this version"));
  }
  /* The command stands first from here on. */
  g_free ((*args)[0]);
  memmove (*args, *args + 1, g_strv_length (*args + 1) * sizeof **args + sizeof **args);
  return cli->command->run (cli, args, error);
}

static int
run (VdCli *cli, char ***args)
{
  g_autoptr (GError) error = NULL;
  gboolean ok = vd_cli_parse_global (cli, args, &error) && run_command (cli, args, &error);

  /* What was printed before a failure is a result too. */
  if (!vd_cli_flush (ok ? &error : NULL))
    ok = FALSE;
  return ok ? 0 : vd_cli_fail (cli, error);
}

int
main (int argc, char **argv)
{
  g_auto (GStrv) args = NULL;
  VdUserError said = {NULL, NULL, NULL};
  g_auto (VdCliPacks) packs = {NULL};
  VdCli cli = {.passphrase_fd = -1, .packs = &packs, .said = &said};
  int code;

  vd_hardening_early ();
  umask (077);
  vd_language_init ();
  if (!vd_hardening_no_network ())
    g_printerr ("%s\n", _ ("vardectl: this system cannot keep the program off the network."));
  vd_document_bundled_fonts_only ();
  args = g_strdupv (argv);
  cli.lang = wanted_language (args);
  vd_language_apply (cli.lang);
  cli.clock = vd_clock_system ();
  cli.vault = g_build_filename (g_get_user_data_dir (), "varde", "vault", NULL);
  code = run (&cli, &args);
  g_free (cli.vault);
  g_free (cli.language);
  return code;
}
