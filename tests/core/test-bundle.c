/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test-bundle"

#include "core/pack-schema.h"
#include "core/pack.h"

#include <string.h>

/* The bundle that is shipped: VARDE_PACK names it. */
typedef struct {
  char *data;
  gsize size;
  VdPack *pack;
} Bundle;

static void
load (Bundle *bundle)
{
  g_autoptr (GError) error = NULL;

  g_file_get_contents (g_getenv ("VARDE_PACK"), &bundle->data, &bundle->size, &error);
  g_assert_no_error (error);
  bundle->pack = vd_pack_parse (bundle->data, bundle->size, &error);
  g_assert_no_error (error);
}

static void
test_catalogue (gconstpointer data)
{
  const VdPack *pack = ((const Bundle *)data)->pack;
  const VdIndicator *locked = vd_pack_find_indicator (pack, "CTL-03");
  const VdIndicator *first = vd_pack_indicator (pack, 0);

  g_assert_cmpstr (vd_pack_id (pack), ==, "no.varde.norway");
  g_assert_cmpuint (vd_pack_n_indicators (pack), ==, 157);
  g_assert_cmpuint (vd_pack_nodes (pack, "group")->len, ==, 19);
  g_assert_cmpstr (first->id, ==, "CTL-01");
  g_assert_cmpstr (first->group, ==, "CTL");
  g_assert_cmpint (first->adult, ==, VD_GRADE_STRONG);
  g_assert_cmpint (first->element, ==, VD_ELEMENT_MEANS);
  g_assert_cmpuint (first->dimension, ==, 5);
  g_assert_cmpstr (first->ilo, ==, "Isolation, confinement or surveillance");
  g_assert_cmpstr (vd_node_text (first->node, "name", "nb"), ==, "Kan ikke komme og gå fritt");
  g_assert_cmpstr (locked->ilo, ==, first->ilo);
  g_assert_cmpstr (vd_node_list (locked->node, "sources")[1], ==, "RACE-CAN");
  g_assert_null (vd_pack_find_indicator (pack, "HLT-99"));
}

/* Counted in the reviewed catalogue the pack was made from. */
static void
test_counts (gconstpointer data)
{
  const VdPack *pack = ((const Bundle *)data)->pack;
  guint supporting = 0, alone = 0, coercive = 0, doubt = 0, never = 0, adult = 0, child = 0;

  for (guint i = 0; i < vd_pack_n_indicators (pack); i++) {
    const VdIndicator *sign = vd_pack_indicator (pack, i);

    g_assert_cmpuint (sign->index, ==, i);
    supporting += sign->supporting_only;
    alone += sign->alone;
    coercive += sign->coercive;
    doubt += sign->age_doubt;
    never += sign->never_ask_in_prison;
    adult += sign->adult == VD_GRADE_STRONG;
    child += sign->child == VD_GRADE_STRONG;
  }
  g_assert_cmpuint (supporting, ==, 19);
  g_assert_cmpuint (alone, ==, 21);
  g_assert_cmpuint (coercive, ==, 8);
  g_assert_cmpuint (doubt, ==, 4);
  g_assert_cmpuint (never, ==, 12);
  g_assert_cmpuint (adult, ==, 23);
  g_assert_cmpuint (child, ==, 65);
}

static int
compare_words (gconstpointer a, gconstpointer b)
{
  return strcmp (*(char *const *)a, *(char *const *)b);
}

