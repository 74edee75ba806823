/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/pack-schema.h"
#include "core/pack.h"

/** The inside of a pack, for the files that build and check it. */
typedef struct {
  const VdAttrSpec *spec;
  char *value;
  char **list; /* (nullable): words of CODES and REFS */
} VdNodeAttr;

typedef struct {
  const char *name; /* interned */
  VdText *text;
} VdNodeText;

struct _VdNode {
  const VdKindSpec *spec;
  VdNode *parent; /* (unowned) (nullable) */
  int line;
  GArray *attrs;       /* (element-type VdNodeAttr) */
  GArray *texts;       /* (element-type VdNodeText) */
  GPtrArray *children; /* (element-type VdNode) (owned) */
  VdRule *rule;        /* (nullable) */
};

#define VD_N_COMBINATIONS 3

struct _VdPack {
  gatomicrefcount refs;
  char *hash;
  VdNode *root;
  GHashTable *kinds;         /* char * kind (static) -> GPtrArray of VdNode (unowned) */
  GHashTable *ids;           /* char * "kind id" -> VdNode (unowned); not of local kinds */
  GArray *indicators;        /* (element-type VdIndicator) */
  GHashTable *indicator_ids; /* char * -> index + 1 */
  GArray *combinations[VD_N_COMBINATIONS];
  VdPack *base; /* (nullable): gives the words that this one lacks */
};

VdPack *vd_pack_new (void);

/** @parent: (nullable): takes ownership of the new node. */
VdNode *vd_node_new (const VdKindSpec *spec, VdNode *parent, int line);
void vd_node_free (VdNode *self);
/** Adds a checked attribute, which the node does not have yet. */
void vd_node_add_attr (VdNode *self, const VdAttrSpec *spec, const char *value);
/** Returns: (transfer none) (nullable): the value; for attributes the node may not have, too. */
const char *vd_node_peek (const VdNode *self, const char *name);
/** Returns: (transfer none): the text of that name, made when it is not there yet. */
VdText *vd_node_add_text (VdNode *self, const char *name);

/** Returns: (transfer full): "varde-pack/steps/step[s]", for messages. */
char *vd_node_path (const VdNode *self);

/** Puts @node into the tables by kind and id. Returns: FALSE when the id is taken. */
gboolean vd_pack_index (VdPack *self, VdNode *node);

/** Fills the indicators and combinations from the nodes, which have been checked. */
void vd_pack_fill (VdPack *self);

/**
 * vd_pack_refuse:
 * Sets INVALID with "line N: path/suffix: what".
 * @node, @suffix: (nullable)
 */
void
vd_pack_refuse (GError **error, const VdNode *node, int line, const char *suffix, const char *what);

/** Checks everything that needs the whole pack: references, languages, fields, conditions. */
gboolean vd_pack_check_references (const VdPack *self, GError **error);
