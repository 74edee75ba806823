/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/session.h"

/** Returns: (transfer floating): the unit's own keys to give to others: the key to be written to as
 *  text and as a QR code, its six words, and the key of its signatures. */
GtkWidget *vd_own_key_new (VdSession *session);
