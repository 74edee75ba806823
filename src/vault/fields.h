/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/**
 * Fields one by one, big-endian, in a buffer of the caller: the only way bytes of the vault are
 * laid out, so that no compiler or machine changes the format.
 */
typedef struct {
  guint8 *data;
  gsize size;
  gsize used;
} VdWriter;

/** Each appends one field; more than fits is a mistake of the program. */
void vd_write_u8 (VdWriter *self, guint8 value);
void vd_write_u16 (VdWriter *self, guint16 value);
void vd_write_u32 (VdWriter *self, guint32 value);
void vd_write_u64 (VdWriter *self, guint64 value);
void vd_write_bytes (VdWriter *self, const void *data, gsize size);
/** @text without its NUL. */
void vd_write_text (VdWriter *self, const char *text);
/** Zeros up to the offset @end. */
void vd_write_zeros (VdWriter *self, gsize end);

typedef struct {
  const guint8 *data;
  gsize size;
  gsize used;
} VdReader;

/** Each takes one field; the caller has checked that there are enough bytes. */
guint8 vd_read_u8 (VdReader *self);
guint16 vd_read_u16 (VdReader *self);
guint32 vd_read_u32 (VdReader *self);
guint64 vd_read_u64 (VdReader *self);
void vd_read_bytes (VdReader *self, void *data, gsize size);
/** Returns: whether everything up to the offset @end is zero. */
gboolean vd_read_zeros (VdReader *self, gsize end);
