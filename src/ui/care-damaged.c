/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "care-damaged"

#include "config.h"

#include "ui/care-private.h"

#include <glib/gi18n-lib.h>

#include "ui/compat.h"

/* One damaged record: what is left of it is saved first, then it may be removed. */
typedef struct {
  gint64 record;
  char *words;    /* which it is */
  gboolean saved; /* or there was nothing to save */
} Damaged;

static void fill_damaged (VdCare *self, GtkWidget *box);

static void
damaged_free (gpointer data)
{
  Damaged *damaged = data;

  g_free (damaged->words);
  g_free (damaged);
}

static VdStoreJob *
new_job (const Damaged *damaged, VdStoreAction action)
{
  VdStoreJob *job = vd_store_job_new (action);

  job->record = damaged->record;
  return job;
}

/* Saving what is left. */

static void
salvaged_cb (VdCare *self, VdStoreJob *job)
{
  Damaged *damaged = vd_care_data (self, fill_damaged);

  if (damaged == NULL)
    return;
  damaged->saved = TRUE;
  vd_care_refill (self);
  if (job->left)
    vd_tell (vd_care_window (self), _ ("What is left of it is saved"),
             _ ("The recovery key opens the file. Keep it until somebody has looked at it: it may "
                "hold most of the case."));
  else
    vd_tell (vd_care_window (self), _ ("Nothing of it can be read"),
             _ ("No file was written. An earlier backup or daily copy may still hold the case."));
}

static void
place_chosen_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (VdCare) self = data;
  g_autoptr (GFile) file = vd_choose_save_file_finish (result, NULL);
  const Damaged *damaged = vd_care_data (self, fill_damaged);
  VdStoreJob *job;

  if (file == NULL || g_file_peek_path (file) == NULL || damaged == NULL)
    return;
  job = new_job (damaged, VD_STORE_SALVAGE);
  job->path = g_file_get_path (file);
  vd_care_run (self, job, _ ("Reading what is left of it…"), salvaged_cb);
}

static void
save_cb (GtkButton *button, gpointer data)
{
  VdCare *self = data;

  vd_choose_save_file_async (vd_care_window (self), _ ("Where to put what is left"),
                             "varde-damaged.age", place_chosen_cb, g_object_ref (self));
}

/* Removing. */

static void
removed_cb (VdCare *self, VdStoreJob *job)
{
  vd_care_pop (self);
  vd_care_forget_problem (self, job->record);
  vd_window_toast (vd_window_of (GTK_WIDGET (self)), _ ("The damaged case is removed."));
}

static void
confirmed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (VdCare) self = data;
  const Damaged *damaged = vd_care_data (self, fill_damaged);

  if (vd_confirm_finish (result) && damaged != NULL)
    vd_care_run (self, new_job (damaged, VD_STORE_REMOVE_DAMAGED), _ ("Removing it…"), removed_cb);
}

static void
remove_cb (GtkButton *button, gpointer data)
{
  VdCare *self = data;

  vd_confirm_async (vd_care_window (self), _ ("Remove this damaged case?"),
                    _ ("What is left of it here is destroyed. All other cases stay as they are."),
                    _ ("Remove"), TRUE, confirmed_cb, g_object_ref (self));
}

static void
fill_damaged (VdCare *self, GtkWidget *box)
{
  const Damaged *damaged = vd_care_data (self, fill_damaged);
  GtkWidget *button;

  vd_block_append (box, vd_paragraph_new (damaged->words));
  vd_block_append (box, vd_paragraph_new (_ ("No backup can be written while it is there. Look for "
                                             "it in an earlier backup or daily copy first: restore "
                                             "that beside this vault.")));
  vd_block_append (box, vd_heading_new (_ ("1. Save what is left of it"), 3));
  vd_block_append (box, vd_paragraph_new (_ ("Often only a few letters are damaged. What can be "
                                             "read is put into an encrypted file, which the "
                                             "recovery key opens. None of it can be relied on "
                                             "unchecked.")));
  vd_care_button (box, _ ("_Save what is left of it…"), G_CALLBACK (save_cb), self);
  vd_block_append (box, vd_heading_new (_ ("2. Remove it"), 3));
  vd_block_append (
      box, vd_paragraph_new (
               damaged->saved ? _ ("Only this case is removed. Then backups can be written again.")
                              : _ ("This can be done when what is left of it is saved.")));
  button = vd_care_button (box, _ ("_Remove this case…"), G_CALLBACK (remove_cb), self);
  gtk_widget_add_css_class (button, "destructive-action");
  gtk_widget_set_sensitive (button, damaged->saved);
}

void
vd_care_show_damaged (VdCare *self, const VdStoreProblem *problem)
{
  Damaged *damaged = g_new0 (Damaged, 1);

  damaged->record = g_ascii_strtoll (problem->where, NULL, 10);
  damaged->words = vd_care_problem_words (vd_care_session (self), problem);
  vd_care_push (self, _ ("A damaged case"), fill_damaged, damaged, damaged_free);
}
