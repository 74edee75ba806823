/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "units-fixture.h"

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

void
units_set_up (Units *units, gconstpointer data)
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

void
units_tear_down (Units *units, gconstpointer data)
{
  vd_own_keys_free (units->keys_a);
  vd_own_keys_free (units->keys_b);
  fixture_tear_down (&units->a, data);
  fixture_tear_down (&units->b, data);
}

void
units_new_case (Fixture *f)
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
char *
units_send (Fixture *f, const char *const *keys, const char *corrects, const char *path)
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

VdOpened *
units_open_file (Fixture *f, const char *path, const char *passphrase, GError **error)
{
  fixture_begin (f);
  vd_session_open_file_async (f->session, path,
                              passphrase == NULL ? NULL : fixture_secret_of (passphrase),
                              fixture_done_cb, f);
  return vd_session_open_file_finish (f->session, fixture_wait_for (f), error);
}

void
units_know (Fixture *f, const char *name, const char *sign_key)
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

char *
units_path (Fixture *f, const char *name)
{
  return g_build_filename (f->home, name, NULL);
}

void
units_open_case (Fixture *f, const char *id)
{
  g_autoptr (GError) error = NULL;

  fixture_begin (f);
  vd_session_open_record_async (f->session, id, fixture_done_cb, f);
  g_assert_true (vd_session_open_record_finish (f->session, fixture_wait_for (f), &error));
}
