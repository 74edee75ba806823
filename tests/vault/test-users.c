/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "vault-fixture.h"

#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#define OWN "correct horse battery"

/* Opens with @passphrase. Returns: the code it failed with, -1 when it did not. */
static int
open_as (Fixture *self, const char *passphrase)
{
  g_autoptr (VdSecret) key = secret (passphrase);
  g_autoptr (GError) error = NULL;

  fixture_close (self);
  self->vault = vd_vault_open (self->dir, VD_VAULT_PASSPHRASE, key, still_clock (), &error);
  return error != NULL ? error->code : -1;
}

static guint16
add_user (Fixture *self, const char *name, VdVaultRole role, const char *passphrase)
{
  g_autoptr (VdSecret) key = secret (passphrase);
  g_autoptr (GError) error = NULL;
  guint16 number = 0;

  vd_vault_add_user (self->vault, name, role, key, &number, &error);
  g_assert_no_error (error);
  return number;
}

/* "1 leader Kari me, 2 member Ola" */
static char *
list (VdVault *vault)
{
  g_autoptr (GPtrArray) users = vd_vault_users (vault);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < users->len; i++) {
    const VdVaultUser *user = g_ptr_array_index (users, i);

    g_string_append_printf (text, "%s%u %s %s%s", i > 0 ? ", " : "", user->number,
                            user->role == VD_VAULT_LEADER ? "leader" : "member", user->name,
                            user->is_me ? " me" : "");
  }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
assert_list (VdVault *vault, const char *expected)
{
  g_autofree char *found = list (vault);

  g_assert_cmpstr (found, ==, expected);
}

static void
test_add (Fixture *self, gconstpointer data)
{
  gint64 id = save_new (self->vault, "body", "summary");
  g_autoptr (VdSecret) key = secret ("another passphrase");
  g_autoptr (GError) error = NULL;
  g_autofree char *bad = NULL;
  guint16 number;

  g_assert_cmpuint (add_user (self, "Ola", VD_VAULT_MEMBER, "olas passphrase"), ==, 2);
  assert_list (self->vault, "1 leader Kari Example me, 2 member Ola");
  g_assert_cmpint (open_as (self, "olas passphrase"), ==, -1);
  assert_body (self->vault, id, "body");
  assert_list (self->vault, "1 leader Kari Example, 2 member Ola me");
  g_assert_false (vd_vault_is_leader (self->vault));
  g_assert_false (vd_vault_add_user (self->vault, "x", VD_VAULT_MEMBER, key, &number, &error));
  g_assert_error (error, VD_ERROR, VD_ERROR_NOT_LEADER);
  g_clear_error (&error);
  g_assert_false (vd_vault_remove_user (self->vault, 1, &error));
  g_assert_error (error, VD_ERROR, VD_ERROR_NOT_LEADER);
  g_assert_cmpint (open_as (self, OWN), ==, -1);
  bad = problems (self->vault);
  g_assert_cmpstr (bad, ==, "");
}

/* A passphrase that is taken, names and roles that are none, a full house. */
static void
test_refused (Fixture *self, gconstpointer data)
{
  g_autofree char *long_name = g_strnfill (VD_SLOT_NAME_MAX + 1, 'x');
  const struct {
    const char *name;
    const char *passphrase;
    VdVaultRole role;
    int code;
  } cases[] = {
      {"Ola", OWN, VD_VAULT_MEMBER, VD_ERROR_TAKEN},
      {"Ola", "", VD_VAULT_MEMBER, VD_ERROR_INVALID},
      {long_name, "a passphrase", VD_VAULT_MEMBER, VD_ERROR_INVALID},
      {"\xff", "a passphrase", VD_VAULT_MEMBER, VD_ERROR_INVALID},
      {"Ola", "a passphrase", (VdVaultRole)3, VD_ERROR_INVALID},
  };
  guint16 number;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (VdSecret) key = secret (cases[i].passphrase);
    g_autoptr (GError) error = NULL;

    g_assert_false (
        vd_vault_add_user (self->vault, cases[i].name, cases[i].role, key, &number, &error));
    g_assert_error (error, VD_ERROR, cases[i].code);
  }
  for (guint i = 0; i < 7; i++) {
    g_autofree char *passphrase = g_strdup_printf ("passphrase %u", i);
    g_autoptr (VdSecret) key = secret (passphrase);
    g_autoptr (GError) error = NULL;

    g_assert_true (vd_vault_add_user (self->vault, "x", VD_VAULT_MEMBER, key, &number, &error) ==
                   (i < 6));
    if (i == 6)
      g_assert_error (error, VD_ERROR, VD_ERROR_TEAM_FULL);
  }
  fixture_reopen_quick (self);
  g_assert_cmpint (open_as (self, "passphrase 5"), ==, -1);
}

