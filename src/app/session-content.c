/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "session-content"

#include "app/session-content.h"

#include "app/session-private.h"

GPtrArray *
vd_session_list_inactive (VdSession *self)
{
  g_autofree char *today = vd_clock_date (self->clock);

  return vd_inactive_list (self->guidance, vd_session_get_pack (self), self->record, today);
}

GPtrArray *
vd_session_list_removed (VdSession *self)
{
  g_autofree char *today = vd_clock_date (self->clock);

  return vd_inactive_at_closing (self->guidance, vd_session_get_pack (self), self->record, today);
}

void
vd_session_close_case (VdSession *self)
{
  g_autoptr (GPtrArray) removed = NULL;

  g_return_if_fail (self->record != NULL);

  removed = vd_session_list_removed (self);
  for (guint i = 0; i < removed->len; i++) {
    g_autofree char *code = vd_inactive_code (g_ptr_array_index (removed, i));

    vd_saver_note (self->saver, code);
  }
  vd_inactive_remove (self->record, removed);
  vd_record_set_text (self->record, "case.status", "closed", NULL);
  _vd_session_changed (self);
}

/* So much of a hash tells contents apart. */
#define HASH_IN_CODE "16"

const VdPack *
vd_session_get_move_target (VdSession *self)
{
  const VdRecord *record = self->record;
  const char *id = record != NULL ? vd_record_get_text (record, "pack.id") : NULL;
  const char *version = id != NULL ? vd_record_get_text (record, "pack.version") : NULL;
  const char *hash = id != NULL ? vd_record_get_text (record, "pack.hash") : NULL;

  if (self->in_memory || version == NULL || hash == NULL ||
      g_str_equal (hash, vd_pack_hash (self->pack)) || !g_str_equal (id, vd_pack_id (self->pack)) ||
      vd_pack_version_compare (vd_pack_version (self->pack), version) < 0)
    return NULL;
  return self->pack;
}

VdMove *
vd_session_preview_move (VdSession *self)
{
  const VdPack *target = vd_session_get_move_target (self);

  return target == NULL ? NULL : vd_move_new (self->pinned, target, self->record, self->language);
}

/* The pack that the record names now, as far as it is in memory. */
static const VdPack *
find_kept (VdSession *self)
{
  const char *hash = vd_record_get_text (self->record, "pack.hash");

  for (guint i = 0; hash != NULL && i < self->kept->len; i++) {
    const VdPack *pack = g_ptr_array_index (self->kept, i);

    if (g_str_equal (vd_pack_hash (pack), hash))
      return pack;
  }
  return NULL;
}

static void
pinned_elsewhere (VdSession *self)
{
  const char *hash = vd_record_get_text (self->record, "pack.hash");
  g_autofree char *code =
      g_strdup_printf ("content:%." HASH_IN_CODE "s", hash != NULL ? hash : "none");

  self->pinned = find_kept (self);
  vd_saver_note (self->saver, code);
  _vd_session_changed (self);
}

gboolean
vd_session_move (VdSession *self, GError **error)
{
  const VdPack *target = vd_session_get_move_target (self);
  g_autofree char *now = vd_clock_time (self->clock);

  if (target == NULL) {
    g_set_error_literal (error, VD_ERROR, VD_ERROR_INVALID, "nothing to move to");
    return FALSE;
  }
  if (!vd_record_move (self->record, target, now, self->initials, error))
    return FALSE;
  pinned_elsewhere (self);
  return TRUE;
}

gboolean
vd_session_go_back (VdSession *self, guint index, GError **error)
{
  g_autofree char *now = vd_clock_time (self->clock);

  g_return_val_if_fail (self->record != NULL, FALSE);

  if (!vd_record_go_back (self->record, index, now, self->initials, error))
    return FALSE;
  pinned_elsewhere (self);
  return TRUE;
}
