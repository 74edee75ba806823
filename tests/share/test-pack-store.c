/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test-pack-store"

#include "seal/digest.h"
#include "seal/minisign.h"
#include "share/pack-store.h"

#include <glib/gstdio.h>
#include <string.h>

#define OURS "version=\"2026.1\""
#define TOO_LARGE (12 * 1024 * 1024 + 1)

/* A store of its own beside a bundle that a test may replace, and a key that it trusts. */
typedef struct {
  char *home;
  char *dir;
  char *bundle;
  char *text; /* of the bundle that is shipped */
  VdSecret *secret;
  VdMinisignPublic key;
  VdPackStore *store;
} Fixture;

static void
write_file (const char *dir, const char *name, const char *text, gsize size)
{
  g_autofree char *path = g_build_filename (dir, name, NULL);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, text, (gssize)size, &error);
  g_assert_no_error (error);
}

static void
trust (Fixture *f, const char *name, const VdMinisignPublic *key)
{
  g_autofree char *dir = g_build_filename (f->dir, "keys", NULL);
  g_autofree char *text = vd_minisign_public_text (key);

  g_mkdir_with_parents (dir, 0700);
  write_file (dir, name, text, strlen (text));
}

static void
set_up (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  gsize size;

  g_file_get_contents (g_getenv ("VARDE_PACK"), &f->text, &size, &error);
  g_assert_no_error (error);
  g_assert_nonnull (strstr (f->text, OURS));
  f->home = g_dir_make_tmp ("varde-packs-XXXXXX", &error);
  g_assert_no_error (error);
  f->dir = g_build_filename (f->home, "packs", NULL);
  f->bundle = g_build_filename (f->home, "bundle.xml", NULL);
  write_file (f->home, "bundle.xml", f->text, size);
  vd_minisign_keygen (&f->secret, &f->key);
  trust (f, "ours.pub", &f->key);
  f->store = vd_pack_store_new (f->dir, f->bundle);
}

static void
remove_tree (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *child = g_build_filename (path, name, NULL);

    remove_tree (child);
  }
  g_remove (path);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  vd_pack_store_free (f->store);
  vd_secret_free (f->secret);
  remove_tree (f->home);
  g_free (f->home);
  g_free (f->dir);
  g_free (f->bundle);
  g_free (f->text);
}

/* The bundle with other @words instead of its version. */
static GBytes *
make_pack (const Fixture *f, const char *words)
{
  g_autoptr (GString) text = g_string_new (f->text);

  g_assert_cmpuint (g_string_replace (text, OURS, words, 1), ==, 1);
  return g_string_free_to_bytes (g_steal_pointer (&text));
}

static GBytes *
sign (const VdSecret *secret, GBytes *bytes)
{
  gsize size;
  const void *data = g_bytes_get_data (bytes, &size);
  char *text = vd_minisign_sign (secret, data, size, "test");

  return g_bytes_new_take (text, strlen (text));
}

static VdPack *
install (Fixture *f, GBytes *bytes, gboolean allow_older, GError **error)
{
  g_autoptr (GBytes) signature = sign (f->secret, bytes);

  return vd_pack_store_install (f->store, bytes, signature, allow_older, error);
}

static void
install_version (Fixture *f, const char *words, gboolean allow_older)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = make_pack (f, words);
  g_autoptr (VdPack) pack = install (f, bytes, allow_older, &error);

  g_assert_no_error (error);
  g_assert_nonnull (pack);
}

static void
assert_current (Fixture *f, const char *version)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (VdPack) pack = vd_pack_store_load (f->store, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (vd_pack_version (pack), ==, version);
}

