/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "vault-fixture.h"

#include <string.h>
#include <unistd.h>

static const char *const names[] = {"header", "slots", "store.db"};

typedef struct {
  GByteArray *files[3];
} Folder;

static void
take (Fixture *self, Folder *folder)
{
  fixture_close (self);
  for (guint i = 0; i < 3; i++)
    folder->files[i] = fixture_read (self, names[i]);
}

static void
put_back (Fixture *self, const Folder *folder, guint file)
{
  fixture_write (self, names[file], folder->files[file]);
}

static void
folder_clear (Folder *folder)
{
  for (guint i = 0; i < 3; i++)
    g_byte_array_unref (folder->files[i]);
}

/* One file of yesterday beside the others of today, for everything that can have happened since. */
static void
test_old_file (Fixture *self, gconstpointer data)
{
  for (guint what = 0; what < 6; what++) {
    g_autoptr (VdSecret) other = secret ("another passphrase");
    gint64 id = save_new (self->vault, "body", "summary");
    Folder before, after;

    take (self, &before);
    fixture_reopen_quick (self);
    switch (what) {
    case 0:
      save_new (self->vault, "new", "new");
      break;
    case 1:
      g_assert_true (vd_vault_delete (self->vault, id, NULL));
      break;
    case 2:
      g_assert_true (vd_vault_log (self->vault, VD_VAULT_EVENT_VIEW, id, NULL, NULL));
      break;
    case 3:
      g_assert_true (vd_vault_save_item (self->vault, VD_VAULT_DRAFT, self->passphrase, NULL));
      break;
    case 4:
      /* Changes nothing but the header: with the old one the old passphrase would open it again. */
      g_assert_true (vd_vault_reset_passphrase (self->vault, 1, other, NULL));
      break;
    default:
      g_assert_true (vd_vault_reseal (self->vault, NULL, NULL, NULL));
      break;
    }
    take (self, &after);
    for (guint file = what >= 4 ? 0 : 1; file < 3; file++) {
      put_back (self, &before, file);
      g_test_message ("old %s after change %u", names[file], what);
      fixture_refused (self, VD_ERROR_DAMAGED);
      for (guint i = 0; i < 3; i++)
        put_back (self, &after, i);
    }
    fixture_reopen_quick (self);
    folder_clear (&before);
    folder_clear (&after);
  }
}

/* An older version of one row in its place, with everything else of today. */
static void
test_old_row (Fixture *self, gconstpointer data)
{
  g_autoptr (VdSecret) text = secret ("changed");
  gint64 id = save_new (self->vault, "body", "summary");
  g_autofree char *old = g_build_filename (self->top, "old.db", NULL);
  g_autofree char *sql = NULL;
  g_autofree char *found = NULL;
  g_autoptr (GByteArray) store = NULL;

  fixture_close (self);
  store = fixture_read (self, "store.db");
  g_assert_true (g_file_set_contents (old, (const char *)store->data, (gssize)store->len, NULL));
  fixture_reopen_quick (self);
  g_assert_true (vd_vault_save (self->vault, &id, text, text, NULL));
  fixture_close (self);
  sql = g_strdup_printf ("ATTACH '%s' AS old; INSERT OR REPLACE INTO summary SELECT * FROM"
                         " old.summary; INSERT OR REPLACE INTO body SELECT * FROM old.body",
                         old);
  fixture_sql (self, sql);
  fixture_refused (self, VD_ERROR_DAMAGED);
  fixture_reopen_repair (self);
  found = find_summary (self->vault, id);
  g_assert_cmpstr (found, ==, "-"); /* Its secret is gone. */
  assert_no_body (self->vault, id, VD_ERROR_DAMAGED);
}

static void
flip (Fixture *self, const char *name, gsize at)
{
  g_autoptr (GByteArray) file = NULL;

  fixture_close (self);
  file = fixture_read (self, name);
  file->data[at] ^= 0x80;
  fixture_write (self, name, file);
}

