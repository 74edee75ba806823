/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "vault-fixture.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* A child works with the vault and tells before and after each step what it does; the parent kills
 * it at a random moment, opens the vault and compares. What was acknowledged must be there; the one
 * step under way may have happened or not, whole. VARDE_CRASH_SECONDS makes it longer. */
#define MIN_KILLS 20
#define DEFAULT_SECONDS 8
#define CREATIONS 16u

typedef enum { STEP_NEW, STEP_CHANGE, STEP_DELETE, STEP_DRAFT } StepKind;

typedef struct {
  gint64 done; /* FALSE: is about to, TRUE: is acknowledged */
  gint64 kind;
  gint64 id;
  gint64 number; /* what is stored; every number is used once */
} Step;

typedef struct {
  Fixture *fixture;
  GHashTable *records; /* gint64 * id -> gint64 * number, as acknowledged */
  gint64 number;       /* last one used */
  gint64 draft;        /* as acknowledged; 0: none */
  Step open;           /* announced and not acknowledged, when open.number is not 0 */
  guint kills;
  guint acknowledged;
} Crash;

/* Sizes differ, so that padding, overflow pages and checkpoints all take part. */
static VdSecret *
make_body (gint64 number)
{
  gsize size = 20 + (gsize)(number * 7919 % 30000);
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT " ", number);
  VdSecret *body = vd_secret_new (size);

  memset (vd_secret_data (body), 'a' + (int)(number % 26), size);
  memcpy (vd_secret_data (body), text, strlen (text));
  return body;
}

static VdSecret *
make_summary (gint64 number)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, number);

  return secret (text);
}

static void
tell (int fd, const Step *step)
{
  if (write (fd, step, sizeof *step) != (gssize)sizeof *step)
    _exit (2);
}

static void
run_step (VdVault *vault, Step *step)
{
  g_autoptr (VdSecret) body = make_body (step->number);
  g_autoptr (VdSecret) summary = make_summary (step->number);
  gboolean ok;

  if (step->kind == STEP_DELETE)
    ok = vd_vault_delete (vault, step->id, NULL);
  else if (step->kind == STEP_DRAFT)
    ok = vd_vault_save_item (vault, VD_VAULT_DRAFT, body, NULL);
  else
    ok = vd_vault_save (vault, &step->id, body, summary, NULL);
  if (!ok || !vd_vault_log (vault, VD_VAULT_EVENT_CHANGE, step->id, NULL, NULL))
    _exit (3);
}

static void
work (Crash *crash, int fd)
{
  Fixture *fixture = crash->fixture;
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  VdVault *vault =
      vd_vault_open (fixture->dir, VD_VAULT_RECOVERY, fixture->recovery, still_clock (), NULL);
  g_autoptr (GPtrArray) entries = vault != NULL ? vd_vault_list (vault, NULL) : NULL;

  if (entries == NULL)
    _exit (4);
  for (guint i = 0; i < entries->len; i++)
    g_array_append_val (ids, ((VdVaultEntry *)g_ptr_array_index (entries, i))->id);
  for (;;) {
    guint at = ids->len > 0 ? (guint)g_random_int_range (0, (gint32)ids->len) : 0;
    int choice = g_random_int_range (0, 10);
    Step step = {.number = ++crash->number};

    step.kind = choice < 1   ? STEP_DRAFT
                : choice < 5 ? STEP_NEW
                : choice < 8 ? STEP_CHANGE
                             : STEP_DELETE;
    if (ids->len == 0 && step.kind != STEP_DRAFT)
      step.kind = STEP_NEW;
    if (step.kind == STEP_CHANGE || step.kind == STEP_DELETE)
      step.id = g_array_index (ids, gint64, at);
    tell (fd, &step);
    run_step (vault, &step);
    step.done = TRUE;
    tell (fd, &step);
    if (step.kind == STEP_NEW)
      g_array_append_val (ids, step.id);
    else if (step.kind == STEP_DELETE)
      g_array_remove_index_fast (ids, at);
  }
}

