/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/inactive.h"
#include "guidance-fixture.h"

#include <string.h>

#define OTHER_HASH "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"

static VdRecord *
with_steps (const char *setting, const char *person, const char *steps)
{
  g_autofree char *text = g_strdup_printf (
      "{\"format\":\"varde-assessment\",\"version\":1,\"setting\":\"%s\",\"person\":{%s},%s}",
      setting, person, steps);
  g_autoptr (GError) error = NULL;
  VdRecord *record = vd_record_parse (text, strlen (text), NULL, &error);

  g_assert_no_error (error);
  return record;
}

/* "prepare:room steps:child-bufdir", in the order in which they are told. */
static char *
names (const GPtrArray *items)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < items->len; i++) {
    const VdInactive *item = g_ptr_array_index (items, i);

    g_string_append_printf (text, "%s%s:%s", i > 0 ? " " : "", item->list, item->id);
  }
  return g_string_free (text, FALSE);
}

static GPtrArray *
list (const VdRecord *record, gboolean closing)
{
  g_autoptr (VdGuidance) guidance = vd_guidance_new (fixture_pack (), record, NULL);

  return closing ? vd_inactive_at_closing (guidance, fixture_pack (), record, NULL)
                 : vd_inactive_list (guidance, fixture_pack (), record, NULL);
}

#define STEPS "\"steps\":[{\"id\":\"child-bufdir\",\"state\":\"done\"}]"
#define GONE                                                                                       \
  "\"answers\":{\"OLD-99\":{\"value\":\"yes\",\"shown\":\"Words of then?\"},"                      \
  "\"ECO-01\":{\"value\":\"yes\"}},\"steps\":[{\"id\":\"old-step\",\"state\":\"done\"}]"
#define OF_OTHER_PACK                                                                              \
  ",\"pack\":{\"id\":\"no.varde.norway\",\"version\":\"1\",\"hash\":\"" OTHER_HASH "\"}"

static void
test_list (void)
{
  const struct {
    const char *setting, *person, *rest;
    const char *inactive, *closing;
  } cases[] = {
      {"reception", "\"age\":\"child\",\"worker_concern\":true", STEPS, "", ""},
      /* A step of the child path, and a check of another workplace. */
      {"reception", "\"age\":\"adult\"", STEPS, "steps:child-bufdir", "steps:child-bufdir"},
      {"reception", "", "\"prepare\":[{\"id\":\"surroundings-prison\",\"done\":true}]",
       "prepare:surroundings-prison", "prepare:surroundings-prison"},
      /* What the pack does not have; signs that it has never become inactive. */
      {"prison", "", GONE, "answers:OLD-99 steps:old-step", "answers:OLD-99 steps:old-step"},
      /* Read with another pack than its own: seen, and not removed. */
      {"prison", "", GONE OF_OTHER_PACK, "answers:OLD-99 steps:old-step", ""},
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (VdRecord) record = with_steps (cases[i].setting, cases[i].person, cases[i].rest);
    g_autoptr (GPtrArray) inactive = list (record, FALSE);
    g_autoptr (GPtrArray) closing = list (record, TRUE);
    g_autofree char *seen = names (inactive);
    g_autofree char *removed = names (closing);

    g_assert_cmpstr (seen, ==, cases[i].inactive);
    g_assert_cmpstr (removed, ==, cases[i].closing);
  }
}

/* All entries go, and nothing else; the log gets the id and none of the words. */
static void
test_remove (void)
{
  g_autoptr (VdRecord) record = with_steps ("prison", "", GONE);
  g_autoptr (GPtrArray) items = list (record, TRUE);
  const VdInactive *answer = g_ptr_array_index (items, 0);
  g_autofree char *code = vd_inactive_code (answer);
  g_autoptr (GPtrArray) left = NULL;

  g_assert_cmpstr (answer->shown, ==, "Words of then?");
  g_assert_cmpstr (code, ==, "removed:OLD-99");
  vd_inactive_remove (record, items);
  g_assert_cmpuint (vd_record_n_answers (record, "OLD-99"), ==, 0);
  g_assert_cmpuint (vd_record_n_answers (record, "ECO-01"), ==, 1);
  g_assert_false (vd_record_has (record, "steps"));
  left = list (record, TRUE);
  g_assert_cmpuint (left->len, ==, 0);
}

/* The longest id still fits into the log. */
static void
test_long_id (void)
{
  VdInactive item = {.list = "steps", .id = g_strnfill (64, 'a')};
  g_autofree char *code = vd_inactive_code (&item);

  g_assert_cmpuint (strlen (code), ==, 64);
  g_free (item.id);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/inactive/list", test_list);
  g_test_add_func ("/inactive/remove", test_remove);
  g_test_add_func ("/inactive/long-id", test_long_id);
  return g_test_run ();
}
