/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/record.h"
#include "vault/vault.h"

/**
 * Assessments in a vault: what the vault stores as bytes, as records. Synchronous, for the thread
 * that owns the vault. The summary beside each record (sealed, at most VD_VAULT_SUMMARY_MAX bytes)
 * holds what the case list shows.
 */
typedef struct {
  gint64 row;      /* the vault's id */
  char *id;        /* the assessment's UUID; NULL when the summary is damaged */
  char *reference; /* "" when none was given; cut to what fits */
  char *setting;
  char *age;     /* after signs of doubt: "adult", "child", "unsure", "not-known" */
  char *status;  /* case.status, "open" when absent */
  char *opened;  /* date */
  char *changed; /* time in UTC of the last save */
  char *due;     /* (nullable): date of the next open follow-up */
  char *closed;  /* (nullable): date on which it was closed */
  char *next;    /* (nullable): id of the pack step that comes next and is not done */
} VdCase;

void vd_case_free (VdCase *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (VdCase, vd_case_free)

/** Returns: (transfer full) (element-type VdCase): newest change first, then id; damaged last. */
GPtrArray *vd_cases_list (VdVault *vault, GError **error);

/** Returns: the row of the assessment @id, 0 with NOT_FOUND when there is none. */
gint64 vd_cases_find (VdVault *vault, const char *id, GError **error);

/** Returns: (transfer full): the assessment as it was recorded, whatever pack is installed now.
 *  Errors: NOT_FOUND, DAMAGED, NEWER. */
VdRecord *vd_cases_load (VdVault *vault, gint64 row, GError **error);

/**
 * vd_cases_encode:
 * What vd_vault_save() stores for @record. Pure but for @clock, so the main thread may encode what
 * the vault thread then stores. The record must have an id.
 * @opened: (nullable): date to show when the record has no case.opened; today when NULL
 */
void vd_cases_encode (const VdRecord *record,
                      const VdPack *pack,
                      const VdClock *clock,
                      const char *opened,
                      VdSecret **body,
                      VdSecret **summary);

/** Returns: (transfer full) (element-type utf8 gint64): rows of all readable assessments by id. */
GHashTable *vd_cases_index (VdVault *vault, GError **error);

/**
 * vd_cases_import:
 * Stores a parsed assessment and logs that it was made; gives it an id when it has none and adds
 * nothing else. One that exists with identical content is accepted silently.
 * @index: of vd_cases_index(); receives what was stored
 * @id: (out) (transfer full): its id
 * Errors: CONFLICT when the id exists with other content.
 */
gboolean vd_cases_import (VdVault *vault,
                          GHashTable *index,
                          VdRecord *record,
                          const VdPack *pack,
                          const VdClock *clock,
                          char **id,
                          GError **error);

/**
 * vd_cases_receive:
 * Stores what another unit sent, as vd_cases_import() does. When the same package was stored
 * before, its case stays as it is, with all that was written into it since.
 * @known: (out) (optional): whether it was
 */
gboolean vd_cases_receive (VdVault *vault,
                           GHashTable *index,
                           VdRecord *record,
                           const VdPack *pack,
                           const VdClock *clock,
                           char **id,
                           gboolean *known,
                           GError **error);
