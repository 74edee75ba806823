/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "saver"

#include "app/saver.h"

struct _VdSaver {
  GMutex mutex;
  VdSecret *body; /* pending, with summary, or NULL */
  VdSecret *summary;
  gboolean queued;
  gboolean writing;
  /* Only the vault thread touches these. */
  gint64 row;
  gboolean logged;
};

VdSaver *
vd_saver_new (gint64 row)
{
  VdSaver *self = g_atomic_rc_box_new0 (VdSaver);

  g_mutex_init (&self->mutex);
  self->row = row;
  return self;
}

VdSaver *
vd_saver_ref (VdSaver *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
saver_clear (gpointer data)
{
  VdSaver *self = data;

  vd_secret_free (self->body);
  vd_secret_free (self->summary);
  g_mutex_clear (&self->mutex);
}

void
vd_saver_unref (VdSaver *self)
{
  g_atomic_rc_box_release_full (self, saver_clear);
}

gboolean
vd_saver_put (VdSaver *self, VdSecret *body, VdSecret *summary)
{
  gboolean push;

  g_mutex_lock (&self->mutex);
  vd_secret_free (self->body);
  vd_secret_free (self->summary);
  self->body = body;
  self->summary = summary;
  push = !self->queued;
  self->queued = TRUE;
  g_mutex_unlock (&self->mutex);
  return push;
}

static void
take_pending (VdSaver *self, VdSecret **body, VdSecret **summary)
{
  g_mutex_lock (&self->mutex);
  *body = g_steal_pointer (&self->body);
  *summary = g_steal_pointer (&self->summary);
  self->queued = FALSE;
  self->writing = *body != NULL;
  g_mutex_unlock (&self->mutex);
}

/* Bytes that could not be written wait for the next try, unless newer ones came meanwhile. */
static void
end_writing (VdSaver *self, gboolean ok, VdSecret *body, VdSecret *summary)
{
  g_mutex_lock (&self->mutex);
  self->writing = FALSE;
  if (!ok && self->body == NULL) {
    self->body = g_steal_pointer (&body);
    self->summary = g_steal_pointer (&summary);
  }
  g_mutex_unlock (&self->mutex);
  vd_secret_free (body);
  vd_secret_free (summary);
}

/* One entry for each time the record was opened and changed, not one a keystroke; it is on the disk
 * with the change or not at all. */
static gboolean
store (VdSaver *self, VdVault *vault, const VdSecret *body, const VdSecret *summary, GError **error)
{
  if (self->logged)
    return vd_vault_save (vault, &self->row, body, summary, error);
  self->logged = vd_vault_save_logged (vault, &self->row, body, summary, NULL, error);
  return self->logged;
}

gboolean
vd_saver_write (VdSaver *self, VdVault *vault, GError **error)
{
  VdSecret *body, *summary;
  gboolean ok;

  take_pending (self, &body, &summary);
  if (body == NULL)
    return TRUE;
  ok = store (self, vault, body, summary, error);
  end_writing (self, ok, body, summary);
  return ok;
}

gboolean
vd_saver_is_done (VdSaver *self)
{
  gboolean done;

  g_mutex_lock (&self->mutex);
  done = self->body == NULL && !self->writing;
  g_mutex_unlock (&self->mutex);
  return done;
}

gint64
vd_saver_row (VdSaver *self)
{
  return self->row;
}
