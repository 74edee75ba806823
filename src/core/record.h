/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/json.h"
#include "core/pack.h"

/**
 * One assessment, held as the JSON of docs/interface.md and nothing else: every change is checked
 * against the schema table in record-schema.c, so what is in memory can always be written. Belongs
 * to one thread.
 *
 * Paths are dotted ("person.age", "person.interpreter.mode", "person.danger_time.removal-today").
 * Absent means not asked. A path that the schema does not have, or a function that does not fit the
 * field's type, is a programming error and asserts.
 *
 * Texts hold no control characters but line feed and tab, and at most 20,000 code points. Typed
 * text (every function that takes a string) is cleaned on the way in: bidi overrides, embeddings
 * and isolates (U+202A to U+202E, U+2066 to U+2069) are removed and line ends become line feeds;
 * what is then still not allowed is refused. A parsed file is kept byte for byte or refused, bidi
 * controls included: whoever renders a text isolates it.
 */
typedef struct _VdRecord VdRecord;

/** The largest assessment file, as it is read and as it is written compactly. */
#define VD_RECORD_MAX_BYTES (1024 * 1024)

/** The longest text, in code points. */
#define VD_RECORD_MAX_TEXT 20000

/** @id: (nullable): a UUID. @form: (nullable). Asserts on codes the assessment file does not have.
 */
