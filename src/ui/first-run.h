/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/session.h"

/** Four short pages from an empty machine to a vault: language, workplace, passphrase, recovery. */
#define VD_TYPE_FIRST_RUN (vd_first_run_get_type ())
G_DECLARE_FINAL_TYPE (VdFirstRun, vd_first_run, VD, FIRST_RUN, AdwBin)

GtkWidget *vd_first_run_new (VdSession *session);
