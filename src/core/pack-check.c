/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pack-check"

#include "core/pack-check.h"
#include "core/pack-coverage.h"
#include "core/pack-private.h"
#include "core/pack-words.h"
#include "core/rule-private.h"

#include <string.h>

typedef struct {
  const VdPack *pack;
  VdPackProblemFunc problem;
  gpointer data;
  gboolean found;
} Check;

/* What src/core and src/share ask for by id; without the reasons an outcome could not explain
 * itself. `step`s, `contact`s and the rest are content that may be empty. */
static const struct {
  const char *kind;
  const char *ids;
} needed[] = {
    {"setting", "prison reception border outreach"},
    {"outcome", "keep-open indications grey-zone reasonable-grounds"},
    {"overlay", "danger child-duty child-discuss"},
    {"reason", "purpose-means means-purpose means-act-form dimensions child-purpose "
               "child-dimension child-act grey-zone two-signs two-groups one-strong alone "
               "worker-concern danger supporting-only age-doubt third-party-only keep-open"},
    {"element", "act means purpose vulnerability presentation tip"},
    {"dimension", "D1 D2 D3 D4 D5 D6"},
    {"missing", "age act means purpose danger interpreter consent basis-third-party"},
    {"recipient", "police barnevern bufdir rosa caritas arbeidstilsynet a-krim legal-aid"},
    {"phase", "A B C D E F G H I J"},
    {"phrase", "not-known nothing-noted undated yes no document-page document-reference "
               "document-date date-full date-month date-time month-1 month-2 month-3 month-4 "
               "month-5 month-6 month-7 month-8 month-9 month-10 month-11 month-12 noted-by "
               "asked-in answer-maybe journal-correction journal-action basis-observation "
               "basis-statement basis-third_party basis-document basis-none consent-parts "
               "consent-explained consent-withdrawn may-know may-not-know part-single "
               "draft-translation"},
};

static const char *const purposes[] = {"element", "dimension", "indications"};

/* Kinds that say something about the world or about what to do, each with a source of its own or
 * of the element it stands in. */
static const char sourced[] =
    "indicator setting short check line question never interpreter information ending outcome "
    "overlay "
    "variant reason element dimension missing explanation step recipient contact provision right "
    "article ground";

static void
tell (Check *check, const VdNode *node, const char *what)
{
  g_autofree char *path = node != NULL ? vd_node_path (node) : NULL;
  g_autofree char *where =
      node != NULL ? g_strdup_printf ("line %d: %s", node->line, path) : g_strdup ("varde-pack");

  check->found = TRUE;
  check->problem (where, what, check->data);
}

static void
tell_word (Check *check, const VdNode *node, const char *before, const char *word)
{
  g_autofree char *what = g_strconcat (before, word, NULL);

  tell (check, node, what);
}

static void
check_needed (Check *check)
{
  for (guint i = 0; i < G_N_ELEMENTS (needed); i++) {
    g_auto (GStrv) ids = g_strsplit (needed[i].ids, " ", -1);

    for (guint j = 0; ids[j] != NULL; j++) {
      g_autofree char *what = g_strdup_printf ("there is no %s \"%s\"", needed[i].kind, ids[j]);

      if (vd_pack_find (check->pack, needed[i].kind, ids[j]) == NULL)
        tell (check, NULL, what);
    }
  }
  for (guint i = 0; i < G_N_ELEMENTS (purposes); i++) {
    if (vd_pack_combinations (check->pack, purposes[i])->len == 0)
      tell_word (check, NULL, "there is no combination for ", purposes[i]);
  }
}

static gboolean
has_sources (const VdNode *node)
{
  for (; node != NULL; node = node->parent) {
    if (vd_node_peek (node, "sources") != NULL)
      return TRUE;
  }
  return FALSE;
}

static gboolean
needs_sources (const VdNode *node)
{
  const char *kind = node->spec->kind;

  if (g_str_equal (kind, "paragraph"))
    return g_str_equal (node->spec->parent, "article");
  if (g_str_equal (kind, "case"))
    return vd_practice_is_story (node);
  return vd_pack_schema_word_in (sourced, kind);
}

/* What is only seen by staff is never asked, so there is nothing to say. */
static void
check_spoken (Check *check, const VdNode *node)
{
  if (g_str_equal (vd_node_attr (node, "basis"), "observation") &&
      !vd_text_is_empty (vd_node_text_all (node, "say")))
    tell (check, node, "only seen by staff, and yet has words to say");
}

/* A group that a setting leaves out could not be reached there. */
static void
check_reachable (Check *check, const VdNode *setting)
{
  const GPtrArray *groups = vd_pack_nodes (check->pack, "group");
  const char *const *listed = vd_node_list (setting, "groups");

  for (guint i = 0; i < groups->len; i++) {
    const char *id = vd_node_id (g_ptr_array_index (groups, i));

    if (!g_strv_contains (listed, id))
      tell_word (check, setting, "cannot reach the group ", id);
  }
}

