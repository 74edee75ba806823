/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "bench"

#include "vault/bench.h"
#include "vault/change.h"
#include "vault/store-private.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define ROUNDS 7
#define SAVES 400
#define BATCH 100
/* Boxes to decrypt lie in memory, more of them than the caches of the processor hold. */
#define POOL ((gsize)48 * 1024 * 1024)

typedef struct {
  char *folder;
  char *plain;
  VdVault *vault;
  VdSecret *recovery;
  const VdSecret *body;
  VdSecret *summary;
  guint records;
  VdBenchSearchFunc search;
  gpointer data;
} Bench;

static double
now (void)
{
  return (double)g_get_monotonic_time () / G_USEC_PER_SEC;
}

static int
compare (gconstpointer a, gconstpointer b)
{
  const double *x = a, *y = b;

  return (*x > *y) - (*x < *y);
}

static double
median (double *values, guint n)
{
  qsort (values, n, sizeof *values, compare);
  return values[n / 2];
}

static gboolean
fill (Bench *self, GError **error)
{
  VdChange change;

  for (guint i = 0; i < self->records;) {
    gboolean ok = vd_change_begin (&change, self->vault, error);

    if (!ok)
      return FALSE;
    for (guint end = MIN (i + BATCH, self->records); ok && i < end; i++)
      ok = vd_change_put_record (&change, (gint64)i + 1, self->body, self->summary, error);
    if (!vd_change_end (&change, ok, error))
      return FALSE;
  }
  vd_store_checkpoint (self->vault->store);
  return TRUE;
}

/* The recovery key needs no key derivation. */
static gboolean
reopen (Bench *self, GError **error)
{
  g_clear_pointer (&self->vault, vd_vault_close);
  self->vault =
      vd_vault_open (self->folder, VD_VAULT_RECOVERY, self->recovery, vd_clock_system (), error);
  return self->vault != NULL;
}

static gboolean
unlock (Bench *self, double *seconds, GError **error)
{
  g_autoptr (GPtrArray) entries = NULL;
  double start;

  g_clear_pointer (&self->vault, vd_vault_close);
  start = now ();
  if (!reopen (self, error))
    return FALSE;
  entries = vd_vault_list (self->vault, error);
  *seconds = now () - start;
  return entries != NULL && entries->len == self->records;
}

static gboolean
count_body (gint64 id, const char *body, gsize size, gpointer data)
{
  *(guint *)data += body != NULL && size > 0;
  return TRUE;
}

static gboolean
scan (Bench *self, double *seconds, GError **error)
{
  double start = now ();
  guint found = 0;

  if (!vd_vault_scan (self->vault, count_body, NULL, &found, error))
    return FALSE;
  *seconds = now () - start;
  return found == self->records;
}

static gboolean
search (Bench *self, double *seconds, GError **error)
{
  double start = now ();
  gboolean ok = self->search (self->vault, self->data, error);

  *seconds = now () - start;
  return ok;
}

/* Decrypts @n boxes of @size bytes with one key, from memory, and does nothing else. */
static double
raw (guint n, gsize size)
{
  const guint8 key[VD_KEY_SIZE] = {1};
  const guint8 ad[54] = {0};
  gsize box_size = size + VD_SEAL_OVERHEAD;
  guint held = (guint)MIN (n, POOL / box_size);
  g_autofree guint8 *boxes = g_malloc (held * box_size);
  g_autofree guint8 *plain = g_malloc0 (size);
  gboolean ok = TRUE;
  double start;

  for (guint i = 0; i < held; i++)
    vd_crypto_seal (boxes + i * box_size, key, plain, size, ad, sizeof ad);
  start = now ();
  for (guint i = 0; i < n; i++)
    ok = vd_crypto_open (plain, key, boxes + i % held * box_size, box_size, ad, sizeof ad) && ok;
  g_assert (ok);
  return now () - start;
}

