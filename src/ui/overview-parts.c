/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "overview-parts"

#include "config.h"

#include "ui/overview-parts.h"

#include <glib/gi18n-lib.h>

#include "ui/blocks.h"
#include "ui/closing.h"
#include "ui/fold.h"
#include "ui/outcome-words.h"
#include "ui/parts.h"

/* The outcome */

/* The sentence that the page is about: large, though it stands below the name of the place. */
static GtkWidget *
sentence_new (const char *text)
{
  GtkWidget *label = vd_heading_new (text, 3);

  gtk_widget_remove_css_class (label, "title-4");
  gtk_widget_add_css_class (label, "title-3");
  return label;
}

static void
append_overlay (GtkWidget *box, VdSession *session, const char *id)
{
  const char *lang = vd_session_get_language (session);
  const VdPack *pack = vd_session_get_pack (session);
  const VdGuidance *guidance = vd_session_get_guidance (session);
  GtkWidget *inside;

  vd_block_append (box, vd_card_new (&inside));
  vd_block_append (inside, sentence_new (vd_guidance_overlay_title (guidance, pack, id, lang)));
  vd_block_append (inside, vd_paragraph_new (vd_guidance_overlay_text (guidance, pack, id, lang)));
}

static void
append_advice (GtkWidget *box, VdSession *session)
{
  const VdGuidance *guidance = vd_session_get_guidance (session);
  const VdPack *pack = vd_session_get_pack (session);
  const char *lang = vd_session_get_language (session);

  vd_block_append (box, sentence_new (vd_guidance_title (guidance, pack, lang)));
  vd_block_append (box, vd_paragraph_new (vd_guidance_advice (guidance, pack, lang)));
}

void
vd_overview_outcome (GtkWidget *box, VdSession *session)
{
  guint overlays = vd_session_get_guidance (session)->overlays;

  if ((overlays & VD_OVERLAY_DANGER) != 0)
    append_overlay (box, session, "danger");
  if ((overlays & VD_OVERLAY_CHILD_DISCUSS) != 0)
    append_overlay (box, session, "child-discuss");
  /* The duty replaces the sentence of the outcome. */
  if ((overlays & VD_OVERLAY_CHILD_DUTY) != 0)
    append_overlay (box, session, "child-duty");
  else
    append_advice (box, session);
}

/* Reasons */

/* "Yes · said by the person · 4 May 2026 · ab"; answers that differ stand below each other. */
static char *
answer_line (VdSession *session, const VdAnswer *answer)
{
  static const struct {
    VdBasis basis;
    const char *phrase;
  } bases[] = {
      {VD_BASIS_OBSERVATION, "basis-observation"},
      {VD_BASIS_STATEMENT, "basis-statement"},
      {VD_BASIS_THIRD_PARTY, "basis-third_party"},
      {VD_BASIS_DOCUMENT, "basis-document"},
  };
  const VdPack *pack = vd_session_get_pack (session);
  const char *lang = vd_session_get_language (session);
  GString *line = g_string_new (
      vd_pack_choice (pack, "answer.value", vd_answer_value_code (answer->value), lang));

  if (answer->basis == 0)
    g_string_append_printf (line, " · %s", vd_pack_phrase (pack, "basis-none", lang));
  for (guint i = 0; i < G_N_ELEMENTS (bases); i++) {
    if ((answer->basis & bases[i].basis) != 0)
      g_string_append_printf (line, " · %s", vd_pack_phrase (pack, bases[i].phrase, lang));
  }
  if (answer->date != NULL) {
    g_autofree char *date = vd_referral_date_text (pack, answer->date, lang);

    g_string_append_printf (line, " · %s", date);
  }
  if (answer->by != NULL) {
    g_autofree char *by = vd_isolate (answer->by);

    g_string_append_printf (line, " · %s", by);
  }
  return g_string_free (line, FALSE);
}

static void
append_answer (GtkWidget *box, VdSession *session, const VdIndicator *indicator)
{
  const VdRecord *record = vd_session_get_record (session);
  const char *lang = vd_session_get_language (session);
  GtkWidget *inside;
  VdAnswer answer;

  vd_block_append (box, vd_card_new (&inside));
  vd_block_append (inside, vd_indicator_link (session, indicator));
  vd_block_append (inside, vd_paragraph_new (vd_node_text (indicator->node, "text", lang)));
  for (guint i = 0; vd_record_get_answer (record, indicator->id, i, &answer); i++) {
    g_autofree char *line = NULL;

    if (answer.withdrawn || answer.value == VD_ANSWER_NOT_ASKED)
      continue;
    line = answer_line (session, &answer);
    vd_block_append (inside, vd_hint_new (line));
    if (answer.note != NULL)
      vd_block_append (inside, vd_paragraph_new (answer.note));
  }
}

