/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/user-error.h"
#include "base/date.h"

/** What the global options say; every command gets it. */
typedef struct {
  char *vault;       /* the vault's folder */
  int passphrase_fd; /* -1: ask on the terminal */
  gboolean json;
  char *language;   /* (nullable): as given */
  const char *lang; /* tag of messages and texts */
  const VdClock *clock;
  struct _VdCliPacks *packs;        /* of the whole run: content is read once */
  VdUserError *said;                /* what vd_cli_fail() says instead of the general words */
  const struct _VdCommand *command; /* the one that runs */
} VdCli;

/**
 * One command. @run gets its arguments with the command's name first (in/out, the caller's) and
 * returns FALSE with a VD_ERROR, or with a G_OPTION_ERROR (translated) for wrong usage.
 */
typedef struct _VdCommand {
  const char *name;
  const char *usage;
  const char *summary; /* translatable; NULL with @run for a command of a later version */
  gboolean (*run) (VdCli *cli, char ***args, GError **error);
  const char *details; /* translatable, nullable: more for its --help */
} VdCommand;

/** Returns: (transfer none) (nullable): the command of that name. */
const VdCommand *vd_command_find (const char *name);

/** Returns: (transfer none): all commands; ends with a NULL name. */
const VdCommand *vd_command_all (void);

gboolean vd_command_addressee (VdCli *cli, char ***args, GError **error);
gboolean vd_command_assess (VdCli *cli, char ***args, GError **error);
gboolean vd_command_backup (VdCli *cli, char ***args, GError **error);
gboolean vd_command_bench (VdCli *cli, char ***args, GError **error);
gboolean vd_command_delete (VdCli *cli, char ***args, GError **error);
gboolean vd_command_destroy (VdCli *cli, char ***args, GError **error);
gboolean vd_command_export (VdCli *cli, char ***args, GError **error);
gboolean vd_command_health (VdCli *cli, char ***args, GError **error);
gboolean vd_command_import (VdCli *cli, char ***args, GError **error);
gboolean vd_command_init (VdCli *cli, char ***args, GError **error);
gboolean vd_command_keygen (VdCli *cli, char ***args, GError **error);
gboolean vd_command_list (VdCli *cli, char ***args, GError **error);
gboolean vd_command_log (VdCli *cli, char ***args, GError **error);
gboolean vd_command_open (VdCli *cli, char ***args, GError **error);
gboolean vd_command_pack (VdCli *cli, char ***args, GError **error);
gboolean vd_command_passwd (VdCli *cli, char ***args, GError **error);
gboolean vd_command_receipt (VdCli *cli, char ***args, GError **error);
gboolean vd_command_recovery (VdCli *cli, char ***args, GError **error);
gboolean vd_command_reseal (VdCli *cli, char ***args, GError **error);
gboolean vd_command_restore (VdCli *cli, char ***args, GError **error);
gboolean vd_command_search (VdCli *cli, char ***args, GError **error);
gboolean vd_command_shares (VdCli *cli, char ***args, GError **error);
gboolean vd_command_show (VdCli *cli, char ***args, GError **error);
gboolean vd_command_unit (VdCli *cli, char ***args, GError **error);
gboolean vd_command_user (VdCli *cli, char ***args, GError **error);
gboolean vd_command_verify (VdCli *cli, char ***args, GError **error);