/* One copy of a secret damaged: opens from the other, says so once, mends it. */
static void
test_slot_copies (Fixture *self, gconstpointer data)
{
  gint64 id = save_new (self->vault, "body", "summary");
  VdRow row = {.table = VD_TABLE_SUMMARY, .id = id};
  g_autoptr (GBytes) box = vd_store_get (self->vault->store, &row, NULL);
  guint32 slot = vd_row_slot (g_bytes_get_data (box, NULL), g_bytes_get_size (box));
  g_autofree char *expected = g_strdup_printf ("slot %u\n", slot);

  for (guint copy = 0; copy < 2; copy++) {
    g_autofree char *first = NULL;
    g_autofree char *second = NULL;

    flip (self, "slots", (gsize)slot * 32 + copy * VD_SLOTS_SEGMENT_SIZE / 2);
    fixture_reopen_quick (self);
    first = problems (self->vault);
    g_assert_cmpstr (first, ==, expected);
    second = problems (self->vault);
    g_assert_cmpstr (second, ==, "");
    fixture_reopen_quick (self);
    assert_body (self->vault, id, "body");
  }
  /* Both: this record is lost and named, the others are not. */
  save_new (self->vault, "other", "other");
  flip (self, "slots", (gsize)slot * 32);
  flip (self, "slots", (gsize)slot * 32 + VD_SLOTS_SEGMENT_SIZE / 2);
  fixture_reopen_quick (self);
  assert_no_body (self->vault, id, VD_ERROR_DAMAGED);
  g_assert_true (vd_vault_delete (self->vault, id, NULL));
  fixture_reopen_quick (self);
}

/* A damaged row that names the slot of another: deleting it leaves the other alone. */
static void
test_borrowed_slot (Fixture *self, gconstpointer data)
{
  gint64 mine = save_new (self->vault, "mine", "mine");
  gint64 bad = save_new (self->vault, "bad", "bad");
  g_autofree char *sql = g_strdup_printf (
      "UPDATE summary SET box = CAST((SELECT substr(box, 1, 7) FROM summary WHERE id = "
      "%" G_GINT64_FORMAT ") || substr(box, 8) AS BLOB) WHERE id = %" G_GINT64_FORMAT
      "; UPDATE body SET box = CAST((SELECT substr(box, 1, 7) FROM body WHERE id = "
      "%" G_GINT64_FORMAT ") || substr(box, 8) AS BLOB) WHERE id = %" G_GINT64_FORMAT,
      mine, bad, mine, bad);

  fixture_close (self);
  fixture_sql (self, sql);
  fixture_reopen_quick (self);
  assert_no_body (self->vault, bad, VD_ERROR_DAMAGED);
  g_assert_true (vd_vault_delete (self->vault, bad, NULL));
  assert_body (self->vault, mine, "mine");
  fixture_reopen_quick (self);
  assert_body (self->vault, mine, "mine");
}

static void
test_slots_cut (Fixture *self, gconstpointer data)
{
  const guint sizes[] = {
      0, 1, 32, VD_SLOTS_SEGMENT_SIZE - 1, VD_SLOTS_SEGMENT_SIZE, VD_SLOTS_SEGMENT_SIZE + 100};
  g_autoptr (GByteArray) whole = NULL;

  save_new (self->vault, "body", "summary");
  fixture_close (self);
  whole = fixture_read (self, "slots");
  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++) {
    g_autoptr (GByteArray) file = fixture_read (self, "slots");

    fixture_close (self);
    g_byte_array_set_size (file, sizes[i]);
    fixture_write (self, "slots", file);
    if (sizes[i] < VD_SLOTS_SEGMENT_SIZE)
      fixture_refused (self, VD_ERROR_DAMAGED);
    else
      fixture_reopen_quick (self);
    fixture_close (self);
    fixture_write (self, "slots", whole);
  }
}

/* What was replaced or removed leaves no secret that opens it. */
static void
test_wipes (Fixture *self, gconstpointer data)
{
  g_autoptr (VdSecret) text = secret ("changed");
  gint64 id = save_new (self->vault, "body", "summary");

  for (guint i = 0; i < 3; i++) {
    VdRow row = {.table = VD_TABLE_BODY, .id = id};
    g_autoptr (GBytes) box = vd_store_get (self->vault->store, &row, NULL);
    g_autoptr (VdSecret) opened = NULL;
    g_autoptr (VdSecret) closed = NULL;
    gsize size;
    const guint8 *bytes = g_bytes_get_data (box, &size);

    opened = vd_row_open (self->vault->keys, self->vault->slots, &row, bytes, size);
    g_assert_nonnull (opened);
    if (i < 2)
      g_assert_true (vd_vault_save (self->vault, &id, text, text, NULL));
    else
      g_assert_true (vd_vault_delete (self->vault, id, NULL));
    fixture_reopen_quick (self);
    closed = vd_row_open (self->vault->keys, self->vault->slots, &row, bytes, size);
    g_assert_null (closed);
  }
}

/* The secrets that wait on the disk for the next change are of the last one: a copy of the file
 * from before it opens nothing that is saved afterwards. */
