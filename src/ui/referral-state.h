/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/session.h"
#include "share/addressees.h"

/**
 * What was chosen for the referral that is being made: recipient, what is in it, language,
 * protection. The parts of the page read it and change it; it says "changed" after each change.
 */
#define VD_TYPE_REFERRAL_STATE (vd_referral_state_get_type ())
G_DECLARE_FINAL_TYPE (VdReferralState, vd_referral_state, VD, REFERRAL_STATE, GObject)

VdReferralState *vd_referral_state_new (VdSession *session);
VdSession *vd_referral_state_session (VdReferralState *self);

/** Recipients that this version has a document for, the routes of the guidance first. Returns:
 *  (transfer full): forms of the pack. */
GPtrArray *vd_referral_state_forms (VdReferralState *self);
/** Returns: whether the document may go to the recipient of @form on the path the case is on. */
gboolean vd_referral_state_allows (VdReferralState *self, const VdNode *form);
/** Returns: the recipient's name in the language of the screen. */
const char *vd_referral_state_name (VdReferralState *self, const char *recipient);

/** Chooses another recipient when the one in hand is not allowed any more. */
void vd_referral_state_follow (VdReferralState *self);
const char *vd_referral_state_recipient (VdReferralState *self);
void vd_referral_state_set_recipient (VdReferralState *self, const char *recipient);

/** Parts and single entries ("said", "journal:3"). */
gboolean vd_referral_state_has (VdReferralState *self, const char *token);
void vd_referral_state_include (VdReferralState *self, const char *token, gboolean on);
/** Returns: (transfer full) (nullable): what was chosen, NULL for the form's own choice. */
char **vd_referral_state_dup_include (VdReferralState *self);

/** Returns: (transfer full): how each part of the form stands (VdPartState). */
GArray *vd_referral_state_parts (VdReferralState *self);
gboolean vd_referral_state_offers (VdReferralState *self, const char *part);

/** Which of the cards: "both" while nobody has asked whether one is safe to carry, "normal",
 *  "discreet", or "none": then nothing leaves. */
const char *vd_referral_state_variant (VdReferralState *self);
void vd_referral_state_set_variant (VdReferralState *self, const char *variant);

const char *vd_referral_state_lang (VdReferralState *self);
/** Returns: (nullable): the person's language, where the document is for the person and the pack
 *  knows the language. */
const char *vd_referral_state_person_lang (VdReferralState *self);
void vd_referral_state_set_lang (VdReferralState *self, const char *lang);
VdProtection vd_referral_state_protection (VdReferralState *self);
void vd_referral_state_set_protection (VdReferralState *self, VdProtection protection);

/** The keys a package is sealed to. Those of the pack for the recipient are in by themselves. */
gboolean vd_referral_state_seals_to (VdReferralState *self, const VdAddressee *addressee);
void vd_referral_state_seal_to (VdReferralState *self, const char *age_key, gboolean on);
/** Returns: (transfer full): age recipients, NULL-terminated. */
char **vd_referral_state_dup_keys (VdReferralState *self);

/** Number of the earlier document that this one comes instead of; NULL: none. */
const char *vd_referral_state_corrects (VdReferralState *self);
void vd_referral_state_set_corrects (VdReferralState *self, const char *number);

/** The number that the document will have. */
const char *vd_referral_state_number (VdReferralState *self);
/** After it has left: the next one has a number of its own and corrects nothing. */
void vd_referral_state_renew (VdReferralState *self);

/** Returns: the choice as it stands, of which @include (from the function above) is a part. */
VdReferralChoice vd_referral_state_choice (VdReferralState *self, char *const *include);

/** Returns: (transfer full): exactly what leaves. Errors: as vd_referral_new(). */
VdReferral *vd_referral_state_build (VdReferralState *self, GError **error);

/** Adds what was chosen to a draft, and takes it from one. */
void vd_referral_state_save (VdReferralState *self, json_t *draft);
void vd_referral_state_restore (VdReferralState *self, const json_t *draft);
