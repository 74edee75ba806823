/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/pack.h"

/** What Learn has to read: elements of the pack by subject, and where a search finds them. */
typedef struct {
  const char *title; /* untranslated: vd_learn_subject_title() */
  const char *kind;  /* of the pack: "article", "explanation", ... */
  const char *part;  /* (nullable): kind of article, or how the ids of explanations begin */
} VdLearnSubject;

typedef struct {
  const VdNode *node;
  guint subject;
  char *title; /* folded */
  char *all;   /* folded: title and every text */
} VdLearnEntry;

#define VD_N_LEARN_SUBJECTS 10

const VdLearnSubject *vd_learn_subject (guint index);
/** Returns: translated. */
const char *vd_learn_subject_title (guint index);

/** Returns: (transfer none): the title or name of an element in @lang. */
const char *vd_learn_title (const VdNode *node, const char *lang);
/** Returns: (transfer none): one line that says what it is about; "" when there is none. */
const char *vd_learn_intro (const VdNode *node, const char *lang);

/** Returns: (transfer full) (element-type VdLearnEntry): all, by subject and in pack order. */
GPtrArray *vd_learn_index_new (const VdPack *pack, const char *lang);

/** Returns: (transfer full) (element-type VdLearnEntry): those with every word of @text, a hit in
 *  the title first. Entries live as long as @index. */
GPtrArray *vd_learn_index_search (const GPtrArray *index, const char *text);