static void
test_fresh_secrets (Fixture *self, gconstpointer data)
{
  guint8 nonce[VD_NONCE_SIZE] = {0};

  for (guint i = 0; i < 6; i++) {
    g_autoptr (GByteArray) before = fixture_read (self, "slots");
    g_autoptr (GByteArray) after = NULL;
    VdRow row = {.table = VD_TABLE_SUMMARY};
    g_autoptr (GBytes) box = NULL;
    guint32 used[2];

    if (i % 2 == 0)
      vd_vault_log (self->vault, VD_VAULT_EVENT_VIEW, 1, NULL, NULL);
    else
      save_new (self->vault, "between", "between");
    row.id = save_new (self->vault, "body", "summary");
    box = vd_store_get (self->vault->store, &row, NULL);
    used[0] = vd_row_slot (g_bytes_get_data (box, NULL), g_bytes_get_size (box));
    used[1] = self->vault->manifest.slot;
    /* The nonce is another one each time, too. */
    g_assert_cmpint (
        memcmp (nonce, (const guint8 *)g_bytes_get_data (box, NULL) + VD_ROW_LEAD, sizeof nonce),
        !=, 0);
    memcpy (nonce, (const guint8 *)g_bytes_get_data (box, NULL) + VD_ROW_LEAD, sizeof nonce);
    after = fixture_read (self, "slots");
    for (guint j = 0; j < G_N_ELEMENTS (used); j++)
      g_assert_cmpint (memcmp (before->data + used[j] * 32, after->data + used[j] * 32, 32), !=, 0);
  }
}

/* More records than one segment has secrets. */
static void
test_growth (Fixture *self, gconstpointer data)
{
  g_autoptr (GByteArray) slots = NULL;
  g_autofree char *bad = NULL;

  fill_records (self->vault, 6500);
  fixture_reopen_quick (self);
  g_assert_cmpuint (vd_slots_count (self->vault->slots), ==, 2 * VD_SLOTS_SEGMENT);
  slots = fixture_read (self, "slots");
  g_assert_cmpuint (slots->len, ==, 2 * VD_SLOTS_SEGMENT_SIZE);
  for (guint i = 0; i < 2; i++)
    g_assert_cmpmem (slots->data + i * VD_SLOTS_SEGMENT_SIZE, VD_SLOTS_SEGMENT_SIZE / 2,
                     slots->data + i * VD_SLOTS_SEGMENT_SIZE + VD_SLOTS_SEGMENT_SIZE / 2,
                     VD_SLOTS_SEGMENT_SIZE / 2);
  bad = problems (self->vault);
  g_assert_cmpstr (bad, ==, "");
}

/* A clock that the test moves. */
static gint64 seconds;

static GDateTime *
moved_now (gpointer data)
{
  return g_date_time_new_from_unix_utc (seconds);
}

static void
count_clock (const VdVaultLogEntry *entry, gpointer data)
{
  g_assert_true (entry->fits);
  *(guint *)data += entry->event == VD_VAULT_EVENT_CLOCK;
}

static void
test_clock (Fixture *self, gconstpointer data)
{
  const gint64 year = 31557600;
  const struct {
    gint64 time;
    guint events;
  } cases[] = {
      {1777716900, 0},
      {1777716900 + 10 * year, 0},
      {1777716900 + 10 * year - 60, 0},
      {1777716900, 1},
      {1777716900 - 10 * year, 2},
      {1777716900 - 10 * year + 1, 2},
      {1777716900 - 10 * year - 3600, 3},
      {1, 4},
      {1777716900, 4},
  };
  const VdClock clock = {moved_now, NULL};

  fixture_close (self);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    guint events = 0;

    seconds = cases[i].time;
    self->vault = vd_vault_open (self->dir, VD_VAULT_RECOVERY, self->recovery, &clock, NULL);
    g_assert_nonnull (self->vault);
    save_new (self->vault, "body", "summary");
    g_assert_true (vd_vault_log_each (self->vault, count_clock, &events, NULL));
    g_assert_cmpuint (events, ==, cases[i].events);
    fixture_close (self);
  }
}

