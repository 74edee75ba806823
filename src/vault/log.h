/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "vault/store.h"

/**
 * The chained log: each box is sealed with the hash of the one before it, so that a changed,
 * removed or moved entry in the middle shows. Nothing outside the log holds its head yet, so an end
 * that was cut off does not.
 */
#define VD_LOG_CODE_MAX 64

/** The end of the chain, in memory. */
typedef struct {
  gint64 seq; /* of the last entry; 0: none */
  guint8 hash[VD_HASH_SIZE];
} VdLogHead;

typedef struct {
  guint16 user;
  VdVaultEvent event;
  gint64 record;
  gint64 time;      /* seconds since 1970, UTC */
  const char *code; /* at most VD_LOG_CODE_MAX bytes */
} VdLogEntry;

/** Finds the end of the chain. */
gboolean vd_log_load (VdLogHead *head, VdStore *store, GError **error);

/** Appends inside the transaction of the caller. @next receives the head to use after the commit.
 */
gboolean vd_log_append (const VdLogHead *head,
                        VdLogHead *next,
                        VdStore *store,
                        VdKeys *keys,
                        const VdLogEntry *entry,
                        GError **error);

/** Opens and checks every entry; calls @func ("log", number) for each that does not fit. */
gboolean vd_log_verify (VdStore *store,
                        VdKeys *keys,
                        VdVaultProblemFunc func,
                        gpointer data,
                        GError **error);
