/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/session.h"

/**
 * One contact of the unit's own sheet, to be typed in. There is no field for an address: where safe
 * places lie never stands in this program.
 */
#define VD_TYPE_CONTACT_FORM (vd_contact_form_get_type ())
G_DECLARE_FINAL_TYPE (VdContactForm, vd_contact_form, VD, CONTACT_FORM, GtkBox)

/** Signals: "saved", "cancelled", "deleted": what was asked for, before anything is stored.
 *  @removable: whether it is in the sheet already */
GtkWidget *vd_contact_form_new (VdSession *session, const json_t *contact, gboolean removable);

/** Returns: (transfer full): the contact as typed; members without a field stay as they were. */
json_t *vd_contact_form_get (VdContactForm *self);

/** Puts the fields of @contact back, as vd_contact_form_get() gave them. */
void vd_contact_form_set (VdContactForm *self, const json_t *contact);

/** Shows in the form why it was not stored. */
void vd_contact_form_refuse (VdContactForm *self, const char *text);
