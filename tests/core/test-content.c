/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test-content"

#include "guidance-fixture.h"

#include "core/pack-schema.h"
#include "core/paper-order.h"
#include "core/practice.h"
#include "core/short-form.h"

#include <string.h>

/* What the shipped content promises whatever an editor changes in it. */

static const char *const languages[] = {"en", "nb", "nn"};

typedef void (*TextFunc) (const VdNode *node, const char *name, const char *text, gpointer data);

static void
each_text (const VdNode *node, TextFunc func, gpointer data)
{
  const VdNode *parent = vd_node_parent (node);
  const VdKindSpec *spec = vd_pack_schema_find (vd_node_kind (node), vd_node_kind (parent));
  g_auto (GStrv) names = g_strsplit_set (spec->texts, " *", -1);

  for (guint i = 0; names[i] != NULL; i++) {
    for (guint l = 0; *names[i] != '\0' && l < G_N_ELEMENTS (languages); l++)
      func (node, names[i], vd_node_text (node, names[i], languages[l]), data);
  }
  for (guint i = 0; i < vd_node_children (node)->len; i++)
    each_text (g_ptr_array_index (vd_node_children (node), i), func, data);
}

static void
refuse_rosa (const VdNode *node, const char *name, const char *text, gpointer data)
{
  if (strstr (text, "ROSA") != NULL)
    g_error ("%s %s/%s sends a child to ROSA: %s", vd_node_kind (node), vd_node_id (node), name,
             text);
}

/* Nobody on the child path is sent to ROSA: not by a step, nor by words to say, nor by advice. */
static void
test_child_path (void)
{
  static const char *const kinds[] = {"line", "question", "information", "right"};
  const GPtrArray *cases = vd_pack_nodes (fixture_pack (), "case");
  guint children = 0;

  for (guint i = 0; i < cases->len; i++) {
    const VdNode *node = g_ptr_array_index (cases, i);
    g_autoptr (VdRecord) record = vd_practice_record (node);
    g_autoptr (VdGuidance) guidance =
        vd_guidance_new (fixture_pack (), record, vd_node_attr (node, "today"));

    children += guidance->child_path ? 1 : 0;
    g_assert_false (guidance->child_path && vd_guidance_has_route (guidance, "rosa"));
    for (guint s = 0; guidance->child_path && s < guidance->steps->len; s++) {
      const VdNode *step = g_ptr_array_index (guidance->steps, s);

      each_text (step, refuse_rosa, NULL);
      g_assert_false (g_strv_contains (vd_node_list (step, "contact"), "rosa"));
    }
  }
  g_assert_cmpuint (children, >, 8);
  for (guint k = 0; k < G_N_ELEMENTS (kinds); k++) {
    const GPtrArray *nodes = vd_pack_nodes (fixture_pack (), kinds[k]);

    for (guint i = 0; i < nodes->len; i++) {
      if (vd_node_flag (g_ptr_array_index (nodes, i), "child", FALSE))
        each_text (g_ptr_array_index (nodes, i), refuse_rosa, NULL);
    }
  }
}

/* Nor by what is to be minded about a sign; for adults the catalogue's words stay. */
static void
test_child_cautions (void)
{
  g_autoptr (VdRecord) child = fixture_record ("prison", "\"age\":\"child\"", "PRI-02=yes");
  g_autoptr (VdRecord) adult = fixture_record ("prison", "\"age\":\"adult\"", "PRI-02=yes");
  g_autoptr (VdGuidance) for_child = vd_guidance_new (fixture_pack (), child, NULL);
  g_autoptr (VdGuidance) for_adult = vd_guidance_new (fixture_pack (), adult, NULL);
  g_autoptr (json_t) json = vd_guidance_to_json (for_child, fixture_pack (), "en");
  g_autofree char *text = NULL;

  for (guint i = 0; i < vd_pack_n_indicators (fixture_pack ()); i++) {
    const VdIndicator *indicator = vd_pack_indicator (fixture_pack (), i);

    for (guint l = 0; l < G_N_ELEMENTS (languages); l++) {
      refuse_rosa (indicator->node, "caution",
                   vd_guidance_caution (for_child, indicator, languages[l]), NULL);
      g_assert_cmpstr (vd_guidance_caution (for_adult, indicator, languages[l]), ==,
                       vd_node_text (indicator->node, "caution", languages[l]));
    }
  }
  text = vd_json_write (json_object_get (json, "cautions"), NULL);
  g_assert_nonnull (strstr (text, "barnevernstjenesten"));
  g_assert_null (strstr (text, "ROSA"));
}

