/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test-practice"

#include "guidance-fixture.h"

#include "core/pack-check.h"
#include "core/pack-coverage.h"
#include "core/pack-words.h"

#include <string.h>

/* Every case of the shipped pack ends where it says. */
static void
test_case (gconstpointer data)
{
  const VdNode *node = data;
  g_autoptr (VdRecord) record = vd_practice_record (node);
  g_autoptr (VdGuidance) guidance =
      vd_guidance_new (fixture_pack (), record, vd_node_attr (node, "today"));
  g_autofree char *difference = vd_practice_difference (node, guidance);

  if (difference != NULL)
    g_test_message ("%s: %s", vd_node_id (node), difference);
  g_assert_null (difference);
}

/* The same case twice gives the same record, which the assessment file can hold. */
static void
test_record (gconstpointer data)
{
  g_autoptr (VdRecord) record = vd_practice_record (data);
  g_autoptr (VdRecord) again = vd_practice_record (data);
  g_autoptr (VdRecord) parsed = NULL;
  g_autoptr (GError) error = NULL;
  gsize size;
  g_autofree char *file = vd_record_write (record, &size);

  g_assert_true (vd_record_equal (record, again));
  parsed = vd_record_parse (file, size, fixture_pack (), &error);
  g_assert_no_error (error);
  g_assert_true (vd_record_equal (record, parsed));
}

/* The learner begins with what the story gives away: no sign is answered, age and danger are open,
 * and answering as the case does leads to where it leads. */
static void
test_begin (gconstpointer data)
{
  const GPtrArray *children = vd_node_children (data);
  g_autoptr (VdRecord) record = vd_practice_begin (data);
  g_autoptr (VdRecord) expected = vd_practice_record (data);

  g_assert_false (vd_record_has (record, "answers"));
  g_assert_false (vd_record_has (record, "person.age"));
  g_assert_false (vd_record_has (record, "person.danger"));
  for (guint i = 0; i < children->len; i++) {
    const VdNode *child = g_ptr_array_index (children, i);
    const char *path =
        g_str_equal (vd_node_kind (child), "fact") ? vd_node_attr (child, "path") : "";

    if (g_str_has_prefix (path, "case.") || g_str_has_prefix (path, "lawyer."))
      g_assert_true (vd_record_has (record, path));
    if (vd_practice_is_judged (path))
      g_assert_null (vd_practice_add_fact (record, path, vd_node_attr (child, "value")));
  }
  for (guint i = 0; i < vd_pack_n_indicators (fixture_pack ()); i++) {
    const char *id = vd_pack_indicator (fixture_pack (), i)->id;
    VdAnswer answer;

    for (guint n = 0; vd_record_get_answer (expected, id, n, &answer); n++)
      g_assert_true (vd_record_add_answer (record, id, &answer, NULL));
  }
  g_assert_true (vd_record_equal (record, expected));
}

static gboolean
has_story (const char *path, const char *value)
{
  const GPtrArray *cases = vd_pack_nodes (fixture_pack (), "case");

  for (guint i = 0; i < cases->len; i++) {
    const VdNode *node = g_ptr_array_index (cases, i);
    g_autoptr (VdRecord) record = vd_practice_record (node);
    VdFieldType type;

    if (!vd_practice_is_story (node) || !vd_record_field (path, &type, NULL))
      continue;
    if (type == VD_FIELD_ENUMS ? vd_record_list_has (record, path, value)
                               : g_strcmp0 (vd_record_get_text (record, path), value) == 0)
      return TRUE;
  }
  return FALSE;
}

