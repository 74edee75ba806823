/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/session-share.h"

/**
 * What a received file holds: who signed it, what is inside, word for word, and what can be done
 * with it: keep it as a case, answer with a receipt, know the sender from now on, save the
 * document.
 */
#define VD_TYPE_OPENED_VIEW (vd_opened_view_get_type ())
G_DECLARE_FINAL_TYPE (VdOpenedView, vd_opened_view, VD, OPENED_VIEW, AdwBin)

/** @opened: (transfer full) */
GtkWidget *vd_opened_view_new (VdSession *session, VdOpened *opened);