static guint
count_files (const Fixture *f)
{
  g_autoptr (GDir) dir = g_dir_open (f->dir, 0, NULL);
  guint n = 0;

  while (dir != NULL && g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

static void
test_install (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = make_pack (f, "version=\"2026.2\"");
  g_autoptr (GBytes) signature = sign (f->secret, bytes);
  g_autoptr (VdPack) pack = NULL;
  g_autoptr (VdPack) again = NULL;
  g_autofree char *hash = vd_digest_hex (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));

  assert_current (f, "2026.1");
  pack = vd_pack_store_install (f->store, bytes, signature, FALSE, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (vd_pack_hash (pack), ==, hash);
  g_assert_cmpuint (count_files (f), ==, 4);
  assert_current (f, "2026.2");
  /* Once more changes nothing. */
  again = vd_pack_store_install (f->store, bytes, signature, FALSE, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (count_files (f), ==, 4);
  install_version (f, "version=\"2026.10\"", FALSE);
  assert_current (f, "2026.10");
}

typedef enum {
  AS_SIGNED,
  UNSIGNED,
  NOT_A_SIGNATURE,
  OTHER_KEY,
  FLIPPED,
  CUT,
  LONGER,
  SIGNATURE_CUT,
  HUGE_FILE,
} Harm;

static const struct {
  const char *name;
  const char *words; /* instead of the version */
  Harm harm;
  VdError expected;
} refusals[] = {
    {"unsigned", "version=\"2026.2\"", UNSIGNED, VD_ERROR_UNTRUSTED},
    {"not-a-signature", "version=\"2026.2\"", NOT_A_SIGNATURE, VD_ERROR_UNTRUSTED},
    {"unknown-key", "version=\"2026.2\"", OTHER_KEY, VD_ERROR_UNTRUSTED},
    {"tampered", "version=\"2026.2\"", FLIPPED, VD_ERROR_UNTRUSTED},
    {"truncated", "version=\"2026.2\"", CUT, VD_ERROR_UNTRUSTED},
    {"longer", "version=\"2026.2\"", LONGER, VD_ERROR_UNTRUSTED},
    {"signature-truncated", "version=\"2026.2\"", SIGNATURE_CUT, VD_ERROR_UNTRUSTED},
    {"oversized", "version=\"2026.2\"", HUGE_FILE, VD_ERROR_INVALID},
    {"older", "version=\"2025.9\"", AS_SIGNED, VD_ERROR_OLDER},
    {"same-version", "version=\"2026.1\" ", AS_SIGNED, VD_ERROR_OLDER},
    {"other-pack", "version=\"2026.2\" derived-from=\"x\"", AS_SIGNED, VD_ERROR_OLDER},
    {"malformed", "version=\"2026.2\" colour=\"red\"", AS_SIGNED, VD_ERROR_INVALID},
    {"not-xml", "version=2026.2", AS_SIGNED, VD_ERROR_INVALID},
    /* What nobody vouches for is not even looked into. */
    {"malformed-unsigned", "version=2026.2", UNSIGNED, VD_ERROR_UNTRUSTED},
    {"newer-feature", "version=\"2026.2\" requires=\"x\"", AS_SIGNED, VD_ERROR_NEWER},
    {"newer-program", "version=\"2026.2\" min-app=\"99.0\"", AS_SIGNED, VD_ERROR_NEWER},
    {"newer-unsigned", "version=\"2026.2\" min-app=\"99.0\"", UNSIGNED, VD_ERROR_UNTRUSTED},
};

static GBytes *
change_bytes (GBytes *bytes, Harm harm)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);
  gsize target = harm == HUGE_FILE ? TOO_LARGE : size + (harm == LONGER) - (harm == CUT);
  guint8 *copy = g_malloc (target);

  memset (copy, '\n', target);
  memcpy (copy, data, MIN (size, target));
  if (harm == FLIPPED)
    copy[size / 2] ^= 1;
  return g_bytes_new_take (copy, target);
}

static GBytes *
change_signature (Fixture *f, GBytes *bytes, GBytes *changed, Harm harm)
{
  g_autoptr (GBytes) good = NULL;
  g_autoptr (VdSecret) other = NULL;
  VdMinisignPublic key;

  if (harm == UNSIGNED)
    return NULL;
  if (harm == NOT_A_SIGNATURE)
    return g_bytes_new_static ("signed\n", 7);
  if (harm == OTHER_KEY) {
    vd_minisign_keygen (&other, &key);
    return sign (other, bytes);
  }
  if (harm == HUGE_FILE)
    return sign (f->secret, changed);
  good = sign (f->secret, bytes);
  return g_bytes_new_from_bytes (good, 0,
                                 g_bytes_get_size (good) - (harm == SIGNATURE_CUT ? 9 : 0));
}

static GBytes *
other_pack (GBytes *bytes)
{
  g_autoptr (GString) text =
      g_string_new_len (g_bytes_get_data (bytes, NULL), (gssize)g_bytes_get_size (bytes));

  g_string_replace (text, "id=\"no.varde.norway\"", "id=\"other\"", 1);
  return g_string_free_to_bytes (g_steal_pointer (&text));
}

static void
test_refused (Fixture *f, gconstpointer data)
{
  guint row = GPOINTER_TO_UINT (data);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) made = make_pack (f, refusals[row].words);
  g_autoptr (GBytes) bytes =
      g_str_equal (refusals[row].name, "other-pack") ? other_pack (made) : g_bytes_ref (made);
  g_autoptr (GBytes) changed = change_bytes (bytes, refusals[row].harm);
  g_autoptr (GBytes) signature = change_signature (f, bytes, changed, refusals[row].harm);

  g_assert_null (vd_pack_store_install (f->store, changed, signature, FALSE, &error));
  g_assert_error (error, VD_ERROR, (int)refusals[row].expected);
  /* Nothing but the folder of keys. */
  g_assert_cmpuint (count_files (f), ==, 1);
  assert_current (f, "2026.1");
}

