/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pack"

#include "core/pack-schema.h"
#include "base/date.h"
#include "core/hours.h"

#include <string.h>

#define SETTINGS "prison reception border outreach"
#define BASES "observation statement third_party document"
#define ELEMENTS "act means purpose vulnerability presentation tip"
#define GRADES "weak medium strong"
#define PLACES "prepare danger person conversation referral case"
#define SCREENS "prepare danger person seen conversation overview todo referral"
#define FORMS "all sexual labour services crime begging organ war marriage domestic"
#define PARTS                                                                                      \
  "identity contact seen said told documents health children residence wishes identifiers"
#define BASIS_KINDS "ilo ilo_adjusted ilo_analogy ilo_analogy_adjusted ilo_sexual_secondary team"
#define DOCUMENTS                                                                                  \
  "rosa bufdir barnevern police caritas legal-aid arbeidstilsynet a-krim pending rights card "     \
  "access file"

#define OUTCOMES "keep-open indications grey-zone reasonable-grounds"
#define OVERLAYS "danger child-duty child-discuss"

#define ATTRS(name, ...) static const VdAttrSpec name[] = {__VA_ARGS__, {NULL}}
#define CHILD                                                                                      \
  {                                                                                                \
    "child", VD_ATTR_BOOL                                                                          \
  }

ATTRS (no_attrs, {NULL});
ATTRS (common_attrs,
       {"id", VD_ATTR_ID, TRUE},
       {"sources", VD_ATTR_REFS, FALSE, "source"},
       {"review", VD_ATTR_CODE, FALSE, "reviewed needs-review"},
       {"verified", VD_ATTR_DATE},
       {"settings", VD_ATTR_CODES, FALSE, SETTINGS});
ATTRS (rule_attrs, {"safety", VD_ATTR_BOOL});
ATTRS (pack_attrs,
       {"id", VD_ATTR_ID, TRUE},
       {"version", VD_ATTR_TEXT, TRUE},
       {"format", VD_ATTR_CODE, TRUE, "1"},
       {"status", VD_ATTR_CODE, TRUE, "draft released"},
       {"effective-from", VD_ATTR_DATE},
       {"review-by", VD_ATTR_DATE},
       {"approved-on", VD_ATTR_DATE},
       {"approved-by", VD_ATTR_TEXT},
       {"jurisdiction", VD_ATTR_TEXT},
       {"derived-from", VD_ATTR_TEXT},
       {"requires", VD_ATTR_TEXT},
       {"min-app", VD_ATTR_TEXT});
ATTRS (language_attrs,
       {"role", VD_ATTR_CODE, TRUE, "staff person"},
       {"state", VD_ATTR_CODE, TRUE, "draft reviewed"},
       {"fallback", VD_ATTR_REF, FALSE, "language"});
ATTRS (source_attrs, {"url", VD_ATTR_URL}, {"seen", VD_ATTR_DATE});
ATTRS (field_attrs,
       {"place", VD_ATTR_CODE, FALSE, PLACES},
       {"group", VD_ATTR_REF, FALSE, "field-group"},
       {"part", VD_ATTR_CODE, FALSE, PARTS},
       {"control", VD_ATTR_CODE, FALSE, "line lines"});
ATTRS (field_group_attrs, {"place", VD_ATTR_CODE, TRUE, PLACES});
ATTRS (part_attrs, {"part", VD_ATTR_CODE, FALSE, PARTS});
ATTRS (indicator_attrs,
       {"group", VD_ATTR_REF, TRUE, "group"},
       {"forms", VD_ATTR_CODES, TRUE, FORMS},
       {"applies", VD_ATTR_CODE, TRUE, "adult child both"},
       {"basis", VD_ATTR_CODES, TRUE, BASES},
       {"element", VD_ATTR_CODE, TRUE, ELEMENTS},
       {"child-element", VD_ATTR_CODE, TRUE, ELEMENTS},
       {"adult", VD_ATTR_CODE, FALSE, GRADES},
       {"child", VD_ATTR_CODE, FALSE, GRADES},
       {"strength-basis", VD_ATTR_CODE, TRUE, BASIS_KINDS},
       {"dimension", VD_ATTR_CODE, FALSE, "D1 D2 D3 D4 D5 D6"},
       {"ilo", VD_ATTR_TEXT},
       {"supporting-only", VD_ATTR_BOOL},
       {"alone", VD_ATTR_BOOL},
       {"coercive", VD_ATTR_BOOL},
       {"touches", VD_ATTR_BOOL},
       {"age-doubt", VD_ATTR_BOOL},
       {"same-fact", VD_ATTR_ID},
       {"ask-in-prison", VD_ATTR_BOOL});
ATTRS (setting_attrs,
       {"id", VD_ATTR_CODE, TRUE, SETTINGS},
       {"core", VD_ATTR_REFS, FALSE, "indicator"},
       {"groups", VD_ATTR_REFS, FALSE, "group"},
       {"public", VD_ATTR_BOOL});
