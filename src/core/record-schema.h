/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/record.h"

/**
 * The assessment file, version 1, as one table: record-schema.c has a row for every path, in the
 * order in which files are written. docs/interface.md shows the same table; a test compares them.
 *
 * In the paths of the table, "journal[]" is any item of a list and "answers.*[]" any entry of any
 * answer.
 */
typedef enum {
  VD_SHAPE_TEXT,
  VD_SHAPE_UUID,     /* stored in lower case */
  VD_SHAPE_LANGUAGE, /* BCP 47 tag */
  VD_SHAPE_COUNTRY,  /* two capital letters, ISO 3166 */
  VD_SHAPE_HASH,     /* 64 hexadecimal digits */
  VD_SHAPE_ID,       /* an id; of the pack when the row names a kind */
  VD_SHAPE_DATE,
  VD_SHAPE_TIME,
  VD_SHAPE_CODE,
  VD_SHAPE_PART, /* an export part, "journal:N" or "note:ID:N" */
  VD_SHAPE_BOOL,
  VD_SHAPE_NUMBER,
  VD_SHAPE_EARLIER, /* a number: the index of an earlier item of the same list */
  VD_SHAPE_OBJECT,
  VD_SHAPE_ITEMS,   /* a list of objects */
  VD_SHAPE_ANSWERS, /* indicator ids, each with a list of entries */
} VdShape;

typedef struct {
  const char *path;
  VdShape shape;
  gboolean list; /* a list of values of @shape; codes, ids and parts once each */
  gboolean required;
  gboolean nullable;        /* may be null: known not to be */
  gboolean map;             /* of OBJECT: a field by itself, whose keys are codes */
  const char *const *codes; /* of CODE */
  const char *kind;         /* of ID: what it is in the pack; NULL: no pack id */
  int min;
  int max;
} VdSchemaRow;

/** Returns: (transfer none): all rows, in order, the last one with a NULL path. */
const VdSchemaRow *vd_schema_rows (void);

/** Returns: (transfer none) (nullable): the row of exactly @path. */
const VdSchemaRow *vd_schema_find (const char *path);

/** Returns: (transfer none) (nullable): the key of @row when it is a member of @object ("" for the
 *  whole file, "person", "journal[]"). */
const char *vd_schema_key (const VdSchemaRow *row, const char *object);

/** Returns: (transfer none) (nullable): the row of member @key of @object. */
const VdSchemaRow *vd_schema_member (const char *object, const char *key);

/**
 * vd_schema_refusal:
 * @pack: (nullable): where ids must be found
 * Returns: (transfer none) (nullable): why one value (of a list, one item) is not allowed, without
 * quoting it; NULL when it is.
 */
const char *
vd_schema_refusal (const VdSchemaRow *row, const json_t *value, guint index, const VdPack *pack);

/** Returns: whether @id could be the id of something in a pack. */
gboolean vd_schema_is_id (const char *id);

/** Returns: whether @pack knows indicator @id; TRUE for every well-formed id without a pack. */
gboolean vd_schema_is_indicator (const char *id, const VdPack *pack);

/** Returns: (transfer full) (nullable): typed text without bidi controls and with line feeds only;
 *  NULL when it is not UTF-8. */
char *vd_schema_clean (const char *typed);
