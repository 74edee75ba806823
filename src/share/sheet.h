/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/pack.h"

/** So much of the pack's hash stands at the foot of each page. */
#define VD_SHEET_HASH_DIGITS 12

/**
 * vd_sheet_render:
 * The paper twin: danger, person and every sign of a setting, with its code, boxes for answer and
 * basis, and a line for a note, in the order in which the setting goes through them. Version and
 * hash of the pack stand on it, so that it is entered with the same one.
 * @setting: (nullable): "prison", ...; NULL: no setting, the signs in catalogue order
 * @lang: language of the sheet
 * @today: "2026-05-02": the only date in the file
 * Takes a part of a second: not on the main thread.
 *
 * Returns: (transfer full): a PDF on A4.
 * Errors: NOT_FOUND without fonts, NOT_PRINTABLE, NO_MEMORY, INTERNAL.
 */
GBytes *vd_sheet_render (const VdPack *pack,
                         const char *setting,
                         const char *lang,
                         const char *today,
                         GError **error);
