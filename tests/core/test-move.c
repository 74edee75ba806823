/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/move.h"
#include "guidance-fixture.h"

#include <string.h>

#define HASH_A "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define HASH_B "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"
#define TIME "2026-05-02T10:15:00Z"

typedef struct {
  VdPack *from; /* what is installed */
  VdPack *to;   /* ECO-01 has other words, ORG-01 is gone, ORG-91 is new */
} Packs;

static char *
replace_all (const char *text, const char *old, const char *by)
{
  g_auto (GStrv) parts = g_strsplit (text, old, -1);

  g_assert_cmpuint (g_strv_length (parts), >, 1);
  return g_strjoinv (by, parts);
}

static VdPack *
parse_pack (const char *text, const char *hash)
{
  g_autoptr (GError) error = NULL;
  VdPack *pack = vd_pack_parse (text, strlen (text), &error);

  g_assert_no_error (error);
  vd_pack_set_hash (pack, hash);
  return pack;
}

static const char *
words_of (const VdPack *pack, const char *indicator)
{
  return vd_node_text (vd_pack_find_indicator (pack, indicator)->node, "text", "en");
}

static void
packs_set_up (Packs *packs)
{
  g_autofree char *text = NULL;
  g_autofree char *renamed = NULL;
  g_autofree char *reworded = NULL;
  g_autofree char *by = NULL;

  g_assert_true (g_file_get_contents (g_getenv ("VARDE_PACK"), &text, NULL, NULL));
  packs->from = parse_pack (text, HASH_A);
  by = g_strconcat ("In other words: ", words_of (packs->from, "ECO-01"), NULL);
  renamed = replace_all (text, "ORG-01", "ORG-91");
  reworded = replace_all (renamed, words_of (packs->from, "ECO-01"), by);
  packs->to = parse_pack (reworded, HASH_B);
}

static void
packs_tear_down (Packs *packs)
{
  vd_pack_unref (packs->from);
  vd_pack_unref (packs->to);
}

static VdRecord *
noted (const Packs *packs)
{
  VdRecord *record =
      fixture_record ("prison", "\"reference\":\"A-1\"", "ECO-01=yes ORG-01=maybe CTL-04=no");
  VdAnswer answer = {
      .value = VD_ANSWER_YES, .shown = words_of (packs->from, "ECO-01"), .lang = "en"};

  vd_record_answer (record, "ECO-01", &answer, NULL);
  vd_record_append (record, "steps", json_pack ("{s:s, s:s}", "id", "old-step", "state", "done"),
                    NULL);
  vd_record_set_pack (record, packs->from);
  return record;
}

static const VdMoved *
only (const GPtrArray *list, const char *id)
{
  for (guint i = 0; i < list->len; i++) {
    const VdMoved *moved = g_ptr_array_index (list, i);

    if (g_str_equal (moved->id, id))
      return moved;
  }
  g_error ("%s is not among them", id);
}

/* Each thing that was noted is found again, changed or gone; with and without the pack of then. */
static void
test_maps (gconstpointer data)
{
  const Packs *packs = data;
  g_autoptr (VdRecord) record = noted (packs);
  const VdPack *const froms[] = {packs->from, NULL};

  for (guint i = 0; i < G_N_ELEMENTS (froms); i++) {
    g_autoptr (VdMove) move = vd_move_new (froms[i], packs->to, record, "en");
    const VdMoved *changed;

    g_assert_cmpuint (move->kept, ==, 1);
    g_assert_cmpuint (move->changed->len, ==, 1);
    changed = only (move->changed, "ECO-01");
    g_assert_cmpstr (changed->before, ==, words_of (packs->from, "ECO-01"));
    g_assert_cmpstr (changed->now, ==, words_of (packs->to, "ECO-01"));
    g_assert_cmpuint (move->gone->len, ==, 2);
    g_assert_null (only (move->gone, "ORG-01")->now);
    g_assert_cmpstr (only (move->gone, "old-step")->list, ==, "steps");
    /* What is new is known only beside the pack of then. */
    g_assert_cmpuint (move->fresh->len, ==, froms[i] != NULL ? 1 : 0);
    if (froms[i] != NULL)
      g_assert_cmpstr (vd_node_id (g_ptr_array_index (move->fresh, 0)), ==, "ORG-91");
  }
}

