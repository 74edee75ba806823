/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "session"

#include "app/session-private.h"

G_DEFINE_FINAL_TYPE (VdSession, vd_session, G_TYPE_OBJECT)

enum {
  PROP_0,
  PROP_STATE,
  PROP_SAVE_STATE,
  N_PROPS,
};

enum {
  RECORD_CHANGED,
  CASES_CHANGED,
  STORE_CHANGED,
  PROGRESS,
  LOCKED,
  CONTENT_LOADED,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

void
_vd_session_set_state (VdSession *self, VdSessionState state)
{
  if (self->state == state)
    return;
  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

void
_vd_session_set_save_state (VdSession *self, VdSaveState state)
{
  if (self->save_state == state)
    return;
  self->save_state = state;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SAVE_STATE]);
}

static gboolean
reload_in_thread (VdVault *vault, gpointer data, GError **error)
{
  VdFresh *read = data;

  read->cases = vd_cases_list (vault, error);
  if (read->cases == NULL)
    return FALSE;
  read->info = vd_store_info_read (vault);
  return TRUE;
}

static void
reloaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  VdSession *self = VD_SESSION (source);
  VdFresh *read = g_task_get_task_data (G_TASK (result));

  /* Locked meanwhile, or unreadable now: the list that was shown stays. */
  if (!g_task_propagate_boolean (G_TASK (result), NULL) || self->state != VD_SESSION_UNLOCKED)
    return;
  g_ptr_array_unref (self->cases);
  self->cases = g_steal_pointer (&read->cases);
  _vd_session_take_info (self, g_steal_pointer (&read->info));
  g_signal_emit (self, signals[CASES_CHANGED], 0);
}

void
_vd_session_reload_cases (VdSession *self)
{
  GTask *task = g_task_new (self, NULL, reloaded_cb, NULL);

  g_task_set_source_tag (task, _vd_session_reload_cases);
  g_task_set_task_data (task, g_new0 (VdFresh, 1), (GDestroyNotify)_vd_fresh_free);
  vd_worker_push_open (self->worker, task, reload_in_thread);
}

static void
forget_record (VdSession *self)
{
  g_clear_pointer (&self->guidance, vd_guidance_free);
  g_clear_pointer (&self->record, vd_record_unref);
  g_clear_pointer (&self->saver, vd_saver_unref);
  g_clear_pointer (&self->opened, g_free);
  self->pinned = NULL;
}

static void
refresh_guidance (VdSession *self)
{
  g_autofree char *today = vd_clock_date (self->clock);

  g_clear_pointer (&self->guidance, vd_guidance_free);
  self->guidance = vd_guidance_new (vd_session_get_pack (self), self->record, today);
}

/* One copy of each serves all records that were made with it. */
static const VdPack *
keep_pack (VdSession *self, VdPack *pack)
{
  for (guint i = 0; i < self->kept->len; i++) {
    const VdPack *kept = g_ptr_array_index (self->kept, i);

    if (g_str_equal (vd_pack_hash (kept), vd_pack_hash (pack)))
      return kept;
  }
  g_ptr_array_add (self->kept, vd_pack_ref (pack));
  return pack;
}

void
_vd_session_take_record (VdSession *self,
                         VdRecord *record,
                         VdPack *pack,
                         gint64 row,
                         const char *opened)
{
  forget_record (self);
  if (pack != self->pack)
    self->pinned = keep_pack (self, pack);
  self->record = record;
  self->saver = vd_saver_new (row);
  self->opened = g_strdup (opened);
  g_clear_error (&self->save_error);
  g_clear_pointer (&self->saved_time, g_free);
  _vd_session_set_save_state (self, VD_SAVE_NONE);
  refresh_guidance (self);
  g_signal_emit (self, signals[RECORD_CHANGED], 0);
}

void
vd_session_close_record (VdSession *self)
{
  if (self->record == NULL)
    return;
  forget_record (self);
  if (!self->in_memory)
    _vd_session_reload_cases (self);
}

static gboolean
save_in_thread (VdVault *vault, gpointer data, GError **error)
{
  return vd_saver_write (data, vault, error);
}

static char *
local_time (VdSession *self)
{
  g_autoptr (GDateTime) now = self->clock->now (self->clock->data);
  g_autoptr (GDateTime) local = g_date_time_to_local (now);

  return g_date_time_format (local, "%H:%M");
}

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  VdSession *self = VD_SESSION (source);
  VdSaver *saver = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  gboolean ok = g_task_propagate_boolean (G_TASK (result), &error);

  if (ok && vd_saver_is_done (saver))
    g_ptr_array_remove (self->unsaved, saver);
  /* What was left before it was written says it as long as nothing else is in hand. */
  if (saver != self->saver && (ok || self->saver != NULL))
    return;
  g_clear_error (&self->save_error);
  if (!ok) {
    self->save_error = g_steal_pointer (&error);
    _vd_session_set_save_state (self, VD_SAVE_FAILED);
  } else if (vd_saver_is_done (saver)) {
    g_free (self->saved_time);
    self->saved_time = local_time (self);
    _vd_session_set_save_state (self, VD_SAVE_SAVED);
  }
}

