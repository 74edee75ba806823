/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "export"

#include "config.h"

#include "app/cases.h"
#include "base/lang.h"
#include "cli/receive.h"
#include "cli/target.h"
#include "share/export.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>

/* What the command line says. */
typedef struct {
  char *recipient;
  char *output;
  char **keys;
  char **addressees;
  char *corrects;
  char **include;
  char **consent;
  char *lang;
  char *variant;
  gboolean age_passphrase;
  gboolean pdf;
  gboolean plain;
} Options;

static void
options_clear (Options *self)
{
  g_free (self->recipient);
  g_free (self->output);
  g_strfreev (self->keys);
  g_strfreev (self->addressees);
  g_free (self->corrects);
  g_strfreev (self->include);
  g_strfreev (self->consent);
  g_free (self->lang);
  g_free (self->variant);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

/* One assessment on its way out. */
typedef struct {
  const VdCli *cli;
  const Options *options;
  const VdPack *pack; /* the record's */
  VdVault *vault;
  VdCliUnit unit; /* whose keys sign; the vault is not in it */
  char **keys;    /* to seal to; empty for other protections */
  gint64 row;
  char *opened; /* date of the summary, kept when the record has none */
  char *today;
  VdRecord *record; /* as stored */
  VdRecord *agreed; /* with the consent given today */
} Export;

static void
export_clear (Export *self)
{
  vd_cli_unit_clear (&self->unit);
  g_strfreev (self->keys);
  g_clear_pointer (&self->vault, vd_vault_close);
  g_clear_pointer (&self->record, vd_record_unref);
  g_clear_pointer (&self->agreed, vd_record_unref);
  g_free (self->opened);
  g_free (self->today);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Export, export_clear)

static gboolean
check_options (const Options *options, GError **error)
{
  int protections = (options->keys != NULL || options->addressees != NULL) +
                    (options->age_passphrase != FALSE) + (options->pdf != FALSE) +
                    (options->plain != FALSE);

  if (options->recipient == NULL || options->output == NULL)
    return vd_cli_usage (error, _ ("--to and --output are needed"));
  if (!vd_cli_is_recipient (options->recipient))
    return vd_cli_usage (error, _ ("--to: there is no such recipient"));
  if (protections != 1)
    return vd_cli_usage (error, _ ("One of --age or --addressee, --age-passphrase, --pdf and "
                                   "--plain is needed"));
  if (options->variant != NULL &&
      (!g_str_equal (options->recipient, "card") ||
       (!g_str_equal (options->variant, "normal") && !g_str_equal (options->variant, "discreet"))))
    return vd_cli_usage (error, _ ("--variant: normal or discreet, for the card only"));
  if (options->lang != NULL && vd_lang_find (options->lang) == NULL)
    return vd_cli_usage (error, _ ("--document-language: there are no documents in that language"));
  return TRUE;
}

static VdProtection
protection_of (const Options *options)
{
  if (options->pdf)
    return VD_PROTECT_PDF;
  if (options->plain)
    return VD_PROTECT_PLAIN;
  return options->age_passphrase ? VD_PROTECT_AGE_PASSPHRASE : VD_PROTECT_AGE_KEY;
}

/* Staff read their own languages; what is for the person is in any that the pack has. */
static gboolean
has_documents (const Export *self, const char *tag, gboolean for_person)
{
  const VdLang *lang = vd_lang_find (tag);

  if (lang == NULL)
    return FALSE;
  return for_person ? vd_pack_find (self->pack, "language", tag) != NULL : lang->staff;
}

/* The language as recorded, so that a colleague's export reads the same. */
static const char *
document_language (const Export *self, GError **error)
{
  const VdNode *form = vd_pack_find (self->pack, "form", self->options->recipient);
  gboolean for_person = form != NULL && vd_referral_form_for_person (form);
  const char *staff = vd_record_get_text (self->record, "language");
  const char *person = vd_record_get_text (self->record, "person_language");

  if (self->options->lang != NULL) {
    if (has_documents (self, self->options->lang, for_person))
      return self->options->lang;
    vd_cli_usage (error, _ ("--document-language: there are no documents in that language"));
    return NULL;
  }
  if (for_person && has_documents (self, person, TRUE))
    return person;
  return has_documents (self, staff, FALSE) ? staff : self->cli->lang;
}

static json_t *
strings_to_json (const char *const *strings)
{
  json_t *array = json_array ();

  for (guint i = 0; strings[i] != NULL; i++) {
    guint before = 0;

    /* A part named twice is one part. */
    while (before < i && !g_str_equal (strings[before], strings[i]))
      before++;
    if (before == i)
      json_array_append_new (array, json_string (strings[i]));
  }
  return array;
}

/* Adds the consent given today, unless the record holds the same one already. */
static gboolean
add_consent (Export *self, GError **error)
{
  const Options *options = self->options;
  json_t *consent;

  self->agreed = vd_record_copy (self->record);
  if (options->consent == NULL)
    return TRUE;
  consent =
      json_pack ("{s:s, s:o, s:s}", "recipient", options->recipient, "parts",
                 strings_to_json ((const char *const *)options->consent), "date", self->today);
  for (guint i = 0; i < vd_record_n_items (self->record, "consents"); i++) {
    if (json_equal (vd_record_item (self->record, "consents", i), consent)) {
      json_decref (consent);
      return TRUE;
    }
  }
  return vd_record_append (self->agreed, "consents", consent, error);
}

static gboolean
save (Export *self, const VdRecord *record, GError **error)
{
  g_autoptr (VdSecret) body = NULL;
  g_autoptr (VdSecret) summary = NULL;

  vd_cases_encode (record, self->pack, self->cli->clock, self->opened, &body, &summary);
  return vd_vault_save_logged (self->vault, &self->row, body, summary, NULL, error);
}

/* Before anything leaves: consent is on the disk, then the log says what happens next. */
static gboolean
log_export (const char *code, gpointer data, GError **error)
{
  Export *self = data;

  return (vd_record_equal (self->record, self->agreed) || save (self, self->agreed, error)) &&
         vd_vault_log (self->vault, VD_VAULT_EVENT_EXPORT, self->row, code, error);
}

/* The register of what was shared with whom, when; file names stay out of it. */
static gboolean
record_share (Export *self, const VdReferral *referral, const char *manifest, GError **error)
{
  g_autofree char *now = vd_clock_time (self->cli->clock);
  json_t *share =
      vd_export_share_entry (referral, vd_export_share_code (protection_of (self->options)), now);

  vd_export_share_set_manifest (share, manifest);
  return vd_export_register (self->agreed, referral, share, error) &&
         save (self, self->agreed, error);
}

static void
name_withheld (const VdReferral *referral)
{
  const char *const *parts = vd_referral_withheld (referral);
  g_autofree char *joined = g_strjoinv (", ", (char **)parts);

  if (parts[0] == NULL)
    return;
  g_printerr (_ ("Left out, because consent is missing: %s"), joined);
  g_printerr ("\n");
}

static void
print_written (const Export *self, const VdReferral *referral, const VdSecret *words)
{
  const char *passphrase = words == NULL ? NULL : (const char *)vd_secret_data (words);
  const char *corrects = vd_referral_corrects (referral);
  g_autofree char *log_anchor = vd_vault_anchor (self->vault);
  g_autoptr (json_t) object = NULL;

  if (!self->cli->json && passphrase != NULL)
    printf ("passphrase: %s\n", passphrase);
  if (!self->cli->json)
    return;
  object = json_pack ("{s:s, s:i, s:s?, s:s, s:o, s:o, s:s?, s:s}", "number",
                      vd_referral_anchor (referral), "version", (int)vd_referral_version (referral),
                      "corrects", *corrects != '\0' ? corrects : NULL, "protection",
                      vd_export_share_code (protection_of (self->options)), "parts",
                      strings_to_json (vd_referral_parts (referral)), "left_out",
                      strings_to_json (vd_referral_withheld (referral)), "passphrase", passphrase,
                      "log_anchor", log_anchor);
  vd_cli_print_json (object);
}

static gboolean
write_referral (Export *self, const VdReferral *referral, GError **error)
{
  const Options *options = self->options;
  g_auto (VdExported) exported = {0};
  gboolean told;

  if (!vd_export_write (self->pack, self->agreed, referral, protection_of (options),
                        (const char *const *)self->keys, &self->unit.keys->signer, options->output,
                        log_export, self, &exported, error))
    return FALSE;
  /* First of all: without the words the file that now exists cannot be opened. */
  print_written (self, referral, exported.passphrase);
  name_withheld (referral);
  /* The file is there, whether or not anybody could read about it. */
  told = vd_cli_flush (error);
  return record_share (self, referral, exported.manifest, told ? error : NULL) && told;
}

/* The date in the list stays what it was when the record itself has none. */
static gboolean
find_case (Export *self, const char *id, GError **error)
{
  g_autoptr (GPtrArray) cases = vd_cases_list (self->vault, error);

  self->row = cases == NULL ? 0 : vd_cases_find (self->vault, id, error);
  if (self->row == 0)
    return FALSE;
  for (guint i = 0; i < cases->len; i++) {
    const VdCase *found = g_ptr_array_index (cases, i);

    if (found->row == self->row)
      self->opened = g_strdup (found->opened);
  }
  self->record = vd_cases_load (self->vault, self->row, error);
  return self->record != NULL;
}

/* Whom it is sealed to, and whose signature it bears. */
static gboolean
find_keys (Export *self, GError **error)
{
  const Options *o = self->options;

  if (!vd_cli_unit_read (&self->unit, self->vault, self->cli->packs->current, error) ||
      !vd_cli_check_corrects (self->cli, self->record, o->recipient, o->corrects, error))
    return FALSE;
  self->keys =
      vd_cli_target_keys (self->cli, self->unit.known, o->recipient, o->keys, o->addressees, error);
  return self->keys != NULL;
}

static gboolean
export_case (Export *self, const char *id, GError **error)
{
  g_autofree char *number = vd_export_number ();
  const VdReferralChoice choice = {.include = (const char *const *)self->options->include,
                                   .consent_now = (const char *const *)self->options->consent,
                                   .variant = self->options->variant,
                                   .anchor = number,
                                   .corrects = self->options->corrects};
  g_autoptr (VdReferral) referral = NULL;
  const char *lang;

  if (!vd_cli_packs_load (self->cli->packs, error))
    return FALSE;
  self->vault = vd_cli_open_vault (self->cli, error);
  if (self->vault == NULL || !find_case (self, id, error) || !find_keys (self, error))
    return FALSE;
  self->pack = vd_cli_packs_for (self->cli->packs, self->record);
  lang = document_language (self, error);
  if (lang == NULL)
    return FALSE;
  self->today = vd_clock_date (self->cli->clock);
  referral = vd_referral_new (self->pack, self->record, self->options->recipient, &choice, lang,
                              self->today, error);
  if (referral == NULL || !add_consent (self, error) || !write_referral (self, referral, error))
    return FALSE;
  vd_cli_daily_copy (self->vault);
  return TRUE;
}

gboolean
vd_command_export (VdCli *cli, char ***args, GError **error)
{
  g_auto (Options) o = {0};
  const GOptionEntry entries[] = {
      {"to", 0, 0, G_OPTION_ARG_STRING, &o.recipient, N_ ("Who receives it"), "RECIPIENT"},
      {"output", 0, 0, G_OPTION_ARG_FILENAME, &o.output, N_ ("New file"), "PATH"},
      {"age", 0, 0, G_OPTION_ARG_STRING_ARRAY, &o.keys,
       N_ ("Encrypt to this key; several may be "
           "given"),
       "KEY"},
      {"addressee", 0, 0, G_OPTION_ARG_STRING_ARRAY, &o.addressees,
       N_ ("Encrypt to the known key of this name; several may be given"), "NAME"},
      {"age-passphrase", 0, 0, G_OPTION_ARG_NONE, &o.age_passphrase,
       N_ ("Encrypt with six generated words"), NULL},
      {"pdf", 0, 0, G_OPTION_ARG_NONE, &o.pdf, N_ ("A PDF with six generated words"), NULL},
      {"plain", 0, 0, G_OPTION_ARG_NONE, &o.plain, N_ ("An unprotected PDF"), NULL},
      {"include", 0, 0, G_OPTION_ARG_STRING_ARRAY, &o.include, N_ ("Only these parts"), "PART"},
      {"consent", 0, 0, G_OPTION_ARG_STRING_ARRAY, &o.consent,
       N_ ("Record that the person agreed to this part today"), "PART"},
      {"corrects", 0, 0, G_OPTION_ARG_STRING, &o.corrects,
       N_ ("It comes instead of the document of this number"), "NUMBER"},
      {"variant", 0, 0, G_OPTION_ARG_STRING, &o.variant,
       N_ ("card: only the normal or only the discreet one"), "normal|discreet"},
      {"document-language", 0, 0, G_OPTION_ARG_STRING, &o.lang, N_ ("Language of the document"),
       "TAG"},
      G_OPTION_ENTRY_NULL,
  };
  g_auto (Export) job = {.cli = cli, .options = &o};

  return vd_cli_parse (cli, entries, args, 1, 1, error) && check_options (&o, error) &&
         export_case (&job, (*args)[1], error);
}