static void
refuse_address (const VdNode *node, const char *name, const char *text, gpointer data)
{
  if (g_regex_match (data, text, 0, NULL))
    g_error ("%s %s/%s holds an address: %s", vd_node_kind (node), vd_node_id (node), name, text);
}

/* Where hidden houses are stands nowhere, and nobody is reached there past those who refer. */
static void
test_addresses (void)
{
  static const char *const kinds[] = {"contact", "recipient", "step", "form", "right", "article"};
  static const char *const houses[] = {"lauras-hus", "marita", "filemon"};
  static const char *const ways[] = {"phone", "email", "web"};
  g_autoptr (GRegex) address = g_regex_new ("(gate|gata|gaten|veien|vegen|vei|plass|street|road)"
                                            "\\s+\\d|(?-i:\\b[01234]\\d{3} [A-ZÆØÅ][a-zæøå])",
                                            G_REGEX_CASELESS, 0, NULL);

  g_assert_true (g_regex_match (address, "Storgata 5", 0, NULL));
  for (guint k = 0; k < G_N_ELEMENTS (kinds); k++) {
    const GPtrArray *nodes = vd_pack_nodes (fixture_pack (), kinds[k]);

    for (guint i = 0; i < nodes->len; i++)
      each_text (g_ptr_array_index (nodes, i), refuse_address, address);
  }
  for (guint i = 0; i < G_N_ELEMENTS (houses); i++) {
    const VdNode *house = vd_pack_find (fixture_pack (), "contact", houses[i]);

    for (guint w = 0; w < G_N_ELEMENTS (ways); w++)
      g_assert_null (vd_node_attr (house, ways[w]));
  }
}

/* In prison no question feeds a sign that is never asked about there. */
static void
test_prison_questions (void)
{
  const GPtrArray *questions = vd_pack_nodes (fixture_pack (), "question");
  guint asked = 0;

  for (guint i = 0; i < questions->len; i++) {
    const VdNode *question = g_ptr_array_index (questions, i);
    const char *const *ids = vd_node_list (question, "indicators");

    if (!vd_node_in_setting (question, "prison"))
      continue;
    asked++;
    for (guint j = 0; ids[j] != NULL; j++) {
      if (vd_pack_find_indicator (fixture_pack (), ids[j])->never_ask_in_prison)
        g_error ("%s asks in prison about %s", vd_node_id (question), ids[j]);
    }
  }
  g_assert_cmpuint (asked, >, 5);
}

/* A sign of work alone is enough under the child rule, which has no grey zone: each counts as
 * purpose there too, and purpose alone is enough for a child. */
static void
test_no_grey_zone_for_children (void)
{
  const guint work = VD_FORM_LABOUR | VD_FORM_SERVICES | VD_FORM_DOMESTIC;

  for (guint i = 0; i < vd_pack_n_indicators (fixture_pack ()); i++) {
    const VdIndicator *sign = vd_pack_indicator (fixture_pack (), i);

    if (sign->element == VD_ELEMENT_PURPOSE && (sign->forms & ~work) == 0)
      g_assert_cmpint (sign->child_element, ==, VD_ELEMENT_PURPOSE);
  }
}

/* Ten minutes everywhere, thirty seconds at the border, the shortest first. */
static void
test_short_forms (void)
{
  const GPtrArray *settings = vd_pack_nodes (fixture_pack (), "setting");
  const VdNode *look = vd_short_form_find (fixture_pack (), "border", "thirty-seconds");
  const VdNode *ten = vd_short_form_find (fixture_pack (), "border", "ten-minutes");
  g_autoptr (VdRecord) record = fixture_record ("border", "", "");

  for (guint i = 0; i < settings->len; i++) {
    const char *setting = vd_node_id (g_ptr_array_index (settings, i));

    g_assert_nonnull (vd_short_form_find (fixture_pack (), setting, "ten-minutes"));
  }
  g_assert_null (vd_short_form (fixture_pack (), record));
  g_assert_true (vd_short_form_has (NULL, "places", "prepare"));
  g_assert_true (vd_record_set_text (record, "form", "thirty-seconds", NULL));
  g_assert_true (vd_short_form (fixture_pack (), record) == look);
  g_assert_true (vd_short_form_next (look) == ten);
  g_assert_null (vd_short_form_next (ten));
  g_assert_false (vd_short_form_has (look, "places", "conversation"));
  g_assert_true (vd_short_form_has (ten, "places", "conversation"));
  /* A list that the form does not have leaves nothing out. */
  g_assert_true (vd_short_form_has (look, "questions", "errands"));
  g_assert_false (vd_short_form_has (ten, "questions", "errands"));
  g_assert_true (vd_record_set_text (record, "form", "full", NULL));
  g_assert_null (vd_short_form (fixture_pack (), record));
}

