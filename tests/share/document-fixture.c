/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "document-fixture"

#include "document-fixture.h"

#include "base/json.h"

#include <glib/gstdio.h>
#include <stdarg.h>
#include <string.h>
#include <sys/wait.h>

VdPack *fixture_pack;
static char *folder;
static GPtrArray *files;

void
fixture_start (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *data = NULL;
  gsize size;

  g_file_get_contents (g_getenv ("VARDE_PACK"), &data, &size, &error);
  g_assert_no_error (error);
  fixture_pack = vd_pack_parse (data, size, &error);
  g_assert_no_error (error);
  files = g_ptr_array_new_with_free_func (g_free);
  folder = g_strdup (g_getenv ("VARDE_KEEP"));
  if (folder == NULL)
    folder = g_dir_make_tmp ("docs-test-XXXXXX", &error);
  g_assert_no_error (error);
}

/* Named by its test, so that who keeps the documents to look at them finds each. */
static const char *
new_path (void)
{
  g_autofree char *name = g_strdup_printf ("%s-%u.pdf", g_test_get_path () + 1, files->len);

  g_strdelimit (name, "/", '-');
  g_ptr_array_add (files, g_build_filename (folder, name, NULL));
  return g_ptr_array_index (files, files->len - 1);
}

void
fixture_stop (void)
{
  for (guint i = 0; g_getenv ("VARDE_KEEP") == NULL && i < files->len; i++)
    g_unlink (g_ptr_array_index (files, i));
  g_rmdir (folder);
  g_free (folder);
  g_ptr_array_unref (files);
  vd_pack_unref (fixture_pack);
}

static VdRecord *
parse (const char *data, gsize size)
{
  g_autoptr (GError) error = NULL;
  VdRecord *record = vd_record_parse (data, size, fixture_pack, &error);

  g_assert_no_error (error);
  return record;
}

VdRecord *
fixture_case (const char *name)
{
  g_autofree char *file = g_strconcat (name, ".json", NULL);
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", "cases", file, NULL);
  g_autofree char *data = NULL;
  gsize size;

  g_assert_true (g_file_get_contents (path, &data, &size, NULL));
  return parse (data, size);
}

VdRecord *
fixture_note (const char *note)
{
  g_autoptr (json_t) file = json_pack (
      "{s:s, s:i, s:s, s:{s:s, s:s}, s:{s:[{s:s, s:[s], s:s}]}}", "format", "varde-assessment",
      "version", 1, "setting", "reception", "person", "reference", "A-12", "age", "adult",
      "answers", "CTL-04", "value", "yes", "basis", "observation", "note", note);
  g_autofree char *data = vd_json_write (file, NULL);

  return parse (data, strlen (data));
}

/* Every part, note and journal entry, each named. */
static GStrv
name_everything (const VdRecord *record)
{
  g_autoptr (GStrvBuilder) all = g_strv_builder_new ();
  g_auto (GStrv) ids = vd_record_answered_ids (record);

  g_strv_builder_addv (all, (const char **)vd_referral_all_parts ());
  for (guint i = 0; i < vd_record_n_items (record, "identifiers"); i++) {
    g_autofree char *name = g_strdup_printf ("identifiers:%u", i);

    g_strv_builder_add (all, name);
  }
  for (guint i = 0; i < vd_record_n_items (record, "journal"); i++) {
    g_autofree char *name = g_strdup_printf ("journal:%u", i);

    g_strv_builder_add (all, name);
  }
  for (gsize i = 0; ids[i] != NULL; i++) {
    for (guint j = 0; j < vd_record_n_answers (record, ids[i]); j++) {
      g_autofree char *name = g_strdup_printf ("note:%s:%u", ids[i], j);

      g_strv_builder_add (all, name);
    }
  }
  return g_strv_builder_end (all);
}

VdReferral *
fixture_referral (const VdRecord *record, const char *recipient, const char *lang)
{
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) everything = name_everything (record);
  VdReferralChoice choice = {(const char *const *)everything, vd_referral_all_parts ()};
  VdReferral *referral =
      vd_referral_new (fixture_pack, record, recipient, &choice, lang, "2026-05-08", &error);

  g_assert_no_error (error);
  return referral;
}

char *
fixture_write (GBytes *bytes)
{
  g_autoptr (GError) error = NULL;
  const char *path = new_path ();

  g_file_set_contents (path, g_bytes_get_data (bytes, NULL), (gssize)g_bytes_get_size (bytes),
                       &error);
  g_assert_no_error (error);
  return g_strdup (path);
}

char *
fixture_run (int status, const char *tool, ...)
{
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  char *output = NULL;
  int wait_status;
  va_list args;

  g_ptr_array_add (argv, (gpointer)tool);
  va_start (args, tool);
  for (const char *arg = va_arg (args, const char *); arg != NULL;
       arg = va_arg (args, const char *))
    g_ptr_array_add (argv, (gpointer)arg);
  va_end (args);
  g_ptr_array_add (argv, NULL);
  g_spawn_sync (NULL, (char **)argv->pdata, NULL, G_SPAWN_SEARCH_PATH | G_SPAWN_STDERR_TO_DEV_NULL,
                NULL, NULL, &output, NULL, &wait_status, &error);
  g_assert_no_error (error);
  g_assert_true (WIFEXITED (wait_status));
  g_assert_cmpint (WEXITSTATUS (wait_status), ==, status);
  return output;
}
