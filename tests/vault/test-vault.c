/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "vault-fixture.h"

#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static void
test_round_trip (Fixture *self, gconstpointer data)
{
  gint64 first = save_new (self->vault, "{\"a\":1}", "one");
  gint64 second = save_new (self->vault, "", "");
  g_autoptr (VdSecret) body = secret ("{\"a\":2}");
  g_autoptr (VdSecret) summary = secret ("one again");
  g_autofree char *found = NULL;
  g_autofree char *empty = NULL;
  g_autofree char *bad = NULL;

  g_assert_cmpint (first, !=, second);
  g_assert_true (vd_vault_save (self->vault, &first, body, summary, NULL));
  fixture_reopen (self);
  assert_body (self->vault, first, "{\"a\":2}");
  assert_body (self->vault, second, "");
  found = find_summary (self->vault, first);
  empty = find_summary (self->vault, second);
  g_assert_cmpstr (found, ==, "one again");
  g_assert_cmpstr (empty, ==, "");
  bad = problems (self->vault);
  g_assert_cmpstr (bad, ==, "");
}

static void
test_delete (Fixture *self, gconstpointer data)
{
  gint64 id = save_new (self->vault, "body", "summary");
  gint64 other = save_new (self->vault, "other", "other");
  g_autoptr (GError) error = NULL;
  g_autofree char *found = NULL;

  g_assert_true (vd_vault_delete (self->vault, id, NULL));
  g_assert_false (vd_vault_delete (self->vault, id, &error));
  g_assert_error (error, VD_ERROR, VD_ERROR_NOT_FOUND);
  fixture_reopen (self);
  assert_no_body (self->vault, id, VD_ERROR_NOT_FOUND);
  assert_body (self->vault, other, "other");
  found = find_summary (self->vault, id);
  g_assert_null (found);
}

static void
test_unknown_id (Fixture *self, gconstpointer data)
{
  g_autoptr (VdSecret) text = secret ("text");
  g_autoptr (GError) error = NULL;
  gint64 id = 17;

  g_assert_false (vd_vault_save (self->vault, &id, text, text, &error));
  g_assert_error (error, VD_ERROR, VD_ERROR_NOT_FOUND);
  assert_no_body (self->vault, id, VD_ERROR_NOT_FOUND);
}

/* Sizes around every edge of padding and limits; what is too large leaves the old version. */
static void
test_sizes (Fixture *self, gconstpointer data)
{
  const struct {
    gsize body;
    gsize summary;
    gboolean fits;
  } cases[] = {
      {0, 0, TRUE},
      {8191, 507, TRUE},
      {8192, 508, TRUE},
      {131071, 1, TRUE},
      {131072, 1, TRUE},
      {262143, 1, TRUE},
      {262144, 1, TRUE},
      {VD_VAULT_BODY_MAX, VD_VAULT_SUMMARY_MAX, TRUE},
      {VD_VAULT_BODY_MAX + 1, 0, FALSE},
      {0, VD_VAULT_SUMMARY_MAX + 1, FALSE},
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    gint64 id = save_new (self->vault, "before", "before");
    g_autoptr (VdSecret) body = vd_secret_new_random (cases[i].body);
    g_autoptr (VdSecret) summary = vd_secret_new_random (cases[i].summary);
    g_autoptr (VdSecret) found = NULL;
    g_autoptr (GError) error = NULL;

    if (!cases[i].fits) {
      g_assert_false (vd_vault_save (self->vault, &id, body, summary, &error));
      g_assert_error (error, VD_ERROR, VD_ERROR_INVALID);
      assert_body (self->vault, id, "before");
      continue;
    }
    g_assert_true (vd_vault_save (self->vault, &id, body, summary, NULL));
    found = vd_vault_load (self->vault, id, &error);
    g_assert_no_error (error);
    g_assert_true (vd_secret_equal (found, body));
  }
}