/* When all that counts was told by others, what the person says is not known yet; a child is not
 * asked. */
static void
test_told (void)
{
  static const struct {
    const char *person;
    const char *answers;
    gboolean missing;
  } rows[] = {
      {"\"age\":\"adult\"", "DOC-01=yes:third_party", TRUE},
      {"\"age\":\"adult\"", "DOC-01=yes:third_party ECO-04=yes:third_party", TRUE},
      {"\"age\":\"adult\"", "DOC-01=yes:third_party COM-04=yes:observation", FALSE},
      {"\"age\":\"adult\"", "DOC-01=yes:third_party ECO-04=yes:third_party PRE-01=yes:observation",
       TRUE},
      {"\"age\":\"adult\"", "DOC-01=yes", FALSE},
      {"\"age\":\"adult\"", "", FALSE},
      {"\"age\":\"child\"", "DOC-01=yes:third_party", FALSE},
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (VdRecord) record = fixture_record ("reception", rows[i].person, rows[i].answers);
    g_autoptr (VdGuidance) guidance = vd_guidance_new (fixture_pack (), record, NULL);
    const VdNode *node = vd_pack_find (fixture_pack (), "missing", "basis-third-party");

    if (g_ptr_array_find (guidance->missing, node, NULL) != rows[i].missing)
      g_error ("row %u", i);
  }
}

/* Every sign of the setting once, the first look first; codes are found as people type them. */
static void
test_paper (void)
{
  static const char *const codes[][2] = {
      {"ECO-01", "ECO-01"}, {"eco-01", "ECO-01"}, {" eco 1 ", "ECO-01"}, {"Eco01", "ECO-01"},
      {"BOR-12", "BOR-12"}, {"", NULL},           {"ECO", NULL},         {"ECO-", NULL},
      {"ECO-99", NULL},     {"01", NULL},         {"ECO-01x", NULL},     {"ABCDEFGHIJ-01", NULL},
  };
  const VdNode *prison = vd_pack_find (fixture_pack (), "setting", "prison");
  const char *const *core = vd_node_list (prison, "core");
  g_autoptr (GArray) order = vd_paper_order (fixture_pack (), prison);
  g_autoptr (GArray) all = vd_paper_order (fixture_pack (), NULL);
  guint shown = 0;

  for (guint i = 0; i < vd_pack_n_indicators (fixture_pack ()); i++)
    shown += vd_node_in_setting (vd_pack_indicator (fixture_pack (), i)->node, "prison") ? 1 : 0;
  g_assert_cmpuint (order->len, ==, shown);
  g_assert_cmpuint (all->len, ==, vd_pack_n_indicators (fixture_pack ()));
  for (guint i = 0; i < order->len; i++) {
    const VdPaperItem *item = &g_array_index (order, VdPaperItem, i);

    if (i < g_strv_length ((char **)core))
      g_assert_cmpstr (item->indicator->id, ==, core[i]);
    else
      g_assert_cmpstr (vd_node_id (item->group), ==, item->indicator->group);
    for (guint j = 0; j < i; j++)
      g_assert_true (g_array_index (order, VdPaperItem, j).indicator != item->indicator);
  }
  for (guint i = 0; i < G_N_ELEMENTS (codes); i++) {
    const VdIndicator *found = vd_paper_find (fixture_pack (), codes[i][0]);

    g_assert_cmpstr (found != NULL ? found->id : NULL, ==, codes[i][1]);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/content/child-path", test_child_path);
  g_test_add_func ("/content/child-cautions", test_child_cautions);
  g_test_add_func ("/content/addresses", test_addresses);
  g_test_add_func ("/content/prison-questions", test_prison_questions);
  g_test_add_func ("/content/no-grey-zone-for-children", test_no_grey_zone_for_children);
  g_test_add_func ("/content/short-forms", test_short_forms);
  g_test_add_func ("/content/told", test_told);
  g_test_add_func ("/content/paper", test_paper);
  return g_test_run ();
}