ATTRS (short_attrs,
       {"id", VD_ATTR_CODE, TRUE, "thirty-seconds ten-minutes"},
       {"places", VD_ATTR_CODES, TRUE, SCREENS},
       {"core", VD_ATTR_REFS, TRUE, "indicator"},
       {"lines", VD_ATTR_REFS, FALSE, "line"},
       {"questions", VD_ATTR_REFS, FALSE, "question"},
       {"fields", VD_ATTR_REFS, FALSE, "field"});
ATTRS (phase_attrs, {"id", VD_ATTR_CODE, TRUE, "A B C D E F G H I J"}, CHILD);
ATTRS (child_attrs, CHILD);
ATTRS (question_attrs, {"indicators", VD_ATTR_REFS, FALSE, "indicator"}, CHILD);
ATTRS (outcome_attrs, {"id", VD_ATTR_CODE, TRUE, OUTCOMES});
ATTRS (overlay_attrs, {"id", VD_ATTR_CODE, TRUE, OVERLAYS});
ATTRS (element_attrs, {"id", VD_ATTR_CODE, TRUE, ELEMENTS});
ATTRS (dimension_attrs, {"id", VD_ATTR_CODE, TRUE, "D1 D2 D3 D4 D5 D6"});
ATTRS (combination_attrs,
       {"for", VD_ATTR_CODE, TRUE, "element dimension indications"},
       {"strong", VD_ATTR_NUMBER, TRUE},
       {"medium", VD_ATTR_NUMBER, TRUE},
       {"weak", VD_ATTR_NUMBER, TRUE});
ATTRS (contact_ref_attrs, {"contact", VD_ATTR_REFS, FALSE, "contact"});
ATTRS (step_attrs, {"contact", VD_ATTR_REFS, FALSE, "contact"}, {"warning", VD_ATTR_BOOL});
ATTRS (contact_attrs,
       {"phone", VD_ATTR_TEXT},
       {"email", VD_ATTR_TEXT},
       {"web", VD_ATTR_TEXT},
       {"always-open", VD_ATTR_BOOL},
       {"open", VD_ATTR_HOURS},
       {"scope", VD_ATTR_CODE, FALSE, "national local"},
       {"age-key", VD_ATTR_TEXT},
       {"sign-key", VD_ATTR_TEXT});
ATTRS (article_attrs, {"kind", VD_ATTR_CODE, FALSE, "article myth form law term"});
ATTRS (form_attrs,
       {"id", VD_ATTR_CODE, TRUE, DOCUMENTS},
       {"path", VD_ATTR_CODE, TRUE, "adult child any"},
       {"default", VD_ATTR_CODES, TRUE, PARTS},
       {"consent", VD_ATTR_CODE, TRUE, "asked not-asked own"},
       {"anonymous", VD_ATTR_BOOL},
       {"reader", VD_ATTR_CODE, FALSE, "service person"});
ATTRS (section_attrs,
       {"part", VD_ATTR_CODE, FALSE, PARTS},
       {"page", VD_ATTR_CODE, FALSE, "new"},
       {"look", VD_ATTR_CODE, FALSE, "callout card"},
       {"variant", VD_ATTR_CODE, FALSE, "normal discreet"});
ATTRS (row_attrs,
       {"path", VD_ATTR_FIELD, TRUE},
       {"empty", VD_ATTR_CODE, FALSE, "not-known omit"},
       {"part", VD_ATTR_CODE, FALSE, PARTS});
ATTRS (entries_attrs,
       {"of", VD_ATTR_CODE, TRUE,
        "answers asked journal people identifiers consents steps shares follow-up rights "
        "information contacts"},
       {"basis", VD_ATTR_CODE, FALSE, BASES},
       {"groups", VD_ATTR_REFS, FALSE, "group"},
       {"contact", VD_ATTR_REFS, FALSE, "contact"},
       {"bare", VD_ATTR_BOOL},
       {"part", VD_ATTR_CODE, FALSE, PARTS});

ATTRS (case_attrs,
       {"kind", VD_ATTR_CODE, TRUE, "practice vector"},
       {"setting", VD_ATTR_CODE, TRUE, SETTINGS},
       {"today", VD_ATTR_DATE});
ATTRS (answer_attrs,
       {"item", VD_ATTR_REF, TRUE, "indicator"},
       {"value", VD_ATTR_CODE, TRUE, "yes maybe no declined not-asked"},
       {"basis", VD_ATTR_CODES, FALSE, BASES});
