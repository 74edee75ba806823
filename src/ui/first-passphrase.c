/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "first-passphrase"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "app/passphrase.h"
#include "ui/compat.h"
#include "ui/first-pages.h"
#include "ui/widgets.h"

struct _VdFirstPassphrase {
  AdwBin parent;
  GtkWidget *choice;
  GtkStack *stack;
  GtkWidget *words_label;
  GtkWidget *own;
  GtkWidget *again;
  GtkWidget *problem;
  VdSecret *words;
};

G_DEFINE_FINAL_TYPE (VdFirstPassphrase, vd_first_passphrase, ADW_TYPE_BIN)

static gboolean
wants_own (VdFirstPassphrase *self)
{
  return g_strcmp0 (vd_radio_group_get (self->choice), "own") == 0;
}

void
vd_first_passphrase_show_problem (VdFirstPassphrase *self, const char *text)
{
  gtk_label_set_label (GTK_LABEL (self->problem), text != NULL ? text : "");
  gtk_widget_set_visible (self->problem, text != NULL);
  vd_set_invalid (self->again, text != NULL);
  if (text != NULL)
    vd_announce (GTK_WIDGET (self), text);
}

static void
generate (VdFirstPassphrase *self)
{
  vd_secret_free (self->words);
  self->words = vd_passphrase_generate ();
  gtk_label_set_label (GTK_LABEL (self->words_label), (const char *)vd_secret_data (self->words));
  gtk_editable_set_text (GTK_EDITABLE (self->again), "");
  vd_first_passphrase_show_problem (self, NULL);
}

static void
choice_cb (VdFirstPassphrase *self)
{
  vd_stack_show_name (self->stack, wants_own (self) ? "own" : "words");
  gtk_editable_set_text (GTK_EDITABLE (self->again), "");
  vd_first_passphrase_show_problem (self, NULL);
}

static void
changed_cb (VdFirstPassphrase *self)
{
  vd_first_passphrase_show_problem (self, NULL);
}

static VdSecret *
copy_typed (GtkWidget *entry)
{
  const char *typed = gtk_editable_get_text (GTK_EDITABLE (entry));

  return vd_secret_new_copy (typed, strlen (typed));
}

VdSecret *
vd_first_passphrase_take (VdFirstPassphrase *self)
{
  g_autoptr (VdSecret) again = copy_typed (self->again);
  g_autoptr (VdSecret) wanted =
      wants_own (self)
          ? copy_typed (self->own)
          : vd_secret_new_copy (vd_secret_data (self->words), vd_secret_size (self->words));
  const char *advice = wants_own (self) ? vd_passphrase_advice (wanted) : NULL;

  if (advice != NULL) {
    vd_first_passphrase_show_problem (self, advice);
    gtk_widget_grab_focus (self->own);
    return NULL;
  }
  if (vd_secret_size (again) == 0) {
    vd_first_passphrase_show_problem (self, _ ("Type it once more in the last field."));
    gtk_widget_grab_focus (self->again);
    return NULL;
  }
  if (!vd_secret_equal (wanted, again)) {
    vd_first_passphrase_show_problem (self, _ ("The two are not the same. Type it once more."));
    gtk_widget_grab_focus (self->again);
    return NULL;
  }
  return g_steal_pointer (&wanted);
}

void
vd_first_passphrase_clear (VdFirstPassphrase *self)
{
  gtk_label_set_label (GTK_LABEL (self->words_label), "");
  gtk_editable_set_text (GTK_EDITABLE (self->own), "");
  gtk_editable_set_text (GTK_EDITABLE (self->again), "");
  g_clear_pointer (&self->words, vd_secret_free);
}