static void
test_remove (Fixture *self, gconstpointer data)
{
  gint64 old = save_new (self->vault, "old", "old");
  g_autoptr (GByteArray) header = NULL;
  g_autofree char *bad = NULL;
  gint64 fresh;

  add_user (self, "Ola", VD_VAULT_MEMBER, "olas passphrase");
  header = fixture_read (self, "header");
  g_assert_true (vd_vault_remove_user (self->vault, 2, NULL));
  fresh = save_new (self->vault, "new", "new");
  assert_list (self->vault, "1 leader Kari Example me");
  g_assert_cmpint (open_as (self, "olas passphrase"), ==, VD_ERROR_WRONG_KEY);
  g_assert_cmpint (open_as (self, OWN), ==, -1);
  assert_body (self->vault, old, "old");
  assert_body (self->vault, fresh, "new");
  bad = problems (self->vault);
  g_assert_cmpstr (bad, ==, "");
  /* The number is not used again. */
  g_assert_cmpuint (add_user (self, "Per", VD_VAULT_LEADER, "pers passphrase"), ==, 3);
  g_assert_true (vd_vault_remove_user (self->vault, 3, NULL));
  /* The header put back opens nothing: its keyring lacks the new key. */
  fixture_close (self);
  fixture_write (self, "header", header);
  g_assert_cmpint (open_as (self, "olas passphrase"), ==, VD_ERROR_DAMAGED);
  g_assert_cmpint (open_as (self, OWN), ==, VD_ERROR_DAMAGED);
}

static void
test_last_leader (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (vd_vault_set_user (self->vault, 1, "Kari", VD_VAULT_MEMBER, &error));
  g_assert_error (error, VD_ERROR, VD_ERROR_LAST_LEADER);
  g_clear_error (&error);
  g_assert_false (vd_vault_remove_user (self->vault, 1, &error));
  g_assert_error (error, VD_ERROR, VD_ERROR_LAST_LEADER);
  g_clear_error (&error);
  g_assert_false (vd_vault_remove_user (self->vault, 9, &error));
  g_assert_error (error, VD_ERROR, VD_ERROR_NOT_FOUND);
  add_user (self, "Ola", VD_VAULT_LEADER, "olas passphrase");
  g_assert_true (vd_vault_set_user (self->vault, 1, "Kari", VD_VAULT_MEMBER, NULL));
  g_assert_false (vd_vault_is_leader (self->vault));
  fixture_reopen (self);
  assert_list (self->vault, "1 member Kari me, 2 leader Ola");
}

static void
test_change_passphrase (Fixture *self, gconstpointer data)
{
  g_autoptr (VdSecret) wrong = secret ("wrong");
  g_autoptr (VdSecret) fresh = secret ("a new passphrase");
  g_autoptr (GByteArray) before = fixture_read (self, "header");
  gint64 id = save_new (self->vault, "body", "summary");
  VdRow row = {.table = VD_TABLE_BODY, .id = id};
  g_autoptr (GBytes) box = vd_store_get (self->vault->store, &row, NULL);
  g_autoptr (GBytes) after = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_false (vd_vault_change_passphrase (self->vault, wrong, fresh, &error));
  g_assert_error (error, VD_ERROR, VD_ERROR_WRONG_KEY);
  g_clear_error (&error);
  g_assert_true (vd_vault_change_passphrase (self->vault, self->passphrase, fresh, &error));
  g_assert_no_error (error);
  after = vd_store_get (self->vault->store, &row, NULL);
  g_assert_true (g_bytes_equal (box, after)); /* No record is touched. */
  g_assert_cmpint (open_as (self, OWN), ==, VD_ERROR_WRONG_KEY);
  g_assert_cmpint (open_as (self, "a new passphrase"), ==, -1);
  assert_body (self->vault, id, "body");
  assert_list (self->vault, "1 leader Kari Example me");
  fixture_close (self);
  fixture_write (self, "header", before);
  g_assert_cmpint (open_as (self, OWN), ==, VD_ERROR_DAMAGED);
}

