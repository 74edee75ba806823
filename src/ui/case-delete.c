/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "case-delete"

#include "config.h"

#include "ui/case-delete.h"

#include <glib/gi18n-lib.h>

#include "ui/compat.h"

typedef struct {
  VdWindow *window;
  char *id;
} Deleting;

static void
deleting_free (Deleting *deleting)
{
  g_object_unref (deleting->window);
  g_free (deleting->id);
  g_free (deleting);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Deleting, deleting_free)

static void
deleted_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (VdWindow) window = data;
  g_autoptr (GError) error = NULL;
  gboolean done = vd_session_delete_record_finish (VD_SESSION (source), result, &error);

  /* The window may be gone by now. */
  if (!gtk_widget_get_mapped (GTK_WIDGET (window)))
    return;
  if (done)
    vd_window_toast (window, _ ("The case is deleted."));
  else
    vd_window_show_error (window, error);
}

static void
confirmed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Deleting) deleting = data;

  if (vd_confirm_finish (result))
    vd_session_delete_record_async (vd_window_get_session (deleting->window), deleting->id,
                                    deleted_cb, g_object_ref (deleting->window));
}

void
vd_case_ask_delete (VdWindow *window, const char *id)
{
  Deleting *deleting = g_new (Deleting, 1);

  *deleting = (Deleting){g_object_ref (window), g_strdup (id)};
  vd_confirm_async (GTK_WINDOW (window), _ ("Delete this case?"),
                    _ ("Everything noted in it is destroyed and cannot be brought back. What was "
                       "already shared stays with those who received it."),
                    _ ("Delete"), TRUE, confirmed_cb, deleting);
}