static void
test_padding (void)
{
  const struct {
    VdTable table;
    gsize size;
    gsize padded;
  } cases[] = {
      {VD_TABLE_SUMMARY, 0, 512},
      {VD_TABLE_SUMMARY, 508, 512},
      {VD_TABLE_BODY, 0, 8192},
      {VD_TABLE_BODY, 8191, 8192},
      {VD_TABLE_BODY, 8192, 12288},
      {VD_TABLE_BODY, 12288, 16384},
      {VD_TABLE_BODY, 16384, 24576},
      {VD_TABLE_BODY, 24576, 32768},
      {VD_TABLE_BODY, 32768, 49152},
      {VD_TABLE_BODY, 49152, 65536},
      {VD_TABLE_BODY, 65536, 131072},
      {VD_TABLE_BODY, 131071, 131072},
      {VD_TABLE_BODY, 131072, 262144},
      {VD_TABLE_ITEM, 262144, 393216},
      {VD_TABLE_BODY, VD_VAULT_BODY_MAX, 1048576},
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpuint (vd_row_padded (cases[i].table, cases[i].size), ==, cases[i].padded);
}

static void
test_items (Fixture *self, gconstpointer data)
{
  g_autoptr (VdSecret) draft = secret ("half typed");
  g_autoptr (VdSecret) settings = secret ("{}");
  g_autoptr (VdSecret) large = vd_secret_new (VD_VAULT_BODY_MAX + 1);
  g_autoptr (VdSecret) found = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_null (vd_vault_load_item (self->vault, VD_VAULT_DRAFT, &error));
  g_assert_error (error, VD_ERROR, VD_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_true (vd_vault_save_item (self->vault, VD_VAULT_DRAFT, settings, NULL));
  g_assert_true (vd_vault_save_item (self->vault, VD_VAULT_DRAFT, draft, NULL));
  g_assert_true (vd_vault_save_item (self->vault, VD_VAULT_SETTINGS, settings, NULL));
  g_assert_false (vd_vault_save_item (self->vault, VD_VAULT_DRAFT, large, &error));
  g_assert_error (error, VD_ERROR, VD_ERROR_INVALID);
  g_clear_error (&error);
  fixture_reopen (self);
  found = vd_vault_load_item (self->vault, VD_VAULT_DRAFT, &error);
  g_assert_no_error (error);
  g_assert_true (vd_secret_equal (found, draft));
  g_assert_true (vd_vault_save_item (self->vault, VD_VAULT_DRAFT, NULL, NULL));
  g_assert_true (vd_vault_save_item (self->vault, VD_VAULT_DRAFT, NULL, NULL));
  g_assert_null (vd_vault_load_item (self->vault, VD_VAULT_DRAFT, &error));
  g_assert_error (error, VD_ERROR, VD_ERROR_NOT_FOUND);
}

static void
test_wrong_passphrase (Fixture *self, gconstpointer data)
{
  const char *const wrong[] = {"correct horse batterY", "correct horse battery ",
                               "Correct horse battery", "", "\xff\xfe"};

  fixture_close (self);
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++) {
    g_autoptr (VdSecret) key = secret (wrong[i]);
    g_autoptr (GError) error = NULL;

    g_assert_null (vd_vault_open (self->dir, VD_VAULT_PASSPHRASE, key, still_clock (), &error));
    g_assert_error (error, VD_ERROR, VD_ERROR_WRONG_KEY);
  }
  fixture_reopen (self);
}

/* The same letters, composed or not, open the same vault; other letters do not. */
static void
test_normal_form (void)
{
  g_autofree char *top = make_top ();
  g_autofree char *dir = g_build_filename (top, "vault", NULL);
  g_autoptr (VdSecret) composed = secret ("bl\xc3\xa5 \xef\xac\x81sk i havet");
  g_autoptr (VdSecret) decomposed = secret ("bla\xcc\x8a fisk i havet");
  g_autoptr (VdSecret) plain = secret ("bla fisk i havet");
  g_autoptr (VdSecret) recovery = NULL;
  g_autoptr (GError) error = NULL;
  VdVault *vault =
      vd_vault_create (dir, composed, NULL, &vd_kdf_floor, still_clock (), &recovery, &error);

  g_assert_no_error (error);
  vd_vault_close (vault);
  vault = vd_vault_open (dir, VD_VAULT_PASSPHRASE, decomposed, still_clock (), &error);
  g_assert_no_error (error);
  vd_vault_close (vault);
  g_assert_null (vd_vault_open (dir, VD_VAULT_PASSPHRASE, plain, still_clock (), &error));
  g_assert_error (error, VD_ERROR, VD_ERROR_WRONG_KEY);
  remove_tree (top);
}

static void
test_two_instances (Fixture *self, gconstpointer data)
{
  gint64 id = save_new (self->vault, "body", "summary");
  gint64 start = g_get_monotonic_time ();
  g_autoptr (VdSecret) wrong = secret ("wrong");
  g_autoptr (GError) error = NULL;
  VdVault *second;
  int status;
  pid_t child;

  second = vd_vault_open (self->dir, VD_VAULT_PASSPHRASE, self->passphrase, still_clock (), &error);
  g_assert_null (second);
  g_assert_error (error, VD_ERROR, VD_ERROR_IN_USE);
  g_clear_error (&error);
  /* The lock comes before the key. */
  second = vd_vault_open (self->dir, VD_VAULT_PASSPHRASE, wrong, still_clock (), &error);
  g_assert_null (second);
  g_assert_error (error, VD_ERROR, VD_ERROR_IN_USE);
  child = fork ();
  if (child == 0) {
    g_autoptr (GError) local = NULL;

    vd_vault_open (self->dir, VD_VAULT_PASSPHRASE, self->passphrase, still_clock (), &local);
    _exit (g_error_matches (local, VD_ERROR, VD_ERROR_IN_USE) ? 0 : 1);
  }
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_cmpint (status, ==, 0);
  g_assert_cmpint (g_get_monotonic_time () - start, <, G_USEC_PER_SEC);
  assert_body (self->vault, id, "body");
  fixture_reopen (self);
  assert_body (self->vault, id, "body");
}

static void
test_log (Fixture *self, gconstpointer data)
{
  g_autofree char *long_code = g_strnfill (VD_LOG_CODE_MAX + 1, 'x');
  g_autofree char *bad = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 5; i++)
    g_assert_true (vd_vault_log (self->vault, VD_VAULT_EVENT_EXPORT, 7, "rosa:pdf", NULL));
  g_assert_true (vd_vault_log (self->vault, VD_VAULT_EVENT_UNLOCK, 0, NULL, NULL));
  g_assert_true (vd_vault_log (self->vault, VD_VAULT_EVENT_VIEW, 7, long_code + 1, NULL));
  g_assert_false (vd_vault_log (self->vault, VD_VAULT_EVENT_VIEW, 7, long_code, &error));
  g_assert_error (error, VD_ERROR, VD_ERROR_INVALID);
  fixture_reopen (self);
  g_assert_true (vd_vault_log (self->vault, VD_VAULT_EVENT_DELETE, 7, NULL, NULL));
  g_assert_cmpint (self->vault->manifest.log.seq, ==, 8);
  bad = problems (self->vault);
  g_assert_cmpstr (bad, ==, "");
}

