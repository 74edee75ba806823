/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "vardectl"

#include "config.h"

#include "base/lang.h"
#include "cli/common.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>

gboolean
vd_cli_usage (GError **error, const char *message)
{
  g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED, message);
  return FALSE;
}

static gboolean
print_version (const char *name, const char *value, gpointer data, GError **error)
{
  g_print ("vardectl %s\n", VD_VERSION);
  exit (0);
}

/* The texts of one parse: GOption would not free what it replaces in @cli. */
typedef struct {
  char *vault;
  char *language;
} Given;

static GOptionGroup *
make_options (VdCli *cli, Given *given, const GOptionEntry *entries)
{
  GOptionEntry global[] = {
      {"vault", 0, 0, G_OPTION_ARG_FILENAME, &given->vault, N_ ("Folder of the vault"), "DIR"},
      {"passphrase-fd", 0, 0, G_OPTION_ARG_INT, &cli->passphrase_fd,
       N_ ("Read the passphrase from an open file descriptor"), "N"},
      {"json", 0, 0, G_OPTION_ARG_NONE, &cli->json, N_ ("Print JSON"), NULL},
      {"language", 0, 0, G_OPTION_ARG_STRING, &given->language,
       N_ ("Language of messages and texts"), "TAG"},
      {"version", 0, G_OPTION_FLAG_NO_ARG, G_OPTION_ARG_CALLBACK, (gpointer)print_version,
       N_ ("Print the version"), NULL},
      G_OPTION_ENTRY_NULL,
  };
  GOptionGroup *group = g_option_group_new ("varde", NULL, NULL, NULL, NULL);

  if (entries != NULL)
    g_option_group_add_entries (group, entries);
  g_option_group_add_entries (group, global);
  g_option_group_set_translation_domain (group, GETTEXT_PACKAGE);
  return group;
}

static gboolean
check_global (const VdCli *cli, GError **error)
{
  const VdLang *lang = vd_lang_find (cli->language);

  if (cli->language != NULL && (lang == NULL || !lang->staff))
    return vd_cli_usage (error, _ ("--language: there are no texts in that language"));
  if (cli->passphrase_fd != -1 && fcntl (cli->passphrase_fd, F_GETFD) < 0)
    return vd_cli_usage (error, _ ("--passphrase-fd: that file descriptor is not open"));
  return TRUE;
}

static void
take_text (char **field, char *given)
{
  if (given == NULL)
    return;
  g_free (*field);
  *field = given;
}

static gboolean
parse (VdCli *cli,
       GOptionContext *context,
       const GOptionEntry *entries,
       char ***args,
       GError **error)
{
  g_autoptr (GError) local = NULL;
  Given given = {NULL, NULL};

  g_set_prgname ("vardectl");
  g_option_context_set_main_group (context, make_options (cli, &given, entries));
  if (!g_option_context_parse_strv (context, args, &local))
    return vd_cli_usage (error, local->message);
  take_text (&cli->vault, given.vault);
  take_text (&cli->language, given.language);
  return check_global (cli, error);
}

gboolean
vd_cli_parse (VdCli *cli,
              const GOptionEntry *entries,
              char ***args,
              guint min,
              guint max,
              GError **error)
{
  const VdCommand *command = cli->command;
  g_autofree char *usage = g_strdup_printf ("%s %s", command->name, command->usage);
  g_autoptr (GOptionContext) context = g_option_context_new (usage);
  guint n;

  g_option_context_set_summary (context, _ (command->summary));
  if (command->details != NULL)
    g_option_context_set_description (context, _ (command->details));
  if (!parse (cli, context, entries, args, error))
    return FALSE;
  n = g_strv_length (*args) - 1;
  if (n < min)
    return vd_cli_usage (error, _ ("Something is missing after the command"));
  if (n > max)
    return vd_cli_usage (error, _ ("There is something too much after the command"));
  return TRUE;
}

