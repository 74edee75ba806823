/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "care-run"

#include "config.h"

#include "ui/care-private.h"

#include <glib/gi18n-lib.h>

#include "ui/compat.h"

typedef struct {
  VdCare *self;
  VdStoreJob *job; /* of the task */
  VdCareDone done;
} Running;

void
vd_care_show_error (VdCare *self, const GError *error, const char *stopped)
{
  VdWindow *window = vd_window_of (GTK_WIDGET (self));

  /* A lock stops jobs too, and then there is nobody to be told. */
  if (g_error_matches (error, VD_ERROR, VD_ERROR_CANCELLED) && vd_care_is_stopped (self))
    vd_window_toast (window, stopped);
  else
    vd_window_show_error (window, error);
}

/* A backup that silently leaves something out would be none. */
static void
show_backup_failure (VdCare *self, const GError *error)
{
  if (g_error_matches (error, VD_ERROR, VD_ERROR_DAMAGED))
    vd_tell (
        vd_care_window (self), _ ("Something in the vault is damaged"),
        _ ("No backup was written, because it would not hold everything. “Condition” says what "
           "it is. To save the rest, lock, and choose “Save what can be read” under “The "
           "vault” in the menu."));
  else
    vd_care_show_error (self, error, _ ("Stopped. No file was written."));
}

static void
show_failure (VdCare *self, const VdStoreJob *job, const GError *error)
{
  if (job->action == VD_STORE_BACKUP)
    show_backup_failure (self, error);
  else if (job->action == VD_STORE_VERIFY && vd_care_is_stopped (self) &&
           g_error_matches (error, VD_ERROR, VD_ERROR_CANCELLED))
    vd_care_show_check (self, job, FALSE);
  else
    vd_care_show_error (self, error,
                        _ ("Stopped. What has its new key keeps it; begin again for the rest."));
}

static void
ran_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autofree Running *running = data;
  g_autoptr (VdCare) self = running->self;
  g_autoptr (GError) error = NULL;
  VdStoreJob *job = vd_session_store_finish (VD_SESSION (source), result, &error);

  vd_care_ready (self);
  /* The window may be gone, or about to go. */
  if (vd_window_of (GTK_WIDGET (self)) == NULL)
    return;
  if (job != NULL)
    running->done (self, job);
  else
    show_failure (self, running->job, error);
}

void
vd_care_run (VdCare *self, VdStoreJob *job, const char *saying, VdCareDone done)
{
  Running *running = g_new (Running, 1);
  gboolean long_one = job->action == VD_STORE_BACKUP || job->action == VD_STORE_RESEAL ||
                      job->action == VD_STORE_VERIFY;

  *running = (Running){g_object_ref (self), job, done};
  vd_session_store_async (vd_care_session (self), job, vd_care_busy (self, saying, long_one),
                          ran_cb, running);
}
