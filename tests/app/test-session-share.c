/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "session-fixture.h"

#include "app/session-share.h"
#include "print-fixture.h"

#include <string.h>

/* Two units with a vault each: `a` writes to `b`. */
typedef struct {
  Fixture a;
  Fixture b;
  VdOwnKeys *keys_a;
  VdOwnKeys *keys_b;
} Units;

static VdOwnKeys *
own_keys (Fixture *f)
{
  g_autoptr (GError) error = NULL;
  VdOwnKeys *keys;

  fixture_begin (f);
  vd_session_own_keys_async (f->session, fixture_done_cb, f);
  keys = vd_session_own_keys_finish (f->session, fixture_wait_for (f), &error);
  g_assert_no_error (error);
  return keys;
}

static void
name_unit (Fixture *f, const char *unit)
{
  g_autoptr (GError) error = NULL;

  fixture_begin (f);
  vd_session_set_unit_async (f->session, "reception", unit, "ab", fixture_done_cb, f);
  vd_session_set_unit_finish (f->session, fixture_wait_for (f), &error);
  g_assert_no_error (error);
}

static void
set_up (Units *units, gconstpointer data)
{
  g_autoptr (VdSecret) first = NULL;
  g_autoptr (VdSecret) second = NULL;

  fixture_set_up (&units->a, data);
  fixture_set_up (&units->b, data);
  first = fixture_create (&units->a);
  second = fixture_create (&units->b);
  name_unit (&units->a, "Mottaket");
  name_unit (&units->b, "ROSA");
  units->keys_a = own_keys (&units->a);
  units->keys_b = own_keys (&units->b);
}

static void
tear_down (Units *units, gconstpointer data)
{
  vd_own_keys_free (units->keys_a);
  vd_own_keys_free (units->keys_b);
  fixture_tear_down (&units->a, data);
  fixture_tear_down (&units->b, data);
}

static void
new_case (Fixture *f)
{
  g_autoptr (GError) error = NULL;

  vd_session_new_record (f->session, "reception", "full");
  vd_session_set_text (f->session, "person.age", "adult", &error);
  vd_session_set_text (f->session, "person.reference", "A-12", &error);
  vd_session_answer (f->session, "ECO-01", VD_ANSWER_YES, VD_BASIS_STATEMENT, NULL, &error);
  vd_session_add_consent (f->session, "rosa", (const char *[]){"said", NULL}, "read aloud", &error);
  g_assert_no_error (error);
}

/* Returns: the number of the document. */
static char *
send (Fixture *f, const char *const *keys, const char *corrects, const char *path)
{
  const VdReferralChoice choice = {.corrects = corrects};
  g_autoptr (GError) error = NULL;
  const VdRecord *record;

  fixture_begin (f);
  vd_session_export_async (f->session, "rosa", &choice, "nb", VD_PROTECT_AGE_KEY, keys, path,
                           fixture_done_cb, f);
  vd_session_export_finish (f->session, fixture_wait_for (f), NULL, &error);
  g_assert_no_error (error);
  record = vd_session_get_record (f->session);
  return g_strdup (
      vd_record_item_text (record, "shares", vd_record_n_items (record, "shares") - 1, "anchor"));
}

static VdOpened *
open_file (Fixture *f, const char *path, const char *passphrase, GError **error)
{
  fixture_begin (f);
  vd_session_open_file_async (f->session, path,
                              passphrase == NULL ? NULL : fixture_secret_of (passphrase),
                              fixture_done_cb, f);
  return vd_session_open_file_finish (f->session, fixture_wait_for (f), error);
}

static void
know (Fixture *f, const char *name, const char *sign_key)
{
  g_autoptr (VdAddressees) list = vd_session_get_addressees (f->session);
  g_autoptr (GError) error = NULL;

  vd_addressees_add (list, name, NULL, NULL, sign_key, "2026-05-02", &error);
  g_assert_no_error (error);
  fixture_begin (f);
  vd_session_set_addressees_async (f->session, list, fixture_done_cb, f);
  vd_session_set_addressees_finish (f->session, fixture_wait_for (f), &error);
  g_assert_no_error (error);
}

