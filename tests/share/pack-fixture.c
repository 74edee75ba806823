/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pack-fixture.h"

#include <glib/gstdio.h>
#include <string.h>

void
fixture_write_file (const char *dir, const char *name, const char *text, gsize size)
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
  fixture_write_file (dir, name, text, strlen (text));
}

void
fixture_set_up (Fixture *f, gconstpointer data)
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
  fixture_write_file (f->home, "bundle.xml", f->text, size);
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

void
fixture_tear_down (Fixture *f, gconstpointer data)
{
  vd_pack_store_free (f->store);
  vd_secret_free (f->secret);
  remove_tree (f->home);
  g_free (f->home);
  g_free (f->dir);
  g_free (f->bundle);
  g_free (f->text);
}

GBytes *
fixture_make_pack (const Fixture *f, const char *words)
{
  g_autoptr (GString) text = g_string_new (f->text);

  g_assert_cmpuint (g_string_replace (text, OURS, words, 1), ==, 1);
  return g_string_free_to_bytes (g_steal_pointer (&text));
}

GBytes *
fixture_sign (const VdSecret *secret, GBytes *bytes)
{
  gsize size;
  const void *data = g_bytes_get_data (bytes, &size);
  char *text = vd_minisign_sign (secret, data, size, "test");

  return g_bytes_new_take (text, strlen (text));
}

VdPack *
fixture_install (Fixture *f, GBytes *bytes, gboolean allow_older, GError **error)
{
  g_autoptr (GBytes) signature = fixture_sign (f->secret, bytes);

  return vd_pack_store_install (f->store, bytes, signature, allow_older, error);
}

void
fixture_install_version (Fixture *f, const char *words, gboolean allow_older)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = fixture_make_pack (f, words);
  g_autoptr (VdPack) pack = fixture_install (f, bytes, allow_older, &error);

  g_assert_no_error (error);
  g_assert_nonnull (pack);
}

void
fixture_assert_current (Fixture *f, const char *version)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (VdPack) pack = vd_pack_store_load (f->store, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (vd_pack_version (pack), ==, version);
}

guint
fixture_count_files (const Fixture *f)
{
  g_autoptr (GDir) dir = g_dir_open (f->dir, 0, NULL);
  guint n = 0;

  while (dir != NULL && g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

void
fixture_update_program (Fixture *f, const char *words)
{
  g_autoptr (GBytes) bytes = fixture_make_pack (f, words);

  fixture_write_file (f->home, "bundle.xml", g_bytes_get_data (bytes, NULL),
                      g_bytes_get_size (bytes));
}
