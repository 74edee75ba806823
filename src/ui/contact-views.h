/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/session.h"

/** The cards of the screen "Contacts". */

/** A contact of the pack: number, hours, what it does and does not do, age of the fact, sources. */
GtkWidget *vd_pack_contact_new (VdSession *session, const VdNode *contact);

/** A contact of the unit's own sheet, with a button to edit it ("contacts.edit"). */
GtkWidget *vd_own_contact_new (VdSession *session, const json_t *contact, guint index);
