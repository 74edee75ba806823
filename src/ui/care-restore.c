/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "care-restore"

#include "config.h"

#include "ui/care-private.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "ui/application.h"
#include "ui/compat.h"
#include "ui/first-pages.h"

/* What is chosen and typed on the page, and what came of it. */
typedef struct {
  char *path; /* (nullable) */
  GtkWidget *file;
  GtkWidget *kind;
  GtkWidget *key;
  GtkWidget *name;
  GtkWidget *passphrase;
  GtkWidget *problem;
  char *beside; /* (nullable): where the new vault is */
  guint records;
} Form;

static void fill_form (VdCare *self, GtkWidget *box);
static void fill_switch (VdCare *self, GtkWidget *box);

static void
form_free (gpointer data)
{
  Form *form = data;

  g_free (form->path);
  g_free (form->beside);
  g_free (form);
}

static void
refuse (Form *form, GtkWidget *field, const char *text)
{
  gtk_label_set_label (GTK_LABEL (form->problem), text);
  gtk_widget_set_visible (form->problem, TRUE);
  vd_announce (form->problem, text);
  gtk_widget_grab_focus (field);
}

static VdVaultKey
get_kind (Form *form)
{
  return g_strcmp0 (vd_radio_group_get (form->kind), "passphrase") == 0 ? VD_VAULT_PASSPHRASE
                                                                        : VD_VAULT_RECOVERY;
}

/* After the new vault is made. */

static void
switched_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (VdCare) self = data;
  g_autoptr (GError) error = NULL;
  VdWindow *window = vd_window_of (GTK_WIDGET (self));

  if (window == NULL)
    return;
  /* The process begins anew: nothing of the old vault stays in its memory. */
  if (vd_session_switch_finish (VD_SESSION (source), result, &error))
    vd_application_restart (VD_APPLICATION (gtk_window_get_application (GTK_WINDOW (window))));
  else
    vd_window_show_error (window, error);
}

static void
switch_cb (GtkButton *button, gpointer data)
{
  VdCare *self = data;
  Form *form = vd_care_data (self, fill_switch);

  gtk_widget_set_sensitive (GTK_WIDGET (button), FALSE);
  vd_session_switch_async (vd_care_session (self), form->beside, switched_cb, g_object_ref (self));
}

static void
fill_switch (VdCare *self, GtkWidget *box)
{
  Form *form = vd_care_data (self, fill_switch);
  g_autofree char *count = g_strdup_printf ("%u", form->records);

  vd_block_append (box, vd_block_pair (_ ("Cases in it"), count));
  vd_block_append (box,
                   vd_paragraph_new (_ ("The restored vault lies ready beside the present one. "
                                        "When you switch, Varde locks and opens the restored "
                                        "one; the present one stays beside it until somebody "
                                        "removes it under “Condition”.")));
  gtk_widget_add_css_class (
      vd_care_button (box, _ ("_Switch to the restored vault"), G_CALLBACK (switch_cb), self),
      "suggested-action");
}

static void
written_down_cb (VdCare *self)
{
  Form *form, *next;

  vd_care_pop (self);
  form = vd_care_data (self, fill_form);
  if (form == NULL || form->beside == NULL) {
    vd_window_show_cases (vd_window_of (GTK_WIDGET (self)));
    return;
  }
  next = g_new0 (Form, 1);
  next->beside = g_strdup (form->beside);
  next->records = form->records;
  vd_care_push (self, _ ("Switch to the restored vault"), fill_switch, next, form_free);
}

static void
restored_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (VdCare) self = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *beside = NULL;
  guint records = 0;
  VdSecret *recovery =
      vd_session_restore_finish (VD_SESSION (source), result, &beside, &records, &error);
  Form *form;

  vd_care_ready (self);
  if (vd_window_of (GTK_WIDGET (self)) == NULL) {
    vd_secret_free (recovery);
    return;
  }
  form = vd_care_data (self, fill_form);
  if (recovery == NULL && g_error_matches (error, VD_ERROR, VD_ERROR_WRONG_KEY)) {
    refuse (form, form->key, _ ("This key does not open the file. Nothing was changed."));
  } else if (recovery == NULL) {
    vd_care_show_error (self, error, _ ("Stopped. Nothing was restored."));
  } else {
    form->beside = g_steal_pointer (&beside);
    form->records = records;
    vd_care_show_recovery (self, recovery, form->beside == NULL, written_down_cb);
  }
}

/* The form. */

static void
restore_cb (GtkButton *button, gpointer data)
{
  VdCare *self = data;
  Form *form = vd_care_data (self, fill_form);
  g_autofree char *name = NULL;
  VdSecret *passphrase;

  gtk_widget_set_visible (form->problem, FALSE);
  if (form->path == NULL) {
    refuse (form, form->file, _ ("Choose the backup first."));
    return;
  }
  if (*gtk_editable_get_text (GTK_EDITABLE (form->key)) == '\0') {
    refuse (form, form->key, _ ("Type what opens the file."));
    return;
  }
  passphrase = vd_first_passphrase_take (VD_FIRST_PASSPHRASE (form->passphrase));
  if (passphrase == NULL)
    return;
  name = g_strstrip (vd_typed_get (form->name));
  vd_session_restore_async (vd_care_session (self), form->path, get_kind (form),
                            vd_care_take_secret (form->key), passphrase, name, NULL,
                            vd_care_busy (self, _ ("Restoring, and checking every case…"), TRUE),
                            restored_cb, g_object_ref (self));
}

