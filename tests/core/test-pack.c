/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test-pack"

#include "core/pack-schema.h"
#include "core/pack.h"

#include <string.h>

#define HEAD "<varde-pack id='t' version='1' format='1' status='draft'>\n"
#define TAIL "</varde-pack>"
#define SIGN                                                                                       \
  "<groups><group id='G'><name>g</name></group></groups>\n"                                        \
  "<indicators>"                                                                                   \
  "<indicator id='G-01' group='G' forms='all' applies='both' basis='statement' element='act'"      \
  " child-element='act' adult='weak' child='weak' strength-basis='team'>"                          \
  "<name>n</name><text>t</text></indicator></indicators>\n"
#define STEP(when)                                                                                 \
  HEAD SIGN "<steps>\n<step id='s'><text>t</text><who>w</who><when>now</when>" when                \
            "</step></steps>" TAIL
#define INDICATOR(attrs)                                                                           \
  HEAD "<groups><group id='G'><name>g</name></group></groups><indicators>\n"                       \
       "<indicator id='G-01' forms='all' basis='statement' element='act' child-element='act'"      \
       " strength-basis='team' " attrs                                                             \
       "><name>n</name><text>t</text></indicator></indicators>" TAIL

typedef struct {
  const char *name;
  const char *xml;
  const char *message;
  int code; /* 0: INVALID */
} Broken;

#define STEP_PATH "line 5: varde-pack/steps/step[s]/when/"