/* Each value of each byte would take long; a sample of places is changed. */
static void
test_every_region (Fixture *f, gconstpointer data)
{
  g_autoptr (GBytes) bytes = make_pack (f, "version=\"2026.2\"");
  g_autoptr (GBytes) signature = sign (f->secret, bytes);
  gsize size = g_bytes_get_size (bytes);

  for (gsize i = 0; i < 40; i++) {
    g_autofree guint8 *copy = g_memdup2 (g_bytes_get_data (bytes, NULL), size);
    g_autoptr (GBytes) changed = NULL;
    g_autoptr (GError) error = NULL;

    copy[(size - 1) * i / 39] ^= 0x20;
    changed = g_bytes_new_take (g_steal_pointer (&copy), size);
    g_assert_null (vd_pack_store_install (f->store, changed, signature, TRUE, &error));
    g_assert_error (error, VD_ERROR, VD_ERROR_UNTRUSTED);
  }
}

static void
test_older_when_asked (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) ours = g_bytes_new (f->text, strlen (f->text));
  g_autoptr (VdPack) pack = NULL;

  install_version (f, "version=\"2026.5\"", FALSE);
  install_version (f, "version=\"2026.3\"", TRUE);
  assert_current (f, "2026.3");
  install_version (f, "version=\"2025.1\"", TRUE);
  assert_current (f, "2025.1");
  /* Back to what came with the program, which needs no signature. */
  pack = vd_pack_store_install (f->store, ours, NULL, TRUE, &error);
  g_assert_no_error (error);
  assert_current (f, "2026.1");
}

