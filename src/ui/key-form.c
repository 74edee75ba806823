/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "key-form"

#include "config.h"

#include "ui/key-form.h"

#include <glib/gi18n-lib.h>

#include "app/session-share.h"
#include "app/user-error.h"
#include "ui/blocks.h"
#include "ui/compat.h"
#include "ui/editor.h"
#include "ui/parts.h"
#include "ui/widgets.h"

struct _VdKeyForm {
  AdwBin parent;

  VdSession *session;
  char *recipient; /* (nullable) */
  gboolean to_write;
  GtkWidget *name;
  GtkWidget *key;
  GtkWidget *words;
  GtkWidget *compared;
  GtkWidget *problem;
  GtkWidget *add;
};

static guint stored_signal;

static void editor_iface_init (VdEditorInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (VdKeyForm,
                               vd_key_form,
                               ADW_TYPE_BIN,
                               G_IMPLEMENT_INTERFACE (VD_TYPE_EDITOR, editor_iface_init))

static char *
typed (GtkWidget *entry)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (entry))));
}

/* Returns: (transfer full) (nullable): the six words, NULL when it is no key that can be used. */
static char *
words_of (VdKeyForm *self, const char *key)
{
  if (self->to_write && !g_str_has_prefix (key, "age1"))
    return NULL;
  return vd_addressees_fingerprint (key, NULL);
}

static void
say (VdKeyForm *self, const char *text)
{
  gtk_label_set_label (GTK_LABEL (self->problem), text);
  gtk_widget_set_visible (self->problem, *text != '\0');
  if (*text != '\0')
    vd_announce (GTK_WIDGET (self), text);
}

static const char *
not_a_key (VdKeyForm *self)
{
  if (self->to_write)
    return _ ("This is not a recipient's key. It begins with “age1”; ask for it again.");
  return _ ("This is not a key. One to write to begins with “age1”, one of signatures with “RW”; "
            "ask for it again.");
}

static void
key_cb (VdKeyForm *self)
{
  g_autofree char *key = typed (self->key);
  g_autofree char *words = words_of (self, key);
  g_autofree char *text = NULL;

  if (words != NULL)
    text =
        g_strdup_printf (_ ("Six words of this key: %s. Ask the recipient over the phone whether "
                            "they have the same ones."),
                         words);
  else if (*key != '\0')
    text = g_strdup (not_a_key (self));
  vd_set_invalid (self->key, words == NULL && *key != '\0');
  gtk_label_set_label (GTK_LABEL (self->words), text != NULL ? text : "");
  gtk_widget_set_visible (self->words, text != NULL);
  /* Another key has other words. */
  gtk_check_button_set_active (GTK_CHECK_BUTTON (self->compared), FALSE);
  gtk_widget_set_visible (self->compared, words != NULL);
}

static void
stored_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (VdKeyForm) self = data;
  g_autoptr (GError) error = NULL;

  gtk_widget_set_sensitive (self->add, TRUE);
  if (!vd_session_set_addressees_finish (VD_SESSION (source), result, &error)) {
    say (self, vd_user_error (error).title);
    return;
  }
  gtk_editable_set_text (GTK_EDITABLE (self->name), "");
  gtk_editable_set_text (GTK_EDITABLE (self->key), "");
  say (self, "");
  vd_announce (GTK_WIDGET (self), _ ("The key has been added."));
  g_signal_emit (self, stored_signal, 0);
}

/* Returns: what is still to be done before the key can be used; NULL when nothing. */
static const char *
missing (VdKeyForm *self, const char *name, const char *words, GtkWidget **where)
{
  if (words == NULL) {
    *where = self->key;
    return not_a_key (self);
  }
  if (*name == '\0') {
    *where = self->name;
    return _ ("Write whose key it is.");
  }
  if (!gtk_check_button_get_active (GTK_CHECK_BUTTON (self->compared))) {
    *where = self->compared;
    return _ ("Call the recipient on a number you know and compare the six words first. Whoever "
              "swaps the key can read what you send.");
  }
  return NULL;
}

