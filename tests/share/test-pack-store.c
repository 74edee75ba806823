/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test-pack-store"

#include "pack-fixture.h"

#include "seal/digest.h"

#include <glib/gstdio.h>
#include <string.h>

static void
test_install (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = fixture_make_pack (f, "version=\"2026.2\"");
  g_autoptr (GBytes) signature = fixture_sign (f->secret, bytes);
  g_autoptr (VdPack) pack = NULL;
  g_autoptr (VdPack) again = NULL;
  g_autofree char *hash = vd_digest_hex (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));

  fixture_assert_current (f, "2026.1");
  pack = vd_pack_store_install (f->store, bytes, signature, FALSE, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (vd_pack_hash (pack), ==, hash);
  g_assert_cmpuint (fixture_count_files (f), ==, 4);
  fixture_assert_current (f, "2026.2");
  /* Once more changes nothing. */
  again = vd_pack_store_install (f->store, bytes, signature, FALSE, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (fixture_count_files (f), ==, 4);
  fixture_install_version (f, "version=\"2026.10\"", FALSE);
  fixture_assert_current (f, "2026.10");
}

static void
test_older_when_asked (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) ours = g_bytes_new (f->text, strlen (f->text));
  g_autoptr (VdPack) pack = NULL;

  fixture_install_version (f, "version=\"2026.5\"", FALSE);
  fixture_install_version (f, "version=\"2026.3\"", TRUE);
  fixture_assert_current (f, "2026.3");
  fixture_install_version (f, "version=\"2025.1\"", TRUE);
  fixture_assert_current (f, "2025.1");
  /* Back to what came with the program, which needs no signature. */
  pack = vd_pack_store_install (f->store, ours, NULL, TRUE, &error);
  g_assert_no_error (error);
  fixture_assert_current (f, "2026.1");
}

/* An update of the program brings newer content into use, and never takes it back. */
static void
test_program_update (Fixture *f, gconstpointer data)
{
  fixture_install_version (f, "version=\"2026.5\"", FALSE);
  fixture_update_program (f, "version=\"2026.3\"");
  fixture_assert_current (f, "2026.5");
  fixture_update_program (f, "version=\"2026.6\"");
  fixture_assert_current (f, "2026.6");
  fixture_install_version (f, "version=\"2026.4\"", TRUE);
  fixture_assert_current (f, "2026.4");
  fixture_update_program (f, "version=\"2026.7\"");
  fixture_assert_current (f, "2026.7");
}

static void
find_and_compare (Fixture *f, const char *version, const char *hash)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (VdPack) pack = vd_pack_store_find (f->store, "no.varde.norway", version, hash, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (vd_pack_hash (pack), ==, hash);
}

static VdRecord *
record_of (const VdPack *pack)
{
  VdRecord *record = vd_record_new ("0b6e5c1a-52f4-4c0e-9d3a-7a1f0c5e2b11", "prison", NULL);

  vd_record_set_pack (record, pack);
  return record;
}

static void
assert_pack_of (Fixture *f, const VdRecord *record, const char *version)
{
  g_autoptr (VdPack) current = vd_pack_store_load (f->store, NULL);
  g_autoptr (VdPack) pack = vd_pack_store_for_record (f->store, record, current);

  g_assert_cmpstr (vd_pack_version (pack), ==, version);
}

/* Records keep the pack they were made with: a replaced one, and the bundle of an earlier program,
 * of which a copy was kept. */
static void
test_old_records (Fixture *f, gconstpointer data)
{
  g_autoptr (VdPack) first = vd_pack_store_load (f->store, NULL);
  g_autoptr (VdRecord) of_first = record_of (first);
  g_autoptr (VdPack) second = NULL;
  g_autoptr (VdRecord) of_second = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (vd_pack_store_keep (f->store, first, &error));
  g_assert_no_error (error);
  g_assert_true (vd_pack_store_keep (f->store, first, &error));
  fixture_install_version (f, "version=\"2026.2\"", FALSE);
  second = vd_pack_store_load (f->store, NULL);
  of_second = record_of (second);
  fixture_install_version (f, "version=\"2026.3\"", FALSE);
  assert_pack_of (f, of_first, "2026.1");
  assert_pack_of (f, of_second, "2026.2");
  fixture_update_program (f, "version=\"2027.1\"");
  fixture_assert_current (f, "2027.1");
  assert_pack_of (f, of_first, "2026.1");
  assert_pack_of (f, of_second, "2026.2");
  find_and_compare (f, "2026.1", vd_pack_hash (first));
  find_and_compare (f, "2026.2", vd_pack_hash (second));
  g_assert_null (
      vd_pack_store_find (f->store, "no.varde.norway", "2026.1", vd_pack_hash (second), &error));
  g_assert_error (error, VD_ERROR, VD_ERROR_NOT_FOUND);
}