static void
push_save (VdSession *self)
{
  GTask *task = g_task_new (self, NULL, saved_cb, NULL);

  g_task_set_source_tag (task, push_save);
  g_task_set_task_data (task, vd_saver_ref (self->saver), (GDestroyNotify)vd_saver_unref);
  vd_worker_push_open (self->worker, task, save_in_thread);
}

void
_vd_session_changed (VdSession *self)
{
  VdSecret *body, *summary;

  if (!vd_record_has (self->record, "pack"))
    vd_record_set_pack (self->record, vd_session_get_pack (self));
  refresh_guidance (self);
  if (self->in_memory) {
    g_signal_emit (self, signals[RECORD_CHANGED], 0);
    return;
  }
  vd_cases_encode (self->record, vd_session_get_pack (self), self->clock, self->opened, &body,
                   &summary);
  if (!g_ptr_array_find (self->unsaved, self->saver, NULL))
    g_ptr_array_add (self->unsaved, vd_saver_ref (self->saver));
  if (vd_saver_put (self->saver, body, summary))
    push_save (self);
  _vd_session_set_save_state (self, VD_SAVE_SAVING);
  g_signal_emit (self, signals[RECORD_CHANGED], 0);
}

gboolean
_vd_session_write_all (GPtrArray *savers, VdVault *vault, GError **error)
{
  for (guint i = 0; i < savers->len; i++) {
    if (!vd_saver_write (g_ptr_array_index (savers, i), vault, error))
      return FALSE;
  }
  return TRUE;
}

