/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/session.h"

/** The screen of a closed vault: passphrase or recovery key, and whom to call in an emergency. */
#define VD_TYPE_UNLOCK (vd_unlock_get_type ())
G_DECLARE_FINAL_TYPE (VdUnlock, vd_unlock, VD, UNLOCK, AdwBin)

GtkWidget *vd_unlock_new (VdSession *session);
