/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "disk-faults.h"
#include "vault-fixture.h"

#include <errno.h>
#include <string.h>

static const int codes[] = {EIO, ENOSPC};

static void
assert_class (const GError *error, int code)
{
  const int expected = code == ENOSPC ? VD_ERROR_DISK_FULL : VD_ERROR_INTERNAL;

  g_assert_error (error, VD_ERROR, expected);
}

typedef gboolean (*Action) (VdVault *vault, gint64 id, GError **error);

static gboolean
change (VdVault *vault, gint64 id, GError **error)
{
  g_autoptr (VdSecret) text = secret ("after");

  return vd_vault_save (vault, &id, text, text, error);
}

static gboolean
add (VdVault *vault, gint64 id, GError **error)
{
  g_autoptr (VdSecret) text = secret ("after");
  gint64 new_id = 0;

  return vd_vault_save (vault, &new_id, text, text, error);
}

static gboolean
add_event (VdVault *vault, gint64 id, GError **error)
{
  return vd_vault_log (vault, VD_VAULT_EVENT_VIEW, id, NULL, error);
}

/* Changes the header, too. */
static gboolean
reseal (VdVault *vault, gint64 id, GError **error)
{
  return vd_vault_reseal (vault, NULL, NULL, error);
}

/* What the vault holds, as one text. */
static char *
state_of (VdVault *vault, gint64 id)
{
  g_autoptr (GPtrArray) entries = vd_vault_list (vault, NULL);
  g_autoptr (VdSecret) body = vd_vault_load (vault, id, NULL);
  g_autofree char *summary = find_summary (vault, id);
  g_autofree char *bad = problems (vault);

  g_assert_cmpstr (bad, ==, "");
  return g_strdup_printf ("%u %s %s %u", entries->len,
                          body != NULL ? (const char *)vd_secret_data (body) : "none", summary,
                          (guint)vault->manifest.log.seq);
}

/* The n-th call fails, for every n: an error means the state before, TRUE the state after, in the
 * open vault and after opening it again. Nothing is written after a disk that failed. */
static void
try_action (Fixture *self, Action action, int code)
{
  for (guint n = 1;; n++) {
    gint64 id = save_new (self->vault, "before", "before");
    g_autofree char *before = state_of (self->vault, id);
    g_autofree char *after = NULL;
    g_autofree char *reopened = NULL;
    g_autoptr (GError) error = NULL;
    gboolean ok;

    arm (n, code);
    ok = action (self->vault, id, &error);
    if (!disarm ()) {
      g_assert_true (ok);
      g_assert_cmpuint (n, >, 2);
      return;
    }
    g_assert_true (ok == (error == NULL));
    if (!ok)
      assert_class (error, code);
    else if (action == change) /* Saved, and what it replaced waits to be overwritten. */
      g_assert_cmpuint (self->vault->manifest.n_wipes, >, 0);
    after = state_of (self->vault, id);
    g_assert_true ((strcmp (before, after) == 0) == !ok);
    fixture_reopen_quick (self);
    reopened = state_of (self->vault, id);
    g_assert_cmpstr (reopened, ==, after);
  }
}

/* Sealing again is many changes: after an error it may be anywhere, but nothing is lost, and it can
 * be taken up again. */
static void
test_reseal (Fixture *self, gconstpointer data)
{
  gint64 id = save_new (self->vault, "before", "before");
  gboolean hit = TRUE;

  for (guint n = 1; hit; n++) {
    g_autoptr (GError) error = NULL;
    g_autofree char *state = NULL;
    gboolean ok;

    arm (n, codes[n % G_N_ELEMENTS (codes)]);
    ok = reseal (self->vault, id, &error);
    hit = disarm ();
    g_assert_true (ok == (error == NULL));
    fixture_reopen_quick (self);
    assert_body (self->vault, id, "before");
    state = problems (self->vault);
    g_assert_true (*state == 0 || g_str_has_prefix (state, "header-copy "));
  }
  g_assert_true (reseal (self->vault, id, NULL));
}

/* A read that fails in the middle of a change makes SQLite undo all of the change by itself:
 * nothing of the rest may then be written as if it were still under way. */
