/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/pack.h"

#include <jansson.h>

/**
 * Whom we seal to and whose signatures we know: keys of the signed pack, and keys added by hand
 * after their six words were compared. The list added by hand is stored by the caller, in the
 * vault; this knows its form only. Belongs to one thread.
 */
typedef struct {
  char *name;
  char *recipient; /* code ("rosa"), or "" */
  char *age_key;   /* "" when nothing can be sealed to it */
  char *sign_key;  /* "" when its signatures are not known */
  char *confirmed; /* day the words were compared; "" for keys of the pack */
} VdAddressee;

typedef struct _VdAddressees VdAddressees;

/** @pack: (nullable): its contacts with keys come first; malformed keys are passed over. */
VdAddressees *vd_addressees_new (const VdPack *pack);
void vd_addressees_free (VdAddressees *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (VdAddressees, vd_addressees_free)

guint vd_addressees_count (const VdAddressees *self);
const VdAddressee *vd_addressees_get (const VdAddressees *self, guint index);

/**
 * vd_addressees_add:
 * @age_key, @sign_key: (nullable): at least one
 * @confirmed: the day on which the words were compared
 * Errors: INVALID (a malformed key or date, a name that is no text of 1 to 200 bytes), EXISTS (the
 * key is there).
 */
gboolean vd_addressees_add (VdAddressees *self,
                            const char *name,
                            const char *recipient,
                            const char *age_key,
                            const char *sign_key,
                            const char *confirmed,
                            GError **error);

/** Errors: REFUSED for a key of the pack. */
gboolean vd_addressees_remove (VdAddressees *self, guint index, GError **error);

/** Returns: (transfer none) (nullable): who has that signing key. */
const VdAddressee *vd_addressees_signer (const VdAddressees *self, const char *sign_key);

/** What was added by hand: a JSON list, and back. Errors: INVALID; nothing is added then. */
json_t *vd_addressees_write (const VdAddressees *self);
gboolean vd_addressees_read (VdAddressees *self, const json_t *list, GError **error);

/** Returns: (transfer full): @key as it is stored and compared: an age recipient in small letters,
 *  of a minisign public key the line without comment; what is neither as it is. */
char *vd_addressees_spelling (const char *key);

/** Returns: (transfer full): six words for an age recipient or a minisign public key, to compare
 *  aloud; NULL with INVALID when it is neither. */
char *vd_addressees_fingerprint (const char *key, GError **error);
