/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "vault/store.h"

/**
 * The chained log: each entry holds the hash of the one before it, and the manifest the hash of the
 * last, so that a changed, removed, moved or cut off entry shows. The hash is over the content and
 * not over the box: sealing the log again under another key leaves the chain, and every anchor that
 * was printed, as it is.
 */
#define VD_LOG_CODE_MAX 64

/** The end of the chain. */
typedef struct {
  gint64 seq; /* of the last entry; 0: none */
  guint8 hash[VD_HASH_SIZE];
} VdLogHead;

typedef struct {
  gint64 seq;
  guint16 user; /* 0: the recovery key */
  VdVaultEvent event;
  gint64 record;
  gint64 time;        /* seconds since 1970, UTC */
  guint64 generation; /* of the store, that the entry belongs to */
  const char *code;   /* at most VD_LOG_CODE_MAX bytes */
} VdLogEntry;

/** Appends inside the transaction of the caller and moves @head on. entry->seq is not read. */
gboolean vd_log_append (VdLogHead *head,
                        VdStore *store,
                        VdKeys *keys,
                        const VdLogEntry *entry,
                        GError **error);

/** Checks that the log ends with @head and has as many entries as that says. Errors: DAMAGED. */
gboolean vd_log_check_end (const VdLogHead *head, VdStore *store, VdKeys *keys, GError **error);

/** Returns: the generation of the store in the last entry, 0 when there is none that opens. */
guint64 vd_log_last_generation (VdStore *store, VdKeys *keys);

/** @head: after the entry. @fits: whether it opens and follows from the one before; when it does
 * not open everything but entry->seq is zero. */
typedef void (*VdLogFunc) (const VdLogEntry *entry,
                           const VdLogHead *head,
                           gboolean fits,
                           gpointer data);

/** Opens every entry in order. */
gboolean vd_log_each (VdStore *store, VdKeys *keys, VdLogFunc func, gpointer data, GError **error);

/** Seals @entry, the one after @head, again; the chain stays as it is. */
gboolean vd_log_reseal (VdLogHead *head,
                        VdStore *store,
                        VdKeys *keys,
                        const VdLogEntry *entry,
                        GError **error);