static const Broken broken[] = {
    {"no bytes", "", "line 1: : not well-formed XML"},
    {"another root", "<pack/>", "line 1: pack: unknown element"},
    {"two roots", HEAD TAIL "\n" HEAD TAIL, "line 3: varde-pack: stands twice"},
    {"not closed", HEAD "<groups>", "line 2: varde-pack/groups: not well-formed XML"},
    {"wrong nesting", HEAD "<groups></rights>", "line 2: varde-pack/groups: not well-formed XML"},
    {"document type", "<!DOCTYPE a [<!ENTITY b 'c'>]>" HEAD TAIL,
     "line 1: : only elements, text and comments may stand here"},
    {"marked section", HEAD "<![CDATA[x]]>" TAIL,
     "line 2: varde-pack: only elements, text and comments may stand here"},
    {"not UTF-8", HEAD "\n\xff" TAIL, "line 3: varde-pack: not UTF-8"},
    {"overlong UTF-8", HEAD "\xc0\xaf" TAIL, "line 2: varde-pack: not UTF-8"},

    {"newer format", "<varde-pack id='t' version='1' format='2' status='draft' mood='new'/>",
     "line 1: varde-pack/@format: made for a newer version of the program", VD_ERROR_NEWER},
    {"unknown feature",
     "<varde-pack id='t' version='1' format='1' status='draft' requires='maps'/>",
     "line 1: varde-pack/@requires: made for a newer version of the program", VD_ERROR_NEWER},
    {"later program", "<varde-pack id='t' version='1' format='1' status='draft' min-app='99.1'/>",
     "line 1: varde-pack/@min-app: made for a newer version of the program", VD_ERROR_NEWER},
    {"no format", "<varde-pack id='t' version='1' status='draft'/>",
     "line 1: varde-pack/@format: missing"},
    {"format 0", "<varde-pack id='t' version='1' format='0' status='draft'/>",
     "line 1: varde-pack/@format: unknown value"},
    {"part of a code", "<varde-pack id='t' version='1' format='1' status='dra'/>",
     "line 1: varde-pack/@status: unknown value"},
    {"bad date",
     "<varde-pack id='t' version='1' format='1' status='draft' review-by='2026-02-30'/>",
     "line 1: varde-pack/@review-by: not a date"},

    {"unknown element", HEAD "<steps>\n<stride id='a'/></steps>" TAIL,
     "line 3: varde-pack/steps/stride: unknown element"},
    {"element of another place", HEAD "<rights><step id='a'/></rights>" TAIL,
     "line 2: varde-pack/rights/step: unknown element"},
    {"a root twice", HEAD "<law/>\n<law/>" TAIL, "line 3: varde-pack/law: stands twice"},
    {"loose text", HEAD "<law>x</law>" TAIL, "line 2: varde-pack/law: no text may stand here"},
    {"unknown attribute", HEAD "<law><provision id='a' colour='red'/></law>" TAIL,
     "line 2: varde-pack/law/provision[a]/@colour: unknown attribute"},
    {"attribute twice", HEAD "<law><provision id='a' id='b'/></law>" TAIL,
     "line 2: varde-pack/law/provision[a]/@id: stands twice"},
    {"no id", HEAD "<law><provision/></law>" TAIL, "line 2: varde-pack/law/provision/@id: missing"},
    {"bad id", HEAD "<law><provision id='a b'/></law>" TAIL,
     "line 2: varde-pack/law/provision/@id: not an id"},
    {"id twice",
     HEAD
     "<rights><right id='a'><name>n</name><text>t</text></right>\n<right id='a'/></rights>" TAIL,
     "line 3: varde-pack/rights/right[a]/@id: stands twice"},
    {"choice twice",
     HEAD "<fields><field id='person.age'><name>n</name><choice id='adult'><name>n</name></choice>"
          "<choice id='adult'><name>n</name></choice></field></fields>" TAIL,
     "line 2: varde-pack/fields/field[person.age]/choice[adult]/@id: stands twice"},
    {"bad setting", HEAD "<law><provision id='a' settings='prison sea'/></law>" TAIL,
     "line 2: varde-pack/law/provision[a]/@settings: unknown value"},
    {"setting twice", HEAD "<law><provision id='a' settings='prison prison'/></law>" TAIL,
     "line 2: varde-pack/law/provision[a]/@settings: a value stands twice"},
    {"bad address", HEAD "<sources><source id='a' url='ftp://a'/></sources>" TAIL,
     "line 2: varde-pack/sources/source[a]/@url: not an address"},
    {"control character in an attribute",
     HEAD "<sources><source id='a' url='https://a&#9;b'/>" TAIL,
     "line 2: varde-pack/sources/source[a]/@url: control character"},

    {"text missing", HEAD "<law><provision id='a'><name>n</name>\n</provision></law>" TAIL,
     "line 3: varde-pack/law/provision[a]/text: missing in English"},
    {"text empty", HEAD "<law><provision id='a'><name> \n</name></provision></law>" TAIL,
     "line 3: varde-pack/law/provision[a]/name: empty"},
    {"text twice",
     HEAD "<law><provision id='a'><name>n</name><name>m</name></provision></law>" TAIL,
     "line 2: varde-pack/law/provision[a]/name: stands twice in one language"},
    {"element in a text", HEAD "<law><provision id='a'><name>n<b/></name></provision></law>" TAIL,
     "line 2: varde-pack/law/provision[a]/name: no element may stand here"},
    {"text with an attribute", HEAD "<law><provision id='a'><name id='x'>n</name></provision>" TAIL,
     "line 2: varde-pack/law/provision[a]/name/@id: unknown or repeated attribute"},
    {"language not declared",
     HEAD "<law><provision id='a'><name>n</name><name xml:lang='nb'>m</name></provision>" TAIL,
     "line 2: varde-pack/law/provision[a]/name: not in a language of the pack"},
    {"no English",
     HEAD "<languages><language id='nb' role='staff' state='draft'/></languages>\n<law>"
          "<provision id='a'><name xml:lang='nb'>m</name><text>t</text></provision></law>" TAIL,
     "line 3: varde-pack/law/provision[a]/name: missing in English"},
    {"English as a translation",
     HEAD "<law><provision id='a'><name xml:lang='en'>m</name></provision></law>" TAIL,
     "line 2: varde-pack/law/provision[a]/name: not the tag of a translation"},
    {"escape character", HEAD "<law><provision id='a'><name>a&#x1b;b</name></provision></law>" TAIL,
     "line 2: varde-pack/law/provision[a]/name: control character"},
    {"override", HEAD "<law><provision id='a'><name>a\xe2\x80\xae b</name></provision></law>" TAIL,
     "line 2: varde-pack/law/provision[a]/name: bidirectional control character"},
    {"isolate", HEAD "<law><provision id='a'><name>a\xe2\x81\xa6 b</name></provision></law>" TAIL,
     "line 2: varde-pack/law/provision[a]/name: bidirectional control character"},

    {"dangling source",
     HEAD "<law>\n<provision id='a' sources='S'><name>n</name><text>t</text>"
          "</provision></law>" TAIL,
     "line 3: varde-pack/law/provision[a]/@sources: there is no source \"S\""},
    {"dangling group", INDICATOR ("group='H' applies='adult' adult='weak'"),
     "line 3: varde-pack/indicators/indicator[G-01]/@group: there is no group \"H\""},
    {"unknown grade", INDICATOR ("group='G' applies='adult' adult='sure'"),
     "line 3: varde-pack/indicators/indicator[G-01]/@adult: unknown value"},
    {"grade missing", INDICATOR ("group='G' applies='both' adult='weak'"),
     "line 3: varde-pack/indicators/indicator[G-01]/@child: does not fit @applies"},
    {"grade too many", INDICATOR ("group='G' applies='child' child='weak' adult='weak'"),
     "line 3: varde-pack/indicators/indicator[G-01]/@adult: does not fit @applies"},
    {"dimension alone", INDICATOR ("group='G' applies='adult' adult='weak' dimension='D1'"),
     "line 3: varde-pack/indicators/indicator[G-01]/@ilo: does not fit @dimension"},
    {"dangling core sign",
     HEAD "<settings><setting id='prison' core='X-01'><name>n</name><text>t</text></setting>"
          "</settings>" TAIL,
     "line 2: varde-pack/settings/setting[prison]/@core: there is no indicator \"X-01\""},
    {"circle of languages",
     HEAD "<languages><language id='nb' role='staff' state='draft' fallback='nn'/>"
          "<language id='nn' role='staff' state='draft' fallback='nb'/></languages>" TAIL,
     "line 2: varde-pack/languages/language[nb]/@fallback: goes in a circle"},
    {"unknown field",
     HEAD "<fields><field id='person.shoe_size'><name>n</name></field></fields>" TAIL,
     "line 2: varde-pack/fields/field[person.shoe_size]/@id: no such field"},
    {"unknown code of a field",
     HEAD "<fields><field id='person.age'><name>n</name><choice id='old'><name>n</name></choice>"
          "</field></fields>" TAIL,
     "line 2: varde-pack/fields/field[person.age]/choice[old]/@id: the field never has that value"},
    {"unknown code of a list",
     HEAD "<fields><field id='people.role'><name>n</name><choice id='boss'><name>n</name></choice>"
          "</field></fields>" TAIL,
     "line 2: varde-pack/fields/field[people.role]/choice[boss]/@id: the field never has that "
     "value"},
    {"row of no field",
     HEAD "<forms><form id='rosa' path='adult' default='seen' consent='asked'><title>t</title>"
          "<note>n</note><section id='a'><title>t</title>\n<row id='b' path='person.x'/>"
          "</section></form></forms>" TAIL,
     "line 3: varde-pack/forms/form[rosa]/section[a]/row[b]/@path: no such field"},

    {"unknown operator", STEP ("<when><like item='path' value='child'/></when>"),
     STEP_PATH "like: unknown operator"},
    {"unknown item", STEP ("<when><is item='weather' value='wet'/></when>"),
     STEP_PATH "is[weather]: unknown item"},
    {"closed field", STEP ("<when><answered item='identity.name'/></when>"),
     STEP_PATH "answered[identity.name]: unknown item"},
    {"impossible answer", STEP ("<when><is item='G-01' value='declined'/></when>"),
     STEP_PATH "is[G-01]: the item never has that value"},
    {"impossible code", STEP ("<when><in item='person.age' values='adult old'/></when>"),
     STEP_PATH "in[person.age]: the item never has that value"},
    {"impossible outcome", STEP ("<when><is item='outcome' value='victim'/></when>"),
     STEP_PATH "is[outcome]: the item never has that value"},
    {"unknown danger", STEP ("<when><is item='danger:rain' value='true'/></when>"),
     STEP_PATH "is[danger:rain]: unknown item"},
    {"unknown overlay", STEP ("<when><is item='overlay:danger' value='true'/></when>"),
     STEP_PATH "is[overlay:danger]: unknown item"},
    {"unknown route", STEP ("<when><is item='route:rosa' value='true'/></when>"),
     STEP_PATH "is[route:rosa]: unknown item"},
    {"danger as false", STEP ("<when><is item='danger:suicidal' value='false'/></when>"),
     STEP_PATH "is[danger:suicidal]: the item never has that value"},
    {"free text compared", STEP ("<when><is item='person.age_basis' value='x'/></when>"),
     STEP_PATH "is[person.age_basis]: the operator does not fit the item"},
    {"number as code", STEP ("<when><is item='person.children_along' value='1'/></when>"),
     STEP_PATH "is[person.children_along]: the operator does not fit the item"},
    {"code as date", STEP ("<when><before item='person.age' date='2026-01-01'/></when>"),
     STEP_PATH "before[person.age]: the operator does not fit the item"},
    {"date with a gap", STEP ("<when><before item='today' date='2026-01-00'/></when>"),
     STEP_PATH "before: not a date"},
    {"operand missing", STEP ("<when><is item='path'/></when>"),
     STEP_PATH "is: an attribute of the condition is missing or repeated"},
    {"item missing", STEP ("<when><is value='child'/></when>"),
     STEP_PATH "is: an attribute of the condition is missing or repeated"},
    {"item twice", STEP ("<when><is item='path' item='rule' value='child'/></when>"),
     STEP_PATH "is: unknown or repeated attribute of a condition"},
    {"extra operand", STEP ("<when><answered item='G-01' value='yes'/></when>"),
     STEP_PATH "answered: unknown or repeated attribute of a condition"},
    {"attribute on all", STEP ("<when><all item='path'/></when>"),
     STEP_PATH "all: a condition with parts has no attributes"},
    {"empty all", STEP ("<when><all/></when>"), STEP_PATH "all: a condition with parts has none"},
    {"not of two", STEP ("<when><not><answered item='G-01'/><answered item='G-01'/></not></when>"),
     STEP_PATH "not: not takes one condition"},
    {"leaf with a part", STEP ("<when><answered item='G-01'><all/></answered></when>"),
     STEP_PATH "all: no element may stand here"},
    {"two conditions", STEP ("<when><answered item='G-01'/><answered item='G-01'/></when>"),
     STEP_PATH "answered: a second condition"},
    {"two rules", STEP ("<when><answered item='G-01'/></when><when><answered item='G-01'/></when>"),
     STEP_PATH "answered: a second condition"},
    {"text beside a condition", STEP ("<when><answered item='G-01'/>soon</when>"),
     "line 5: varde-pack/steps/step[s]: no text may stand here"},
    {"condition after text", STEP ("<when>soon <answered item='G-01'/></when>"),
     "line 5: varde-pack/steps/step[s]/when: no element may stand here"},
    {"rule where none is",
     HEAD "<law><provision id='a'><name>n</name><text>t</text><when><answered item='G-01'/></when>"
          "</provision></law>" TAIL,
     "line 2: varde-pack/law/provision[a]/when: unknown element"},
    {"empty rule", HEAD "<prepare><check id='a'><text>t</text><when></when></check></prepare>" TAIL,
     "line 2: varde-pack/prepare/check[a]/when: no condition"},
    {"nine deep",
     STEP ("<when><all><all><all><all><all><all><all><all><answered item='G-01'/></all></all></all>"
           "</all></all></all></all></all></when>"),
     STEP_PATH "answered: conditions are nested too deep"},
};

