/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "guidance-fixture.h"

#include <string.h>

#define ADULT "\"age\":\"adult\""
#define CHILD "\"age\":\"child\""
#define UNSURE "\"age\":\"unsure\""
#define THEN ADULT ",\"under_18_then\":true"
#define RG "reasonable-grounds"
#define GZ "grey-zone"
#define IN "indications"
#define KO "keep-open"

/* The table is the specification: the outcome rule of docs/guidance.md, row by row. */
static const struct {
  const char *setting, *person, *answers;
  const char *outcome, *overlays, *routes;
} rows[] = {
    /* The check on the rule: a cannabis grow, debt to work off, another job than promised. */
    {"prison", ADULT, "CRI-02=yes ECO-01=yes REC-01=yes", RG, "", "rosa legal-aid"},
    /* A smuggled asylum seeker with fear and distrust. */
    {"reception", ADULT, "PRE-01=yes PRE-02=yes PRE-03=yes VUL-02=maybe", KO, "", "rosa"},
    {"reception", ADULT, "", KO, "", "rosa"},
    {"reception", "", "", KO, "", "rosa"},

    /* Elements: supported by 1 strong, 2 medium, or 1 medium and 1 weak. */
    {"outreach", ADULT, "ORG-04=yes CTL-04=yes", RG, "",
     "rosa legal-aid"},                                /* purpose, means touched */
    {"outreach", ADULT, "ORG-04=yes", IN, "", "rosa"}, /* means is not touched */
    {"outreach", ADULT, "CTL-01=yes ECO-04=yes", RG, "", "rosa legal-aid"},
    {"outreach", ADULT, "CTL-04=yes COM-04=yes ECO-04=yes", IN, "",
     "rosa"}, /* same fact: one sign */
    {"outreach", ADULT, "CTL-04=yes CTL-08=yes ECO-04=yes", RG, "", "rosa legal-aid"},
    {"outreach", ADULT, "CTL-04=yes CTL-05=yes ECO-04=yes", RG, "", "rosa legal-aid"}, /* m + w */
    {"outreach", ADULT, "CTL-05=yes CTL-07=yes ECO-04=yes", IN, "", "rosa"},           /* w + w */
    /* A sign with touches false supports its element but does not touch it alone. */
    {"outreach", ADULT, "ORG-04=yes REC-02=yes", IN, "", "rosa"},
    {"outreach", ADULT, "ORG-04=yes REC-05=yes", RG, "", "rosa legal-aid"},
    /* Two of them do support. */
    {"outreach", ADULT, "ORG-04=yes REC-02=yes REC-04=yes", RG, "", "rosa legal-aid"},
    /* Means is also touched by a coercive sign beside another one, vulnerability aside. */
    {"outreach", ADULT, "SEX-01=yes", IN, "", "rosa"},
    {"outreach", ADULT, "SEX-01=yes VUL-01=yes", IN, "", "rosa"},
    {"outreach", ADULT, "SEX-01=yes REC-09=yes", RG, "", "rosa legal-aid"},
    /* Means and act supported: only with an act sign that names a form. */
    {"outreach", ADULT, "CTL-01=yes ECO-03=yes REC-08=yes", IN, "", "rosa"},
    {"outreach", ADULT, "CTL-01=yes ECO-03=yes SEX-04=yes", RG, "", "rosa legal-aid"},
    {"outreach", ADULT, "CTL-01=yes ECO-03=yes SEX-04=maybe", IN, "", "rosa"}, /* form sign weak */
    /* D4 with a supported dimension that holds a means. */
    {"outreach", ADULT, "LAB-03=yes LAB-12=yes LAB-10=yes REC-02=yes", GZ, "",
     "rosa caritas arbeidstilsynet a-krim"},

    /* Maybe counts one grade weaker, no and declined never. */
    {"outreach", ADULT, "CTL-01=maybe ECO-04=yes", IN, "", "rosa"},
    {"outreach", ADULT, "CTL-05=maybe CTL-07=maybe", KO, "", "rosa"},
    {"outreach", ADULT, "CTL-01=no ECO-04=no CRI-02=declined", KO, "", "rosa"},
    {"outreach", ADULT, "CTL-01=yes ECO-04=yes CTL-03=no", RG, "", "rosa legal-aid"},

    /* Indications: two signs, one medium or in different groups; one strong; one alone. */
    {"outreach", ADULT, "CTL-05=yes", KO, "", "rosa"},
    {"outreach", ADULT, "CTL-05=yes CTL-07=yes", KO, "", "rosa"}, /* weak, one group */
    {"outreach", ADULT, "CTL-05=yes COM-02=yes", IN, "", "rosa"}, /* weak, two groups */
    {"outreach", ADULT, "CTL-04=yes", KO, "", "rosa"},
    {"outreach", ADULT, "CTL-04=yes CTL-05=yes", IN, "", "rosa"},
    {"outreach", ADULT, "CTL-01=yes", IN, "", "rosa"},
    {"outreach", ADULT, "ECO-04=yes", IN, "", "rosa"},   /* alone, yes */
    {"outreach", ADULT, "ECO-04=maybe", KO, "", "rosa"}, /* alone asks for a yes */
    {"outreach", ADULT, "VUL-01=yes VUL-02=yes VUL-03=yes", KO, "",
     "rosa"}, /* vulnerability aside */
    {"outreach", ADULT ",\"worker_concern\":true", "", IN, "", "rosa"},
    {"outreach", ADULT ",\"danger\":[\"followed\"]", "", IN, "danger", "police rosa"},
    {"prison", ADULT ",\"danger\":[\"followed\"]", "", IN, "danger", "rosa"}, /* the duty officer */
    {"outreach", ADULT ",\"danger\":[\"injured\"]", "", KO, "danger", "rosa"},
    {"outreach", ADULT ",\"danger\":[\"child-at-risk\"]", "", KO, "danger", "police rosa"},
    {"outreach", ADULT ",\"danger\":[]", "", KO, "", "rosa"},

    /* Grey zone: purpose signs about work that alone support purpose. */
    {"outreach", ADULT, "LAB-02=yes LAB-04=yes", GZ, "", "rosa caritas arbeidstilsynet a-krim"},
    {"outreach", ADULT, "LAB-01=yes", IN, "", "rosa"},            /* one sign is not two */
    {"outreach", ADULT, "LAB-02=yes CRI-05=yes", IN, "", "rosa"}, /* one fact, not all work */
    {"outreach", ADULT, "LAB-01=yes LAB-12=yes CTL-01=yes", RG, "",
     "rosa caritas arbeidstilsynet a-krim legal-aid"},

    /* Age: the child path needs no means, and nobody on it is sent to ROSA. */
    {"border", UNSURE, "CHI-03=yes BOR-05=yes", IN, "child-duty", "barnevern bufdir"},
    {"border", CHILD, "ORG-04=yes", RG, "child-duty", "police barnevern bufdir"},
    {"reception", CHILD, "ORG-04=yes", RG, "child-duty", "barnevern bufdir"},
    {"reception", CHILD, "CHI-06=yes ECO-04=yes", RG, "child-duty", "barnevern bufdir"},
    {"reception", CHILD, "", KO, "", "barnevern bufdir"},
    {"reception", CHILD, "CHI-05=yes", KO, "child-discuss", "barnevern bufdir"},
    {"reception", CHILD, "CHI-09=yes", KO, "", "barnevern bufdir"}, /* presentation, weak */
    {"reception", CHILD, "CTL-05=maybe", KO, "child-discuss", "barnevern bufdir"},
    {"reception", CHILD ",\"worker_concern\":true", "", IN, "child-duty", "barnevern bufdir"},
    {"reception", CHILD ",\"danger\":[\"injured\"]", "", KO, "danger child-duty",
     "barnevern bufdir"},
    {"prison", CHILD, "PRI-11=yes", KO, "child-duty", "barnevern bufdir"},
    /* A sign of doubt about age turns adult and not asked yet into unsure. */
    {"prison", ADULT, "PRI-11=maybe", KO, "child-duty", "barnevern bufdir"},
    {"border", "", "BOR-10=maybe", KO, "child-discuss", "barnevern bufdir"},
    {"border", "", "BOR-10=no", KO, "", "rosa"},
    /* Under 18 when it happened: the child rule, but the recipient stays ROSA. */
    {"prison", THEN, "ORG-04=yes", RG, "", "rosa legal-aid"},
    {"prison", ADULT, "ORG-04=yes", IN, "", "rosa"},
    /* Age not known: the higher of both strengths, but not the child clauses. */
    {"border", "", "CTL-05=yes COM-02=yes", IN, "", "rosa"},
    {"border", ADULT, "CHI-03=yes CHI-05=yes", KO, "", "rosa"}, /* child only: one weaker */
    /* SEX-02 is a means for adults and a purpose for children. */
    {"outreach", ADULT, "SEX-02=yes", IN, "", "rosa"},
    {"outreach", CHILD, "SEX-02=yes", RG, "child-duty", "barnevern bufdir"},
    /* In the border setting the police are asked before departure. */
    {"border", ADULT, "CTL-01=yes ECO-04=yes", RG, "", "police rosa legal-aid"},
};

