/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "vault/row.h"

/**
 * The SQLite file: rows of ciphertext by id, transactions, and nothing that knows a key. SQL
 * statements are fixed texts; only ids and boxes are bound.
 */
typedef struct _VdStore VdStore;

/** Number of the schema: in the file's user_version and in the associated data of every row. */
#define VD_STORE_SCHEMA 2
/** No version will ever have a higher one: more than this is damage. */
#define VD_STORE_SCHEMA_MAX 255

/** BLAKE2b of the texts of the schema, in their order. */
void vd_store_schema_digest (guint8 digest[VD_HASH_SIZE]);

/**
 * vd_store_peek:
 * Looks at the first bytes of the open file @fd before SQLite may touch it.
 * Errors: DAMAGED (not a store of ours, or empty), NEWER.
 */
gboolean vd_store_peek (int fd, GError **error);

/** Fills the empty file at @path (absolute, without symbolic links). */
VdStore *vd_store_create (const char *path, GError **error);

/** Opens a store, which the caller has seen may be written to; never creates one. @repair: one that
 * SQLite only reads is good enough. Errors also: DAMAGED when the schema is not exactly ours. */
VdStore *vd_store_open (const char *path, gboolean repair, GError **error);

/** Brings everything into the one file and closes it. NULL is fine. */
void vd_store_close (VdStore *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (VdStore, vd_store_close)

/**
 * A transaction. After vd_store_commit() has returned TRUE it is on the disk; when it returns FALSE
 * it is undone. When the disk fails on the way nothing can be written until the store is opened
 * again, because what the disk then holds is not known.
 */
gboolean vd_store_begin (VdStore *self, GError **error);
gboolean vd_store_commit (VdStore *self, GError **error);
/** Fine after an error too. */
void vd_store_rollback (VdStore *self);

/** Something outside the store failed half-way: nothing is written until it is opened again. */
void vd_store_stop (VdStore *self);

/** Inserts or replaces; the version is stored where the table has one. */
gboolean vd_store_put (VdStore *self, const VdRow *row, GBytes *box, GError **error);

/** Gives event @seq, which is there, another box. */
gboolean vd_store_replace_event (VdStore *self, gint64 seq, GBytes *box, GError **error);

/** @removed: whether it was there. */
gboolean
vd_store_remove (VdStore *self, VdTable table, gint64 id, gboolean *removed, GError **error);

gboolean vd_store_has (VdStore *self, VdTable table, gint64 id, gboolean *has, GError **error);

gboolean vd_store_count (VdStore *self, VdTable table, gint64 *count, GError **error);

/**
 * vd_store_get:
 * Fills the version in @row: of a body it is the one in the table of summaries.
 * Errors also: NOT_FOUND.
 * Returns: (transfer full): the box.
 */
GBytes *vd_store_get (VdStore *self, VdRow *row, GError **error);

/** Called with each row in the order of ids; @box is valid during the call. @row has no version
 * (zeros) in the table of events; a body has that of its summary. */
typedef void (*VdStoreFunc) (const VdRow *row, const guint8 *box, gsize size, gpointer data);

/** Errors: DAMAGED when the walk met a page it cannot read; what came before was reported. */
gboolean
vd_store_each (VdStore *self, VdTable table, VdStoreFunc func, gpointer data, GError **error);

/** The same until @func returns FALSE, which is no error. */
typedef gboolean (*VdStoreWalkFunc) (const VdRow *row,
                                     const guint8 *box,
                                     gsize size,
                                     gpointer data);
gboolean
vd_store_walk (VdStore *self, VdTable table, VdStoreWalkFunc func, gpointer data, GError **error);

/** Returns: (transfer full) (element-type gint64): a set of the ids of all records, of which a page
 * may be damaged: both their tables are walked from both ends, as far as that lets it. */
GHashTable *vd_store_record_ids (VdStore *self);

/** Returns: (transfer full) (nullable): the event with the highest number, which @seq receives;
 * NULL without an error when there is none. */
GBytes *vd_store_last_event (VdStore *self, gint64 *seq, GError **error);

/** Moves everything into the file and empties the write-ahead log. Best effort. */
void vd_store_checkpoint (VdStore *self);

/** Asked now and then. Returns: whether to stop. */
typedef gboolean (*VdStoreStopFunc) (gpointer data);

/** Returns: whether SQLite finds its own structures in order; FALSE also when it was stopped. */
gboolean vd_store_is_sound (VdStore *self, VdStoreStopFunc stop, gpointer data);
