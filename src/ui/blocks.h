/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/pack.h"

/**
 * The blocks that pages of reading text are built from, beside ui/parts.h. Every text wraps and
 * none is markup; all functions return (transfer floating) widgets.
 */

/** Words to say: larger than all others, in the direction of @lang. */
GtkWidget *vd_block_say (const char *text, const char *lang);

/** "Who: You", the name in bold. */
GtkWidget *vd_block_pair (const char *name, const char *value);

/** A text that leads to another place of the assessment ("seen:ECO-01"). */
GtkWidget *vd_block_link (const char *text, const char *place);

/** A vertical box. */
GtkWidget *vd_block_box (int spacing);
void vd_block_append (GtkWidget *box, GtkWidget *child);

/** Boxes of the same width side by side, one below the other when it is narrow. */
GtkWidget *vd_block_columns (guint columns);
void vd_block_columns_append (GtkWidget *columns, GtkWidget *child);

/** @nodes: (element-type VdNode): the sources named by them, each once, with its address. */
GtkWidget *vd_block_sources (const VdPack *pack, const GPtrArray *nodes, const char *lang);
