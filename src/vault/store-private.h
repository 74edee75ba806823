/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "vault/store.h"

#include <sqlite3.h>

#define VD_STORE_STATEMENTS 9 /* different ones for each table */

/** Shared by store.c (file and transactions) and store-rows.c (rows). */
struct _VdStore {
  sqlite3 *db;
  sqlite3_stmt *statements[VD_TABLE_MANIFEST + 1][VD_STORE_STATEMENTS]; /* ready for the next use */
  gboolean broken; /* the disk failed: nothing is written until the store is opened again */
};

/** Sets @error from an SQLite result code. Returns: FALSE. */
gboolean vd_store_fail (VdStore *self, int rc, GError **error);

/** The same for a statement that writes. */
gboolean vd_store_fail_write (VdStore *self, int rc, GError **error);