/* Those who are often overlooked each have a story (issue: practice). */
static void
test_spread (void)
{
  static const char *const wanted[][2] = {
      {"setting", "prison"},         {"setting", "reception"},        {"setting", "border"},
      {"setting", "outreach"},       {"person.sex", "man"},           {"person.sex", "woman"},
      {"person.sex", "transperson"}, {"case.residence", "norwegian"}, {"case.forms", "organ"},
      {"case.forms", "crime"},       {"case.place", "third-country"}, {"wishes.help", "no"},
      {"person.age", "child"},
  };
  const GPtrArray *cases = vd_pack_nodes (fixture_pack (), "case");
  guint stories = 0;

  for (guint i = 0; i < cases->len; i++)
    stories += vd_practice_is_story (g_ptr_array_index (cases, i)) ? 1 : 0;
  g_assert_cmpuint (stories, >=, 12);
  for (guint i = 0; i < G_N_ELEMENTS (wanted); i++) {
    if (!has_story (wanted[i][0], wanted[i][1]))
      g_error ("no story with %s %s", wanted[i][0], wanted[i][1]);
  }
}

static void
print_problem (const char *where, const char *what, gpointer data)
{
  g_test_message ("%s: %s", where, what);
}

/* The whole check; the figures are printed for whoever edits the pack. */
static void
test_shipped (void)
{
  g_autoptr (VdCoverage) coverage = vd_coverage_new (fixture_pack ());
  guint seen;
  guint possible = vd_coverage_count (coverage, &seen);

  g_test_message ("%u stories, %u vectors; %u conditions and parts: %u of %u truths seen; %u ends",
                  coverage->n_stories, coverage->n_vectors, coverage->conditions->len, seen,
                  possible, g_hash_table_size (coverage->reached));
  g_assert_true (vd_pack_check (fixture_pack (), print_problem, NULL));
  g_assert_cmpuint (seen, ==, possible);
}

#define HEAD                                                                                       \
  "<varde-pack id='t' version='1' format='1' status='draft'><languages>"                           \
  "<language id='nb' role='staff' state='reviewed'/></languages>\n"                                \
  "<sources><source id='S'><name>is a victim</name></source></sources>\n"
#define TAIL "</varde-pack>"
#define SIGN(attrs, texts)                                                                         \
  HEAD "<groups><group id='G'><name>g</name></group></groups>\n"                                   \
       "<indicators><indicator id='G-01' group='G' forms='all' applies='both' element='means'"     \
       " child-element='means' adult='strong' child='strong' strength-basis='team' " attrs         \
       "><name>n</name><text>t</text>" texts "</indicator></indicators>\n"
#define PLAIN SIGN ("basis='statement' sources='S'", "")
#define LAW(text, nb)                                                                              \
  HEAD "<law>\n<provision id='a' sources='S'><name>n</name><name xml:lang='nb'>n</name>"           \
       "<text>" text "</text><text xml:lang='nb'>" nb "</text></provision></law>" TAIL
#define STEP(attrs, when)                                                                          \
  "<steps>\n<step id='s' sources='S' " attrs                                                       \
  "><text>t</text><who>w</who><when>now</when><when>" when "</when></step></steps>\n"
#define CASE(inner)                                                                                \
  "<practice>\n<case id='v' kind='vector' setting='prison'>" inner "</case></practice>"

typedef struct {
  const char *name;
  const char *xml;
  const char *where;
  const char *what; /* (nullable): the problem may not be told */
} Flaw;

#define AT_STEP "line 6: varde-pack/steps/step[s]"

