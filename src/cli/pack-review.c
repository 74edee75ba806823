/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pack-review"

#include "config.h"

#include "cli/pack.h"

#include "core/pack-schema.h"

#include <stdio.h>

/* A page for experts, in English whatever the language of the messages: docs/content-review.md is
 * this, and a test keeps it so. */
typedef struct {
  const char *kind;
  const char *title;
  const char *texts[3];
  const char *attrs[4];
} Table;

static const Table tables[] = {
    {"indicator", "Signs", {"name", "text"}, {"strength-basis"}},
    {"contact", "Contacts", {"name", "role", "hours"}, {"phone", "email", "web"}},
    {"provision", "Law", {"name", "text"}, {NULL}},
    {"right", "Rights", {"name", "text"}, {NULL}},
    {"step", "Steps", {"text", "legal"}, {NULL}},
    {"recipient", "Recipients", {"name", "why", "legal"}, {NULL}},
};

/* One cell of a table on one line. */
static void
print_words (const char *words)
{
  for (const char *c = words; *c != '\0'; c++) {
    if (*c == '|')
      fputs ("\\|", stdout);
    else
      putchar (*c == '\n' ? ' ' : *c);
  }
}

static const char *
or_nothing (const char *text)
{
  return text != NULL ? text : "";
}

/* Its own sources, else those of what it stands in. */
static const VdNode *
sourced (const VdNode *node)
{
  for (const VdNode *at = node; at != NULL && *vd_node_id (at) != '\0'; at = vd_node_parent (at)) {
    if (vd_node_list (at, "sources")[0] != NULL)
      return at;
  }
  return node;
}

static gboolean
needs_review (const VdNode *node)
{
  return g_strcmp0 (vd_node_attr (node, "review"), "needs-review") == 0;
}

static void
print_state (const VdNode *node)
{
  const char *const *sources = vd_node_list (sourced (node), "sources");
  const char *verified = vd_node_attr (node, "verified");

  for (guint i = 0; sources[i] != NULL; i++)
    printf ("%s%s", i == 0 ? "" : ", ", sources[i]);
  printf (" | %s | %s |\n", verified != NULL ? verified : "check before use",
          needs_review (node) ? "**yes**" : "");
}

static void
print_count (const GPtrArray *nodes)
{
  guint verified = 0, review = 0;

  for (guint i = 0; i < nodes->len; i++) {
    const VdNode *node = g_ptr_array_index (nodes, i);

    verified += vd_node_attr (node, "verified") != NULL;
    review += needs_review (node);
  }
  printf ("%u in all; verified by a person: %u; need expert review: %u.\n", nodes->len, verified,
          review);
}

static void
print_row (const Table *table, const VdNode *node)
{
  gboolean first = TRUE;

  printf ("| %s | ", vd_node_id (node));
  for (guint i = 0; i < G_N_ELEMENTS (table->texts) && table->texts[i] != NULL; i++) {
    const char *text = vd_node_text (node, table->texts[i], "en");

    if (*text == '\0')
      continue;
    fputs (first ? "" : " — ", stdout);
    print_words (text);
    first = FALSE;
  }
  for (guint i = 0; i < G_N_ELEMENTS (table->attrs) && table->attrs[i] != NULL; i++) {
    const char *value = vd_node_attr (node, table->attrs[i]);

    if (value == NULL)
      continue;
    printf (" — %s: ", table->attrs[i]);
    print_words (value);
  }
  fputs (" | ", stdout);
  print_state (node);
}

static void
print_table (const VdPack *pack, const Table *table)
{
  const GPtrArray *nodes = vd_pack_nodes (pack, table->kind);

  printf ("\n## %s\n\n", table->title);
  print_count (nodes);
  printf ("\n| Id | Words | Sources | Verified | Needs review |\n|---|---|---|---|---|\n");
  for (guint i = 0; i < nodes->len; i++)
    print_row (table, g_ptr_array_index (nodes, i));
}

static gboolean
has_table (const char *kind)
{
  for (guint i = 0; i < G_N_ELEMENTS (tables); i++) {
    if (g_str_equal (tables[i].kind, kind))
      return TRUE;
  }
  return FALSE;
}

/* The first text that it has, by which a reader finds it. */
static const char *
first_text (const VdNode *node)
{
  static const char *const names[] = {"name", "title", "text", "say"};
  const VdNode *parent = vd_node_parent (node);
  const VdKindSpec *spec = vd_pack_schema_find (vd_node_kind (node), vd_node_kind (parent));

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    if (vd_pack_schema_has_text (spec, names[i]))
      return vd_node_text (node, names[i], "en");
  }
  return "";
}

static void
print_other (const VdNode *node)
{
  const VdNode *parent = vd_node_parent (node);

  printf ("| %s ", vd_node_kind (node));
  if (*vd_node_id (parent) != '\0')
    printf ("%s/", vd_node_id (parent));
  printf ("%s | ", vd_node_id (node));
  print_words (first_text (node));
  fputs (" | ", stdout);
  print_state (node);
}

/* A kind may stand in two places of the schema, and comes once. */
static gboolean
is_first_of_kind (const VdKindSpec *spec)
{
  return vd_pack_schema_find (spec->kind, NULL) == spec;
}

static void
print_others (const VdPack *pack)
{
  printf ("\n## Other content that needs review\n\n"
          "| What | Words | Sources | Verified | Needs review |\n|---|---|---|---|---|\n");
  for (const VdKindSpec *spec = vd_pack_schema (); spec->kind != NULL; spec++) {
    const GPtrArray *nodes = vd_pack_nodes (pack, spec->kind);

    if ((spec->flags & VD_KIND_ID) == 0 || !is_first_of_kind (spec) || has_table (spec->kind))
      continue;
    for (guint i = 0; i < nodes->len; i++) {
      if (needs_review (g_ptr_array_index (nodes, i)))
        print_other (g_ptr_array_index (nodes, i));
    }
  }
}

static void
print_sources (const VdPack *pack)
{
  const GPtrArray *nodes = vd_pack_nodes (pack, "source");

  printf ("\n## Sources\n\n| Key | Source | Address | Seen | Verified |\n|---|---|---|---|---|\n");
  for (guint i = 0; i < nodes->len; i++) {
    const VdNode *node = g_ptr_array_index (nodes, i);

    printf ("| %s | ", vd_node_id (node));
    print_words (vd_node_text (node, "name", "en"));
    printf (" | %s | %s | %s |\n", or_nothing (vd_node_attr (node, "url")),
            or_nothing (vd_node_attr (node, "seen")), or_nothing (vd_node_attr (node, "verified")));
  }
}

gboolean
vd_pack_verb_review (const VdCli *cli,
                     const VdPackStore *store,
                     const VdPackOptions *options,
                     const char *file,
                     GError **error)
{
  g_autoptr (VdPack) pack = vd_pack_store_load (store, error);

  if (pack == NULL)
    return FALSE;
  printf ("# Content for review\n\n"
          "Written by `vardectl pack review` from the pack %s, version %s; not edited by hand.\n"
          "\"Verified\" is the day a person held the fact against its source; without one the\n"
          "program says \"check before use\". What needs expert review is marked in the program "
          "too.\n",
          vd_pack_id (pack), vd_pack_version (pack));
  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    print_table (pack, &tables[i]);
  print_others (pack);
  print_sources (pack);
  return TRUE;
}