static void
test_broken (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (broken); i++) {
    const Broken *b = &broken[i];
    int code = b->code != 0 ? b->code : VD_ERROR_INVALID;
    g_autoptr (GError) error = NULL;
    g_autoptr (VdPack) pack = vd_pack_parse (b->xml, strlen (b->xml), &error);

    g_test_message ("%s", b->name);
    g_assert_null (pack);
    g_assert_error (error, VD_ERROR, code);
    g_assert_cmpstr (error->message, ==, b->message);
  }
}

static void
assert_refused (const char *xml, gsize size, const char *end)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (VdPack) pack = vd_pack_parse (xml, size, &error);

  g_assert_null (pack);
  g_assert_error (error, VD_ERROR, VD_ERROR_INVALID);
  g_assert_true (g_str_has_suffix (error->message, end));
}

/* A "#" in @part stands for the number of the repetition. */
static char *
repeat (const char *before, const char *part, guint n, const char *after)
{
  GString *xml = g_string_new (before);

  for (guint i = 0; i < n; i++) {
    g_autofree char *number = g_strdup_printf ("%u", i);
    g_auto (GStrv) pieces = g_strsplit (part, "#", -1);
    g_autofree char *one = g_strjoinv (number, pieces);

    g_string_append (xml, one);
  }
  g_string_append (xml, after);
  return g_string_free (xml, FALSE);
}

