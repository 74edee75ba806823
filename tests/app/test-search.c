/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/search.h"

#include <string.h>

static const char record[] =
    "{\"format\":\"varde-assessment\",\"version\":1,\"id\":\"6f1c2a34-9b0d-4e57-8a61-"
    "0c2d3e4f5a6b\","
    "\"setting\":\"prison\",\"person\":{\"reference\":\"A-12 SØR\"},"
    "\"identity\":{\"name\":\"\xc4\xb0smail\",\"aliases\":[\"Alpha\",\"Nguy\xe1\xbb\x85n\"]},"
    "\"answers\":{\"ECO-01\":[{\"value\":\"yes\",\"note\":\"Said \\\"later\\\" and\\nleft\","
    "\"shown\":\"Is the wage withheld?\"}]},"
    "\"journal\":[{\"text\":\"first alpha\"},{\"text\":\"cafe\xcc\x81 "
    "\xd0\x9c\xd0\xbe\xd1\x81\xd0\xba"
    "\xd0\xb2\xd0\xb0\",\"kind\":\"statement\"},{\"text\":\"På Ålesund: Pérez, blåbær, "
    "مُحَمَّد\"}],\"x-own\":{\"note\":\"hidden\"}}";

typedef struct {
  const char *text;
  const char *paths; /* NULL: not found */
} Row;

static const Row rows[] = {
    {"alpha", "identity.aliases[0] journal[0].text"},
    {"ALPHA first", "identity.aliases[0] journal[0].text"},
    {"first  a-12", "person.reference journal[0].text"},
    {"sør", "person.reference"},
    {"SØR", "person.reference"},
    {"sor", NULL},
    {"ismail", "identity.name"},
    {"\xc4\xb0SMA\xc4\xb0L", "identity.name"},
    {"first", "journal[0].text"},
    {"fIrst", "journal[0].text"},
    {"fiirst", NULL},
    {"nguy\xe1\xbb\x85n", "identity.aliases[1]"},
    {"nguye\xcc\x82\xcc\x83n", "identity.aliases[1]"},
    {"caf\xc3\xa9", "journal[1].text"},
    {"cafe", "journal[1].text"},
    {"nguyen", "identity.aliases[1]"},
    {"perez", "journal[2].text"},
    {"PÉREZ", "journal[2].text"},
    {"pèrez", "journal[2].text"},
    {"alesund", "journal[2].text"},
    {"Ålesund", "journal[2].text"},
    {"a\xcc\x8alesund", "journal[2].text"},
    {"blåbær", "journal[2].text"},
    {"BLABÆR", "journal[2].text"},
    {"blaabaer", NULL},
    {"blabar", NULL},
    /* An å that is typed is no a; a word beside it still is what it is. */
    {"ålpha", NULL},
    {"pa alpha", "identity.aliases[0] journal[0].text journal[2].text"},
    {"på alpha", "identity.aliases[0] journal[0].text journal[2].text"},
    {"محمد", "journal[2].text"},
    {"مُحَمد", "journal[2].text"},
    {"\xd0\xbc\xd0\x9e\xd1\x81\xd0\x9a\xd0\xb2", "journal[1].text"},
    {"\"later\"", "answers.ECO-01[0].note"},
    {"and", "answers.ECO-01[0].note"},
    /* Every word has to be there. */
    {"alpha beta", NULL},
    {"alpha prison", NULL},
    /* Codes, ids, keys, questions as shown, and what is not ours are no texts. */
    {"yes", NULL},
    {"prison", NULL},
    {"ECO-01", NULL},
    {"journal", NULL},
    {"withheld", NULL},
    {"6f1c2a34", NULL},
    {"statement", NULL},
    {"hidden", NULL},
    {"\\n", NULL},
};

static void
test_match (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (VdSearch) search = vd_search_new (rows[i].text, &error);
    g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
    g_autofree char *joined = NULL;
    gboolean found;

    g_assert_no_error (error);
    found = vd_search_match (search, record, strlen (record), paths);
    g_ptr_array_add (paths, NULL);
    joined = g_strjoinv (" ", (char **)paths->pdata);
    g_test_message ("%s: %s", rows[i].text, joined);
    g_assert_cmpint (found, ==, rows[i].paths != NULL);
    if (found)
      g_assert_cmpstr (joined, ==, rows[i].paths);
  }
}

/* A word longer than the stretch that is looked for first, and one at the very end. */
static void
test_long (void)
{
  g_autofree char *word = g_strnfill (200, 'x');
  g_autofree char *body = g_strdup_printf ("{\"measures_taken\":\"a%s\"}", word);
  g_autofree char *more = g_strconcat (word, "x", NULL);
  g_autoptr (VdSearch) fits = vd_search_new (word, NULL);
  g_autoptr (VdSearch) too_long = vd_search_new (more, NULL);

  g_assert_true (vd_search_match (fits, body, strlen (body), NULL));
  g_assert_false (vd_search_match (too_long, body, strlen (body), NULL));
  g_assert_false (vd_search_match (fits, "", 0, NULL));
  g_assert_false (vd_search_match (fits, body, strlen (body) - 1, NULL));
}

static void
test_refused (void)
{
  GString *many = g_string_new (NULL);
  const char *const texts[] = {"", " \t\n", "\xff", "\xcc\x81", NULL};

  for (guint i = 0; texts[i] != NULL; i++) {
    g_autoptr (GError) error = NULL;

    g_assert_null (vd_search_new (texts[i], &error));
    g_assert_error (error, VD_ERROR, VD_ERROR_INVALID);
  }
  for (guint i = 0; i < 32; i++)
    g_string_append (many, "a ");
  vd_search_free (vd_search_new (many->str, NULL));
  g_string_append (many, "a");
  g_assert_null (vd_search_new (many->str, NULL));
  g_string_free (many, TRUE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/app/search/match", test_match);
  g_test_add_func ("/app/search/long", test_long);
  g_test_add_func ("/app/search/refused", test_refused);
  return g_test_run ();
}
