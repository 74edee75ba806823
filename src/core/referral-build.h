/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/referral.h"

#define VD_N_PARTS 11

/** Bits of export parts, in the order of the interface. */
typedef enum {
  VD_PART_IDENTITY = 1 << 0,
  VD_PART_CONTACT = 1 << 1,
  VD_PART_SEEN = 1 << 2,
  VD_PART_SAID = 1 << 3,
  VD_PART_TOLD = 1 << 4,
  VD_PART_DOCUMENTS = 1 << 5,
  VD_PART_HEALTH = 1 << 6,
  VD_PART_CHILDREN = 1 << 7,
  VD_PART_RESIDENCE = 1 << 8,
  VD_PART_WISHES = 1 << 9,
  VD_PART_IDENTIFIERS = 1 << 10,
} VdPart;

#define VD_PART_ALL ((1u << VD_N_PARTS) - 1)

/** Everything the rows of one document are made from; lives while it is built. */
typedef struct {
  const VdPack *pack;
  const VdRecord *record;
  const VdNode *form;
  const char *lang;
  const char *today;
  const VdGuidance *guidance; /* (nullable): NULL while rows are only counted */
  gboolean own;               /* the own file: the record as it stands */
  gboolean everything;        /* the own file, nothing chosen: all entries too */
  const char *variant;        /* (nullable): sections of the other one stay out */
  guint allowed;              /* VdPart: chosen and covered by consent */
  guint consented;            /* VdPart: covered by consent, chosen or not */
  guint consented_now;        /* VdPart: of these, today */
  GHashTable *singles;        /* (element-type utf8): chosen "journal:3", "note:ECO-01:0" */
  GHashTable *covered;        /* (element-type utf8): the same, named by a consent */
  guint shown;                /* (out) VdPart: parts with rows */
  guint held;                 /* (out) VdPart: parts that chosen single entries lacked */
  guint rows[VD_N_PARTS];     /* (out): rows with content each part is needed for */
} VdReferralBuild;

VdReferralBuild *vd_referral_build_new (const VdPack *pack,
                                        const VdRecord *record,
                                        const VdNode *form,
                                        const char *lang);
void vd_referral_build_free (VdReferralBuild *build);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (VdReferralBuild, vd_referral_build_free)

/**
 * vd_referral_build_choose:
 * Decides what may leave: chosen, and covered by consent where the form asks for it.
 * @wanted: (out): VdPart bits that were chosen
 * Errors: INVALID for what is neither part nor entry.
 */
gboolean vd_referral_build_choose (VdReferralBuild *build,
                                   const VdReferralChoice *choice,
                                   guint *wanted,
                                   GError **error);

/** Returns: the bit of @part, or 0 when there is no such part; NULL and "" give 0. */
guint vd_part_bit (const char *part);

guint vd_part_bits (const char *const *parts);

/** Returns: the parts that something in @form needs. */
guint vd_referral_offered (const VdPack *pack, const VdNode *form);

/** Returns: the parts that standing consents for @recipient cover; @covered (nullable) receives the
 *  single entries they name. */
guint vd_referral_consented (const VdRecord *record, const char *recipient, GHashTable *covered);

/** Returns: (transfer full): the rows under the title. */
GPtrArray *vd_referral_build_head (const VdReferralBuild *build,
                                   const char *reference,
                                   const char *anchor,
                                   const char *corrects,
                                   guint version);

void vd_referral_row_free (VdReferralRow *row);

/** Returns: (transfer full): @pattern filled with what a person typed. Where that reads in the
 * other direction than the document, invisible marks hold its full stop and its numbers to it. */
char *vd_referral_fill_typed (const VdReferralBuild *build,
                              const char *pattern,
                              const char *name,
                              const char *typed);

/** Returns: (transfer none): parts that were consented to with the choice, NULL-terminated. */
const char *const *vd_referral_consented_now (const VdReferral *self);

/** Returns: (transfer full): the sections of the form that have anything to show. */
GPtrArray *vd_referral_build_sections (VdReferralBuild *build);

/** Append the rows of one `entries` element to @rows; the first goes by what it is of. */
void vd_referral_add_entries (VdReferralBuild *build,
                              const VdNode *section,
                              const VdNode *entries,
                              GPtrArray *rows);

void vd_referral_add_answers (VdReferralBuild *build,
                              const VdNode *section,
                              const VdNode *entries,
                              GPtrArray *rows);
void vd_referral_add_journal (VdReferralBuild *build,
                              const VdNode *section,
                              const VdNode *entries,
                              GPtrArray *rows);

/** Answers no, declined, not asked and withdrawn ones: never in the twin. */
void vd_referral_add_asked (VdReferralBuild *build, const char *part, GPtrArray *rows);

/** Shares and follow-up of the record. */
void vd_referral_add_shares (VdReferralBuild *build, const char *part, GPtrArray *rows);
void vd_referral_add_follow_up (VdReferralBuild *build, const char *part, GPtrArray *rows);

/** Rights and information of the pack that apply to the person, and contacts. */
void vd_referral_add_words (VdReferralBuild *build, const char *kind, GPtrArray *rows);
void vd_referral_add_contacts (VdReferralBuild *build, const VdNode *entries, GPtrArray *rows);

/** Returns: (transfer full): the names of @parts, each on a line of its own after a line end;
 * single entries are named once, at the end. */
char *vd_referral_part_names (const VdReferralBuild *build, json_t *parts);

/** Whether @node is shown: its rule holds, or rows are only being counted. */
gboolean vd_referral_applies (const VdReferralBuild *build, const VdNode *node);

/** Adds @row (transfer full) and notes that @needs, VdPart bits, were shown. */
void
vd_referral_take_row (VdReferralBuild *build, GPtrArray *rows, VdReferralRow *row, guint needs);
VdReferralRow *vd_referral_row_new (VdRowKind kind, const char *id, const char *part);

/* What is known of an entry, joined to its heading. */
void vd_referral_add_fact (GString *heading, const char *fact);
void vd_referral_add_date (const VdReferralBuild *build, GString *heading, const char *date);
void vd_referral_add_author (const VdReferralBuild *build, GString *heading, const char *by);
void vd_referral_set_name (VdReferralRow *row, const char *name);

void vd_referral_set_value (VdReferralRow *row, const char *value);
/** Starts a new line of @text; NULL adds none. */
void vd_referral_add_line (GString *text, const char *line);

/** Shorthand: a phrase in the language of the document. */
const char *vd_referral_phrase (const VdReferralBuild *build, const char *id);

/** Returns: (transfer none) (nullable): the part of @node, else of its section. */
const char *vd_referral_part_of (const VdNode *section, const VdNode *node);

/** Returns: (transfer full) (element-type guint): indices of the record's consents for the
 *  recipient that stand; all of them for the own file. */
GArray *vd_referral_live_consents (const VdRecord *record, const char *recipient);

/** Returns: (transfer full) (nullable): the value of a field as the document says it; NULL when it
 *  is not known. */
char *vd_referral_field_text (const VdReferralBuild *build, const char *path);

/** Returns: (transfer none): the name of a language in @lang, else its own name, else its tag. */
const char *vd_referral_language_name (const VdPack *pack, const char *tag, const char *lang);
