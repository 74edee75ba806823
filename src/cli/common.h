/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/json.h"
#include "cli/command.h"
#include "base/error.h"

/**
 * vd_cli_parse:
 * Reads the options of the running command, which may stand before, between and after its
 * arguments. `--help` and `--version` print and end the program.
 * @entries: (nullable): the command's own options, ended by G_OPTION_ENTRY_NULL
 * @args: (inout): keeps the command's name and its @min to @max arguments
 * Errors: G_OPTION_ERROR.
 */
gboolean vd_cli_parse (VdCli *cli,
                       const GOptionEntry *entries,
                       char ***args,
                       guint min,
                       guint max,
                       GError **error);

/** Like vd_cli_parse() for what stands before the command's name, which stays in @args. */
gboolean vd_cli_parse_global (VdCli *cli, char ***args, GError **error);

/** Sets a usage error: @message is translated. Returns: FALSE. */
gboolean vd_cli_usage (GError **error, const char *message);

/**
 * vd_cli_find_verb:
 * @verbs: an array of @n structs of @size bytes whose first member is a `const char *`: the word
 *   after the command ("list"), with what has to follow it ("add NAME")
 * @args: as vd_cli_parse() left them: the command, the word, and at most one more
 * Returns: the index of the verb; -1 with a usage error.
 */
int vd_cli_find_verb (gconstpointer verbs, gsize size, guint n, char **args, GError **error);

/** Prints @error as translated title, sentence and next step with the developer's message, on
 *  standard error. Returns: the exit code. */
int vd_cli_fail (const VdCli *cli, const GError *error);

/** What a command says instead of the general words when an error has @code. Ended by
 * VD_CLI_TEXT_NULL; all translatable. */
typedef struct {
  int code;
  const char *title;
  const char *sentence;
  const char *next;
} VdCliText;

#define VD_CLI_TEXT_NULL                                                                           \
  {                                                                                                \
    0, NULL, NULL, NULL                                                                            \
  }

/** Has vd_cli_fail() say @error in the words of @texts, when they have its code. @error: (nullable)
 */
void vd_cli_explain (const VdCli *cli, const GError *error, const VdCliText *texts);

/** Prints @value on standard output, indented, keys in the order they were set. */
void vd_cli_print_json (const json_t *value);

/** Returns: (transfer full): @text on one line, without control characters; NULL gives "". */
char *vd_cli_one_line (const char *text);

/** Hands over what was printed. Errors: as for any file. */
gboolean vd_cli_flush (GError **error);

/** Returns: (transfer full) (nullable): @seconds since 1970 as UTC; NULL for 0, which is never. */
char *vd_cli_time (gint64 seconds);

/** Returns: (transfer full): @path as text on one line, whatever bytes it is made of. */
char *vd_cli_path (const char *path);
