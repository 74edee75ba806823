/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "vault-fixture.h"
#include "vault/fields.h"

#include <string.h>

static char *
numbered (const char *format, gint64 a, gint64 b)
{
  g_autofree char *first = g_strdup_printf ("%" G_GINT64_FORMAT, a);
  g_autofree char *second = g_strdup_printf ("%" G_GINT64_FORMAT, b);
  g_autoptr (GString) text = g_string_new (format);

  g_string_replace (text, "$A", first, 0);
  g_string_replace (text, "$B", second, 0);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
sql_quietly (Fixture *self, const char *format, gint64 a, gint64 b)
{
  g_autofree char *text = numbered (format, a, b);

  fixture_close (self);
  fixture_sql (self, text);
}

static void
sql (Fixture *self, const char *format, gint64 a, gint64 b)
{
  sql_quietly (self, format, a, b);
  fixture_reopen_quick (self);
}

static void
assert_summary (Fixture *self, gint64 id, const char *expected)
{
  g_autofree char *found = find_summary (self->vault, id);

  g_assert_cmpstr (found, ==, expected);
}

static void
assert_problems (Fixture *self, const char *format, gint64 a, gint64 b)
{
  g_autofree char *expected = numbered (format, a, b);
  g_autofree char *found = problems (self->vault);

  g_assert_cmpstr (found, ==, expected);
}

/* Each attack on two records A and B by somebody who can write the file. What is expected of A and
 * B: '+' readable, '-' refused as damaged, '0' not there. */
static const struct {
  const char *name;
  const char *sql;
  const char *summaries;
  const char *bodies;
  gboolean refused; /* the manifest knows better: opens for repair only */
} attacks[] = {
    {"swap-bodies",
     "CREATE TEMP TABLE t AS SELECT id, box FROM body;"
     "UPDATE body SET box = (SELECT box FROM t WHERE id = $B) WHERE id = $A;"
     "UPDATE body SET box = (SELECT box FROM t WHERE id = $A) WHERE id = $B",
     "++", "--"},
    {"swap-summaries",
     "CREATE TEMP TABLE t AS SELECT id, box FROM summary;"
     "UPDATE summary SET box = (SELECT box FROM t WHERE id = $B) WHERE id = $A;"
     "UPDATE summary SET box = (SELECT box FROM t WHERE id = $A) WHERE id = $B",
     "--", "++"},
    {"swap-rows",
     "UPDATE body SET id = 1 WHERE id = $A; UPDATE body SET id = $A WHERE id = $B;"
     "UPDATE body SET id = $B WHERE id = 1;"
     "UPDATE summary SET id = 1 WHERE id = $A; UPDATE summary SET id = $A WHERE id = $B;"
     "UPDATE summary SET id = $B WHERE id = 1",
     "--", "--", TRUE},
    {"swap-versions",
     "CREATE TEMP TABLE t AS SELECT id, ver FROM summary;"
     "UPDATE summary SET ver = (SELECT ver FROM t WHERE id = $B) WHERE id = $A",
     "-+", "-+", TRUE},
    {"duplicate",
     "DELETE FROM body WHERE id = $B; DELETE FROM summary WHERE id = $B;"
     "INSERT INTO body SELECT $B, box FROM body WHERE id = $A;"
     "INSERT INTO summary SELECT $B, ver, box FROM summary WHERE id = $A",
     "+-", "+-", TRUE},
    {"summary-as-body",
     "UPDATE body SET box = (SELECT box FROM summary WHERE id = $A) WHERE id = $A", "++", "-+"},
    {"no-body", "DELETE FROM body WHERE id = $A", "++", "-+"},
    {"no-summary", "DELETE FROM summary WHERE id = $A", "0+", "-+", TRUE},
    {"empty-boxes",
     "UPDATE body SET box = x'' WHERE id = $A; UPDATE summary SET box = x'' WHERE id = $A", "-+",
     "-+"},
    {"text-box", "UPDATE body SET box = 'text' WHERE id = $A", "++", "-+"},
    {"short-box", "UPDATE body SET box = substr(box, 1, 47) WHERE id = $A", "++", "-+"},
    {"cut-box", "UPDATE body SET box = substr(box, 1, length(box) - 1) WHERE id = $A", "++", "-+"},
    {"long-box", "UPDATE body SET box = zeroblob(1048624) WHERE id = $A", "++", "-+"},
    {"other-suite", "UPDATE body SET box = x'02' || substr(box, 2) WHERE id = $A", "++", "-+"},
    {"other-generation", "UPDATE body SET box = x'010002' || substr(box, 4) WHERE id = $A", "++",
     "-+"},
    {"other-slot", "UPDATE body SET box = x'01000100000001' || substr(box, 8) WHERE id = $A", "++",
     "-+"},
    {"short-version", "UPDATE summary SET ver = x'00' WHERE id = $A", "-+", "-+", TRUE},
};

static void
check_attack (Fixture *self, guint i, const gint64 *ids, const char *const *texts)
{
  for (guint j = 0; j < 2; j++) {
    const char summary = attacks[i].summaries[j];

    g_test_message ("%s, record %u", attacks[i].name, j);
    assert_summary (self, ids[j], summary == '0' ? NULL : summary == '-' ? "-" : texts[j]);
    if (attacks[i].bodies[j] == '+')
      assert_body (self->vault, ids[j], texts[j]);
    else
      assert_no_body (self->vault, ids[j], VD_ERROR_DAMAGED);
  }
}

static void
test_attacks (Fixture *self, gconstpointer data)
{
  const char *const texts[] = {"first", "second"};
  gint64 ids[2];
  gint64 whole = save_new (self->vault, "whole", "whole");
  g_autoptr (GByteArray) before = NULL;

  for (guint i = 0; i < 2; i++)
    ids[i] = save_new (self->vault, texts[i], texts[i]);
  fixture_close (self);
  before = fixture_read (self, "store.db");
  for (guint i = 0; i < G_N_ELEMENTS (attacks); i++) {
    g_autofree char *bad = NULL;

    fixture_close (self);
    fixture_write (self, "store.db", before);
    sql_quietly (self, attacks[i].sql, ids[0], ids[1]);
    if (attacks[i].refused)
      fixture_refused (self, VD_ERROR_DAMAGED);
    if (attacks[i].refused)
      fixture_reopen_repair (self);
    else
      fixture_reopen_quick (self);
    check_attack (self, i, ids, texts);
    assert_summary (self, whole, "whole");
    assert_body (self->vault, whole, "whole");
    bad = problems (self->vault);
    g_assert_nonnull (strstr (bad, "record "));
    g_assert_true ((strstr (bad, "manifest ") != NULL) == attacks[i].refused);
  }
}

/* A row of another vault, with the same passphrase, under the same id. */
static void
test_foreign_row (Fixture *self, gconstpointer data)
{
  Fixture other = {0};
  gint64 id = save_new (self->vault, "mine", "mine");
  gint64 foreign;
  g_autofree char *path = NULL;
  g_autofree char *attach = NULL;

  fixture_set_up (&other, NULL);
  foreign = save_new (other.vault, "theirs", "theirs");
  path = fixture_file (&other, "store.db");
  fixture_close (&other);
  attach = g_strdup_printf ("ATTACH '%s' AS other;"
                            "INSERT INTO body SELECT * FROM other.body;"
                            "INSERT INTO summary SELECT * FROM other.summary",
                            path);
  fixture_close (self);
  fixture_sql (self, attach);
  fixture_refused (self, VD_ERROR_DAMAGED);
  fixture_reopen_repair (self);
  assert_body (self->vault, id, "mine");
  assert_no_body (self->vault, foreign, VD_ERROR_DAMAGED);
  assert_summary (self, foreign, "-");
  assert_problems (self, "manifest store.db\nrecord $A\n", foreign, 0);
  fixture_tear_down (&other, NULL);
}

/* Schema: anything that is not exactly ours. */
static void
test_schema (Fixture *self, gconstpointer data)
{
  const char *const changes[] = {
      "CREATE TRIGGER t AFTER INSERT ON body BEGIN DELETE FROM summary; END",
      "CREATE VIEW v AS SELECT * FROM body",
      "CREATE TABLE more(id INTEGER PRIMARY KEY)",
      "CREATE INDEX i ON summary(ver)",
      "ALTER TABLE summary ADD COLUMN x",
      "ALTER TABLE body RENAME TO corpse",
      "DROP TABLE item",
      "DROP TABLE summary",
      "ANALYZE",
      "DROP TABLE audit; CREATE TABLE audit(seq INTEGER PRIMARY KEY, box TEXT NOT NULL)",
      "PRAGMA application_id = 1",
      "PRAGMA user_version = 0",
      "PRAGMA user_version = 1",
      "PRAGMA user_version = 256",
      "PRAGMA user_version = -3",
      "DROP TABLE manifest",
  };
  g_autoptr (GByteArray) before = NULL;

  save_new (self->vault, "body", "summary");
  fixture_close (self);
  before = fixture_read (self, "store.db");
  for (guint i = 0; i < G_N_ELEMENTS (changes); i++) {
    int code = -1;

    fixture_write (self, "store.db", before);
    fixture_sql (self, changes[i]);
    g_test_message ("%s", changes[i]);
    g_assert_false (fixture_try (self, &code));
    g_assert_cmpint (code, ==, VD_ERROR_DAMAGED);
  }
  fixture_write (self, "store.db", before);
  fixture_reopen (self);
}

static void
test_newer_schema (Fixture *self, gconstpointer data)
{
  g_autoptr (GByteArray) before = NULL;
  g_autoptr (GByteArray) after = NULL;
  int code = -1;

  fixture_close (self);
  fixture_sql (self, "PRAGMA user_version = 3; CREATE TABLE more(id)");
  before = fixture_read (self, "store.db");
  g_assert_false (fixture_try (self, &code));
  g_assert_cmpint (code, ==, VD_ERROR_NEWER);
  after = fixture_read (self, "store.db");
  g_assert_cmpmem (before->data, before->len, after->data, after->len);
}

/* Damage of every byte of the database's own header is damage and nothing else, at opening or when
 * something is saved: not a disk that is read-only, not a fault of the program. The last byte of
 * the number of the schema is where a newer version says that it is one. */
static void
test_database_header (Fixture *self, gconstpointer data)
{
  const guint8 masks[] = {0x01, 0x02, 0x07, 0x80, 0xff};
  g_autoptr (GByteArray) bytes = NULL;
  g_autoptr (GByteArray) slots = NULL;
  guint refused = 0, saved = 0;

  save_new (self->vault, "body", "summary");
  fixture_close (self);
  bytes = fixture_read (self, "store.db");
  slots = fixture_read (self, "slots");
  for (guint at = 0; at < 100; at++)
    for (guint i = 0; i < G_N_ELEMENTS (masks); i++) {
      g_autoptr (GError) error = NULL;
      gint64 id = 0;

      bytes->data[at] ^= masks[i];
      fixture_write (self, "store.db", bytes);
      bytes->data[at] ^= masks[i];
      fixture_write (self, "slots", slots);
      self->vault =
          vd_vault_open (self->dir, VD_VAULT_RECOVERY, self->recovery, still_clock (), &error);
      g_test_message ("byte %u, %02x", at, masks[i]);
      if (self->vault != NULL &&
          vd_vault_save (self->vault, &id, self->passphrase, self->passphrase, &error)) {
        saved++;
      } else if (at != 63 || !g_error_matches (error, VD_ERROR, VD_ERROR_NEWER)) {
        g_assert_error (error, VD_ERROR, VD_ERROR_DAMAGED);
        refused++;
      }
      fixture_close (self);
    }
  g_assert_cmpuint (refused, >, 100);
  g_assert_cmpuint (saved, >, 100);
}

/* What SQLite only reads can still be rescued. */
static void
test_database_reads (Fixture *self, gconstpointer data)
{
  gint64 id = save_new (self->vault, "body", "summary");
  g_autoptr (GByteArray) bytes = NULL;

  fixture_close (self);
  bytes = fixture_read (self, "store.db");
  bytes->data[18] = 3;
  fixture_write (self, "store.db", bytes);
  fixture_refused (self, VD_ERROR_DAMAGED);
  fixture_reopen_repair (self);
  assert_body (self->vault, id, "body");
}

/* Never an empty store over one that cannot be read, or that is gone. */
static void
test_unreadable_store (Fixture *self, gconstpointer data)
{
  g_autofree char *path = fixture_file (self, "store.db");
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  const guint sizes[] = {0, 50, 100, 4096, 10000};
  int code = -1;

  fixture_close (self);
  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++) {
    g_autoptr (GByteArray) after = NULL;

    g_byte_array_set_size (bytes, sizes[i]);
    if (sizes[i] > 0)
      memset (bytes->data, 'x', sizes[i]);
    fixture_write (self, "store.db", bytes);
    g_assert_false (fixture_try (self, &code));
    g_assert_cmpint (code, ==, VD_ERROR_DAMAGED);
    after = fixture_read (self, "store.db");
    g_assert_cmpmem (after->data, after->len, bytes->data, bytes->len);
  }
  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_false (fixture_try (self, &code));
  g_assert_cmpint (code, ==, VD_ERROR_DAMAGED);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  g_assert_true (vd_vault_exists (self->dir));
}

