/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/session-store.h"

/**
 * Looking after the vault: a list of subjects and a page for each, that lie over what was shown
 * before. Without an open vault it has the pages for restoring and rescuing only.
 */
#define VD_TYPE_CARE (vd_care_get_type ())
G_DECLARE_FINAL_TYPE (VdCare, vd_care, VD, CARE, AdwBin)

GtkWidget *vd_care_new (VdSession *session);

/** Opens the page @name on top: "people", "recovery", "backup", "restore", "move", "log",
 *  "condition", "keeping", "reseal", "destroy", "rescue". */
void vd_care_open (VdCare *self, const char *name);

/** The same, and nothing else lies on the first page; not while a job runs or a key is shown. */
void vd_care_start (VdCare *self, const char *name);

/** Whether leaving now would lose what cannot be shown again: a key that was made, or is being
 * made.
 */
gboolean vd_care_must_stay (VdCare *self);

/** Returns: (transfer full): "today", "yesterday", "3 days ago" or the date, for @time in seconds
 *  since 1970; "never" for 0. */
char *vd_care_ago (VdSession *session, gint64 time);

/** Whether the yearly check of the recovery key is due. */
gboolean vd_care_drill_is_due (VdSession *session);

/** Returns: how many days the last backup outside the folder is old, when there is something that
 *  it does not hold; -1: none is due. */
int vd_care_backup_is_due (VdSession *session);
