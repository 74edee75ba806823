/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/record-schema.h"

/* Shared by record.c, record-json.c, record-items.c, answer.c and move.c; nobody else looks in. */
struct _VdRecord {
  json_t *root; /* Passes the checks of record-json.c at all times; keys in any order. */
  guint refs;
};

/**
 * vd_record_check_object:
 * @object: an object of the schema ("answers.*[]", "journal[]")
 * @path: where it stands, for messages ("journal[3]")
 * @index: its place in its list
 * Returns: whether @value is allowed there, or FALSE with INVALID.
 */
gboolean vd_record_check_object (const json_t *value,
                                 const char *object,
                                 const char *path,
                                 guint index,
                                 GError **error);

/** Returns: (transfer full): @typed cleaned, as JSON, or NULL with INVALID and @path. */
json_t *vd_record_typed (const char *typed, const char *path, GError **error);

/** Returns: whether @value in place of @old (nullable) leaves the record small enough to be saved,
 *  or FALSE with INVALID and @path. */
gboolean vd_record_has_room (const VdRecord *self,
                             const json_t *old,
                             const json_t *value,
                             const char *path,
                             GError **error);
