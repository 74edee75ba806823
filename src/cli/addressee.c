/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "addressee"

#include "config.h"

#include "cli/prompt.h"
#include "cli/receive.h"
#include "cli/target.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>

static const VdCliText texts[] = {
    {VD_ERROR_INVALID, N_ ("This key or name cannot be used"),
     N_ ("The key is no age recipient (age1...) or no public key of minisign, or the name is no "
         "text of 1 to 200 bytes. Nothing was stored."),
     N_ ("Copy the whole line again; a secret key is never the right one.")},
    {VD_ERROR_EXISTS, N_ ("That key is in the list already"), N_ ("Nothing was stored."),
     N_ ("vardectl addressee list shows whose it is.")},
    {VD_ERROR_NOT_FOUND, N_ ("There is nobody of that name in the list"),
     N_ ("Nothing was changed."), N_ ("vardectl addressee list shows the names.")},
    {VD_ERROR_REFUSED, N_ ("The key is one of the content pack"),
     N_ ("Only keys that were added here can be removed here. Nothing was changed."),
     N_ ("A newer pack can replace it.")},
    VD_CLI_TEXT_NULL,
};

static const VdCliText differ[] = {
    {VD_ERROR_REFUSED, N_ ("The words are not those of the key"),
     N_ ("The key may have been exchanged on the way. Nothing was stored."),
     N_ ("Do not use it. Call them on a number you know, and ask for the key and its words "
         "again.")},
    VD_CLI_TEXT_NULL,
};

typedef struct {
  char *age_key;
  char *sign_key;
  char *recipient;
  char **words;
} Options;

