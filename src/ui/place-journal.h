/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/place.h"

/** Notes, newest first: only ever added to; a correction is a note that points to another. */
GtkWidget *vd_place_journal_new (VdSession *session);
