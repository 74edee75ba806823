/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "restore"

#include "config.h"

#include "cli/progress.h"
#include "cli/vaults.h"
#include "seal/age.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <unistd.h>

/* Enough of an age file to see what opens it. */
#define HEAD 4096

typedef struct {
  char *into;
  char *level;
  char *name;
  int new_fd;
  gboolean switch_over;
} Options;

static void
options_clear (Options *self)
{
  g_free (self->into);
  g_free (self->level);
  g_free (self->name);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static const VdCliText texts[] = {
    {VD_ERROR_WRONG_KEY, N_ ("The key does not open this backup"),
     N_ ("A backup opens with the recovery key the vault had when it was made, or with the words "
         "that were printed then. Nothing was made."),
     N_ ("Check what was typed, or look for the recovery key or words of that time.")},
    {VD_ERROR_INVALID, N_ ("This is no backup of a vault"), N_ ("Nothing was made."),
     N_ ("Check which file it is: a backup is one that vardectl backup or Varde wrote.")},
    {VD_ERROR_DAMAGED, N_ ("The backup is damaged"),
     N_ ("Some bytes are not what was written. Nothing was made."),
     N_ ("Use another backup: an earlier one, or copy-1.age or copy-2.age in the folder of the "
         "vault.")},
    {VD_ERROR_EXISTS, N_ ("The folder for the new vault is taken"),
     N_ ("A vault is only ever restored into a folder that does not exist or is empty. Nothing was "
         "changed."),
     N_ ("Name another folder with --into.")},
    VD_CLI_TEXT_NULL,
};

static const VdCliText switch_texts[] = {
    {VD_ERROR_IN_USE, N_ ("The new vault is made, but not in its place yet"),
     N_ ("The vault that is there is open elsewhere."),
     N_ ("Close it there. Then move the two folders, or use the new one with --vault.")},
    VD_CLI_TEXT_NULL,
};

/* Which of the two it opens with stands at the beginning of the file. */
static gboolean
find_kind (const char *path, VdVaultKey *kind, GError **error)
{
  g_autofree guint8 *head = g_malloc (HEAD);
  int fd = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  gssize n = fd < 0 ? -1 : read (fd, head, HEAD);
  int code = errno;

  if (fd >= 0)
    close (fd);
  if (n < 0 && code == EISDIR) {
    g_set_error_literal (error, VD_ERROR, VD_ERROR_INVALID, "backup: a folder");
    return FALSE;
  }
  if (n < 0) {
    vd_error_set_errno (error, code, "open backup");
    return FALSE;
  }
  *kind = vd_age_wants_passphrase (head, (gsize)n) ? VD_VAULT_PASSPHRASE : VD_VAULT_RECOVERY;
  return TRUE;
}

static void
print_made (const VdCli *cli, const Options *o, VdVault *vault, const VdSecret *recovery)
{
  const char *key = (const char *)vd_secret_data (recovery);
  g_autofree char *dir = vd_cli_path (o->switch_over ? cli->vault : o->into);
  g_autoptr (json_t) object = NULL;
  VdVaultHealth health;

  vd_vault_health (vault, &health);
  if (cli->json) {
    object = json_pack ("{s:s, s:s, s:i}", "vault", dir, "recovery_key", key, "records",
                        (int)health.records);
    vd_cli_print_json (object);
    return;
  }
  printf ("vault: %s\nrecovery key: %s\nrecords: %u\n", dir, key, health.records);
  g_printerr ("%s\n", _ ("The new vault has a recovery key of its own: write it on paper now. The "
                         "old one opens the old vault and earlier backups only."));
}

/* Asked for and, as far as that can be seen without the backup, free of mistakes. */
static VdSecret *
read_key (const VdCli *cli, VdVaultKey kind, GError **error)
{
  const char *prompt = kind == VD_VAULT_RECOVERY ? _ ("Recovery key:") : _ ("Words of the backup:");
  g_autoptr (VdSecret) key = vd_cli_passphrase (cli, prompt, error);
  g_autoptr (VdSecret) identity = NULL;

  if (key == NULL || kind == VD_VAULT_PASSPHRASE)
    return g_steal_pointer (&key);
  identity = vd_vault_backup_identity (key, error);
  if (identity != NULL)
    return g_steal_pointer (&key);
  vd_cli_explain_recovery (cli, *error);
  return NULL;
}

/* @path: the backup. @kind: what opens it. */
static VdVault *
restore (const VdCli *cli,
         const Options *o,
         const char *path,
         VdVaultKey kind,
         VdSecret **recovery,
         GError **error)
{
  g_autoptr (VdSecret) key = read_key (cli, kind, error);
  g_autoptr (VdSecret) fresh = NULL;
  g_auto (VdCliProgress) progress = {.signals = -1};
  VdVault *vault;
  VdKdf kdf;

  if (key == NULL || !vd_cli_choose_kdf (o->level, &kdf, error))
    return NULL;
  fresh = vd_cli_new_passphrase (cli, o->new_fd, "--new-passphrase-fd", error);
  if (fresh == NULL)
    return NULL;
  vd_cli_progress_begin (&progress);
  vault = vd_vault_restore (path, kind, key, o->into, fresh, o->name, &kdf, cli->clock, recovery,
                            vd_cli_progress, &progress, error);
  if (vault == NULL)
    vd_cli_explain (cli, *error, texts);
  return vault;
}

static gboolean
check_options (const Options *o, GError **error)
{
  VdKdf kdf;

  if (o->into == NULL)
    return vd_cli_usage (error, _ ("--into is missing"));
  /* Before anything is asked for; what is not given is measured later. */
  return vd_cli_check_new_fd (o->new_fd, error) &&
         (o->level == NULL || vd_cli_choose_kdf (o->level, &kdf, error));
}

static gboolean
run (const VdCli *cli, const Options *o, const char *path, GError **error)
{
  g_autoptr (VdVault) vault = NULL;
  g_autoptr (VdSecret) recovery = NULL;
  VdVaultKey kind;

  if (!find_kind (path, &kind, error)) {
    vd_cli_explain (cli, *error, texts);
    return FALSE;
  }
  vault = restore (cli, o, path, kind, &recovery, error);
  if (vault == NULL)
    return FALSE;
  print_made (cli, o, vault, recovery);
  g_clear_pointer (&vault, vd_vault_close);
  if (!vd_cli_flush (error) || !o->switch_over || vd_vault_switch (cli->vault, o->into, error))
    return *error == NULL;
  vd_cli_explain (cli, *error, switch_texts);
  return FALSE;
}

gboolean
vd_command_restore (VdCli *cli, char ***args, GError **error)
{
  g_auto (Options) o = {.new_fd = -1};
  const GOptionEntry entries[] = {
      {"into", 0, 0, G_OPTION_ARG_FILENAME, &o.into, N_ ("New folder for the vault"), "DIR"},
      {"new-passphrase-fd", 0, 0, G_OPTION_ARG_INT, &o.new_fd,
       N_ ("Read the new passphrase from an open file descriptor"), "N"},
      {"kdf", 0, 0, G_OPTION_ARG_STRING, &o.level,
       N_ ("How much work a guess costs; measured when "
           "not given"),
       "floor|default|strong"},
      {"name", 0, 0, G_OPTION_ARG_STRING, &o.name, N_ ("Name of the first user"), "NAME"},
      {"switch", 0, 0, G_OPTION_ARG_NONE, &o.switch_over,
       N_ ("Put it in the place of the vault; the old one is in DIR then"), NULL},
      G_OPTION_ENTRY_NULL,
  };

  return vd_cli_parse (cli, entries, args, 1, 1, error) && check_options (&o, error) &&
         run (cli, &o, (*args)[1], error);
}
