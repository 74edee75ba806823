/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pack-store"

#include "config.h"

#include "share/pack-store.h"

#include "base/atomic-file.h"
#include "base/place.h"
#include "core/pack-schema.h"
#include "share/pack-history.h"
#include "share/pack-trust.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

#define BUNDLE "varde-pack.xml"
#define SIGNATURE_MAX (64 * 1024)

/* HASH.xml is a pack, HASH.xml.minisig its signature. */
struct _VdPackStore {
  char *dir;
  char *bundle;
};

VdPackStore *
vd_pack_store_new (const char *dir, const char *bundle)
{
  VdPackStore *self = g_new (VdPackStore, 1);
  const char *folder = vd_place_is_built () ? VD_BUILD_DATA_DIR : VD_DATA_DIR;

  self->dir = dir != NULL ? g_strdup (dir)
                          : g_build_filename (g_get_user_data_dir (), "varde", "packs", NULL);
  self->bundle = bundle != NULL ? g_strdup (bundle) : g_build_filename (folder, BUNDLE, NULL);
  return self;
}

void
vd_pack_store_free (VdPackStore *self)
{
  g_free (self->dir);
  g_free (self->bundle);
  g_free (self);
}

static char *
hash_of (GBytes *bytes)
{
  gsize size;
  const void *data = g_bytes_get_data (bytes, &size);

  return vd_digest_hex (data, size);
}

static VdPack *
parse (GBytes *bytes, const char *hash, GError **error)
{
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);
  VdPack *pack = vd_pack_parse (data, size, error);

  if (pack != NULL)
    vd_pack_set_hash (pack, hash);
  return pack;
}

/* A pack that did not come with this program, beside the @base that did. */
static VdPack *
parse_over (VdPack *base, GBytes *bytes, const char *hash, GError **error)
{
  g_autoptr (VdPack) pack = parse (bytes, hash, error);

  return pack != NULL && vd_pack_rest_on (pack, base, error) ? g_steal_pointer (&pack) : NULL;
}

static GBytes *
read_bundle (const VdPackStore *self, char **hash, GError **error)
{
  GBytes *bytes = vd_file_read (self->bundle, VD_PACK_MAX_SIZE, error);

  if (bytes == NULL)
    g_prefix_error_literal (error, BUNDLE ": ");
  else
    *hash = hash_of (bytes);
  return bytes;
}

/* What came with the program is trusted with it. */
static VdPack *
load_bundle (const VdPackStore *self, GError **error)
{
  g_autofree char *hash = NULL;
  g_autoptr (GBytes) bytes = read_bundle (self, &hash, error);

  return bytes == NULL ? NULL : parse (bytes, hash, error);
}

static char *
stored_path (const VdPackStore *self, const char *hash, const char *suffix)
{
  g_autofree char *name = g_strconcat (hash, suffix, NULL);

  return g_build_filename (self->dir, name, NULL);
}

static GBytes *
read_signature (const VdPackStore *self, const char *hash)
{
  g_autofree char *path = stored_path (self, hash, ".xml.minisig");

  return vd_file_read (path, SIGNATURE_MAX, NULL);
}

static GArray *
read_keys (const VdPackStore *self)
{
  g_autofree char *dir = g_build_filename (self->dir, "keys", NULL);

  return vd_pack_trust_keys (dir);
}

/* Looks at every byte before the first is parsed: the hash, and the signature where there is one. A
 * pack without one is a copy of an earlier bundle, good only for whoever knows its hash. */
