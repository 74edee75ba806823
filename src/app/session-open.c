/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "session-open"

#include "app/session-private.h"
#include "app/unit.h"

void
_vd_fresh_free (VdFresh *self)
{
  g_clear_pointer (&self->cases, g_ptr_array_unref);
  vd_secret_free (self->settings);
  vd_secret_free (self->draft);
  vd_secret_free (self->recovery);
  vd_store_info_free (self->info);
  g_free (self);
}

/* Records of today find their pack after the next update of the program. Without the copy they
 * would be read with that one's, so nothing fails here. */
static void
keep_bundle (VdSession *session)
{
  if (session->store != NULL)
    vd_pack_store_keep (session->store, session->pack, NULL);
}

/* Failures stay in memory until somebody has the right key: only then may the log be written. */
static gboolean
log_opening (VdVault *vault, guint failures, GError **error)
{
  g_autofree char *count = g_strdup_printf ("%u", failures);

  if (failures > 0 && !vd_vault_log (vault, VD_VAULT_EVENT_FAILED_UNLOCKS, 0, count, error))
    return FALSE;
  return vd_vault_log (vault, VD_VAULT_EVENT_UNLOCK, 0, NULL, error);
}

/* A stored item that was never stored is no error; one that is damaged must not keep anybody from
 * the cases. */
static gboolean
load_item (VdFresh *opened, VdVault *vault, VdVaultItem item, VdSecret **bytes, GError **error)
{
  g_autoptr (GError) local = NULL;

  *bytes = vd_vault_load_item (vault, item, &local);
  if (g_error_matches (local, VD_ERROR, VD_ERROR_DAMAGED))
    opened->damaged |= 1u << item;
  if (*bytes != NULL || (opened->damaged & 1u << item) != 0 ||
      g_error_matches (local, VD_ERROR, VD_ERROR_NOT_FOUND))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

VdFresh *
_vd_session_read_fresh (VdSession *self, VdVault *vault, guint failures, GError **error)
{
  g_autoptr (VdFresh) opened = g_new0 (VdFresh, 1);

  opened->cases = vd_cases_list (vault, error);
  if (opened->cases == NULL)
    return NULL;
  if (!load_item (opened, vault, VD_VAULT_DRAFT, &opened->draft, error) ||
      !log_opening (vault, failures, error) || !vd_unit_note_pack (vault, self->pack, error) ||
      !load_item (opened, vault, VD_VAULT_SETTINGS, &opened->settings, error))
    return NULL;
  /* Nobody will ever read it, and it would stand in the way of every backup. */
  if ((opened->damaged & 1u << VD_VAULT_DRAFT) != 0)
    vd_vault_save_item (vault, VD_VAULT_DRAFT, NULL, NULL);
  opened->info = vd_store_info_read (vault);
  keep_bundle (self);
  return g_steal_pointer (&opened);
}

static void
replace_string (char **field, const json_t *object, const char *key)
{
  const char *value = json_string_value (json_object_get (object, key));

  if (value == NULL)
    return;
  g_free (*field);
  *field = g_strdup (value);
}

static void
read_settings (VdSession *self, const VdSecret *settings)
{
  g_autoptr (json_t) json = NULL;

  if (settings == NULL)
    return;
  json = vd_json_parse ((const char *)vd_secret_data (settings), vd_secret_size (settings), NULL);
  replace_string (&self->setting, json, "setting");
  replace_string (&self->unit, json, "unit");
  replace_string (&self->initials, json, "initials");
  json_object_clear (self->settings);
  if (json_is_object (json))
    json_object_update (self->settings, json);
}

void
_vd_session_take_fresh (VdSession *self, VdFresh *opened)
{
  g_ptr_array_unref (self->cases);
  self->cases = g_steal_pointer (&opened->cases);
  read_settings (self, opened->settings);
  g_clear_pointer (&self->draft, g_free);
  if (opened->draft != NULL)
    self->draft =
        g_strndup ((const char *)vd_secret_data (opened->draft), vd_secret_size (opened->draft));
  self->failures = 0;
  self->damaged = opened->damaged;
  _vd_session_set_state (self, VD_SESSION_UNLOCKED);
  _vd_session_take_info (self, g_steal_pointer (&opened->info));
  _vd_session_plan_copy (self);
  g_signal_emit_by_name (self, "cases-changed");
}

guint
vd_session_take_damaged (VdSession *self)
{
  guint damaged = self->damaged;

  self->damaged = 0;
  return damaged;
}
