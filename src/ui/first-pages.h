/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/session.h"

/*
 * The pages of the first run. Each is a box; first-run.c knows their order and the buttons below
 * them, the pages know what they ask.
 */

/** Language: own names, the present one chosen; choosing another builds the window again. */
#define VD_TYPE_FIRST_LANGUAGE (vd_first_language_get_type ())
G_DECLARE_FINAL_TYPE (VdFirstLanguage, vd_first_language, VD, FIRST_LANGUAGE, AdwBin)
GtkWidget *vd_first_language_new (VdSession *session);

/** Workplace, name of the unit, initials. */
#define VD_TYPE_FIRST_WORKPLACE (vd_first_workplace_get_type ())
G_DECLARE_FINAL_TYPE (VdFirstWorkplace, vd_first_workplace, VD, FIRST_WORKPLACE, AdwBin)
GtkWidget *vd_first_workplace_new (VdSession *session);
/** Returns: whether all is there; otherwise the page says what is not. */
gboolean vd_first_workplace_check (VdFirstWorkplace *self);
const char *vd_first_workplace_get_setting (VdFirstWorkplace *self); /* (nullable) */
const char *vd_first_workplace_get_unit (VdFirstWorkplace *self);
const char *vd_first_workplace_get_initials (VdFirstWorkplace *self);
void vd_first_workplace_set (VdFirstWorkplace *self,
                             const char *setting,
                             const char *unit,
                             const char *initials);

/** Six generated words or a passphrase of one's own, typed once more. */
#define VD_TYPE_FIRST_PASSPHRASE (vd_first_passphrase_get_type ())
G_DECLARE_FINAL_TYPE (VdFirstPassphrase, vd_first_passphrase, VD, FIRST_PASSPHRASE, AdwBin)
GtkWidget *vd_first_passphrase_new (void);
/** Returns: (transfer full) (nullable): the passphrase; NULL when the page says what is wrong. */
VdSecret *vd_first_passphrase_take (VdFirstPassphrase *self);
/** Forgets what was typed and made. */
void vd_first_passphrase_clear (VdFirstPassphrase *self);
/** Says under the fields why no vault could be made. */
void vd_first_passphrase_show_problem (VdFirstPassphrase *self, const char *text);

/** The recovery key: shown once, then every group typed back from paper. */
#define VD_TYPE_FIRST_RECOVERY (vd_first_recovery_get_type ())
G_DECLARE_FINAL_TYPE (VdFirstRecovery, vd_first_recovery, VD, FIRST_RECOVERY, AdwBin)
GtkWidget *vd_first_recovery_new (void);
/** @key: (transfer full): as vd_session_create_finish() gave it. */
void vd_first_recovery_set_key (VdFirstRecovery *self, VdSecret *key);
/** Without a key to compare with, vd_first_recovery_ask() asks all the same. Returns: (transfer
 * full) (nullable): the groups as typed; NULL when some are not whole, which the page says. */
VdSecret *vd_first_recovery_take (VdFirstRecovery *self);
/** Says under the groups that the key as typed is not the right one. */
void vd_first_recovery_refuse (VdFirstRecovery *self, const char *text);
/** Goes from showing to asking, and back. */
void vd_first_recovery_ask (VdFirstRecovery *self, gboolean ask);
gboolean vd_first_recovery_is_asking (VdFirstRecovery *self);
/** Returns: whether every group was typed right; otherwise the page marks those that are not. */
gboolean vd_first_recovery_check (VdFirstRecovery *self);