ATTRS (fact_attrs, {"path", VD_ATTR_FIELD, TRUE}, {"value", VD_ATTR_TEXT, TRUE});
ATTRS (expect_attrs,
       {"outcome", VD_ATTR_CODE, TRUE, OUTCOMES},
       {"overlays", VD_ATTR_CODES, FALSE, OVERLAYS},
       {"routes", VD_ATTR_REFS, FALSE, "recipient"});
ATTRS (ground_attrs, {"items", VD_ATTR_REFS, FALSE, "indicator"});

#define ID VD_KIND_ID
#define RULE VD_KIND_RULE
#define LOCAL VD_KIND_LOCAL
#define ROOT(name)                                                                                 \
  {                                                                                                \
    name, "varde-pack", VD_KIND_ONCE, "", no_attrs                                                 \
  }

/* clang-format off */
static const VdKindSpec kinds[] = {
  {"varde-pack", "", VD_KIND_ONCE, "", pack_attrs},
  ROOT ("languages"), ROOT ("sources"), ROOT ("phrases"), ROOT ("fields"), ROOT ("groups"),
  ROOT ("indicators"), ROOT ("settings"), ROOT ("prepare"), ROOT ("conversation"),
  ROOT ("outcomes"), ROOT ("steps"), ROOT ("recipients"), ROOT ("contacts"), ROOT ("law"),
  ROOT ("rights"), ROOT ("articles"), ROOT ("forms"), ROOT ("practice"),
  {"language", "languages", ID, "", language_attrs},
  {"source", "sources", ID, "name*", source_attrs},
  {"phrase", "phrases", ID, "text*", no_attrs},
  {"field", "fields", ID, "name* help", field_attrs},
  {"choice", "field", ID | LOCAL, "name* advice help", no_attrs},
  {"field-group", "fields", ID, "name*", field_group_attrs},
  {"group", "groups", ID, "name* note", part_attrs},
  {"indicator", "indicators", ID, "name* text* say caution child-caution", indicator_attrs},
  {"setting", "settings", ID, "name* text*", setting_attrs},
  {"short", "setting", ID | LOCAL, "name* text*", short_attrs},
  {"check", "prepare", ID | RULE, "text* why", no_attrs},
  {"phase", "conversation", ID, "name* text*", phase_attrs},
  {"line", "phase", ID | RULE, "say* guidance", child_attrs},
  {"question", "phase", ID | RULE, "say* guidance", question_attrs},
  {"never", "conversation", ID, "text*", no_attrs},
  {"interpreter", "conversation", ID, "text* why", no_attrs},
  {"information", "conversation", ID | RULE, "say*", child_attrs},
  {"ending", "conversation", ID | RULE, "name* text*", no_attrs},
  {"outcome", "outcomes", ID, "title* child-title* advice* child-advice* because", outcome_attrs},
  {"overlay", "outcomes", ID, "title* text*", overlay_attrs},
  {"variant", "overlay", ID | LOCAL, "title text*", no_attrs},
  {"reason", "outcomes", ID, "text*", no_attrs},
  {"element", "outcomes", ID, "name* text", element_attrs},
  {"dimension", "outcomes", ID, "name* text", dimension_attrs},
  {"combination", "outcomes", 0, "", combination_attrs},
  {"missing", "outcomes", ID, "text*", no_attrs},
  {"explanation", "outcomes", ID, "name* text*", no_attrs},
  {"step", "steps", ID | RULE, "text* who* when* why legal", step_attrs},
  {"recipient", "recipients", ID, "name* why* legal note", contact_ref_attrs},
  {"contact", "contacts", ID, "name* role* hours note", contact_attrs},
  {"provision", "law", ID, "name* text*", no_attrs},
  {"right", "rights", ID | RULE, "name* text* say", child_attrs},
  {"article", "articles", ID, "title* intro", article_attrs},
  {"paragraph", "article", ID | RULE | LOCAL, "text*", no_attrs},
  {"form", "forms", ID, "title* note* caution", form_attrs},
  {"section", "form", ID | RULE | LOCAL, "title* intro", section_attrs},
  {"row", "section", ID | LOCAL, "name", row_attrs},
  {"entries", "section", ID | LOCAL, "name", entries_attrs},
  {"paragraph", "section", ID | RULE | LOCAL, "text*", no_attrs},
  {"signature", "section", ID | LOCAL, "name*", no_attrs},
  {"case", "practice", ID, "title because advice", case_attrs},
  {"paragraph", "case", ID | LOCAL, "text*", no_attrs},
  {"answer", "case", 0, "", answer_attrs},
  {"fact", "case", 0, "", fact_attrs},
  {"expect", "case", VD_KIND_ONCE, "", expect_attrs},
  {"ground", "case", ID | LOCAL, "text*", ground_attrs},
  {NULL},
};
/* clang-format on */

const VdKindSpec *
vd_pack_schema (void)
{
  return kinds;
}