static char *
path_in (Fixture *f, const char *name)
{
  return g_build_filename (f->home, name, NULL);
}

/* There, read, kept as a case, answered, and the answer read. */
/* The file is known for what it is, and its sender once the key was compared. */
static VdOpened *
check_opened (Units *units, const char *path, const char *number)
{
  g_autoptr (VdOpened) opened = NULL;
  g_autoptr (VdOpened) known = NULL;
  g_autoptr (GError) error = NULL;

  opened = open_file (&units->b, path, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (opened->received->by, ==, VD_SIGNED_BY_STRANGER);
  g_assert_cmpstr (opened->received->signer, ==, "Mottaket");
  g_assert_cmpstr (opened->received->key, ==, units->keys_a->sign_key);
  g_assert_cmpstr (opened->received->number, ==, number);
  g_assert_nonnull (vd_opened_pdf (opened));

  know (&units->b, "The reception", units->keys_a->sign_key);
  known = open_file (&units->b, path, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (known->received->by, ==, VD_SIGNED_BY_KNOWN);
  g_assert_cmpstr (known->received->signer, ==, "The reception");
  return g_steal_pointer (&known);
}

static void
open_case (Fixture *f, const char *id)
{
  g_autoptr (GError) error = NULL;

  fixture_begin (f);
  vd_session_open_record_async (f->session, id, fixture_done_cb, f);
  g_assert_true (vd_session_open_record_finish (f->session, fixture_wait_for (f), &error));
}

static void
check_imported (Units *units, VdOpened *known)
{
  Fixture *f = &units->b;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = NULL;

  fixture_begin (f);
  vd_session_import_async (f->session, known, fixture_done_cb, f);
  id = vd_session_import_finish (f->session, fixture_wait_for (f), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (id, !=, vd_record_get_text (vd_session_get_record (units->a.session), "id"));
  open_case (f, id);
  g_assert_cmpuint (vd_record_n_answers (vd_session_get_record (f->session), "ECO-01"), ==, 1);
}

static VdOpened *
check_receipt (Units *units, VdOpened *known, const char *number)
{
  g_autofree char *answer = path_in (&units->b, "answer.age");
  g_autoptr (VdOpened) receipt = NULL;
  g_autoptr (GError) error = NULL;

  fixture_begin (&units->b);
  vd_session_write_receipt_async (units->b.session, known, answer, fixture_done_cb, &units->b);
  vd_session_write_finish (units->b.session, fixture_wait_for (&units->b), &error);
  g_assert_no_error (error);
  receipt = open_file (&units->a, answer, NULL, &error);
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
  open_case (f, id);
  share = vd_record_item (vd_session_get_record (f->session), "shares", 0);
  g_assert_cmpstr (json_string_value (json_object_get (json_object_get (share, "x-receipt"), "by")),
                   ==, "ROSA");
}

static void
test_round (Units *units, gconstpointer data)
{
  const char *const keys[] = {units->keys_b->recipient, NULL};
  g_autofree char *path = path_in (&units->a, "out.age");
  g_autofree char *number = NULL;
  g_autoptr (VdOpened) known = NULL;
  g_autoptr (VdOpened) receipt = NULL;
  g_autoptr (GError) error = NULL;

  new_case (&units->a);
  number = send (&units->a, keys, NULL, path);
  known = check_opened (units, path, number);
  check_imported (units, known);
  receipt = check_receipt (units, known, number);
  check_noted (units, receipt, FALSE);
  check_noted (units, receipt, TRUE);
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
  g_autofree char *both = path_in (&units->a, "both.age");
  g_autofree char *own = path_in (&units->a, "own.age");
  g_autofree char *locked = path_in (&units->a, "locked.age");
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autoptr (VdOpened) opened = NULL;
  g_autoptr (VdOpened) asked = NULL;
  g_autoptr (VdOpened) unlocked = NULL;
  g_autoptr (VdSecret) words = NULL;
  g_autoptr (GError) error = NULL;

  new_case (&units->a);
  first = send (&units->a, keys, NULL, both);
  second = send (&units->a, mine, NULL, own);
  opened = open_file (&units->b, both, NULL, &error);
  g_assert_no_error (error);
  g_assert_null (open_file (&units->b, own, NULL, &error));
  g_assert_error (error, VD_ERROR, VD_ERROR_WRONG_KEY);
  g_clear_error (&error);

  fixture_begin (&units->a);
  vd_session_export_async (units->a.session, "rosa", &choice, "nb", VD_PROTECT_AGE_PASSPHRASE, NULL,
                           locked, fixture_done_cb, &units->a);
  vd_session_export_finish (units->a.session, fixture_wait_for (&units->a), &words, &error);
  g_assert_no_error (error);
  asked = open_file (&units->b, locked, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (asked->wants_passphrase);
  g_assert_null (asked->payload);
  g_assert_null (open_file (&units->b, locked, "other words", &error));
  g_assert_error (error, VD_ERROR, VD_ERROR_WRONG_KEY);
  g_clear_error (&error);
  unlocked = open_file (&units->b, locked, (const char *)vd_secret_data (words), &error);
  g_assert_no_error (error);
  g_assert_nonnull (unlocked->record);
}

/* A follow-up names what it comes instead of, here and there. */
static void
test_correction (Units *units, gconstpointer data)
{
  const char *const keys[] = {units->keys_b->recipient, NULL};
  g_autofree char *wrong = path_in (&units->a, "wrong.age");
  g_autofree char *right = path_in (&units->a, "right.age");
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autoptr (VdOpened) opened = NULL;
  g_autoptr (GError) error = NULL;
  const VdRecord *record;

  new_case (&units->a);
  first = send (&units->a, keys, NULL, wrong);
  second = send (&units->a, keys, first, right);
  record = vd_session_get_record (units->a.session);
  g_assert_cmpstr (vd_record_item_text (record, "shares", 0, "corrected_by"), ==, second);
  g_assert_cmpstr (
      json_string_value (json_object_get (vd_record_item (record, "shares", 1), "x-corrects")), ==,
      first);
  opened = open_file (&units->b, right, NULL, &error);
  g_assert_cmpstr (opened->received->corrects, ==, first);
}

/* Who leaves the case while the file is being written has it in the register all the same. */
static void
test_register_kept (Units *units, gconstpointer data)
{
  const char *const keys[] = {units->keys_b->recipient, NULL};
  const VdReferralChoice choice = {NULL};
  Fixture *f = &units->a;
  g_autofree char *path = path_in (f, "out.age");
  g_autofree char *id = NULL;
  g_autoptr (GError) error = NULL;

  new_case (f);
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
  new_case (f);
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
  g_autofree char *path = path_in (&units->a, "out.age");
  g_autofree char *copy = path_in (&units->b, "copy.pdf");
  g_autofree char *number = NULL;
  g_autofree char *text = NULL;
  g_autoptr (VdOpened) opened = NULL;
  g_autoptr (GError) error = NULL;
  gsize size;

  new_case (&units->a);
  number = send (&units->a, keys, NULL, path);
  opened = open_file (&units->b, path, NULL, &error);
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
  g_autofree char *path = path_in (&units->b, "note.txt");
  g_autofree char *none = path_in (&units->b, "none.age");
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (path, "a shopping list", -1, NULL));
  g_assert_null (open_file (&units->b, path, NULL, &error));
  g_assert_error (error, VD_ERROR, VD_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_null (open_file (&units->b, none, NULL, &error));
  g_assert_error (error, VD_ERROR, VD_ERROR_NOT_FOUND);
}

#define ADD(path, func) g_test_add (path, Units, NULL, set_up, func, tear_down)

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