/* A store of SQLite alone, with rows of the sizes that the vault writes. */
static sqlite3 *
open_plain (const char *path)
{
  sqlite3 *db = NULL;

  if (sqlite3_open (path, &db) == SQLITE_OK &&
      sqlite3_exec (db,
                    "PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL;"
                    "PRAGMA synchronous = FULL;"
                    "CREATE TABLE body(id INTEGER PRIMARY KEY, box BLOB NOT NULL);"
                    "CREATE TABLE summary(id INTEGER PRIMARY KEY, box BLOB NOT NULL)",
                    NULL, NULL, NULL) == SQLITE_OK)
    return db;
  sqlite3_close (db);
  return NULL;
}

static gboolean
put_plain (sqlite3 *db, const char *sql, gint64 id, gsize size)
{
  g_autofree guint8 *box = g_malloc (size);
  sqlite3_stmt *statement = NULL;
  gboolean ok = sqlite3_prepare_v2 (db, sql, -1, &statement, NULL) == SQLITE_OK;

  vd_crypto_random (box, size);
  if (ok) {
    sqlite3_bind_int64 (statement, 1, id);
    sqlite3_bind_blob64 (statement, 2, box, size, SQLITE_STATIC);
    ok = sqlite3_step (statement) == SQLITE_DONE;
  }
  sqlite3_finalize (statement);
  return ok;
}

static gboolean
commit_plain (sqlite3 *db, gint64 id, gsize body)
{
  return sqlite3_exec (db, "BEGIN IMMEDIATE", NULL, NULL, NULL) == SQLITE_OK &&
         put_plain (db, "INSERT OR REPLACE INTO body VALUES(?1, ?2)", id,
                    vd_row_padded (VD_TABLE_BODY, body) + VD_ROW_OVERHEAD) &&
         put_plain (db, "INSERT OR REPLACE INTO summary VALUES(?1, ?2)", id,
                    VD_ROW_SUMMARY + VD_ROW_OVERHEAD) &&
         sqlite3_exec (db, "COMMIT", NULL, NULL, NULL) == SQLITE_OK;
}

/* Called when a statement has run to its end: the one that matters is COMMIT. */
static int
note_commit (unsigned kind, void *data, void *statement, void *time)
{
  if (g_strcmp0 (sqlite3_sql (statement), "COMMIT") == 0)
    *(double *)data = now ();
  return 0;
}

static gboolean
save_vault (Bench *self, gint64 id, double *saved, double *whole, GError **error)
{
  double committed = 0, start;
  gboolean ok;

  sqlite3_trace_v2 (self->vault->store->db, SQLITE_TRACE_PROFILE, note_commit, &committed);
  start = now ();
  ok = vd_vault_save (self->vault, &id, self->body, self->summary, error);
  *whole = now () - start;
  *saved = committed - start;
  sqlite3_trace_v2 (self->vault->store->db, 0, NULL, NULL);
  return ok;
}

/* One save here, one there, each over a record that is there, so that both meet the same disk. */
static gboolean
measure_saves (Bench *self, VdBench *result, GError **error)
{
  sqlite3 *db = open_plain (self->plain);
  double commits[SAVES], saved[SAVES], whole[SAVES];
  gboolean ok = db != NULL;

  for (gint64 id = 1; ok && id <= (gint64)MIN (self->records, BATCH); id++)
    ok = commit_plain (db, id, vd_secret_size (self->body));
  for (guint i = 0; ok && i < SAVES; i++) {
    gint64 id = 1 + i % (gint64)MIN (self->records, BATCH);
    double start = now ();

    ok = commit_plain (db, id, vd_secret_size (self->body));
    commits[i] = now () - start;
    if (ok && !save_vault (self, id, &saved[i], &whole[i], error)) {
      sqlite3_close (db);
      return FALSE;
    }
  }
  sqlite3_close (db);
  if (!ok) {
    g_set_error (error, VD_ERROR, VD_ERROR_INTERNAL, "SQLite alone does not write here");
    return FALSE;
  }
  result->commit = median (commits, SAVES);
  result->saved = median (saved, SAVES);
  result->save = median (whole, SAVES);
  return TRUE;
}

