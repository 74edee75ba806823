/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "vault/keys.h"
#include "vault/slots.h"

/**
 * Sealed rows: padding, the key of one row, and the associated data that ties a box to its vault,
 * table, id, version and schema, so that no box opens in another place.
 */
typedef enum {
  VD_TABLE_BODY = 1,
  VD_TABLE_SUMMARY,
  VD_TABLE_ITEM,
  VD_TABLE_AUDIT,
  VD_TABLE_MANIFEST,
} VdTable;

#define VD_ROW_VERSION_SIZE 16
/** suite 1, key generation 2, slot index 4 */
#define VD_ROW_LEAD 7
#define VD_ROW_OVERHEAD (VD_ROW_LEAD + VD_SEAL_OVERHEAD)
#define VD_ROW_SUMMARY 512
#define VD_ROW_BODY_MAX (1024 * 1024)

/** Where a box belongs. */
typedef struct {
  VdTable table;
  gint64 id;
  guint8 version[VD_ROW_VERSION_SIZE]; /* of the record: the same for its body and its summary */
  guint32 slot;                        /* whose secret a new box is sealed with */
} VdRow;

/** The size that @size bytes and the padding mark are padded to. */
gsize vd_row_padded (VdTable table, gsize size);

/** Returns: (transfer full): the box, sealed under the current key and the secret of row->slot. */
GBytes *vd_row_seal (VdKeys *keys, VdSlots *slots, const VdRow *row, const VdSecret *plain);

/**
 * vd_row_open:
 * Tries both copies of the slot's secret and mends the one that does not fit. row->slot is not
 * read: the box says which slot it is of. Returns: (transfer full) (nullable): the bytes; NULL when
 * the box is not of this row.
 */
VdSecret *
vd_row_open (VdKeys *keys, VdSlots *slots, const VdRow *row, const guint8 *box, gsize size);

/** Returns: whether the box is of this row; nothing is decrypted. */
gboolean
vd_row_is_sound (VdKeys *keys, VdSlots *slots, const VdRow *row, const guint8 *box, gsize size);

/**
 * The same for many rows, without an allocation for each: the bytes are at the start of @scratch,
 * which has room for the largest box of the table. Returns: how many, or -1.
 */
gssize vd_row_open_into (VdKeys *keys,
                         VdSlots *slots,
                         const VdRow *row,
                         const guint8 *box,
                         gsize size,
                         VdSecret *scratch);

/**
 * vd_row_guess:
 * For a box that does not open: what is in it as far as its key can be had, with whatever damage
 * has done to it. Nothing is checked but that it ends in padding, which no wrong key makes.
 * Returns: (transfer full) (nullable): the bytes.
 */
VdSecret *
vd_row_guess (VdKeys *keys, VdSlots *slots, const VdRow *row, const guint8 *box, gsize size);

/** Returns: the slot that @box names, VD_SLOTS_NONE when it is too short to name one. */
guint32 vd_row_slot (const guint8 *box, gsize size);

/** Returns: the key generation that @box names; 0 when it is too short to name one. */
guint16 vd_row_generation (const guint8 *box, gsize size);

/** Writes the 7 leading bytes of a box of generation @number and slot @slot. */
void vd_row_write_lead (guint8 lead[VD_ROW_LEAD], guint16 number, guint32 slot);

/** Returns: whether the lead is of this format; @number receives the generation. */
gboolean vd_row_read_lead (const guint8 lead[VD_ROW_LEAD], guint16 *number, guint32 *slot);