static const Flaw flaws[] = {
    {"outcome missing", HEAD TAIL, "varde-pack", "there is no outcome \"keep-open\""},
    {"reason missing", HEAD TAIL, "varde-pack", "there is no reason \"third-party-only\""},
    {"recipient missing", HEAD TAIL, "varde-pack", "there is no recipient \"legal-aid\""},
    {"phrase missing", HEAD TAIL, "varde-pack", "there is no phrase \"month-12\""},
    {"combination missing", HEAD TAIL, "varde-pack", "there is no combination for dimension"},
    {"no source", SIGN ("basis='statement'", "") TAIL,
     "line 4: varde-pack/indicators/indicator[G-01]", "no source"},
    {"source of the parent",
     HEAD "<articles>\n<article id='a' sources='S'><title>t</title><paragraph id='b'>"
          "<text>t</text></paragraph></article></articles>" TAIL,
     "line 4: varde-pack/articles/article[a]/paragraph[b]", NULL},
    {"seen and spoken", SIGN ("basis='observation' sources='S'", "<say>Ask</say>") TAIL,
     "line 4: varde-pack/indicators/indicator[G-01]",
     "only seen by staff, and yet has words to say"},
    {"seen or said", SIGN ("basis='observation statement' sources='S'", "<say>Ask</say>") TAIL,
     "line 4: varde-pack/indicators/indicator[G-01]", NULL},
    {"verdict", LAW ("She IS a victim.", "n"), "line 4: varde-pack/law/provision[a]",
     "text in en: is a victim"},
    {"verdict inside a word", LAW ("An underscore", "n"), "line 4: varde-pack/law/provision[a]",
     NULL},
    {"verdict in bokmål", LAW ("t", "Hun er ikke et offer"), "line 4: varde-pack/law/provision[a]",
     "text in nb: ikke et offer"},
    {"title of another's work", HEAD TAIL, "line 2: varde-pack/sources/source[S]", NULL},
    {"placeholder", LAW ("{day} {month}", "{month} {dag}"), "line 4: varde-pack/law/provision[a]",
     "text in nb: other names in braces than in English"},
    {"placeholders in another order", LAW ("{day} {month}", "{month} {day}"),
     "line 4: varde-pack/law/provision[a]", NULL},
    {"safety not translated", PLAIN STEP ("safety='true'", "<is item='path' value='child'/>") TAIL,
     AT_STEP, "text in nb: missing, and it is about safety"},
    {"never true", PLAIN STEP ("", "<is item='path' value='child'/>") TAIL, AT_STEP,
     "condition in line 6 (is path): no case makes it true"},
    {"true in another setting",
     PLAIN STEP ("settings='border'", "<is item='path' value='child'/>")
         CASE ("<fact path='person.age' value='child'/>") TAIL,
     AT_STEP, "condition in line 6 (is path): no case makes it true"},
    {"true in its setting",
     PLAIN STEP ("settings='prison'", "<is item='path' value='child'/>")
         CASE ("<fact path='person.age' value='child'/>") TAIL,
     AT_STEP, "condition in line 6 (is path): no case makes it false"},
    {"never unknown, since it cannot be", PLAIN STEP ("", "<is item='path' value='child'/>") TAIL,
     AT_STEP, NULL},
    {"sign never unknown",
     PLAIN STEP ("", "<is item='G-01' value='yes'/>")
         CASE ("<answer item='G-01' value='no' basis='statement'/>") TAIL,
     AT_STEP, "condition in line 6 (is G-01): no case makes it unknown"},
    {"a part never true",
     PLAIN STEP ("", "<any><is item='G-01' value='yes'/><is item='path' value='adult'/></any>")
         CASE ("") TAIL,
     AT_STEP, "condition in line 6 (is G-01): no case makes it true"},
    {"impossible",
     PLAIN STEP ("", "<all><is item='path' value='adult'/><is item='path' value='child'/></all>")
         TAIL,
     AT_STEP, "holds a condition that is never true"},
    {"number at its limit",
     PLAIN STEP ("", "<at-least item='person.children_along' number='2'/>")
         CASE ("<fact path='person.children_along' value='2'/>") TAIL,
     AT_STEP, "condition in line 6 (at-least person.children_along): no case makes it false"},
    {"expectation not met",
     PLAIN CASE ("<answer item='G-01' value='yes'/><expect outcome='grey-zone'/>") TAIL,
     "line 6: varde-pack/practice/case[v]", "outcome: keep-open, expected grey-zone"},
    {"overlay not expected",
     PLAIN CASE ("<fact path='person.danger' value='injured'/><expect outcome='keep-open'/>") TAIL,
     "line 6: varde-pack/practice/case[v]", "overlays: danger, expected "},
    {"outcome never reached",
     PLAIN
     "<outcomes>\n<outcome id='grey-zone' sources='S'><title>t</title><child-title>t"
     "</child-title><advice>a</advice><child-advice>a</child-advice></outcome></outcomes>" TAIL,
     "line 6: varde-pack/outcomes/outcome[grey-zone]", "no case leads to it"},
    {"a look that asks",
     PLAIN "<settings>\n<setting id='border' sources='S' groups='G'><name>n</name><text>t</text>"
           "<short id='thirty-seconds' places='seen' core='G-01'><name>n</name><text>t</text>"
           "</short></setting></settings>" TAIL,
     "line 6: varde-pack/settings/setting[border]/short[thirty-seconds]", "cannot be seen: G-01"},
    {"missing never reached",
     PLAIN "<outcomes>\n<missing id='basis-third-party' sources='S'><text>t</text></missing>"
           "</outcomes>" TAIL,
     "line 6: varde-pack/outcomes/missing[basis-third-party]", "no case leads to it"},
    {"group out of reach",
     PLAIN "<settings>\n<setting id='prison' sources='S'><name>n</name><text>t</text></setting>"
           "</settings>" TAIL,
     "line 6: varde-pack/settings/setting[prison]", "cannot reach the group G"},
};