/* Within 30 seconds nobody is asked anything. */
static void
check_look (Check *check, const VdNode *form)
{
  const char *const *core = vd_node_list (form, "core");

  for (guint i = 0; g_str_equal (vd_node_id (form), "thirty-seconds") && core[i] != NULL; i++) {
    const VdNode *sign = vd_pack_find (check->pack, "indicator", core[i]);

    if (!g_strv_contains (vd_node_list (sign, "basis"), "observation"))
      tell_word (check, form, "cannot be seen: ", core[i]);
  }
}

static void
check_words (Check *check, const VdNode *node, const VdNodeText *text, const VdNode *language)
{
  const char *lang = language != NULL ? vd_node_id (language) : "en";
  const char *words = vd_text_get (text->text, lang, NULL);
  const char *verdict;
  g_autofree char *where = g_strdup_printf ("%s in %s: ", text->name, lang);

  if (!vd_text_has (text->text, lang)) {
    if (node->rule != NULL && vd_node_flag (node, "safety", FALSE) &&
        g_str_equal (vd_node_attr (language, "state"), "reviewed"))
      tell_word (check, node, where, "missing, and it is about safety");
    return;
  }
  /* Names of sources are other people's words. */
  verdict = g_str_equal (node->spec->kind, "source") ? NULL : vd_pack_verdict (words, lang);
  if (verdict != NULL)
    tell_word (check, node, where, verdict);
  if (language != NULL) {
    g_autofree char *here = vd_pack_placeholders (words);
    g_autofree char *english = vd_pack_placeholders (vd_text_get (text->text, "en", NULL));

    if (!g_str_equal (here, english))
      tell_word (check, node, where, "other names in braces than in English");
  }
}

static void
check_texts (Check *check, const VdNode *node)
{
  const GPtrArray *languages = vd_pack_nodes (check->pack, "language");

  for (guint i = 0; i < node->texts->len; i++) {
    const VdNodeText *text = &g_array_index (node->texts, VdNodeText, i);

    check_words (check, node, text, NULL);
    for (guint l = 0; l < languages->len; l++) {
      const VdNode *language = g_ptr_array_index (languages, l);

      if (!g_str_equal (vd_node_id (language), "en"))
        check_words (check, node, text, language);
    }
  }
}

static void
check_node (Check *check, const VdNode *node)
{
  if (needs_sources (node) && !has_sources (node))
    tell (check, node, "no source");
  if (g_str_equal (node->spec->kind, "indicator"))
    check_spoken (check, node);
  if (g_str_equal (node->spec->kind, "setting"))
    check_reachable (check, node);
  if (g_str_equal (node->spec->kind, "short"))
    check_look (check, node);
  check_texts (check, node);
  for (guint i = 0; i < node->children->len; i++)
    check_node (check, g_ptr_array_index (node->children, i));
}

static void
check_condition (Check *check, const VdConditionSeen *condition)
{
  static const char *const names[] = {"false", "unknown", "true"};

  for (guint truth = VD_FALSE; truth <= VD_TRUE; truth++) {
    gboolean seen = (condition->seen & VD_TRUTH_BIT (truth)) != 0;
    g_autofree char *what = g_strdup_printf (
        "condition in line %d (%s%s%s): no case makes it %s", condition->rule->line,
        vd_rule_element (condition->rule), condition->rule->item != NULL ? " " : "",
        condition->rule->item != NULL ? condition->rule->item : "", names[truth]);

    if (!seen && (condition->possible & VD_TRUTH_BIT (truth)) != 0)
      tell (check, condition->node, what);
  }
  if ((condition->possible & VD_TRUTH_BIT (VD_TRUE)) == 0)
    tell (check, condition->node, "holds a condition that is never true");
}

static void
check_coverage (Check *check)
{
  static const char *const kinds[] = {"outcome", "overlay", "reason", "missing", "recipient"};
  g_autoptr (VdCoverage) coverage = vd_coverage_new (check->pack);

  for (guint i = 0; i < coverage->conditions->len; i++)
    check_condition (check, &g_array_index (coverage->conditions, VdConditionSeen, i));
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++) {
    const GPtrArray *nodes = vd_pack_nodes (check->pack, kinds[i]);

    for (guint j = 0; j < nodes->len; j++) {
      if (!vd_coverage_has (coverage, g_ptr_array_index (nodes, j)))
        tell (check, g_ptr_array_index (nodes, j), "no case leads to it");
    }
  }
}

static void
check_expectations (Check *check)
{
  const GPtrArray *cases = vd_pack_nodes (check->pack, "case");

  for (guint i = 0; i < cases->len; i++) {
    const VdNode *node = g_ptr_array_index (cases, i);
    g_autoptr (VdRecord) record = vd_practice_record (node);
    g_autoptr (VdGuidance) guidance =
        vd_guidance_new (check->pack, record, vd_node_attr (node, "today"));
    g_autofree char *difference = vd_practice_difference (node, guidance);

    if (difference != NULL)
      tell (check, node, difference);
  }
}

gboolean
vd_pack_check (const VdPack *pack, VdPackProblemFunc problem, gpointer data)
{
  Check check = {pack, problem, data, FALSE};

  check_needed (&check);
  check_node (&check, pack->root);
  check_expectations (&check);
  check_coverage (&check);
  return !check.found;
}
