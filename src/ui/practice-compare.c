/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "practice"

#include "config.h"

#include "ui/practice-compare.h"

#include <glib/gi18n-lib.h>

#include "core/practice.h"
#include "ui/blocks.h"
#include "ui/fold.h"
#include "ui/parts.h"
#include "ui/source-list.h"

/* One of the two pictures. */
typedef struct {
  const VdPack *pack;
  const char *lang;
  const VdRecord *record;
  VdGuidance *guidance;
} Picture;

static void
append_overlays (GtkWidget *box, const Picture *picture)
{
  g_autoptr (GPtrArray) codes = vd_guidance_overlay_codes (picture->guidance);

  for (guint i = 0; i < codes->len; i++)
    vd_block_append (
        box, vd_paragraph_new (vd_guidance_overlay_title (
                 picture->guidance, picture->pack, g_ptr_array_index (codes, i), picture->lang)));
}

static void
append_reasons (GtkWidget *box, const Picture *picture)
{
  const GPtrArray *reasons = picture->guidance->reasons;

  if (reasons->len == 0)
    return;
  vd_block_append (box, vd_heading_new (_ ("Because"), 4));
  for (guint i = 0; i < reasons->len; i++) {
    const VdReason *reason = g_ptr_array_index (reasons, i);

    vd_block_append (box, vd_paragraph_new (vd_node_text (reason->node, "text", picture->lang)));
  }
}

static void
append_routes (GtkWidget *box, const Picture *picture)
{
  const GPtrArray *routes = picture->guidance->routes;

  vd_block_append (box, vd_heading_new (_ ("Whom to turn to"), 4));
  if (routes->len == 0)
    vd_block_append (box, vd_paragraph_new (_ ("Nobody yet")));
  for (guint i = 0; i < routes->len; i++)
    vd_block_append (box, vd_paragraph_new (
                              vd_node_text (g_ptr_array_index (routes, i), "name", picture->lang)));
}

static GtkWidget *
picture_new (const Picture *picture, const char *whose)
{
  GtkWidget *inside;
  GtkWidget *card = vd_card_new (&inside);

  vd_block_append (inside, vd_heading_new (whose, 3));
  vd_block_append (
      inside,
      vd_heading_new (vd_guidance_title (picture->guidance, picture->pack, picture->lang), 4));
  append_overlays (inside, picture);
  append_reasons (inside, picture);
  append_routes (inside, picture);
  return card;
}

static gboolean
same_routes (const Picture *a, const Picture *b)
{
  if (a->guidance->routes->len != b->guidance->routes->len)
    return FALSE;
  for (guint i = 0; i < a->guidance->routes->len; i++) {
    if (g_ptr_array_index (a->guidance->routes, i) != g_ptr_array_index (b->guidance->routes, i))
      return FALSE;
  }
  return TRUE;
}

static const char *
compare_words (const Picture *own, const Picture *expected)
{
  if (own->guidance->outcome != expected->guidance->outcome ||
      own->guidance->overlays != expected->guidance->overlays)
    return _ ("The two lead to different advice. Below stands what was answered differently.");
  if (!same_routes (own, expected))
    return _ ("The two lead to the same advice, but to different services.");
  return _ ("The two lead to the same advice.");
}

/* Answers beside each other. */

/* "Yes · said by the person" */
static char *
answer_words (const Picture *picture, const char *id)
{
  GString *words;
  VdAnswer answer;

  if (!vd_record_live_answer (picture->record, id, &answer))
    return g_strdup (_ ("not answered"));
  words = g_string_new (vd_pack_choice (picture->pack, "answer.value",
                                        vd_answer_value_code (answer.value), picture->lang));
  for (VdBasis basis = VD_BASIS_OBSERVATION; basis <= VD_BASIS_DOCUMENT; basis <<= 1) {
    if ((answer.basis & basis) != 0)
      g_string_append_printf (
          words, " · %s",
          vd_pack_choice (picture->pack, "answer.basis", vd_basis_code (basis), picture->lang));
  }
  return g_string_free (words, FALSE);
}

static void
append_answer (GtkWidget *box, const Picture *own, const Picture *expected, const VdNode *node)
{
  g_autofree char *mine = answer_words (own, vd_node_id (node));
  g_autofree char *theirs = answer_words (expected, vd_node_id (node));
  GtkWidget *inside;
  GtkWidget *card = vd_card_new (&inside);

  gtk_box_set_spacing (GTK_BOX (inside), 4);
  vd_block_append (inside, vd_heading_new (vd_node_text (node, "name", own->lang), 4));
  vd_block_append (inside, vd_block_pair (_ ("You"), mine));
  vd_block_append (inside, vd_block_pair (_ ("The case"), theirs));
  vd_block_append (box, card);
}

static void
append_answers (GtkWidget *box, const Picture *own, const Picture *expected)
{
  VdAnswer answer;

  for (guint i = 0; i < vd_pack_n_indicators (own->pack); i++) {
    const VdIndicator *indicator = vd_pack_indicator (own->pack, i);

    if (vd_record_live_answer (own->record, indicator->id, &answer) ||
        vd_record_live_answer (expected->record, indicator->id, &answer))
      append_answer (box, own, expected, indicator->node);
  }
}