static void
test_limits (void)
{
  g_autofree char *text = repeat (HEAD "<phrases><phrase id='a'><text>", "# aaaaaaaa", 900,
                                  "</text></phrase></phrases>" TAIL);
  g_autofree char *many =
      repeat (HEAD "<phrases>", "<phrase id='p#'><text>t</text></phrase>", 4100, "</phrases>" TAIL);
  g_autofree char *deep = repeat (
      HEAD "<forms><form id='rosa' path='any' default='seen' consent='own'><section id='s'>",
      "<paragraph id='#'>", 100000, "");
  g_autofree char *languages =
      repeat (HEAD "<languages>", "<language id='q#' role='person' state='draft'/>", 41,
              "</languages>" TAIL);
  g_autofree char *name = g_strnfill (300000, 'x');
  g_autofree char *element = g_strdup_printf (HEAD "<%s/>" TAIL, name);
  g_autofree char *large = g_malloc0 (12 * 1024 * 1024 + 1);

  assert_refused (text, strlen (text), "/phrases/phrase[a]/text: too long");
  assert_refused (many, strlen (many), ": too many elements");
  assert_refused (deep, strlen (deep), "/paragraph: unknown element");
  assert_refused (languages, strlen (languages), "/language[q40]: too many languages");
  assert_refused (element, strlen (element), "xxxxx: unknown element");
  assert_refused (large, 12 * 1024 * 1024 + 1, "too large");
}

