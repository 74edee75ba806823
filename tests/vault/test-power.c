/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "disk-log.h"
#include "vault-fixture.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include "vault/store-private.h"

/* Works with a vault while everything that reaches the disk is recorded; then the power fails at
 * every moment in turn, in several ways, and the vault must open with everything that was called
 * saved, nothing that was destroyed, and at most the one step under way whole; what is done with it
 * then must stay, too. Four settings known to be unsafe must be found out. VARDE_POWER_ROUNDS makes
 * it longer. */
#define STEPS 28
#define OPERATIONS 1000 /* at least; each ends in a crash of every kind */

typedef struct {
  guint end;       /* operations there were when the step was acknowledged */
  char *state;     /* of the vault afterwards */
  GArray *secrets; /* Secret: those that must be gone then */
} Step;

typedef struct {
  guint32 slot;
  guint8 bytes[VD_SLOT_SECRET_SIZE];
} Secret;

typedef struct {
  Fixture *fixture;
  GPtrArray *steps;
  DiskLog *log;
  char *folder; /* where crashes are laid out */
  guint crashes;
  guint violations;
  char *first; /* the first violation */
} Power;

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

/* A copy of the header that was being written has been mended by now. */
static gboolean
is_sound (VdVault *vault)
{
  g_autofree char *bad = problems (vault);

  return *bad == 0 || strcmp (bad, "header-copy A\n") == 0 || strcmp (bad, "header-copy B\n") == 0;
}

/* Returns: (nullable): what is in the vault as one text; NULL when anything is not whole. */
static char *
state_of (VdVault *vault)
{
  g_autoptr (GPtrArray) entries = vd_vault_list (vault, NULL);
  g_autoptr (VdSecret) draft = vd_vault_load_item (vault, VD_VAULT_DRAFT, NULL);
  g_autoptr (GString) state = g_string_new (NULL);

  if (entries == NULL)
    return NULL;
  for (guint i = 0; i < entries->len; i++) {
    const VdVaultEntry *entry = g_ptr_array_index (entries, i);
    g_autoptr (VdSecret) body = vd_vault_load (vault, entry->id, NULL);
    g_autoptr (VdSecret) expected = NULL;

    if (entry->summary == NULL || body == NULL)
      return NULL;
    expected =
        make_body (g_ascii_strtoll ((const char *)vd_secret_data (entry->summary), NULL, 10));
    if (!vd_secret_equal (body, expected))
      return NULL;
    g_string_append_printf (state, "%" G_GINT64_FORMAT "=%s ", entry->id,
                            (const char *)vd_secret_data (entry->summary));
  }
  g_string_append_printf (state, "draft %s log %d",
                          draft != NULL ? (const char *)vd_secret_data (draft) : "none",
                          (int)vault->manifest.log.seq);
  return g_string_free (g_steal_pointer (&state), FALSE);
}

static Step *
add_step (Power *power)
{
  Step *step = g_new0 (Step, 1);

  step->secrets = g_array_new (FALSE, FALSE, sizeof (Secret));
  g_ptr_array_add (power->steps, step);
  return step;
}

static void
step_free (gpointer data)
{
  Step *step = data;

  g_array_unref (step->secrets);
  g_free (step->state);
  g_free (step);
}

/* The secret of record @id, which the next step will replace or remove. */
static void
note_secret (Step *step, VdVault *vault, gint64 id)
{
  VdRow row = {.table = VD_TABLE_SUMMARY, .id = id};
  g_autoptr (GBytes) box = vd_store_get (vault->store, &row, NULL);
  Secret secret;

  secret.slot = vd_row_slot (g_bytes_get_data (box, NULL), g_bytes_get_size (box));
  memcpy (secret.bytes, vd_slots_secret (vault->slots, secret.slot, 0), sizeof secret.bytes);
  g_array_append_val (step->secrets, secret);
}