static VdPack *
load_stored (const VdPackStore *self,
             const char *hash,
             gboolean is_pinned,
             VdPack *base,
             char **signer,
             GError **error)
{
  g_autofree char *path = stored_path (self, hash, ".xml");
  g_autoptr (GBytes) bytes = vd_file_read (path, VD_PACK_MAX_SIZE, error);
  g_autoptr (GBytes) signature = NULL;
  g_autoptr (GArray) keys = NULL;
  g_autofree char *found = bytes == NULL ? NULL : hash_of (bytes);

  if (bytes == NULL)
    return NULL;
  if (!g_str_equal (found, hash)) {
    g_set_error_literal (error, VD_ERROR, VD_ERROR_DAMAGED, "pack: not what was installed");
    return NULL;
  }
  signature = read_signature (self, hash);
  keys = read_keys (self);
  if ((signature != NULL || !is_pinned) &&
      !vd_pack_trust_verify (keys, bytes, signature, signer, error))
    return NULL;
  return parse_over (base, bytes, hash, error);
}

static gboolean
is_later (const VdPack *pack, const VdPack *than)
{
  return g_str_equal (vd_pack_id (pack), vd_pack_id (than)) &&
         vd_pack_version_compare (vd_pack_version (pack), vd_pack_version (than)) > 0;
}

/* The last change that can still be read decides. It holds against the bundle it was made over, and
 * against any that is not newer. @passed_over: (nullable): why a later one cannot be read */
static VdPack *
choose (const VdPackStore *self, VdPack *bundle, GError **passed_over)
{
  g_autoptr (GArray) changes = vd_pack_history_read (self->dir);

  for (guint i = 0; i < changes->len; i++) {
    const VdPackChange *change = &g_array_index (changes, VdPackChange, i);
    g_autoptr (VdPack) pack = NULL;
    g_autoptr (GError) problem = NULL;

    if (g_str_equal (change->hash, change->over))
      break;
    pack = load_stored (self, change->hash, FALSE, bundle, NULL, &problem);
    if (pack == NULL) {
      if (passed_over != NULL && *passed_over == NULL)
        *passed_over = g_steal_pointer (&problem);
      continue;
    }
    if (is_later (pack, bundle) || g_str_equal (change->over, vd_pack_hash (bundle)))
      return g_steal_pointer (&pack);
    break;
  }
  return vd_pack_ref (bundle);
}

VdPack *
vd_pack_store_load (const VdPackStore *self, GError **error)
{
  return vd_pack_store_load_telling (self, NULL, error);
}

VdPack *
vd_pack_store_load_telling (const VdPackStore *self, GError **passed_over, GError **error)
{
  g_autoptr (VdPack) bundle = load_bundle (self, error);

  return bundle == NULL ? NULL : choose (self, bundle, passed_over);
}

/* Only the pack with that hash can be it; the other two must agree. */
static gboolean
is_pack (const VdPack *pack, const char *id, const char *version, GError **error)
{
  if (g_str_equal (vd_pack_id (pack), id) && g_str_equal (vd_pack_version (pack), version))
    return TRUE;
  g_set_error_literal (error, VD_ERROR, VD_ERROR_NOT_FOUND, "the pack of that hash is another");
  return FALSE;
}

static VdPack *
find (const VdPackStore *self,
      const char *id,
      const char *version,
      const char *hash,
      VdPack *base,
      GError **error)
{
  g_autoptr (VdPack) pack = NULL;

  if (!vd_pack_is_hash (hash)) {
    g_set_error_literal (error, VD_ERROR, VD_ERROR_NOT_FOUND, "not the hash of a pack");
    return NULL;
  }
  if (g_str_equal (hash, vd_pack_hash (base)))
    pack = vd_pack_ref (base);
  else
    pack = load_stored (self, hash, TRUE, base, NULL, error);
  return pack != NULL && is_pack (pack, id, version, error) ? g_steal_pointer (&pack) : NULL;
}

VdPack *
vd_pack_store_find (const VdPackStore *self,
                    const char *id,
                    const char *version,
                    const char *hash,
                    GError **error)
{
  g_autoptr (VdPack) bundle = load_bundle (self, error);

  return bundle == NULL ? NULL : find (self, id, version, hash, bundle, error);
}

