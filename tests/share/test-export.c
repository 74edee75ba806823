/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test-export"

#include "document-fixture.h"

#include "seal/age-keys.h"
#include "seal/age.h"
#include "share/export.h"
#include "share/pages.h"

#include <glib/gstdio.h>
#include <string.h>

#define MANY 21 /* one more than a file may have */

/* One export to a folder of its own. */
typedef struct {
  VdRecord *record;
  VdReferral *referral;
  char *folder;
  char *path;
  char *keys[MANY + 1];
  VdSecret *identity; /* of the first key */
  GString *log;
  gboolean log_fails;
} Outgoing;

static void
set_up (Outgoing *out, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  out->record = fixture_case ("prison-adult");
  out->referral = fixture_referral (out->record, "rosa", "nb");
  out->folder = g_dir_make_tmp ("varde-export-XXXXXX", &error);
  g_assert_no_error (error);
  out->path = g_build_filename (out->folder, "out", NULL);
  out->log = g_string_new (NULL);
  for (guint i = 0; i < MANY; i++) {
    g_autoptr (VdSecret) identity = NULL;

    vd_age_keygen (&identity, &out->keys[i]);
    if (i == 0)
      out->identity = g_steal_pointer (&identity);
  }
}

static void
tear_down (Outgoing *out, gconstpointer data)
{
  g_unlink (out->path);
  /* Nothing else was left there. */
  g_assert_cmpint (g_rmdir (out->folder), ==, 0);
  for (guint i = 0; i < MANY; i++)
    g_free (out->keys[i]);
  vd_secret_free (out->identity);
  g_string_free (out->log, TRUE);
  g_free (out->path);
  g_free (out->folder);
  vd_referral_free (out->referral);
  vd_record_unref (out->record);
}

static gboolean
log_it (const char *code, gpointer data, GError **error)
{
  Outgoing *out = data;

  /* Before the file, never after. */
  g_assert_false (g_file_test (out->path, G_FILE_TEST_EXISTS));
  g_string_append (out->log, code);
  if (out->log_fails)
    g_set_error (error, VD_ERROR, VD_ERROR_DISK_FULL, "log");
  return !out->log_fails;
}

static gboolean
send_out (Outgoing *out,
          VdProtection protection,
          const char *const *keys,
          const char *path,
          VdSecret **words,
          GError **error)
{
  g_auto (VdExported) exported = {0};
  gboolean done;

  done = vd_export_write (fixture_pack, out->record, out->referral, protection, keys, NULL, path,
                          log_it, out, &exported, error);
  /* A package alone has a manifest, of which a receipt speaks. */
  g_assert_true (
      (exported.manifest != NULL) ==
      (done && (protection == VD_PROTECT_AGE_KEY || protection == VD_PROTECT_AGE_PASSPHRASE)));
  if (words != NULL)
    *words = g_steal_pointer (&exported.passphrase);
  return done;
}

/* Refused before anything is made or noted. */
static void
assert_refused (Outgoing *out, const char *const *keys)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (send_out (out, VD_PROTECT_AGE_KEY, keys, out->path, NULL, &error));
  g_assert_error (error, VD_ERROR, VD_ERROR_INVALID);
  g_assert_cmpstr (out->log->str, ==, "");
  g_assert_false (g_file_test (out->path, G_FILE_TEST_EXISTS));
}

static void
test_keys (Outgoing *out, gconstpointer data)
{
  static const guint8 zero[VD_AGE_X25519_SIZE] = {0};
  static const guint8 one[VD_AGE_X25519_SIZE] = {1};
  g_autofree char *low_zero = vd_age_recipient_encode (zero);
  g_autofree char *low_one = vd_age_recipient_encode (one);
  g_autofree char *loud = g_ascii_strup (out->keys[0], -1);
  const char *const bad[] = {
      "",       "ROSA", "22 33 11 60", "age1", "AGE-SECRET-KEY-1QQQ", "ssh-ed25519 AAAA",
      low_zero, low_one};

  assert_refused (out, NULL);
  assert_refused (out, (const char *const[]){NULL});
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++) {
    assert_refused (out, (const char *const[]){bad[i], NULL});
    /* Nor does a good one beside it help. */
    assert_refused (out, (const char *const[]){out->keys[0], bad[i], NULL});
  }
  assert_refused (out, (const char *const *)out->keys);
}

static void
test_most_keys (Outgoing *out, gconstpointer data)
{
  g_autoptr (GPtrArray) identities = g_ptr_array_new ();
  g_autoptr (VdSecret) payload = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *bytes = NULL;
  gsize size;

  g_clear_pointer (&out->keys[MANY - 1], g_free);
  g_assert_true (
      send_out (out, VD_PROTECT_AGE_KEY, (const char *const *)out->keys, out->path, NULL, &error));
  g_assert_cmpstr (out->log->str, ==, "rosa:age-key");
  g_ptr_array_add (identities, out->identity);
  g_assert_true (g_file_get_contents (out->path, &bytes, &size, NULL));
  payload = vd_age_decrypt (identities, bytes, size, &error);
  g_assert_no_error (error);
}