/* One damaged record of many: the others open, the bad one is named and can be saved anew. */
static void
test_one_of_many (Fixture *self, gconstpointer data)
{
  const guint n = 200;
  g_autoptr (VdSecret) text = secret ("mended");
  g_autoptr (GPtrArray) entries = NULL;
  gint64 ids[200];
  guint damaged = 0;

  for (guint i = 0; i < n; i++) {
    g_autofree char *body = g_strdup_printf ("body %u", i);

    ids[i] = save_new (self->vault, body, body);
  }
  sql (self,
       "UPDATE summary SET box = zeroblob(559) WHERE id = $A;"
       "UPDATE body SET box = zeroblob(8239) WHERE id = $A",
       ids[77], 0);
  entries = vd_vault_list (self->vault, NULL);
  g_assert_cmpuint (entries->len, ==, n);
  for (guint i = 0; i < n; i++)
    damaged += ((VdVaultEntry *)g_ptr_array_index (entries, i))->summary == NULL;
  g_assert_cmpuint (damaged, ==, 1);
  for (guint i = 0; i < n; i++) {
    g_autofree char *body = g_strdup_printf ("body %u", i);

    if (i == 77)
      assert_no_body (self->vault, ids[i], VD_ERROR_DAMAGED);
    else
      assert_body (self->vault, ids[i], body);
  }
  assert_problems (self, "record $A\n", ids[77], 0);
  g_assert_true (vd_vault_save (self->vault, &ids[77], text, text, NULL));
  assert_problems (self, "", 0, 0);
}

