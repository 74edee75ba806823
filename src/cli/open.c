/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "open"

#include "config.h"

#include "base/atomic-file.h"
#include "cli/receive.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <stdio.h>

/* What is unpacked when the payload is no package of ours. */
#define PAYLOAD "payload"

/* Where the key of the file comes from, and whose signature it has to bear. */
typedef struct {
  char *output;
  char *identity;
  char *signer;
  gboolean own;
} Options;

static void
options_clear (Options *self)
{
  g_free (self->output);
  g_free (self->identity);
  g_free (self->signer);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static const VdCliText texts[] = {
    {VD_ERROR_WRONG_KEY, N_ ("The key or passphrase does not open this file"),
     N_ ("It was sealed to another key or locked with other words. Nothing was written."),
     N_ ("--identity gives a file with keys, --passphrase-fd a passphrase, and --own uses the key "
         "of your unit.")},
    {VD_ERROR_DAMAGED, N_ ("The file is damaged or was altered"),
     N_ ("It is not what its sender sealed or signed. Nothing was written."),
     N_ ("Do not rely on anything in it. Call the sender and ask for it again.")},
    VD_CLI_TEXT_NULL,
};

static const VdCliText signer_texts[] = {
    {VD_ERROR_REFUSED, N_ ("It is not signed with that key"),
     N_ ("The file opens, but somebody else signed it, or nobody. Nothing was written."),
     N_ ("Do not rely on anything in it. Call the sender on a number you know.")},
    {VD_ERROR_INVALID, N_ ("--signer is no public key of minisign"), N_ ("Nothing was opened."),
     N_ ("Copy the whole line of the public key again.")},
    VD_CLI_TEXT_NULL,
};

/* With what the caller gave; else the passphrase is asked for when the file is locked by one. */
static VdOpened *
decrypt (const VdCli *cli,
         const Options *o,
         const VdCliUnit *unit,
         GBytes *file,
         const VdAddressees *known,
         GError **error)
{
  g_autofree char *today = vd_clock_date (cli->clock);
  gboolean locked =
      vd_age_wants_passphrase (g_bytes_get_data (file, NULL), g_bytes_get_size (file));
  g_autoptr (GPtrArray) identities = NULL;
  g_autoptr (VdSecret) passphrase = NULL;

  if (!o->own && o->identity == NULL && (cli->passphrase_fd >= 0 || locked)) {
    passphrase = vd_cli_passphrase (cli, _ ("Passphrase of the file:"), error);
    return passphrase == NULL ? NULL
                              : vd_opened_new (file, NULL, passphrase, known, NULL, today, error);
  }
  if (locked) {
    g_set_error_literal (error, VD_ERROR, VD_ERROR_WRONG_KEY, "locked with a passphrase");
    return NULL;
  }
  identities = vd_cli_identities (unit, o->identity, error);
  return identities == NULL ? NULL
                            : vd_opened_new (file, identities, NULL, known, NULL, today, error);
}

static GPtrArray *
single_file (const VdSecret *payload)
{
  GPtrArray *files = g_ptr_array_new_with_free_func ((GDestroyNotify)vd_package_file_free);
  VdPackageFile *file = g_new (VdPackageFile, 1);

  file->name = g_strdup (PAYLOAD);
  file->data = g_bytes_new (vd_secret_data (payload), vd_secret_size (payload));
  g_ptr_array_add (files, file);
  return files;
}

static gboolean
write_file (const char *folder, const VdPackageFile *file, GError **error)
{
  g_autofree char *path = g_build_filename (folder, file->name, NULL);
  gsize size;
  const void *data = g_bytes_get_data (file->data, &size);

  return vd_atomic_file_create (path, data, size, error);
}

static void
remove_files (const char *folder, const GPtrArray *files, guint n)
{
  for (guint i = 0; i < n; i++) {
    const VdPackageFile *file = g_ptr_array_index (files, i);
    g_autofree char *path = g_build_filename (folder, file->name, NULL);

    g_unlink (path);
  }
}

/* All files or none: what was made before a failure goes again. */
static gboolean
write_files (const char *folder, const GPtrArray *files, GError **error)
{
  gboolean made = g_mkdir (folder, 0700) == 0;

  if (!made && errno != EEXIST) {
    vd_error_set_errno (error, errno, "make folder");
    return FALSE;
  }
  for (guint i = 0; i < files->len; i++) {
    if (write_file (folder, g_ptr_array_index (files, i), error))
      continue;
    remove_files (folder, files, i);
    if (made)
      g_rmdir (folder);
    return FALSE;
  }
  return TRUE;
}

/* Of a name that came from outside only its own line: no line end or control character. */
static void
print_line (const char *label, const char *text)
{
  g_autofree char *line = vd_cli_one_line (text);

  if (*line != '\0')
    printf ("%s: %s\n", label, line);
}

static void
print_signer (const VdReceived *received)
{
  switch (received->by) {
  case VD_SIGNED_BY_KNOWN:
    print_line ("signer", received->signer);
    break;
  case VD_SIGNED_BY_STRANGER:
    printf ("signer: unknown\n");
    if (*received->key != '\0')
      printf ("signer-key: %s\nsigner-words: %s\n", received->key, received->fingerprint);
    break;
  case VD_SIGNED_BY_NOBODY:
  default:
    printf ("signer: none\n");
  }
}

static void
print_received (const VdOpened *opened)
{
  const VdReceived *received = opened->received;

  print_signer (received);
  if (received->by == VD_SIGNED_BY_STRANGER)
    print_line ("signer-name", received->signer);
  print_line ("number", received->number);
  print_line ("corrects", received->corrects);
  if (opened->receipt == NULL)
    return;
  print_line ("receipt-for", opened->receipt->number);
  print_line ("received", opened->receipt->date);
  print_line ("received-by", opened->receipt->by);
}

/* What was signed and altered never gets here: nothing of it is unpacked. */
static gboolean
unpack (const VdOpened *opened, const char *folder, GError **error)
{
  g_autoptr (GPtrArray) single = opened->files == NULL ? single_file (opened->payload) : NULL;
  const GPtrArray *files = single != NULL ? single : opened->files;

  if (!write_files (folder, files, error))
    return FALSE;
  for (guint i = 0; i < files->len; i++)
    printf ("%s\n", ((const VdPackageFile *)g_ptr_array_index (files, i))->name);
  if (opened->received != NULL)
    print_received (opened);
  return TRUE;
}

/* Whose signatures count: of the one key that was given, else of the pack and, with the vault open,
 * of whom the unit has confirmed. */
static VdAddressees *
known_keys (const VdCli *cli, const Options *o, VdCliUnit *unit, GError **error)
{
  g_autoptr (VdAddressees) known = NULL;
  g_autofree char *today = vd_clock_date (cli->clock);

  /* A file opens without a pack too: then every signer is a stranger. */
  vd_cli_packs_load (cli->packs, NULL);
  if (o->own && !vd_cli_unit_open (unit, cli, cli->packs->current, error))
    return NULL;
  if (o->signer == NULL)
    return unit->known != NULL ? g_steal_pointer (&unit->known)
                               : vd_addressees_new (cli->packs->current);
  known = vd_addressees_new (NULL);
  if (vd_addressees_add (known, o->signer, NULL, NULL, o->signer, today, error))
    return g_steal_pointer (&known);
  vd_cli_explain (cli, *error, signer_texts);
  return NULL;
}

static gboolean
check_signer (const VdCli *cli, const Options *o, const VdOpened *opened, GError **error)
{
  if (o->signer == NULL || (opened->received != NULL && opened->received->by == VD_SIGNED_BY_KNOWN))
    return TRUE;
  g_set_error_literal (error, VD_ERROR, VD_ERROR_REFUSED, "another signer");
  vd_cli_explain (cli, *error, signer_texts);
  return FALSE;
}

static gboolean
open_file (const VdCli *cli, const Options *o, const char *path, GError **error)
{
  g_auto (VdCliUnit) unit = {0};
  g_autoptr (GBytes) file = vd_file_read (path, VD_OPENED_FILE_MAX, error);
  g_autoptr (VdAddressees) known = file == NULL ? NULL : known_keys (cli, o, &unit, error);
  g_autoptr (VdOpened) opened = NULL;

  if (known == NULL)
    return FALSE;
  opened = decrypt (cli, o, &unit, file, known, error);
  if (opened == NULL) {
    vd_cli_explain (cli, *error, texts);
    return FALSE;
  }
  if (!check_signer (cli, o, opened, error))
    return FALSE;
  if (!g_str_equal (o->output, "-"))
    return unpack (opened, o->output, error);
  fwrite (vd_secret_data (opened->payload), 1, vd_secret_size (opened->payload), stdout);
  return TRUE;
}

gboolean
vd_command_open (VdCli *cli, char ***args, GError **error)
{
  g_auto (Options) o = {0};
  const GOptionEntry entries[] = {
      {"output", 0, 0, G_OPTION_ARG_FILENAME, &o.output,
       N_ ("Folder to unpack into; - for standard output"), "DIR"},
      {"identity", 0, 0, G_OPTION_ARG_FILENAME, &o.identity, N_ ("File with secret keys"), "FILE"},
      {"own", 0, 0, G_OPTION_ARG_NONE, &o.own,
       N_ ("Open the vault: with the unit's key, and knowing whom it has confirmed"), NULL},
      {"signer", 0, 0, G_OPTION_ARG_STRING, &o.signer,
       N_ ("Open it only when it is signed with this public key"), "KEY"},
      G_OPTION_ENTRY_NULL,
  };

  if (!vd_cli_parse (cli, entries, args, 1, 1, error))
    return FALSE;
  if (o.output == NULL)
    return vd_cli_usage (error, _ ("--output is missing"));
  if (o.identity != NULL && !o.own && cli->passphrase_fd >= 0)
    return vd_cli_usage (error, _ ("Either --identity or --passphrase-fd"));
  return open_file (cli, &o, (*args)[1], error);
}
