/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "vault/vault.h"

/**
 * Full-text search: opens every record in turn and looks at what was typed into it. Nothing of it
 * is kept, on disk or in memory, but where something was found. Synchronous, for the thread that
 * owns the vault.
 */
typedef struct _VdSearch VdSearch;

/**
 * vd_search_new:
 * @text: words, in any order; case and marks do not count (base/folding.h), but an å that is typed
 *   is found as å only; and every word may be a part of a longer one
 * Returns: (transfer full): NULL with INVALID when there is no word in it, or more than 32, or it
 * is not UTF-8.
 */
VdSearch *vd_search_new (const char *text, GError **error);
void vd_search_free (VdSearch *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (VdSearch, vd_search_free)

/**
 * vd_search_match:
 * @body: an assessment file as it is stored, @size bytes and a 0 behind them
 * @paths: (nullable) (element-type utf8): receives where a word stands ("journal[2].text"), in the
 *   order of the file
 * Texts only: no codes, ids and dates, nor the questions as they were shown. Returns: whether every
 * word stands somewhere in it.
 */
gboolean vd_search_match (const VdSearch *self, const char *body, gsize size, GPtrArray *paths);

typedef struct {
  gint64 row;
  char **paths;
} VdSearchFound;

/**
 * vd_search_run:
 * @progress: (nullable)
 * @damaged: (out) (optional): records that could not be read
 * Returns: (transfer full) (element-type VdSearchFound): in no promised order. Errors: CANCELLED,
 * and as vd_vault_scan().
 */
GPtrArray *vd_search_run (const VdSearch *self,
                          VdVault *vault,
                          VdVaultProgress progress,
                          gpointer data,
                          guint *damaged,
                          GError **error);