static const char sample[] =
    HEAD "<languages><language id='en' role='staff' state='reviewed'/>"
         "<language id='nb' role='staff' state='draft' fallback='en'/>"
         "<language id='nn' role='staff' state='draft' fallback='nb'/></languages>" SIGN
         "<phrases><phrase id='a'><text>two\nlines</text><text xml:lang='nb'>to</text></phrase>"
         "<phrase id='b'><text>only</text></phrase></phrases>"
         "<fields><field id='person.age'><name>Age</name><choice id='adult'><name>Grown</name>"
         "<name xml:lang='nn'>Vaksen</name></choice></field></fields>"
         "<outcomes><combination for='dimension' strong='2' medium='0' weak='0'/>"
         "<combination for='dimension' strong='1' medium='1' weak='0'/></outcomes>"
         "<steps><step id='s' settings='prison border' contact='c d'><text>t</text><who>w</who>"
         "<when>now</when><when><answered item='G-01'/></when></step></steps>"
         "<contacts><contact id='c' always-open='true'><name>n</name><role>r</role></contact>"
         "<contact id='d'><name>n</name><role>r</role></contact></contacts>" TAIL;

static VdPack *
parse_sample (void)
{
  g_autoptr (GError) error = NULL;
  VdPack *pack = vd_pack_parse (sample, strlen (sample), &error);

  g_assert_no_error (error);
  return pack;
}