static void
test_log_attacks (Fixture *self, gconstpointer data)
{
  const struct {
    const char *sql;
    gboolean refused;
    const char *problems;
  } cases[] = {
      {"UPDATE audit SET box = zeroblob(175) WHERE seq = 3", FALSE, "log 3\n"},
      {"UPDATE audit SET box = zeroblob(175) WHERE seq = 6", TRUE,
       "log 6\nlog end\nmanifest store.db\n"},
      {"DELETE FROM audit WHERE seq = 3", TRUE, "log 4\nmanifest store.db\n"},
      {"DELETE FROM audit WHERE seq = 1", TRUE, "log 2\nmanifest store.db\n"},
      {"DELETE FROM audit WHERE seq = 6", TRUE, "log end\nmanifest store.db\n"},
      {"DELETE FROM audit WHERE seq > 0", TRUE, "log end\nmanifest store.db\n"},
      {"DELETE FROM audit WHERE seq = 3; UPDATE audit SET seq = seq - 1 WHERE seq > 3", TRUE,
       "log 3\nlog 4\nlog 5\nlog end\nmanifest store.db\n"},
      {"UPDATE audit SET seq = 100 WHERE seq = 2; UPDATE audit SET seq = 2 WHERE seq = 3;"
       "UPDATE audit SET seq = 3 WHERE seq = 100",
       FALSE, "log 2\nlog 3\n"},
      {"INSERT INTO audit SELECT 7, box FROM audit WHERE seq = 2", TRUE,
       "log 7\nlog end\nmanifest store.db\n"},
      {"INSERT INTO audit SELECT 0, box FROM audit WHERE seq = 2", TRUE,
       "log 0\nmanifest store.db\n"},
  };
  g_autoptr (GByteArray) before = NULL;
  g_autoptr (GByteArray) slots = NULL;

  for (guint i = 0; i < 6; i++)
    g_assert_true (vd_vault_log (self->vault, VD_VAULT_EVENT_VIEW, i + 1, "x", NULL));
  fixture_close (self);
  before = fixture_read (self, "store.db");
  slots = fixture_read (self, "slots");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    fixture_close (self);
    fixture_write (self, "store.db", before);
    fixture_write (self, "slots", slots);
    sql_quietly (self, cases[i].sql, 0, 0);
    g_test_message ("%s", cases[i].sql);
    if (cases[i].refused) {
      fixture_refused (self, VD_ERROR_DAMAGED);
      fixture_reopen_repair (self);
      g_assert_false (vd_vault_log (self->vault, VD_VAULT_EVENT_VIEW, 1, NULL, NULL));
    } else {
      fixture_reopen_quick (self);
    }
    assert_problems (self, cases[i].problems, 0, 0);
    /* The vault stays usable. */
    if (!cases[i].refused)
      g_assert_true (vd_vault_log (self->vault, VD_VAULT_EVENT_VIEW, 1, NULL, NULL));
  }
}

