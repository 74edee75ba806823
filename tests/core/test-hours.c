/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test-hours"

#include "core/hours.h"

#include <string.h>

static const struct {
  const char *hours;
  gboolean valid;
} forms[] = {
    {"mon-fri 08:00-15:45", TRUE},
    {"mon-fri 08:00-15:45; sat 10:00-14:00", TRUE},
    {"sun 00:00-24:00", TRUE},
    {"mon 08:00-12:00; mon 13:00-16:00", TRUE},
    {"", FALSE},
    {"mon-fri", FALSE},
    {"mon-fri 8:00-15:45", FALSE},
    {"mon-fri 08:00-15:45;sat 10:00-14:00", FALSE},
    {"mon-fri 08:00-15:45; ", FALSE},
    {"mon-fri 15:45-08:00", FALSE},
    {"mon-fri 08:00-08:00", FALSE},
    {"mon-fri 08:60-15:45", FALSE},
    {"mon-fri 08:00-24:01", FALSE},
    {"fri-mon 08:00-15:45", FALSE},
    {"man-fre 08:00-15:45", FALSE},
    {"mon-fri 08:00-15:45 ", FALSE},
    {"Mon-Fri 08:00-15:45", FALSE},
    {"mon-fri 08.00-15.45", FALSE},
    {"always", FALSE},
};

static void
test_forms (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (forms); i++) {
    if ((vd_hours_refusal (forms[i].hours) == NULL) != forms[i].valid)
      g_error ("\"%s\" was %s", forms[i].hours, forms[i].valid ? "refused" : "taken");
  }
}

static const struct {
  const char *date;
  const char *today;
  gboolean fresh;
} ages[] = {
    {"2026-11-21", "2026-11-21", TRUE},  {"2025-11-21", "2026-11-21", TRUE},
    {"2025-11-20", "2026-11-21", FALSE}, {"2026-11-22", "2026-11-21", FALSE},
    {"2026-11-00", "2026-11-21", FALSE}, {"soon", "2026-11-21", FALSE},
    {NULL, "2026-11-21", FALSE},         {"2023-03-01", "2024-02-29", TRUE},
    {"2023-02-28", "2024-02-29", FALSE},
};

static void
test_ages (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (ages); i++) {
    if (vd_hours_is_fresh (ages[i].date, ages[i].today) != ages[i].fresh)
      g_error ("%s on %s", ages[i].date, ages[i].today);
  }
}

#define OFFICE "mon-fri 08:00-15:45; sat 10:00-14:00"
#define CHECKED "2026-03-02"

static const struct {
  const char *hours;
  const char *verified;
  const char *now;
  VdOpen open;
} times[] = {
    {OFFICE, CHECKED, "2026-05-04T08:00:00Z", VD_OPEN_NOW},
    {OFFICE, CHECKED, "2026-05-04T07:59:59Z", VD_OPEN_LATER},
    {OFFICE, CHECKED, "2026-05-04T15:44:59Z", VD_OPEN_NOW},
    {OFFICE, CHECKED, "2026-05-04T15:45:00Z", VD_OPEN_LATER},
    {OFFICE, CHECKED, "2026-05-09T13:00:00Z", VD_OPEN_NOW},
    {OFFICE, CHECKED, "2026-05-09T15:00:00Z", VD_OPEN_LATER},
    {OFFICE, CHECKED, "2026-05-10T12:00:00Z", VD_OPEN_LATER},
    {OFFICE, NULL, "2026-05-04T12:00:00Z", VD_OPEN_NOT_KNOWN},
    {OFFICE, "2025-05-03", "2026-05-04T12:00:00Z", VD_OPEN_NOT_KNOWN},
    {OFFICE, "2026-05-05", "2026-05-04T12:00:00Z", VD_OPEN_NOT_KNOWN},
    {NULL, CHECKED, "2026-05-04T12:00:00Z", VD_OPEN_NOT_KNOWN},
    {"always", CHECKED, "2026-05-10T03:00:00Z", VD_OPEN_NOW},
    {"always", CHECKED, "2026-12-25T03:00:00Z", VD_OPEN_NOW},
    {"always", NULL, "2026-05-10T03:00:00Z", VD_OPEN_NOT_KNOWN},
    {"nonsense", CHECKED, "2026-05-04T12:00:00Z", VD_OPEN_NOT_KNOWN},
    {OFFICE, CHECKED, "2026-04-02T12:00:00Z", VD_OPEN_NOT_KNOWN},
    {OFFICE, CHECKED, "2026-12-25T12:00:00Z", VD_OPEN_NOT_KNOWN},
};