VdRecord *vd_record_new (const char *id, const char *setting, const char *form);
VdRecord *vd_record_ref (VdRecord *self);
void vd_record_unref (VdRecord *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (VdRecord, vd_record_unref)

/**
 * vd_record_parse:
 * @pack: ids of answers, prepare, steps and interpreter checks must be in it
 *
 * A single answer object becomes a list of one. Errors: INVALID with the path
 * ("answers.ECO-01[0].value: ..."), NEWER for a version above 1. Nothing is guessed or dropped;
 * keys that begin with "x-" are kept.
 */
VdRecord *vd_record_parse (const char *data, gsize size, const VdPack *pack, GError **error);

/** Returns: (transfer full): the assessment file, compact, keys in the schema's order: the same
 *  record gives the same bytes. */
char *vd_record_write (const VdRecord *self, gsize *size);
char *vd_record_write_pretty (const VdRecord *self, gsize *size);

/** Returns: (transfer full): a deep copy. */
VdRecord *vd_record_copy (const VdRecord *self);
gboolean vd_record_equal (const VdRecord *a, const VdRecord *b);

/** Returns: (transfer none): the tree, for reading only. */
const json_t *vd_record_json (const VdRecord *self);

typedef enum {
  VD_FIELD_TEXT,
  VD_FIELD_ENUM,
  VD_FIELD_BOOL,
  VD_FIELD_NUMBER,
  VD_FIELD_DATE, /* maybe partial */
  VD_FIELD_TIME,
  VD_FIELD_TEXTS, /* list of texts */
  VD_FIELD_ENUMS, /* list of codes */
  VD_FIELD_OTHER, /* lists of objects and maps, with functions of their own */
} VdFieldType;

/** Returns: whether @path is a field; @type and @codes (optional) receive its kind and, for ENUM
 *  and ENUMS, the NULL-terminated allowed codes (transfer none). @codes receives NULL for other
 *  kinds and for lists of pack ids (person.interpreter.checks). Members of list items are fields
 *  too ("people[].role", "answers.*[].value"); they are read and written through their items. */
gboolean vd_record_field (const char *path, VdFieldType *type, const char *const **codes);

/* Reading: NULL, an empty list or FALSE from _has mean absent. (transfer none) */
/** Also for objects and lists of objects ("person", "journal"). A null value counts as absent. */
gboolean vd_record_has (const VdRecord *self, const char *path);
const char *vd_record_get_text (const VdRecord *self, const char *path);
gboolean vd_record_get_bool (const VdRecord *self, const char *path); /* absent: FALSE */
int vd_record_get_number (const VdRecord *self, const char *path);    /* absent: 0 */
gboolean vd_record_list_has (const VdRecord *self, const char *path, const char *code);
guint vd_record_list_length (const VdRecord *self, const char *path);
const char *vd_record_list_item (const VdRecord *self, const char *path, guint index);

/* Writing: FALSE with INVALID when the schema refuses the value; nothing changed then. */
/** For TEXT, ENUM, DATE and TIME fields; NULL or "" removes the field (not `setting`). The letters
 *  of a UUID and a country code are brought to their case. */
gboolean vd_record_set_text (VdRecord *self, const char *path, const char *value, GError **error);
void vd_record_set_bool (VdRecord *self, const char *path, gboolean value);
gboolean vd_record_set_number (VdRecord *self, const char *path, int value, GError **error);
void vd_record_unset (VdRecord *self, const char *path);
/** Adds or takes a code of a list, which keeps the order of the codes; asserts on other codes.
 *  Taking the last leaves an empty list: asked, none. */
void vd_record_list_set (VdRecord *self, const char *path, const char *code, gboolean on);
/** Marks a list as asked: an empty list when it was absent. */
void vd_record_list_asked (VdRecord *self, const char *path);
/** Replaces a list of texts or dates; @items NULL-terminated, empty ones are left out. */
gboolean
vd_record_set_texts (VdRecord *self, const char *path, const char *const *items, GError **error);

/** Pins the pack: its id, version and hash. */
void vd_record_set_pack (VdRecord *self, const VdPack *pack);

/* Answers */
typedef enum {
  VD_ANSWER_YES,
  VD_ANSWER_MAYBE,
  VD_ANSWER_NO,
  VD_ANSWER_DECLINED,
  VD_ANSWER_NOT_ASKED,
} VdAnswerValue;

typedef enum {
  VD_BASIS_OBSERVATION = 1 << 0,
  VD_BASIS_STATEMENT = 1 << 1,
  VD_BASIS_THIRD_PARTY = 1 << 2,
  VD_BASIS_DOCUMENT = 1 << 3,
} VdBasis;

/** Strings may be NULL when absent. When read they belong to the record until it changes; an entry
 *  without a value reads as NOT_ASKED. */
typedef struct {
  VdAnswerValue value;
  guint basis; /* VdBasis bits */
  const char *note;
  const char *date;
  const char *by;
  const char *shown;
  const char *lang;
  gboolean withdrawn;
} VdAnswer;

const char *vd_answer_value_code (VdAnswerValue value);
const char *vd_basis_code (VdBasis basis);

/** Returns: how many entries @id has, withdrawn ones counted. */
guint vd_record_n_answers (const VdRecord *self, const char *id);
gboolean vd_record_get_answer (const VdRecord *self, const char *id, guint index, VdAnswer *answer);
/** The last entry that is not withdrawn. Returns: FALSE when there is none. */
gboolean vd_record_live_answer (const VdRecord *self, const char *id, VdAnswer *answer);
/** @lang: (out) (nullable): the language of the words; not written when none is known.
 *  Returns: (nullable): the words under which @id was answered last, withdrawn entries counted. */
const char *vd_record_last_shown (const VdRecord *self, const char *id, const char **lang);

/**
 * vd_record_answer:
 * Gives @id a value. When the last live entry has another value or was dated another day, it is
 * withdrawn and a new entry added; else it is changed in place (the note being typed). PRODUCT.md:
 * choosing another value withdraws the entry it replaces. @answer is the whole entry: what is NULL
 * or 0 in it is absent afterwards; its `withdrawn` is not looked at. @id is not looked up in a
 * pack. Returns: FALSE with INVALID when a text is not allowed; nothing changed then.
 */
gboolean vd_record_answer (VdRecord *self, const char *id, const VdAnswer *answer, GError **error);

/** Adds a further entry beside the live ones: something said or seen later. Otherwise like
 *  vd_record_answer(). */
gboolean
vd_record_add_answer (VdRecord *self, const char *id, const VdAnswer *answer, GError **error);

/** Withdraws every live entry: back to not asked. */
void vd_record_withdraw_answer (VdRecord *self, const char *id);

/** Takes every entry out, withdrawn ones too: for what no longer applies when a case is closed. */
void vd_record_remove_answer (VdRecord *self, const char *id);

/** Returns: (transfer full): ids with entries, in the record's order, NULL-terminated. */
char **vd_record_answered_ids (const VdRecord *self);

/* Lists of objects: append-only journal, people, steps and so on. */
guint vd_record_n_items (const VdRecord *self, const char *list); /* "journal", "people", ... */
/** Returns: (transfer none): the item, for reading only; asserts when there is none. */
const json_t *vd_record_item (const VdRecord *self, const char *list, guint index);
/** Returns: (transfer none) (nullable): a member of an item as text (enums and dates too). */
const char *
vd_record_item_text (const VdRecord *self, const char *list, guint index, const char *key);
gboolean vd_record_item_bool (const VdRecord *self, const char *list, guint index, const char *key);
/** Adds @item (transfer full), its texts cleaned like typed ones; checked like a parsed one, but
 * ids are not looked up in a pack. Returns: FALSE with INVALID. */
gboolean vd_record_append (VdRecord *self, const char *list, json_t *item, GError **error);
/** Replaces an item; not for the journal, which is append-only (asserts). */
gboolean
vd_record_replace (VdRecord *self, const char *list, guint index, json_t *item, GError **error);
/** Not for the journal (asserts). Removing the last item removes the list. */
void vd_record_remove (VdRecord *self, const char *list, guint index);
/** Returns: the index of the item whose "id" is @id in "prepare" or "steps", or -1. */
int vd_record_find_item (const VdRecord *self, const char *list, const char *id);