/* Whatever stands in the way, there is no file, or the one that was there. */
static void
test_places (Outgoing *out, gconstpointer data)
{
  g_autofree char *nowhere = g_build_filename (out->folder, "none", "out", NULL);
  g_autofree char *kept = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_false (send_out (out, VD_PROTECT_PLAIN, NULL, nowhere, NULL, &error));
  g_assert_error (error, VD_ERROR, VD_ERROR_NOT_FOUND);
  g_clear_error (&error);
  out->log_fails = TRUE;
  g_assert_false (send_out (out, VD_PROTECT_PLAIN, NULL, out->path, NULL, &error));
  g_assert_error (error, VD_ERROR, VD_ERROR_DISK_FULL);
  g_assert_false (g_file_test (out->path, G_FILE_TEST_EXISTS));
  g_clear_error (&error);
  out->log_fails = FALSE;
  g_assert_true (g_file_set_contents (out->path, "mine", -1, NULL));
  g_assert_false (send_out (out, VD_PROTECT_PLAIN, NULL, out->path, NULL, &error));
  g_assert_error (error, VD_ERROR, VD_ERROR_EXISTS);
  g_assert_true (g_file_get_contents (out->path, &kept, NULL, NULL));
  g_assert_cmpstr (kept, ==, "mine");
}

/* What leaves without protection says so in the log. */
static void
test_codes (Outgoing *out, gconstpointer data)
{
  static const struct {
    VdProtection protection;
    const char *code;
    gboolean words;
  } ways[] = {{VD_PROTECT_PDF, "rosa:pdf", TRUE}, {VD_PROTECT_PLAIN, "rosa:plain", FALSE}};

  for (guint i = 0; i < G_N_ELEMENTS (ways); i++) {
    g_autoptr (VdSecret) words = NULL;
    g_autoptr (GError) error = NULL;

    g_string_truncate (out->log, 0);
    g_assert_true (send_out (out, ways[i].protection, NULL, out->path, &words, &error));
    g_assert_cmpstr (out->log->str, ==, ways[i].code);
    g_assert_cmpint (words != NULL, ==, ways[i].words);
    g_unlink (out->path);
  }
}

/* What the register could not take does not leave: not the file, not the line in the log. */
static void
test_no_room (Outgoing *out, gconstpointer data)
{
  g_autofree char *text = g_strnfill (20000, 'a');
  g_autoptr (GError) error = NULL;
  gsize length = strlen (text);

  while (length > 0) {
    text[length] = '\0';
    if (!vd_record_append (out->record, "journal", json_pack ("{s:s}", "text", text), NULL))
      length /= 2;
  }
  g_assert_false (send_out (out, VD_PROTECT_PLAIN, NULL, out->path, NULL, &error));
  g_assert_error (error, VD_ERROR, VD_ERROR_INVALID);
  g_assert_cmpstr (out->log->str, ==, "");
  g_assert_false (g_file_test (out->path, G_FILE_TEST_EXISTS));
}

static void
test_pages (void)
{
  static const struct {
    const char *text;
    const char *pages; /* NULL: refused */
  } cases[] = {
      {"1", "1"},     {"1-3", "123"},  {" 2 , 4 ", "24"}, {"3-", "345"}, {"-2", "12"},
      {"2-2,2", "2"}, {"5-9999", "5"}, {"9", ""},         {"", NULL},    {"-", NULL},
      {"0", NULL},    {"3-1", NULL},   {"1-2-3", NULL},   {"a", NULL},   {"1,,2", NULL},
      {"1;2", NULL},  {"+1", NULL},    {"10000", NULL},   {"1 2", NULL}, {"0x2", NULL},
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GArray) ranges = vd_pages_parse (cases[i].text, NULL);
    g_autoptr (GString) pages = g_string_new (NULL);

    if ((ranges == NULL) != (cases[i].pages == NULL))
      g_error ("\"%s\" %s", cases[i].text, ranges == NULL ? "refused" : "taken");
    for (guint page = 1; ranges != NULL && page <= 5; page++) {
      if (vd_pages_has (ranges, page))
        g_string_append_printf (pages, "%u", page);
    }
    g_assert_cmpstr (pages->str, ==, cases[i].pages == NULL ? "" : cases[i].pages);
  }
}

#define ADD(path, func) g_test_add (path, Outgoing, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  fixture_start ();
  ADD ("/share/export/keys", test_keys);
  ADD ("/share/export/most-keys", test_most_keys);
  ADD ("/share/export/places", test_places);
  ADD ("/share/export/codes", test_codes);
  ADD ("/share/export/no-room", test_no_room);
  g_test_add_func ("/share/export/pages", test_pages);
  status = g_test_run ();
  fixture_stop ();
  return status;
}