typedef struct {
  const Flaw *flaw;
  guint told;
  guint n;
} Told;

static void
count_problem (const char *where, const char *what, gpointer data)
{
  Told *told = data;
  const Flaw *flaw = told->flaw;
  gboolean same;

  told->n++;
  if (flaw->what != NULL)
    same = g_str_equal (what, flaw->what);
  else /* What may not be told is about sources, words or unknown. */
    same = g_str_has_suffix (what, "unknown") || g_str_has_prefix (what, "text in") ||
           g_str_has_prefix (what, "name in") || g_str_equal (what, "no source") ||
           g_str_has_prefix (what, "only seen");
  told->told += same && g_str_equal (where, flaw->where);
}

static void
test_flaw (gconstpointer data)
{
  Told told = {.flaw = data};
  g_autoptr (GError) error = NULL;
  g_autoptr (VdPack) pack = vd_pack_parse (told.flaw->xml, strlen (told.flaw->xml), &error);

  g_assert_no_error (error);
  g_assert_false (vd_pack_check (pack, count_problem, &told));
  if (told.told != (told.flaw->what != NULL ? 1 : 0))
    vd_pack_check (pack, print_problem, NULL);
  g_assert_cmpuint (told.told, ==, told.flaw->what != NULL ? 1 : 0);
  g_assert_cmpuint (told.n, >, 0);
}

/* A case that cannot be built is refused when the pack is read. */
static void
test_refused (void)
{
  static const char *const refused[][2] = {
      {"<fact path='person.age' value='old'/>", "fact/@value: the field never has that value"},
      {"<fact path='person.danger' value='rain'/>", "fact/@value: the field never has that value"},
      {"<fact path='person.children_along' value='many'/>",
       "fact/@value: the field never has that value"},
      {"<fact path='person.worker_concern' value='yes'/>",
       "fact/@value: the field never has that value"},
      {"<fact path='case.opened' value='soon'/>", "fact/@value: the field never has that value"},
      {"<fact path='person.reference' value='x'/>", "fact/@value: no field of a case"},
      {"<fact path='identity.name' value='x'/>", "fact/@value: no field of a case"},
      {"<fact path='answer.value' value='yes'/>", "fact/@value: no field of a case"},
      {"<fact path='person.shoe' value='x'/>", "fact/@path: no such field"},
      {"<answer item='X-01' value='yes'/>", "answer/@item: there is no indicator \"X-01\""},
      {"<answer item='G-01' value='sure'/>", "answer/@value: unknown value"},
      {"<expect outcome='victim'/>", "expect/@outcome: unknown value"},
      {"<expect outcome='keep-open' routes='kom'/>",
       "expect/@routes: there is no recipient \"kom\""},
      {"<expect outcome='keep-open'/><expect outcome='keep-open'/>", "expect: stands twice"},
  };

  for (guint i = 0; i < G_N_ELEMENTS (refused); i++) {
    g_autofree char *xml =
        g_strconcat (PLAIN, "<practice>\n<case id='v' kind='vector' setting='prison'>",
                     refused[i][0], "</case></practice>", TAIL, NULL);
    g_autofree char *message =
        g_strconcat ("line 6: varde-pack/practice/case[v]/", refused[i][1], NULL);
    g_autoptr (GError) error = NULL;
    g_autoptr (VdPack) pack = vd_pack_parse (xml, strlen (xml), &error);

    g_assert_null (pack);
    g_assert_cmpstr (error->message, ==, message);
  }
}

