/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "vault-fixture.h"

#include <string.h>

typedef struct {
  GHashTable *expected; /* gint64 * id -> char * text, the same in body and summary */
  GByteArray *file;
  guint refused;
  guint reported;
  guint identical;
  guint lost;
} Damage;

/* Whether everything that was stored is there and nothing else is. Different data is never right.
 */
static gboolean
is_complete (Damage *damage, VdVault *vault)
{
  g_autoptr (GPtrArray) entries = vd_vault_list (vault, NULL);
  guint right = 0;

  for (guint i = 0; entries != NULL && i < entries->len; i++) {
    const VdVaultEntry *entry = g_ptr_array_index (entries, i);
    g_autoptr (VdSecret) body = vd_vault_load (vault, entry->id, NULL);
    const char *text = g_hash_table_lookup (damage->expected, &entry->id);

    if (entry->summary != NULL)
      g_assert_cmpstr ((const char *)vd_secret_data (entry->summary), ==, text);
    if (body != NULL)
      g_assert_cmpstr ((const char *)vd_secret_data (body), ==, text);
    right += body != NULL && entry->summary != NULL;
  }
  return right == g_hash_table_size (damage->expected);
}

static void
try_damaged (Fixture *self, Damage *damage)
{
  g_autofree char *wal = fixture_file (self, "store.db-wal");
  g_autoptr (GError) error = NULL;
  g_autofree char *bad = NULL;
  gboolean complete;

  g_unlink (wal);
  fixture_write (self, "store.db", damage->file);
  self->vault =
      vd_vault_open (self->dir, VD_VAULT_RECOVERY, self->recovery, still_clock (), &error);
  if (self->vault == NULL) {
    g_assert_true (error->code == VD_ERROR_DAMAGED || error->code == VD_ERROR_NEWER);
    damage->refused++;
    return;
  }
  complete = is_complete (damage, self->vault);
  bad = problems (self->vault);
  damage->identical += complete;
  damage->reported += !complete && *bad != 0;
  damage->lost += !complete && *bad == 0;
  fixture_close (self);
}

/* Chance damage of the store: refused, or named, or without effect. */
static void
test_flips (Fixture *self, gconstpointer data)
{
  const guint8 masks[] = {0x01, 0x80, 0xff};
  g_autoptr (GHashTable) expected =
      g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  g_autoptr (GByteArray) file = NULL;
  Damage damage = {.expected = expected};

  for (guint i = 0; i < 12; i++) {
    char *text = g_strdup_printf ("record %u", i);
    gint64 id = save_new (self->vault, text, text);

    g_hash_table_insert (expected, g_memdup2 (&id, sizeof id), text);
  }
  fixture_close (self);
  damage.file = file = fixture_read (self, "store.db");
  /* Half of the flips where SQLite keeps its structures: the start of a page. */
  for (guint i = 0; i < 600; i++) {
    gsize page = (gsize)g_test_rand_int_range (0, (gint32)file->len / 4096) * 4096;
    gsize at = page + (gsize)g_test_rand_int_range (0, i % 2 == 0 ? 64 : 4096);
    guint8 mask = masks[i % G_N_ELEMENTS (masks)];

    file->data[at] ^= mask;
    try_damaged (self, &damage);
    file->data[at] ^= mask;
  }
  g_test_message ("flips: %u refused, %u reported, %u identical, %u lost without a trace",
                  damage.refused, damage.reported, damage.identical, damage.lost);
  g_assert_cmpuint (damage.reported, >, 0);
  g_assert_cmpuint (damage.lost, ==, 0);
}

static void
test_truncations (Fixture *self, gconstpointer data)
{
  g_autoptr (GHashTable) expected =
      g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  g_autoptr (GByteArray) whole = NULL;
  Damage damage = {.expected = expected};

  for (guint i = 0; i < 12; i++) {
    char *text = g_strdup_printf ("record %u", i);
    gint64 id = save_new (self->vault, text, text);

    g_hash_table_insert (expected, g_memdup2 (&id, sizeof id), text);
  }
  fixture_close (self);
  whole = fixture_read (self, "store.db");
  for (gsize n = 0; n < whole->len; n += n % 4096 == 0 ? 1 : n % 4096 == 1 ? 2047 : 2048) {
    damage.file = g_byte_array_new ();
    g_byte_array_append (damage.file, whole->data, (guint)n);
    try_damaged (self, &damage);
    g_byte_array_unref (damage.file);
  }
  g_test_message ("truncations: %u refused, %u reported, %u identical, %u lost without a trace",
                  damage.refused, damage.reported, damage.identical, damage.lost);
  g_assert_cmpuint (damage.lost, ==, 0);
  g_assert_cmpuint (damage.identical, ==, 0);
}

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

/* More records than one mapping each would allow. */
static void
test_many (Fixture *self, gconstpointer data)
{
  const guint n = 5000;
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

int
main (int argc, char **argv)
{
  use_memory ();
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func)                                                                            \
  g_test_add ("/damage/" name, Fixture, NULL, fixture_set_up, func, fixture_tear_down)
  ADD ("flips", test_flips);
  ADD ("truncations", test_truncations);
  ADD ("broken-page", test_broken_page);
  ADD ("many", test_many);
  return g_test_run ();
}