/* What is in braces, sorted, so that a translation may change the order. */
static char *
placeholders (const char *text)
{
  g_autoptr (GRegex) regex = g_regex_new ("\\{[^{}]*\\}", 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (g_free);

  g_regex_match (regex, text, 0, &match);
  for (; g_match_info_matches (match); g_match_info_next (match, NULL))
    g_ptr_array_add (found, g_match_info_fetch (match, 0));
  g_ptr_array_sort (found, compare_words);
  g_ptr_array_add (found, NULL);
  return g_strjoinv (" ", (char **)found->pdata);
}

static guint
check_text (const VdNode *node, const char *name, const char *lang)
{
  const VdText *text = vd_node_text_all (node, name);
  g_autofree char *here = NULL;
  g_autofree char *there = NULL;

  if (vd_text_is_empty (text))
    return 0;
  if (!vd_text_has (text, lang)) {
    g_test_message ("no %s: %s[%s]/%s", lang, vd_node_kind (node), vd_node_id (node), name);
    return 1;
  }
  here = placeholders (vd_text_get (text, "en", NULL));
  there = placeholders (vd_text_get (text, lang, NULL));
  if (g_str_equal (here, there))
    return 0;
  g_test_message ("{...} in %s: %s[%s]/%s", lang, vd_node_kind (node), vd_node_id (node), name);
  return 1;
}

static guint
check_texts (const VdNode *node, const VdKindSpec *spec, const char *lang)
{
  g_auto (GStrv) names = g_strsplit (spec->texts, " ", -1);
  guint bad = 0;

  for (guint i = 0; names[i] != NULL && names[i][0] != '\0'; i++) {
    g_strdelimit (names[i], "*", '\0');
    bad += check_text (node, names[i], lang);
  }
  return bad;
}

/* Every staff language is complete: without help from a fallback. */
static void
test_complete (gconstpointer data)
{
  static const char *const expected[] = {"en", "nb", "nn"};
  const VdPack *pack = ((const Bundle *)data)->pack;
  const GPtrArray *languages = vd_pack_nodes (pack, "language");
  guint bad = 0;

  for (guint l = 0; l < languages->len; l++) {
    const VdNode *language = g_ptr_array_index (languages, l);

    if (!g_str_equal (vd_node_attr (language, "role"), "staff"))
      continue;
    for (const VdKindSpec *spec = vd_pack_schema (); spec->kind != NULL; spec++) {
      const GPtrArray *nodes = vd_pack_nodes (pack, spec->kind);

      for (guint i = 0; i < nodes->len; i++) {
        const VdNode *node = g_ptr_array_index (nodes, i);
        const VdNode *parent = vd_node_parent (node);

        if (parent != NULL && g_str_equal (vd_node_kind (parent), spec->parent))
          bad += check_texts (node, spec, vd_node_id (language));
      }
    }
  }
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++) {
    const VdNode *language = vd_pack_find (pack, "language", expected[i]);

    g_assert_nonnull (language);
    g_assert_cmpstr (vd_node_attr (language, "role"), ==, "staff");
  }
  g_assert_cmpuint (bad, ==, 0);
}

/* KOM gives advice and never receives a case: no step and no recipient leads there. */
static void
test_kom (gconstpointer data)
{
  static const char *const kinds[] = {"step", "recipient"};
  const VdPack *pack = ((const Bundle *)data)->pack;

  g_assert_nonnull (vd_pack_find (pack, "contact", "kom"));
  g_assert_null (vd_pack_find (pack, "recipient", "kom"));
  for (guint k = 0; k < G_N_ELEMENTS (kinds); k++) {
    const GPtrArray *nodes = vd_pack_nodes (pack, kinds[k]);

    g_assert_cmpuint (nodes->len, >, 0);
    for (guint i = 0; i < nodes->len; i++) {
      const VdNode *node = g_ptr_array_index (nodes, i);

      g_assert_false (g_strv_contains (vd_node_list (node, "contact"), "kom"));
    }
  }
}

/* A bundle that was cut anywhere is refused and leaves nothing behind. */
static void
test_truncated (gconstpointer data)
{
  const Bundle *bundle = data;
  gsize whole = bundle->size;

  while (g_ascii_isspace (bundle->data[whole - 1]))
    whole--;
  for (gsize i = 0; i < 200; i++) {
    gsize size = whole * i / 200;
    g_autofree char *copy = g_memdup2 (bundle->data, size);
    g_autoptr (GError) error = NULL;
    g_autoptr (VdPack) pack = vd_pack_parse (copy, size, &error);

    g_assert_null (pack);
    g_assert_error (error, VD_ERROR, VD_ERROR_INVALID);
  }
}

int
main (int argc, char **argv)
{
  Bundle bundle;
  int failed;

  g_test_init (&argc, &argv, NULL);
  load (&bundle);
  g_test_add_data_func ("/bundle/catalogue", &bundle, test_catalogue);
  g_test_add_data_func ("/bundle/counts", &bundle, test_counts);
  g_test_add_data_func ("/bundle/complete", &bundle, test_complete);
  g_test_add_data_func ("/bundle/kom", &bundle, test_kom);
  g_test_add_data_func ("/bundle/truncated", &bundle, test_truncated);
  failed = g_test_run ();
  vd_pack_unref (bundle.pack);
  g_free (bundle.data);
  return failed;
}
