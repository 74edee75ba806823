/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/session.h"

/** What guidance says, in the words of the pack; for the summary and the overview alike. */

/** Returns: "clear", "one sign", "something known" or "not known". */
const char *vd_finding_words (VdSession *session, const VdFinding *finding);

/** Returns: (nullable): where the answer behind a reason without indicators is given. */
const char *vd_reason_place (const VdReason *reason);

/** Returns: where what is not known yet can be asked. */
const char *vd_missing_place (const VdNode *missing);

/** Returns: (transfer floating): a link to the answer of @indicator. */
GtkWidget *vd_indicator_link (VdSession *session, const VdIndicator *indicator);

/** Returns: (nullable): the first step that is neither done nor put aside. */
const VdNode *vd_next_step (VdSession *session);

/** Returns: (nullable): "done", "not-relevant" or "open", as noted for the step @id. */
const char *vd_step_state (VdSession *session, const char *id);
