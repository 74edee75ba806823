/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "vardectl"

#include "config.h"

#include "cli/vaults.h"

#include "app/passphrase.h"
#include "app/unit.h"
#include "cli/packs.h"
#include "cli/prompt.h"

#include <fcntl.h>
#include <glib/gi18n-lib.h>

/* On the terminal a mistake is not the end at once. */
#define TRIES 3

static const VdCliText no_vault[] = {
    {VD_ERROR_NOT_FOUND, N_ ("There is no vault here"), N_ ("Nothing was made."),
     N_ ("Make one with vardectl init, or name its folder with --vault.")},
    VD_CLI_TEXT_NULL,
};

static const VdCliText damaged[] = {
    {VD_ERROR_DAMAGED, N_ ("The vault is damaged"),
     N_ ("Its files do not belong together, or some bytes are not what was written. Nothing was "
         "changed."),
     N_ ("vardectl verify names what is damaged; vardectl backup --repair writes what can still be "
         "read to a backup, from which vardectl restore makes a new vault.")},
    VD_CLI_TEXT_NULL,
};

static const VdCliText recovery[] = {
    {VD_ERROR_WRONG_KEY, N_ ("The recovery key does not fit"),
     N_ ("It is the key of another vault, or of this one before it got a new key. Nothing was "
         "changed."),
     N_ ("Look for the newest sheet of paper with the key of this vault.")},
    {VD_ERROR_INVALID, N_ ("There is a mistake in the recovery key"),
     N_ ("The last group shows that a character is wrong, missing or too many. Nothing was "
         "changed."),
     N_ ("Compare it with the paper, group by group, and type it again.")},
    VD_CLI_TEXT_NULL,
};

/* @fd: -1 asks on the terminal. */
static VdSecret *
read_secret (int fd, const char *prompt, const char *option, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autofree char *message = NULL;
  VdSecret *secret;

  if (fd >= 0)
    return vd_prompt_read (fd, error);
  secret = vd_prompt_ask (prompt, &local);
  if (secret != NULL)
    return secret;
  if (!g_error_matches (local, VD_ERROR, VD_ERROR_NOT_FOUND)) {
    g_propagate_error (error, g_steal_pointer (&local));
    return NULL;
  }
  message = g_strdup_printf (_ ("There is no terminal to ask on: give %s"), option);
  vd_cli_usage (error, message);
  return NULL;
}

VdSecret *
vd_cli_passphrase (const VdCli *cli, const char *prompt, GError **error)
{
  return read_secret (cli->passphrase_fd, prompt, "--passphrase-fd", error);
}

/* Typed twice, because nobody sees it; a script says it once. */
VdSecret *
vd_cli_new_passphrase (const VdCli *cli, int fd, const char *option, GError **error)
{
  g_autoptr (VdSecret) first = read_secret (fd, _ ("New passphrase:"), option, error);
  g_autoptr (VdSecret) second = NULL;
  const char *advice = first == NULL ? NULL : vd_passphrase_advice (first);

  if (first == NULL)
    return NULL;
  if (advice == NULL && fd >= 0)
    return g_steal_pointer (&first);
  if (advice == NULL) {
    second = vd_prompt_ask (_ ("Again:"), error);
    if (second == NULL)
      return NULL;
    if (vd_secret_equal (first, second))
      return g_steal_pointer (&first);
    advice = _ ("The two are not the same.");
  }
  *cli->said = (VdUserError){_ ("This passphrase cannot be used"), advice,
                             _ ("Nothing was changed. Choose another one, or type it again.")};
  g_set_error_literal (error, VD_ERROR, VD_ERROR_INVALID, "new passphrase");
  return NULL;
}

gboolean
vd_cli_check_new_fd (int fd, GError **error)
{
  return fd == -1 || fcntl (fd, F_GETFD) >= 0 ||
         vd_cli_usage (error, _ ("--new-passphrase-fd: that file descriptor is not open"));
}

gboolean
vd_cli_choose_kdf (const char *name, VdKdf *kdf, GError **error)
{
  if (name == NULL)
    *kdf = vd_kdf_choose ();
  else if (g_str_equal (name, "floor"))
    *kdf = vd_kdf_floor;
  else if (g_str_equal (name, "default"))
    *kdf = vd_kdf_default;
  else if (g_str_equal (name, "strong"))
    *kdf = vd_kdf_strong;
  else
    return vd_cli_usage (error, _ ("--kdf: floor, default or strong"));
  return TRUE;
}

