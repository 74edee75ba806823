/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/pack.h"

/** Fills @box with everything that @node (an article, a provision, ...) says: marks, texts with the
 *  numbers of their sources, and the sources, folded away. */
void vd_learn_page_fill (GtkWidget *box, const VdPack *pack, const VdNode *node, const char *lang);

/** Appends "not yet reviewed by experts" and "check before use" as they apply to @node.
 *  @fact: whether it is something that changes: law, contacts, rights */
void vd_learn_marks_append (GtkWidget *box,
                            const VdPack *pack,
                            const VdNode *node,
                            gboolean fact,
                            const char *lang);
