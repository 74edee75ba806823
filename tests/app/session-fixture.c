/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "session-fixture.h"

#include <glib/gstdio.h>
#include <string.h>

static GDateTime *
fixed_now (gpointer data)
{
  Fixture *f = data;

  return g_date_time_ref (f->now);
}

VdClock fixture_clock;

void
fixture_new_session (Fixture *f)
{
  f->session = vd_session_new (f->dir, f->pack, &fixture_clock);
}

void
fixture_set_up (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  gsize size;

  g_file_get_contents (g_getenv ("VARDE_PACK"), &text, &size, &error);
  g_assert_no_error (error);
  f->pack = vd_pack_parse (text, size, &error);
  g_assert_no_error (error);
  f->home = g_dir_make_tmp ("varde-session-XXXXXX", NULL);
  f->dir = g_build_filename (f->home, "vault", NULL);
  f->now = g_date_time_new_utc (2026, 5, 2, 10, 15, 0);
  fixture_clock = (VdClock){fixed_now, f};
  fixture_new_session (f);
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
  gint64 end = g_get_monotonic_time () + 10 * G_USEC_PER_SEC;

  /* Jobs that ended hold the session until the main loop lets go of them. */
  g_clear_object (&f->result);
  while (G_OBJECT (f->session)->ref_count > 1 && g_get_monotonic_time () < end)
    g_main_context_iteration (NULL, FALSE);
  g_assert_finalize_object (f->session);
  vd_pack_unref (f->pack);
  remove_tree (f->home);
  g_date_time_unref (f->now);
  g_free (f->home);
  g_free (f->dir);
}

void
fixture_done_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Fixture *f = data;

  g_set_object (&f->result, result);
}

static gboolean
tick_cb (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

/* Turns the main loop until the call ends; a minute is far more than anything here takes. */
GAsyncResult *
fixture_wait_for (Fixture *f)
{
  gint64 end = g_get_monotonic_time () + 60 * G_USEC_PER_SEC;
  guint tick = g_timeout_add (20, tick_cb, NULL);

  while (f->result == NULL) {
    g_assert_cmpint (g_get_monotonic_time (), <, end);
    g_main_context_iteration (NULL, TRUE);
  }
  g_source_remove (tick);
  return f->result;
}

void
fixture_begin (Fixture *f)
{
  g_clear_object (&f->result);
}

VdSecret *
fixture_secret_of (const char *text)
{
  return vd_secret_new_copy (text, strlen (text));
}

VdSecret *
fixture_create (Fixture *f)
{
  g_autoptr (GError) error = NULL;
  VdSecret *recovery;

  fixture_begin (f);
  vd_session_create_async (f->session, fixture_secret_of (PASSPHRASE), &vd_kdf_floor, NULL,
                           fixture_done_cb, f);
  g_assert_cmpint (vd_session_get_state (f->session), ==, VD_SESSION_BUSY);
  recovery = vd_session_create_finish (f->session, fixture_wait_for (f), &error);
  g_assert_no_error (error);
  g_assert_cmpint (vd_session_get_state (f->session), ==, VD_SESSION_UNLOCKED);
  return recovery;
}

gboolean
fixture_unlock (Fixture *f, VdVaultKey kind, const char *key, GError **error)
{
  fixture_begin (f);
  vd_session_unlock_async (f->session, kind, fixture_secret_of (key), NULL, fixture_done_cb, f);
  return vd_session_unlock_finish (f->session, fixture_wait_for (f), error);
}

void
fixture_lock (Fixture *f, const char *draft)
{
  g_autoptr (GError) error = NULL;

  fixture_begin (f);
  vd_session_lock_async (f->session, draft, fixture_done_cb, f);
  vd_session_lock_finish (f->session, fixture_wait_for (f), &error);
  g_assert_no_error (error);
  g_assert_cmpint (vd_session_get_state (f->session), ==, VD_SESSION_LOCKED);
}

void
fixture_flush (Fixture *f)
{
  g_autoptr (GError) error = NULL;

  fixture_begin (f);
  vd_session_flush_async (f->session, fixture_done_cb, f);
  vd_session_flush_finish (f->session, fixture_wait_for (f), &error);
  g_assert_no_error (error);
}

void
fixture_start_program (Fixture *f, const char *version)
{
  g_autofree char *bundle = g_build_filename (f->home, "bundle.xml", NULL);
  g_autofree char *packs = g_build_filename (f->home, "packs", NULL);
  g_autofree char *words = g_strdup_printf ("version=\"%s\"", version);
  g_autofree char *text = NULL;
  g_autoptr (GString) changed = NULL;
  g_autoptr (GError) error = NULL;
  VdPackStore *store = vd_pack_store_new (packs, bundle);

  g_file_get_contents (g_getenv ("VARDE_PACK"), &text, NULL, NULL);
  changed = g_string_new (text);
  g_string_replace (changed, "version=\"2026.1\"", words, 1);
  g_file_set_contents (bundle, changed->str, (gssize)changed->len, &error);
  g_assert_no_error (error);
  g_assert_finalize_object (f->session);
  vd_pack_unref (f->pack);
  f->pack = vd_pack_store_load (store, &error);
  g_assert_no_error (error);
  fixture_new_session (f);
  vd_session_set_pack_store (f->session, store);
}
