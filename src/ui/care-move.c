/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "care-move"

#include "config.h"

#include "ui/care-private.h"

#include <glib/gi18n-lib.h>

#include "ui/compat.h"

/* Moving: what belongs together, in its order. */

static void
open_cb (GtkButton *button, gpointer data)
{
  vd_care_open (data, gtk_widget_get_name (GTK_WIDGET (button)));
}

static void
append_step (VdCare *self,
             GtkWidget *box,
             const char *title,
             const char *text,
             const char *mnemonic,
             const char *page)
{
  vd_block_append (box, vd_heading_new (title, 3));
  vd_block_append (box, vd_paragraph_new (text));
  if (page != NULL)
    gtk_widget_set_name (vd_care_button (box, mnemonic, G_CALLBACK (open_cb), self), page);
}

void
vd_care_fill_move (VdCare *self, GtkWidget *box)
{
  const VdStoreInfo *info = vd_session_get_store (vd_care_session (self));
  g_autofree char *count = g_strdup_printf (
      _ ("In the case list there, count the cases: here are %u. Open one and look."),
      info->health.records);

  append_step (self, box, _ ("1. Check the recovery key"),
               _ ("The paper opens the backup on the other computer."), _ ("To the _recovery key"),
               "recovery");
  append_step (self, box, _ ("2. Back up to a stick"),
               _ ("Then do not write anything more on this computer."), _ ("To the _backup"),
               "backup");
  append_step (
      self, box, _ ("3. On the other computer"),
      _ ("Start Varde. On its first page choose “Restore from a backup”, and take the file "
         "on the stick."),
      NULL, NULL);
  append_step (self, box, _ ("4. Compare"), count, NULL, NULL);
  append_step (self, box, _ ("5. Come back and destroy this vault"),
               _ ("Two vaults of the same cases drift apart, and one of them is forgotten."),
               _ ("To _destroying"), "destroy");
}

/* Rescuing, without the vault being open. */

typedef struct {
  GtkWidget *kind;
  GtkWidget *key;
} Form;

static void
append_problem (VdCare *self, GtkWidget *box, const VdStoreProblem *problem)
{
  g_autofree char *text = vd_care_problem_words (vd_care_session (self), problem);

  vd_block_append (box, vd_hint_new (text));
}

static void
fill_rescued (VdCare *self, GtkWidget *box)
{
  const VdStoreJob *job = vd_care_data (self, fill_rescued);
  g_autofree char *count = g_strdup_printf ("%u", job->records);

  vd_block_append (box, vd_block_pair (_ ("Cases in the file"), count));
  vd_block_append (box,
                   vd_paragraph_new (_ ("The file holds what could be read. Restore it into a "
                                        "new vault, and keep the damaged one: somebody may get "
                                        "more out of it.")));
  gtk_widget_set_name (vd_care_button (box, _ ("_Restore from it…"), G_CALLBACK (open_cb), self),
                       "restore");
  if (job->problems->len > 0)
    vd_block_append (box, vd_heading_new (_ ("What is damaged"), 3));
  for (guint i = 0; i < job->problems->len && i < 100; i++)
    append_problem (self, box, g_ptr_array_index (job->problems, i));
}

static VdStoreJob *
copy_job (const VdStoreJob *job)
{
  VdStoreJob *copy = vd_store_job_new (job->action);

  copy->records = job->records;
  g_ptr_array_unref (copy->problems);
  copy->problems = g_ptr_array_ref (job->problems);
  return copy;
}

static void
rescued_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (VdCare) self = data;
  g_autoptr (GError) error = NULL;
  const VdStoreJob *job = vd_session_rescue_finish (VD_SESSION (source), result, &error);

  vd_care_ready (self);
  if (vd_window_of (GTK_WIDGET (self)) == NULL)
    return;
  if (job == NULL)
    vd_care_show_error (self, error, _ ("Stopped. No file was written."));
  else
    vd_care_push (self, _ ("What could be read is saved"), fill_rescued, copy_job (job),
                  (GDestroyNotify)vd_store_job_free);
}

typedef struct {
  VdCare *self;
  VdVaultKey kind;
  VdSecret *key;
} Choosing;

static void
place_chosen_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autofree Choosing *choosing = data;
  g_autoptr (VdCare) self = choosing->self;
  g_autoptr (GFile) file = vd_choose_save_file_finish (result, NULL);

  if (file == NULL || g_file_peek_path (file) == NULL) {
    vd_secret_free (choosing->key);
    return;
  }
  vd_session_rescue_async (
      vd_care_session (self), choosing->kind, choosing->key, g_file_peek_path (file), NULL,
      vd_care_busy (self, _ ("Reading what can be read…"), TRUE), rescued_cb, g_object_ref (self));
}

static void
rescue_cb (GtkButton *button, gpointer data)
{
  VdCare *self = data;
  Form *form = g_object_get_data (G_OBJECT (button), "form");
  Choosing *choosing = g_new (Choosing, 1);
  gboolean passphrase = g_strcmp0 (vd_radio_group_get (form->kind), "passphrase") == 0;

  *choosing = (Choosing){g_object_ref (self), passphrase ? VD_VAULT_PASSPHRASE : VD_VAULT_RECOVERY,
                         vd_care_take_secret (form->key)};
  vd_choose_save_file_async (vd_care_window (self), _ ("Where to put what can be read"),
                             "varde-rescued.age", place_chosen_cb, choosing);
}

void
vd_care_fill_rescue (VdCare *self, GtkWidget *box)
{
  Form *form = g_new0 (Form, 1);
  GtkWidget *button;

  vd_block_append (box, vd_paragraph_new (_ ("Nothing is changed in the damaged vault. Every case "
                                             "that can still be read is put into a new encrypted "
                                             "file, which the recovery key opens.")));
  form->kind = vd_radio_group_new (_ ("What opens the vault"));
  vd_radio_group_add (form->kind, "passphrase", _ ("A passphrase"));
  vd_radio_group_add (form->kind, "recovery", _ ("The recovery key"));
  vd_radio_group_set (form->kind, "passphrase");
  vd_block_append (box, form->kind);
  form->key = vd_care_secret (box, _ ("_Key or passphrase"));
  button = vd_care_button (box, _ ("_Save to a file…"), G_CALLBACK (rescue_cb), self);
  gtk_widget_add_css_class (button, "suggested-action");
  g_object_set_data_full (G_OBJECT (button), "form", form, g_free);
}
