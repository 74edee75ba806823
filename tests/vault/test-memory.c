/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "vault-fixture.h"

#include <dlfcn.h>
#include <sodium.h>
#include <sqlite3.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

/* Memory that runs out at any moment: call number `at` for it fails, once or from then on. In
 * SQLite that is an error to report; a guarded allocation of some kilobytes that fails ends the
 * process, as one of GLib does. Either way the vault is what it was before or what it should
 * become, and says "not enough memory" and nothing else. */
static struct {
  guint at; /* 0: none */
  guint calls;
  gboolean hit;
  gboolean lasts;
} fault;

static sqlite3_mem_methods normal;

static gboolean
fails (void)
{
  if (fault.at == 0 || ++fault.calls < fault.at || (fault.calls > fault.at && !fault.lasts))
    return FALSE;
  fault.hit = TRUE;
  return TRUE;
}

static void *
bad_malloc (int size)
{
  return fails () ? NULL : normal.xMalloc (size);
}

static void *
bad_realloc (void *memory, int size)
{
  return fails () ? NULL : normal.xRealloc (memory, size);
}

static void
take_place (void)
{
  sqlite3_mem_methods methods;

  g_assert_cmpint (sqlite3_config (SQLITE_CONFIG_GETMALLOC, &normal), ==, SQLITE_OK);
  methods = normal;
  methods.xMalloc = bad_malloc;
  methods.xRealloc = bad_realloc;
  g_assert_cmpint (sqlite3_config (SQLITE_CONFIG_MALLOC, &methods), ==, SQLITE_OK);
}

static gboolean sodium_too;

void *
sodium_malloc (const size_t size)
{
  void *(*real) (size_t) = (void *(*)(size_t))dlsym (RTLD_NEXT, "sodium_malloc");

  return sodium_too && fails () ? NULL : real (size);
}

static void
arm (guint at, gboolean lasts)
{
  fault.at = at;
  fault.calls = 0;
  fault.hit = FALSE;
  fault.lasts = lasts;
}

static gboolean
disarm (void)
{
  fault.at = 0;
  return fault.hit;
}

typedef gboolean (*Action) (VdVault *vault, gint64 id, GError **error);

static gboolean
change (VdVault *vault, gint64 id, GError **error)
{
  g_autoptr (VdSecret) text = secret ("after");

  return vd_vault_save_logged (vault, &id, text, text, "code", error);
}

static gboolean
keep_draft (VdVault *vault, gint64 id, GError **error)
{
  g_autoptr (VdSecret) text = secret ("after");

  return vd_vault_save_item (vault, VD_VAULT_DRAFT, text, error);
}

static gboolean
read_one (VdVault *vault, gint64 id, GError **error)
{
  g_autoptr (VdSecret) body = vd_vault_load (vault, id, error);

  return body != NULL;
}

static gboolean
read_list (VdVault *vault, gint64 id, GError **error)
{
  g_autoptr (GPtrArray) entries = vd_vault_list (vault, error);

  return entries != NULL;
}

static gboolean
see (gint64 id, const char *body, gsize size, gpointer data)
{
  return TRUE;
}

static gboolean
search (VdVault *vault, gint64 id, GError **error)
{
  return vd_vault_scan (vault, see, NULL, NULL, error);
}

static const Action actions[] = {change, keep_draft, vd_vault_delete, read_one, read_list, search};

static char *
state_of (VdVault *vault, gint64 id)
{
  g_autoptr (GPtrArray) entries = vd_vault_list (vault, NULL);
  g_autoptr (VdSecret) body = vd_vault_load (vault, id, NULL);
  g_autofree char *bad = problems (vault);

  g_assert_cmpstr (bad, ==, "");
  return g_strdup_printf ("%u %s", entries->len,
                          body != NULL ? (const char *)vd_secret_data (body) : "none");
}

/* Returns: whether call @n was made at all. */
static gboolean
try_call (Fixture *self, Action action, guint n, gboolean lasts)
{
  gint64 id = save_new (self->vault, "before", "before");
  g_autofree char *before = state_of (self->vault, id);
  g_autofree char *reopened = NULL;
  g_autoptr (GError) error = NULL;
  gboolean ok, hit;

  g_clear_pointer (&self->vault->opened, g_ptr_array_unref);
  arm (n, lasts);
  ok = action (self->vault, id, &error);
  hit = disarm ();
  g_assert_true (ok == (error == NULL));
  if (!ok)
    g_assert_error (error, VD_ERROR, VD_ERROR_NO_MEMORY);
  g_assert_true (ok || hit);
  fixture_reopen_quick (self);
  reopened = state_of (self->vault, id);
  if (!ok)
    g_assert_cmpstr (reopened, ==, before);
  vd_vault_delete (self->vault, id, NULL);
  return hit;
}

static void
test_sqlite (Fixture *self, gconstpointer data)
{
  fixture_reopen_quick (self);
  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    for (guint lasts = 0; lasts < 2; lasts++) {
      guint n = 1;

      /* The first use makes the statements, which needs most of the memory. */
      for (; try_call (self, actions[i], n, lasts); n++)
        continue;
      g_assert_cmpuint (n, >, 1);
    }
}

