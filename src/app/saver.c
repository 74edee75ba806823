/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "saver"

#include "app/saver.h"

struct _VdSaver {
  GMutex mutex;
  VdSecret *body; /* pending, with summary, or NULL */
  VdSecret *summary;
  GPtrArray *codes; /* for the log, with the pending bytes */
  gboolean queued;
  gboolean writing;
  gboolean dropped;
  /* Only the vault thread touches these. */
  gint64 row;
  gboolean logged;
};

VdSaver *
vd_saver_new (gint64 row)
{
  VdSaver *self = g_atomic_rc_box_new0 (VdSaver);

  g_mutex_init (&self->mutex);
  self->codes = g_ptr_array_new_with_free_func (g_free);
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
  g_ptr_array_unref (self->codes);
  g_mutex_clear (&self->mutex);
}

void
vd_saver_unref (VdSaver *self)
{
  g_atomic_rc_box_release_full (self, saver_clear);
}

/* With the mutex. */
static void
forget_dropped (VdSaver *self)
{
  if (!self->dropped)
    return;
  g_clear_pointer (&self->body, vd_secret_free);
  g_clear_pointer (&self->summary, vd_secret_free);
}

void
vd_saver_drop (VdSaver *self)
{
  g_mutex_lock (&self->mutex);
  self->dropped = TRUE;
  forget_dropped (self);
  g_mutex_unlock (&self->mutex);
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
  forget_dropped (self);
  push = !self->queued;
  self->queued = TRUE;
  g_mutex_unlock (&self->mutex);
  return push;
}

void
vd_saver_note (VdSaver *self, const char *code)
{
  g_mutex_lock (&self->mutex);
  g_ptr_array_add (self->codes, g_strdup (code));
  g_mutex_unlock (&self->mutex);
}

/* What goes to the disk together. */
typedef struct {
  VdSecret *body;
  VdSecret *summary;
  GPtrArray *codes;
} Pending;

static void
take_pending (VdSaver *self, Pending *pending)
{
  g_mutex_lock (&self->mutex);
  pending->body = g_steal_pointer (&self->body);
  pending->summary = g_steal_pointer (&self->summary);
  pending->codes = self->codes;
  self->codes = g_ptr_array_new_with_free_func (g_free);
  self->queued = FALSE;
  self->writing = pending->body != NULL;
  g_mutex_unlock (&self->mutex);
}

/* Bytes that could not be written wait for the next try, unless newer ones came meanwhile, and the
 * codes in any case. */
static void
end_writing (VdSaver *self, gboolean ok, Pending *pending)
{
  g_mutex_lock (&self->mutex);
  self->writing = FALSE;
  if (!ok) {
    g_ptr_array_extend_and_steal (pending->codes, g_steal_pointer (&self->codes));
    self->codes = g_steal_pointer (&pending->codes);
  }
  if (!ok && self->body == NULL) {
    self->body = g_steal_pointer (&pending->body);
    self->summary = g_steal_pointer (&pending->summary);
  }
  g_mutex_unlock (&self->mutex);
  vd_secret_free (pending->body);
  vd_secret_free (pending->summary);
  g_clear_pointer (&pending->codes, g_ptr_array_unref);
}

/* One entry for each time the record was opened and changed, not one a keystroke, and one for each
 * code; they are on the disk with the change or not at all. */
static gboolean
store (VdSaver *self, VdVault *vault, const Pending *pending, GError **error)
{
  g_autoptr (GPtrArray) codes = g_ptr_array_new ();
  gboolean ok;

  if (pending->codes->len == 0 && self->logged)
    return vd_vault_save (vault, &self->row, pending->body, pending->summary, error);
  if (pending->codes->len == 0) {
    ok = vd_vault_save_logged (vault, &self->row, pending->body, pending->summary, NULL, error);
  } else {
    for (guint i = 0; i < pending->codes->len; i++)
      g_ptr_array_add (codes, g_ptr_array_index (pending->codes, i));
    g_ptr_array_add (codes, NULL);
    ok = vd_vault_save_coded (vault, &self->row, pending->body, pending->summary,
                              (const char *const *)codes->pdata, error);
  }
  self->logged = self->logged || ok;
  return ok;
}

gboolean
vd_saver_write (VdSaver *self, VdVault *vault, GError **error)
{
  Pending pending;
  gboolean ok;

  take_pending (self, &pending);
  ok = pending.body == NULL || store (self, vault, &pending, error);
  /* Codes without bytes wait for the bytes. */
  end_writing (self, ok && pending.body != NULL, &pending);
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
