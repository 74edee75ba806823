/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test-interop"

#include <glib/gstdio.h>
#include <string.h>

#include "seal/age.h"
#include "seal/minisign.h"

/* Debian's age and minisign read what we write, and the other way round. */
#define PASSPHRASE "tre hvite hus på fjellet"

static const gsize sizes[] = {0, 1, 65535, 65536, 65537, 131072, 300000};

typedef struct {
  char *folder;
} Fixture;

static void
set_up (Fixture *self, const void *data)
{
  self->folder = g_dir_make_tmp ("seal-interop-XXXXXX", NULL);
  g_assert_nonnull (self->folder);
}

static void
tear_down (Fixture *self, const void *data)
{
  g_autoptr (GDir) dir = g_dir_open (self->folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (self->folder, name, NULL);

    g_assert_cmpint (g_unlink (path), ==, 0);
  }
  g_assert_cmpint (g_rmdir (self->folder), ==, 0);
  g_free (self->folder);
}

static gboolean
has_program (const char *name)
{
  g_autofree char *path = g_find_program_in_path (name);

  if (path == NULL)
    g_test_skip (name);
  return path != NULL;
}

static void
put_file (const Fixture *self, const char *name, const void *data, gsize size)
{
  g_autofree char *path = g_build_filename (self->folder, name, NULL);

  g_assert_true (g_file_set_contents (path, data, (gssize)size, NULL));
}

static GBytes *
get_file (const Fixture *self, const char *name)
{
  g_autofree char *path = g_build_filename (self->folder, name, NULL);
  char *data = NULL;
  gsize size = 0;

  g_assert_true (g_file_get_contents (path, &data, &size, NULL));
  return g_bytes_new_take (data, size);
}

/* Returns: the exit code. Runs in the fixture's folder, without a terminal or standard input. */
static int
run (const Fixture *self, const char *const *command)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) ended = NULL;
  g_autofree char *errors = NULL;
  int status;

  g_spawn_sync (self->folder, (char **)command, NULL,
                G_SPAWN_SEARCH_PATH | G_SPAWN_STDOUT_TO_DEV_NULL, NULL, NULL, NULL, &errors,
                &status, &error);
  g_assert_no_error (error);
  if (g_spawn_check_wait_status (status, &ended))
    return 0;
  g_test_message ("%s", g_strdelimit (errors, "\r\n\033", ' '));
  return ended->code;
}

#define run_command(self, ...) run (self, (const char *const[]){__VA_ARGS__, NULL})

static int
run_with_terminal (const Fixture *self, const char *passphrase, const char *a, const char *b)
{
  g_autofree char *helper =
      g_test_build_filename (G_TEST_DIST, "seal", "interop", "with-terminal.py", NULL);

  return run_command (self, "python3", helper, passphrase, "age", a, "-o", b, "in");
}

static char *
pattern (gsize size)
{
  char *data = g_malloc (size + 1);

  for (gsize i = 0; i < size; i++)
    data[i] = (char)(i * 31 + i / 251);
  return data;
}

static void
assert_plain (const VdSecret *plain, const char *data, gsize size)
{
  g_assert_nonnull (plain);
  g_assert_cmpmem (vd_secret_data (plain), vd_secret_size (plain), data, size);
}

/* We write for three; age opens as each of them, and refuses a fourth. */
static void
test_age_reads (Fixture *self, const void *unused)
{
  VdSecret *identities[4];
  char *recipients[4] = {NULL};

  if (!has_program ("age"))
    return;
  for (guint i = 0; i < 4; i++) {
    g_autofree char *name = g_strdup_printf ("key%u", i);
    g_autofree char *recipient = NULL;

    vd_age_keygen (&identities[i], &recipient);
    put_file (self, name, vd_secret_data (identities[i]), vd_secret_size (identities[i]));
    if (i < 3)
      recipients[i] = g_steal_pointer (&recipient);
  }
  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++) {
    g_autofree char *data = pattern (sizes[i]);
    g_autofree char *name = g_strdup_printf ("key%u", i % 3);
    g_autoptr (GError) error = NULL;
    g_autoptr (GBytes) file =
        vd_age_encrypt_to ((const char *const *)recipients, data, sizes[i], &error);
    g_autoptr (GBytes) plain = NULL;

    g_assert_no_error (error);
    put_file (self, "in", g_bytes_get_data (file, NULL), g_bytes_get_size (file));
    /* age opens its output with the first byte, and of an empty payload there is none. */
    put_file (self, "out", "", 0);
    g_assert_cmpint (run_command (self, "age", "-d", "-i", name, "-o", "out", "in"), ==, 0);
    plain = get_file (self, "out");
    g_assert_cmpmem (g_bytes_get_data (plain, NULL), g_bytes_get_size (plain), data, sizes[i]);
  }
  g_assert_cmpint (run_command (self, "age", "-d", "-i", "key3", "-o", "out", "in"), !=, 0);
  for (guint i = 0; i < 4; i++) {
    vd_secret_free (identities[i]);
    g_free (recipients[i]);
  }
}

