/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/pack.h"

/** A numbered list of sources, in the order in which they were first named. */
typedef struct _VdSources VdSources;

VdSources *vd_sources_new (const VdPack *pack, const char *lang);
void vd_sources_free (VdSources *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (VdSources, vd_sources_free)

/** Takes up the sources of @node; those of the element it stands in when it names none. */
void vd_sources_add (VdSources *self, const VdNode *node);

/** Returns: (transfer full): "1, 3", the numbers of the sources of @node, taken up when they are
 *  new; "" for none. */
char *vd_sources_numbers (VdSources *self, const VdNode *node);

guint vd_sources_count (const VdSources *self);

/** Appends name, address and dates of every source to @box. */
void vd_sources_append (const VdSources *self, GtkWidget *box);

/** Returns: (transfer full): "https://... · read 2 May 2026 · checked 3 May 2026", and in words
 * what is not noted. */
char *vd_source_line (const VdNode *source, const char *lang);