static void
test_not_there (Fixture *f, gconstpointer data)
{
  g_autofree char *zeros = g_strnfill (64, '0');
  const char *const hashes[] = {"", "x", "../../../etc/passwd", zeros};
  g_autoptr (VdRecord) record =
      vd_record_new ("0b6e5c1a-52f4-4c0e-9d3a-7a1f0c5e2b11", "prison", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (hashes); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_null (vd_pack_store_find (f->store, "no.varde.norway", "2026.1", hashes[i], &error));
    g_assert_error (error, VD_ERROR, VD_ERROR_NOT_FOUND);
  }
  assert_pack_of (f, record, "2026.1");
}

static char *
stored_file (Fixture *f, const char *suffix)
{
  g_autoptr (VdPack) pack = vd_pack_store_load (f->store, NULL);
  g_autofree char *name = g_strconcat (vd_pack_hash (pack), suffix, NULL);

  return g_build_filename (f->dir, name, NULL);
}

static void
damage (const char *path)
{
  g_autofree char *text = NULL;
  gsize size;

  g_assert_true (g_file_get_contents (path, &text, &size, NULL));
  text[size / 3] ^= 1;
  g_assert_true (g_file_set_contents (path, text, (gssize)size, NULL));
}

/* @code: -1: the one that was installed last is in use. */
static void
assert_passed_over (Fixture *f, int code)
{
  g_autoptr (GError) passed_over = NULL;
  g_autoptr (VdPack) pack = vd_pack_store_load_telling (f->store, &passed_over, NULL);

  g_assert_nonnull (pack);
  if (code < 0)
    g_assert_no_error (passed_over);
  else
    g_assert_error (passed_over, VD_ERROR, code);
}

/* What was changed on the disk is passed over, shown as such, and mended by the next
 * installation. */
static void
test_changed_on_disk (Fixture *f, gconstpointer data)
{
  static const char *const suffixes[] = {".xml", ".xml.minisig"};
  static const int expected[] = {VD_ERROR_DAMAGED, VD_ERROR_UNTRUSTED};

  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++) {
    g_autofree char *path = NULL;
    g_autoptr (GPtrArray) entries = NULL;
    const VdPackEntry *entry;

    fixture_install_version (f, "version=\"2026.2\"", FALSE);
    fixture_assert_current (f, "2026.2");
    assert_passed_over (f, -1);
    path = stored_file (f, suffixes[i]);
    damage (path);
    fixture_assert_current (f, "2026.1");
    assert_passed_over (f, expected[i]);
    entries = vd_pack_store_list (f->store, NULL);
    g_assert_cmpuint (entries->len, ==, 2);
    entry = g_ptr_array_index (entries, 1);
    g_assert_null (entry->pack);
    g_assert_error (entry->problem, VD_ERROR, expected[i]);
  }
  fixture_install_version (f, "version=\"2026.2\"", FALSE);
  fixture_assert_current (f, "2026.2");
}

/* A key that is taken away takes its packs with it, also from the records made with them. */
static void
test_key_removed (Fixture *f, gconstpointer data)
{
  g_autofree char *path = g_build_filename (f->dir, "keys", "ours.pub", NULL);
  g_autoptr (VdPack) pack = NULL;
  g_autoptr (VdRecord) record = NULL;

  fixture_install_version (f, "version=\"2026.2\"", FALSE);
  pack = vd_pack_store_load (f->store, NULL);
  record = record_of (pack);
  g_assert_cmpint (g_unlink (path), ==, 0);
  fixture_assert_current (f, "2026.1");
  assert_passed_over (f, VD_ERROR_UNTRUSTED);
  assert_pack_of (f, record, "2026.1");
}

/* Between any two writes of an installation the old pack is in use, and a second try completes it.
 */
static void
test_interrupted (Fixture *f, gconstpointer data)
{
  g_autofree char *change = g_build_filename (f->dir, "use-000001", NULL);
  g_autofree char *signature = NULL;

  fixture_install_version (f, "version=\"2026.2\"", FALSE);
  signature = stored_file (f, ".xml.minisig");
  g_assert_cmpint (g_unlink (change), ==, 0);
  fixture_assert_current (f, "2026.1");
  g_assert_cmpint (g_unlink (signature), ==, 0);
  fixture_assert_current (f, "2026.1");
  fixture_write_file (f->dir, "use-000001", "0123", 4);
  fixture_assert_current (f, "2026.1");
  fixture_write_file (f->dir, "use-999999999999", "x", 1);
  fixture_install_version (f, "version=\"2026.2\"", FALSE);
  fixture_assert_current (f, "2026.2");
}

/* A change that names a pack without a signature: a kept bundle must never come into use again. */
static void
test_forged_change (Fixture *f, gconstpointer data)
{
  g_autoptr (VdPack) first = vd_pack_store_load (f->store, NULL);
  g_autoptr (VdPack) second = NULL;
  g_autofree char *text = NULL;

  vd_pack_store_keep (f->store, first, NULL);
  fixture_update_program (f, "version=\"2026.2\"");
  second = vd_pack_store_load (f->store, NULL);
  text = g_strdup_printf ("%s %s\n", vd_pack_hash (first), vd_pack_hash (second));
  fixture_write_file (f->dir, "use-000001", text, strlen (text));
  fixture_assert_current (f, "2026.2");
}

/* What the program asks for by name and a pack lacks comes from the bundle; what its rule needs
 * must be there. */