/* age writes for two keys made by age-keygen; we open with the identity file as it is. */
static void
test_age_writes (Fixture *self, const void *unused)
{
  g_autoptr (GBytes) key_file = NULL;
  g_autoptr (VdSecret) key_text = NULL;
  g_autoptr (GPtrArray) identities = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *recipient = NULL;
  g_autofree char *other = NULL;
  VdSecret *unneeded;

  if (!has_program ("age") || !has_program ("age-keygen"))
    return;
  g_assert_cmpint (run_command (self, "age-keygen", "-o", "key"), ==, 0);
  key_file = get_file (self, "key");
  key_text = vd_secret_new_copy (g_bytes_get_data (key_file, NULL), g_bytes_get_size (key_file));
  identities = vd_age_identities_parse (key_text, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (identities->len, ==, 1);
  recipient = vd_age_recipient_of (g_ptr_array_index (identities, 0), &error);
  g_assert_no_error (error);
  g_assert_nonnull (strstr ((const char *)vd_secret_data (key_text), recipient));
  vd_age_keygen (&unneeded, &other);
  vd_secret_free (unneeded);
  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++) {
    g_autofree char *data = pattern (sizes[i]);
    g_autoptr (GBytes) file = NULL;
    g_autoptr (VdSecret) plain = NULL;

    put_file (self, "in", data, sizes[i]);
    g_assert_cmpint (run_command (self, "age", "-r", other, "-r", recipient, "-o", "out", "in"), ==,
                     0);
    file = get_file (self, "out");
    plain =
        vd_age_decrypt (identities, g_bytes_get_data (file, NULL), g_bytes_get_size (file), &error);
    g_assert_no_error (error);
    assert_plain (plain, data, sizes[i]);
  }
}

/* Armored files of age's are told apart, also when their key is at hand. */
static void
test_age_armored (Fixture *self, const void *unused)
{
  g_autoptr (GPtrArray) identities =
      g_ptr_array_new_with_free_func ((GDestroyNotify)vd_secret_free);
  VdSecret *identity;
  g_autofree char *recipient = NULL;
  g_autoptr (GBytes) file = NULL;
  g_autoptr (GError) error = NULL;

  if (!has_program ("age"))
    return;
  vd_age_keygen (&identity, &recipient);
  g_ptr_array_add (identities, identity);
  put_file (self, "in", "x", 1);
  g_assert_cmpint (run_command (self, "age", "-a", "-r", recipient, "-o", "out", "in"), ==, 0);
  file = get_file (self, "out");
  g_assert_null (
      vd_age_decrypt (identities, g_bytes_get_data (file, NULL), g_bytes_get_size (file), &error));
  g_assert_error (error, VD_ERROR, VD_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "armored"));
}

static void
test_age_passphrase_reads (Fixture *self, const void *unused)
{
  g_autoptr (VdSecret) passphrase = vd_secret_new_copy (PASSPHRASE, strlen (PASSPHRASE));
  g_autofree char *data = pattern (65537);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) file = NULL;
  g_autoptr (GBytes) plain = NULL;

  if (!has_program ("age"))
    return;
  file = vd_age_encrypt_passphrase (passphrase, VD_AGE_SCRYPT_LOG_N, data, 65537, &error);
  g_assert_no_error (error);
  put_file (self, "in", g_bytes_get_data (file, NULL), g_bytes_get_size (file));
  g_assert_cmpint (run_with_terminal (self, PASSPHRASE "x", "-d", "out"), !=, 0);
  g_assert_cmpint (run_with_terminal (self, PASSPHRASE, "-d", "out"), ==, 0);
  plain = get_file (self, "out");
  g_assert_cmpmem (g_bytes_get_data (plain, NULL), g_bytes_get_size (plain), data, 65537);
}

