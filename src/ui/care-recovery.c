/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "care-recovery"

#include "config.h"

#include "ui/care-private.h"

#include <glib/gi18n-lib.h>

#include "app/user-error.h"
#include "ui/compat.h"
#include "ui/first-pages.h"

static void fill_showing (VdCare *self, GtkWidget *box);
static void fill_check (VdCare *self, GtkWidget *box);

/* A key that is shown and typed back. */

typedef struct {
  VdSecret *key; /* (nullable): until the page has it */
  GtkWidget *page;
  GtkWidget *next;
  gboolean of_open; /* of the vault that is open: its log notes that it was typed back */
  void (*done) (VdCare *self);
} Showing;

static void
showing_free (gpointer data)
{
  Showing *showing = data;

  vd_secret_free (showing->key);
  g_free (showing);
}

static void
noted_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  /* It was typed right: all that is missing then is the date, and it is asked for again. */
  if (vd_session_store_finish (VD_SESSION (source), result, &error) == NULL)
    g_message ("check of the recovery key not noted: code %d", error->code);
}

static void
note_check (VdCare *self, VdFirstRecovery *page)
{
  VdStoreJob *job = vd_store_job_new (VD_STORE_CHECK_RECOVERY);

  job->old = vd_first_recovery_take (page);
  vd_session_store_async (vd_care_session (self), job, NULL, noted_cb, NULL);
}

static void
next_cb (GtkButton *button, gpointer data)
{
  VdCare *self = data;
  Showing *showing = vd_care_data (self, fill_showing);
  VdFirstRecovery *page = VD_FIRST_RECOVERY (showing->page);

  if (!vd_first_recovery_is_asking (page)) {
    vd_first_recovery_ask (page, TRUE);
    gtk_label_set_label (GTK_LABEL (gtk_button_get_child (GTK_BUTTON (showing->next))),
                         _ ("_Done"));
  } else if (vd_first_recovery_check (page)) {
    if (showing->of_open)
      note_check (self, page);
    vd_care_hold (self, FALSE);
    showing->done (self);
  }
}

static void
fill_showing (VdCare *self, GtkWidget *box)
{
  Showing *showing = vd_care_data (self, fill_showing);

  vd_block_append (box, vd_paragraph_new (_ ("It opens the vault when the passphrase is forgotten. "
                                             "There is no other way back.")));
  showing->page = vd_first_recovery_new ();
  vd_block_append (box, showing->page);
  showing->next = vd_care_button (box, _ ("I have written it _down"), G_CALLBACK (next_cb), self);
  gtk_widget_add_css_class (showing->next, "suggested-action");
  vd_first_recovery_set_key (VD_FIRST_RECOVERY (showing->page), g_steal_pointer (&showing->key));
}

void
vd_care_show_recovery (VdCare *self, VdSecret *key, gboolean of_open, void (*done) (VdCare *self))
{
  Showing *showing = g_new0 (Showing, 1);

  showing->key = key;
  showing->of_open = of_open;
  showing->done = done;
  vd_care_push (self, _ ("Write down the recovery key"), fill_showing, showing, showing_free);
  /* Leaving it would lose the key. */
  vd_care_hold (self, TRUE);
}

/* A new key. */

static void
rotated_done_cb (VdCare *self)
{
  vd_care_pop (self);
  vd_care_refill (self);
  vd_window_toast (vd_window_of (GTK_WIDGET (self)),
                   _ ("The new recovery key holds. Destroy the old paper, unless old backups are "
                      "to be opened with it."));
}

static void
rotated_cb (VdCare *self, VdStoreJob *job)
{
  vd_care_show_recovery (self, g_steal_pointer (&job->recovery), TRUE, rotated_done_cb);
}

static void
rotate_confirmed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (VdCare) self = data;

  if (vd_confirm_finish (result))
    vd_care_run (self, vd_store_job_new (VD_STORE_ROTATE_RECOVERY), _ ("Making a key…"),
                 rotated_cb);
}

static void
rotate_cb (GtkButton *button, gpointer data)
{
  VdCare *self = data;

  vd_confirm_async (vd_care_window (self), _ ("Make a new recovery key?"),
                    _ ("The present one opens nothing any more, but for backups made before now. "
                       "Have pen and paper at hand: the new one is shown once."),
                    _ ("Make a new one"), FALSE, rotate_confirmed_cb, g_object_ref (self));
}

