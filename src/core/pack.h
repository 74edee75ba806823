/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/error.h"
#include "base/text.h"

/**
 * A parsed pack (docs/pack-format.md): immutable after parsing, reference counted atomically,
 * shared between threads. Everything but the indicators is reached as nodes: an element with its
 * attributes, texts and children, already checked against the schema. Asking for a kind, attribute
 * or text that the schema does not have is a programming error and asserts.
 */
typedef struct _VdPack VdPack;
typedef struct _VdNode VdNode;
typedef struct _VdRule VdRule;

typedef enum {
  VD_GRADE_NONE,
  VD_GRADE_WEAK,
  VD_GRADE_MEDIUM,
  VD_GRADE_STRONG,
} VdGrade;

typedef enum {
  VD_ELEMENT_ACT,
  VD_ELEMENT_MEANS,
  VD_ELEMENT_PURPOSE,
  VD_ELEMENT_VULNERABILITY,
  VD_ELEMENT_PRESENTATION,
  VD_ELEMENT_TIP,
  VD_N_ELEMENTS,
} VdElement;

/** Forms of exploitation as bits; "all" is a bit of its own. */
typedef enum {
  VD_FORM_ALL = 1 << 0,
  VD_FORM_SEXUAL = 1 << 1,
  VD_FORM_LABOUR = 1 << 2,
  VD_FORM_SERVICES = 1 << 3,
  VD_FORM_CRIME = 1 << 4,
  VD_FORM_BEGGING = 1 << 5,
  VD_FORM_ORGAN = 1 << 6,
  VD_FORM_WAR = 1 << 7,
  VD_FORM_MARRIAGE = 1 << 8,
  VD_FORM_DOMESTIC = 1 << 9,
} VdForm;

/** What the outcome rule reads of an indicator; its texts are in @node. */
typedef struct {
  const char *id;
  const char *group;
  guint index; /* place in the catalogue, from 0 */
  guint forms; /* VdForm bits */
  VdElement element;
  VdElement child_element;
  VdGrade adult;
  VdGrade child;
  guint dimension;       /* 1 to 6, or 0 */
  const char *ilo;       /* (nullable): counts once within its dimension */
  const char *same_fact; /* (nullable) */
  gboolean supporting_only;
  gboolean alone;
  gboolean coercive;
  gboolean touches;
  gboolean age_doubt;
  gboolean never_ask_in_prison; /* ask_in_prison is false: note only what is volunteered */
  const VdNode *node;
} VdIndicator;

/** A combination of grades that is enough: so many strong, then medium or higher, then any. */
typedef struct {
  guint strong;
  guint medium;
  guint weak;
} VdCombination;

/**
 * vd_pack_parse:
 * Errors: INVALID with "line N: path: what", NEWER when `format` or `requires` is not known.
 * Takes tens of milliseconds: not on the main thread.
 */
VdPack *vd_pack_parse (const char *data, gsize size, GError **error);
VdPack *vd_pack_ref (VdPack *self);
void vd_pack_unref (VdPack *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (VdPack, vd_pack_unref)

const char *vd_pack_id (const VdPack *self);
const char *vd_pack_version (const VdPack *self);

const char *vd_pack_status (const VdPack *self); /* "draft" or "released" */

/** Versions are numbers with dots between; a missing part is 0. Returns: as strcmp(). */
int vd_pack_version_compare (const char *a, const char *b);

/** The bundle's BLAKE2b-256 in hexadecimal, set once by whoever read the bytes ("" before). */
const char *vd_pack_hash (const VdPack *self);
void vd_pack_set_hash (VdPack *self, const char *hex);

/**
 * vd_pack_rest_on:
 * For a pack that did not come with the program, before it is shared: @base gives the phrases and
 * fields that it lacks, so that the program finds every word it asks for by id.
 * Errors: INVALID when @self lacks what the rule of @base asks for: an outcome, a reason, ...
 */
gboolean vd_pack_rest_on (VdPack *self, VdPack *base, GError **error);

guint vd_pack_n_indicators (const VdPack *self);
const VdIndicator *vd_pack_indicator (const VdPack *self, guint index);
/** Returns: (nullable): the indicator with that id. */
const VdIndicator *vd_pack_find_indicator (const VdPack *self, const char *id);

/** Returns: (transfer none) (element-type VdCombination): any of them is enough.
 *  @purpose: "element", "dimension" or "indications". */
const GArray *vd_pack_combinations (const VdPack *self, const char *purpose);

/** Returns: (transfer none) (element-type VdNode): all elements of a kind ("step"), in pack order.
 */
const GPtrArray *vd_pack_nodes (const VdPack *self, const char *kind);

/** Returns: (transfer none) (nullable): the element of that kind and id. */
const VdNode *vd_pack_find (const VdPack *self, const char *kind, const char *id);

/** Shorthand: a phrase's text; asserts that it exists. */
const char *vd_pack_phrase (const VdPack *self, const char *id, const char *lang);

/** Shorthand: the name of a field's value; the value itself when the pack has none. */
const char *
vd_pack_choice (const VdPack *self, const char *path, const char *value, const char *lang);

const char *vd_node_kind (const VdNode *self);
const char *vd_node_id (const VdNode *self);                     /* "" for elements without one */
const char *vd_node_attr (const VdNode *self, const char *name); /* (nullable) */
gboolean vd_node_flag (const VdNode *self, const char *name, gboolean fallback);
/** Returns: (transfer none): the words of a list attribute, NULL-terminated; empty when absent. */
const char *const *vd_node_list (const VdNode *self, const char *name);
const VdText *vd_node_text_all (const VdNode *self, const char *name); /* (nullable) */
/** Returns: (transfer none): like vd_text_get(), "" when the element has no such text. Where
 * nynorsk or bokmål stands in another language the text ends with its tag, "[nb]". */
const char *vd_node_text (const VdNode *self, const char *name, const char *lang);
const GPtrArray *vd_node_children (const VdNode *self); /* (element-type VdNode) */
const VdNode *vd_node_parent (const VdNode *self);      /* (nullable) */
const VdRule *vd_node_rule (const VdNode *self);        /* (nullable): no <when> */
/** Whether the element is shown in @setting (no `settings` attribute: in all). */
gboolean vd_node_in_setting (const VdNode *self, const char *setting);
