/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "care-backup"

#include "config.h"

#include "ui/care-private.h"

#include <glib/gi18n-lib.h>

#include "app/user-error.h"
#include "ui/compat.h"
#include "ui/first-pages.h"

/* Writing one. */

static void
written_cb (VdCare *self, VdStoreJob *job)
{
  g_autofree char *text = g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE,
                   "The file was read back to its end: %u case is in it. Take it to another "
                   "place than this computer.",
                   "The file was read back to its end: %u cases are in it. Take it to another "
                   "place than this computer.",
                   job->records),
      job->records);

  vd_care_refill (self);
  vd_tell (vd_care_window (self), _ ("The backup is verified"), text);
}

typedef struct {
  VdCare *self;
  VdSecret *passphrase; /* (nullable) */
} Choosing;

static void
chosen_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autofree Choosing *choosing = data;
  g_autoptr (VdCare) self = choosing->self;
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) file = vd_choose_save_file_finish (result, &error);
  VdStoreJob *job;

  if (file == NULL) {
    vd_secret_free (choosing->passphrase);
    return;
  }
  job = vd_store_job_new (VD_STORE_BACKUP);
  job->path = g_file_get_path (file);
  job->passphrase = choosing->passphrase;
  if (job->path == NULL) {
    vd_store_job_free (job);
    return;
  }
  vd_care_run (self, job, _ ("Writing the backup and reading it back…"), written_cb);
}

/* The name says when, and nothing of what is in it. */
static char *
file_name (VdSession *session)
{
  g_autofree char *today = vd_clock_date (vd_session_get_clock (session));

  return g_strdup_printf ("varde-%s.age", today);
}

void
vd_care_back_up (VdCare *self, VdSecret *passphrase)
{
  Choosing *choosing = g_new (Choosing, 1);
  g_autofree char *name = file_name (vd_care_session (self));

  *choosing = (Choosing){g_object_ref (self), passphrase};
  vd_choose_save_file_async (vd_care_window (self), _ ("Where to put the backup"), name, chosen_cb,
                             choosing);
}

/* The page. */

typedef struct {
  GtkWidget *choice;
  GtkWidget *passphrase;
} Form;

static gboolean
wants_passphrase (GtkWidget *choice)
{
  return g_strcmp0 (vd_radio_group_get (choice), "passphrase") == 0;
}

static void
choice_cb (GtkWidget *choice, GParamSpec *pspec, gpointer data)
{
  Form *form = data;

  gtk_widget_set_visible (form->passphrase, wants_passphrase (form->choice));
}

static void
begin_cb (GtkButton *button, gpointer data)
{
  VdCare *self = data;
  Form *form = g_object_get_data (G_OBJECT (button), "form");
  VdSecret *passphrase = NULL;

  if (wants_passphrase (form->choice)) {
    passphrase = vd_first_passphrase_take (VD_FIRST_PASSPHRASE (form->passphrase));
    if (passphrase == NULL)
      return;
  }
  vd_care_back_up (self, passphrase);
}

static void
append_dates (VdCare *self, GtkWidget *box)
{
  VdSession *session = vd_care_session (self);
  const VdStoreInfo *info = vd_session_get_store (session);
  const GError *problem = vd_session_get_copy_error (session);
  g_autofree char *backup = vd_care_ago (session, info->health.backup);
  g_autofree char *copy = vd_care_ago (session, info->health.copy);
  g_autofree char *changes = g_strdup_printf ("%u", info->health.unbacked);

  vd_block_append (box, vd_block_pair (_ ("Last backup to a file"), backup));
  vd_block_append (box, vd_block_pair (_ ("Changes since"), changes));
  vd_block_append (box, vd_block_pair (_ ("Last daily copy beside the vault"), copy));
  if (problem != NULL) {
    VdUserError words = vd_user_error (problem);
    g_autofree char *text =
        g_strdup_printf (_ ("Today's copy was not written: %s. %s"), words.title, words.next);
    GtkWidget *label = vd_paragraph_new (text);

    gtk_widget_add_css_class (label, "error");
    vd_block_append (box, label);
  }
}

void
vd_care_fill_backup (VdCare *self, GtkWidget *box)
{
  Form *form = g_new0 (Form, 1);
  GtkWidget *button, *choice;

  vd_block_append (box,
                   vd_paragraph_new (_ ("The daily copy helps when the vault is damaged. When "
                                        "the computer is lost, only a file on another disk "
                                        "does: a stick that lies locked in, at another place.")));
  append_dates (self, box);
  form->choice = vd_radio_group_new (_ ("What opens the file"));
  vd_radio_group_add (form->choice, "recovery", _ ("The recovery key opens the file (best)"));
  choice = vd_radio_group_add (form->choice, "passphrase",
                               _ ("A passphrase for this file only opens it"));
  vd_radio_group_set (form->choice, "recovery");
  form->passphrase = vd_first_passphrase_new ();
  gtk_widget_set_visible (form->passphrase, FALSE);
  g_signal_connect (choice, "notify::active", G_CALLBACK (choice_cb), form);
  vd_block_append (box, form->choice);
  vd_block_append (box, form->passphrase);
  button = vd_care_button (box, _ ("_Back up to a file…"), G_CALLBACK (begin_cb), self);
  gtk_widget_add_css_class (button, "suggested-action");
  g_object_set_data_full (G_OBJECT (button), "form", form, g_free);
}