typedef struct {
  guint seen;
  guint hits;
  guint stop_after;
} Found;

static gboolean
find_text (gint64 id, const char *body, gsize size, gpointer data)
{
  Found *found = data;

  g_assert_nonnull (body);
  g_assert_cmpuint (strlen (body), ==, size);
  found->seen++;
  found->hits += strstr (body, "body 7") != NULL;
  return found->seen != found->stop_after;
}

static gboolean
stop_at_once (guint64 done, guint64 total, gpointer data)
{
  return FALSE;
}

static void
test_scan (Fixture *self, gconstpointer data)
{
  Found found = {0};
  Found stopped = {.stop_after = 10};
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 300; i++) {
    g_autofree char *body = g_strdup_printf ("body %u", i);

    save_new (self->vault, body, "");
  }
  g_assert_true (vd_vault_scan (self->vault, find_text, NULL, &found, NULL));
  g_assert_cmpuint (found.seen, ==, 300);
  g_assert_cmpuint (found.hits, ==, 11);
  g_assert_true (vd_vault_scan (self->vault, find_text, NULL, &stopped, NULL));
  g_assert_cmpuint (stopped.seen, ==, 10);
  g_assert_false (vd_vault_scan (self->vault, find_text, stop_at_once, &found, &error));
  g_assert_error (error, VD_ERROR, VD_ERROR_CANCELLED);
}

/* A reserve that was given up is there again as soon as there is room, whatever it was given for.
 */
static void
test_reserve (Fixture *self, gconstpointer data)
{
  g_autofree char *path = fixture_file (self, "reserve");
  gint64 id = save_new (self->vault, "body", "summary");

  for (guint i = 0; i < 2; i++) {
    GStatBuf info;

    g_assert_true (g_file_set_contents (path, "", 0, NULL));
    if (i == 0)
      g_assert_true (vd_vault_save_item (self->vault, VD_VAULT_DRAFT, self->passphrase, NULL));
    else
      g_assert_true (vd_vault_delete (self->vault, id, NULL));
    g_assert_cmpint (g_stat (path, &info), ==, 0);
    g_assert_cmpint (info.st_size, ==, 1024 * 1024);
  }
}

int
main (int argc, char **argv)
{
  use_memory ();
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func)                                                                            \
  g_test_add ("/vault/" name, Fixture, NULL, fixture_set_up, func, fixture_tear_down)
  ADD ("round-trip", test_round_trip);
  ADD ("delete", test_delete);
  ADD ("unknown-id", test_unknown_id);
  ADD ("sizes", test_sizes);
  g_test_add_func ("/vault/padding", test_padding);
  ADD ("items", test_items);
  ADD ("wrong-passphrase", test_wrong_passphrase);
  g_test_add_func ("/vault/normal-form", test_normal_form);
  ADD ("two-instances", test_two_instances);
  ADD ("log", test_log);
  ADD ("scan", test_scan);
  ADD ("reserve", test_reserve);
  return g_test_run ();
}
