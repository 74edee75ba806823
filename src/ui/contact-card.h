/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/session.h"

/** Returns: (transfer floating): whom to reach and how: number, hours, what they do and do not do,
 *  where it is from, and "check before use" when no person has checked it. @contact: of the pack */
GtkWidget *vd_contact_card_new (VdSession *session, const VdNode *contact);

/** Appends a card to @box for every contact that @node (a step, a recipient) names. */
void vd_contact_cards_append (GtkWidget *box, VdSession *session, const VdNode *node);
