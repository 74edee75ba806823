/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/session.h"

/** Returns: (transfer full): when @contact of the pack can be reached, as its source says; "". */
char *vd_contact_hours (VdSession *session, const VdNode *contact);

/** Returns: (nullable): "Open now" or "Closed now", only of hours that were checked within a year.
 */
const char *vd_contact_open (VdSession *session, const VdNode *contact);

/** Returns: (transfer full): how old a fact is: "Checked 2 May 2026.", and whether to check it
 * before use. @date: (nullable): when a person checked it */
char *vd_contact_age (VdSession *session, const char *date);