static char *
join_ids (const GPtrArray *nodes)
{
  GString *joined = g_string_new (NULL);

  for (guint i = 0; i < nodes->len; i++)
    g_string_append_printf (joined, "%s%s", i > 0 ? " " : "",
                            vd_node_id (g_ptr_array_index (nodes, i)));
  return g_string_free (joined, FALSE);
}

static char *
join_strings (GPtrArray *strings)
{
  g_ptr_array_add (strings, NULL);
  return g_strjoinv (" ", (char **)strings->pdata);
}

static void
test_table (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (VdRecord) record = fixture_record (rows[i].setting, rows[i].person, rows[i].answers);
    g_autoptr (VdGuidance) guidance = vd_guidance_new (fixture_pack (), record, NULL);
    g_autoptr (GPtrArray) codes = vd_guidance_overlay_codes (guidance);
    g_autofree char *overlays = join_strings (codes);
    g_autofree char *routes = join_ids (guidance->routes);

    g_test_message ("row %u: %s {%s} %s", i, rows[i].setting, rows[i].person, rows[i].answers);
    g_assert_cmpstr (vd_outcome_code (guidance->outcome), ==, rows[i].outcome);
    g_assert_cmpstr (overlays, ==, rows[i].overlays);
    g_assert_cmpstr (routes, ==, rows[i].routes);
    g_assert_cmpuint (guidance->reasons->len, >, 0);
  }
}

