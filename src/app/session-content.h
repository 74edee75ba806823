/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/session.h"
#include "core/inactive.h"
#include "core/move.h"

/** What the record in hand has to do with the pack it was made with. */

/** Returns: (transfer full) (element-type VdInactive): what does not apply now, for the eye; until
 *  the record changes. */
GPtrArray *vd_session_list_inactive (VdSession *self);

/** Returns: (transfer full) (element-type VdInactive): what closing the case removes. */
GPtrArray *vd_session_list_removed (VdSession *self);

/** Closes the case: what vd_session_list_removed() names leaves the record, and the log of the
 *  vault gets the id of each with the same write. Whoever calls it has told the person. */
void vd_session_close_case (VdSession *self);

/** Returns: (transfer none) (nullable): the pack in use, when the record in hand can be moved to
 *  it: another of the same kind, and no earlier version. */
const VdPack *vd_session_get_move_target (VdSession *self);

/** Returns: (transfer full) (nullable): what moving would do, in the language of the session; NULL
 *  without a target. */
VdMove *vd_session_preview_move (VdSession *self);

/**
 * vd_session_move:
 * Moves the record in hand to the target; a copy as it was stays in it (core/move.h), and the log
 * gets the beginning of the hash. What is on the screen is still of the other pack: open the case
 * again. Errors: INVALID (no target, or no room).
 */
gboolean vd_session_move (VdSession *self, GError **error);

/** Puts the copy at @index in the place of the record in hand, as vd_record_go_back() says; open
 *  the case again afterwards. */
gboolean vd_session_go_back (VdSession *self, guint index, GError **error);
