/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "referral-answers"

#include "core/referral-build.h"

/* One way of knowing: its code, the part it belongs to, the words for it. */
static const struct {
  VdBasis basis;
  const char *code;
  const char *part;
} bases[] = {
    {VD_BASIS_OBSERVATION, "observation", "seen"},
    {VD_BASIS_STATEMENT, "statement", "said"},
    {VD_BASIS_THIRD_PARTY, "third_party", "told"},
    {VD_BASIS_DOCUMENT, "document", "documents"},
};

#define ALL_BASES                                                                                  \
  (VD_BASIS_OBSERVATION | VD_BASIS_STATEMENT | VD_BASIS_THIRD_PARTY | VD_BASIS_DOCUMENT)

static guint
basis_of_code (const char *code)
{
  for (guint i = 0; i < G_N_ELEMENTS (bases); i++) {
    if (g_strcmp0 (bases[i].code, code) == 0)
      return bases[i].basis;
  }
  return 0;
}

static const char *
part_of_basis (guint basis)
{
  for (guint i = 0; i < G_N_ELEMENTS (bases); i++) {
    if (bases[i].basis & basis)
      return bases[i].part;
  }
  return "seen";
}

static guint
parts_of_bases (guint basis)
{
  guint parts = 0;

  for (guint i = 0; i < G_N_ELEMENTS (bases); i++) {
    if (bases[i].basis & basis)
      parts |= vd_part_bit (bases[i].part);
  }
  return parts;
}

static void
add_bases (const VdReferralBuild *build, GString *heading, guint basis)
{
  if (basis == 0)
    vd_referral_add_fact (heading, vd_referral_phrase (build, "basis-none"));
  for (guint i = 0; i < G_N_ELEMENTS (bases); i++) {
    g_autofree char *id = g_strconcat ("basis-", bases[i].code, NULL);

    if (basis & bases[i].basis)
      vd_referral_add_fact (heading, vd_referral_phrase (build, id));
  }
}

/* Whether an entry leaves: its parts are chosen and covered, or it was chosen alone and a consent
 * covers its parts or names it. */
static gboolean
entry_leaves (VdReferralBuild *build, guint needs, const char *single)
{
  gboolean chosen = g_hash_table_contains (build->singles, single);

  if ((build->allowed & needs) == needs)
    return TRUE;
  if (!chosen)
    return FALSE;
  if ((build->consented & needs) == needs || g_hash_table_contains (build->covered, single))
    return TRUE;
  build->held |= needs & ~build->consented;
  return FALSE;
}

/* One box of a form: which answers it holds. */
typedef struct {
  guint basis;    /* VdBasis bits */
  gboolean mixed; /* the heading says how each is known */
  const char *part;
  const char *const *groups; /* empty: all */
} Box;

/* An answer without a basis stands with what staff saw, says so, and needs what was said too. */
static guint
shown_basis (const VdAnswer *answer, const Box *box)
{
  guint basis = answer->basis == 0 ? VD_BASIS_OBSERVATION : answer->basis;

  return basis & box->basis;
}

static guint
answer_needs (const VdReferralBuild *build,
              const VdIndicator *indicator,
              const VdAnswer *answer,
              const Box *box)
{
  const VdNode *group = vd_pack_find (build->pack, "group", indicator->group);
  guint needs = parts_of_bases (shown_basis (answer, box)) | vd_part_bit (box->part);

  if (answer->basis == 0)
    needs |= VD_PART_SEEN | VD_PART_SAID;
  if (group != NULL)
    needs |= vd_part_bit (vd_node_attr (group, "part"));
  return needs;
}

/* What was typed beside an answer can name anyone, so it is chosen note by note; what is for the
 * person or the unit itself has all of them while nothing was chosen. */
static gboolean
note_leaves (const VdReferralBuild *build, const char *single)
{
  return build->everything || g_hash_table_contains (build->singles, single);
}

/* What the person said stands with the question that was asked, unless that was the text of the
 * sign itself. */
static gboolean
shows_question (const VdIndicator *indicator, const VdAnswer *answer, guint basis)
{
  const char *lang = answer->lang == NULL ? "en" : answer->lang;

  return (basis & VD_BASIS_STATEMENT) && answer->shown != NULL &&
         !g_str_equal (answer->shown, vd_node_text (indicator->node, "text", lang));
}

static void
answer_heading (const VdReferralBuild *build,
                const VdAnswer *answer,
                const Box *box,
                VdReferralRow *row)
{
  g_autoptr (GString) heading = g_string_new (NULL);

  vd_referral_add_date (build, heading, answer->date);
  if (box->mixed || answer->basis == 0)
    add_bases (build, heading, answer->basis);
  vd_referral_add_author (build, heading, answer->by);
  if ((row->basis & VD_BASIS_STATEMENT) && answer->lang != NULL) {
    const char *name = vd_referral_language_name (build->pack, answer->lang, build->lang);
    g_autofree char *asked =
        vd_referral_fill (vd_referral_phrase (build, "asked-in"), "language", name);

    vd_referral_add_fact (heading, asked);
  }
  vd_referral_set_name (row, heading->str);
}

