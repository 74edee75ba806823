/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/**
 * vd_pack_trust_keys:
 * Returns: (transfer full) (element-type VdMinisignPublic): the keys that replacement packs may be
 * signed with: those built in (the meson option `pack_keys`), then the `*.pub` files in @dir, in
 * order of their names. A file that is no key is passed over: it makes nothing trusted.
 */
GArray *vd_pack_trust_keys (const char *dir);

/**
 * vd_pack_trust_verify:
 * @signature: (nullable): the bytes of a .minisig file; NULL when there is none
 * @signer: (out) (optional) (transfer full): the number of the key, as minisign shows it
 * Errors: UNTRUSTED whenever no key of @keys has signed exactly @bytes.
 */
gboolean vd_pack_trust_verify (const GArray *keys,
                               GBytes *bytes,
                               GBytes *signature,
                               char **signer,
                               GError **error);