static void
vd_session_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  VdSession *self = VD_SESSION (object);

  switch (id) {
  case PROP_STATE:
    g_value_set_int (value, (int)self->state);
    break;
  case PROP_SAVE_STATE:
    g_value_set_int (value, (int)self->save_state);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
vd_session_finalize (GObject *object)
{
  VdSession *self = VD_SESSION (object);

  g_clear_handle_id (&self->copy_timeout, g_source_remove);
  g_cancellable_cancel (self->stop);
  vd_worker_free (self->worker);
  forget_record (self);
  g_object_unref (self->stop);
  g_clear_object (&self->search);
  g_clear_error (&self->copy_error);
  vd_store_info_free (self->info);
  g_ptr_array_unref (self->unsaved);
  g_ptr_array_unref (self->cases);
  g_clear_error (&self->save_error);
  g_free (self->saved_time);
  g_free (self->dir);
  g_clear_pointer (&self->pack, vd_pack_unref);
  g_ptr_array_unref (self->kept);
  g_clear_pointer (&self->store, vd_pack_store_free);
  g_free (self->language);
  g_free (self->setting);
  g_free (self->unit);
  g_free (self->initials);
  json_decref (self->settings);
  g_free (self->draft);

  G_OBJECT_CLASS (vd_session_parent_class)->finalize (object);
}

static guint
new_signal (const char *name)
{
  return g_signal_new (name, VD_TYPE_SESSION, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                       0);
}

static void
vd_session_class_init (VdSessionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = vd_session_get_property;
  object_class->finalize = vd_session_finalize;

  properties[PROP_STATE] =
      g_param_spec_int ("state", NULL, NULL, 0, VD_SESSION_UNLOCKED, VD_SESSION_EMPTY, flags);
  properties[PROP_SAVE_STATE] =
      g_param_spec_int ("save-state", NULL, NULL, 0, VD_SAVE_FAILED, VD_SAVE_NONE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[RECORD_CHANGED] = new_signal ("record-changed");
  signals[CASES_CHANGED] = new_signal ("cases-changed");
  signals[STORE_CHANGED] = new_signal ("store-changed");
  signals[PROGRESS] = g_signal_new ("progress", VD_TYPE_SESSION, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                    NULL, G_TYPE_NONE, 1, G_TYPE_DOUBLE);
  signals[LOCKED] = new_signal ("locked");
  signals[CONTENT_LOADED] = new_signal ("content-loaded");
}

static void
vd_session_init (VdSession *self)
{
  self->worker = vd_worker_new ();
  self->cases = g_ptr_array_new_with_free_func ((GDestroyNotify)vd_case_free);
  self->kept = g_ptr_array_new_with_free_func ((GDestroyNotify)vd_pack_unref);
  self->unsaved = g_ptr_array_new_with_free_func ((GDestroyNotify)vd_saver_unref);
  self->language = g_strdup ("nb");
  self->setting = g_strdup ("outreach");
  self->unit = g_strdup ("");
  self->initials = g_strdup ("");
  self->settings = json_object ();
  self->stop = g_cancellable_new ();
}

VdSession *
vd_session_new (const char *vault_dir, const VdPack *pack, const VdClock *clock)
{
  VdSession *self = g_object_new (VD_TYPE_SESSION, NULL);

  self->dir = g_strdup (vault_dir);
  self->pack = pack != NULL ? vd_pack_ref ((VdPack *)pack) : NULL;
  self->clock = clock;
  self->state = vd_vault_exists (vault_dir) ? VD_SESSION_LOCKED : VD_SESSION_EMPTY;
  return self;
}

VdSession *
vd_session_new_in_memory (const VdPack *pack, const VdClock *clock, const char *language)
{
  VdSession *self = g_object_new (VD_TYPE_SESSION, NULL);

  self->dir = g_strdup ("");
  self->pack = vd_pack_ref ((VdPack *)pack);
  self->clock = clock;
  self->in_memory = TRUE;
  self->state = VD_SESSION_UNLOCKED;
  vd_session_set_language (self, language);
  return self;
}

void
vd_session_set_pack_store (VdSession *self, VdPackStore *store)
{
  g_assert (self->store == NULL);
  self->store = store;
}

void
vd_session_expect_pack (VdSession *self, VdPackSource source, gpointer data)
{
  self->pack_source = source;
  self->pack_source_data = data;
}

void
vd_session_set_pack (VdSession *self, VdPack *pack)
{
  if (self->pack == NULL)
    self->pack = vd_pack_ref (pack);
  g_signal_emit (self, signals[CONTENT_LOADED], 0);
}

gboolean
vd_session_has_pack (VdSession *self)
{
  return self->pack != NULL;
}

VdSessionState
vd_session_get_state (VdSession *self)
{
  return self->state;
}

const VdPack *
vd_session_get_pack (VdSession *self)
{
  if (self->pack == NULL)
    self->pack = vd_pack_ref (self->pack_source (self->pack_source_data));
  return self->pinned != NULL ? self->pinned : self->pack;
}

const VdClock *
vd_session_get_clock (VdSession *self)
{
  return self->clock;
}

const char *
vd_session_get_vault_dir (VdSession *self)
{
  return self->dir;
}

const char *
vd_session_get_language (VdSession *self)
{
  return self->language;
}

void
vd_session_set_language (VdSession *self, const char *tag)
{
  g_free (self->language);
  self->language = g_strdup (tag);
}

const char *
vd_session_get_setting (VdSession *self)
{
  return self->setting;
}

const char *
vd_session_get_unit (VdSession *self)
{
  return self->unit;
}

const char *
vd_session_get_initials (VdSession *self)
{
  return self->initials;
}

const GPtrArray *
vd_session_get_cases (VdSession *self)
{
  return self->cases;
}

const VdRecord *
vd_session_get_record (VdSession *self)
{
  return self->record;
}

const VdGuidance *
vd_session_get_guidance (VdSession *self)
{
  return self->guidance;
}

VdSaveState
vd_session_get_save_state (VdSession *self)
{
  return self->save_state;
}

const GError *
vd_session_get_save_error (VdSession *self)
{
  return self->save_error;
}

const char *
vd_session_get_saved_time (VdSession *self)
{
  return self->saved_time;
}

char *
vd_session_take_draft (VdSession *self)
{
  return g_steal_pointer (&self->draft);
}

void
_vd_session_take_info (VdSession *self, VdStoreInfo *info)
{
  vd_store_info_free (self->info);
  self->info = info;
  g_signal_emit (self, signals[STORE_CHANGED], 0);
}

void
_vd_session_emit_locked (VdSession *self)
{
  forget_record (self);
  g_clear_pointer (&self->info, vd_store_info_free);
  g_clear_error (&self->copy_error);
  /* Whoever still shows the old list holds it. */
  g_ptr_array_unref (self->cases);
  self->cases = g_ptr_array_new_with_free_func ((GDestroyNotify)vd_case_free);
  g_ptr_array_set_size (self->unsaved, 0);
  json_object_clear (self->settings);
  _vd_session_set_state (self, vd_vault_exists (self->dir) ? VD_SESSION_LOCKED : VD_SESSION_EMPTY);
  g_signal_emit (self, signals[LOCKED], 0);
}
