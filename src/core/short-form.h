/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/record.h"

/**
 * The short forms of an assessment: the same record with less on the screen. What a form shows is
 * the pack's (`short` of a setting); nothing that was noted depends on it, so a record grows from
 * one form into the next by changing its `form` alone.
 */

/** Returns: (nullable): the pack's `short` that @record is filled in with; NULL: the full one,
 *  also when its setting has no such form in @pack. */
const VdNode *vd_short_form (const VdPack *pack, const VdRecord *record);

/** Returns: (nullable): the short form @form ("ten-minutes") of @setting. */
const VdNode *vd_short_form_find (const VdPack *pack, const char *setting, const char *form);

/** Returns: (nullable): the form that comes after @form when there is more time; NULL: the full
 *  one. Children of a setting stand in the pack with the shortest first. */
const VdNode *vd_short_form_next (const VdNode *form);

/** Whether the list @attr ("places", "questions", ...) of @form lets @id through: a NULL @form and
 *  one without that list let everything through. */
gboolean vd_short_form_has (const VdNode *form, const char *attr, const char *id);