static void
test_reseal_reads (Fixture *self, gconstpointer data)
{
  gboolean hit = TRUE;

  for (guint i = 0; i < 12; i++)
    save_new (self->vault, "body", "summary");
  /* Made today, so that nothing has read the records before the change does. */
  g_assert_true (vd_vault_daily_copy (self->vault, NULL, NULL, NULL, NULL));
  for (guint n = 1; hit; n++) {
    g_autoptr (GError) error = NULL;
    g_autofree char *bad = NULL;
    gboolean ok;

    fixture_reopen_quick (self);
    fault.reads = TRUE;
    arm (n, ENOMEM);
    ok = reseal (self->vault, 0, &error);
    hit = disarm ();
    fault.reads = FALSE;
    g_assert_true (ok == (error == NULL));
    if (!ok)
      g_assert_error (error, VD_ERROR, VD_ERROR_INTERNAL);
    fixture_reopen_quick (self);
    bad = problems (self->vault);
    g_assert_cmpstr (bad, ==, "");
  }
}

static void
test_actions (Fixture *self, gconstpointer data)
{
  const Action actions[] = {change, add, add_event, vd_vault_delete};

  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    for (guint j = 0; j < G_N_ELEMENTS (codes); j++)
      try_action (self, actions[i], codes[j]);
}

/* Nothing is called saved before it was synced. */
static void
test_syncs (Fixture *self, gconstpointer data)
{
  const Action actions[] = {change, add, add_event, vd_vault_delete};
  gint64 id = save_new (self->vault, "before", "before");

  for (guint i = 0; i < G_N_ELEMENTS (actions); i++) {
    fault.syncs = 0;
    g_assert_true (actions[i](self->vault, id, NULL));
    g_assert_cmpuint (fault.syncs, >, 0);
  }
}

/* After one failed sync nothing is saved until the vault has been opened again. */
static void
test_failed_sync (Fixture *self, gconstpointer data)
{
  gint64 id = save_new (self->vault, "before", "before");
  gboolean failed = FALSE;

  for (guint n = 1; !failed; n++) {
    g_autoptr (GError) error = NULL;

    arm (n, EIO);
    failed = !change (self->vault, id, &error);
    disarm ();
  }
  g_assert_false (change (self->vault, id, NULL));
  g_assert_false (add_event (self->vault, id, NULL));
  assert_body (self->vault, id, "before");
  fixture_reopen_quick (self);
  assert_body (self->vault, id, "before");
  g_assert_true (change (self->vault, id, NULL));
}

/* Opening while a header copy is damaged: a repair that fails is no reason not to open. */
static void
test_open (Fixture *self, gconstpointer data)
{
  gint64 id = save_new (self->vault, "body", "body");
  gboolean hit = TRUE;

  for (guint n = 1; hit; n++) {
    g_autoptr (GByteArray) file = NULL;
    g_autoptr (GError) error = NULL;

    fixture_close (self);
    file = fixture_read (self, "header");
    file->data[100] ^= 1;
    fixture_write (self, "header", file);
    arm (n, EIO);
    if (n <= 2)
      g_test_expect_message ("vault", G_LOG_LEVEL_WARNING, "header copy not repaired*");
    self->vault =
        vd_vault_open (self->dir, VD_VAULT_RECOVERY, self->recovery, still_clock (), &error);
    hit = disarm ();
    if (n <= 2)
      g_test_assert_expected_messages ();
    if (self->vault == NULL) {
      assert_class (error, EIO);
      fixture_reopen_quick (self);
    }
    assert_body (self->vault, id, "body");
    fixture_reopen_quick (self);
  }
}

/* What the last change replaced is overwritten again at each opening. When the disk is full just
 * then it waits, and nobody gets a slot that waits: it would be overwritten with what is in it. */
static void
test_open_full (Fixture *self, gconstpointer data)
{
  gint64 ids[] = {save_new (self->vault, "a", "a"), save_new (self->vault, "b", "b")};

  for (guint n = 0; n < 200; n++) {
    g_autofree char *bad = NULL;

    fixture_reopen_quick (self);
    g_assert_true (add_event (self->vault, 0, NULL));
    fixture_close (self);
    arm (n % 10, ENOSPC);
    fixture_reopen_quick (self);
    disarm ();
    /* A sync that failed is the end of all changes until the next opening. */
    for (guint i = 0; i < G_N_ELEMENTS (ids) && change (self->vault, ids[i], NULL); i++)
      add_event (self->vault, 0, NULL);
    bad = problems (self->vault);
    g_assert_cmpstr (bad, ==, "");
  }
}

