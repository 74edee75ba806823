/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "export"

#include "config.h"

#include "cli/target.h"

#include <glib/gi18n-lib.h>

static const VdCliText name_texts[] = {
    {VD_ERROR_NOT_FOUND, N_ ("There is no key of that name"),
     N_ ("Nobody of that name is in the list of keys, or only a key for signatures. Nothing was "
         "written."),
     N_ ("vardectl addressee list shows whose keys are known; vardectl addressee add takes in "
         "another.")},
    {VD_ERROR_REFUSED, N_ ("That key belongs to another recipient"),
     N_ ("What is for one recipient is not sealed to the key of another. Nothing was written."),
     N_ ("Compare --to with the recipient that vardectl addressee list shows.")},
    VD_CLI_TEXT_NULL,
};

static const VdCliText correct_texts[] = {
    {VD_ERROR_NOT_FOUND, N_ ("Nothing was shared under that number"),
     N_ ("This recipient got no document of that number from this case. Nothing was written."),
     N_ ("vardectl shares shows what was given to whom, with numbers.")},
    {VD_ERROR_REFUSED, N_ ("That document was corrected already"),
     N_ ("Another one came in its place. Nothing was written."),
     N_ ("Correct the newer one: vardectl shares shows its number.")},
    VD_CLI_TEXT_NULL,
};

gboolean
vd_cli_is_recipient (const char *name)
{
  static const char *const names[] = {
      "rosa",   "bufdir",  "barnevern", "police", "caritas", "legal-aid", "arbeidstilsynet",
      "a-krim", "pending", "rights",    "card",   "access",  "file",      NULL};

  return g_strv_contains (names, name);
}

static const VdAddressee *
find_name (const VdAddressees *known, const char *name)
{
  g_autofree char *wanted = g_utf8_casefold (name, -1);

  for (guint i = 0; i < vd_addressees_count (known); i++) {
    const VdAddressee *entry = vd_addressees_get (known, i);
    g_autofree char *own = g_utf8_casefold (entry->name, -1);

    if (*entry->age_key != '\0' && g_str_equal (own, wanted))
      return entry;
  }
  return NULL;
}

static gboolean
is_known (const VdAddressees *known, const char *key)
{
  g_autofree char *spelled = vd_addressees_spelling (key);

  for (guint i = 0; i < vd_addressees_count (known); i++) {
    if (g_str_equal (vd_addressees_get (known, i)->age_key, spelled))
      return TRUE;
  }
  return FALSE;
}

/* A malformed one has no words; writing says what is wrong with it. */
static void
say_unknown (const VdAddressees *known, const char *key)
{
  g_autofree char *words = is_known (known, key) ? NULL : vd_addressees_fingerprint (key, NULL);

  if (words == NULL)
    return;
  g_printerr (
      _ ("Nobody here has confirmed this key. Its six words, to compare on the phone before "
         "the file is sent: %s"),
      words);
  g_printerr ("\n");
}

static const char *
key_of (const VdCli *cli,
        const VdAddressees *known,
        const char *recipient,
        const char *name,
        GError **error)
{
  const VdAddressee *entry = find_name (known, name);

  if (entry == NULL)
    g_set_error_literal (error, VD_ERROR, VD_ERROR_NOT_FOUND, "no such addressee");
  else if (*entry->recipient != '\0' && !g_str_equal (entry->recipient, recipient))
    g_set_error_literal (error, VD_ERROR, VD_ERROR_REFUSED, "addressee of another recipient");
  else
    return entry->age_key;
  vd_cli_explain (cli, *error, name_texts);
  return NULL;
}

char **
vd_cli_target_keys (const VdCli *cli,
                    const VdAddressees *known,
                    const char *recipient,
                    char **keys,
                    char **names,
                    GError **error)
{
  g_autoptr (GStrvBuilder) all = g_strv_builder_new ();

  for (guint i = 0; keys != NULL && keys[i] != NULL; i++) {
    say_unknown (known, keys[i]);
    g_strv_builder_add (all, keys[i]);
  }
  for (guint i = 0; names != NULL && names[i] != NULL; i++) {
    const char *key = key_of (cli, known, recipient, names[i], error);

    if (key == NULL)
      return NULL;
    g_strv_builder_add (all, key);
  }
  return g_strv_builder_end (all);
}

gboolean
vd_cli_check_corrects (const VdCli *cli,
                       const VdRecord *record,
                       const char *recipient,
                       const char *number,
                       GError **error)
{
  gboolean found = FALSE;

  for (guint i = 0; number != NULL && i < vd_record_n_items (record, "shares"); i++) {
    if (g_strcmp0 (vd_record_item_text (record, "shares", i, "anchor"), number) != 0 ||
        g_strcmp0 (vd_record_item_text (record, "shares", i, "recipient"), recipient) != 0)
      continue;
    if (vd_record_item_text (record, "shares", i, "corrected_by") == NULL)
      return TRUE;
    found = TRUE;
  }
  if (number == NULL)
    return TRUE;
  g_set_error_literal (error, VD_ERROR, found ? VD_ERROR_REFUSED : VD_ERROR_NOT_FOUND,
                       found ? "corrected already" : "no such share");
  vd_cli_explain (cli, *error, correct_texts);
  return FALSE;
}
