/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/guidance.h"

/**
 * Something in a record that does not apply: a tick whose condition no longer holds, or an answer
 * to what the pack does not have. It stays in the record, visible as such, counts nowhere and
 * leaves in no referral; only closing the case removes it.
 */
typedef struct {
  const char *list;   /* "answers", "prepare" or "steps" */
  char *id;           /* in the pack */
  char *shown;        /* (nullable): of answers: the text as it was asked */
  const VdNode *node; /* (nullable): NULL when the pack does not have it */
} VdInactive;

/** Returns: (transfer full) (element-type VdInactive): refers to nodes of @pack. @today as in
 *  vd_guidance_new(). */
GPtrArray *vd_inactive_list (const VdGuidance *guidance,
                             const VdPack *pack,
                             const VdRecord *record,
                             const char *today);

/** The same, without what only @pack does not have while it is not the one @record was made with:
 *  what closing removes. */
GPtrArray *vd_inactive_at_closing (const VdGuidance *guidance,
                                   const VdPack *pack,
                                   const VdRecord *record,
                                   const char *today);

/** Takes @items out of @record, with every entry. */
void vd_inactive_remove (VdRecord *record, const GPtrArray *items);

/** Returns: (transfer full): what the log says of its removal: the id and no text. */
char *vd_inactive_code (const VdInactive *self);