static void
add_cb (VdKeyForm *self)
{
  g_autofree char *name = typed (self->name);
  g_autofree char *key = typed (self->key);
  g_autofree char *words = words_of (self, key);
  g_autofree char *today = vd_clock_date (vd_session_get_clock (self->session));
  g_autoptr (VdAddressees) list = vd_session_get_addressees (self->session);
  gboolean writes = g_str_has_prefix (key, "age1");
  g_autoptr (GError) error = NULL;
  GtkWidget *where = NULL;
  const char *problem = missing (self, name, words, &where);

  if (problem != NULL) {
    say (self, problem);
    gtk_widget_grab_focus (where);
    return;
  }
  if (!vd_addressees_add (list, name, self->recipient, writes ? key : NULL, writes ? NULL : key,
                          today, &error)) {
    say (self, g_error_matches (error, VD_ERROR, VD_ERROR_EXISTS) ? _ ("This key is there already.")
                                                                  : vd_user_error (error).title);
    return;
  }
  gtk_widget_set_sensitive (self->add, FALSE);
  vd_session_set_addressees_async (self->session, list, stored_cb, g_object_ref (self));
}

void
vd_key_form_set_recipient (VdKeyForm *self, const char *recipient)
{
  g_free (self->recipient);
  self->recipient = g_strdup (recipient);
}

/* Half-typed text */

static void
save_text (GtkWidget *entry, const char *key, json_t *texts)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (entry));

  if (*text != '\0')
    json_object_set_new (texts, key, json_string (text));
}

static void
restore_text (GtkWidget *entry, const char *key, const json_t *texts)
{
  const char *text = json_string_value (json_object_get (texts, key));

  if (text != NULL)
    gtk_editable_set_text (GTK_EDITABLE (entry), text);
}

static void
vd_key_form_save (VdEditor *editor, json_t *texts)
{
  save_text (VD_KEY_FORM (editor)->name, "key-form/name", texts);
  save_text (VD_KEY_FORM (editor)->key, "key-form/key", texts);
}

static void
vd_key_form_restore (VdEditor *editor, const json_t *texts)
{
  restore_text (VD_KEY_FORM (editor)->name, "key-form/name", texts);
  restore_text (VD_KEY_FORM (editor)->key, "key-form/key", texts);
}

static void
editor_iface_init (VdEditorInterface *iface)
{
  iface->save = vd_key_form_save;
  iface->restore = vd_key_form_restore;
}

static void
vd_key_form_finalize (GObject *object)
{
  VdKeyForm *self = VD_KEY_FORM (object);

  g_free (self->recipient);
  g_object_unref (self->session);
  G_OBJECT_CLASS (vd_key_form_parent_class)->finalize (object);
}

static void
vd_key_form_class_init (VdKeyFormClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = vd_key_form_finalize;
  stored_signal = g_signal_new ("stored", VD_TYPE_KEY_FORM, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 0);
}

static GtkWidget *
entry_new (GtkWidget *box, const char *label, const char *target, GtkWidget *description)
{
  GtkWidget *words = vd_paragraph_new (label);
  GtkWidget *entry = gtk_entry_new ();

  vd_private_text (entry);
  vd_target_set (entry, target);
  vd_set_labels (entry, words, description);
  vd_block_append (box, words);
  vd_block_append (box, entry);
  return entry;
}

static void
vd_key_form_init (VdKeyForm *self)
{
  GtkWidget *box = vd_block_box (6);

  self->words = vd_paragraph_new ("");
  self->problem = vd_paragraph_new ("");
  self->name = entry_new (box, _ ("Whose key it is"), "key-form/name", NULL);
  self->key = entry_new (box, _ ("The key"), "key-form/key", self->words);
  self->compared = vd_check_new (_ ("I called them, and they read me the same six words"));
  self->add = vd_button_new (_ ("_Add this key"));
  gtk_widget_add_css_class (self->problem, "error");
  gtk_widget_set_visible (self->words, FALSE);
  gtk_widget_set_visible (self->compared, FALSE);
  gtk_widget_set_visible (self->problem, FALSE);
  gtk_widget_set_halign (self->add, GTK_ALIGN_START);
  g_signal_connect_swapped (self->key, "changed", G_CALLBACK (key_cb), self);
  g_signal_connect_swapped (self->add, "clicked", G_CALLBACK (add_cb), self);
  vd_block_append (box, self->words);
  vd_block_append (box, self->compared);
  vd_block_append (box, self->problem);
  vd_block_append (box, self->add);
  adw_bin_set_child (ADW_BIN (self), box);
}

GtkWidget *
vd_key_form_new (VdSession *session, gboolean to_write)
{
  VdKeyForm *self = g_object_new (VD_TYPE_KEY_FORM, NULL);

  self->session = g_object_ref (session);
  self->to_write = to_write;
  return GTK_WIDGET (self);
}
