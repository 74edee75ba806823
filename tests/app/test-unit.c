/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/unit.h"
#include "seal/age.h"
#include "seal/minisign.h"
#include "session-fixture.h"

#include <string.h>

static VdVault *
open_vault (const char *dir)
{
  g_autoptr (VdSecret) key = fixture_secret_of (PASSPHRASE);
  g_autoptr (GError) error = NULL;
  VdVault *vault = vd_vault_open (dir, VD_VAULT_PASSPHRASE, key, &fixture_clock, &error);

  g_assert_no_error (error);
  return vault;
}

static VdUnitKeys *
keys_of (VdVault *vault)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (json_t) settings = vd_unit_load (vault, &error);

  g_assert_no_error (error);
  return vd_unit_keys_new (vault, settings);
}

/* What is signed with the key verifies with the public one; what is sealed to the unit opens. */
static void
assert_works (const VdUnitKeys *keys)
{
  g_autofree char *signature = vd_minisign_sign (keys->signer.secret, "abc", 3, "test");
  const char *recipients[] = {keys->signer.reply_to, NULL};
  g_autoptr (GPtrArray) identities = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) sealed = vd_age_encrypt_to (recipients, "abc", 3, &error);
  g_autoptr (VdSecret) opened = NULL;
  VdMinisignPublic public_key;

  g_assert_no_error (error);
  g_assert_true (vd_minisign_public_parse (keys->sign_key, &public_key, NULL));
  g_assert_true (
      vd_minisign_verify (&public_key, signature, strlen (signature), "abc", 3, NULL, NULL));
  g_ptr_array_add (identities, keys->identity);
  opened = vd_age_decrypt (identities, g_bytes_get_data (sealed, NULL), g_bytes_get_size (sealed),
                           &error);
  g_assert_no_error (error);
  g_assert_cmpmem (vd_secret_data (opened), vd_secret_size (opened), "abc", 3);
}

static void
test_keys (Fixture *f, gconstpointer data)
{
  g_autoptr (VdSecret) recovery = fixture_create (f);
  g_autoptr (VdUnitKeys) first = NULL;
  g_autoptr (VdUnitKeys) again = NULL;
  VdVault *vault;

  fixture_lock (f, NULL);
  vault = open_vault (f->dir);
  first = keys_of (vault);
  assert_works (first);
  g_assert_cmpstr (first->signer.name, ==, "");
  vd_vault_close (vault);
  vault = open_vault (f->dir);
  again = keys_of (vault);
  g_assert_cmpstr (first->sign_key, ==, again->sign_key);
  g_assert_cmpstr (first->recipient, ==, again->recipient);
  vd_vault_close (vault);
}

static void
test_addressees (Fixture *f, gconstpointer data)
{
  g_autoptr (VdSecret) recovery = fixture_create (f);
  g_autoptr (GError) error = NULL;
  g_autoptr (json_t) settings = json_pack ("{s:s, s:[i]}", "unit", "Ward 3", "later", 1);
  g_autoptr (VdAddressees) list = vd_addressees_new (NULL);
  g_autoptr (VdAddressees) read = NULL;
  g_autoptr (VdUnitKeys) keys = NULL;
  VdVault *vault;

  fixture_lock (f, NULL);
  vault = open_vault (f->dir);
  keys = keys_of (vault);
  g_assert_true (vd_addressees_add (list, "ROSA", "rosa", keys->recipient, keys->sign_key,
                                    "2026-05-02", &error));
  vd_unit_set_addressees (settings, list);
  g_assert_true (vd_unit_save (vault, settings, &error));
  vd_vault_close (vault);
  g_clear_pointer (&settings, json_decref);

  vault = open_vault (f->dir);
  settings = vd_unit_load (vault, &error);
  g_assert_cmpstr (vd_unit_name (settings), ==, "Ward 3");
  g_assert_cmpuint (json_array_size (json_object_get (settings, "later")), ==, 1);
  read = vd_unit_addressees (settings, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (vd_addressees_count (read), ==, 1);
  g_assert_cmpstr (vd_addressees_signer (read, keys->sign_key)->name, ==, "ROSA");
  json_object_set_new (settings, "addressees", json_pack ("[{s:s}]", "name", "no key"));
  g_assert_null (vd_unit_addressees (settings, NULL, &error));
  g_assert_error (error, VD_ERROR, VD_ERROR_INVALID);
  vd_vault_close (vault);
}

/* What is no object is never taken for "nothing stored", which the next save would overwrite. */
static void
test_damaged (Fixture *f, gconstpointer data)
{
  g_autoptr (VdSecret) recovery = fixture_create (f);
  g_autoptr (VdSecret) bytes = fixture_secret_of ("[]");
  g_autoptr (GError) error = NULL;
  VdVault *vault;

  fixture_lock (f, NULL);
  vault = open_vault (f->dir);
  g_assert_true (vd_vault_save_item (vault, VD_VAULT_SETTINGS, bytes, &error));
  g_assert_null (vd_unit_load (vault, &error));
  g_assert_error (error, VD_ERROR, VD_ERROR_DAMAGED);
  vd_vault_close (vault);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  FIXTURE_ADD ("/app/unit/keys", test_keys);
  FIXTURE_ADD ("/app/unit/addressees", test_addressees);
  FIXTURE_ADD ("/app/unit/damaged", test_damaged);
  return g_test_run ();
}
