/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cli/common.h"
#include "core/record.h"
#include "share/addressees.h"

/** Returns: whether @name is a recipient of the interface. Which of them has a document is the
 *  pack's matter. */
gboolean vd_cli_is_recipient (const char *name);

/**
 * vd_cli_target_keys:
 * @keys: (nullable): as given with --age
 * @names: (nullable): as given with --addressee
 * Returns: (transfer full): the keys to seal to; NULL-terminated. A key that nobody here has
 * confirmed is said on standard error, with its six words.
 * Errors: NOT_FOUND (nobody of that name, or without a key), REFUSED (one who is to be written to
 * as another recipient); both explained.
 */
char **vd_cli_target_keys (const VdCli *cli,
                           const VdAddressees *known,
                           const char *recipient,
                           char **keys,
                           char **names,
                           GError **error);

/** Whether what was shared with @recipient as @number can be corrected. Errors: NOT_FOUND, REFUSED
 * (it was already); both explained. */
gboolean vd_cli_check_corrects (const VdCli *cli,
                                const VdRecord *record,
                                const char *recipient,
                                const char *number,
                                GError **error);