/* Returns: the most that was resident since the last call, in bytes; 0 when it is not known. */
static guint64
resident (void)
{
  FILE *status = fopen ("/proc/self/status", "re");
  FILE *reset = fopen ("/proc/self/clear_refs", "we");
  guint64 value = 0, found;
  char line[128];

  while (status != NULL && fgets (line, sizeof line, status) != NULL)
    if (sscanf (line, "VmHWM: %" G_GUINT64_FORMAT " kB", &found) == 1)
      value = found * 1024;
  if (status != NULL)
    fclose (status);
  if (reset != NULL) {
    fputs ("5", reset);
    fclose (reset);
  }
  return value;
}

static gboolean
measure_reading (Bench *self, VdBench *result, GError **error)
{
  double raw_summaries[ROUNDS], unlocks[ROUNDS], raw_bodies[ROUNDS], scans[ROUNDS];
  double searches[ROUNDS];

  resident ();
  if (!unlock (self, &unlocks[0], error) || !scan (self, &scans[0], error))
    return FALSE;
  result->memory = resident ();
  for (guint i = 0; i < ROUNDS; i++) {
    raw_summaries[i] = raw (self->records, VD_ROW_SUMMARY);
    if (!unlock (self, &unlocks[i], error))
      return FALSE;
    raw_bodies[i] = raw (self->records, vd_row_padded (VD_TABLE_BODY, vd_secret_size (self->body)));
    if (!scan (self, &scans[i], error) || !search (self, &searches[i], error))
      return FALSE;
  }
  result->raw_summaries = median (raw_summaries, ROUNDS);
  result->unlock = median (unlocks, ROUNDS);
  result->raw_bodies = median (raw_bodies, ROUNDS);
  result->scan = median (scans, ROUNDS);
  result->search = median (searches, ROUNDS);
  return TRUE;
}

static gboolean
run (Bench *self, VdBench *result, GError **error)
{
  g_autoptr (VdSecret) passphrase = vd_secret_new_random (VD_KEY_SIZE);

  for (gsize i = 0; i < VD_KEY_SIZE; i++)
    vd_secret_data (passphrase)[i] = (guint8)('a' + vd_secret_data (passphrase)[i] % 26);
  self->vault = vd_vault_create (self->folder, passphrase, NULL, &vd_kdf_floor, vd_clock_system (),
                                 &self->recovery, error);
  return self->vault != NULL && fill (self, error) && reopen (self, error) &&
         measure_reading (self, result, error) && measure_saves (self, result, error);
}

static void
remove_plain (const char *path)
{
  const char *const ends[] = {"", "-wal", "-shm"};

  for (guint i = 0; i < G_N_ELEMENTS (ends); i++) {
    g_autofree char *file = g_strconcat (path, ends[i], NULL);

    unlink (file);
  }
}

gboolean
vd_bench_run (const char *dir,
              guint records,
              const VdSecret *body,
              VdBenchSearchFunc func,
              gpointer data,
              VdBench *result,
              GError **error)
{
  g_autofree char *folder = g_build_filename (dir, "varde-bench-XXXXXX", NULL);
  g_autofree char *inside = NULL;
  g_autofree char *plain = NULL;
  Bench bench = {.records = records, .body = body, .search = func, .data = data};
  gboolean ok;

  g_return_val_if_fail (records > 0 && records <= VD_VAULT_RECORDS_MAX, FALSE);
  if (g_mkdtemp (folder) == NULL) {
    vd_error_set_errno (error, errno, "make a folder to measure in");
    return FALSE;
  }
  bench.folder = inside = g_build_filename (folder, "vault", NULL);
  bench.plain = plain = g_build_filename (folder, "plain.db", NULL);
  bench.summary = vd_secret_new_random (400);
  ok = run (&bench, result, error);
  if (bench.vault != NULL)
    ok = vd_vault_destroy (bench.vault, ok ? error : NULL) && ok;
  remove_plain (plain);
  rmdir (folder);
  vd_secret_free (bench.summary);
  vd_secret_free (bench.recovery);
  return ok;
}
