/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/session.h"

/**
 * A key that came by mail or on paper is used only after its six words were compared with its owner
 * over the phone: this asks for it, shows the words and has that confirmed. Signal "stored": the
 * key is among the addressees of the session. A VdEditor for what is half typed.
 */
#define VD_TYPE_KEY_FORM (vd_key_form_get_type ())
G_DECLARE_FINAL_TYPE (VdKeyForm, vd_key_form, VD, KEY_FORM, AdwBin)

/** @to_write: only keys that can be written to, not those of signatures alone. */
GtkWidget *vd_key_form_new (VdSession *session, gboolean to_write);

/** @recipient: (nullable): code of the recipient whose key it will be */
void vd_key_form_set_recipient (VdKeyForm *self, const char *recipient);