static GtkWidget *
words_page_new (VdFirstPassphrase *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *button = vd_button_new (_ ("Other _words"));

  self->words_label = vd_label_new (NULL, "vd-secret");
  gtk_widget_set_direction (self->words_label, GTK_TEXT_DIR_LTR);
  gtk_widget_set_halign (button, GTK_ALIGN_START);
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (generate), self);
  gtk_box_append (GTK_BOX (box), self->words_label);
  gtk_box_append (GTK_BOX (box), button);
  gtk_box_append (GTK_BOX (box),
                  vd_label_new (_ ("Make a picture or a story of the words. Until you know them by "
                                   "heart, keep them on paper, away from this machine."),
                                "dim-label"));
  return box;
}

static GtkWidget *
own_page_new (VdFirstPassphrase *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);

  self->own = gtk_password_entry_new ();
  gtk_password_entry_set_show_peek_icon (GTK_PASSWORD_ENTRY (self->own), TRUE);
  vd_private_text (self->own);
  g_signal_connect_swapped (self->own, "changed", G_CALLBACK (changed_cb), self);
  vd_box_append_field (GTK_BOX (box), _ ("_Passphrase"), self->own);
  gtk_box_append (
      GTK_BOX (box),
      vd_label_new (_ ("At least 15 characters: a sentence or several words. Any sign is allowed."),
                    "dim-label"));
  return box;
}

static void
vd_first_passphrase_finalize (GObject *object)
{
  VdFirstPassphrase *self = VD_FIRST_PASSPHRASE (object);

  vd_secret_free (self->words);
  G_OBJECT_CLASS (vd_first_passphrase_parent_class)->finalize (object);
}

static gboolean
vd_first_passphrase_grab_focus (GtkWidget *widget)
{
  return vd_radio_group_focus (VD_FIRST_PASSPHRASE (widget)->choice);
}

static void
vd_first_passphrase_class_init (VdFirstPassphraseClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = vd_first_passphrase_finalize;
  GTK_WIDGET_CLASS (klass)->grab_focus = vd_first_passphrase_grab_focus;
}

static void
vd_first_passphrase_init (VdFirstPassphrase *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *first, *own;

  self->choice = vd_radio_group_new (_ ("Which passphrase"));
  first = vd_radio_group_add (self->choice, "words", _ ("Six words made for you (best)"));
  own = vd_radio_group_add (self->choice, "own", _ ("A passphrase of your own"));
  gtk_check_button_set_active (GTK_CHECK_BUTTON (first), TRUE);
  self->stack = GTK_STACK (gtk_stack_new ());
  /* Both: a stack that is even in one way only asks for the width of unwrapped text. */
  gtk_stack_set_vhomogeneous (self->stack, FALSE);
  gtk_stack_set_hhomogeneous (self->stack, FALSE);
  self->again = gtk_password_entry_new ();
  gtk_password_entry_set_show_peek_icon (GTK_PASSWORD_ENTRY (self->again), TRUE);
  g_object_set (self->again, "activates-default", TRUE, NULL);
  vd_private_text (self->again);
  self->problem = vd_label_new (NULL, "error");
  g_object_set (self->problem, "visible", FALSE, NULL);
  gtk_stack_add_named (self->stack, words_page_new (self), "words");
  gtk_stack_add_named (self->stack, own_page_new (self), "own");
  gtk_box_append (GTK_BOX (box), self->choice);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->stack));
  vd_box_append_field (GTK_BOX (box), _ ("Type it _once more"), self->again);
  gtk_box_append (GTK_BOX (box), self->problem);
  adw_bin_set_child (ADW_BIN (self), box);
  /* Of the two toggles of a change only the second one finds it made. */
  g_signal_connect_swapped (first, "toggled", G_CALLBACK (choice_cb), self);
  g_signal_connect_swapped (own, "toggled", G_CALLBACK (choice_cb), self);
  g_signal_connect_swapped (self->again, "changed", G_CALLBACK (changed_cb), self);
  generate (self);
}

GtkWidget *
vd_first_passphrase_new (void)
{
  return g_object_new (VD_TYPE_FIRST_PASSPHRASE, NULL);
}
