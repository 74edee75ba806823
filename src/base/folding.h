/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/**
 * Text as a search sees it: without case, and without the marks on and around letters that people
 * leave out or cannot type ("perez" for "Pérez", Arabic and Hebrew vowel signs). What is a letter
 * of its own stays one: æ and ø, and å with @ring. Immutable, for any thread.
 */
typedef struct _VdFolding VdFolding;

/** Takes a millisecond. @ring: keep å apart from a. */
VdFolding *vd_folding_new (gboolean ring);
void vd_folding_free (VdFolding *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (VdFolding, vd_folding_free)

/** How many bytes vd_folding_fold() needs to write to for @size bytes of text. */
#define VD_FOLDING_ROOM(size) (3 * (size) + VD_FOLDING_PAD)
/** So many zeros stand behind the text, which lets vd_folding_find() read in blocks. */
#define VD_FOLDING_PAD 32

/**
 * vd_folding_fold:
 * @text: UTF-8 with a 0 behind it; what is not valid is left out
 * @out: VD_FOLDING_ROOM (size) bytes
 * Returns: how many bytes were written, without the zeros behind them.
 */
gsize vd_folding_fold (const VdFolding *self, const char *text, gsize size, char *out);

/** @text: @size bytes from vd_folding_fold(). Returns: whether @word, folded alike, stands in it.
 */
gboolean vd_folding_find (const char *text, gsize size, const char *word, gsize length);

/** Returns: whether @text has an å in it, in either way of writing it. */
gboolean vd_fold_has_ring (const char *text);

/** Returns: (transfer full): short @text folded, for those who have no VdFolding. "" when it is not
 *  valid. */
char *vd_fold_text (const char *text, gboolean ring);