static void
test_accessors (void)
{
  g_autoptr (VdPack) pack = parse_sample ();
  const VdIndicator *sign = vd_pack_find_indicator (pack, "G-01");
  const VdNode *step = vd_pack_find (pack, "step", "s");
  const GArray *combinations = vd_pack_combinations (pack, "dimension");

  g_assert_cmpstr (vd_pack_id (pack), ==, "t");
  g_assert_cmpstr (vd_pack_version (pack), ==, "1");
  g_assert_cmpstr (vd_pack_hash (pack), ==, "");
  vd_pack_set_hash (pack, "00ff");
  g_assert_cmpstr (vd_pack_hash (pack), ==, "00ff");
  g_assert_nonnull (sign);
  g_assert_true (sign == vd_pack_indicator (pack, 0));
  g_assert_true (sign->touches && !sign->alone && !sign->never_ask_in_prison);
  g_assert_cmpuint (sign->forms, ==, VD_FORM_ALL);
  g_assert_cmpint (sign->adult, ==, VD_GRADE_WEAK);
  g_assert_cmpuint (sign->dimension, ==, 0);
  g_assert_null (vd_pack_find_indicator (pack, "G-02"));
  g_assert_cmpuint (combinations->len, ==, 2);
  g_assert_cmpuint (g_array_index (combinations, VdCombination, 1).medium, ==, 1);
  g_assert_cmpuint (vd_pack_combinations (pack, "element")->len, ==, 0);
  g_assert_cmpstr (vd_node_text (step, "when", "en"), ==, "now");
  g_assert_cmpstr (vd_node_text (step, "legal", "en"), ==, "");
  g_assert_nonnull (vd_node_rule (step));
  g_assert_cmpstr (vd_node_list (step, "contact")[1], ==, "d");
  g_assert_null (vd_node_list (step, "sources")[0]);
  g_assert_true (vd_node_in_setting (step, "border"));
  g_assert_false (vd_node_in_setting (step, "outreach"));
  g_assert_cmpstr (vd_node_kind (vd_node_parent (step)), ==, "steps");
  g_assert_true (vd_node_flag (vd_pack_find (pack, "contact", "c"), "always-open", FALSE));
  g_assert_false (vd_node_flag (vd_pack_find (pack, "contact", "d"), "always-open", FALSE));
  g_assert_cmpuint (vd_pack_nodes (pack, "contact")->len, ==, 2);
  g_assert_cmpuint (vd_pack_nodes (pack, "right")->len, ==, 0);
  g_assert_null (vd_pack_find (pack, "right", "s"));
}

static void
test_fallback (void)
{
  g_autoptr (VdPack) pack = parse_sample ();
  const VdText *text = vd_node_text_all (vd_pack_find (pack, "phrase", "a"), "text");
  const char *used;

  g_assert_cmpstr (vd_text_get (text, "nn", &used), ==, "to");
  g_assert_cmpstr (used, ==, "nb");
  g_assert_cmpstr (vd_pack_phrase (pack, "a", "en"), ==, "two\nlines");
  g_assert_cmpstr (
      vd_text_get (vd_node_text_all (vd_pack_find (pack, "phrase", "b"), "text"), "nn", &used), ==,
      "only");
  g_assert_cmpstr (used, ==, "en");
  g_assert_cmpstr (vd_pack_phrase (pack, "a", "nb"), ==, "to");
  g_assert_cmpstr (vd_pack_phrase (pack, "a", "nn"), ==, "to [nb]");
  g_assert_cmpstr (vd_pack_phrase (pack, "b", "nn"), ==, "only [en]");
  g_assert_cmpstr (vd_pack_phrase (pack, "b", "en"), ==, "only");
  g_assert_cmpstr (vd_pack_phrase (pack, "b", "vi"), ==, "only");
  g_assert_cmpstr (vd_pack_choice (pack, "person.age", "adult", "nn"), ==, "Vaksen");
  g_assert_cmpstr (vd_pack_choice (pack, "person.age", "adult", "nb"), ==, "Grown [en]");
  g_assert_cmpstr (vd_pack_choice (pack, "person.age", "child", "nb"), ==, "child");
  g_assert_cmpstr (vd_pack_choice (pack, "person.sex", "man", "nb"), ==, "man");
}

