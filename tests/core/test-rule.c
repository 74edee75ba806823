/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test-rule"

#include "core/rule.h"

#include <string.h>

/* Conditions are read from small packs, as they always are. */
static VdPack *
parse (const char *condition)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *xml = g_strdup_printf (
      "<varde-pack id='t' version='1' format='1' status='draft'><groups><group "
      "id='G'><name>g</name>"
      "</group></groups><indicators><indicator id='A' group='G' forms='all' applies='both'"
      " basis='statement' element='act' child-element='act' adult='weak' child='weak'"
      " strength-basis='team'><name>n</name><text>t</text></indicator></indicators>"
      "<prepare><check id='c'><text>t</text>%s</check></prepare></varde-pack>",
      condition);
  VdPack *pack = vd_pack_parse (xml, strlen (xml), &error);

  g_assert_no_error (error);
  return pack;
}

/* @data: "item=value value;item=..."; an item that is not there is unknown, one without values is
 * an empty list. */
static gboolean
lookup (const char *item, guint index, const char **value, gpointer data)
{
  g_auto (GStrv) facts = g_strsplit (data, ";", -1);

  for (guint i = 0; facts[i] != NULL; i++) {
    g_auto (GStrv) parts = g_strsplit (facts[i], "=", 2);
    g_auto (GStrv) values = NULL;

    if (!g_str_equal (parts[0], item))
      continue;
    values = g_strsplit (parts[1], " ", -1);
    if (index >= g_strv_length (values))
      return FALSE;
    *value = g_intern_string (values[index]);
    return TRUE;
  }
  *value = NULL;
  return index == 0;
}

static VdTruth
evaluate (const char *condition, const char *facts)
{
  g_autofree char *when = g_strdup_printf ("<when>%s</when>", condition);
  g_autoptr (VdPack) pack = parse (when);
  const VdRule *rule = vd_node_rule (vd_pack_find (pack, "check", "c"));

  g_assert_nonnull (rule);
  return vd_rule_evaluate (rule, lookup, (gpointer)facts);
}

#define T "<is item='path' value='child'/>"        /* true below */
#define F "<is item='rule' value='child'/>"        /* false below */
#define U "<is item='police_report' value='yes'/>" /* unknown below */
#define AGE(value) "<is item='person.age' value='" value "'/>"
#define OPENED(op) "<" op " item='case.opened' date='2026-05-02'/>"
#define FORMS "<in item='case.forms' values='labour domestic'/>"

typedef struct {
  const char *condition;
  const char *facts;
  VdTruth truth;
} Case;

static const Case logic[] = {
    {"<all>" T T "</all>", NULL, VD_TRUE},
    {"<all>" T U "</all>", NULL, VD_UNKNOWN},
    {"<all>" T F "</all>", NULL, VD_FALSE},
    {"<all>" U U "</all>", NULL, VD_UNKNOWN},
    {"<all>" U F "</all>", NULL, VD_FALSE},
    {"<all>" F F "</all>", NULL, VD_FALSE},
    {"<all>" F U "</all>", NULL, VD_FALSE},
    {"<any>" T T "</any>", NULL, VD_TRUE},
    {"<any>" T U "</any>", NULL, VD_TRUE},
    {"<any>" U T "</any>", NULL, VD_TRUE},
    {"<any>" T F "</any>", NULL, VD_TRUE},
    {"<any>" U U "</any>", NULL, VD_UNKNOWN},
    {"<any>" U F "</any>", NULL, VD_UNKNOWN},
    {"<any>" F F "</any>", NULL, VD_FALSE},
    {"<not>" T "</not>", NULL, VD_FALSE},
    {"<not>" U "</not>", NULL, VD_UNKNOWN},
    {"<not>" F "</not>", NULL, VD_TRUE},
    {"<not><not>" U "</not></not>", NULL, VD_UNKNOWN},
    {"<all>" T "</all>", NULL, VD_TRUE},
    {"<any>" F "</any>", NULL, VD_FALSE},
    {"<not><all>" T "<any>" F "<not>" T "</not></any></all></not>", NULL, VD_TRUE},
    {"<all>" T "<any>" F U "</any></all>", NULL, VD_UNKNOWN},
    {"<all><all><all><all><all><all><all>" T "</all></all></all></all></all></all></all>", NULL,
     VD_TRUE},
};

