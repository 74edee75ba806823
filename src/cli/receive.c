/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "vardectl"

#include "config.h"

#include "base/atomic-file.h"
#include "cli/prompt.h"
#include "cli/receive.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define IDENTITIES_MAX (64 * 1024)

static const VdCliText texts[] = {
    {VD_ERROR_WRONG_KEY, N_ ("No key here opens this file"),
     N_ ("It was not sealed to this unit's key, nor to one that was given. Nothing was stored."),
     N_ ("Ask the sender which key they used. vardectl unit show prints this unit's key; "
         "--identity names a file with other keys.")},
    {VD_ERROR_DAMAGED, N_ ("The file is damaged or was altered"),
     N_ ("It is not what its sender sealed or signed. Nothing was stored."),
     N_ ("Do not rely on anything in it. Call the sender and ask for it again.")},
    {VD_ERROR_INVALID, N_ ("This is no package of Varde"),
     N_ ("It opens, but what is in it cannot be read here. Nothing was stored."),
     N_ ("vardectl open unpacks any age file.")},
    VD_CLI_TEXT_NULL,
};

gboolean
vd_cli_unit_read (VdCliUnit *self, VdVault *vault, const VdPack *pack, GError **error)
{
  self->settings = vd_unit_load (vault, error);
  if (self->settings == NULL)
    return FALSE;
  self->keys = vd_unit_keys_new (vault, self->settings);
  self->known = vd_unit_addressees (self->settings, pack, error);
  return self->known != NULL;
}

gboolean
vd_cli_unit_open (VdCliUnit *self, const VdCli *cli, const VdPack *pack, GError **error)
{
  self->vault = vd_cli_open_vault (cli, error);
  return self->vault != NULL && vd_cli_unit_read (self, self->vault, pack, error);
}

void
vd_cli_unit_clear (VdCliUnit *self)
{
  vd_addressees_free (self->known);
  vd_unit_keys_free (self->keys);
  json_decref (self->settings);
  vd_vault_close (self->vault);
}

static GPtrArray *
read_identities (const char *path, GError **error)
{
  g_autoptr (GBytes) bytes = vd_file_read (path, IDENTITIES_MAX, error);
  g_autoptr (VdSecret) text = NULL;
  const void *data;
  gsize size;

  if (bytes == NULL)
    return NULL;
  data = g_bytes_get_data (bytes, &size);
  text = vd_secret_new_copy (data, size);
  return vd_age_identities_parse (text, error);
}

gboolean
vd_cli_is_sealed (GBytes *file)
{
  static const char start[] = "age-encryption.org/";
  gsize size;
  const void *data = g_bytes_get_data (file, &size);

  return size >= sizeof start - 1 && memcmp (data, start, sizeof start - 1) == 0;
}

GPtrArray *
vd_cli_identities (const VdCliUnit *unit, const char *path, GError **error)
{
  GPtrArray *identities = path != NULL
                              ? read_identities (path, error)
                              : g_ptr_array_new_with_free_func ((GDestroyNotify)vd_secret_free);

  if (identities != NULL && unit->keys != NULL)
    g_ptr_array_add (identities, vd_secret_new_copy (vd_secret_data (unit->keys->identity),
                                                     vd_secret_size (unit->keys->identity)));
  return identities;
}

static VdSecret *
read_words (int fd, GError **error)
{
  g_autoptr (GError) local = NULL;
  VdSecret *words =
      fd >= 0 ? vd_prompt_read (fd, &local) : vd_prompt_ask (_ ("Passphrase of the file:"), &local);

  if (words == NULL && g_error_matches (local, VD_ERROR, VD_ERROR_NOT_FOUND))
    vd_cli_usage (error, _ ("The file is locked with a passphrase: give --file-passphrase-fd"));
  else if (words == NULL)
    g_propagate_error (error, g_steal_pointer (&local));
  return words;
}

static VdOpened *
open_file (const VdCli *cli,
           const VdCliUnit *unit,
           GBytes *file,
           const VdPack *pack,
           GPtrArray *identities,
           int words_fd,
           GError **error)
{
  g_autofree char *today = vd_clock_date (cli->clock);
  g_autoptr (VdOpened) opened =
      vd_opened_new (file, identities, NULL, unit->known, pack, today, error);
  g_autoptr (VdSecret) words = NULL;

  if (opened == NULL || !opened->wants_passphrase)
    return g_steal_pointer (&opened);
  words = read_words (words_fd, error);
  return words == NULL ? NULL : vd_opened_new (file, NULL, words, unit->known, pack, today, error);
}

VdOpened *
vd_cli_receive (const VdCli *cli,
                const VdCliUnit *unit,
                GBytes *file,
                const VdPack *pack,
                const char *identity,
                int words_fd,
                GError **error)
{
  g_autoptr (GPtrArray) identities = vd_cli_identities (unit, identity, error);
  g_autoptr (VdOpened) opened = NULL;

  if (identities == NULL)
    return NULL;
  opened = open_file (cli, unit, file, pack, identities, words_fd, error);
  if (opened != NULL && opened->received != NULL)
    return g_steal_pointer (&opened);
  if (opened != NULL)
    g_set_error_literal (error, VD_ERROR, VD_ERROR_INVALID, "no package");
  vd_cli_explain (cli, *error, texts);
  return NULL;
}

void
vd_cli_say_signer (const VdReceived *received)
{
  g_autofree char *name = vd_cli_one_line (received->signer);

  if (received->by == VD_SIGNED_BY_KNOWN)
    g_printerr (_ ("Signed by %s, whose key is known here."), name);
  else if (received->by == VD_SIGNED_BY_STRANGER && *received->fingerprint != '\0')
    g_printerr (_ ("Signed with a key that nobody here has confirmed; it calls itself \"%s\". Call "
                   "them on a number you know and compare: %s"),
                name, received->fingerprint);
  else if (received->by == VD_SIGNED_BY_STRANGER)
    g_printerr ("%s", _ ("Signed with a key that is not known here."));
  else
    g_printerr ("%s", _ ("Signed by nobody: anyone may have made it."));
  g_printerr ("\n");
}