static void
note_number (Crash *crash, gint64 id, gint64 number)
{
  g_hash_table_replace (crash->records, g_memdup2 (&id, sizeof id),
                        g_memdup2 (&number, sizeof number));
}

static void
note (Crash *crash, const Step *step)
{
  crash->number = MAX (crash->number, step->number);
  crash->open = *step;
  if (!step->done)
    return;
  crash->acknowledged++;
  crash->open.number = 0;
  if (step->kind == STEP_DELETE)
    g_hash_table_remove (crash->records, &step->id);
  else if (step->kind == STEP_DRAFT)
    crash->draft = step->number;
  else
    note_number (crash, step->id, step->number);
}

/* Takes what the child tells until @deadline, or until it has ended. */
static void
listen_until (Crash *crash, int fd, gint64 deadline)
{
  for (;;) {
    gint64 left = deadline - g_get_monotonic_time ();
    struct pollfd ready = {fd, POLLIN, 0};
    Step step;

    if (left <= 0 || poll (&ready, 1, (int)(left / 1000) + 1) <= 0)
      return;
    if (read (fd, &step, sizeof step) != (gssize)sizeof step)
      return;
    note (crash, &step);
  }
}

static void
kill_once (Crash *crash)
{
  gint64 lifetime = g_test_rand_int_range (1000, 150000);
  guint32 seed = (guint32)g_test_rand_int ();
  int status, fds[2];
  pid_t child;

  g_assert_cmpint (pipe (fds), ==, 0);
  crash->open.number = 0;
  child = fork ();
  if (child == 0) {
    close (fds[0]);
    g_random_set_seed (seed);
    work (crash, fds[1]);
  }
  close (fds[1]);
  listen_until (crash, fds[0], g_get_monotonic_time () + lifetime);
  g_assert_cmpint (kill (child, SIGKILL), ==, 0);
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_true (WIFSIGNALED (status) && WTERMSIG (status) == SIGKILL);
  listen_until (crash, fds[0], G_MAXINT64 / 2);
  close (fds[0]);
  crash->kills++;
}

/* Returns: the number in the record, checked to be the same in body and summary, and whole. */
static gint64
read_number (VdVault *vault, const VdVaultEntry *entry)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (VdSecret) body = vd_vault_load (vault, entry->id, &error);
  g_autoptr (VdSecret) expected = NULL;
  gint64 number;

  g_assert_no_error (error);
  g_assert_nonnull (entry->summary);
  number = g_ascii_strtoll ((const char *)vd_secret_data (entry->summary), NULL, 10);
  expected = make_body (number);
  g_assert_true (vd_secret_equal (body, expected));
  return number;
}

/* The step under way has left this record: takes it as it is. */
static void
adopt (Crash *crash, gint64 id, gint64 number)
{
  g_assert_cmpint (number, ==, crash->open.number);
  g_assert_true (crash->open.kind == STEP_NEW ||
                 (crash->open.kind == STEP_CHANGE && crash->open.id == id));
  note_number (crash, id, number);
  crash->open.number = 0;
}

static void
compare_records (Crash *crash, VdVault *vault)
{
  g_autoptr (GPtrArray) entries = vd_vault_list (vault, NULL);
  guint found = 0;

  for (guint i = 0; i < entries->len; i++) {
    const VdVaultEntry *entry = g_ptr_array_index (entries, i);
    gint64 number = read_number (vault, entry);
    const gint64 *known = g_hash_table_lookup (crash->records, &entry->id);

    if (known == NULL || *known != number)
      adopt (crash, entry->id, number);
    found++;
  }
  if (found == g_hash_table_size (crash->records))
    return;
  /* One is missing: only the one that was being deleted may be. */
  g_assert_cmpuint (found + 1, ==, g_hash_table_size (crash->records));
  g_assert_true (crash->open.number != 0 && crash->open.kind == STEP_DELETE);
  assert_no_body (vault, crash->open.id, VD_ERROR_NOT_FOUND);
  g_hash_table_remove (crash->records, &crash->open.id);
}