int
vd_cli_find_verb (gconstpointer verbs, gsize size, guint n, char **args, GError **error)
{
  for (guint i = 0; i < n; i++) {
    gconstpointer at = (const guint8 *)verbs + i * size;
    const char *verb = *(const char *const *)at;
    const char *space = strchr (verb, ' ');
    gsize length = space != NULL ? (gsize)(space - verb) : strlen (verb);

    if (strlen (args[1]) != length || strncmp (args[1], verb, length) != 0)
      continue;
    if (space != NULL && args[2] == NULL)
      vd_cli_usage (error, _ ("Something is missing after the command"));
    else if (space == NULL && args[2] != NULL)
      vd_cli_usage (error, _ ("There is something too much after the command"));
    else
      return (int)i;
    return -1;
  }
  vd_cli_usage (error, _ ("There is no such command"));
  return -1;
}

static char *
describe_commands (void)
{
  GString *text = g_string_new (_ ("Commands:"));

  for (const VdCommand *command = vd_command_all (); command->name != NULL; command++) {
    if (command->run != NULL)
      g_string_append_printf (text, "\n  %-9s %-8s  %s", command->name, command->usage,
                              _ (command->summary));
  }
  return g_string_free (text, FALSE);
}

gboolean
vd_cli_parse_global (VdCli *cli, char ***args, GError **error)
{
  g_autofree char *commands = describe_commands ();
  g_autoptr (GOptionContext) context = g_option_context_new ("COMMAND");

  g_option_context_set_summary (context, commands);
  g_option_context_set_strict_posix (context, TRUE);
  return parse (cli, context, NULL, args, error);
}

/* Where the general words speak of a window. */
static const VdCliText no_window[] = {
    {VD_ERROR_DISK_FULL, N_ ("The disk is full"), N_ ("What was saved before is still there."),
     N_ ("Make room on the disk and run the command again.")},
    {VD_ERROR_IN_USE, N_ ("The vault is open elsewhere"),
     N_ ("A window of Varde, another command or another user has it open."),
     N_ ("Close or lock it there first, then run the command again.")},
    VD_CLI_TEXT_NULL,
};

int
vd_cli_fail (const VdCli *cli, const GError *error)
{
  VdUserError text;

  if (error->domain == G_OPTION_ERROR) {
    const VdCommand *command = cli->command;

    g_printerr ("vardectl: %s\n%s vardectl%s%s --help\n", error->message, _ ("Help:"),
                command == NULL ? "" : " ", command == NULL ? "" : command->name);
    return 1;
  }
  if (cli->said->title == NULL)
    vd_cli_explain (cli, error, no_window);
  text = cli->said->title != NULL ? *cli->said : vd_user_error (error);
  g_printerr ("vardectl: %s\n%s %s\n(%s)\n", text.title, text.sentence, text.next, error->message);
  return vd_user_error_exit_code (error);
}

void
vd_cli_explain (const VdCli *cli, const GError *error, const VdCliText *texts)
{
  for (guint i = 0; error != NULL && texts[i].title != NULL; i++) {
    if (g_error_matches (error, VD_ERROR, texts[i].code))
      *cli->said = (VdUserError){_ (texts[i].title), _ (texts[i].sentence), _ (texts[i].next)};
  }
}

void
vd_cli_print_json (const json_t *value)
{
  gsize size;
  g_autofree char *text = vd_json_write_pretty (value, &size);

  fwrite (text, 1, size, stdout);
}

char *
vd_cli_one_line (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text != NULL ? text : "", -1);
  GString *line = g_string_new (NULL);

  for (const char *at = valid; *at != '\0'; at = g_utf8_next_char (at)) {
    gunichar c = g_utf8_get_char (at);

    /* U+009B and its like speak to some terminals as well. */
    g_string_append_unichar (line, g_unichar_iscntrl (c) ? ' ' : c);
  }
  return g_string_free (line, FALSE);
}

gboolean
vd_cli_flush (GError **error)
{
  if (fflush (stdout) == 0 && !ferror (stdout))
    return TRUE;
  vd_error_set_errno (error, errno, "print results");
  return FALSE;
}

char *
vd_cli_path (const char *path)
{
  g_autofree char *shown = g_filename_display_name (path);

  return vd_cli_one_line (shown);
}

char *
vd_cli_time (gint64 seconds)
{
  g_autoptr (GDateTime) time = seconds > 0 ? g_date_time_new_from_unix_utc (seconds) : NULL;

  return time == NULL ? NULL : g_date_time_format (time, "%Y-%m-%dT%H:%M:%SZ");
}
