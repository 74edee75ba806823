/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "units-fixture.h"

#include "print-fixture.h"

#include <string.h>

/* The file is known for what it is, and its sender once the key was compared. */
static VdOpened *
check_opened (Units *units, const char *path, const char *number)
{
  g_autoptr (VdOpened) opened = NULL;
  g_autoptr (VdOpened) known = NULL;
  g_autoptr (GError) error = NULL;

  opened = units_open_file (&units->b, path, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (opened->received->by, ==, VD_SIGNED_BY_STRANGER);
  g_assert_cmpstr (opened->received->signer, ==, "Mottaket");
  g_assert_cmpstr (opened->received->key, ==, units->keys_a->sign_key);
  g_assert_cmpstr (opened->received->number, ==, number);
  g_assert_nonnull (vd_opened_pdf (opened));

  units_know (&units->b, "The reception", units->keys_a->sign_key);
  known = units_open_file (&units->b, path, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (known->received->by, ==, VD_SIGNED_BY_KNOWN);
  g_assert_cmpstr (known->received->signer, ==, "The reception");
  return g_steal_pointer (&known);
}

/* Kept once: what was written into the case since stays, on another day too. */
static void
check_again (Fixture *f, const char *path, const char *id)
{
  guint n = vd_session_get_cases (f->session)->len;
  g_autoptr (GDateTime) today = f->now;
  g_autoptr (VdOpened) opened = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *again = NULL;

  vd_session_set_text (f->session, "person.where_now", "Room 2", &error);
  g_assert_no_error (error);
  fixture_flush (f);
  f->now = g_date_time_add_days (today, 3);
  opened = units_open_file (f, path, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (vd_session_has_received (f->session, opened));
  fixture_begin (f);
  vd_session_import_async (f->session, opened, fixture_done_cb, f);
  again = vd_session_import_finish (f->session, fixture_wait_for (f), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (again, ==, id);
  vd_session_close_record (f->session);
  units_open_case (f, id);
  g_assert_cmpstr (vd_record_get_text (vd_session_get_record (f->session), "person.where_now"), ==,
                   "Room 2");
  g_assert_cmpuint (vd_session_get_cases (f->session)->len, ==, n);
}

static void
check_imported (Units *units, VdOpened *known, const char *path)
{
  Fixture *f = &units->b;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = NULL;

  g_assert_false (vd_session_has_received (f->session, known));
  fixture_begin (f);
  vd_session_import_async (f->session, known, fixture_done_cb, f);
  id = vd_session_import_finish (f->session, fixture_wait_for (f), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (id, !=, vd_record_get_text (vd_session_get_record (units->a.session), "id"));
  units_open_case (f, id);
  g_assert_cmpuint (vd_record_n_answers (vd_session_get_record (f->session), "ECO-01"), ==, 1);
  check_again (f, path, id);
}

static VdOpened *
check_receipt (Units *units, VdOpened *known, const char *number)
{
  g_autofree char *answer = units_path (&units->b, "answer.age");
  g_autoptr (VdOpened) receipt = NULL;
  g_autoptr (GError) error = NULL;

  fixture_begin (&units->b);
  vd_session_write_receipt_async (units->b.session, known, answer, fixture_done_cb, &units->b);
  vd_session_write_finish (units->b.session, fixture_wait_for (&units->b), &error);
  g_assert_no_error (error);
  receipt = units_open_file (&units->a, answer, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (receipt->receipt->number, ==, number);
  g_assert_cmpstr (receipt->receipt->by, ==, "ROSA");
  g_assert_null (receipt->record);
  return g_steal_pointer (&receipt);
}

/* Notes it on the case of the first unit, whether that is in hand or not. */
static void
check_noted (Units *units, VdOpened *receipt, gboolean in_hand)
{
  Fixture *f = &units->a;
  g_autofree char *id = g_strdup (vd_record_get_text (vd_session_get_record (f->session), "id"));
  g_autofree char *reference = NULL;
  g_autoptr (GError) error = NULL;
  const json_t *share;

  if (!in_hand)
    vd_session_close_record (f->session);
  fixture_begin (f);
  vd_session_note_receipt_async (f->session, receipt, fixture_done_cb, f);
  reference = vd_session_note_receipt_finish (f->session, fixture_wait_for (f), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (reference, ==, "A-12");
  units_open_case (f, id);
  share = vd_record_item (vd_session_get_record (f->session), "shares", 0);
  g_assert_cmpstr (json_string_value (json_object_get (json_object_get (share, "x-receipt"), "by")),
                   ==, "ROSA");
}

/* The number alone does not say what was received. */
static void
check_other_version (Units *units, const VdOpened *receipt)
{
  static const char none[] = "0000000000000000000000000000000000000000000000000000000000000000";
  VdReceipt other = *receipt->receipt;
  const VdOpened changed = {.receipt = &other};

  other.digest = (char *)none;
  for (guint closed = 0; closed < 2; closed++) {
    g_autoptr (GError) error = NULL;

    if (closed == 1)
      vd_session_close_record (units->a.session);
    fixture_begin (&units->a);
    vd_session_note_receipt_async (units->a.session, &changed, fixture_done_cb, &units->a);
    g_assert_null (
        vd_session_note_receipt_finish (units->a.session, fixture_wait_for (&units->a), &error));
    g_assert_error (error, VD_ERROR, VD_ERROR_CONFLICT);
  }
}

static void
test_round (Units *units, gconstpointer data)
{
  const char *const keys[] = {units->keys_b->recipient, NULL};
  g_autofree char *path = units_path (&units->a, "out.age");
  g_autofree char *number = NULL;
  g_autoptr (VdOpened) known = NULL;
  g_autoptr (VdOpened) receipt = NULL;
  g_autoptr (GError) error = NULL;

  units_new_case (&units->a);
  number = units_send (&units->a, keys, NULL, path);
  known = check_opened (units, path, number);
  check_imported (units, known, path);
  receipt = check_receipt (units, known, number);
  check_noted (units, receipt, FALSE);
  check_noted (units, receipt, TRUE);
  check_other_version (units, receipt);
  /* Not one of ours. */
  fixture_begin (&units->b);
  vd_session_close_record (units->b.session);
  vd_session_note_receipt_async (units->b.session, receipt, fixture_done_cb, &units->b);
  g_assert_null (
      vd_session_note_receipt_finish (units->b.session, fixture_wait_for (&units->b), &error));
  g_assert_error (error, VD_ERROR, VD_ERROR_NOT_FOUND);
}

/* Only whom it was sealed to opens it, and what asks for words says so before it fails. */
static void
test_keys (Units *units, gconstpointer data)
{
  const char *const keys[] = {units->keys_a->recipient, units->keys_b->recipient, NULL};
  const char *const mine[] = {units->keys_a->recipient, NULL};
  const VdReferralChoice choice = {NULL};
  g_autofree char *both = units_path (&units->a, "both.age");
  g_autofree char *own = units_path (&units->a, "own.age");
  g_autofree char *locked = units_path (&units->a, "locked.age");
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autoptr (VdOpened) opened = NULL;
  g_autoptr (VdOpened) asked = NULL;
  g_autoptr (VdOpened) unlocked = NULL;
  g_autoptr (VdSecret) words = NULL;
  g_autoptr (GError) error = NULL;

  units_new_case (&units->a);
  first = units_send (&units->a, keys, NULL, both);
  second = units_send (&units->a, mine, NULL, own);
  opened = units_open_file (&units->b, both, NULL, &error);
  g_assert_no_error (error);
  g_assert_null (units_open_file (&units->b, own, NULL, &error));
  g_assert_error (error, VD_ERROR, VD_ERROR_WRONG_KEY);
  g_clear_error (&error);

  fixture_begin (&units->a);
  vd_session_export_async (units->a.session, "rosa", &choice, "nb", VD_PROTECT_AGE_PASSPHRASE, NULL,
                           locked, fixture_done_cb, &units->a);
  vd_session_export_finish (units->a.session, fixture_wait_for (&units->a), &words, &error);
  g_assert_no_error (error);
  asked = units_open_file (&units->b, locked, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (asked->wants_passphrase);
  g_assert_null (asked->payload);
  g_assert_null (units_open_file (&units->b, locked, "other words", &error));
  g_assert_error (error, VD_ERROR, VD_ERROR_WRONG_KEY);
  g_clear_error (&error);
  unlocked = units_open_file (&units->b, locked, (const char *)vd_secret_data (words), &error);
  g_assert_no_error (error);
  g_assert_nonnull (unlocked->record);
}

/* A follow-up names what it comes instead of, here and there. */
static void
test_correction (Units *units, gconstpointer data)
{
  const char *const keys[] = {units->keys_b->recipient, NULL};
  g_autofree char *wrong = units_path (&units->a, "wrong.age");
  g_autofree char *right = units_path (&units->a, "right.age");
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autoptr (VdOpened) opened = NULL;
  g_autoptr (GError) error = NULL;
  const VdRecord *record;

  units_new_case (&units->a);
  first = units_send (&units->a, keys, NULL, wrong);
  second = units_send (&units->a, keys, first, right);
  record = vd_session_get_record (units->a.session);
  g_assert_cmpstr (vd_record_item_text (record, "shares", 0, "corrected_by"), ==, second);
  g_assert_cmpstr (
      json_string_value (json_object_get (vd_record_item (record, "shares", 1), "x-corrects")), ==,
      first);
  opened = units_open_file (&units->b, right, NULL, &error);
  g_assert_cmpstr (opened->received->corrects, ==, first);
}

/* Who leaves the case while the file is being written has it in the register all the same. */
static void
test_register_kept (Units *units, gconstpointer data)
{
  const char *const keys[] = {units->keys_b->recipient, NULL};
  const VdReferralChoice choice = {NULL};
  Fixture *f = &units->a;
  g_autofree char *path = units_path (f, "out.age");
  g_autofree char *id = NULL;
  g_autoptr (GError) error = NULL;

  units_new_case (f);
  id = g_strdup (vd_record_get_text (vd_session_get_record (f->session), "id"));
  fixture_begin (f);
  vd_session_export_async (f->session, "rosa", &choice, "nb", VD_PROTECT_AGE_KEY, keys, path,
                           fixture_done_cb, f);
  vd_session_close_record (f->session);
  vd_session_export_finish (f->session, fixture_wait_for (f), NULL, &error);
  g_assert_no_error (error);
  fixture_begin (f);
  vd_session_open_record_async (f->session, id, fixture_done_cb, f);
  vd_session_open_record_finish (f->session, fixture_wait_for (f), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (vd_record_n_items (vd_session_get_record (f->session), "shares"), ==, 1);
}

static gboolean
print (Fixture *f, const char *pages, const char *printer, GError **error)
{
  const VdReferralChoice choice = {NULL};

  fixture_begin (f);
  vd_session_print_async (f->session, "rosa", &choice, "nb", pages, vd_print_target_new (printer),
                          fixture_done_cb, f);
  return vd_session_print_finish (f->session, fixture_wait_for (f), error);
}

static guint
pages_on_paper (const StandIn *stand_in)
{
  g_autofree char *path = g_build_filename (stand_in->folder, "paper", NULL);
  g_autofree char *line = g_strdup_printf ("pdfinfo %s", path);
  g_autofree char *output = NULL;
  const char *pages;

  g_assert_true (g_spawn_command_line_sync (line, &output, NULL, NULL, NULL));
  pages = strstr (output, "Pages:");
  g_assert_nonnull (pages);
  return (guint)g_ascii_strtoull (pages + strlen ("Pages:"), NULL, 10);
}

static guint
n_files (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

/* Only the chosen pages are made; what was printed is logged, in the register, and on no disk. */
static void
test_print (Units *units, gconstpointer data)
{
  const VdReferralChoice choice = {NULL};
  Fixture *f = &units->a;
  const VdRecord *record;
  g_autoptr (GError) error = NULL;
  StandIn stand_in;
  guint n_pages;

  stand_in_set_up (&stand_in, "office\\n");
  units_new_case (f);
  fixture_begin (f);
  vd_session_count_pages_async (f->session, "rosa", &choice, "nb", fixture_done_cb, f);
  n_pages = vd_session_count_pages_finish (f->session, fixture_wait_for (f), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (n_pages, >=, 2);
  g_assert_true (print (f, NULL, "office", &error));
  g_assert_cmpuint (pages_on_paper (&stand_in), ==, n_pages);
  g_assert_true (print (f, "1", "office", &error));
  g_assert_cmpuint (pages_on_paper (&stand_in), ==, 1);
  record = vd_session_get_record (f->session);
  g_assert_cmpuint (vd_record_n_items (record, "shares"), ==, 2);
  g_assert_cmpstr (vd_record_item_text (record, "shares", 1, "protection"), ==, "paper");
  g_assert_cmpstr (
      json_string_value (json_object_get (vd_record_item (record, "shares", 1), "x-pages")), ==,
      "1");

  /* What did not leave is not in the register. */
  g_assert_false (print (f, "99", "office", &error));
  g_assert_error (error, VD_ERROR, VD_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_false (print (f, "1", "broken", &error));
  g_assert_error (error, VD_ERROR, VD_ERROR_REFUSED);
  g_assert_cmpuint (vd_record_n_items (vd_session_get_record (f->session), "shares"), ==, 2);
  /* The vault is all there is. */
  g_assert_cmpuint (n_files (f->home), ==, 1);
  stand_in_tear_down (&stand_in);
}

/* What was not Varde's is opened too and written only when asked for. */
static void
test_plain_copy (Units *units, gconstpointer data)
{
  const char *const keys[] = {units->keys_b->recipient, NULL};
  g_autofree char *path = units_path (&units->a, "out.age");
  g_autofree char *copy = units_path (&units->b, "copy.pdf");
  g_autofree char *number = NULL;
  g_autofree char *text = NULL;
  g_autoptr (VdOpened) opened = NULL;
  g_autoptr (GError) error = NULL;
  gsize size;

  units_new_case (&units->a);
  number = units_send (&units->a, keys, NULL, path);
  opened = units_open_file (&units->b, path, NULL, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < 2; i++) {
    fixture_begin (&units->b);
    vd_session_save_opened_async (units->b.session, opened, copy, fixture_done_cb, &units->b);
    g_assert_cmpint (
        vd_session_write_finish (units->b.session, fixture_wait_for (&units->b), &error), ==,
        i == 0);
  }
  g_assert_error (error, VD_ERROR, VD_ERROR_EXISTS);
  g_assert_true (g_file_get_contents (copy, &text, &size, NULL));
  g_assert_true (g_str_has_prefix (text, "%PDF-"));
}

static void
test_not_ours (Units *units, gconstpointer data)
{
  g_autofree char *path = units_path (&units->b, "note.txt");
  g_autofree char *none = units_path (&units->b, "none.age");
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (path, "a shopping list", -1, NULL));
  g_assert_null (units_open_file (&units->b, path, NULL, &error));
  g_assert_error (error, VD_ERROR, VD_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_null (units_open_file (&units->b, none, NULL, &error));
  g_assert_error (error, VD_ERROR, VD_ERROR_NOT_FOUND);
}

#define ADD(path, func) g_test_add (path, Units, NULL, units_set_up, func, units_tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/session/share/round", test_round);
  ADD ("/session/share/keys", test_keys);
  ADD ("/session/share/correction", test_correction);
  ADD ("/session/share/register-kept", test_register_kept);
  ADD ("/session/share/plain-copy", test_plain_copy);
  ADD ("/session/share/print", test_print);
  ADD ("/session/share/not-ours", test_not_ours);
  return g_test_run ();
}
