/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "referral"

#include "core/referral-build.h"

#include "base/folding.h"

#include <string.h>

struct _VdReferral {
  const VdNode *form;
  char *lang;
  char *reference;
  char *date;
  char *anchor;
  char *corrects;
  guint version;
  GPtrArray *head;
  GPtrArray *sections;
  GPtrArray *parts;    /* NULL-terminated, (element-type utf8) static */
  GPtrArray *withheld; /* the same */
  GPtrArray *now;      /* the same: consented to with the choice */
};

static GPtrArray *
part_list (guint bits)
{
  GPtrArray *list = g_ptr_array_new ();

  for (guint i = 0; i < VD_N_PARTS; i++) {
    if (bits & (1u << i))
      g_ptr_array_add (list, (gpointer)vd_referral_all_parts ()[i]);
  }
  g_ptr_array_add (list, NULL);
  return list;
}

static gboolean
check_recipient (const VdPack *pack, const VdRecord *record, const char *recipient, GError **error)
{
  static const struct {
    const char *code;
    const char *words;
  } reasons[] = {
      {"refused-form", "the document for this recipient is not part of this version"},
      {"refused-child", "not a recipient on the child path"},
      {"refused-adult", "a recipient on the child path only"},
      {"refused-lawyer", "the lawyer was chosen or is paid by others"},
  };
  const char *code = vd_referral_refused (pack, record, recipient);

  for (guint i = 0; code != NULL && i < G_N_ELEMENTS (reasons); i++) {
    if (g_str_equal (reasons[i].code, code))
      g_set_error_literal (error, VD_ERROR, VD_ERROR_REFUSED, reasons[i].words);
  }
  return code == NULL;
}

/* Only what was shared with the same recipient can be corrected, and each share once: further
 * mistakes are those of the correction. */
static gboolean
check_choice (const VdRecord *record,
              const char *recipient,
              const VdReferralChoice *choice,
              GError **error)
{
  const char *variant = choice == NULL ? NULL : choice->variant;
  const char *corrects = choice == NULL ? NULL : choice->corrects;
  int share = corrects == NULL ? 0 : vd_referral_find_share (record, recipient, corrects);

  if (variant != NULL && !g_str_equal (variant, "normal") && !g_str_equal (variant, "discreet")) {
    g_set_error_literal (error, VD_ERROR, VD_ERROR_INVALID, "no such variant");
    return FALSE;
  }
  if (share < 0 || (corrects != NULL &&
                    vd_record_item_text (record, "shares", (guint)share, "corrected_by") != NULL)) {
    g_set_error_literal (error, VD_ERROR, VD_ERROR_INVALID, "nothing to correct by that number");
    return FALSE;
  }
  return TRUE;
}

/* A document of nothing but fixed words is none. */
static gboolean
has_substance (const GPtrArray *sections)
{
  for (guint i = 0; i < sections->len; i++) {
    const VdReferralSection *section = g_ptr_array_index (sections, i);

    for (guint j = 0; j < section->rows->len; j++) {
      const VdReferralRow *row = g_ptr_array_index (section->rows, j);

      if (row->kind == VD_ROW_FIELD || row->kind == VD_ROW_ENTRY)
        return TRUE;
    }
  }
  return FALSE;
}

/* What a form keeps to itself without consent is of no use to anyone, unless it says otherwise. */
static gboolean
may_leave (const VdReferralBuild *build, const GPtrArray *sections)
{
  gboolean asked = g_str_equal (vd_node_attr (build->form, "consent"), "asked");

  if (asked && build->shown == 0 && !vd_node_flag (build->form, "anonymous", FALSE))
    return FALSE;
  return has_substance (sections);
}

/* Whether @value (nullable) stands in @text, however it is written. One or two letters stand
 * everywhere. */
static gboolean
holds (const char *text, const char *value)
{
  g_autofree char *folded = vd_fold_text (text, FALSE);
  g_autofree char *needle = value == NULL ? NULL : vd_fold_text (value, FALSE);

  return needle != NULL && g_utf8_strlen (needle, -1) > 2 && strstr (folded, needle) != NULL;
}

/* The runs of letters in @text, folded; "" between them. */
static char **
letters_of (const char *text)
{
  g_autofree char *folded = vd_fold_text (text, FALSE);
  g_autoptr (GString) words = g_string_new (NULL);

  for (const char *at = folded; *at != '\0'; at = g_utf8_next_char (at)) {
    gunichar c = g_utf8_get_char (at);

    g_string_append_unichar (words, g_unichar_isalpha (c) ? c : ' ');
  }
  return g_strsplit (words->str, " ", -1);
}