/* @name: what the file is called on the screen. */
static void
choose_path (Form *form, const char *path, const char *name)
{
  g_autofree char *text = g_strdup_printf (_ ("Chosen: %s"), name);

  g_free (form->path);
  form->path = g_strdup (path);
  gtk_label_set_label (GTK_LABEL (gtk_button_get_child (GTK_BUTTON (form->file))), text);
  gtk_widget_grab_focus (form->key);
}

static void
file_chosen_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (VdCare) self = data;
  g_autoptr (GFile) file = vd_choose_open_file_finish (result, NULL);
  Form *form = vd_care_data (self, fill_form);
  g_autofree char *name = NULL;

  if (file == NULL || form == NULL || g_file_peek_path (file) == NULL)
    return;
  name = g_file_get_basename (file);
  choose_path (form, g_file_peek_path (file), name);
}

static void
copy_cb (GtkButton *button, gpointer data)
{
  Form *form = vd_care_data (data, fill_form);
  GtkWidget *label = gtk_button_get_child (button);

  choose_path (form, gtk_widget_get_name (GTK_WIDGET (button)),
               gtk_label_get_label (GTK_LABEL (label)));
}

/* The copies of the day: a file chooser does not easily lead to them. */
static void
append_copies (VdCare *self, GtkWidget *box)
{
  g_auto (GStrv) paths = vd_session_list_copies (vd_care_session (self));

  for (guint i = 0; paths[i] != NULL; i++) {
    g_autofree char *date = NULL;
    g_autofree char *text = NULL;
    GStatBuf info;
    GtkWidget *button;

    if (g_stat (paths[i], &info) != 0)
      continue;
    date = vd_care_date (vd_care_session (self), info.st_mtime);
    text = g_strdup_printf (_ ("Daily copy of %s"), date);
    button = vd_text_button_new (text, NULL, FALSE);
    gtk_widget_set_halign (button, GTK_ALIGN_START);
    gtk_widget_set_name (button, paths[i]);
    g_signal_connect (button, "clicked", G_CALLBACK (copy_cb), self);
    vd_block_append (box, button);
  }
}

static void
file_cb (GtkButton *button, gpointer data)
{
  VdCare *self = data;

  vd_choose_open_file_async (vd_care_window (self), _ ("Choose a backup"), file_chosen_cb,
                             g_object_ref (self));
}

/* The recovery key is read off paper: it must be seen. */
static void
kind_cb (GtkWidget *choice, GParamSpec *pspec, gpointer data)
{
  Form *form = data;
  GtkEditable *text = gtk_editable_get_delegate (GTK_EDITABLE (form->key));

  gtk_text_set_visibility (GTK_TEXT (text), get_kind (form) == VD_VAULT_RECOVERY);
}

static void
append_key (Form *form, GtkWidget *box)
{
  GtkWidget *second;

  form->kind = vd_radio_group_new (_ ("What opens it"));
  vd_radio_group_add (form->kind, "recovery", _ ("The recovery key of that vault"));
  second = vd_radio_group_add (form->kind, "passphrase", _ ("The passphrase of the file"));
  vd_radio_group_set (form->kind, "recovery");
  vd_block_append (box, form->kind);
  form->key = vd_care_secret (box, _ ("_Key or passphrase"));
  g_signal_connect (second, "notify::active", G_CALLBACK (kind_cb), form);
  kind_cb (NULL, NULL, form);
}

static void
fill_form (VdCare *self, GtkWidget *box)
{
  Form *form = vd_care_data (self, fill_form);
  gboolean there = vd_session_get_state (vd_care_session (self)) != VD_SESSION_EMPTY;

  vd_block_append (
      box,
      vd_paragraph_new (
          there ? _ ("The backup becomes a new vault beside the present one. Nothing is changed "
                     "here until you switch at the end.")
                : _ ("The backup becomes the vault of this computer.")));
  vd_block_append (box, vd_heading_new (_ ("1. The file"), 3));
  form->file = vd_care_button (box, _ ("Choose a _backup…"), G_CALLBACK (file_cb), self);
  append_copies (self, box);
  vd_block_append (box, vd_heading_new (_ ("2. What opens it"), 3));
  append_key (form, box);
  vd_block_append (box, vd_heading_new (_ ("3. Your passphrase here"), 3));
  form->name = vd_care_entry (box, _ ("Your _name or initials"), "");
  form->passphrase = vd_first_passphrase_new ();
  vd_block_append (box, form->passphrase);
  vd_block_append (box, vd_hint_new (_ ("The others get places of their own again, under “People”. "
                                        "A new recovery key is shown at the end.")));
  form->problem = vd_label_new (NULL, "error");
  gtk_widget_set_visible (form->problem, FALSE);
  vd_block_append (box, form->problem);
  gtk_widget_add_css_class (vd_care_button (box, _ ("_Restore"), G_CALLBACK (restore_cb), self),
                            "suggested-action");
}

static void
begin_cb (GtkButton *button, gpointer data)
{
  vd_care_push (data, _ ("Restore"), fill_form, g_new0 (Form, 1), form_free);
}

void
vd_care_fill_restore (VdCare *self, GtkWidget *box)
{
  vd_block_append (box, vd_paragraph_new (_ (
                            "You need the file, and the paper with the recovery key of the vault "
                            "that it was made of (or the passphrase of the file).")));
  vd_block_append (box, vd_paragraph_new (_ ("Each case is read and checked before anything here "
                                             "is changed. You can stop at any time.")));
  gtk_widget_add_css_class (vd_care_button (box, _ ("_Begin"), G_CALLBACK (begin_cb), self),
                            "suggested-action");
}
