/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/secret.h"

/** Returns: (transfer full): six random words (seal/words). */
VdSecret *vd_passphrase_generate (void);

/**
 * vd_passphrase_advice:
 * Returns: (transfer none) (nullable): the translated sentence that says why @passphrase is not
 * good enough for a vault and what would be; NULL when it is.
 */
const char *vd_passphrase_advice (const VdSecret *passphrase);