static void
run_step (Step *step, VdVault *vault, GArray *ids, gint64 number, GRand *rand)
{
  g_autoptr (VdSecret) body = make_body (number);
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, number);
  g_autoptr (VdSecret) summary = secret (text);
  guint at = ids->len > 0 ? (guint)g_rand_int_range (rand, 0, (gint32)ids->len) : 0;
  gint64 id = ids->len > 0 ? g_array_index (ids, gint64, at) : 0;
  int choice = ids->len < 3 ? 9 : g_rand_int_range (rand, 0, 12);
  gboolean ok;

  if (choice < 4)
    note_secret (step, vault, id);
  if (choice < 2) {
    ok = vd_vault_delete (vault, id, NULL);
    g_array_remove_index_fast (ids, at);
  } else if (choice < 4) {
    ok = vd_vault_save_logged (vault, &id, body, summary, NULL, NULL);
  } else if (choice < 6) {
    ok = vd_vault_save_item (vault, VD_VAULT_DRAFT, choice == 4 ? summary : NULL, NULL);
  } else if (choice < 7) {
    ok = vd_vault_log (vault, VD_VAULT_EVENT_VIEW, id, NULL, NULL);
  } else {
    id = 0;
    ok = vd_vault_save (vault, &id, body, summary, NULL);
    g_array_append_val (ids, id);
  }
  g_assert_true (ok);
}

/* Works and records. @pragma: (nullable): an unsafe setting of SQLite. */
static void
record (Power *power, const char *pragma, GRand *rand)
{
  Fixture *fixture = power->fixture;
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  Step *first;

  fixture_reopen_quick (fixture);
  if (pragma != NULL)
    g_assert_cmpint (sqlite3_exec (fixture->vault->store->db, pragma, NULL, NULL, NULL), ==, 0);
  vd_vault_log (fixture->vault, VD_VAULT_EVENT_UNLOCK, 0, NULL, NULL);
  power->log = disk_log_begin (fixture->dir);
  first = add_step (power);
  first->state = state_of (fixture->vault);
  for (guint i = 0; i < STEPS || disk_log_length () < OPERATIONS; i++) {
    Step *step = add_step (power);

    if (i % 14 == 13)
      g_assert_true (vd_vault_reseal (fixture->vault, NULL, NULL, NULL)); /* Changes the header. */
    else
      run_step (step, fixture->vault, ids, (gint64)i + 1, rand);
    step->end = disk_log_length ();
    step->state = state_of (fixture->vault);
    g_assert_nonnull (step->state);
  }
  power->log = disk_log_end ();
  fixture_close (fixture);
}

static gboolean
are_gone (const Step *step, VdVault *vault)
{
  for (guint i = 0; i < step->secrets->len; i++) {
    const Secret *secret = &g_array_index (step->secrets, Secret, i);

    for (guint copy = 0; copy < 2; copy++)
      if (memcmp (vd_slots_secret (vault->slots, secret->slot, copy), secret->bytes,
                  sizeof secret->bytes) == 0)
        return FALSE;
  }
  return TRUE;
}

/* What a crash has left behind must not harm what is saved afterwards, nor be harmed by it. */
static gboolean
goes_on (VdVault *vault)
{
  g_autoptr (VdSecret) body = make_body (1);
  g_autoptr (VdSecret) summary = secret ("1");
  gboolean ok = is_sound (vault);

  for (guint i = 0; i < 2; i++) {
    gint64 id = 0;

    ok = ok && vd_vault_save (vault, &id, body, summary, NULL) &&
         vd_vault_log (vault, VD_VAULT_EVENT_VIEW, id, NULL, NULL);
  }
  return ok && is_sound (vault);
}

