/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/session.h"

/**
 * The screen "Received files and keys": opening what others sealed to the unit, the unit's own key,
 * and the keys of others. Needs an open vault; a VdPage.
 */
#define VD_TYPE_EXCHANGE (vd_exchange_get_type ())
G_DECLARE_FINAL_TYPE (VdExchange, vd_exchange, VD, EXCHANGE, AdwBin)

GtkWidget *vd_exchange_new (VdSession *session);