static void
test_story_needed (void)
{
  const char *xml = PLAIN "<practice>\n<case id='p' kind='practice' setting='prison'><title>t"
                          "</title><because>b</because><advice>a</advice><paragraph id='x'><text>t"
                          "</text></paragraph><ground id='y'><text>t</text></ground></case>"
                          "</practice>" TAIL;
  g_autoptr (GError) error = NULL;
  g_autoptr (VdPack) pack = vd_pack_parse (xml, strlen (xml), &error);

  g_assert_null (pack);
  g_assert_cmpstr (error->message, ==,
                   "line 6: varde-pack/practice/case[p]/expect: missing in a case to practise on");
}

/* A number of the record reaches the conditions that compare it. */
static void
test_number (void)
{
  const char *xml = PLAIN STEP ("", "<at-least item='person.children_along' number='2'/>")
      CASE ("<fact path='person.children_along' value='2'/>") TAIL;
  g_autoptr (VdPack) pack = vd_pack_parse (xml, strlen (xml), NULL);
  g_autoptr (VdCoverage) coverage = vd_coverage_new (pack);
  const VdConditionSeen *condition = &g_array_index (coverage->conditions, VdConditionSeen, 0);

  g_assert_cmpuint (condition->seen, ==, VD_TRUTH_BIT (VD_TRUE));
  g_assert_cmpuint (condition->possible, ==,
                    VD_TRUTH_BIT (VD_FALSE) | VD_TRUTH_BIT (VD_UNKNOWN) | VD_TRUTH_BIT (VD_TRUE));
}

static void
test_words (void)
{
  g_autofree char *braces = vd_pack_placeholders ("a {z} {b} {} {open {c} end}");

  g_assert_cmpstr (braces, ==, "{b} {c} {z} {}");
  g_assert_cmpstr (vd_pack_verdict ("A SCORE.", "en"), ==, "score");
  g_assert_cmpstr (vd_pack_verdict ("han er eit offer", "nn"), ==, "er eit offer");
  g_assert_null (vd_pack_verdict ("A score", "th"));
  g_assert_null (vd_pack_verdict ("", "en"));
}

static void
add_cases (void)
{
  const GPtrArray *cases = vd_pack_nodes (fixture_pack (), "case");

  for (guint i = 0; i < cases->len; i++) {
    const VdNode *node = g_ptr_array_index (cases, i);
    g_autofree char *ends = g_strconcat ("/practice/ends/", vd_node_id (node), NULL);
    g_autofree char *file = g_strconcat ("/practice/record/", vd_node_id (node), NULL);
    g_autofree char *begin = g_strconcat ("/practice/begin/", vd_node_id (node), NULL);

    g_test_add_data_func (ends, node, test_case);
    g_test_add_data_func (file, node, test_record);
    g_test_add_data_func (begin, node, test_begin);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add_cases ();
  g_test_add_func ("/practice/spread", test_spread);
  g_test_add_func ("/practice/shipped", test_shipped);
  g_test_add_func ("/practice/refused", test_refused);
  g_test_add_func ("/practice/story-needed", test_story_needed);
  g_test_add_func ("/practice/number", test_number);
  g_test_add_func ("/practice/words", test_words);
  for (guint i = 0; i < G_N_ELEMENTS (flaws); i++) {
    g_autofree char *path = g_strconcat ("/check/", flaws[i].name, NULL);

    g_test_add_data_func (path, &flaws[i], test_flaw);
  }
  return g_test_run ();
}