static void
test_times (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (times); i++) {
    g_autoptr (GDateTime) now = g_date_time_new_from_iso8601 (times[i].now, NULL);
    VdOpen open = vd_hours_at (times[i].hours, times[i].verified, now);

    if (open != times[i].open)
      g_error ("%s checked %s at %s: %d", times[i].hours, times[i].verified, times[i].now, open);
  }
}

/* Holidays of four years, Easter early and late among them; and days beside them. */
static void
test_holidays (void)
{
  static const char *const holidays[] = {
      "2026-01-01", "2026-04-02", "2026-04-03", "2026-04-05", "2026-04-06", "2026-05-01",
      "2026-05-14", "2026-05-17", "2026-05-24", "2026-05-25", "2026-12-25", "2026-12-26",
      "2024-03-28", "2024-04-01", "2024-05-09", "2024-05-20", "2008-03-24", "2038-04-26",
  };
  static const char *const others[] = {
      "2026-04-01", "2026-04-04", "2026-04-07", "2026-05-15", "2026-05-26",
      "2026-12-24", "2024-04-02", "2008-03-25", "2038-04-21", "2026-12-31",
  };

  for (guint i = 0; i < G_N_ELEMENTS (holidays) + G_N_ELEMENTS (others); i++) {
    gboolean wanted = i < G_N_ELEMENTS (holidays);
    const char *date = wanted ? holidays[i] : others[i - G_N_ELEMENTS (holidays)];
    g_autofree char *time = g_strconcat (date, "T12:00:00Z", NULL);
    g_autoptr (GDateTime) now = g_date_time_new_from_iso8601 (time, NULL);

    if (vd_hours_is_holiday (now) != wanted)
      g_error ("%s is %sa holiday", date, wanted ? "" : "not ");
  }
}

#define CONTACTS(attrs)                                                                            \
  "<varde-pack id='t' version='1' format='1' status='draft'><languages>"                           \
  "<language id='nb' role='staff' state='reviewed'/></languages><contacts>\n<contact "             \
  "id='c' " attrs "><name>n</name><role>r</role></contact></contacts></varde-pack>"

static VdOpen
open_of (const char *xml, GDateTime *now)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (VdPack) pack = vd_pack_parse (xml, strlen (xml), &error);

  g_assert_no_error (error);
  return vd_hours_of (vd_pack_find (pack, "contact", "c"), now);
}

/* The attribute of the pack: read, and refused with its place when it says nothing. */
static void
test_pack (void)
{
  const char *broken = CONTACTS ("open='mon-fri 8-16'");
  g_autoptr (GDateTime) now = g_date_time_new_utc (2026, 5, 4, 12, 0, 0);
  g_autoptr (GError) error = NULL;
  g_autoptr (VdPack) pack = vd_pack_parse (broken, strlen (broken), &error);

  g_assert_null (pack);
  g_assert_cmpstr (error->message, ==,
                   "line 2: varde-pack/contacts/contact[c]/@open: no opening hours such as "
                   "\"mon-fri 08:00-15:45; sat 10:00-14:00\"");
  g_assert_cmpint (open_of (CONTACTS ("open='mon-fri 08:00-16:00' verified='2026-05-01'"), now), ==,
                   VD_OPEN_NOW);
  g_assert_cmpint (open_of (CONTACTS ("open='tue 08:00-16:00' verified='2026-05-01'"), now), ==,
                   VD_OPEN_LATER);
  g_assert_cmpint (open_of (CONTACTS ("always-open='true' verified='2026-05-01'"), now), ==,
                   VD_OPEN_NOW);
  g_assert_cmpint (open_of (CONTACTS ("open='mon-fri 08:00-16:00'"), now), ==, VD_OPEN_NOT_KNOWN);
  g_assert_cmpint (open_of (CONTACTS ("verified='2026-05-01'"), now), ==, VD_OPEN_NOT_KNOWN);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/hours/forms", test_forms);
  g_test_add_func ("/hours/ages", test_ages);
  g_test_add_func ("/hours/times", test_times);
  g_test_add_func ("/hours/holidays", test_holidays);
  g_test_add_func ("/hours/pack", test_pack);
  return g_test_run ();
}
