/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/session.h"

/**
 * vd_say_block_new:
 * Words to say: in the language of the screen, in that of the person when the pack has it, what to
 * mind, and a button that shows them to the person.
 * @node: one that has a `say` text
 * @answers: whether the view for the person offers words to point at
 */
GtkWidget *vd_say_block_new (VdSession *session, const VdNode *node, gboolean answers);

/** Returns: (transfer none) (nullable): the person's language when it is another one than that of
 *  the screen. */
const char *vd_say_second_language (VdSession *session);