static void
compare_draft (Crash *crash, VdVault *vault)
{
  g_autoptr (VdSecret) draft = vd_vault_load_item (vault, VD_VAULT_DRAFT, NULL);
  gint64 number = 0;

  if (draft != NULL)
    number = g_ascii_strtoll ((const char *)vd_secret_data (draft), NULL, 10);
  if (number == crash->draft)
    return;
  g_assert_cmpint (number, ==, crash->open.number);
  g_assert_cmpint (crash->open.kind, ==, STEP_DRAFT);
  crash->draft = number;
}

static void
check (Crash *crash)
{
  Fixture *fixture = crash->fixture;
  g_autofree char *bad = NULL;

  fixture_reopen_quick (fixture);
  compare_draft (crash, fixture->vault);
  compare_records (crash, fixture->vault);
  bad = problems (fixture->vault);
  g_assert_cmpstr (bad, ==, "");
  fixture_close (fixture);
}

static void
test_kill (Fixture *self, gconstpointer data)
{
  const char *seconds = g_getenv ("VARDE_CRASH_SECONDS");
  g_autoptr (GHashTable) records =
      g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  Crash crash = {.fixture = self, .records = records};
  gint64 end = g_get_monotonic_time () +
               (seconds != NULL ? atoi (seconds) : DEFAULT_SECONDS) * G_USEC_PER_SEC;

  fixture_close (self);
  /* On a busy machine many a child is killed before it has done anything: then it takes longer. */
  while (
      crash.kills < MIN_KILLS || g_get_monotonic_time () < end ||
      (crash.acknowledged <= crash.kills && g_get_monotonic_time () < end + 60 * G_USEC_PER_SEC)) {
    kill_once (&crash);
    check (&crash);
  }
  g_test_message ("%u kills, %u acknowledged steps, %u records at the end; seed above", crash.kills,
                  crash.acknowledged, g_hash_table_size (records));
  g_assert_cmpuint (crash.acknowledged, >, crash.kills);
}

static gint64
time_creation (const VdSecret *passphrase)
{
  g_autofree char *top = make_top ();
  g_autofree char *dir = g_build_filename (top, "vault", NULL);
  g_autoptr (VdSecret) recovery = NULL;
  gint64 start = g_get_monotonic_time ();
  gint64 taken;

  vd_vault_close (
      vd_vault_create (dir, passphrase, NULL, &vd_kdf_floor, still_clock (), &recovery, NULL));
  taken = g_get_monotonic_time () - start;
  remove_tree (top);
  return taken;
}

/* A creation that is killed leaves either a whole vault or a place for the next one. */
static void
test_kill_creation (void)
{
  g_autoptr (VdSecret) passphrase = secret ("passphrase");
  gint64 usual = time_creation (passphrase);
  guint whole = 0;

  for (guint i = 0; i < CREATIONS; i++) {
    g_autofree char *top = make_top ();
    g_autofree char *dir = g_build_filename (top, "vault", NULL);
    g_autoptr (VdSecret) recovery = NULL;
    g_autoptr (GError) error = NULL;
    VdVault *vault;
    int status;
    pid_t child = fork ();

    if (child == 0) {
      vd_vault_create (dir, passphrase, NULL, &vd_kdf_floor, still_clock (), &recovery, NULL);
      pause ();
    }
    g_usleep ((gulong)g_test_rand_int_range ((gint32)usual / 2, (gint32)usual * 3 / 2));
    kill (child, SIGKILL);
    waitpid (child, &status, 0);
    whole += vd_vault_exists (dir);
    if (vd_vault_exists (dir))
      vault = vd_vault_open (dir, VD_VAULT_PASSPHRASE, passphrase, still_clock (), &error);
    else
      vault =
          vd_vault_create (dir, passphrase, NULL, &vd_kdf_floor, still_clock (), &recovery, &error);
    g_assert_no_error (error);
    vd_vault_close (vault);
    remove_tree (top);
  }
  g_test_message ("%u of %u killed creations were complete", whole, CREATIONS);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  vd_crypto_init ();
  g_test_add ("/crash/kill", Fixture, NULL, fixture_set_up, test_kill, fixture_tear_down);
  g_test_add_func ("/crash/kill-creation", test_kill_creation);
  return g_test_run ();
}