/* The sign in the language of the document, what was typed beside it, the question. */
static void
answer_value (const VdReferralBuild *build,
              const VdIndicator *indicator,
              const VdAnswer *answer,
              VdReferralRow *row)
{
  const char *text = vd_node_text (indicator->node, "text", build->lang);
  gboolean maybe = answer->value == VD_ANSWER_MAYBE;
  g_autofree char *sign = vd_referral_fill (
      maybe ? vd_referral_phrase (build, "answer-maybe") : "{text}", "text", text);
  g_autoptr (GString) value = g_string_new (sign);

  if (row->note)
    vd_referral_add_line (value, answer->note);
  if (row->question) {
    g_autofree char *question = vd_referral_fill_typed (
        build, vd_referral_phrase (build, "question-asked"), "text", answer->shown);

    vd_referral_add_line (value, question);
  }
  vd_referral_set_value (row, value->str);
}

static void
set_part (VdReferralRow *row, const char *part)
{
  g_free (row->part);
  row->part = g_strdup (part);
}

static void
add_answer (VdReferralBuild *build,
            const VdIndicator *indicator,
            guint index,
            const Box *box,
            GPtrArray *rows)
{
  g_autofree char *id = g_strdup_printf ("%s:%u", indicator->id, index);
  g_autofree char *single = g_strconcat ("note:", id, NULL);
  VdReferralRow *row;
  VdAnswer answer;
  guint needs;

  vd_record_get_answer (build->record, indicator->id, index, &answer);
  if (answer.withdrawn || answer.value > VD_ANSWER_MAYBE || shown_basis (&answer, box) == 0)
    return;
  needs = answer_needs (build, indicator, &answer, box);
  if (!entry_leaves (build, needs, single))
    return;
  row = vd_referral_row_new (VD_ROW_ENTRY, id, box->part);
  row->basis = shown_basis (&answer, box);
  row->note = answer.note != NULL && note_leaves (build, single);
  row->question = shows_question (indicator, &answer, row->basis);
  if (box->part == NULL)
    set_part (row, part_of_basis (row->basis));
  if (needs & VD_PART_HEALTH)
    set_part (row, "health");
  answer_heading (build, &answer, box, row);
  answer_value (build, indicator, &answer, row);
  vd_referral_take_row (build, rows, row, needs);
}

static Box
box_of (const VdReferralBuild *build, const VdNode *section, const VdNode *entries)
{
  guint basis = basis_of_code (vd_node_attr (entries, "basis"));

  return (Box){basis == 0 ? ALL_BASES : basis, basis == 0 || build->own,
               vd_referral_part_of (section, entries), vd_node_list (entries, "groups")};
}

void
vd_referral_add_answers (VdReferralBuild *build,
                         const VdNode *section,
                         const VdNode *entries,
                         GPtrArray *rows)
{
  Box box = box_of (build, section, entries);

  for (guint i = 0; i < vd_pack_n_indicators (build->pack); i++) {
    const VdIndicator *indicator = vd_pack_indicator (build->pack, i);
    guint n = vd_record_n_answers (build->record, indicator->id);

    if (box.groups[0] != NULL && !g_strv_contains (box.groups, indicator->group))
      continue;
    for (guint index = 0; index < n; index++)
      add_answer (build, indicator, index, &box, rows);
  }
}

/* What was asked without a yes, and what was taken back: the value stands in the heading, since the
 * words of the sign alone would say the opposite. */
static void
add_asked_answer (VdReferralBuild *build,
                  const VdIndicator *indicator,
                  guint index,
                  const char *part,
                  GPtrArray *rows)
{
  const Box box = {ALL_BASES, TRUE, part, NULL};
  g_autofree char *id = g_strdup_printf ("asked:%s:%u", indicator->id, index);
  g_autofree char *single = g_strdup_printf ("note:%s:%u", indicator->id, index);
  g_autoptr (GString) heading = g_string_new (NULL);
  g_autoptr (GString) value = NULL;
  VdReferralRow *row;
  VdAnswer answer;
  guint needs;

  vd_record_get_answer (build->record, indicator->id, index, &answer);
  needs = answer_needs (build, indicator, &answer, &box);
  if ((!answer.withdrawn && answer.value <= VD_ANSWER_MAYBE) || (build->allowed & needs) != needs)
    return;
  vd_referral_add_fact (heading, vd_referral_phrase (build, vd_answer_value_code (answer.value)));
  if (answer.withdrawn)
    vd_referral_add_fact (heading, vd_referral_phrase (build, "withdrawn"));
  vd_referral_add_date (build, heading, answer.date);
  vd_referral_add_author (build, heading, answer.by);
  value = g_string_new (vd_node_text (indicator->node, "text", build->lang));
  vd_referral_add_line (value, note_leaves (build, single) ? answer.note : NULL);
  row = vd_referral_row_new (VD_ROW_ENTRY, id, part);
  vd_referral_set_name (row, heading->str);
  vd_referral_set_value (row, value->str);
  vd_referral_take_row (build, rows, row, needs);
}