/* A box with @size bytes of padded content, made from docs/vault-format.md with the right key. */
static GBytes *
make_box (VdVault *vault, const VdRow *row, gsize content, gsize size)
{
  g_autofree guint8 *plain = g_malloc0 (size);
  guint8 *box = g_malloc (size + VD_ROW_OVERHEAD);
  guint8 data[64], ad[64], key[VD_KEY_SIZE];
  VdWriter k = {data, sizeof data, 0}, a = {ad, sizeof ad, 0};
  guint16 number = vd_keys_current (vault->keys);

  vd_write_text (&k, "row");
  vd_write_u8 (&k, (guint8)row->table);
  vd_write_bytes (&k, vault->keys->vault_id, VD_VAULT_ID_SIZE);
  vd_write_u64 (&k, (guint64)row->id);
  vd_write_bytes (&k, vd_slots_secret (vault->slots, row->slot, 0), VD_SLOT_SECRET_SIZE);
  vd_crypto_keyed (key, vd_keys_find (vault->keys, number), VD_KEY_SIZE, data, k.used);
  vd_row_write_lead (box, number, row->slot);
  vd_write_text (&a, "VRD1");
  vd_write_bytes (&a, vault->keys->vault_id, VD_VAULT_ID_SIZE);
  vd_write_u8 (&a, (guint8)row->table);
  vd_write_u64 (&a, (guint64)row->id);
  vd_write_bytes (&a, row->version, VD_ROW_VERSION_SIZE);
  vd_write_u16 (&a, VD_STORE_SCHEMA);
  vd_write_bytes (&a, box, VD_ROW_LEAD);
  memset (plain, 'x', content);
  plain[content] = 0x80;
  vd_crypto_seal (box + VD_ROW_LEAD, key, plain, size, ad, a.used);
  return g_bytes_new_take (box, size + VD_ROW_OVERHEAD);
}

