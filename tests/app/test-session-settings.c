/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "session-fixture.h"

#include <string.h>

static char *
read_settings (Fixture *f, const char *replacement)
{
  g_autoptr (VdSecret) key = fixture_secret_of (PASSPHRASE);
  g_autoptr (VdSecret) fresh = replacement != NULL ? fixture_secret_of (replacement) : NULL;
  g_autoptr (GError) error = NULL;
  VdVault *vault = vd_vault_open (f->dir, VD_VAULT_PASSPHRASE, key, &fixture_clock, &error);
  g_autoptr (VdSecret) settings = NULL;
  char *text;

  g_assert_no_error (error);
  if (fresh != NULL)
    g_assert_true (vd_vault_save_item (vault, VD_VAULT_SETTINGS, fresh, &error));
  settings = vd_vault_load_item (vault, VD_VAULT_SETTINGS, &error);
  g_assert_no_error (error);
  text = g_strndup ((const char *)vd_secret_data (settings), vd_secret_size (settings));
  vd_vault_close (vault);
  return text;
}

static void
set_contacts (Fixture *f, const char *contacts)
{
  g_autoptr (json_t) list = vd_json_parse (contacts, strlen (contacts), NULL);
  g_autoptr (GError) error = NULL;

  fixture_begin (f);
  vd_session_set_contacts_async (f->session, list, fixture_done_cb, f);
  vd_session_set_contacts_finish (f->session, fixture_wait_for (f), &error);
  g_assert_no_error (error);
}

/* The unit's sheet is in the vault and nowhere else; what a newer program wrote there stays. */
static void
test_contacts (Fixture *f, gconstpointer data)
{
  g_autoptr (VdSecret) recovery = fixture_create (f);
  g_autoptr (GError) error = NULL;
  g_autofree char *written = NULL;
  g_autofree char *kept = NULL;
  g_autofree char *sheet = NULL;

  g_assert_cmpuint (json_array_size (vd_session_get_contacts (f->session)), ==, 0);
  set_contacts (f, "[{\"name\":\"Barnevernvakta\",\"phone\":\"116 117\",\"later\":1}]");
  fixture_lock (f, NULL);
  g_assert_cmpuint (json_array_size (vd_session_get_contacts (f->session)), ==, 0);
  written = read_settings (f, "{\"future\":[2],\"contacts\":[{\"name\":\"A\",\"later\":1}]}");
  g_assert_true (fixture_unlock (f, VD_VAULT_PASSPHRASE, PASSPHRASE, &error));
  sheet = vd_json_write (vd_session_get_contacts (f->session), NULL);
  g_assert_cmpstr (sheet, ==, "[{\"name\":\"A\",\"later\":1}]");

  set_contacts (f, "[{\"name\":\"B\"}]");
  fixture_begin (f);
  vd_session_set_unit_async (f->session, "prison", "Wing 2", "ab", fixture_done_cb, f);
  g_assert_true (vd_session_set_unit_finish (f->session, fixture_wait_for (f), &error));
  fixture_lock (f, NULL);
  kept = read_settings (f, NULL);
  g_assert_cmpstr (kept, ==,
                   "{\"future\":[2],\"contacts\":[{\"name\":\"B\"}],\"setting\":\"prison\","
                   "\"unit\":\"Wing 2\",\"initials\":\"ab\"}");
}

/* What could not be sealed is not shown as if it were. */
static void
test_contacts_refused (Fixture *f, gconstpointer data)
{
  g_autoptr (json_t) list = json_pack ("[{s:s}]", "name", "C");
  g_autoptr (GError) error = NULL;

  fixture_begin (f);
  vd_session_set_contacts_async (f->session, list, fixture_done_cb, f);
  g_assert_cmpuint (json_array_size (vd_session_get_contacts (f->session)), ==, 1);
  g_assert_false (vd_session_set_contacts_finish (f->session, fixture_wait_for (f), &error));
  g_assert_error (error, VD_ERROR, VD_ERROR_INTERNAL);
  g_assert_cmpuint (json_array_size (vd_session_get_contacts (f->session)), ==, 0);
}