/* A call that a signal interrupts, or that does half of its work, is gone on with. */
static void
test_interrupted (Fixture *self, gconstpointer data)
{
  const Action actions[] = {change, add_event, vd_vault_delete};
  const int kinds[] = {EINTR, SHORT};

  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    for (guint j = 0; j < G_N_ELEMENTS (kinds); j++) {
      gboolean hit = TRUE;

      for (guint n = 1; hit; n++) {
        gint64 id = save_new (self->vault, "before", "before");
        g_autoptr (GError) error = NULL;
        g_autofree char *state = NULL;

        arm (n, kinds[j]);
        actions[i](self->vault, id, &error);
        hit = disarm ();
        /* A sync is not repeated: nobody knows what it has done. */
        if (error != NULL)
          g_assert_error (error, VD_ERROR, VD_ERROR_INTERNAL);
        if (kinds[j] == SHORT)
          g_assert_no_error (error);
        fixture_reopen_quick (self);
        state = problems (self->vault);
        g_assert_cmpstr (state, ==, "");
        vd_vault_delete (self->vault, id, NULL);
      }
    }
}

/* The disk cannot be read at some place: an error that blames the disk or the file, never another
 * content and never a wrong key; nothing is changed by it. */
static void
test_reads (Fixture *self, gconstpointer data)
{
  gint64 id = save_new (self->vault, "body", "summary");
  gboolean hit = TRUE;
  guint refused = 0;

  for (guint n = 1; hit; n++) {
    g_autoptr (VdSecret) body = NULL;
    g_autoptr (GError) error = NULL;

    fixture_close (self);
    fault.reads = TRUE;
    arm (n, n % 2 == 0 ? EIO : EMFILE);
    self->vault =
        vd_vault_open (self->dir, VD_VAULT_RECOVERY, self->recovery, still_clock (), &error);
    if (self->vault != NULL)
      body = vd_vault_load (self->vault, id, &error);
    hit = disarm ();
    fault.reads = FALSE;
    g_assert_true ((body != NULL) == (error == NULL));
    if (error != NULL) {
      g_assert_true (error->code == VD_ERROR_INTERNAL || error->code == VD_ERROR_DAMAGED);
      refused++;
    }
    fixture_reopen_quick (self);
    assert_body (self->vault, id, "body");
  }
  g_assert_cmpuint (refused, >, 5);
}

static void
test_create (void)
{
  g_autoptr (VdSecret) passphrase = secret ("passphrase");
  gboolean hit = TRUE;

  for (guint n = 1; hit; n++) {
    g_autofree char *top = make_top ();
    g_autofree char *dir = g_build_filename (top, "vault", NULL);
    g_autoptr (VdSecret) recovery = NULL;
    g_autoptr (GError) error = NULL;
    VdVault *vault;

    arm (n, codes[n % G_N_ELEMENTS (codes)]);
    vault =
        vd_vault_create (dir, passphrase, NULL, &vd_kdf_floor, still_clock (), &recovery, &error);
    hit = disarm ();
    g_assert_true ((vault != NULL) == (error == NULL));
    if (vault == NULL) {
      assert_class (error, codes[n % G_N_ELEMENTS (codes)]);
      g_assert_cmpint (g_rmdir (top), ==, 0);
      continue;
    }
    save_new (vault, "body", "body");
    vd_vault_close (vault);
    remove_tree (top);
  }
}

int
main (int argc, char **argv)
{
  use_memory ();
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func)                                                                            \
  g_test_add ("/faults/" name, Fixture, NULL, fixture_set_up, func, fixture_tear_down)
  ADD ("actions", test_actions);
  ADD ("reseal", test_reseal);
  ADD ("reseal-reads", test_reseal_reads);
  ADD ("syncs", test_syncs);
  ADD ("failed-sync", test_failed_sync);
  ADD ("open", test_open);
  ADD ("open-full", test_open_full);
  ADD ("interrupted", test_interrupted);
  ADD ("reads", test_reads);
  g_test_add_func ("/faults/create", test_create);
  return g_test_run ();
}