const VdKindSpec *
vd_pack_schema_find (const char *kind, const char *parent)
{
  for (const VdKindSpec *spec = kinds; spec->kind != NULL; spec++) {
    if (g_str_equal (spec->kind, kind) && (parent == NULL || g_str_equal (spec->parent, parent)))
      return spec;
  }
  return NULL;
}

static const VdAttrSpec *
find_attr (const VdAttrSpec *attrs, const char *name)
{
  for (; attrs->name != NULL; attrs++) {
    if (g_str_equal (attrs->name, name))
      return attrs;
  }
  return NULL;
}

const VdAttrSpec *
vd_pack_schema_attr (const VdKindSpec *spec, const char *name)
{
  const VdAttrSpec *found = find_attr (spec->attrs, name);

  if (found == NULL && (spec->flags & VD_KIND_ID) != 0)
    found = find_attr (common_attrs, name);
  if (found == NULL && (spec->flags & VD_KIND_RULE) != 0)
    found = find_attr (rule_attrs, name);
  return found;
}

/* Finds @word in @words; a "*" may follow it there. */
static const char *
find_word (const char *words, const char *word)
{
  gsize length = strlen (word);

  if (length == 0)
    return NULL;
  for (const char *at = words; (at = strstr (at, word)) != NULL; at += length) {
    gboolean begins = at == words || at[-1] == ' ';

    if (begins && (at[length] == '\0' || at[length] == ' ' || at[length] == '*'))
      return at;
  }
  return NULL;
}

gboolean
vd_pack_schema_has_text (const VdKindSpec *spec, const char *name)
{
  return find_word (spec->texts, name) != NULL;
}

gboolean
vd_pack_schema_word_in (const char *words, const char *word)
{
  return strpbrk (word, " *") == NULL && find_word (words, word) != NULL;
}

static gboolean
is_id (const char *value)
{
  gsize length = strlen (value);

  if (length == 0 || length > VD_PACK_MAX_ID || !g_ascii_isalnum (value[0]))
    return FALSE;
  return strspn (value, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-") ==
         length;
}

static gboolean
is_number (const char *value)
{
  gsize length = strlen (value);

  return length > 0 && length <= 4 && strspn (value, "0123456789") == length;
}

static gboolean
is_full_date (const char *value)
{
  VdDate date;

  return vd_date_parse (value, &date) && date.day != 0;
}

static gboolean
is_url (const char *value)
{
  return (g_str_has_prefix (value, "https://") || g_str_has_prefix (value, "http://")) &&
         strpbrk (value, " \"<>") == NULL;
}

static const char *
refuse_words (const VdAttrSpec *attr, const char *value)
{
  g_auto (GStrv) words = g_strsplit (value, " ", -1);

  for (guint i = 0; words[i] != NULL; i++) {
    if (attr->type == VD_ATTR_CODES && !vd_pack_schema_word_in (attr->values, words[i]))
      return "unknown value";
    if (attr->type == VD_ATTR_REFS && !is_id (words[i]))
      return "not a list of ids with one space between";
    for (guint j = 0; j < i; j++) {
      if (g_str_equal (words[i], words[j]))
        return "a value stands twice";
    }
  }
  return NULL;
}

const char *
vd_pack_schema_refusal (const VdAttrSpec *attr, const char *value)
{
  switch (attr->type) {
  case VD_ATTR_ID:
  case VD_ATTR_REF:
  case VD_ATTR_FIELD:
    return is_id (value) ? NULL : "not an id";
  case VD_ATTR_URL:
    return is_url (value) ? NULL : "not an address";
  case VD_ATTR_DATE:
    return is_full_date (value) ? NULL : "not a date";
  case VD_ATTR_NUMBER:
    return is_number (value) ? NULL : "not a number";
  case VD_ATTR_HOURS:
    return vd_hours_refusal (value);
  case VD_ATTR_BOOL:
    return vd_pack_schema_word_in ("true false", value) ? NULL : "not true or false";
  case VD_ATTR_CODE:
    return vd_pack_schema_word_in (attr->values, value) ? NULL : "unknown value";
  case VD_ATTR_CODES:
  case VD_ATTR_REFS:
    return refuse_words (attr, value);
  case VD_ATTR_TEXT:
  default:
    return value[0] != '\0' ? NULL : "empty";
  }
}

/* Overrides and isolates can make a text read as another than the one that was reviewed. */
static gboolean
is_bidi_control (gunichar c)
{
  return (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

const char *
vd_pack_schema_bad_character (const char *text, gboolean line_feed)
{
  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at)) {
    gunichar c;

    /* Most of it is printable ASCII, and the start of the program waits for this. */
    if (*at >= ' ' && *at <= '~')
      continue;
    c = g_utf8_get_char (at);
    if (is_bidi_control (c))
      return "bidirectional control character";
    if (g_unichar_iscntrl (c) && !(c == '\n' && line_feed))
      return "control character";
  }
  return NULL;
}