/* Nothing is lost by moving, also not by a file on the way. */
static void
test_move (gconstpointer data)
{
  const Packs *packs = data;
  g_autoptr (VdRecord) record = noted (packs);
  g_autoptr (VdRecord) before = vd_record_copy (record);
  g_autoptr (VdRecord) again = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  VdRecordCopy copy;
  gsize size;

  g_assert_false (vd_record_get_copy (record, 0, &copy));
  g_assert_true (vd_record_move (record, packs->to, TIME, "ab", &error));
  g_assert_no_error (error);
  g_assert_cmpstr (vd_record_get_text (record, "pack.hash"), ==, HASH_B);
  g_assert_cmpuint (vd_record_n_answers (record, "ORG-01"), ==, 1);
  text = vd_record_write (record, &size);
  again = vd_record_parse (text, size, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (vd_record_get_copy (again, 0, &copy));
  g_assert_cmpstr (copy.time, ==, TIME);
  g_assert_cmpstr (copy.version, ==, vd_pack_version (packs->from));
  g_assert_false (vd_record_get_copy (again, 1, &copy));

  g_assert_true (vd_record_go_back (again, 0, TIME, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (vd_record_get_text (again, "pack.hash"), ==, HASH_A);
  json_object_del ((json_t *)vd_record_json (again), "x-varde-earlier");
  g_assert_true (vd_record_equal (again, before));
}

/* Going back takes answers back, keeps what only grows, and can itself be taken back. */
static void
test_go_back (gconstpointer data)
{
  const Packs *packs = data;
  g_autoptr (VdRecord) record = noted (packs);
  g_autoptr (GError) error = NULL;
  VdAnswer no = {.value = VD_ANSWER_NO};
  VdRecordCopy copy;

  vd_record_move (record, packs->to, TIME, NULL, NULL);
  vd_record_add_answer (record, "CTL-04", &no, NULL);
  vd_record_append (record, "journal",
                    json_pack ("{s:s, s:s, s:s}", "time", TIME, "kind", "action", "text", "Noted."),
                    NULL);
  g_assert_false (vd_record_go_back (record, 1, TIME, NULL, &error));
  g_assert_error (error, VD_ERROR, VD_ERROR_INVALID);
  g_assert_cmpuint (vd_record_n_answers (record, "CTL-04"), ==, 2);
  g_clear_error (&error);

  g_assert_true (vd_record_go_back (record, 0, TIME, NULL, &error));
  g_assert_cmpuint (vd_record_n_answers (record, "CTL-04"), ==, 1);
  g_assert_cmpuint (vd_record_n_items (record, "journal"), ==, 1);
  g_assert_true (vd_record_get_copy (record, 1, &copy));
  g_assert_true (vd_record_go_back (record, 1, TIME, NULL, &error));
  g_assert_cmpuint (vd_record_n_answers (record, "CTL-04"), ==, 2);
  g_assert_cmpstr (vd_record_get_text (record, "pack.hash"), ==, HASH_B);
}

/* Without room for the copy the record stays with its pack. */
static void
test_no_room (gconstpointer data)
{
  const Packs *packs = data;
  g_autoptr (VdRecord) record = noted (packs);
  g_autoptr (VdRecord) before = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *long_text = g_strnfill (VD_RECORD_MAX_TEXT, 'x');

  for (guint i = 0; i < 30; i++)
    g_assert_true (vd_record_append (
        record, "journal",
        json_pack ("{s:s, s:s, s:s}", "time", TIME, "kind", "action", "text", long_text), &error));
  before = vd_record_copy (record);
  g_assert_false (vd_record_move (record, packs->to, TIME, NULL, &error));
  g_assert_error (error, VD_ERROR, VD_ERROR_INVALID);
  g_assert_true (vd_record_equal (record, before));
}

/* A file from elsewhere may hold anything under the extension. */
static void
test_foreign_copies (void)
{
  static const char *const extensions[] = {
      "\"no list\"", "[1]", "[{\"time\":\"" TIME "\",\"record\":{\"format\":\"other\"}}]"};

  for (guint i = 0; i < G_N_ELEMENTS (extensions); i++) {
    g_autofree char *text =
        g_strdup_printf ("{\"format\":\"varde-assessment\",\"version\":1,\"setting\":\"prison\","
                         "\"x-varde-earlier\":%s}",
                         extensions[i]);
    g_autoptr (GError) error = NULL;
    g_autoptr (VdRecord) record = vd_record_parse (text, strlen (text), NULL, &error);
    g_autoptr (VdRecord) before = NULL;

    g_assert_no_error (error);
    before = vd_record_copy (record);
    g_assert_false (vd_record_go_back (record, 0, TIME, NULL, &error));
    g_assert_error (error, VD_ERROR, VD_ERROR_INVALID);
    g_assert_true (vd_record_equal (record, before));
  }
}

int
main (int argc, char *argv[])
{
  Packs packs;
  int failed;

  g_test_init (&argc, &argv, NULL);
  packs_set_up (&packs);
  g_test_add_data_func ("/move/maps", &packs, test_maps);
  g_test_add_data_func ("/move/move", &packs, test_move);
  g_test_add_data_func ("/move/go-back", &packs, test_go_back);
  g_test_add_data_func ("/move/no-room", &packs, test_no_room);
  g_test_add_func ("/move/foreign-copies", test_foreign_copies);
  failed = g_test_run ();
  packs_tear_down (&packs);
  return failed;
}
