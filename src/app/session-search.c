/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "session-search"

#include "app/session-private.h"

typedef struct {
  VdRun run;
  char *words;
  GPtrArray *found; /* VdSearchFound */
  guint unreadable;
} Searching;

static void
searching_free (gpointer data)
{
  Searching *searching = data;

  _vd_run_clear (&searching->run);
  g_free (searching->words);
  g_clear_pointer (&searching->found, g_ptr_array_unref);
  g_free (searching);
}

static gboolean
search_in_thread (VdVault *vault, gpointer data, GError **error)
{
  Searching *searching = data;
  g_autoptr (VdSearch) search = NULL;

  /* Overtaken before it began. */
  if (g_cancellable_is_cancelled (searching->run.cancellable)) {
    g_set_error (error, VD_ERROR, VD_ERROR_CANCELLED, "stopped");
    return FALSE;
  }
  search = vd_search_new (searching->words, error);
  if (search != NULL)
    searching->found = vd_search_run (search, vault, _vd_run_go_on, &searching->run,
                                      &searching->unreadable, error);
  return searching->found != NULL;
}

void
vd_session_search_async (VdSession *self,
                         const char *words,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer data)
{
  GTask *task = g_task_new (self, NULL, callback, data);
  Searching *searching = g_new0 (Searching, 1);
  g_autoptr (GCancellable) own =
      cancellable != NULL ? g_object_ref (cancellable) : g_cancellable_new ();

  g_task_set_source_tag (task, vd_session_search_async);
  if (self->search != NULL)
    g_cancellable_cancel (self->search);
  g_set_object (&self->search, own);
  _vd_run_init (&searching->run, self, self->search);
  searching->words = g_strdup (words);
  g_task_set_task_data (task, searching, searching_free);
  vd_worker_push_open (self->worker, task, search_in_thread);
}

GPtrArray *
vd_session_search_finish (VdSession *self, GAsyncResult *result, guint *unreadable, GError **error)
{
  Searching *searching = g_task_get_task_data (G_TASK (result));

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return NULL;
  if (unreadable != NULL)
    *unreadable = searching->unreadable;
  return g_steal_pointer (&searching->found);
}