/* Whether @name (nullable), or one of its words, stands in @text: a first name is a name too. */
static gboolean
holds_name (const char *text, const char *name)
{
  g_auto (GStrv) words = name == NULL ? NULL : letters_of (name);
  g_auto (GStrv) own = letters_of (text);

  for (guint i = 0; words != NULL && words[i] != NULL; i++) {
    if (g_utf8_strlen (words[i], -1) > 1 && g_strv_contains ((const char *const *)own, words[i]))
      return TRUE;
  }
  return holds (text, name);
}

/* Whether @text holds what names the person. */
static gboolean
names_person (const VdRecord *record, const char *text)
{
  for (guint i = 0; i < vd_record_list_length (record, "identity.aliases"); i++) {
    if (holds_name (text, vd_record_list_item (record, "identity.aliases", i)))
      return TRUE;
  }
  return holds_name (text, vd_record_get_text (record, "identity.name")) ||
         holds_name (text, vd_record_get_text (record, "person.address_as")) ||
         holds (text, vd_record_get_text (record, "identity.duf")) ||
         holds (text, vd_record_get_text (record, "identity.national_id"));
}

/* The typed reference unless it names the person; else the start of the record's random id. */
static char *
case_reference (const VdReferralBuild *build)
{
  const char *typed = vd_record_get_text (build->record, "person.reference");
  const char *id = json_string_value (json_object_get (vd_record_json (build->record), "id"));
  g_autofree char *start = NULL;

  /* What is the same for everyone carries nothing that leads back to a case. */
  if (vd_referral_offered (build->pack, build->form) == 0)
    return g_strdup ("");
  if (typed != NULL && (build->own || !names_person (build->record, typed)))
    return g_strdup (typed);
  if (id == NULL)
    return g_strdup ("");
  start = g_strndup (id, 8);
  return g_ascii_strup (start, -1);
}

/* What is the same for everyone has no number either. */
static const char *
document_number (const VdReferralBuild *build, const VdReferralChoice *choice)
{
  if (choice == NULL || choice->anchor == NULL ||
      vd_referral_offered (build->pack, build->form) == 0)
    return "";
  return choice->anchor;
}

static guint
next_version (const VdReferralBuild *build)
{
  guint version = 1;

  for (guint i = 0; i < vd_record_n_items (build->record, "shares"); i++) {
    if (g_strcmp0 (vd_record_item_text (build->record, "shares", i, "recipient"),
                   vd_node_id (build->form)) == 0)
      version++;
  }
  return version;
}

static VdReferral *
referral_take (VdReferralBuild *build,
               const VdReferralChoice *choice,
               GPtrArray *sections,
               guint wanted)
{
  VdReferral *self = g_new0 (VdReferral, 1);
  guint held = build->held | (wanted & ~build->allowed);

  self->form = build->form;
  self->lang = g_strdup (build->lang);
  self->date = g_strdup (build->today);
  self->reference = case_reference (build);
  self->anchor = g_strdup (document_number (build, choice));
  self->corrects = g_strdup (choice == NULL || choice->corrects == NULL ? "" : choice->corrects);
  self->version = next_version (build);
  self->head =
      vd_referral_build_head (build, self->reference, self->anchor, self->corrects, self->version);
  self->sections = sections;
  self->now = part_list (build->consented_now);
  self->parts = part_list (build->shown);
  /* The own file wants all there is; what its form does not have is no loss. */
  self->withheld = part_list (build->everything ? 0 : held);
  return self;
}

VdReferral *
vd_referral_new (const VdPack *pack,
                 const VdRecord *record,
                 const char *recipient,
                 const VdReferralChoice *choice,
                 const char *lang,
                 const char *today,
                 GError **error)
{
  const VdNode *form = vd_pack_find (pack, "form", recipient);
  g_autoptr (VdGuidance) guidance = NULL;
  g_autoptr (VdReferralBuild) build = NULL;
  g_autoptr (GPtrArray) sections = NULL;
  guint wanted = 0;

  if (!check_recipient (pack, record, recipient, error) ||
      !check_choice (record, recipient, choice, error))
    return NULL;
  guidance = vd_guidance_new (pack, record, today);
  build = vd_referral_build_new (pack, record, form, lang);
  build->today = today;
  build->guidance = guidance;
  build->variant = choice == NULL ? NULL : choice->variant;
  if (!vd_referral_build_choose (build, choice, &wanted, error))
    return NULL;
  sections = vd_referral_build_sections (build);
  if (!may_leave (build, sections)) {
    g_set_error_literal (error, VD_ERROR, VD_ERROR_REFUSED, "nothing may leave without consent");
    return NULL;
  }
  return referral_take (build, choice, g_steal_pointer (&sections), wanted);
}

