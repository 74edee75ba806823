/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/guidance.h"

/** The built bundle, parsed once for the whole program. */
const VdPack *fixture_pack (void);

/**
 * A record from one line of a table.
 * @person: members of "person" as JSON without braces, or ""
 * @answers: "CTL-01=yes COM-04=maybe:third_party"; basis defaults to statement
 */
VdRecord *fixture_record (const char *setting, const char *person, const char *answers);
