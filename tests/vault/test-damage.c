/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "vault-fixture.h"

#include <string.h>

/* A page of the table of summaries that SQLite cannot read: the records on other pages are still
 * listed, those on it by their bodies. */
static void
test_broken_page (Fixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (GByteArray) file = NULL;
  g_autofree char *bad = NULL;
  guint whole = 0;

  for (guint i = 0; i < 60; i++)
    save_new (self->vault, "body", "summary");
  fixture_close (self);
  file = fixture_read (self, "store.db");
  /* Leaf pages of a table begin with 13; those with cells of about 580 bytes hold summaries. */
  for (gsize at = 4096; at < file->len; at += 4096)
    if (file->data[at] == 13 && file->data[at + 4] >= 4 && whole++ == 4)
      memset (file->data + at, 0xff, 8);
  g_assert_cmpuint (whole, >, 8);
  fixture_write (self, "store.db", file);
  fixture_refused (self, VD_ERROR_DAMAGED);
  fixture_reopen_repair (self);
  entries = vd_vault_list (self->vault, NULL);
  g_assert_cmpuint (entries->len, ==, 60);
  whole = 0;
  for (guint i = 0; i < entries->len; i++)
    whole += ((VdVaultEntry *)g_ptr_array_index (entries, i))->summary != NULL;
  g_assert_cmpuint (whole, >=, 50);
  g_assert_cmpuint (whole, <, 60);
  bad = problems (self->vault);
  g_assert_nonnull (strstr (bad, "store store.db\n"));
  g_assert_nonnull (strstr (bad, "table summary\n"));
}

/* A page of the table of bodies that SQLite cannot read: a backup made in repair holds the records
 * on all the others, not only those before it. */
static void
test_broken_bodies (Fixture *self, gconstpointer data)
{
  const guint n = 200;
  g_autofree char *path = g_build_filename (self->top, "backup.age", NULL);
  g_autoptr (GByteArray) file = NULL;
  g_autoptr (GError) error = NULL;
  guint readable = 0, records = 0, leaves = 0;

  fill_records (self->vault, n);
  fixture_close (self);
  file = fixture_read (self, "store.db");
  for (gsize at = 4096; at < file->len; at += 4096) {
    const guint8 *page = file->data + at;
    gsize cell = (gsize)page[8] << 8 | page[9];

    /* A leaf of a table whose first cell holds a body of the smallest size. */
    if (page[0] == 13 && cell < 4000 && page[cell] == 0xc0 && page[cell + 1] < 0x50 &&
        leaves++ == 1)
      memset (file->data + at, 0xff, 8);
  }
  g_assert_cmpuint (leaves, >, 8);
  fixture_write (self, "store.db", file);
  fixture_reopen_repair (self);
  for (guint i = 1; i <= n; i++) {
    g_autoptr (VdSecret) body = vd_vault_load (self->vault, i, NULL);

    readable += body != NULL;
  }
  g_assert_cmpuint (readable, >, n / 2);
  g_assert_cmpuint (readable, <, n);
  g_assert_true (vd_vault_backup (self->vault, path, NULL, NULL, NULL, &records, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (records, ==, readable);
}

/* Opening for repair writes nothing, whatever is damaged: what is there may be all that is left. */
static void
test_repair_reads (Fixture *self, gconstpointer data)
{
  const char *const names[] = {"header", "slots", "store.db", "store.db-wal"};
  GByteArray *before[G_N_ELEMENTS (names)];

  save_new (self->vault, "body", "summary");
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    before[i] = fixture_read (self, names[i]);
  g_assert_cmpuint (before[3]->len, >, 4096);
  fixture_close (self);
  before[0]->data[100] ^= 1;
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    fixture_write (self, names[i], before[i]);
  fixture_reopen_repair (self);
  g_free (problems (self->vault));
  fixture_close (self);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autoptr (GByteArray) after = fixture_read (self, names[i]);

    g_test_message ("%s", names[i]);
    g_assert_cmpmem (after->data, after->len, before[i]->data, before[i]->len);
    g_byte_array_unref (before[i]);
  }
}

/* More records than one mapping each would allow; at night as many as a unit may ever have. */
static void
test_many (Fixture *self, gconstpointer data)
{
  const guint n = g_getenv ("VARDE_NIGHT") != NULL ? 50000 : 5000;
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (GHashTable) ids = g_hash_table_new (g_int64_hash, g_int64_equal);
  gint64 start;

  fill_records (self->vault, n);
  start = g_get_monotonic_time ();
  entries = vd_vault_list (self->vault, NULL);
  g_test_message ("list of %u: %.1f ms", n, (double)(g_get_monotonic_time () - start) / 1000);
  g_assert_cmpuint (entries->len, ==, n);
  for (guint i = 0; i < n; i++) {
    VdVaultEntry *entry = g_ptr_array_index (entries, i);
    g_autofree char *text = g_strdup_printf ("summary %" G_GINT64_FORMAT, entry->id - 1);

    g_assert_cmpstr ((const char *)vd_secret_data (entry->summary), ==, text);
    g_hash_table_add (ids, &entry->id);
  }
  g_assert_cmpuint (g_hash_table_size (ids), ==, n);
}

typedef struct {
  guint calls;
  guint stop; /* at this one */
  guint64 done;
} Told;

static gboolean
tell (guint64 done, guint64 total, gpointer data)
{
  Told *told = data;

  g_assert_cmpuint (done, <=, total);
  g_assert_cmpuint (done, >=, told->done);
  told->done = done;
  return ++told->calls != told->stop;
}

static void
count_problem (const char *what, const char *where, gpointer data)
{
  ++*(guint *)data;
}

/* Wherever it is stopped a check names nothing that is sound, and never says that it was whole. */
static void
test_stopped (Fixture *self, gconstpointer data)
{
  Told told = {0, 0, 0};
  guint bad = 0, calls;

  fill_records (self->vault, 1000);
  g_assert_true (vd_vault_verify (self->vault, count_problem, &bad, tell, &told, NULL));
  calls = told.calls;
  g_assert_cmpuint (calls, >, 10);
  for (guint i = 1; i <= calls; i++) {
    g_autoptr (GError) error = NULL;

    told = (Told){0, i, 0};
    g_assert_false (vd_vault_verify (self->vault, count_problem, &bad, tell, &told, &error));
    g_assert_error (error, VD_ERROR, VD_ERROR_CANCELLED);
    g_assert_cmpuint (told.calls, ==, i);
  }
  g_assert_true (vd_vault_verify (self->vault, count_problem, &bad, NULL, NULL, NULL));
  g_assert_cmpuint (bad, ==, 0);
}

int
main (int argc, char **argv)
{
  use_memory ();
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func)                                                                            \
  g_test_add ("/damage/" name, Fixture, NULL, fixture_set_up, func, fixture_tear_down)
  ADD ("broken-page", test_broken_page);
  ADD ("broken-bodies", test_broken_bodies);
  ADD ("repair-reads", test_repair_reads);
  ADD ("many", test_many);
  ADD ("stopped", test_stopped);
  return g_test_run ();
}
