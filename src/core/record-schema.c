/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "record"

#include "core/record-schema.h"

#define CODES(name, ...) static const char *const name[] = {__VA_ARGS__, NULL}

CODES (formats, "varde-assessment");
CODES (settings, "prison", "reception", "border", "outreach");
CODES (forms, "full", "ten-minutes", "thirty-seconds");
CODES (ages, "adult", "child", "unsure", "not-known");
CODES (sexes, "woman", "man", "transperson", "not-stated");
CODES (regions,
       "eastern-europe",
       "west-south-europe",
       "norway",
       "africa",
       "south-central-america",
       "north-america",
       "asia",
       "middle-east",
       "unknown");
CODES (dangers,
       "injured",
       "followed",
       "threatened-now",
       "controller-here",
       "suicidal",
       "child-at-risk",
       "must-be-back",
       "removal-today");
CODES (interpreter_modes, "phone", "present", "none", "not-needed");
CODES (answer_values, "yes", "maybe", "no", "declined", "not-asked");
CODES (bases, "observation", "statement", "third_party", "document");
CODES (entry_kinds, "observation", "statement", "third_party", "document", "action", "correction");
CODES (people_roles,
       "companion",
       "employer",
       "partner",
       "parent",
       "lawyer",
       "guardian",
       "representative",
       "interpreter",
       "co-defendant",
       "other");
CODES (identifier_types,
       "phone",
       "address",
       "name",
       "vehicle",
       "employer",
       "account",
       "handle",
       "ad");
CODES (identifier_roles, "controls", "registered", "used", "employs", "houses");
CODES (identifier_sources, "statement", "document");
CODES (helps, "yes", "no", "later", "not-said");
CODES (chosen, "yes", "maybe", "no", "not-known");
CODES (reported, "yes", "no", "not-known");
CODES (step_states, "done", "not-relevant", "open");
CODES (recipients,
       "rosa",
       "bufdir",
       "barnevern",
       "police",
       "caritas",
       "legal-aid",
       "arbeidstilsynet",
       "a-krim",
       "pending",
       "rights",
       "card",
       "access",
       "file");
CODES (parts,
       "identity",
       "contact",
       "seen",
       "said",
       "told",
       "documents",
       "health",
       "children",
       "residence",
       "wishes",
       "identifiers");
CODES (protections, "age", "pdf", "paper", "plain");
CODES (statuses, "open", "follow-up", "shared", "declined", "closed");
CODES (case_forms,
       "sexual",
       "labour",
       "services",
       "crime",
       "begging",
       "organ",
       "war",
       "marriage",
       "domestic",
       "not-clarified");
CODES (places, "norway", "home-country", "third-country");
CODES (known_from,
       "self",
       "police",
       "prison",
       "reception",
       "udi",
       "health",
       "ngo",
       "lawyer",
       "labour-inspection",
       "helpline",
       "other");
CODES (housings,
       "crisis-centre",
       "reception",
       "municipal",
       "safe-house",
       "private",
       "prison",
       "none",
       "unknown");
CODES (residences,
       "reflection-track",
       "asylum",
       "collective-protection",
       "dublin",
       "expulsion-decision",
       "eea",
       "other-permit",
       "none",
       "norwegian",
       "unknown");
CODES (assistances,
       "housing",
       "legal",
       "health",
       "education",
       "work",
       "follow-up",
       "advice",
       "return");