static void
test_open (Fixture *self, gconstpointer data)
{
  gint64 id = save_new (self->vault, "body", "body");
  gboolean hit = TRUE;
  guint failed = 0;

  for (guint n = 1; hit; n++) {
    g_autoptr (GError) error = NULL;

    fixture_close (self);
    arm (n, n % 2 == 0);
    self->vault =
        vd_vault_open (self->dir, VD_VAULT_RECOVERY, self->recovery, still_clock (), &error);
    hit = disarm ();
    g_assert_true ((self->vault != NULL) == (error == NULL));
    if (self->vault == NULL) {
      g_assert_error (error, VD_ERROR, VD_ERROR_NO_MEMORY);
      failed++;
      fixture_reopen_quick (self);
    }
    assert_body (self->vault, id, "body");
  }
  g_assert_cmpuint (failed, >, 10);
}

/* Returns: the status of a child in which guarded allocation @n of an action fails. */
static int
run_child (Fixture *self, Action action, gint64 id, guint n)
{
  const struct rlimit none = {1, 1};
  int status = -1;
  pid_t child = fork ();

  if (child == 0) {
    g_autoptr (GError) error = NULL;
    gboolean ok;

    setrlimit (RLIMIT_CORE, &none);
    close (STDERR_FILENO); /* The words of the assertion that ends it. */
    close (STDOUT_FILENO);
    fixture_reopen_quick (self);
    sodium_too = TRUE;
    arm (n, FALSE);
    ok = action (self->vault, id, &error);
    _exit (!disarm () ? 2 : ok ? 0 : !g_error_matches (error, VD_ERROR, VD_ERROR_NO_MEMORY));
  }
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  return status;
}

static void
test_sodium (Fixture *self, gconstpointer data)
{
  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    for (guint n = 1;; n++) {
      gint64 id = save_new (self->vault, "before", "before");
      g_autofree char *after = NULL;
      int status;

      fixture_close (self);
      status = run_child (self, actions[i], id, n);
      fixture_reopen_quick (self);
      after = state_of (self->vault, id);
      if (WIFEXITED (status) && WEXITSTATUS (status) == 2)
        break;
      g_assert_true ((WIFEXITED (status) && WEXITSTATUS (status) == 0) ||
                     (WIFSIGNALED (status) && WTERMSIG (status) == SIGABRT));
      g_assert_true (g_str_has_suffix (after, " before") || WIFEXITED (status));
      g_assert_true (vd_vault_delete (self->vault, id, NULL) || actions[i] == vd_vault_delete);
    }
}

/* Gives the vault to nobody, who has no right to lock more than the limit. */
static void
become_nobody (Fixture *self, gsize limit)
{
  const struct rlimit locked = {limit, limit};
  const char *const names[] = {"", "header", "slots", "store.db", "lock", "reserve"};

  g_assert_cmpint (setrlimit (RLIMIT_MEMLOCK, &locked), ==, 0);
  if (geteuid () != 0)
    return;
  g_assert_cmpint (chown (self->top, 65534, 65534), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *path = fixture_file (self, names[i]);

    g_assert_cmpint (chown (path, 65534, 65534), ==, 0);
  }
  g_assert_cmpint (setresuid (65534, 65534, 65534), ==, 0);
}

/* With 8 MiB of lockable memory (the usual limit), and with almost none, a large vault still
 * opens, lists, saves and searches. */
static void
test_lock_limit (Fixture *self, gconstpointer data)
{
  const gsize limits[] = {(gsize)8 << 20, 4096};

  fill_records (self->vault, 18000);
  for (guint i = 0; i < G_N_ELEMENTS (limits); i++) {
    int status = -1;
    pid_t child;

    fixture_close (self);
    child = fork ();
    if (child == 0) {
      g_autoptr (GPtrArray) entries = NULL;

      become_nobody (self, limits[i]);
      fixture_reopen_quick (self);
      entries = vd_vault_list (self->vault, NULL);
      g_assert_cmpuint (entries->len, ==, 18000 + i);
      save_new (self->vault, "body", "summary");
      g_assert_true (search (self->vault, 0, NULL));
      fixture_close (self);
      _exit (0);
    }
    g_assert_cmpint (waitpid (child, &status, 0), ==, child);
    g_assert_cmpint (status, ==, 0);
  }
  if (geteuid () != 0)
    return;
  g_assert_cmpint (chown (self->dir, 0, 0), ==, 0);
}

int
main (int argc, char **argv)
{
  take_place ();
  use_memory ();
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func)                                                                            \
  g_test_add ("/memory/" name, Fixture, NULL, fixture_set_up, func, fixture_tear_down)
  ADD ("sqlite", test_sqlite);
  ADD ("open", test_open);
  ADD ("sodium", test_sodium);
  ADD ("lock-limit", test_lock_limit);
  return g_test_run ();
}
