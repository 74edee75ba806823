/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/retention.h"

static void
test_date (void)
{
  static const struct {
    const char *status;
    const char *closed;
    const char *changed;
    int months;
    const char *date;
  } table[] = {
      {"closed", "2026-01-31", "2026-03-01T10:00:00Z", 1, "2026-02-28"},
      {"closed", "2023-11-30", "2026-03-01T10:00:00Z", 3, "2024-02-29"},
      {"closed", NULL, "2026-03-28T23:30:00Z", 12, "2027-03-28"},
      {"declined", NULL, "2026-12-31T23:30:00Z", 6, "2027-06-30"},
      {"open", NULL, "2026-03-01T10:00:00Z", 12, NULL},
      {"closed", "2026-01-31", "2026-03-01T10:00:00Z", 0, NULL},
      {"closed", "2026-05-00", "2026-06-01T10:00:00Z", 12, "2027-05-31"},
      {"closed", "2024-00-00", "2026-06-01T10:00:00Z", 2, "2025-02-28"},
      {"closed", "2024-13-00", "2026-06-01T10:00:00Z", 2, NULL},
      {"closed", "soon", "2026-03-01T10:00:00Z", 1, NULL},
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++) {
    const VdCase item = {.id = (char *)"x",
                         .status = (char *)table[i].status,
                         .closed = (char *)table[i].closed,
                         .changed = (char *)table[i].changed};
    g_autofree char *date = vd_retention_date (&item, table[i].months);

    g_assert_cmpstr (date, ==, table[i].date);
  }
}

static VdCase *
new_case (const char *id, const char *closed)
{
  VdCase *item = g_new0 (VdCase, 1);

  item->id = g_strdup (id);
  item->status = g_strdup ("closed");
  item->closed = g_strdup (closed);
  return item;
}

/* The day itself counts, and the earliest stands first. */
static void
test_due (void)
{
  g_autoptr (GPtrArray) cases = g_ptr_array_new_with_free_func ((GDestroyNotify)vd_case_free);
  g_autoptr (GPtrArray) due = NULL;
  g_autoptr (GPtrArray) none = NULL;

  g_ptr_array_add (cases, new_case ("b", "2025-05-02"));
  g_ptr_array_add (cases, new_case ("late", "2025-05-03"));
  g_ptr_array_add (cases, new_case ("a", "2024-12-31"));
  g_ptr_array_add (cases, new_case ("later", "2025-11-01"));
  due = vd_retention_due (cases, 12, "2026-05-02");
  g_assert_cmpuint (due->len, ==, 2);
  g_assert_cmpstr (((VdCase *)g_ptr_array_index (due, 0))->id, ==, "a");
  g_assert_cmpstr (((VdCase *)g_ptr_array_index (due, 1))->id, ==, "b");
  none = vd_retention_due (cases, 0, "2026-05-02");
  g_assert_cmpuint (none->len, ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/retention/date", test_date);
  g_test_add_func ("/retention/due", test_due);
  return g_test_run ();
}
