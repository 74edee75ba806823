/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "recovery"

#include "config.h"

#include "cli/vaults.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>

static const VdCliText user_texts[] = {
    {VD_ERROR_NOT_FOUND, N_ ("There is no user with that number"), N_ ("Nothing was changed."),
     N_ ("Open the vault with another user's passphrase: vardectl user list shows the numbers.")},
    VD_CLI_TEXT_NULL,
};

typedef struct {
  int user;
  int new_fd;
  gboolean identity;
} Options;

static gboolean
make_new (const VdCli *cli, const Options *o, GError **error)
{
  g_autoptr (VdVault) vault = vd_cli_open_vault (cli, error);
  g_autoptr (VdSecret) recovery = NULL;
  g_autoptr (json_t) object = NULL;

  if (vault == NULL || !vd_vault_rotate_recovery (vault, &recovery, error))
    return FALSE;
  if (cli->json) {
    object = json_pack ("{s:s}", "recovery_key", (const char *)vd_secret_data (recovery));
    vd_cli_print_json (object);
  } else {
    printf ("recovery key: %s\n", (const char *)vd_secret_data (recovery));
    g_printerr ("%s\n", _ ("Write it on paper now; it is not shown again. Keep the old sheet with "
                           "the backups made until today: it opens those and nothing else."));
  }
  vd_cli_daily_copy (vault);
  return TRUE;
}

/* Nothing of the vault is needed for it, only what stands on the paper. */
static gboolean
print_identity (const VdCli *cli, GError **error)
{
  g_autoptr (VdSecret) key = vd_cli_passphrase (cli, _ ("Recovery key:"), error);
  g_autoptr (VdSecret) identity = NULL;

  if (key == NULL)
    return FALSE;
  identity = vd_vault_backup_identity (key, error);
  if (identity == NULL) {
    vd_cli_explain_recovery (cli, *error);
    return FALSE;
  }
  printf ("%s\n", (const char *)vd_secret_data (identity));
  g_printerr ("%s\n", _ ("Whoever has this line reads every backup made for the recovery key."));
  return TRUE;
}

/* Without a number the vault must have one user only. */
static gboolean
choose_user (VdVault *vault, int wanted, guint16 *number, GError **error)
{
  g_autoptr (GPtrArray) users = vd_vault_users (vault);

  if (wanted == 0 && users->len != 1)
    return vd_cli_usage (error, _ ("The vault has several users: give --user NUMBER"));
  *number =
      wanted != 0 ? (guint16)wanted : ((const VdVaultUser *)g_ptr_array_index (users, 0))->number;
  return TRUE;
}

static gboolean
use (const VdCli *cli, const Options *o, GError **error)
{
  const VdCliOpening opening = {VD_VAULT_RECOVERY, FALSE};
  g_autoptr (VdVault) vault = NULL;
  g_autoptr (VdSecret) fresh = NULL;
  guint16 number = 0;

  if (o->identity)
    return print_identity (cli, error);
  vault = vd_cli_open_vault_with (cli, &opening, NULL, error);
  if (vault == NULL || !choose_user (vault, o->user, &number, error))
    return FALSE;
  fresh = vd_cli_new_passphrase (cli, o->new_fd, "--new-passphrase-fd", error);
  if (fresh == NULL)
    return FALSE;
  if (!vd_vault_reset_passphrase (vault, number, fresh, error)) {
    vd_cli_explain (cli, *error, user_texts);
    return FALSE;
  }
  vd_cli_daily_copy (vault);
  return TRUE;
}

/* The drill: once a year whoever keeps the paper types it. */
static gboolean
check (const VdCli *cli, const Options *o, GError **error)
{
  const VdCliOpening opening = {VD_VAULT_RECOVERY, FALSE};
  g_autoptr (VdSecret) key = NULL;
  g_autoptr (VdVault) vault = vd_cli_open_vault_with (cli, &opening, &key, error);

  return vault != NULL && vd_vault_check_recovery (vault, key, error);
}

static const struct {
  const char *name;
  gboolean (*run) (const VdCli *cli, const Options *o, GError **error);
  gboolean use_options;
} verbs[] = {{"new", make_new, FALSE}, {"use", use, TRUE}, {"check", check, FALSE}};

static gboolean
run (const VdCli *cli, const Options *o, char **args, GError **error)
{
  int verb = vd_cli_find_verb (verbs, sizeof *verbs, G_N_ELEMENTS (verbs), args, error);
  gboolean others = o->user != 0 || o->new_fd != -1;

  if (verb < 0)
    return FALSE;
  if ((!verbs[verb].use_options && (others || o->identity)) || (o->identity && others))
    return vd_cli_usage (error, _ ("That option does not belong to this command"));
  return vd_cli_check_new_fd (o->new_fd, error) && verbs[verb].run (cli, o, error);
}

gboolean
vd_command_recovery (VdCli *cli, char ***args, GError **error)
{
  Options o = {0, -1, FALSE};
  const GOptionEntry entries[] = {
      {"user", 0, 0, G_OPTION_ARG_INT, &o.user,
       N_ ("use: whose passphrase is set, when there are several users"), "NUMBER"},
      {"new-passphrase-fd", 0, 0, G_OPTION_ARG_INT, &o.new_fd,
       N_ ("use: read the new passphrase from an open file descriptor"), "N"},
      {"identity", 0, 0, G_OPTION_ARG_NONE, &o.identity,
       N_ ("use: print the age identity that opens backups; needs no vault"), NULL},
      G_OPTION_ENTRY_NULL,
  };

  return vd_cli_parse (cli, entries, args, 1, 2, error) && run (cli, &o, *args, error);
}
