/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "vardectl"

#include "cli/packs.h"

#include "base/atomic-file.h"

gboolean
vd_cli_packs_load (VdCliPacks *self, GError **error)
{
  if (self->store == NULL)
    self->store = vd_pack_store_new (NULL, NULL);
  if (self->current == NULL)
    self->current = vd_pack_store_load (self->store, error);
  return self->current != NULL;
}

void
vd_cli_packs_clear (VdCliPacks *self)
{
  g_clear_pointer (&self->store, vd_pack_store_free);
  g_clear_pointer (&self->current, vd_pack_unref);
  g_clear_pointer (&self->hash, g_free);
  g_clear_pointer (&self->pinned, vd_pack_unref);
}

/* Many records in a row name the same pack, there or not: it is looked for once. */
VdPack *
vd_cli_packs_for (VdCliPacks *self, const VdRecord *record)
{
  const char *hash = vd_record_get_text (record, "pack.hash");

  if (hash == NULL)
    return self->current;
  if (self->pinned != NULL && g_str_equal (hash, self->hash))
    return self->pinned;
  g_clear_pointer (&self->pinned, vd_pack_unref);
  g_free (self->hash);
  self->hash = g_strdup (hash);
  self->pinned = vd_pack_store_for_record (self->store, record, self->current);
  return self->pinned;
}

VdRecord *
vd_cli_packs_read_record (VdCliPacks *self, const char *path, VdPack **pack, GError **error)
{
  g_autoptr (GBytes) bytes = vd_file_read (path, VD_RECORD_MAX_BYTES, error);
  g_autoptr (VdRecord) unchecked = NULL;
  const char *data;
  gsize size;

  if (bytes == NULL)
    return NULL;
  data = g_bytes_get_data (bytes, &size);
  data = data != NULL ? data : "";
  /* Which pack it names is known only after a first reading. */
  unchecked = vd_record_parse (data, size, NULL, NULL);
  *pack = unchecked != NULL ? vd_cli_packs_for (self, unchecked) : self->current;
  return vd_record_parse (data, size, *pack, error);
}