static void
test_told_by_others (void)
{
  static const struct {
    const char *answers;
    gboolean told_only;
  } told[] = {
      {"CTL-01=yes:third_party ECO-04=yes:third_party", TRUE},
      {"CTL-01=yes:statement ECO-04=yes:third_party", TRUE},
      {"CTL-01=yes:statement ECO-04=yes:observation", FALSE},
      {"CTL-01=yes:third_party CTL-03=yes:statement ECO-04=yes:statement", FALSE},
      {"CTL-01=yes:third_party", FALSE}, /* Not reasonable grounds at all. */
  };

  for (guint i = 0; i < G_N_ELEMENTS (told); i++) {
    g_autoptr (VdRecord) record = fixture_record ("outreach", ADULT, told[i].answers);
    g_autoptr (VdGuidance) guidance = vd_guidance_new (fixture_pack (), record, NULL);

    g_test_message ("%s", told[i].answers);
    g_assert_cmpint (guidance->told_only, ==, told[i].told_only);
  }
}

/* "Duty" is worded per setting: public bodies must notify, others are urged to. */
static void
test_duty_words (void)
{
  g_autoptr (VdRecord) border = fixture_record ("border", CHILD ",\"worker_concern\":true", "");
  g_autoptr (VdRecord) outreach = fixture_record ("outreach", CHILD ",\"worker_concern\":true", "");
  g_autoptr (VdGuidance) must = vd_guidance_new (fixture_pack (), border, NULL);
  g_autoptr (VdGuidance) urged = vd_guidance_new (fixture_pack (), outreach, NULL);

  g_assert_nonnull (strstr (vd_guidance_title (must, fixture_pack (), "en"), "Duty"));
  g_assert_null (strstr (vd_guidance_title (urged, fixture_pack (), "en"), "Duty"));
  g_assert_nonnull (
      strstr (vd_guidance_overlay_text (urged, fixture_pack (), "child-duty", "en"), "urged"));
  g_assert_null (
      strstr (vd_guidance_overlay_text (must, fixture_pack (), "child-duty", "en"), "urged"));
}