/* How often it did not fit goes into the log with the opening that did. */
static gboolean
log_opening (VdVault *vault, guint failed, GError **error)
{
  g_autofree char *code = g_strdup_printf ("%u", failed);

  return (failed == 0 || vd_vault_log (vault, VD_VAULT_EVENT_FAILED_UNLOCKS, 0, code, error)) &&
         vd_vault_log (vault, VD_VAULT_EVENT_UNLOCK, 0, NULL, error);
}

/* What is wrong with a pack is for the commands that need one to say. */
static gboolean
note_pack (const VdCli *cli, VdVault *vault, GError **error)
{
  return !vd_cli_packs_load (cli->packs, NULL) ||
         vd_unit_note_pack (vault, cli->packs->current, error);
}

void
vd_cli_explain_recovery (const VdCli *cli, const GError *error)
{
  vd_cli_explain (cli, error, recovery);
}

static VdVault *
open_once (const VdCli *cli, const VdCliOpening *opening, VdSecret **key, GError **error)
{
  const char *prompt = opening->kind == VD_VAULT_RECOVERY ? _ ("Recovery key:") : _ ("Passphrase:");

  g_clear_pointer (key, vd_secret_free);
  *key = vd_cli_passphrase (cli, prompt, error);
  if (*key == NULL)
    return NULL;
  return opening->repair
             ? vd_vault_open_for_repair (cli->vault, opening->kind, *key, cli->clock, error)
             : vd_vault_open (cli->vault, opening->kind, *key, cli->clock, error);
}

static VdVault *
open_with_tries (const VdCli *cli,
                 const VdCliOpening *opening,
                 VdSecret **key,
                 guint *failed,
                 GError **error)
{
  for (*failed = 0;; ++*failed) {
    g_autoptr (GError) local = NULL;
    VdVault *vault = open_once (cli, opening, key, &local);

    if (vault != NULL)
      return vault;
    if (cli->passphrase_fd >= 0 || *failed + 1 == TRIES ||
        !g_error_matches (local, VD_ERROR, VD_ERROR_WRONG_KEY)) {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
    g_printerr ("%s\n", _ ("That does not fit. Once more:"));
  }
}

VdVault *
vd_cli_open_vault_with (const VdCli *cli,
                        const VdCliOpening *opening,
                        VdSecret **key,
                        GError **error)
{
  g_autoptr (VdSecret) own = NULL;
  g_autoptr (VdVault) vault = NULL;
  g_autoptr (GError) local = NULL;
  guint failed = 0;

  /* Nobody is asked for the passphrase of a vault that is not there. */
  if (!g_file_test (cli->vault, G_FILE_TEST_EXISTS))
    g_set_error_literal (&local, VD_ERROR, VD_ERROR_NOT_FOUND, "no vault");
  else
    vault = open_with_tries (cli, opening, key != NULL ? key : &own, &failed, &local);
  if (vault == NULL) {
    vd_cli_explain (cli, local, no_vault);
    vd_cli_explain (cli, local, damaged);
    if (opening->kind == VD_VAULT_RECOVERY)
      vd_cli_explain_recovery (cli, local);
    g_propagate_error (error, g_steal_pointer (&local));
    return NULL;
  }
  if (!opening->repair && (!log_opening (vault, failed, error) || !note_pack (cli, vault, error)))
    return NULL;
  return g_steal_pointer (&vault);
}

VdVault *
vd_cli_open_vault (const VdCli *cli, GError **error)
{
  const VdCliOpening opening = {VD_VAULT_PASSPHRASE, FALSE};

  return vd_cli_open_vault_with (cli, &opening, NULL, error);
}

void
vd_cli_daily_copy (VdVault *vault)
{
  g_autoptr (GError) error = NULL;
  VdUserError text;

  if (vd_vault_daily_copy (vault, NULL, NULL, NULL, &error))
    return;
  text = vd_user_error (error);
  g_printerr ("%s %s (%s)\n", _ ("What was asked for is done, but today's copy could not be made:"),
              text.title, error->message);
}