static void
append_reason (GtkWidget *box, VdSession *session, const VdReason *reason, GHashTable *seen)
{
  const char *text = vd_node_text (reason->node, "text", vd_session_get_language (session));

  if (reason->indicators->len == 0 && vd_reason_place (reason) != NULL)
    vd_block_append (box, vd_block_link (text, vd_reason_place (reason)));
  else
    vd_block_append (box, vd_paragraph_new (text));
  for (guint i = 0; i < reason->indicators->len; i++) {
    const VdIndicator *indicator = g_ptr_array_index (reason->indicators, i);

    if (g_hash_table_add (seen, (gpointer)indicator))
      append_answer (box, session, indicator);
  }
}

void
vd_overview_reasons (GtkWidget *box, VdSession *session)
{
  const GPtrArray *reasons = vd_session_get_guidance (session)->reasons;
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);

  vd_block_append (box, vd_heading_new (_ ("Because"), 3));
  for (guint i = 0; i < reasons->len; i++)
    append_reason (box, session, g_ptr_array_index (reasons, i), seen);
}

/* What would change the picture */

void
vd_overview_missing (GtkWidget *box, VdSession *session)
{
  const GPtrArray *missing = vd_session_get_guidance (session)->missing;

  if (missing->len == 0)
    return;
  vd_block_append (box, vd_heading_new (_ ("Not known yet: what could change the picture"), 3));
  for (guint i = 0; i < missing->len; i++) {
    const VdNode *node = g_ptr_array_index (missing, i);

    vd_block_append (box,
                     vd_block_link (vd_node_text (node, "text", vd_session_get_language (session)),
                                    vd_missing_place (node)));
  }
}

/* Cautions */

static gboolean
is_about_rule (const VdNode *explanation)
{
  const char *id = vd_node_id (explanation);

  return g_str_has_prefix (id, "threshold") || g_str_equal (id, "how-the-rule-works") ||
         g_str_equal (id, "whose-rule");
}

static void
append_explanations (GtkWidget *box, VdSession *session, gboolean about_rule)
{
  const GPtrArray *nodes = vd_pack_nodes (vd_session_get_pack (session), "explanation");
  const char *lang = vd_session_get_language (session);

  for (guint i = 0; i < nodes->len; i++) {
    const VdNode *node = g_ptr_array_index (nodes, i);

    if (is_about_rule (node) != about_rule)
      continue;
    vd_block_append (box, vd_heading_new (vd_node_text (node, "name", lang), 4));
    vd_block_append (box, vd_paragraph_new (vd_node_text (node, "text", lang)));
  }
}

static void
build_against (GtkWidget *box, gpointer data)
{
  append_explanations (box, data, FALSE);
}

void
vd_overview_cautions (GtkWidget *box, VdSession *session)
{
  const VdGuidance *guidance = vd_session_get_guidance (session);
  const GPtrArray *cautions = guidance->cautions;
  const char *lang = vd_session_get_language (session);

  vd_block_append (box, vd_heading_new (_ ("Mind this"), 3));
  for (guint i = 0; i < cautions->len; i++) {
    const VdIndicator *indicator = g_ptr_array_index (cautions, i);

    vd_block_append (box, vd_block_pair (vd_node_text (indicator->node, "name", lang),
                                         vd_guidance_caution (guidance, indicator, lang)));
  }
  vd_block_append (box, vd_fold_new ("against", _ ("What does not speak against the person"),
                                     build_against, g_object_ref (session), g_object_unref));
}

/* Act, means, purpose; dimensions */

static GtkWidget *
finding_new (VdSession *session, const VdNode *node, const VdFinding *finding)
{
  const char *lang = vd_session_get_language (session);
  GtkWidget *inside;
  GtkWidget *card = vd_card_new (&inside);

  vd_block_append (inside, vd_heading_new (vd_node_text (node, "name", lang), 4));
  vd_block_append (inside, vd_paragraph_new (vd_finding_words (session, finding)));
  vd_block_append (inside, vd_hint_new (vd_node_text (node, "text", lang)));
  for (guint i = 0; i < finding->indicators->len; i++)
    vd_block_append (inside,
                     vd_indicator_link (session, g_ptr_array_index (finding->indicators, i)));
  return card;
}

