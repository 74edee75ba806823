/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/window.h"

/** Returns: (transfer none): a window over @parent: with which content the case in hand was begun,
 *  what moving it to the content in use would do, and the copies that earlier moves left. */
GtkWindow *vd_case_content_new (VdWindow *parent);
