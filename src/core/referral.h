/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/guidance.h"

/**
 * What leaves the machine, as a model: the review page shows exactly this, the PDF prints exactly
 * this, the JSON twin is pruned to exactly this. Built from a pack `form`, the record, what was
 * chosen and what was consented to. Pure and immutable.
 */
typedef struct _VdReferral VdReferral;

typedef enum {
  VD_ROW_FIELD,     /* name: value; an empty value is shown as "not known" */
  VD_ROW_ENTRY,     /* one dated entry: name = heading (date, language), value = text */
  VD_ROW_PARAGRAPH, /* value only */
  VD_ROW_SIGNATURE, /* name: a line to sign on */
} VdRowKind;

typedef struct {
  VdRowKind kind;
  char *id;    /* path, "ECO-01:0" (answer entry), "journal:3", "people:0": what the row shows */
  char *part;  /* export part it needs; "" leaves without consent */
  char *name;  /* "" for paragraphs */
  char *value; /* UTF-8, logical order, user text as typed */
  gboolean known;
  guint basis;       /* VdBasis bits an answer entry is shown for, else 0 */
  gboolean note;     /* answer, person: what was typed beside it is in the value */
  gboolean question; /* answer: the question that was asked is in the value */
} VdReferralRow;

typedef struct {
  const VdNode *node; /* pack `section` */
  char *title;
  char *intro;
  gboolean new_page;
  GPtrArray *rows; /* (element-type VdReferralRow) */
} VdReferralSection;

/** What the person at the keyboard chose. Indices count from 0. Notes of answers and journal
 * entries are in only when chosen one by one, but in the own file and what is stored about the
 * person, where they are in while nothing was chosen. Traces of others ("identifiers:N") are in
 * only when both their part and each of them was chosen; in those two their part is enough while
 * none of them was. */
typedef struct {
  const char *const
      *include; /* parts, "journal:N", "note:ID:N", "identifiers:N"; NULL: the form's default */
  const char *const *consent_now; /* parts consented to today, beside the record's consents */
  const char *variant;            /* "normal" or "discreet" (contact card); NULL: both */
  const char *anchor;             /* number of the document, printed on it; NULL: none */
  const char *corrects;           /* anchor of the earlier share that was wrong; NULL: none */
} VdReferralChoice;

/** Returns: whether a part or single entry is in @form while nothing was chosen. */
gboolean vd_referral_is_default (const VdNode *form, const char *token);

/** Returns: (transfer full) (element-type utf8): a choice of all that is in @form while nothing was
 *  chosen; as `include` it gives the same document. */
GHashTable *vd_referral_default_choice (const VdNode *form, const VdRecord *record);

/** Adds @token to @choice or takes it from it, with what comes and goes with it: a trace needs its
 *  part. */
void vd_referral_choose (GHashTable *choice,
                         const VdNode *form,
                         const VdRecord *record,
                         const char *token,
                         gboolean on);

/**
 * vd_referral_new:
 * @recipient: the id of a form: "rosa", "barnevern", ..., "file"
 * @choice: (nullable): NULL is all of the form's defaults
 * @lang: language of the document, whatever the screen's
 * @today: "2026-05-02": printed as the date
 *
 * Errors: REFUSED for a recipient that has no form, that the child path forbids (ROSA) or needs
 * (barnevern, bufdir), for a lawyer whom others chose, or when nothing may leave without consent;
 * INVALID for an unknown part or variant, or when nothing was shared as @choice->corrects with
 * this recipient, or something has corrected it already.
 */
VdReferral *vd_referral_new (const VdPack *pack,
                             const VdRecord *record,
                             const char *recipient,
                             const VdReferralChoice *choice,
                             const char *lang,
                             const char *today,
                             GError **error);
void vd_referral_free (VdReferral *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (VdReferral, vd_referral_free)

const VdNode *vd_referral_form (const VdReferral *self);
const char *vd_referral_recipient (const VdReferral *self);
const char *vd_referral_lang (const VdReferral *self);
const char *vd_referral_title (const VdReferral *self);
const char *vd_referral_note (const VdReferral *self);      /* classification line */
const char *vd_referral_reference (const VdReferral *self); /* of the case; never a name */
const char *vd_referral_date (const VdReferral *self);
const char *vd_referral_anchor (const VdReferral *self);   /* "" when it has none */
const char *vd_referral_corrects (const VdReferral *self); /* "" when it corrects nothing */
guint
vd_referral_version (const VdReferral *self); /* how often shared with this recipient, from 1 */

/** What staff should think of before it leaves; never in the document. "" when nothing. */
const char *vd_referral_caution (const VdReferral *self);

/** What stands under the title: (element-type VdReferralRow) of kind VD_ROW_FIELD. */
const GPtrArray *vd_referral_head (const VdReferral *self);
const GPtrArray *
vd_referral_sections (const VdReferral *self); /* (element-type VdReferralSection) */

/** Parts that are in the document, and parts that were wanted but left out for want of consent;
 *  (transfer none), NULL-terminated, in the order of the interface. */
const char *const *vd_referral_parts (const VdReferral *self);
const char *const *vd_referral_withheld (const VdReferral *self);

/** How a part stands for the review page. */
typedef enum {
  VD_CONSENT_NOT_NEEDED,
  VD_CONSENT_GIVEN,
  VD_CONSENT_MISSING,
  VD_CONSENT_WITHDRAWN,
} VdConsent;

typedef struct {
  const char *part;
  VdConsent consent;
  gboolean offered; /* the form has rows for it */
  gboolean by_default;
  guint n_rows; /* rows it would add now */
} VdPartState;

/** Returns: the place of the share with @recipient that has @anchor, or -1. */
int vd_referral_find_share (const VdRecord *record, const char *recipient, const char *anchor);

/** Returns: (transfer full): one VdPartState for every part the form of @recipient knows. */
GArray *vd_referral_part_states (const VdPack *pack, const VdRecord *record, const char *recipient);

/**
 * vd_referral_refused:
 * Returns: why @recipient is none for this record, as the code of a phrase ("refused-child",
 * "refused-adult", "refused-lawyer", "refused-form"); NULL when it may be written to.
 */
const char *vd_referral_refused (const VdPack *pack, const VdRecord *record, const char *recipient);

/** Returns: whether @form is for the person, so that any language of the pack will do. */
gboolean vd_referral_form_for_person (const VdNode *form);

/** All export parts in the order of the interface, NULL-terminated. */
const char *const *vd_referral_all_parts (void);

/* Dates and phrases as documents write them, for screens that show the same. */

/** Returns: (transfer full): "2 May 2026", "May 2026", "2026"; @date itself when it is no date. */
char *vd_referral_date_text (const VdPack *pack, const char *date, const char *lang);

/** Returns: (transfer full): a UTC time as Norwegian time, with its date. */
char *vd_referral_time_text (const VdPack *pack, const char *time, const char *lang);

/** Returns: (transfer full): a phrase's @pattern with "{name}" replaced by @value. */
char *vd_referral_fill (const char *pattern, const char *name, const char *value);

/**
 * vd_referral_prune:
 * Returns: (transfer full): the assessment file of @record cut down to what the referral shows;
 * never no, declined or not-asked answers. It parses as an assessment file.
 */
json_t *vd_referral_prune (const VdReferral *self, const VdPack *pack, const VdRecord *record);