/* The bundle may have to be looked for when a replacement is in use. */
static VdPack *
find_beside (const VdPackStore *self,
             const char *id,
             const char *version,
             const char *hash,
             VdPack *current)
{
  VdPack *pack = find (self, id, version, hash, current, NULL);
  g_autofree char *bundle = NULL;
  g_autoptr (GBytes) bytes = pack != NULL ? NULL : read_bundle (self, &bundle, NULL);

  if (bytes == NULL || !g_str_equal (bundle, hash))
    return pack;
  pack = parse (bytes, hash, NULL);
  if (pack != NULL && !is_pack (pack, id, version, NULL))
    g_clear_pointer (&pack, vd_pack_unref);
  return pack;
}

VdPack *
vd_pack_store_for_record (const VdPackStore *self, const VdRecord *record, VdPack *current)
{
  const char *id = vd_record_get_text (record, "pack.id");
  const char *version = vd_record_get_text (record, "pack.version");
  const char *hash = vd_record_get_text (record, "pack.hash");
  VdPack *pack = NULL;

  if (id != NULL && version != NULL && hash != NULL)
    pack = find_beside (self, id, version, hash, current);
  return pack != NULL ? pack : vd_pack_ref (current);
}

/* What lies there already with the same bytes is good; anything else under that name is broken. */
static gboolean
put_file (const VdPackStore *self,
          const char *hash,
          const char *suffix,
          GBytes *bytes,
          GError **error)
{
  g_autofree char *path = stored_path (self, hash, suffix);
  g_autoptr (GBytes) there = vd_file_read (path, VD_PACK_MAX_SIZE, NULL);
  gsize size;
  const void *data = g_bytes_get_data (bytes, &size);

  if (there != NULL && g_bytes_equal (there, bytes))
    return TRUE;
  g_unlink (path);
  return vd_atomic_file_create (path, data, size, error);
}

static gboolean
make_folder (const VdPackStore *self, GError **error)
{
  if (g_mkdir_with_parents (self->dir, 0700) == 0)
    return TRUE;
  vd_error_set_errno (error, errno, "make folder");
  return FALSE;
}

/* The change comes last: until it stands, the files beside it mean nothing. */
static gboolean
put_pack (const VdPackStore *self,
          const VdPack *pack,
          const VdPack *bundle,
          GBytes *bytes,
          GBytes *signature,
          GError **error)
{
  const char *hash = vd_pack_hash (pack);
  const char *over = vd_pack_hash (bundle);

  if (!make_folder (self, error))
    return FALSE;
  if (!g_str_equal (hash, over) && (!put_file (self, hash, ".xml", bytes, error) ||
                                    !put_file (self, hash, ".xml.minisig", signature, error)))
    return FALSE;
  return vd_pack_history_add (self->dir, hash, over, error);
}

static gboolean
verify (const VdPackStore *self, GBytes *bytes, GBytes *signature, const char *hash, GError **error)
{
  g_autofree char *bundle = NULL;
  g_autoptr (GBytes) ours = NULL;
  g_autoptr (GArray) keys = NULL;

  if (g_bytes_get_size (bytes) > VD_PACK_MAX_SIZE) {
    g_set_error_literal (error, VD_ERROR, VD_ERROR_INVALID, "pack: too large");
    return FALSE;
  }
  ours = read_bundle (self, &bundle, error);
  if (ours == NULL)
    return FALSE;
  keys = read_keys (self);
  return g_str_equal (hash, bundle) || vd_pack_trust_verify (keys, bytes, signature, NULL, error);
}