static void
test_reset_passphrase (Fixture *self, gconstpointer data)
{
  g_autoptr (VdSecret) fresh = secret ("a new passphrase");
  g_autoptr (GError) error = NULL;

  fixture_reopen_quick (self);
  g_assert_false (vd_vault_change_passphrase (self->vault, self->passphrase, fresh, &error));
  g_assert_error (error, VD_ERROR, VD_ERROR_REFUSED);
  g_assert_true (vd_vault_reset_passphrase (self->vault, 1, fresh, NULL));
  g_assert_cmpint (open_as (self, OWN), ==, VD_ERROR_WRONG_KEY);
  g_assert_cmpint (open_as (self, "a new passphrase"), ==, -1);
}

static guint
count_sets (VdVault *vault)
{
  return vault->header_page->kdfs[0].id + vault->header_page->kdfs[1].id;
}

/* Everybody moves at the next unlock; until all have, both sets are there and no third. */
static void
test_raise_kdf (Fixture *self, gconstpointer data)
{
  const VdKdf more = {4, vd_kdf_floor.memory};
  const VdKdf most = {5, vd_kdf_floor.memory};
  g_autoptr (GError) error = NULL;

  add_user (self, "Ola", VD_VAULT_MEMBER, "olas passphrase");
  g_assert_false (vd_vault_raise_kdf (self->vault, &vd_kdf_floor, &error));
  g_assert_error (error, VD_ERROR, VD_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_true (vd_vault_raise_kdf (self->vault, &more, NULL));
  g_assert_cmpuint (count_sets (self->vault), ==, 2);
  g_assert_cmpint (open_as (self, OWN), ==, -1);
  g_assert_cmpuint (count_sets (self->vault), ==, 2);
  g_assert_false (vd_vault_raise_kdf (self->vault, &most, &error));
  g_assert_error (error, VD_ERROR, VD_ERROR_REFUSED);
  g_assert_cmpint (open_as (self, "olas passphrase"), ==, -1);
  g_assert_cmpuint (count_sets (self->vault), ==, 1);
  g_assert_cmpint (open_as (self, OWN), ==, -1);
  g_assert_true (vd_vault_raise_kdf (self->vault, &most, NULL));
  fixture_reopen_quick (self);
  g_assert_cmpint (open_as (self, "olas passphrase"), ==, -1);
}

static void
test_recovery (Fixture *self, gconstpointer data)
{
  g_autoptr (VdSecret) recovery = NULL;
  g_autoptr (GError) error = NULL;
  VdVaultHealth health;

  g_assert_true (vd_vault_check_recovery (self->vault, self->recovery, NULL));
  vd_vault_health (self->vault, &health);
  g_assert_cmpint (health.drill, ==, 1777716900);
  g_assert_true (vd_vault_rotate_recovery (self->vault, &recovery, NULL));
  vd_vault_health (self->vault, &health);
  g_assert_cmpint (health.drill, ==, 0);
  g_assert_false (vd_vault_check_recovery (self->vault, self->recovery, &error));
  g_assert_error (error, VD_ERROR, VD_ERROR_WRONG_KEY);
  g_assert_true (vd_vault_check_recovery (self->vault, recovery, NULL));
  fixture_refused (self, VD_ERROR_WRONG_KEY);
  vd_secret_free (self->recovery);
  self->recovery = g_steal_pointer (&recovery);
  fixture_reopen_quick (self);
  fixture_reopen (self);
}

static gboolean
stop_at (guint64 done, guint64 total, gpointer data)
{
  guint *left = data;

  g_assert_cmpuint (done, <=, total);
  return (*left)-- > 0;
}

static void
assert_generation (const VdRow *row, const guint8 *box, gsize size, gpointer data)
{
  g_assert_cmpuint (vd_row_generation (box, size), ==, *(guint16 *)data);
}

static void
assert_sealed_under (Fixture *self, guint16 number)
{
  const VdTable tables[] = {VD_TABLE_BODY, VD_TABLE_SUMMARY, VD_TABLE_ITEM, VD_TABLE_AUDIT};

  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    g_assert_true (vd_store_each (self->vault->store, tables[i], assert_generation, &number, NULL));
}

/* Stopped half-way everything is there, and it can be taken up again; the log keeps its anchors. */
static void
test_reseal (Fixture *self, gconstpointer data)
{
  g_autofree char *anchor = NULL;
  g_autofree char *bad = NULL;
  g_autoptr (VdSecret) settings = secret ("settings");
  g_autoptr (GError) error = NULL;
  guint left = 1;

  fill_records (self->vault, 120);
  g_assert_true (vd_vault_save_item (self->vault, VD_VAULT_SETTINGS, settings, NULL));
  for (guint i = 0; i < 20; i++)
    vd_vault_log (self->vault, VD_VAULT_EVENT_VIEW, i + 1, NULL, NULL);
  anchor = vd_vault_anchor (self->vault);
  /* What is stopped is the sealing and not the copy before it. */
  g_assert_true (vd_vault_daily_copy (self->vault, NULL, NULL, NULL, NULL));
  g_assert_false (vd_vault_reseal (self->vault, stop_at, &left, &error));
  g_assert_error (error, VD_ERROR, VD_ERROR_CANCELLED);
  fixture_reopen_quick (self);
  bad = problems (self->vault);
  g_assert_cmpstr (bad, ==, "");
  g_assert_true (vd_vault_reseal (self->vault, NULL, NULL, NULL));
  assert_sealed_under (self, 3);
  fixture_reopen_quick (self);
  assert_sealed_under (self, 3);
  g_assert_cmpuint (self->vault->header_page->keyring[0].number, ==, 0);
  g_assert_cmpuint (self->vault->manifest.count, ==, 120);
  g_assert_true (vd_vault_check_anchor (self->vault, anchor, NULL, NULL));
  g_clear_pointer (&bad, g_free);
  bad = problems (self->vault);
  g_assert_cmpstr (bad, ==, "");
  fixture_reopen (self);
}

/* The keyring has room for eight generations; the ninth makes some. */
static void
test_generations (Fixture *self, gconstpointer data)
{
  gint64 ids[10];

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++) {
    g_autofree char *body = g_strdup_printf ("body %u", i);

    ids[i] = save_new (self->vault, body, body);
    add_user (self, "Ola", VD_VAULT_MEMBER, "olas passphrase");
    g_assert_true (vd_vault_remove_user (self->vault, (guint16)(i + 2), NULL));
  }
  fixture_reopen_quick (self);
  for (guint i = 0; i < G_N_ELEMENTS (ids); i++) {
    g_autofree char *body = g_strdup_printf ("body %u", i);

    assert_body (self->vault, ids[i], body);
  }
}