/* Even sealed with the right key a box has one of the sizes that are written, and its content is
 * one that belongs there. */
static void
test_box_sizes (Fixture *self, gconstpointer data)
{
  const gsize kib = 1024;
  const struct {
    gsize content, size;
    gboolean opens;
  } cases[] = {
      {1, 8 * kib, TRUE},
      {8 * kib - 1, 8 * kib, TRUE},
      {8 * kib, 12 * kib, TRUE},
      {1, 12 * kib, FALSE},
      {8 * kib - 1, 12 * kib, FALSE},
      {8 * kib + 10, 8 * kib + 11, FALSE},
      {1024 * kib - 1, 1024 * kib, TRUE},
      {1100 * kib, 1152 * kib, FALSE},
  };
  const VdRow row = {.table = VD_TABLE_BODY, .id = 7, .slot = 3};

  vd_keys_allow (self->vault->keys);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GBytes) box = make_box (self->vault, &row, cases[i].content, cases[i].size);
    g_autoptr (VdSecret) plain = vd_row_open (self->vault->keys, self->vault->slots, &row,
                                              g_bytes_get_data (box, NULL), g_bytes_get_size (box));

    g_assert_true ((plain != NULL) == cases[i].opens);
    if (plain != NULL)
      g_assert_cmpuint (vd_secret_size (plain), ==, cases[i].content);
  }
  vd_keys_deny (self->vault->keys);
}

int
main (int argc, char **argv)
{
  use_memory ();
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func)                                                                            \
  g_test_add ("/store/" name, Fixture, NULL, fixture_set_up, func, fixture_tear_down)
  ADD ("box-sizes", test_box_sizes);
  ADD ("attacks", test_attacks);
  ADD ("foreign-row", test_foreign_row);
  ADD ("schema", test_schema);
  ADD ("newer-schema", test_newer_schema);
  ADD ("database-header", test_database_header);
  ADD ("database-reads", test_database_reads);
  ADD ("unreadable-store", test_unreadable_store);
  ADD ("one-of-many", test_one_of_many);
  ADD ("log-attacks", test_log_attacks);
  return g_test_run ();
}