static void
count_pack_cb (const VdVaultLogEntry *entry, gpointer data)
{
  GString *told = data;

  if (entry->event == VD_VAULT_EVENT_PACK)
    g_string_append_printf (told, "%.4s ", entry->code);
}

static void
assert_packs_in_log (Fixture *f, const char *expected)
{
  g_autoptr (VdSecret) key = fixture_secret_of (PASSPHRASE);
  VdVault *vault = vd_vault_open (f->dir, VD_VAULT_PASSPHRASE, key, &fixture_clock, NULL);
  g_autoptr (GString) told = g_string_new (NULL);

  g_assert_true (vd_vault_log_each (vault, count_pack_cb, told, NULL));
  g_assert_cmpstr (told->str, ==, expected);
  vd_vault_close (vault);
}

static void
start_with (Fixture *f, const char *hash)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  gsize size;

  g_file_get_contents (g_getenv ("VARDE_PACK"), &text, &size, NULL);
  g_assert_finalize_object (f->session);
  vd_pack_unref (f->pack);
  f->pack = vd_pack_parse (text, size, &error);
  g_assert_no_error (error);
  vd_pack_set_hash (f->pack, hash);
  fixture_new_session (f);
}

static void
open_and_lock (Fixture *f)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (fixture_unlock (f, VD_VAULT_PASSPHRASE, PASSPHRASE, &error));
  fixture_lock (f, NULL);
  fixture_begin (f);
  while (G_OBJECT (f->session)->ref_count > 1)
    g_main_context_iteration (NULL, FALSE);
}

/* A pack is installed without the vault; the log says from which unlock on it was worked with, once
 * for each change, and the unit's settings stay. */
static void
test_pack_in_log (Fixture *f, gconstpointer data)
{
  g_autoptr (VdSecret) recovery = fixture_create (f);
  g_autofree char *first = g_strnfill (64, 'a');
  g_autofree char *second = g_strnfill (64, 'b');
  g_autofree char *settings = NULL;

  set_contacts (f, "[{\"name\":\"B\"}]");
  fixture_lock (f, NULL);
  fixture_begin (f);
  while (G_OBJECT (f->session)->ref_count > 1)
    g_main_context_iteration (NULL, FALSE);
  start_with (f, first);
  open_and_lock (f);
  open_and_lock (f);
  assert_packs_in_log (f, "aaaa ");
  start_with (f, second);
  open_and_lock (f);
  assert_packs_in_log (f, "aaaa bbbb ");
  settings = read_settings (f, NULL);
  g_assert_nonnull (strstr (settings, "\"contacts\":[{\"name\":\"B\"}]"));
}

/* Practice is guided like the real thing and leaves nothing on the disk. */
static void
test_in_memory (Fixture *f, gconstpointer data)
{
  g_autoptr (VdSession) session = vd_session_new_in_memory (f->pack, &fixture_clock, "nb");
  g_autoptr (GError) error = NULL;

  vd_session_new_record (session, "prison", "full");
  g_assert_true (
      vd_session_answer (session, "ECO-01", VD_ANSWER_YES, VD_BASIS_STATEMENT, NULL, &error));
  g_assert_true (vd_session_set_text (session, "person.age", "child", &error));
  g_assert_true (vd_session_get_guidance (session)->child_path);
  g_assert_cmpint (vd_session_get_save_state (session), ==, VD_SAVE_NONE);
  fixture_begin (f);
  vd_session_flush_async (session, fixture_done_cb, f);
  g_assert_true (vd_session_flush_finish (session, fixture_wait_for (f), &error));
  vd_session_close_record (session);
  fixture_begin (f);
  vd_session_flush_async (session, fixture_done_cb, f);
  g_assert_true (vd_session_flush_finish (session, fixture_wait_for (f), &error));
  g_assert_cmpuint (vd_session_get_cases (session)->len, ==, 0);
  g_assert_false (g_file_test (f->dir, G_FILE_TEST_EXISTS));
  g_clear_object (&f->result);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  FIXTURE_ADD ("/session/contacts", test_contacts);
  FIXTURE_ADD ("/session/contacts-refused", test_contacts_refused);
  FIXTURE_ADD ("/session/pack-in-log", test_pack_in_log);
  FIXTURE_ADD ("/session/in-memory", test_in_memory);
  return g_test_run ();
}
