/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ui/referral-state.h"

/** Sections of the referral page. Each is a box that is made once and brought up to date by its
 *  function, after a change of the record or of what was chosen. */

/** To whom: one of the recipients, and how to reach the one that is chosen. */
GtkWidget *vd_referral_recipients_new (VdReferralState *state);
void vd_referral_recipients_update (GtkWidget *section);

/** Whether a card is safe to carry, and which then; part of the section above, hidden for documents
 *  that have no variants. */
GtkWidget *vd_referral_card_new (VdReferralState *state);
void vd_referral_card_update (GtkWidget *section);

/** What leaves: each part with its consent and whether it is in the document; single entries. */
GtkWidget *vd_referral_parts_new (VdReferralState *state);
void vd_referral_parts_update (GtkWidget *section);

/** Consent: recording one, taking one back. */
GtkWidget *vd_referral_consent_new (VdReferralState *state);
void vd_referral_consent_update (GtkWidget *section);

/** Appends a document row by row, as it is on paper. */
void vd_referral_append (GtkWidget *box, const VdReferral *referral);

/** Exactly what leaves, row by row; hidden when nothing is to. Returns: whether there is anything
 * to send. */
GtkWidget *vd_referral_preview_new (VdReferralState *state);
gboolean vd_referral_preview_update (GtkWidget *section);

/** Language, protection, saving and what to do then. */
GtkWidget *vd_referral_send_new (VdReferralState *state);
void vd_referral_send_update (GtkWidget *section, gboolean ready);
/** Choosing pages and a printer, and printing. */
GtkWidget *vd_referral_print_new (VdReferralState *state);
void vd_referral_print_update (GtkWidget *section, gboolean ready);

/** Keys that a package is sealed to; part of the section above. */
GtkWidget *vd_referral_keys_new (VdReferralState *state);
void vd_referral_keys_update (GtkWidget *section);

/** Which earlier document this one comes instead of; hidden while there is none. */
GtkWidget *vd_referral_correct_new (VdReferralState *state);
void vd_referral_correct_update (GtkWidget *section);

/** What was shared, with whom and when. */
GtkWidget *vd_referral_shares_new (VdReferralState *state);
void vd_referral_shares_update (GtkWidget *section);