void
vd_referral_add_asked (VdReferralBuild *build, const char *part, GPtrArray *rows)
{
  for (guint i = 0; build->own && i < vd_pack_n_indicators (build->pack); i++) {
    const VdIndicator *indicator = vd_pack_indicator (build->pack, i);
    guint n = vd_record_n_answers (build->record, indicator->id);

    for (guint index = 0; index < n; index++)
      add_asked_answer (build, indicator, index, part, rows);
  }
}

/* A correction belongs where the entry stands that it corrects; what staff did, where they saw.
 * Returns: 0 when it is not noted. */
static guint
journal_basis (const VdRecord *record, guint index)
{
  json_t *journal = json_object_get (vd_record_json (record), "journal");
  json_t *item = json_array_get (journal, index);
  const char *kind = json_string_value (json_object_get (item, "kind"));

  while (g_strcmp0 (kind, "correction") == 0) {
    json_t *corrects = json_object_get (item, "corrects");

    if (!json_is_integer (corrects) || json_integer_value (corrects) >= index)
      break;
    index = (guint)json_integer_value (corrects);
    item = json_array_get (journal, index);
    kind = json_string_value (json_object_get (item, "kind"));
  }
  return g_strcmp0 (kind, "action") == 0 ? VD_BASIS_OBSERVATION : basis_of_code (kind);
}

static gboolean
is_journal_kind (const VdReferralBuild *build, guint index, const char *kind)
{
  return g_strcmp0 (vd_record_item_text (build->record, "journal", index, "kind"), kind) == 0;
}

static void
journal_heading (const VdReferralBuild *build, guint index, const Box *box, VdReferralRow *row)
{
  const char *time = vd_record_item_text (build->record, "journal", index, "time");
  guint basis = basis_of_code (vd_record_item_text (build->record, "journal", index, "kind"));
  g_autofree char *when = time == NULL ? g_strdup (vd_referral_phrase (build, "undated"))
                                       : vd_referral_time_text (build->pack, time, build->lang);
  g_autoptr (GString) heading = g_string_new (when);

  if (is_journal_kind (build, index, "action"))
    vd_referral_add_fact (heading, vd_referral_phrase (build, "journal-action"));
  else if ((box->mixed && basis != 0) || journal_basis (build->record, index) == 0)
    add_bases (build, heading, basis);
  vd_referral_add_author (build, heading,
                          vd_record_item_text (build->record, "journal", index, "by"));
  vd_referral_set_name (row, heading->str);
}

static void
add_journal_entry (VdReferralBuild *build, guint index, const Box *box, GPtrArray *rows)
{
  g_autofree char *single = g_strdup_printf ("journal:%u", index);
  guint noted = journal_basis (build->record, index);
  /* As with answers: what nobody noted stands with what staff saw, and needs what was said too. */
  guint basis = noted == 0 ? VD_BASIS_OBSERVATION : noted;
  guint needs = parts_of_bases (noted == 0 ? VD_BASIS_OBSERVATION | VD_BASIS_STATEMENT : noted) |
                vd_part_bit (box->part);
  const char *text = vd_record_item_text (build->record, "journal", index, "text");
  VdReferralRow *row;

  if (!(basis & box->basis) || text == NULL ||
      !(build->everything || g_hash_table_contains (build->singles, single)) ||
      !entry_leaves (build, needs, single))
    return;
  row = vd_referral_row_new (VD_ROW_ENTRY, single,
                             box->part == NULL ? part_of_basis (basis) : box->part);
  journal_heading (build, index, box, row);
  g_free (row->value);
  if (is_journal_kind (build, index, "correction"))
    row->value = vd_referral_fill_typed (build, vd_referral_phrase (build, "journal-correction"),
                                         "text", text);
  else
    row->value = g_strdup (text);
  vd_referral_take_row (build, rows, row, needs);
}

void
vd_referral_add_journal (VdReferralBuild *build,
                         const VdNode *section,
                         const VdNode *entries,
                         GPtrArray *rows)
{
  Box box = box_of (build, section, entries);

  for (guint i = 0; i < vd_record_n_items (build->record, "journal"); i++)
    add_journal_entry (build, i, &box, rows);
}
