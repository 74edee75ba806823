/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/session.h"

/**
 * The screen "Contacts": the unit's own sheet, sealed in the vault and edited here, and the
 * national contacts of the pack. Before unlocking only the latter; a VdPage.
 */
#define VD_TYPE_CONTACTS (vd_contacts_get_type ())
G_DECLARE_FINAL_TYPE (VdContacts, vd_contacts, VD, CONTACTS, AdwBin)

GtkWidget *vd_contacts_new (VdSession *session);