/* Returns: (nullable): what is wrong in the vault after a crash before operation @n. */
static char *
find_violation (Power *power, guint n)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (VdVault) vault = NULL;
  g_autofree char *state = NULL;
  guint done = 0, now;

  while (done + 1 < power->steps->len &&
         ((Step *)g_ptr_array_index (power->steps, done + 1))->end <= n)
    done++;
  vault = vd_vault_open (power->folder, VD_VAULT_RECOVERY, power->fixture->recovery, still_clock (),
                         &error);
  if (vault == NULL)
    return g_strdup_printf ("not opened: %s", error->message);
  state = state_of (vault);
  for (now = done; now <= done + 1 && now < power->steps->len; now++)
    if (g_strcmp0 (state, ((Step *)g_ptr_array_index (power->steps, now))->state) == 0)
      break;
  if (now > done + 1 || now == power->steps->len)
    return g_strdup_printf ("step %u is not what was saved: %s", done, state);
  for (guint i = 0; i <= now; i++)
    if (!are_gone (g_ptr_array_index (power->steps, i), vault))
      return g_strdup_printf ("a destroyed secret of step %u is back", i);
  /* Opening checks the set, and every record was loaded; the rest is looked at now and then. */
  if (power->crashes % 8 == 0 && !goes_on (vault))
    return g_strdup_printf ("something is not sound after step %u", now);
  return NULL;
}

static void
crash (Power *power, guint n, DiskLoss loss, DiskHonesty honesty, GRand *rand)
{
  g_autofree char *violation = NULL;

  disk_log_crash (power->log, n, loss, honesty, rand, power->folder);
  violation = find_violation (power, n);
  power->crashes++;
  if (violation == NULL)
    return;
  if (power->violations++ == 0)
    power->first = g_strdup_printf ("before operation %u, loss %u: %s", n, loss, violation);
}

static void
crash_everywhere (Power *power, DiskHonesty honesty, guint every, GRand *rand)
{
  for (guint n = 0; n <= power->log->ops->len; n++)
    for (guint loss = LOSE_NOTHING; loss < N_LOSSES; loss++)
      if ((n + loss) % every == 0)
        crash (power, n, loss, honesty, rand);
}

/* Returns: how many violations there were. */
static guint
run (Fixture *fixture, const char *pragma, DiskHonesty honesty, guint every, const char *name)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed ((guint32)g_test_rand_int ());
  const char *memory = g_file_test ("/dev/shm", G_FILE_TEST_IS_DIR) ? "/dev/shm" : g_get_tmp_dir ();
  Power power = {.fixture = fixture, .steps = g_ptr_array_new_with_free_func (step_free)};
  guint violations;

  power.folder = g_build_filename (memory, "vault-power-XXXXXX", NULL);
  g_assert_nonnull (g_mkdtemp (power.folder));
  record (&power, pragma, rand);
  crash_everywhere (&power, honesty, every, rand);
  if (every == 1)
    g_assert_cmpuint (power.crashes, >=, OPERATIONS * N_LOSSES);
  g_test_message ("%s: %u operations, %u crashes, %u violations; first: %s", name,
                  power.log->ops->len, power.crashes, power.violations,
                  power.first != NULL ? power.first : "none");
  violations = power.violations;
  remove_tree (power.folder);
  g_free (power.folder);
  g_free (power.first);
  disk_log_free (power.log);
  g_ptr_array_unref (power.steps);
  return violations;
}

static void
test_power (Fixture *self, gconstpointer data)
{
  const char *rounds = g_getenv ("VARDE_POWER_ROUNDS");

  for (int i = 0; i < (rounds != NULL ? atoi (rounds) : 1); i++)
    g_assert_cmpuint (run (self, NULL, DISK_HONEST, 1, "as it is"), ==, 0);
}

/* A simulator that finds nothing here would find nothing above either. */
static void
test_canaries (Fixture *self, gconstpointer data)
{
  g_assert_cmpuint (run (self, "PRAGMA synchronous = NORMAL", DISK_HONEST, 11, "NORMAL"), >, 0);
  g_assert_cmpuint (run (self, "PRAGMA synchronous = OFF", DISK_HONEST, 11, "OFF"), >, 0);
  g_assert_cmpuint (run (self, NULL, DISK_LIES, 11, "a disk that lies"), >, 0);
  g_assert_cmpuint (run (self, NULL, DISK_FORGETS_SLOT, 11, "slots after the commit"), >, 0);
}

int
main (int argc, char **argv)
{
  use_memory ();
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func)                                                                            \
  g_test_add ("/power/" name, Fixture, NULL, fixture_set_up, func, fixture_tear_down)
  ADD ("cut", test_power);
  ADD ("canaries", test_canaries);
  return g_test_run ();
}
