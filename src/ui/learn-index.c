/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "learn"

#include "config.h"

#include "ui/learn-index.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "ui/case-row.h"

static const VdLearnSubject subjects[VD_N_LEARN_SUBJECTS] = {
    {N_ ("Worth knowing"), "article", "article"},
    {N_ ("Myths and corrections"), "article", "myth"},
    {N_ ("Forms of exploitation and trades"), "article", "form"},
    {N_ ("Words"), "article", "term"},
    {N_ ("What does not speak against the person"), "explanation", ""},
    {N_ ("Thresholds that must not be mixed"), "explanation", "threshold"},
    {N_ ("How the program reaches its advice"), "explanation", "rule"},
    {N_ ("Law in short"), "article", "law"},
    {N_ ("Law, provision by provision"), "provision", NULL},
    {N_ ("Rights of the person"), "right", NULL},
};

const VdLearnSubject *
vd_learn_subject (guint index)
{
  return &subjects[index];
}

const char *
vd_learn_subject_title (guint index)
{
  return _ (subjects[index].title);
}

const char *
vd_learn_title (const VdNode *node, const char *lang)
{
  gboolean article = g_str_equal (vd_node_kind (node), "article");

  return vd_node_text (node, article ? "title" : "name", lang);
}

const char *
vd_learn_intro (const VdNode *node, const char *lang)
{
  return g_str_equal (vd_node_kind (node), "article") ? vd_node_text (node, "intro", lang) : "";
}

static const char *
part_of (const VdNode *node)
{
  const char *id = vd_node_id (node);

  if (g_str_equal (vd_node_kind (node), "article"))
    return vd_node_attr (node, "kind") != NULL ? vd_node_attr (node, "kind") : "article";
  if (g_str_has_prefix (id, "threshold"))
    return "threshold";
  return strstr (id, "rule") != NULL ? "rule" : "";
}

static gboolean
belongs (const VdNode *node, const VdLearnSubject *subject)
{
  return subject->part == NULL || g_str_equal (part_of (node), subject->part);
}

static void
append_text (GString *all, const VdNode *node, const char *name, const char *lang)
{
  g_string_append (all, vd_node_text (node, name, lang));
  g_string_append_c (all, '\n');
}

static char *
fold_all (const VdNode *node, const char *lang)
{
  g_autoptr (GString) all = g_string_new (vd_learn_title (node, lang));
  const GPtrArray *children = vd_node_children (node);

  g_string_append_c (all, '\n');
  if (g_str_equal (vd_node_kind (node), "article"))
    append_text (all, node, "intro", lang);
  else
    append_text (all, node, "text", lang);
  if (g_str_equal (vd_node_kind (node), "right"))
    append_text (all, node, "say", lang);
  for (guint i = 0; i < children->len; i++)
    append_text (all, g_ptr_array_index (children, i), "text", lang);
  return vd_case_fold (all->str);
}

static void
entry_free (gpointer data)
{
  VdLearnEntry *entry = data;

  g_free (entry->title);
  g_free (entry->all);
  g_free (entry);
}

static void
add_subject (GPtrArray *index, const VdPack *pack, guint subject, const char *lang)
{
  const GPtrArray *nodes = vd_pack_nodes (pack, subjects[subject].kind);

  for (guint i = 0; i < nodes->len; i++) {
    const VdNode *node = g_ptr_array_index (nodes, i);
    VdLearnEntry *entry;

    if (!belongs (node, &subjects[subject]))
      continue;
    entry = g_new0 (VdLearnEntry, 1);
    entry->node = node;
    entry->subject = subject;
    entry->title = vd_case_fold (vd_learn_title (node, lang));
    entry->all = fold_all (node, lang);
    g_ptr_array_add (index, entry);
  }
}

GPtrArray *
vd_learn_index_new (const VdPack *pack, const char *lang)
{
  GPtrArray *index = g_ptr_array_new_with_free_func (entry_free);

  for (guint i = 0; i < VD_N_LEARN_SUBJECTS; i++)
    add_subject (index, pack, i, lang);
  return index;
}

static gboolean
has_words (const char *text, char **words)
{
  for (guint i = 0; words[i] != NULL; i++) {
    if (strstr (text, words[i]) == NULL)
      return FALSE;
  }
  return TRUE;
}

GPtrArray *
vd_learn_index_search (const GPtrArray *index, const char *text)
{
  GPtrArray *found = g_ptr_array_new ();
  g_autofree char *folded = vd_case_fold (text);
  g_auto (GStrv) words = g_strsplit_set (folded, " \t\n", -1);

  for (guint pass = 0; pass < 2; pass++) {
    for (guint i = 0; i < index->len; i++) {
      VdLearnEntry *entry = g_ptr_array_index (index, i);
      gboolean in_title = has_words (entry->title, words);

      if (pass == 0 ? in_title : !in_title && has_words (entry->all, words))
        g_ptr_array_add (found, entry);
    }
  }
  return found;
}