/* The check: the key is typed from the paper. */

typedef struct {
  VdCare *self;
  GtkWidget *page;
} Checking;

static void
checked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autofree Checking *checking = data;
  g_autoptr (VdCare) self = checking->self;
  g_autoptr (GtkWidget) page = checking->page;
  g_autoptr (GError) error = NULL;
  gboolean ok = vd_session_store_finish (VD_SESSION (source), result, &error) != NULL;

  /* Left meanwhile. */
  if (vd_care_data (self, fill_check) != page || vd_window_of (page) == NULL)
    return;
  if (ok) {
    vd_care_pop (self);
    vd_care_refill (self);
    vd_window_toast (vd_window_of (GTK_WIDGET (self)), _ ("The paper is right."));
  } else if (g_error_matches (error, VD_ERROR, VD_ERROR_INVALID)) {
    vd_first_recovery_refuse (VD_FIRST_RECOVERY (page),
                              _ ("There is a typing mistake in it. Compare it with your paper."));
  } else if (g_error_matches (error, VD_ERROR, VD_ERROR_WRONG_KEY)) {
    vd_first_recovery_refuse (
        VD_FIRST_RECOVERY (page),
        _ ("This is another key than the one of this vault. If no other paper "
           "is found, have a leader make a new key."));
  } else {
    vd_window_show_error (vd_window_of (GTK_WIDGET (self)), error);
  }
}

static void
check_cb (GtkButton *button, gpointer data)
{
  VdCare *self = data;
  GtkWidget *page = vd_care_data (self, fill_check);
  VdSecret *typed = vd_first_recovery_take (VD_FIRST_RECOVERY (page));
  Checking *checking;
  VdStoreJob *job;

  if (typed == NULL)
    return;
  checking = g_new (Checking, 1);
  *checking = (Checking){g_object_ref (self), g_object_ref (page)};
  job = vd_store_job_new (VD_STORE_CHECK_RECOVERY);
  job->old = typed;
  vd_session_store_async (vd_care_session (self), job, NULL, checked_cb, checking);
}

static void
fill_check (VdCare *self, GtkWidget *box)
{
  GtkWidget *page = vd_care_data (self, fill_check);

  vd_block_append (box,
                   vd_paragraph_new (_ ("Get the paper and type it, group by group. Capital or "
                                        "small letters do not matter.")));
  vd_block_append (box, page);
  vd_first_recovery_ask (VD_FIRST_RECOVERY (page), TRUE);
  gtk_widget_add_css_class (vd_care_button (box, _ ("_Check"), G_CALLBACK (check_cb), self),
                            "suggested-action");
}

static void
begin_check_cb (GtkButton *button, gpointer data)
{
  GtkWidget *page = g_object_ref_sink (vd_first_recovery_new ());

  vd_care_push (data, _ ("Check the recovery key"), fill_check, page, g_object_unref);
  gtk_widget_grab_focus (page);
}

void
vd_care_fill_recovery (VdCare *self, GtkWidget *box)
{
  VdSession *session = vd_care_session (self);
  const VdStoreInfo *info = vd_session_get_store (session);
  g_autofree char *when = vd_care_ago (session, info->health.drill);
  g_autofree char *text = g_strdup_printf (_ ("Last typed from the paper: %s."), when);

  vd_block_append (box,
                   vd_paragraph_new (_ ("The recovery key stands on a paper only. It opens the "
                                        "vault when every passphrase is forgotten, and the "
                                        "backups. A paper that cannot be found or read is "
                                        "noticed only by trying, so try it once a year.")));
  vd_block_append (box, vd_paragraph_new (text));
  gtk_widget_add_css_class (
      vd_care_button (box, _ ("_Check the paper…"), G_CALLBACK (begin_check_cb), self),
      "suggested-action");
  if (info->leader)
    vd_care_button (box, _ ("_Make a new key…"), G_CALLBACK (rotate_cb), self);
  else
    vd_block_append (box, vd_hint_new (_ ("Only a leader can make a new one.")));
}