static void
update_program (Fixture *f, const char *words)
{
  g_autoptr (GBytes) bytes = make_pack (f, words);

  write_file (f->home, "bundle.xml", g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

/* An update of the program brings newer content into use, and never takes it back. */
static void
test_program_update (Fixture *f, gconstpointer data)
{
  install_version (f, "version=\"2026.5\"", FALSE);
  update_program (f, "version=\"2026.3\"");
  assert_current (f, "2026.5");
  update_program (f, "version=\"2026.6\"");
  assert_current (f, "2026.6");
  install_version (f, "version=\"2026.4\"", TRUE);
  assert_current (f, "2026.4");
  update_program (f, "version=\"2026.7\"");
  assert_current (f, "2026.7");
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
  install_version (f, "version=\"2026.2\"", FALSE);
  second = vd_pack_store_load (f->store, NULL);
  of_second = record_of (second);
  install_version (f, "version=\"2026.3\"", FALSE);
  assert_pack_of (f, of_first, "2026.1");
  assert_pack_of (f, of_second, "2026.2");
  update_program (f, "version=\"2027.1\"");
  assert_current (f, "2027.1");
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
  static const char *const hashes[] = {"", "x", "../../../etc/passwd",
                                       "0000000000000000000000000000000000000000000000000000000000"
                                       "000000"};
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

    install_version (f, "version=\"2026.2\"", FALSE);
    assert_current (f, "2026.2");
    path = stored_file (f, suffixes[i]);
    damage (path);
    assert_current (f, "2026.1");
    entries = vd_pack_store_list (f->store, NULL);
    g_assert_cmpuint (entries->len, ==, 2);
    entry = g_ptr_array_index (entries, 1);
    g_assert_null (entry->pack);
    g_assert_error (entry->problem, VD_ERROR, expected[i]);
  }
  install_version (f, "version=\"2026.2\"", FALSE);
  assert_current (f, "2026.2");
}

/* A key that is taken away takes its packs with it, also from the records made with them. */
static void
test_key_removed (Fixture *f, gconstpointer data)
{
  g_autofree char *path = g_build_filename (f->dir, "keys", "ours.pub", NULL);
  g_autoptr (VdPack) pack = NULL;
  g_autoptr (VdRecord) record = NULL;

  install_version (f, "version=\"2026.2\"", FALSE);
  pack = vd_pack_store_load (f->store, NULL);
  record = record_of (pack);
  g_assert_cmpint (g_unlink (path), ==, 0);
  assert_current (f, "2026.1");
  assert_pack_of (f, record, "2026.1");
}

/* Between any two writes of an installation the old pack is in use, and a second try completes it.
 */
static void
test_interrupted (Fixture *f, gconstpointer data)
{
  g_autofree char *change = g_build_filename (f->dir, "use-000001", NULL);
  g_autofree char *signature = NULL;

  install_version (f, "version=\"2026.2\"", FALSE);
  signature = stored_file (f, ".xml.minisig");
  g_assert_cmpint (g_unlink (change), ==, 0);
  assert_current (f, "2026.1");
  g_assert_cmpint (g_unlink (signature), ==, 0);
  assert_current (f, "2026.1");
  write_file (f->dir, "use-000001", "0123", 4);
  assert_current (f, "2026.1");
  write_file (f->dir, "use-999999999999", "x", 1);
  install_version (f, "version=\"2026.2\"", FALSE);
  assert_current (f, "2026.2");
}

/* A change that names a pack without a signature: a kept bundle must never come into use again. */
static void
test_forged_change (Fixture *f, gconstpointer data)
{
  g_autoptr (VdPack) first = vd_pack_store_load (f->store, NULL);
  g_autoptr (VdPack) second = NULL;
  g_autofree char *text = NULL;

  vd_pack_store_keep (f->store, first, NULL);
  update_program (f, "version=\"2026.2\"");
  second = vd_pack_store_load (f->store, NULL);
  text = g_strdup_printf ("%s %s\n", vd_pack_hash (first), vd_pack_hash (second));
  write_file (f->dir, "use-000001", text, strlen (text));
  assert_current (f, "2026.2");
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
    pack = install (f, bytes, TRUE, &error);
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

  install_version (f, "version=\"2026.2\"", FALSE);
  install_version (f, "version=\"2026.3\"", FALSE);
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
  g_autoptr (GBytes) ours = g_bytes_new (f->text, strlen (f->text));
  g_autoptr (VdPack) current = vd_pack_store_load (store, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (current);
  g_assert_false (vd_pack_store_keep (store, current, &error));
  g_assert_nonnull (error);
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

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/pack-store/install", test_install);
  for (guint i = 0; i < G_N_ELEMENTS (refusals); i++) {
    g_autofree char *path = g_strconcat ("/pack-store/refused/", refusals[i].name, NULL);

    g_test_add (path, Fixture, GUINT_TO_POINTER (i), set_up, test_refused, tear_down);
  }
  ADD ("/pack-store/every-region", test_every_region);
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