VdPack *
vd_pack_store_install (const VdPackStore *self,
                       GBytes *bytes,
                       GBytes *signature,
                       gboolean allow_older,
                       GError **error)
{
  g_autofree char *hash = hash_of (bytes);
  gboolean good = verify (self, bytes, signature, hash, error);
  g_autoptr (VdPack) bundle = good ? load_bundle (self, error) : NULL;
  g_autoptr (VdPack) current = bundle != NULL ? choose (self, bundle, NULL) : NULL;
  g_autoptr (VdPack) pack = NULL;

  if (bundle == NULL || g_str_equal (hash, vd_pack_hash (current)))
    return g_steal_pointer (&current);
  pack = g_str_equal (hash, vd_pack_hash (bundle)) ? vd_pack_ref (bundle)
                                                   : parse_over (bundle, bytes, hash, error);
  if (pack == NULL)
    return NULL;
  if (!allow_older && !is_later (pack, current)) {
    g_set_error_literal (error, VD_ERROR, VD_ERROR_OLDER,
                         "pack: not a later version of the one in use");
    return NULL;
  }
  return put_pack (self, pack, bundle, bytes, signature, error) ? g_steal_pointer (&pack) : NULL;
}

gboolean
vd_pack_store_keep (const VdPackStore *self, const VdPack *pack, GError **error)
{
  const char *hash = vd_pack_hash (pack);
  g_autofree char *path = stored_path (self, hash, ".xml");
  g_autofree char *found = NULL;
  g_autoptr (GBytes) bytes = NULL;

  if (g_file_test (path, G_FILE_TEST_EXISTS))
    return TRUE;
  bytes = read_bundle (self, &found, error);
  if (bytes == NULL)
    return FALSE;
  if (!g_str_equal (found, hash))
    return TRUE;
  return make_folder (self, error) && put_file (self, hash, ".xml", bytes, error);
}

static void
entry_free (VdPackEntry *self)
{
  g_free (self->hash);
  g_clear_pointer (&self->pack, vd_pack_unref);
  g_free (self->signer);
  g_clear_error (&self->problem);
  g_free (self);
}

static int
compare_entries (gconstpointer a, gconstpointer b)
{
  const VdPackEntry *left = *(VdPackEntry *const *)a;
  const VdPackEntry *right = *(VdPackEntry *const *)b;
  int order = (left->pack == NULL) - (right->pack == NULL);

  if (order == 0 && left->pack != NULL)
    order = vd_pack_version_compare (vd_pack_version (right->pack), vd_pack_version (left->pack));
  return order != 0 ? order : strcmp (left->hash, right->hash);
}

static void
add_stored (const VdPackStore *self, GPtrArray *entries, const VdPack *current, VdPack *bundle)
{
  g_autoptr (GDir) listing = g_dir_open (self->dir, 0, NULL);
  const char *name;

  while (listing != NULL && (name = g_dir_read_name (listing)) != NULL) {
    g_autofree char *hash = g_strndup (name, VD_PACK_HASH_DIGITS);
    VdPackEntry *entry;

    if (!vd_pack_is_hash (hash) || !g_str_equal (name + VD_PACK_HASH_DIGITS, ".xml") ||
        g_str_equal (hash, vd_pack_hash (bundle)))
      continue;
    entry = g_new0 (VdPackEntry, 1);
    entry->pack = load_stored (self, hash, TRUE, bundle, &entry->signer, &entry->problem);
    entry->current = g_str_equal (hash, vd_pack_hash (current));
    entry->hash = g_steal_pointer (&hash);
    g_ptr_array_add (entries, entry);
  }
}

GPtrArray *
vd_pack_store_list (const VdPackStore *self, GError **error)
{
  g_autoptr (VdPack) bundle = load_bundle (self, error);
  g_autoptr (VdPack) current = bundle == NULL ? NULL : choose (self, bundle, NULL);
  GPtrArray *entries;
  VdPackEntry *first;

  if (bundle == NULL)
    return NULL;
  entries = g_ptr_array_new_with_free_func ((GDestroyNotify)entry_free);
  add_stored (self, entries, current, bundle);
  g_ptr_array_sort (entries, compare_entries);
  first = g_new0 (VdPackEntry, 1);
  first->hash = g_strdup (vd_pack_hash (bundle));
  first->current = current == bundle;
  first->pack = g_steal_pointer (&bundle);
  g_ptr_array_insert (entries, 0, first);
  return entries;
}
