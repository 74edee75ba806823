/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/session.h"

/**
 * vd_journal_entry_new:
 * One note as it stands, with what it corrects and what corrects it. Its button activates
 * "journal.correct" with the index.
 * Returns: (transfer floating): a card
 */
GtkWidget *vd_journal_entry_new (VdSession *session, guint index);

/** Returns: (transfer full): when and by whom, "2 May 2026, 10:16, AB". */
char *vd_journal_entry_stamp (VdSession *session, guint index);