void
vd_referral_free (VdReferral *self)
{
  if (self == NULL)
    return;
  g_free (self->lang);
  g_free (self->reference);
  g_free (self->date);
  g_free (self->anchor);
  g_free (self->corrects);
  g_ptr_array_unref (self->head);
  g_ptr_array_unref (self->sections);
  g_ptr_array_unref (self->parts);
  g_ptr_array_unref (self->withheld);
  g_ptr_array_unref (self->now);
  g_free (self);
}

const VdNode *
vd_referral_form (const VdReferral *self)
{
  return self->form;
}

const char *
vd_referral_recipient (const VdReferral *self)
{
  return vd_node_id (self->form);
}

const char *
vd_referral_lang (const VdReferral *self)
{
  return self->lang;
}

const char *
vd_referral_title (const VdReferral *self)
{
  return vd_node_text (self->form, "title", self->lang);
}

const char *
vd_referral_note (const VdReferral *self)
{
  return vd_node_text (self->form, "note", self->lang);
}

const char *
vd_referral_reference (const VdReferral *self)
{
  return self->reference;
}

const char *
vd_referral_date (const VdReferral *self)
{
  return self->date;
}

const char *
vd_referral_anchor (const VdReferral *self)
{
  return self->anchor;
}

const char *
vd_referral_corrects (const VdReferral *self)
{
  return self->corrects;
}

guint
vd_referral_version (const VdReferral *self)
{
  return self->version;
}

const char *
vd_referral_caution (const VdReferral *self)
{
  return vd_node_text (self->form, "caution", self->lang);
}

const GPtrArray *
vd_referral_head (const VdReferral *self)
{
  return self->head;
}

const GPtrArray *
vd_referral_sections (const VdReferral *self)
{
  return self->sections;
}

const char *const *
vd_referral_parts (const VdReferral *self)
{
  return (const char *const *)self->parts->pdata;
}

const char *const *
vd_referral_withheld (const VdReferral *self)
{
  return (const char *const *)self->withheld->pdata;
}

const char *const *
vd_referral_consented_now (const VdReferral *self)
{
  return (const char *const *)self->now->pdata;
}

/* Consent to @bit for @recipient: given once and taken back counts as withdrawn. */
static VdConsent
consent_state (const VdRecord *record, const VdNode *form, guint bit)
{
  json_t *consents = json_object_get (vd_record_json (record), "consents");
  json_t *consent;
  gsize i;

  if (!g_str_equal (vd_node_attr (form, "consent"), "asked"))
    return VD_CONSENT_NOT_NEEDED;
  if (vd_referral_consented (record, vd_node_id (form), NULL) & bit)
    return VD_CONSENT_GIVEN;
  json_array_foreach (consents, i, consent)
  {
    const char *to = json_string_value (json_object_get (consent, "recipient"));
    json_t *part;
    gsize j;

    json_array_foreach (json_object_get (consent, "parts"), j, part)
    {
      if (g_strcmp0 (to, vd_node_id (form)) == 0 && vd_part_bit (json_string_value (part)) == bit)
        return VD_CONSENT_WITHDRAWN;
    }
  }
  return VD_CONSENT_MISSING;
}

GArray *
vd_referral_part_states (const VdPack *pack, const VdRecord *record, const char *recipient)
{
  const VdNode *form = vd_pack_find (pack, "form", recipient);
  GArray *states = g_array_new (FALSE, FALSE, sizeof (VdPartState));
  g_autoptr (VdReferralBuild) build = NULL;
  guint defaults;
  guint offered;

  if (form == NULL)
    return states;
  offered = vd_referral_offered (pack, form);
  defaults = vd_part_bits (vd_node_list (form, "default"));
  build = vd_referral_build_new (pack, record, form, "en");
  build->allowed = build->consented = VD_PART_ALL;
  build->everything = build->own;
  g_ptr_array_unref (vd_referral_build_sections (build));
  for (guint i = 0; i < VD_N_PARTS; i++) {
    guint bit = 1u << i;
    VdPartState state = {vd_referral_all_parts ()[i], consent_state (record, form, bit),
                         (offered & bit) != 0, (defaults & bit) != 0, build->rows[i]};

    if ((offered | defaults) & bit)
      g_array_append_val (states, state);
  }
  return states;
}
