/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "vault/vault.h"

/** What vd_bench_run() measured: medians of alternated rounds, in seconds, and bytes. */
typedef struct {
  double raw_summaries; /* decrypting as many boxes as there are summaries, from memory */
  double unlock;        /* opening without the key derivation, and listing every summary */
  double raw_bodies;    /* the same for the bodies */
  double scan;          /* reading through the text of every record */
  double search;        /* the same, and looking for a word in it */
  double commit;        /* SQLite alone: the same bytes over a row, WAL, synchronous=FULL */
  double saved;         /* saving a record again, up to the moment it is on the disk */
  double save;          /* until the secret of what it replaced is overwritten as well */
  guint64 memory;       /* the most that was resident while opening, listing and scanning */
} VdBench;

/** Looks for a word in every record, as a search does. */
typedef gboolean (*VdBenchSearchFunc) (VdVault *vault, gpointer data, GError **error);

/**
 * vd_bench_run:
 * @dir: a folder on the disk to measure; what is made in it is removed
 * @records: how many to fill a vault with
 * @body: what is in each of them
 * @search: with @data
 *
 * Measures the vault against what it is built on, in one run, so that the ratios mean something on
 * any machine. Errors: any of the vault's.
 */
gboolean vd_bench_run (const char *dir,
                       guint records,
                       const VdSecret *body,
                       VdBenchSearchFunc search,
                       gpointer data,
                       VdBench *result,
                       GError **error);