void
vd_overview_findings (GtkWidget *box, VdSession *session)
{
  static const char *const elements[] = {"act", "means", "purpose"};
  static const char *const dimensions[VD_N_DIMENSIONS] = {"D1", "D2", "D3", "D4", "D5", "D6"};
  const VdGuidance *guidance = vd_session_get_guidance (session);
  const VdPack *pack = vd_session_get_pack (session);
  GtkWidget *columns = vd_block_columns (3);
  GtkWidget *more = vd_block_columns (3);

  for (guint i = 0; i < G_N_ELEMENTS (elements); i++)
    vd_block_columns_append (
        columns,
        finding_new (session, vd_pack_find (pack, "element", elements[i]), &guidance->elements[i]));
  for (guint i = 0; i < VD_N_DIMENSIONS; i++)
    vd_block_columns_append (more,
                             finding_new (session, vd_pack_find (pack, "dimension", dimensions[i]),
                                          &guidance->dimensions[i]));
  vd_block_append (box, vd_heading_new (_ ("What we know"), 3));
  vd_block_append (box, columns);
  vd_block_append (box, vd_heading_new (_ ("Seen from six sides"), 3));
  vd_block_append (box, more);
}

/* Law and threshold */

static void
build_law (GtkWidget *box, gpointer data)
{
  VdSession *session = data;
  const VdPack *pack = vd_session_get_pack (session);
  const char *lang = vd_session_get_language (session);
  const GPtrArray *explanations = vd_pack_nodes (pack, "explanation");
  const VdNode *outcome =
      vd_pack_find (pack, "outcome", vd_outcome_code (vd_session_get_guidance (session)->outcome));
  g_autoptr (GPtrArray) nodes = g_ptr_array_new ();

  g_ptr_array_add (nodes, (gpointer)outcome);
  for (guint i = 0; i < explanations->len; i++) {
    if (is_about_rule (g_ptr_array_index (explanations, i)))
      g_ptr_array_add (nodes, g_ptr_array_index (explanations, i));
  }
  vd_block_append (box, vd_paragraph_new (vd_node_text (outcome, "because", lang)));
  append_explanations (box, session, TRUE);
  vd_block_append (box, vd_heading_new (vd_pack_phrase (pack, "sources", lang), 4));
  vd_block_append (box, vd_block_sources (pack, nodes, lang));
}

void
vd_overview_law (GtkWidget *box, VdSession *session)
{
  vd_block_append (box, vd_fold_new ("law", _ ("How this comes about: law, thresholds, sources"),
                                     build_law, g_object_ref (session), g_object_unref));
}

/* Inactive */

static void
append_inactive (GtkWidget *box, const GPtrArray *items, gboolean answers, const char *lang)
{
  for (guint i = 0; i < items->len; i++) {
    const VdInactive *item = g_ptr_array_index (items, i);

    if (g_str_equal (item->list, "answers") == answers)
      vd_block_append (box, vd_hint_new (vd_inactive_words (item, lang)));
  }
}

static guint
count_answers (const GPtrArray *items)
{
  guint n = 0;

  for (guint i = 0; i < items->len; i++)
    n += g_str_equal (((const VdInactive *)g_ptr_array_index (items, i))->list, "answers");
  return n;
}

void
vd_overview_inactive (GtkWidget *box, VdSession *session)
{
  g_autoptr (GPtrArray) items = vd_session_list_inactive (session);
  const char *lang = vd_session_get_language (session);
  guint answers = count_answers (items);

  if (items->len > answers) {
    vd_block_append (box, vd_heading_new (_ ("Ticked earlier, does not apply now"), 3));
    vd_block_append (
        box, vd_paragraph_new (_ ("Nothing was deleted. It comes back when the answers call for it "
                                  "again. Only closing the case removes it, after asking.")));
    append_inactive (box, items, FALSE, lang);
  }
  if (answers > 0) {
    vd_block_append (box, vd_heading_new (_ ("Answered earlier, not in this content"), 3));
    vd_block_append (
        box, vd_paragraph_new (_ ("These answers stay as they were noted. They do not count and "
                                  "are not sent. Only closing the case may remove them, after "
                                  "asking.")));
    append_inactive (box, items, TRUE, lang);
  }
}
