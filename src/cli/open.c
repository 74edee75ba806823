/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "open"

#include "config.h"

#include "base/atomic-file.h"
#include "cli/vaults.h"
#include "cli/packs.h"
#include "seal/age.h"
#include "share/received.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <stdio.h>

/* An age file is a little larger than what it holds: a header and 16 bytes for every 64 KiB. */
#define FILE_MAX (VD_AGE_SIZE_MAX + 1024 * 1024)
#define IDENTITIES_MAX (64 * 1024)

/* What is unpacked when the payload is no package of ours. */
#define PAYLOAD "payload"

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

/* With what the caller gave; else the passphrase is asked for when the file is locked by one. */
static VdSecret *
decrypt (const VdCli *cli, const char *identity, GBytes *file, GError **error)
{
  gsize size;
  const void *data = g_bytes_get_data (file, &size);
  g_autoptr (GPtrArray) identities = NULL;
  g_autoptr (VdSecret) passphrase = NULL;

  if (identity != NULL) {
    identities = read_identities (identity, error);
    return identities == NULL ? NULL : vd_age_decrypt (identities, data, size, error);
  }
  if (cli->passphrase_fd < 0 && !vd_age_wants_passphrase (data, size)) {
    /* Says what is wrong with the file itself before a key is asked for. */
    identities = g_ptr_array_new ();
    return vd_age_decrypt (identities, data, size, error);
  }
  passphrase = vd_cli_passphrase (cli, _ ("Passphrase of the file:"), error);
  return passphrase == NULL ? NULL : vd_age_decrypt_passphrase (passphrase, data, size, error);
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

/* Keys of the pack's contacts are known; those a unit has confirmed are in its vault, which opening
 * a file does not need. */
static VdReceived *
look_into (const GPtrArray *files, GError **error)
{
  g_auto (VdCliPacks) packs = {0};
  g_autoptr (VdAddressees) known = NULL;

  /* A file opens without a pack too: then every signer is a stranger. */
  vd_cli_packs_load (&packs, NULL);
  known = vd_addressees_new (packs.current);
  return vd_received_new (files, known, error);
}

static void
print_signer (const VdReceived *received)
{
  switch (received->by) {
  case VD_SIGNED_BY_KNOWN:
    printf ("signer: %s\n", received->signer);
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

/* Of a name that came from outside only its own line: no line end or control character. */
static void
print_line (const char *label, const char *text)
{
  g_autofree char *line = g_strdup (text);

  for (char *at = line; *at != '\0'; at++) {
    if (g_ascii_iscntrl (*at))
      *at = ' ';
  }
  if (*line != '\0')
    printf ("%s: %s\n", label, line);
}

static gboolean
print_received (const GPtrArray *files, const VdReceived *received, GError **error)
{
  g_autoptr (VdReceipt) receipt = NULL;

  print_signer (received);
  if (received->by == VD_SIGNED_BY_STRANGER)
    print_line ("signer-name", received->signer);
  print_line ("number", received->number);
  print_line ("corrects", received->corrects);
  if (vd_package_find (files, VD_PACKAGE_RECEIPT) == NULL)
    return TRUE;
  receipt = vd_receipt_read (files, error);
  if (receipt == NULL)
    return FALSE;
  print_line ("receipt-for", receipt->number);
  print_line ("received", receipt->date);
  print_line ("received-by", receipt->by);
  return TRUE;
}

static void
print_names (const GPtrArray *files)
{
  for (guint i = 0; i < files->len; i++)
    printf ("%s\n", ((const VdPackageFile *)g_ptr_array_index (files, i))->name);
}

static gboolean
unpack (const VdSecret *payload, const char *folder, GError **error)
{
  gboolean package = vd_package_is (vd_secret_data (payload), vd_secret_size (payload));
  g_autoptr (GPtrArray) files =
      package ? vd_package_read (vd_secret_data (payload), vd_secret_size (payload), error)
              : single_file (payload);
  g_autoptr (VdReceived) received = NULL;

  if (files == NULL)
    return FALSE;
  if (package) {
    /* Before anything is written: what was signed and altered is not unpacked. */
    received = look_into (files, error);
    if (received == NULL)
      return FALSE;
  }
  if (!write_files (folder, files, error))
    return FALSE;
  print_names (files);
  return received == NULL || print_received (files, received, error);
}

gboolean
vd_command_open (VdCli *cli, char ***args, GError **error)
{
  g_autofree char *output = NULL;
  g_autofree char *identity = NULL;
  const GOptionEntry entries[] = {
      {"output", 0, 0, G_OPTION_ARG_FILENAME, &output,
       N_ ("Folder to unpack into; - for standard output"), "DIR"},
      {"identity", 0, 0, G_OPTION_ARG_FILENAME, &identity, N_ ("File with secret keys"), "FILE"},
      G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GBytes) file = NULL;
  g_autoptr (VdSecret) payload = NULL;

  if (!vd_cli_parse (cli, entries, args, 1, 1, error))
    return FALSE;
  if (output == NULL)
    return vd_cli_usage (error, _ ("--output is missing"));
  if (identity != NULL && cli->passphrase_fd >= 0)
    return vd_cli_usage (error, _ ("Either --identity or --passphrase-fd"));
  file = vd_file_read ((*args)[1], FILE_MAX, error);
  payload = file == NULL ? NULL : decrypt (cli, identity, file, error);
  if (payload == NULL)
    return FALSE;
  if (!g_str_equal (output, "-"))
    return unpack (payload, output, error);
  fwrite (vd_secret_data (payload), 1, vd_secret_size (payload), stdout);
  return TRUE;
}