static void
options_clear (Options *self)
{
  g_free (self->age_key);
  g_free (self->sign_key);
  g_free (self->recipient);
  g_strfreev (self->words);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

typedef struct {
  const VdCli *cli;
  const Options *options;
  const char *word; /* (nullable): what stands behind the verb */
  VdCliUnit *unit;
} Addressee;

static char *
words_of (const char *key)
{
  return *key == '\0' ? NULL : vd_addressees_fingerprint (key, NULL);
}

static const char *
null_if_empty (const char *text)
{
  return *text == '\0' ? NULL : text;
}

static json_t *
to_json (const VdAddressee *entry)
{
  g_autofree char *age_words = words_of (entry->age_key);
  g_autofree char *sign_words = words_of (entry->sign_key);

  return json_pack ("{s:s, s:s?, s:s?, s:s?, s:s?, s:s?, s:s?}", "name", entry->name, "recipient",
                    null_if_empty (entry->recipient), "age", null_if_empty (entry->age_key),
                    "age_words", age_words, "minisign", null_if_empty (entry->sign_key),
                    "minisign_words", sign_words, "confirmed", null_if_empty (entry->confirmed));
}

static gboolean
list (const Addressee *self, GError **error)
{
  const VdAddressees *known = self->unit->known;
  g_autoptr (json_t) array = json_array ();

  for (guint i = 0; i < vd_addressees_count (known); i++) {
    const VdAddressee *entry = vd_addressees_get (known, i);
    g_autofree char *name = vd_cli_one_line (entry->name);

    if (self->cli->json)
      json_array_append_new (array, to_json (entry));
    else
      printf ("%s\t%s\t%s\t%s\t%s\n", name, entry->recipient, entry->age_key, entry->sign_key,
              entry->confirmed);
  }
  if (self->cli->json)
    vd_cli_print_json (array);
  return TRUE;
}

/* In one spelling, whatever stands between the words. */
static gboolean
same_words (const char *a, const char *b)
{
  g_auto (GStrv) left = g_strsplit_set (a, " \t\r\n,-", -1);
  g_auto (GStrv) right = g_strsplit_set (b, " \t\r\n,-", -1);
  guint i = 0, j = 0;

  for (;;) {
    while (left[i] != NULL && *left[i] == '\0')
      i++;
    while (right[j] != NULL && *right[j] == '\0')
      j++;
    if (left[i] == NULL || right[j] == NULL)
      return left[i] == NULL && right[j] == NULL;
    if (g_ascii_strcasecmp (left[i++], right[j++]) != 0)
      return FALSE;
  }
}

static gboolean
refuse_words (const Addressee *self, GError **error)
{
  g_set_error_literal (error, VD_ERROR, VD_ERROR_REFUSED, "words do not fit");
  vd_cli_explain (self->cli, *error, differ);
  return FALSE;
}

/* Typed as they are heard, so that nobody says yes without listening. */
static gboolean
hear_words (const Addressee *self, const char *words, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autofree char *prompt = g_strdup_printf (
      _ ("Call %s on a number you know, and type the six words they read out:"), self->word);
  g_autoptr (VdSecret) heard = vd_prompt_ask_shown (prompt, &local);

  if (heard == NULL && g_error_matches (local, VD_ERROR, VD_ERROR_NOT_FOUND))
    return vd_cli_usage (error, _ ("Give --words, the six words that belong to the key as they "
                                   "were read out, for each key"));
  if (heard == NULL) {
    g_propagate_error (error, g_steal_pointer (&local));
    return FALSE;
  }
  return same_words ((const char *)vd_secret_data (heard), words) || refuse_words (self, error);
}

/* @key: (nullable). */
static gboolean
confirm (const Addressee *self, const char *key, GError **error)
{
  g_autofree char *words = NULL;

  if (key == NULL)
    return TRUE;
  words = vd_addressees_fingerprint (key, error);
  if (words == NULL) {
    vd_cli_explain (self->cli, *error, texts);
    return FALSE;
  }
  if (self->options->words == NULL)
    return hear_words (self, words, error);
  for (guint i = 0; self->options->words[i] != NULL; i++) {
    if (same_words (self->options->words[i], words))
      return TRUE;
  }
  return refuse_words (self, error);
}

static gboolean
store (const Addressee *self, GError **error)
{
  vd_unit_set_addressees (self->unit->settings, self->unit->known);
  if (!vd_unit_save (self->unit->vault, self->unit->settings, error))
    return FALSE;
  vd_cli_daily_copy (self->unit->vault);
  return TRUE;
}

static gboolean
add (const Addressee *self, GError **error)
{
  const Options *o = self->options;
  g_autofree char *today = vd_clock_date (self->cli->clock);

  if (o->age_key == NULL && o->sign_key == NULL)
    return vd_cli_usage (error, _ ("--age or --minisign is needed"));
  if (o->recipient != NULL && !vd_cli_is_recipient (o->recipient))
    return vd_cli_usage (error, _ ("--to: there is no such recipient"));
  if (!confirm (self, o->age_key, error) || !confirm (self, o->sign_key, error))
    return FALSE;
  if (vd_addressees_add (self->unit->known, self->word, o->recipient, o->age_key, o->sign_key,
                         today, error))
    return store (self, error);
  vd_cli_explain (self->cli, *error, texts);
  return FALSE;
}

static gboolean
remove_one (const Addressee *self, GError **error)
{
  VdAddressees *known = self->unit->known;
  guint i = vd_addressees_count (known);

  /* Last first: those added here stand behind those of the pack. */
  while (i > 0 && g_ascii_strcasecmp (vd_addressees_get (known, i - 1)->name, self->word) != 0)
    i--;
  if (i == 0)
    g_set_error_literal (error, VD_ERROR, VD_ERROR_NOT_FOUND, "no such addressee");
  else if (vd_addressees_remove (known, i - 1, error))
    return store (self, error);
  vd_cli_explain (self->cli, *error, texts);
  return FALSE;
}

/* For whoever is at the other end of the telephone; needs no vault. */
static gboolean
print_words (const Addressee *self, GError **error)
{
  g_autofree char *words = vd_addressees_fingerprint (self->word, error);

  if (words == NULL) {
    vd_cli_explain (self->cli, *error, texts);
    return FALSE;
  }
  printf ("%s\n", words);
  return TRUE;
}

typedef struct {
  const char *name;
  gboolean (*run) (const Addressee *self, GError **error);
  gboolean options;
  gboolean vault;
} Verb;

static const Verb verbs[] = {
    {"list", list, FALSE, TRUE},
    {"words KEY", print_words, FALSE, FALSE},
    {"add NAME", add, TRUE, TRUE},
    {"remove NAME", remove_one, FALSE, TRUE},
};

static const Verb *
find_verb (char **args, const Options *o, GError **error)
{
  int index = vd_cli_find_verb (verbs, sizeof *verbs, G_N_ELEMENTS (verbs), args, error);

  if (index < 0)
    return NULL;
  if (verbs[index].options ||
      (o->age_key == NULL && o->sign_key == NULL && o->recipient == NULL && o->words == NULL))
    return &verbs[index];
  vd_cli_usage (error, _ ("That option does not belong to this command"));
  return NULL;
}

static gboolean
run (const VdCli *cli, const Options *o, char **args, GError **error)
{
  const Verb *verb = find_verb (args, o, error);
  g_auto (VdCliUnit) unit = {0};
  const Addressee self = {cli, o, args[2], &unit};

  if (verb == NULL || (verb->vault && (!vd_cli_packs_load (cli->packs, error) ||
                                       !vd_cli_unit_open (&unit, cli, cli->packs->current, error))))
    return FALSE;
  return verb->run (&self, error);
}

gboolean
vd_command_addressee (VdCli *cli, char ***args, GError **error)
{
  g_auto (Options) o = {0};
  const GOptionEntry entries[] = {
      {"age", 0, 0, G_OPTION_ARG_STRING, &o.age_key, N_ ("add: key to seal to them"), "KEY"},
      {"minisign", 0, 0, G_OPTION_ARG_STRING, &o.sign_key, N_ ("add: key of their signatures"),
       "KEY"},
      {"to", 0, 0, G_OPTION_ARG_STRING, &o.recipient,
       N_ ("add: as which recipient of export they may be written to"), "RECIPIENT"},
      {"words", 0, 0, G_OPTION_ARG_STRING_ARRAY, &o.words,
       N_ ("add: six words of a key, as they were read out; for each key"), "WORDS"},
      G_OPTION_ENTRY_NULL,
  };

  return vd_cli_parse (cli, entries, args, 1, 2, error) && run (cli, &o, *args, error);
}
