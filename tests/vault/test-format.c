/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "vault-fixture.h"

#include <string.h>

/* The second reader knows docs/vault-format.md and not the code. When it stops to work, the format
 * has changed. */

static GString *
read_with (Fixture *self, const char *kind, const VdSecret *key)
{
  g_autofree char *script =
      g_build_filename (g_getenv ("G_TEST_SRCDIR"), "vault", "second-reader.py", NULL);
  g_autofree char *typed = g_build_filename (self->top, "typed", NULL);
  g_autofree char *command = NULL;
  g_autofree char *output = NULL;
  g_autoptr (GError) error = NULL;
  int status = -1;

  g_assert_true (g_file_set_contents (typed, (const char *)vd_secret_data (key),
                                      (gssize)vd_secret_size (key), NULL));
  command =
      g_strdup_printf ("sh -c \"python3 '%s' '%s' %s < '%s'\"", script, self->dir, kind, typed);
  g_spawn_command_line_sync (command, &output, NULL, &status, &error);
  g_assert_no_error (error);
  g_assert_cmpint (status, ==, 0);
  return g_string_new (output);
}

static void assert_has (const GString *output, const char *format, ...) G_GNUC_PRINTF (2, 3);

static void
assert_has (const GString *output, const char *format, ...)
{
  g_autofree char *expected = NULL;
  va_list args;

  va_start (args, format);
  expected = g_strdup_vprintf (format, args);
  va_end (args);
  if (strstr (output->str, expected) == NULL)
    g_error ("%s is not in %s", expected, output->str);
}

static void
assert_content (const GString *output, gint64 id)
{
  assert_has (output,
              "\"%" G_GINT64_FORMAT "\": [\n   \"the summary\",\n   \"{\\\"body\\\":2}\"\n  ]", id);
  assert_has (output, "\"count\": 2,");
  assert_has (output, "\"items\": {\n  \"2\": \"settings\"\n },");
  assert_has (output, "\"code\": \"rosa:pdf\",\n   \"event\": 5,\n");
  assert_has (output, "\"record\": 9,\n   \"seq\": 1,\n   \"time\": 1777716900,\n   \"user\": 1\n");
  assert_has (output, "\"name\": \"Kari Example\",\n   \"number\": 1,\n");
}

static void
test_second_reader (Fixture *self, gconstpointer data)
{
  g_autoptr (VdSecret) settings = secret ("settings");
  g_autoptr (VdSecret) body = secret ("{\"body\":2}");
  g_autoptr (VdSecret) summary = secret ("the summary");
  gint64 id = save_new (self->vault, "{\"body\":1}", "an older summary");
  gint64 gone = save_new (self->vault, "gone", "gone");
  g_autoptr (GString) first = NULL;
  g_autoptr (GString) second = NULL;

  save_new (self->vault, "other", "other");
  g_assert_true (vd_vault_save_item (self->vault, VD_VAULT_SETTINGS, settings, NULL));
  g_assert_true (vd_vault_log (self->vault, VD_VAULT_EVENT_EXPORT, 9, "rosa:pdf", NULL));
  g_assert_true (vd_vault_save_logged (self->vault, &id, body, summary, "x", NULL));
  g_assert_true (vd_vault_delete (self->vault, gone, NULL));
  /* Also while the write-ahead log holds what is new. */
  first = read_with (self, "recovery", self->recovery);
  assert_content (first, id);
  assert_has (first, "\"owner\": {\n  \"name\": \"\",\n  \"role\": 0,\n  \"user\": 0\n }");
  fixture_close (self);
  second = read_with (self, "passphrase", self->passphrase);
  assert_content (second, id);
  assert_has (second,
              "\"owner\": {\n  \"name\": \"Kari Example\",\n  \"role\": 1,\n  \"user\": 1\n }");
  g_assert_null (strstr (second->str, "gone"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/format/second-reader", Fixture, NULL, fixture_set_up, test_second_reader,
              fixture_tear_down);
  return g_test_run ();
}
