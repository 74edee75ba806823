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
  char *next;    /* (nullable): id of the pack step that comes next and is not done */
} VdCase;

void vd_case_free (VdCase *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (VdCase, vd_case_free)

/** Returns: (transfer full) (element-type VdCase): newest change first, then id; damaged last. */
GPtrArray *vd_cases_list (VdVault *vault, GError **error);

/** Returns: the row of the assessment @id, 0 with NOT_FOUND when there is none. */
gint64 vd_cases_find (VdVault *vault, const char *id, GError **error);

/** Returns: (transfer full): the assessment. Errors: NOT_FOUND, DAMAGED, NEWER. */
VdRecord *vd_cases_load (VdVault *vault, gint64 row, const VdPack *pack, GError **error);

/**
 * vd_cases_save:
 * @row: (inout): 0 for a new one
 * Gives the record an id, opened date and pack when it has none, then stores it.
 */
gboolean vd_cases_save (VdVault *vault,
                        VdRecord *record,
                        const VdPack *pack,
                        const VdClock *clock,
                        gint64 *row,
                        GError **error);

/**
 * vd_cases_import:
 * Stores a parsed assessment. One that exists with identical content is accepted silently.
 * @id: (out) (transfer full): its id
 * Errors: CONFLICT when the id exists with other content.
 */
gboolean vd_cases_import (VdVault *vault,
                          VdRecord *record,
                          const VdPack *pack,
                          const VdClock *clock,
                          char **id,
                          GError **error);