#define TEXTS                                                                                      \
  "name text say guidance why caution help title advice child-title child-advice child-caution "   \
  "who when legal "                                                                                \
  "hours role note intro because"

/* Whether the page's @cell has `name`, with a star when @required. */
static gboolean
is_documented (const char *cell, const char *name, gboolean required)
{
  g_autofree char *plain = g_strdup_printf ("`%s`", name);
  const char *found = strstr (cell, plain);

  return found != NULL && (found[strlen (plain)] == '*') == required;
}

static void
check_documented_texts (const VdKindSpec *spec, const char *cell)
{
  g_auto (GStrv) names = g_strsplit (TEXTS, " ", -1);

  for (guint i = 0; names[i] != NULL; i++) {
    g_autofree char *star = g_strconcat (names[i], "*", NULL);
    g_auto (GStrv) own = g_strsplit (spec->texts, " ", -1);
    gboolean required = g_strv_contains ((const char *const *)own, star);
    g_autofree char *rule = g_strdup_printf ("`%s`-rule", names[i]);

    g_test_message ("%s: %s", spec->kind, names[i]);
    if (required || g_strv_contains ((const char *const *)own, names[i]))
      g_assert_true (is_documented (cell, names[i], required));
    else if (strstr (cell, rule) == NULL)
      g_assert_false (is_documented (cell, names[i], TRUE) ||
                      is_documented (cell, names[i], FALSE));
  }
}

/* docs/pack-format.md has a row for every kind, with its attributes and texts. */
static void
test_documented (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "..", "docs", "pack-format.md", NULL);
  g_autofree char *page = NULL;
  g_autoptr (GError) error = NULL;

  g_file_get_contents (path, &page, NULL, &error);
  g_assert_no_error (error);
  for (const VdKindSpec *spec = vd_pack_schema (); spec->kind != NULL; spec++) {
    g_autofree char *begin = g_strdup_printf ("\n| `%s` / `%s` |", spec->parent, spec->kind);
    const char *row = strstr (page, begin);
    g_auto (GStrv) cells = NULL;

    if (spec->parent[0] == '\0' || g_str_equal (spec->parent, "varde-pack"))
      continue;
    g_test_message ("%s", begin + 1);
    g_assert_nonnull (row);
    cells = g_strsplit (row + strlen (begin), "|", 3);
    for (const VdAttrSpec *attr = spec->attrs; attr->name != NULL; attr++)
      g_assert_true (is_documented (cells[0], attr->name, attr->required));
    check_documented_texts (spec, cells[1]);
  }
}

static void
ask_for_nonsense (void)
{
  g_autoptr (VdPack) pack = parse_sample ();

  vd_node_text (vd_pack_find (pack, "step", "s"), "hue", "en");
}

static void
test_misuse (void)
{
  if (g_test_subprocess ()) {
    ask_for_nonsense ();
    return;
  }
  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_failed ();
  g_test_trap_assert_stderr ("*step has no text hue*");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pack/broken", test_broken);
  g_test_add_func ("/pack/limits", test_limits);
  g_test_add_func ("/pack/accessors", test_accessors);
  g_test_add_func ("/pack/fallback", test_fallback);
  g_test_add_func ("/pack/documented", test_documented);
  g_test_add_func ("/pack/misuse", test_misuse);
  return g_test_run ();
}