/* The case list says what to do next: a step nobody has dealt with, never a warning. */
static void
test_next_step (void)
{
  static const char json[] =
      "{\"format\":\"varde-assessment\",\"version\":1,\"setting\":\"outreach\","
      "\"person\":{\"age\":\"adult\"},\"answers\":{\"CTL-01\":{\"value\":\"yes\"},"
      "\"ECO-04\":{\"value\":\"yes\"}},\"steps\":[{\"id\":\"call-rosa\",\"state\":\"done\"}]}";
  g_autoptr (VdRecord) before = fixture_record ("outreach", ADULT, "CTL-01=yes ECO-04=yes");
  g_autoptr (VdRecord) after = vd_record_parse (json, sizeof json - 1, fixture_pack (), NULL);
  g_autoptr (VdGuidance) guidance = vd_guidance_new (fixture_pack (), before, NULL);
  const VdNode *next = vd_guidance_next_step (guidance, before);

  g_assert_cmpstr (vd_node_id (next), ==, "call-rosa");
  g_assert_true (vd_guidance_next_step (guidance, after) != next);
  g_assert_cmpstr (vd_node_id (g_ptr_array_index (guidance->steps, 0)), ==, "do-not-contact");
}

/* A withdrawn entry never counts; of several live ones the strongest does. */
static void
test_dated_entries (void)
{
  static const char json[] =
      "{\"format\":\"varde-assessment\",\"version\":1,\"setting\":\"outreach\","
      "\"person\":{\"age\":\"adult\"},\"answers\":{"
      "\"CTL-01\":[{\"value\":\"yes\",\"withdrawn\":true},{\"value\":\"no\"}],"
      "\"ECO-04\":[{\"value\":\"yes\"},{\"value\":\"no\"},{\"value\":\"declined\"}]}}";
  g_autoptr (GError) error = NULL;
  g_autoptr (VdRecord) record = vd_record_parse (json, sizeof json - 1, fixture_pack (), &error);
  g_autoptr (VdGuidance) guidance = NULL;

  g_assert_no_error (error);
  guidance = vd_guidance_new (fixture_pack (), record, NULL);
  g_assert_cmpint (guidance->outcome, ==, VD_OUTCOME_INDICATIONS);
  g_assert_cmpuint (guidance->elements[VD_ELEMENT_MEANS].indicators->len, ==, 0);
  g_assert_cmpuint (guidance->elements[VD_ELEMENT_PURPOSE].indicators->len, ==, 1);
}

static void
test_child_seen_step (void)
{
  static const struct {
    const char *person, *answers;
    gboolean step;
  } cases[] = {
      {ADULT, "BEG-03=yes", TRUE},
      {ADULT, "DOM-07=maybe", TRUE},
      {ADULT ",\"danger\":[\"child-at-risk\"]", "", TRUE},
      {ADULT ",\"children_along\":1", "", TRUE},
      {ADULT ",\"children_along\":0", "BEG-03=no", FALSE},
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (VdRecord) record = fixture_record ("outreach", cases[i].person, cases[i].answers);
    g_autoptr (VdGuidance) guidance = vd_guidance_new (fixture_pack (), record, NULL);
    const VdNode *node = vd_pack_find (fixture_pack (), "step", "child-seen");

    g_test_message ("%s %s", cases[i].person, cases[i].answers);
    g_assert_nonnull (node);
    g_assert_cmpint (g_ptr_array_find (guidance->steps, node, NULL), ==, cases[i].step);
  }
}

static const char *const ages[] = {ADULT, "", UNSURE, CHILD};