/* Age and danger, which the learner judged too. */
static char *
field_words (const Picture *picture, const char *path)
{
  g_autoptr (GString) words = g_string_new (NULL);
  const char *const *codes = NULL;
  VdFieldType type;

  if (!vd_record_has (picture->record, path))
    return g_strdup (_ ("not answered"));
  vd_record_field (path, &type, &codes);
  if (type == VD_FIELD_ENUM)
    return g_strdup (vd_pack_choice (picture->pack, path,
                                     vd_record_get_text (picture->record, path), picture->lang));
  for (guint i = 0; codes != NULL && codes[i] != NULL; i++) {
    if (vd_record_list_has (picture->record, path, codes[i]))
      g_string_append_printf (words, "%s%s", words->len > 0 ? ", " : "",
                              vd_pack_choice (picture->pack, path, codes[i], picture->lang));
  }
  return g_strdup (words->len > 0 ? words->str
                                  : vd_pack_phrase (picture->pack, "none", picture->lang));
}

static void
append_field (GtkWidget *box, const Picture *own, const Picture *expected, const char *path)
{
  const VdNode *field = vd_pack_find (own->pack, "field", path);
  g_autofree char *mine = field_words (own, path);
  g_autofree char *theirs = field_words (expected, path);
  GtkWidget *inside;
  GtkWidget *card = vd_card_new (&inside);

  gtk_box_set_spacing (GTK_BOX (inside), 4);
  vd_block_append (inside, vd_heading_new (vd_node_text (field, "name", own->lang), 4));
  vd_block_append (inside, vd_block_pair (_ ("You"), mine));
  vd_block_append (inside, vd_block_pair (_ ("The case"), theirs));
  vd_block_append (box, card);
}

/* Why, and what to take along. */

static void
append_ground (GtkWidget *box, const Picture *picture, const VdNode *ground)
{
  const char *const *items = vd_node_list (ground, "items");
  g_autoptr (GString) names = g_string_new (NULL);

  vd_block_append (box, vd_paragraph_new (vd_node_text (ground, "text", picture->lang)));
  for (guint i = 0; items[i] != NULL; i++)
    g_string_append_printf (
        names, "%s%s", i > 0 ? " · " : "",
        vd_node_text (vd_pack_find (picture->pack, "indicator", items[i]), "name", picture->lang));
  if (names->len > 0)
    vd_block_append (box, vd_hint_new (names->str));
}

static void
append_why (GtkWidget *box, const Picture *picture, const VdNode *node)
{
  const GPtrArray *children = vd_node_children (node);

  vd_block_append (box, vd_heading_new (_ ("Why"), 3));
  vd_block_append (box, vd_paragraph_new (vd_node_text (node, "because", picture->lang)));
  for (guint i = 0; i < children->len; i++) {
    const VdNode *child = g_ptr_array_index (children, i);

    if (g_str_equal (vd_node_kind (child), "ground"))
      append_ground (box, picture, child);
  }
  vd_block_append (box, vd_heading_new (_ ("What to take along"), 3));
  vd_block_append (box, vd_paragraph_new (vd_node_text (node, "advice", picture->lang)));
}

static void
build_sources (GtkWidget *box, gpointer data)
{
  vd_sources_append (data, box);
}

static void
append_sources (GtkWidget *box, const Picture *picture, const VdNode *node)
{
  VdSources *sources = vd_sources_new (picture->pack, picture->lang);

  vd_sources_add (sources, node);
  vd_block_append (box, vd_hint_new (_ ("The case is made up. What it rests on is real:")));
  vd_block_append (box, vd_fold_new ("sources", _ ("Sources of this case"), build_sources, sources,
                                     (GDestroyNotify)vd_sources_free));
  if (g_strcmp0 (vd_node_attr (node, "review"), "needs-review") == 0)
    vd_block_append (box, vd_hint_new (_ ("Not yet reviewed by experts.")));
}

void
vd_practice_compare (GtkWidget *box, VdSession *session, const VdNode *node)
{
  const VdPack *pack = vd_session_get_pack (session);
  const char *lang = vd_session_get_language (session);
  const char *today = vd_node_attr (node, "today");
  g_autoptr (VdRecord) record = vd_practice_record (node);
  g_autoptr (VdGuidance) mine = vd_guidance_new (pack, vd_session_get_record (session), today);
  g_autoptr (VdGuidance) theirs = vd_guidance_new (pack, record, today);
  const Picture own = {pack, lang, vd_session_get_record (session), mine};
  const Picture expected = {pack, lang, record, theirs};
  GtkWidget *columns = vd_block_columns (2);

  vd_block_append (box, vd_heading_new (vd_node_text (node, "title", lang), 2));
  vd_block_append (box, vd_paragraph_new (compare_words (&own, &expected)));
  vd_block_columns_append (columns, picture_new (&own, _ ("Your answers")));
  vd_block_columns_append (columns, picture_new (&expected, _ ("The case")));
  vd_block_append (box, columns);
  append_why (box, &expected, node);
  vd_block_append (box, vd_heading_new (_ ("Answers beside each other"), 3));
  append_field (box, &own, &expected, "person.age");
  append_field (box, &own, &expected, "person.danger");
  append_answers (box, &own, &expected);
  append_sources (box, &expected, node);
}