/* clang-format off */
static const VdSchemaRow rows[] = {
  {"format", VD_SHAPE_CODE, .codes = formats, .required = TRUE},
  {"version", VD_SHAPE_NUMBER, .min = 1, .max = 1, .required = TRUE},
  {"id", VD_SHAPE_UUID},
  {"setting", VD_SHAPE_CODE, .codes = settings, .required = TRUE},
  {"form", VD_SHAPE_CODE, .codes = forms},
  {"language", VD_SHAPE_LANGUAGE},
  {"person_language", VD_SHAPE_LANGUAGE},
  {"pack", VD_SHAPE_OBJECT},
  {"pack.id", VD_SHAPE_TEXT},
  {"pack.version", VD_SHAPE_TEXT},
  {"pack.hash", VD_SHAPE_HASH},

  {"person", VD_SHAPE_OBJECT},
  {"person.reference", VD_SHAPE_TEXT},
  {"person.age", VD_SHAPE_CODE, .codes = ages},
  {"person.age_basis", VD_SHAPE_TEXT},
  {"person.under_18_then", VD_SHAPE_BOOL},
  {"person.birth_year", VD_SHAPE_NUMBER, .min = 1900, .max = 2100},
  {"person.sex", VD_SHAPE_CODE, .codes = sexes},
  {"person.region", VD_SHAPE_CODE, .codes = regions},
  {"person.country", VD_SHAPE_COUNTRY},
  {"person.address_as", VD_SHAPE_TEXT},
  {"person.danger", VD_SHAPE_CODE, .codes = dangers, .list = TRUE},
  {"person.danger_time", VD_SHAPE_OBJECT, .map = TRUE},
  {"person.danger_time.injured", VD_SHAPE_TIME},
  {"person.danger_time.followed", VD_SHAPE_TIME},
  {"person.danger_time.threatened-now", VD_SHAPE_TIME},
  {"person.danger_time.controller-here", VD_SHAPE_TIME},
  {"person.danger_time.suicidal", VD_SHAPE_TIME},
  {"person.danger_time.child-at-risk", VD_SHAPE_TIME},
  {"person.danger_time.must-be-back", VD_SHAPE_TIME},
  {"person.danger_time.removal-today", VD_SHAPE_TIME},
  {"person.worker_concern", VD_SHAPE_BOOL},
  {"person.comprehension", VD_SHAPE_TEXT},
  {"person.interpreter", VD_SHAPE_OBJECT},
  {"person.interpreter.mode", VD_SHAPE_CODE, .codes = interpreter_modes},
  {"person.interpreter.qualified", VD_SHAPE_BOOL},
  {"person.interpreter.checks", VD_SHAPE_ID, .kind = "interpreter", .list = TRUE},
  {"person.interpreter.wishes", VD_SHAPE_TEXT},
  {"person.with_now", VD_SHAPE_BOOL},
  {"person.callback", VD_SHAPE_TEXT},
  {"person.callback_hours", VD_SHAPE_TEXT},
  {"person.where_now", VD_SHAPE_TEXT},
  {"person.where_now_known_to", VD_SHAPE_TEXT},
  {"person.children_along", VD_SHAPE_NUMBER, .min = 0, .max = 99},
  {"person.pregnant", VD_SHAPE_BOOL},

  {"identity", VD_SHAPE_OBJECT},
  {"identity.name", VD_SHAPE_TEXT},
  {"identity.aliases", VD_SHAPE_TEXT, .list = TRUE},
  {"identity.birth_date", VD_SHAPE_DATE},
  {"identity.duf", VD_SHAPE_TEXT},
  {"identity.national_id", VD_SHAPE_TEXT},
  {"identity.contact_safe", VD_SHAPE_TEXT},
  {"identity.contact_not", VD_SHAPE_TEXT},

  {"answers", VD_SHAPE_ANSWERS},
  {"answers.*[].value", VD_SHAPE_CODE, .codes = answer_values},
  {"answers.*[].basis", VD_SHAPE_CODE, .codes = bases, .list = TRUE},
  {"answers.*[].note", VD_SHAPE_TEXT},
  {"answers.*[].date", VD_SHAPE_DATE},
  {"answers.*[].by", VD_SHAPE_TEXT},
  {"answers.*[].shown", VD_SHAPE_TEXT},
  {"answers.*[].lang", VD_SHAPE_LANGUAGE},
  {"answers.*[].withdrawn", VD_SHAPE_BOOL},

  {"journal", VD_SHAPE_ITEMS},
  {"journal[].time", VD_SHAPE_TIME},
  {"journal[].kind", VD_SHAPE_CODE, .codes = entry_kinds},
  {"journal[].text", VD_SHAPE_TEXT},
  {"journal[].by", VD_SHAPE_TEXT},
  {"journal[].corrects", VD_SHAPE_EARLIER},

  {"people", VD_SHAPE_ITEMS},
  {"people[].role", VD_SHAPE_CODE, .codes = people_roles},
  {"people[].note", VD_SHAPE_TEXT},
  {"people[].may_know", VD_SHAPE_BOOL},

  {"identifiers", VD_SHAPE_ITEMS},
  {"identifiers[].type", VD_SHAPE_CODE, .codes = identifier_types},
  {"identifiers[].value", VD_SHAPE_TEXT},
  {"identifiers[].role", VD_SHAPE_CODE, .codes = identifier_roles},
  {"identifiers[].first_seen", VD_SHAPE_DATE},
  {"identifiers[].last_seen", VD_SHAPE_DATE},
  {"identifiers[].source", VD_SHAPE_CODE, .codes = identifier_sources},
  {"identifiers[].expires", VD_SHAPE_DATE},

  {"health", VD_SHAPE_OBJECT},
  {"health.acute", VD_SHAPE_TEXT},
  {"health.needs", VD_SHAPE_TEXT},
  {"wishes", VD_SHAPE_OBJECT},
  {"wishes.help", VD_SHAPE_CODE, .codes = helps},
  {"wishes.text", VD_SHAPE_TEXT},
  {"wishes.break_explained", VD_SHAPE_BOOL},
  {"wishes.followup_explained", VD_SHAPE_BOOL},
  {"lawyer", VD_SHAPE_OBJECT},
  {"lawyer.has", VD_SHAPE_BOOL},
  {"lawyer.chosen_by_others", VD_SHAPE_CODE, .codes = chosen},
  {"police_report", VD_SHAPE_CODE, .codes = reported},

  {"child", VD_SHAPE_OBJECT},
  {"child.guardian", VD_SHAPE_TEXT},
  {"child.parents", VD_SHAPE_TEXT},
  {"child.parents_may_know", VD_SHAPE_BOOL},
  {"child.siblings", VD_SHAPE_TEXT},
  {"child.where_next_hours", VD_SHAPE_TEXT},
  {"child.informed_of_notice", VD_SHAPE_TEXT},
  {"child.view", VD_SHAPE_TEXT},
  {"measures_taken", VD_SHAPE_TEXT},
  {"other_agencies", VD_SHAPE_TEXT},

  {"prepare", VD_SHAPE_ITEMS},
  {"prepare[].id", VD_SHAPE_ID, .kind = "check"},
  {"prepare[].done", VD_SHAPE_BOOL},
  {"steps", VD_SHAPE_ITEMS},
  {"steps[].id", VD_SHAPE_ID, .kind = "step"},
  {"steps[].state", VD_SHAPE_CODE, .codes = step_states},
  {"steps[].time", VD_SHAPE_TIME},
  {"steps[].by", VD_SHAPE_TEXT},

  {"consents", VD_SHAPE_ITEMS},
  {"consents[].recipient", VD_SHAPE_CODE, .codes = recipients},
  {"consents[].parts", VD_SHAPE_PART, .codes = parts, .list = TRUE},
  {"consents[].date", VD_SHAPE_DATE},
  {"consents[].explained", VD_SHAPE_TEXT},
  {"consents[].withdrawn", VD_SHAPE_DATE, .nullable = TRUE},
  {"shares", VD_SHAPE_ITEMS},
  {"shares[].recipient", VD_SHAPE_CODE, .codes = recipients},
  {"shares[].time", VD_SHAPE_TIME},
  {"shares[].document", VD_SHAPE_TEXT},
  {"shares[].parts", VD_SHAPE_PART, .codes = parts, .list = TRUE},
  {"shares[].protection", VD_SHAPE_CODE, .codes = protections},
  {"shares[].anchor", VD_SHAPE_TEXT},
  {"shares[].corrected_by", VD_SHAPE_TEXT, .nullable = TRUE},
  {"follow_up", VD_SHAPE_ITEMS},
  {"follow_up[].date", VD_SHAPE_DATE},
  {"follow_up[].what", VD_SHAPE_TEXT},
  {"follow_up[].done", VD_SHAPE_BOOL},

  {"case", VD_SHAPE_OBJECT},
  {"case.opened", VD_SHAPE_DATE},
  {"case.status", VD_SHAPE_CODE, .codes = statuses},
  {"case.forms", VD_SHAPE_CODE, .codes = case_forms, .list = TRUE},
  {"case.place", VD_SHAPE_CODE, .codes = places, .list = TRUE},
  {"case.known_from", VD_SHAPE_CODE, .codes = known_from},
  {"case.housing", VD_SHAPE_CODE, .codes = housings},
  {"case.residence", VD_SHAPE_CODE, .codes = residences},
  {"case.assistance", VD_SHAPE_CODE, .codes = assistances, .list = TRUE},
  {"case.unit", VD_SHAPE_TEXT},
  {"case.contacts", VD_SHAPE_DATE, .list = TRUE},
  {"case.closed", VD_SHAPE_DATE, .nullable = TRUE},
  {"case.aftercare", VD_SHAPE_BOOL},
  {NULL},
};
/* clang-format on */

const VdSchemaRow *
vd_schema_rows (void)
{
  return rows;
}

const VdSchemaRow *
vd_schema_find (const char *path)
{
  for (const VdSchemaRow *row = rows; row->path != NULL; row++) {
    if (g_str_equal (row->path, path))
      return row;
  }
  return NULL;
}

const char *
vd_schema_key (const VdSchemaRow *row, const char *object)
{
  const char *rest = row->path;
  gsize length = strlen (object);

  if (length > 0) {
    if (strncmp (rest, object, length) != 0 || rest[length] != '.')
      return NULL;
    rest += length + 1;
  }
  return strchr (rest, '.') == NULL ? rest : NULL;
}

const VdSchemaRow *
vd_schema_member (const char *object, const char *key)
{
  for (const VdSchemaRow *row = rows; row->path != NULL; row++) {
    const char *own = vd_schema_key (row, object);

    if (own != NULL && g_str_equal (own, key))
      return row;
  }
  return NULL;
}