/* One random case: some indicators answered, perhaps a concern. */
static char *
random_answers (GRand *rand, guint n)
{
  static const char *const values[] = {"yes", "maybe", "no", "declined"};
  const VdPack *pack = fixture_pack ();
  g_autoptr (GHashTable) seen = g_hash_table_new (g_direct_hash, g_direct_equal);
  GString *answers = g_string_new (NULL);

  for (guint i = 0; i < n; i++) {
    guint index = (guint)g_rand_int_range (rand, 0, (int)vd_pack_n_indicators (pack));

    if (g_hash_table_add (seen, GUINT_TO_POINTER (index)))
      g_string_append_printf (answers, " %s=%s", vd_pack_indicator (pack, index)->id,
                              values[g_rand_int_range (rand, 0, 4)]);
  }
  return g_string_free (answers, FALSE);
}

static VdOutcome
outcome_of (const char *person, const char *answers)
{
  g_autoptr (VdRecord) record = fixture_record ("outreach", person, answers);
  g_autoptr (VdGuidance) guidance = vd_guidance_new (fixture_pack (), record, NULL);

  return guidance->outcome;
}

/* The property of the rule: one more "yes" never leads to an earlier-ending outcome. */
static void
test_more_yes (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (20260502);

  for (guint i = 0; i < 3000; i++) {
    const char *person = ages[g_rand_int_range (rand, 0, 4)];
    g_autofree char *answers = random_answers (rand, (guint)g_rand_int_range (rand, 0, 7));
    const VdPack *pack = fixture_pack ();
    guint extra = (guint)g_rand_int_range (rand, 0, (int)vd_pack_n_indicators (pack));
    const char *id = vd_pack_indicator (pack, extra)->id;
    g_autofree char *more = NULL;

    if (g_strstr_len (answers, -1, id) != NULL)
      continue;
    more = g_strdup_printf ("%s %s=yes", answers, id);
    g_test_message ("{%s}%s + %s", person, answers, id);
    g_assert_cmpint (outcome_of (person, answers), <=, outcome_of (person, more));
  }
}

/* And neither does a younger or less certain age. */
static void
test_younger (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (20260503);

  for (guint i = 0; i < 1500; i++) {
    g_autofree char *answers = random_answers (rand, (guint)g_rand_int_range (rand, 1, 7));
    VdOutcome before = VD_OUTCOME_KEEP_OPEN;

    g_test_message ("%s", answers);
    for (guint a = 0; a < G_N_ELEMENTS (ages); a++) {
      VdOutcome after = outcome_of (ages[a], answers);

      g_assert_cmpint (before, <=, after);
      before = after;
    }
    g_assert_cmpint (outcome_of (ADULT, answers), <=, outcome_of (THEN, answers));
  }
}

/* The same case gives the same object, byte for byte. */
static void
test_deterministic (void)
{
  g_autoptr (VdRecord) record =
      fixture_record ("prison", ADULT, "CRI-02=yes ECO-01=yes PRI-01=yes");
  char *texts[2] = {NULL, NULL};

  for (guint i = 0; i < 2; i++) {
    g_autoptr (VdGuidance) guidance = vd_guidance_new (fixture_pack (), record, "2026-05-02");
    g_autoptr (json_t) json = vd_guidance_to_json (guidance, fixture_pack (), "en");

    texts[i] = vd_json_write (json, NULL);
  }
  g_assert_cmpstr (texts[0], ==, texts[1]);
  g_free (texts[0]);
  g_free (texts[1]);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/guidance/table", test_table);
  g_test_add_func ("/guidance/told-by-others", test_told_by_others);
  g_test_add_func ("/guidance/duty-words", test_duty_words);
  g_test_add_func ("/guidance/next-step", test_next_step);
  g_test_add_func ("/guidance/dated-entries", test_dated_entries);
  g_test_add_func ("/guidance/child-seen", test_child_seen_step);
  g_test_add_func ("/guidance/more-yes", test_more_yes);
  g_test_add_func ("/guidance/younger", test_younger);
  g_test_add_func ("/guidance/deterministic", test_deterministic);
  return g_test_run ();
}
