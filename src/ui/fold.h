/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

/**
 * A heading that opens and closes what stands below it. What is inside is built when it is first
 * opened. GtkExpander would read all of its content as its name.
 */
#define VD_TYPE_FOLD (vd_fold_get_type ())
G_DECLARE_FINAL_TYPE (VdFold, vd_fold, VD, FOLD, AdwBin)

/** Fills @box; called once, before it is first shown. */
typedef void (*VdFoldFunc) (GtkWidget *box, gpointer data);

/**
 * vd_fold_new:
 * @key: by which a draft remembers that it was open, the same in every language ("phase:A")
 * @free: (nullable): for @data, when the fold goes
 * Returns: (transfer floating): closed; it is a VdEditor.
 */
GtkWidget *vd_fold_new (const char *key,
                        const char *title,
                        VdFoldFunc build,
                        gpointer data,
                        GDestroyNotify free);

void vd_fold_set_title (VdFold *self, const char *title);

/** Makes the heading ordinary text, for what explains something. */
void vd_fold_set_plain (VdFold *self);

/** Makes the heading large and strong, for the main parts of a page. */
void vd_fold_set_main (VdFold *self);

void vd_fold_set_open (VdFold *self, gboolean open);
gboolean vd_fold_get_open (VdFold *self);

/** Returns: (transfer none): the button that opens it, for the focus. */
GtkWidget *vd_fold_get_button (VdFold *self);

/** Throws away what was built and, when open, builds it again. */
void vd_fold_refill (VdFold *self);