static const Case leaves[] = {
    {"<is item='A' value='yes'/>", "A=yes", VD_TRUE},
    {"<is item='A' value='yes'/>", "A=no", VD_FALSE},
    {"<is item='A' value='no'/>", "A=declined", VD_UNKNOWN},
    {"<is item='A' value='no'/>", "A=not-asked", VD_UNKNOWN},
    {"<is item='A' value='no'/>", "", VD_UNKNOWN},
    {"<in item='A' values='yes maybe'/>", "A=maybe", VD_TRUE},
    {"<in item='A' values='yes maybe'/>", "A=no", VD_FALSE},
    {"<answered item='A'/>", "A=no", VD_TRUE},
    {"<answered item='A'/>", "A=declined", VD_FALSE},
    {"<answered item='A'/>", "", VD_FALSE},
    {"<answered item='case.forms'/>", "case.forms=", VD_TRUE},

    {AGE ("not-known"), "person.age=not-known", VD_TRUE},
    {AGE ("not-known"), "person.age=adult", VD_FALSE},
    {AGE ("not-known"), "", VD_UNKNOWN},
    {AGE ("child"), "person.age=not-known", VD_UNKNOWN},
    {AGE ("child"), "person.age=unsure", VD_FALSE},
    {"<is item='wishes.help' value='no'/>", "wishes.help=not-said", VD_UNKNOWN},
    {"<is item='case.residence' value='eea'/>", "case.residence=unknown", VD_UNKNOWN},
    {"<is item='person.sex' value='man'/>", "person.sex=not-stated", VD_UNKNOWN},
    {"<is item='lawyer.has' value='false'/>", "lawyer.has=false", VD_TRUE},
    {"<is item='lawyer.has' value='false'/>", "", VD_UNKNOWN},

    {FORMS, "case.forms=sexual domestic", VD_TRUE},
    {FORMS, "case.forms=sexual", VD_FALSE},
    {FORMS, "case.forms=", VD_FALSE},
    {FORMS, "", VD_UNKNOWN},

    {OPENED ("before"), "case.opened=2026-05-01", VD_TRUE},
    {OPENED ("before"), "case.opened=2026-05-02", VD_FALSE},
    {OPENED ("after"), "case.opened=2026-05-02", VD_FALSE},
    {OPENED ("after"), "case.opened=2026-05-03", VD_TRUE},
    {OPENED ("before"), "case.opened=2026-04-00", VD_TRUE},
    {OPENED ("before"), "case.opened=2026-05-00", VD_UNKNOWN},
    {OPENED ("after"), "case.opened=2026-05-00", VD_UNKNOWN},
    {OPENED ("after"), "case.opened=2026-06-00", VD_TRUE},
    {OPENED ("after"), "case.opened=2026-04-00", VD_FALSE},
    {OPENED ("before"), "case.opened=2026-00-00", VD_UNKNOWN},
    {OPENED ("before"), "case.opened=2025-00-00", VD_TRUE},
    {OPENED ("after"), "case.opened=2027-00-00", VD_TRUE},
    {OPENED ("before"), "", VD_UNKNOWN},
    {"<after item='today' date='2026-05-02'/>", "today=2026-12-24", VD_TRUE},
    {"<at-least item='person.children_along' number='2'/>", "person.children_along=2", VD_TRUE},
    {"<at-least item='person.children_along' number='2'/>", "person.children_along=1", VD_FALSE},
    {"<at-least item='person.children_along' number='2'/>", "", VD_UNKNOWN},
};

static void
test_logic (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (logic); i++) {
    g_test_message ("%s", logic[i].condition);
    g_assert_cmpint (evaluate (logic[i].condition, "path=child;rule=adult"), ==, logic[i].truth);
  }
}

static void
test_leaves (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (leaves); i++) {
    g_test_message ("%s with %s", leaves[i].condition, leaves[i].facts);
    g_assert_cmpint (evaluate (leaves[i].condition, leaves[i].facts), ==, leaves[i].truth);
  }
}

static void
test_none (void)
{
  g_autoptr (VdPack) pack = parse ("");

  g_assert_null (vd_node_rule (vd_pack_find (pack, "check", "c")));
  g_assert_cmpint (vd_rule_evaluate (NULL, lookup, (gpointer) ""), ==, VD_TRUE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/rule/logic", test_logic);
  g_test_add_func ("/rule/leaves", test_leaves);
  g_test_add_func ("/rule/none", test_none);
  return g_test_run ();
}