/* While there is too little memory for parameters that nobody has yet, those who have others still
 * get in. */
static void
test_little_memory (Fixture *self, gconstpointer data)
{
  const VdKdf second = {4, vd_kdf_floor.memory}, third = {3, (guint64)1024 * 1024 * 1024};
  g_autofree char *sizes = NULL;
  struct rlimit before, limit;
  g_autoptr (GError) error = NULL;
  guint64 pages;

#if defined(__SANITIZE_ADDRESS__)
  g_test_skip ("the sanitizer needs the address space");
  return;
#endif
  g_assert_true (vd_vault_raise_kdf (self->vault, &second, NULL));
  fixture_reopen (self); /* moves to it */
  g_assert_true (vd_vault_raise_kdf (self->vault, &third, NULL));
  fixture_close (self);
  g_assert_true (g_file_get_contents ("/proc/self/statm", &sizes, NULL, NULL));
  pages = g_ascii_strtoull (sizes, NULL, 10);
  g_assert_cmpint (getrlimit (RLIMIT_AS, &before), ==, 0);
  limit = before;
  limit.rlim_cur = pages * (guint64)sysconf (_SC_PAGESIZE) + 4 * vd_kdf_floor.memory;
  g_assert_cmpint (setrlimit (RLIMIT_AS, &limit), ==, 0);
  self->vault =
      vd_vault_open (self->dir, VD_VAULT_PASSPHRASE, self->passphrase, still_clock (), &error);
  g_assert_cmpint (setrlimit (RLIMIT_AS, &before), ==, 0);
  g_assert_no_error (error);
  g_assert_nonnull (self->vault);
}

int
main (int argc, char **argv)
{
  use_memory ();
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func)                                                                            \
  g_test_add ("/users/" name, Fixture, NULL, fixture_set_up, func, fixture_tear_down)
  ADD ("add", test_add);
  ADD ("refused", test_refused);
  ADD ("remove", test_remove);
  ADD ("last-leader", test_last_leader);
  ADD ("change-passphrase", test_change_passphrase);
  ADD ("reset-passphrase", test_reset_passphrase);
  ADD ("raise-kdf", test_raise_kdf);
  ADD ("recovery", test_recovery);
  ADD ("reseal", test_reseal);
  ADD ("generations", test_generations);
  ADD ("little-memory", test_little_memory);
  return g_test_run ();
}
