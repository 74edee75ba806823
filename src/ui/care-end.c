/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "care-end"

#include "config.h"

#include "ui/care-private.h"

#include <glib/gi18n-lib.h>

#include "app/user-error.h"
#include "ui/application.h"
#include "ui/compat.h"

/* Sealing again. */

static void
resealed_cb (VdCare *self, VdStoreJob *job)
{
  vd_tell (vd_care_window (self), _ ("Everything is sealed with new keys"),
           _ ("Make a new backup now, and destroy the old ones that you can reach."));
}

static void
reseal_cb (GtkButton *button, gpointer data)
{
  vd_care_run (data, vd_store_job_new (VD_STORE_RESEAL), _ ("Sealing everything again…"),
               resealed_cb);
}

void
vd_care_fill_reseal (VdCare *self, GtkWidget *box)
{
  const VdStoreInfo *info = vd_session_get_store (vd_care_session (self));

  vd_block_append (box,
                   vd_paragraph_new (_ ("Every case gets a new key that nobody had before. What "
                                        "somebody has copied out of this folder earlier opens "
                                        "nothing that is in it afterwards.")));
  vd_block_append (box,
                   vd_paragraph_new (_ ("It does not reach copies of the whole folder, nor "
                                        "backups: these open with what opened them. Change the "
                                        "passphrase or remove the person first.")));
  if (info->leader)
    vd_care_button (box, _ ("_Seal everything again"), G_CALLBACK (reseal_cb), self);
  else
    vd_block_append (box, vd_hint_new (_ ("Only a leader can do it.")));
}

/* Destroying. */

typedef struct {
  GtkWidget *typed;
  GtkWidget *button;
} Form;

static void
destroyed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (VdWindow) window = data;
  g_autoptr (GError) error = NULL;
  gboolean ok = vd_session_destroy_finish (VD_SESSION (source), result, &error);

  if (!ok)
    g_warning ("not everything of the vault could be removed: code %d", error->code);
  /* With the process goes what its memory held of the cases. */
  vd_application_restart (VD_APPLICATION (gtk_window_get_application (GTK_WINDOW (window))));
}

static gboolean
is_typed (Form *form)
{
  g_autofree char *typed = g_strstrip (vd_typed_get (form->typed));
  g_autofree char *folded = g_utf8_casefold (typed, -1);
  /* Translators: the word that is typed to destroy the vault. */
  g_autofree char *wanted = g_utf8_casefold (_ ("destroy"), -1);

  return g_str_equal (folded, wanted);
}

static void
typed_cb (GtkEditable *editable, gpointer data)
{
  Form *form = data;

  gtk_widget_set_sensitive (form->button, is_typed (form));
}

static void
destroy_cb (GtkButton *button, gpointer data)
{
  VdCare *self = data;
  Form *form = g_object_get_data (G_OBJECT (button), "form");

  if (!is_typed (form))
    return;
  vd_session_destroy_async (vd_care_session (self), destroyed_cb,
                            g_object_ref (vd_care_window (self)));
  vd_care_busy (self, _ ("Destroying the vault…"), FALSE);
}

void
vd_care_fill_destroy (VdCare *self, GtkWidget *box)
{
  Form *form = g_new0 (Form, 1);
  g_autofree char *ask = g_strdup_printf (_ ("Type the word _“%s”"), _ ("destroy"));

  vd_block_append (box, vd_paragraph_new (_ ("All cases, the log, the keys and the daily copies in "
                                             "the folder are gone within a second. Neither "
                                             "passphrase nor recovery key brings them back.")));
  vd_block_append (box,
                   vd_paragraph_new (_ ("Backups on other disks are not touched: whoever has one "
                                        "and its key can read it.")));
  form->typed = vd_care_entry (box, ask, "");
  form->button = vd_care_button (box, _ ("_Destroy the vault now"), G_CALLBACK (destroy_cb), self);
  gtk_widget_add_css_class (form->button, "destructive-action");
  gtk_widget_set_sensitive (form->button, FALSE);
  g_signal_connect (form->typed, "changed", G_CALLBACK (typed_cb), form);
  g_signal_connect_swapped (form->typed, "activate", G_CALLBACK (gtk_widget_activate),
                            form->button);
  g_object_set_data_full (G_OBJECT (form->button), "form", form, g_free);
}