static void
test_anchors (Fixture *self, gconstpointer data)
{
  g_autofree char *empty = vd_vault_anchor (self->vault);
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autofree char *upper = NULL;
  g_autoptr (GError) error = NULL;
  const char *const wrong[] = {"",
                               "x",
                               "1-2",
                               "17-0000-0000-0000-0000-0000-0000-0000",
                               "17-0000-0000-0000-0000-0000-0000-0000-000g",
                               "-0000-0000-0000-0000-0000-0000-0000-0000",
                               "17-0000-0000-0000-0000-0000-0000-0000-0000-0000"};
  gint64 seq = -1;

  g_assert_cmpstr (empty, ==, "0-0000-0000-0000-0000-0000-0000-0000-0000");
  vd_vault_log (self->vault, VD_VAULT_EVENT_VIEW, 7, NULL, NULL);
  first = vd_vault_anchor (self->vault);
  vd_vault_log (self->vault, VD_VAULT_EVENT_VIEW, 8, NULL, NULL);
  vd_vault_log (self->vault, VD_VAULT_EVENT_VIEW, 9, NULL, NULL);
  second = vd_vault_anchor (self->vault);
  upper = g_ascii_strup (first, -1);
  fixture_reopen_quick (self);
  g_assert_true (vd_vault_check_anchor (self->vault, empty, NULL, NULL));
  g_assert_true (vd_vault_check_anchor (self->vault, first, &seq, NULL));
  g_assert_cmpint (seq, ==, 1);
  g_assert_true (vd_vault_check_anchor (self->vault, upper, &seq, NULL));
  g_assert_true (vd_vault_check_anchor (self->vault, second, &seq, NULL));
  g_assert_cmpint (seq, ==, 3);
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++) {
    g_assert_false (vd_vault_check_anchor (self->vault, wrong[i], NULL, &error));
    g_assert_error (error, VD_ERROR, VD_ERROR_INVALID);
    g_clear_error (&error);
  }
  second[strlen (second) - 1] = second[strlen (second) - 1] == '0' ? '1' : '0';
  g_assert_false (vd_vault_check_anchor (self->vault, second, NULL, &error));
  g_assert_error (error, VD_ERROR, VD_ERROR_NOT_FOUND);
}

/* What stands before an anchor was changed. */
static void
test_anchor_after_damage (Fixture *self, gconstpointer data)
{
  g_autofree char *anchor = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 5; i++)
    vd_vault_log (self->vault, VD_VAULT_EVENT_VIEW, i + 1, NULL, NULL);
  anchor = vd_vault_anchor (self->vault);
  fixture_close (self);
  fixture_sql (self, "UPDATE audit SET box = zeroblob(175) WHERE seq = 2");
  fixture_reopen_quick (self);
  g_assert_false (vd_vault_check_anchor (self->vault, anchor, NULL, &error));
  g_assert_error (error, VD_ERROR, VD_ERROR_DAMAGED);
}

static void
test_destroy (Fixture *self, gconstpointer data)
{
  g_autofree char *header = fixture_file (self, "header");
  g_autofree char *header_link = g_build_filename (self->top, "header", NULL);
  g_autofree char *slots = fixture_file (self, "slots");
  g_autofree char *slots_link = g_build_filename (self->top, "slots", NULL);
  g_autoptr (GByteArray) before = fixture_read (self, "header");
  g_autoptr (GByteArray) before_slots = fixture_read (self, "slots");
  g_autofree char *after = NULL;
  g_autofree char *after_slots = NULL;
  gsize size;
  guint same = 0;

  save_new (self->vault, "body", "summary");
  /* A second name keeps the blocks, to see what became of them. */
  g_assert_cmpint (link (header, header_link), ==, 0);
  g_assert_cmpint (link (slots, slots_link), ==, 0);
  g_assert_true (vd_vault_destroy (g_steal_pointer (&self->vault), NULL));
  g_assert_false (g_file_test (self->dir, G_FILE_TEST_EXISTS));
  g_assert_false (vd_vault_exists (self->dir));
  g_assert_true (g_file_get_contents (header_link, &after, &size, NULL));
  g_assert_cmpuint (size, ==, before->len);
  for (gsize i = 0; i < size; i += 16)
    same += memcmp (after + i, before->data + i, 16) == 0;
  g_assert_true (g_file_get_contents (slots_link, &after_slots, &size, NULL));
  for (gsize i = 0; i < size; i += 32)
    same += memcmp (after_slots + i, before_slots->data + i, 32) == 0;
  g_assert_cmpuint (same, ==, 0);
}

int
main (int argc, char **argv)
{
  use_memory ();
  g_test_init (&argc, &argv, NULL);
  vd_crypto_init ();
#define ADD(name, func)                                                                            \
  g_test_add ("/manifest/" name, Fixture, NULL, fixture_set_up, func, fixture_tear_down)
  ADD ("old-file", test_old_file);
  ADD ("old-row", test_old_row);
  ADD ("slot-copies", test_slot_copies);
  ADD ("borrowed-slot", test_borrowed_slot);
  ADD ("slots-cut", test_slots_cut);
  ADD ("wipes", test_wipes);
  ADD ("fresh-secrets", test_fresh_secrets);
  ADD ("growth", test_growth);
  ADD ("clock", test_clock);
  ADD ("anchors", test_anchors);
  ADD ("anchor-after-damage", test_anchor_after_damage);
  ADD ("destroy", test_destroy);
  return g_test_run ();
}