static void
test_age_passphrase_writes (Fixture *self, const void *unused)
{
  g_autoptr (VdSecret) passphrase = vd_secret_new_copy (PASSPHRASE, strlen (PASSPHRASE));
  g_autofree char *data = pattern (65537);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) file = NULL;
  g_autoptr (VdSecret) plain = NULL;

  if (!has_program ("age"))
    return;
  put_file (self, "in", data, 65537);
  g_assert_cmpint (run_with_terminal (self, PASSPHRASE, "-p", "out"), ==, 0);
  file = get_file (self, "out");
  g_assert_true (vd_age_wants_passphrase (g_bytes_get_data (file, NULL), g_bytes_get_size (file)));
  plain = vd_age_decrypt_passphrase (passphrase, g_bytes_get_data (file, NULL),
                                     g_bytes_get_size (file), &error);
  g_assert_no_error (error);
  assert_plain (plain, data, 65537);
}

static void
test_minisign_reads (Fixture *self, const void *unused)
{
  g_autoptr (VdSecret) secret = NULL;
  VdMinisignPublic key;
  g_autofree char *key_text = NULL;
  g_autofree char *signature = NULL;

  if (!has_program ("minisign"))
    return;
  vd_minisign_keygen (&secret, &key);
  key_text = vd_minisign_public_text (&key);
  signature = vd_minisign_sign (secret, "innhold", 7, "fra Varde");
  put_file (self, "in", "innhold", 7);
  put_file (self, "in.minisig", signature, strlen (signature));
  g_assert_cmpint (run_command (self, "minisign", "-V", "-H", "-P", key_text, "-m", "in"), ==, 0);
  put_file (self, "in", "Innhold", 7);
  g_assert_cmpint (run_command (self, "minisign", "-V", "-H", "-P", key_text, "-m", "in"), !=, 0);
}

static void
check_foreign_signature (const Fixture *self, const VdMinisignPublic *key, const char *comment)
{
  g_autoptr (GBytes) signature = get_file (self, "in.minisig");
  const char *text = g_bytes_get_data (signature, NULL);
  g_autofree char *trusted = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) changed = NULL;

  g_assert_true (
      vd_minisign_verify (key, text, g_bytes_get_size (signature), "innhold", 7, &trusted, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (trusted, ==, comment);
  g_assert_false (
      vd_minisign_verify (key, text, g_bytes_get_size (signature), "Innhold", 7, NULL, &changed));
  g_assert_error (changed, VD_ERROR, VD_ERROR_DAMAGED);
}

static void
test_minisign_writes (Fixture *self, const void *unused)
{
  g_autoptr (GBytes) key_file = NULL;
  g_autofree char *key_text = NULL;
  VdMinisignPublic key;

  if (!has_program ("minisign"))
    return;
  put_file (self, "in", "innhold", 7);
  g_assert_cmpint (run_command (self, "minisign", "-G", "-W", "-p", "pub", "-s", "sec"), ==, 0);
  key_file = get_file (self, "pub");
  key_text = g_strndup (g_bytes_get_data (key_file, NULL), g_bytes_get_size (key_file));
  g_assert_true (vd_minisign_public_parse (key_text, &key, NULL));
  g_assert_cmpint (run_command (self, "minisign", "-S", "-s", "sec", "-m", "in", "-t", "ny måte"),
                   ==, 0);
  check_foreign_signature (self, &key, "ny måte");
  g_assert_cmpint (
      run_command (self, "minisign", "-S", "-l", "-s", "sec", "-m", "in", "-t", "gammel måte"), ==,
      0);
  check_foreign_signature (self, &key, "gammel måte");
}

#define add(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  add ("/seal/interop/age-reads", test_age_reads);
  add ("/seal/interop/age-writes", test_age_writes);
  add ("/seal/interop/age-armored", test_age_armored);
  add ("/seal/interop/age-passphrase-reads", test_age_passphrase_reads);
  add ("/seal/interop/age-passphrase-writes", test_age_passphrase_writes);
  add ("/seal/interop/minisign-reads", test_minisign_reads);
  add ("/seal/interop/minisign-writes", test_minisign_writes);
  return g_test_run ();
}
