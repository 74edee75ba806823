/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/**
 * The pack format as tables: what docs/pack-format.md says in words. The parser, the accessors and
 * the reference checks read these tables and know nothing else about single elements.
 */
typedef enum {
  VD_ATTR_ID,
  VD_ATTR_TEXT, /* any text on one line */
  VD_ATTR_URL,  /* begins with http:// or https:// */
  VD_ATTR_DATE, /* a full date */
  VD_ATTR_NUMBER,
  VD_ATTR_BOOL,
  VD_ATTR_CODE,  /* one of `values` */
  VD_ATTR_CODES, /* some of `values`, each once */
  VD_ATTR_REF,   /* id of an element of kind `values` */
  VD_ATTR_REFS,
  VD_ATTR_HOURS, /* opening hours (core/hours.h) */
  VD_ATTR_FIELD, /* a path of the assessment file, pseudo paths included */
} VdAttrType;

typedef struct {
  const char *name;
  VdAttrType type;
  gboolean required;
  const char *values; /* codes with spaces between, or the kind that is referred to */
} VdAttrSpec;

typedef enum {
  VD_KIND_ID = 1 << 0,    /* has an id and the common attributes */
  VD_KIND_RULE = 1 << 1,  /* may hold a condition, and `safety` */
  VD_KIND_ONCE = 1 << 2,  /* stands at most once in its parent: the roots */
  VD_KIND_LOCAL = 1 << 3, /* the id is unique among its siblings, not in the pack */
} VdKindFlags;

typedef struct {
  const char *kind;
  const char *parent; /* "" for the bundle's root */
  guint flags;
  const char *texts;       /* text elements with spaces between; "*" after a required one */
  const VdAttrSpec *attrs; /* last one with a NULL name */
} VdKindSpec;

#define VD_PACK_MAX_SIZE (12 * 1024 * 1024)
#define VD_PACK_MAX_NODES 4000 /* texts and conditions not counted */
#define VD_PACK_MAX_LANGUAGES 40
#define VD_PACK_MAX_DEPTH 12
#define VD_PACK_MAX_TEXT (8 * 1024)
#define VD_PACK_MAX_ID 64
#define VD_PACK_MAX_RULE_DEPTH 8

/** Returns: (transfer none): all rows, the last one with a NULL kind. */
const VdKindSpec *vd_pack_schema (void);

/** Returns: (transfer none) (nullable): the row of @kind inside @parent; any parent when NULL. */
const VdKindSpec *vd_pack_schema_find (const char *kind, const char *parent);

/** Returns: (transfer none) (nullable): the attribute, the common ones included. */
const VdAttrSpec *vd_pack_schema_attr (const VdKindSpec *spec, const char *name);

/** Returns: whether @name is a text element of @spec. */
gboolean vd_pack_schema_has_text (const VdKindSpec *spec, const char *name);

/** Returns: (transfer none) (nullable): what is wrong with @value, as the end of a message. */
const char *vd_pack_schema_refusal (const VdAttrSpec *attr, const char *value);

/** Returns: (transfer none) (nullable): the kind of character in @text that a pack may not hold. */
const char *vd_pack_schema_bad_character (const char *text, gboolean line_feed);

/** Returns: whether @word is one of @words, which have spaces between. */
gboolean vd_pack_schema_word_in (const char *words, const char *word);