static void
test_lacks (Fixture *f, gconstpointer data)
{
  static const char *const rows[][2] = {{"<phrase id=\"undated\">", "<phrase id=\"gone\">"},
                                        {"<reason id=\"alone\"", "<reason id=\"gone\""}};

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GString) text = g_string_new (f->text);
    g_autoptr (GError) error = NULL;
    g_autoptr (GBytes) bytes = NULL;
    g_autoptr (VdPack) pack = NULL;

    g_string_replace (text, OURS, "version=\"2026.2\"", 1);
    g_assert_cmpuint (g_string_replace (text, rows[i][0], rows[i][1], 1), ==, 1);
    bytes = g_string_free_to_bytes (g_steal_pointer (&text));
    pack = fixture_install (f, bytes, TRUE, &error);
    if (i == 1) {
      g_assert_error (error, VD_ERROR, VD_ERROR_INVALID);
      continue;
    }
    g_assert_no_error (error);
    g_assert_cmpstr (vd_pack_phrase (pack, "undated", "en"), ==, "Not dated");
  }
}

static void
test_list (Fixture *f, gconstpointer data)
{
  static const char *const versions[] = {"2026.1", "2026.3", "2026.2"};
  g_autoptr (GPtrArray) entries = NULL;
  g_autofree char *signer = vd_minisign_public_number (&f->key);

  fixture_install_version (f, "version=\"2026.2\"", FALSE);
  fixture_install_version (f, "version=\"2026.3\"", FALSE);
  entries = vd_pack_store_list (f->store, NULL);
  g_assert_cmpuint (entries->len, ==, G_N_ELEMENTS (versions));
  for (guint i = 0; i < entries->len; i++) {
    const VdPackEntry *entry = g_ptr_array_index (entries, i);

    g_assert_cmpstr (vd_pack_version (entry->pack), ==, versions[i]);
    g_assert_cmpstr (entry->signer, ==, i == 0 ? NULL : signer);
    g_assert_cmpint (entry->current, ==, i == 1);
  }
}

static void
test_cannot_write (Fixture *f, gconstpointer data)
{
  g_autofree char *dir = g_build_filename (f->bundle, "packs", NULL);
  g_autoptr (VdPackStore) store = vd_pack_store_new (dir, f->bundle);
  g_autoptr (GBytes) bytes = fixture_make_pack (f, "version=\"2026.2\"");
  g_autoptr (GBytes) signature = fixture_sign (f->secret, bytes);
  g_autoptr (GBytes) ours = g_bytes_new (f->text, strlen (f->text));
  g_autoptr (VdPack) current = vd_pack_store_load (store, NULL);
  g_autoptr (VdPack) again = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (current);
  g_assert_false (vd_pack_store_keep (store, current, &error));
  g_assert_nonnull (error);
  g_clear_error (&error);
  /* No key is found there, so that only what is in use already is accepted. */
  g_assert_null (vd_pack_store_install (store, bytes, signature, FALSE, &error));
  g_assert_error (error, VD_ERROR, VD_ERROR_UNTRUSTED);
  again = vd_pack_store_install (store, ours, NULL, FALSE, NULL);
  g_assert_nonnull (again);
}

static void
test_versions (void)
{
  static const struct {
    const char *a;
    const char *b;
    int order;
  } rows[] = {
      {"2026.1", "2026.1", 0},
      {"2026.2", "2026.1", 1},
      {"2026.10", "2026.9", 1},
      {"2026", "2026.0", 0},
      {"2026", "2026.1", -1},
      {"2026.01", "2026.1", 0},
      {"2026.1.1", "2026.1", 1},
      {"", "0", 0},
      {"x", "1", -1},
      {"2026.1-beta", "2026.1", 0},
      {"99999999999999999999", "9", 1},
      {"1..2", "1.0.2", 0},
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    int order = vd_pack_version_compare (rows[i].a, rows[i].b);

    g_test_message ("%s and %s", rows[i].a, rows[i].b);
    g_assert_cmpint ((order > 0) - (order < 0), ==, rows[i].order);
    order = vd_pack_version_compare (rows[i].b, rows[i].a);
    g_assert_cmpint ((order > 0) - (order < 0), ==, -rows[i].order);
  }
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, fixture_set_up, func, fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/pack-store/install", test_install);
  add_refusals ();
  ADD ("/pack-store/older-when-asked", test_older_when_asked);
  ADD ("/pack-store/program-update", test_program_update);
  ADD ("/pack-store/old-records", test_old_records);
  ADD ("/pack-store/not-there", test_not_there);
  ADD ("/pack-store/changed-on-disk", test_changed_on_disk);
  ADD ("/pack-store/key-removed", test_key_removed);
  ADD ("/pack-store/interrupted", test_interrupted);
  ADD ("/pack-store/forged-change", test_forged_change);
  ADD ("/pack-store/lacks", test_lacks);
  ADD ("/pack-store/list", test_list);
  ADD ("/pack-store/cannot-write", test_cannot_write);
  g_test_add_func ("/pack-store/versions", test_versions);
  return g_test_run ();
}
