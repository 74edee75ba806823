/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "exchange"

#include "config.h"

#include "ui/exchange.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "app/session-share.h"
#include "app/user-error.h"
#include "ui/blocks.h"
#include "ui/compat.h"
#include "ui/editor.h"
#include "ui/fold.h"
#include "ui/key-form.h"
#include "ui/opened-view.h"
#include "ui/own-key.h"
#include "ui/page.h"
#include "ui/parts.h"
#include "ui/reading.h"
#include "ui/widgets.h"

struct _VdExchange {
  AdwBin parent;

  VdSession *session;
  VdReading *reading;
  GtkWidget *open;
  GtkWidget *result;
  GtkWidget *words; /* (nullable): where the file's passphrase is typed */
  char *path;       /* (nullable): of the file that is being opened */
  GtkWidget *keys;
  VdFold *fold;
};

static void vd_exchange_page_init (VdPageInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (VdExchange,
                               vd_exchange,
                               ADW_TYPE_BIN,
                               G_IMPLEMENT_INTERFACE (VD_TYPE_PAGE, vd_exchange_page_init))

/* Opening */

static void
say (VdExchange *self, const char *title, const char *text)
{
  GtkWidget *heading = vd_heading_new (title, 3);

  vd_box_clear (GTK_BOX (self->result));
  self->words = NULL;
  gtk_widget_grab_focus (self->open);
  gtk_widget_add_css_class (heading, "error");
  vd_block_append (self->result, heading);
  vd_block_append (self->result, vd_paragraph_new (text));
  vd_announce (GTK_WIDGET (self), title);
}

/* "The passphrase does not fit" is the wrong sentence for a file that is sealed to a key. */
static void
say_error (VdExchange *self, const GError *error, gboolean typed)
{
  VdUserError words = vd_user_error (error);
  g_autofree char *text = g_strjoin ("\n", words.sentence, words.next, NULL);

  if (g_error_matches (error, VD_ERROR, VD_ERROR_WRONG_KEY) && typed)
    say (self, _ ("These words do not open the file"),
         _ ("Check each word with the sender and try again. Nothing was changed."));
  else if (g_error_matches (error, VD_ERROR, VD_ERROR_WRONG_KEY))
    say (self, _ ("The file is not sealed to your key"),
         _ ("Only the owner of another key can open it. Send your key to the sender and ask for "
            "the file again."));
  else if (g_error_matches (error, VD_ERROR, VD_ERROR_INVALID))
    say (self, _ ("This is not a file that Varde can open"),
         _ ("Varde opens files of the kind “age”, its own among them. A PDF that asks for a "
            "password opens in a PDF reader."));
  else if (g_error_matches (error, VD_ERROR, VD_ERROR_DAMAGED))
    say (self, _ ("The file is damaged or was altered"),
         _ ("It is not as it was sent, so that nothing of it was opened. Ask for it again."));
  else
    say (self, words.title, text);
}

static void open_file (VdExchange *self, VdSecret *passphrase);

static void
words_cb (VdExchange *self)
{
  const char *words = gtk_editable_get_text (GTK_EDITABLE (self->words));

  if (*words != '\0')
    open_file (self, vd_secret_new_copy (words, strlen (words)));
}

/* Below what stands there: after words that did not fit, the reason. */
static void
ask_words (VdExchange *self)
{
  GtkWidget *label = vd_paragraph_new (_ ("The words the sender told you"));
  GtkWidget *button = vd_button_new (_ ("_Open"));

  self->words = gtk_password_entry_new ();
  gtk_password_entry_set_show_peek_icon (GTK_PASSWORD_ENTRY (self->words), TRUE);
  vd_set_labels (self->words, label, NULL);
  gtk_widget_set_halign (button, GTK_ALIGN_START);
  g_signal_connect_swapped (self->words, "activate", G_CALLBACK (words_cb), self);
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (words_cb), self);
  vd_block_append (self->result,
                   vd_paragraph_new (_ ("The file opens with words. Separate them by spaces.")));
  vd_block_append (self->result, label);
  vd_block_append (self->result, self->words);
  vd_block_append (self->result, button);
  gtk_widget_grab_focus (self->words);
}

static void
show (VdExchange *self, VdOpened *opened)
{
  const char *title = opened->receipt != NULL    ? _ ("A receipt")
                      : opened->received != NULL ? _ ("A referral that was sent to you")
                                                 : _ ("A file that was sent to you");
  GtkWidget *box;

  vd_box_clear (GTK_BOX (self->result));
  self->words = NULL;
  box = vd_reading_push (self->reading, title);
  vd_block_append (box, vd_opened_view_new (self->session, opened));
  vd_reading_shown (self->reading);
}

typedef struct {
  VdExchange *self;
  gboolean typed; /* with words that somebody typed */
} Opening;

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autofree Opening *opening = data;
  g_autoptr (VdExchange) self = opening->self;
  g_autoptr (GError) error = NULL;
  g_autoptr (VdOpened) opened = vd_session_open_file_finish (VD_SESSION (source), result, &error);

  gtk_widget_set_sensitive (self->open, TRUE);
  if (opened == NULL) {
    say_error (self, error, opening->typed);
    if (opening->typed && g_error_matches (error, VD_ERROR, VD_ERROR_WRONG_KEY))
      ask_words (self);
  } else if (opened->wants_passphrase) {
    vd_box_clear (GTK_BOX (self->result));
    ask_words (self);
  } else {
    show (self, g_steal_pointer (&opened));
  }
}

/* @passphrase: (nullable) (transfer full) */
static void
open_file (VdExchange *self, VdSecret *passphrase)
{
  Opening *opening = g_new (Opening, 1);

  *opening = (Opening){g_object_ref (self), passphrase != NULL};
  gtk_widget_set_sensitive (self->open, FALSE);
  vd_session_open_file_async (self->session, self->path, passphrase, opened_cb, opening);
}

static void
chosen_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (VdExchange) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) file = vd_choose_open_file_finish (result, &error);

  if (file == NULL) {
    if (!g_error_matches (error, VD_ERROR, VD_ERROR_CANCELLED))
      say_error (self, error, FALSE);
    return;
  }
  g_free (self->path);
  self->path = g_file_get_path (file);
  if (self->path != NULL)
    open_file (self, NULL);
}

static void
open_cb (VdExchange *self)
{
  vd_choose_open_file_async (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                             _ ("Open a file I received"), chosen_cb, g_object_ref (self));
}

/* Keys of others */

static void fill_keys (VdExchange *self);

static void
removed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (VdExchange) self = data;
  g_autoptr (GError) error = NULL;

  if (!vd_session_set_addressees_finish (VD_SESSION (source), result, &error))
    vd_announce (GTK_WIDGET (self), vd_user_error (error).title);
  fill_keys (self);
  gtk_widget_grab_focus (vd_fold_get_button (self->fold));
}

static void
remove_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  VdExchange *self = VD_EXCHANGE (widget);
  guint index = g_variant_get_uint32 (parameter);
  g_autoptr (VdAddressees) known = vd_session_get_addressees (self->session);

  if (index < vd_addressees_count (known) && vd_addressees_remove (known, index, NULL))
    vd_session_set_addressees_async (self->session, known, removed_cb, g_object_ref (self));
}

static void
append_key (GtkWidget *box, const char *name, const char *key)
{
  g_autofree char *words = *key == '\0' ? NULL : vd_addressees_fingerprint (key, NULL);

  if (words != NULL)
    vd_block_append (box, vd_block_pair (name, words));
}

static void
append_addressee (VdExchange *self, const VdAddressee *addressee, guint index)
{
  g_autofree char *name = vd_isolate (addressee->name);
  g_autofree char *when = vd_when (addressee->confirmed, vd_session_get_language (self->session));
  g_autofree char *about = g_strdup_printf (_ ("Added here, compared on %s"), when);
  g_autofree char *label = g_strdup_printf (_ ("Remove: %s"), name);
  gboolean own = *addressee->confirmed != '\0';
  GtkWidget *inside;
  GtkWidget *card = vd_card_new (&inside);
  GtkWidget *remove;

  vd_block_append (inside, vd_heading_new (name, 3));
  append_key (inside, _ ("To write to"), addressee->age_key);
  append_key (inside, _ ("Signatures"), addressee->sign_key);
  vd_block_append (inside, vd_hint_new (own ? about : _ ("From the content")));
  if (own) {
    remove = vd_text_button_new (_ ("Remove"), label, FALSE);
    gtk_widget_set_halign (remove, GTK_ALIGN_START);
    gtk_actionable_set_action_name (GTK_ACTIONABLE (remove), "exchange.remove");
    gtk_actionable_set_action_target (GTK_ACTIONABLE (remove), "u", index);
    vd_block_append (inside, remove);
  }
  vd_block_append (self->keys, card);
}

static void
fill_keys (VdExchange *self)
{
  g_autoptr (VdAddressees) known = vd_session_get_addressees (self->session);

  vd_box_clear (GTK_BOX (self->keys));
  for (guint i = 0; i < vd_addressees_count (known); i++)
    append_addressee (self, vd_addressees_get (known, i), i);
  if (vd_addressees_count (known) == 0)
    vd_block_append (self->keys, vd_paragraph_new (_ ("No key is known here yet.")));
}

static void
stored_cb (VdExchange *self)
{
  fill_keys (self);
  vd_fold_set_open (self->fold, FALSE);
  gtk_widget_grab_focus (vd_fold_get_button (self->fold));
}

static void
build_form (GtkWidget *box, gpointer data)
{
  VdExchange *self = data;
  GtkWidget *form = vd_key_form_new (self->session, FALSE);

  g_signal_connect_swapped (form, "stored", G_CALLBACK (stored_cb), self);
  vd_block_append (box, form);
}

/* The page */

static const char *
vd_exchange_title (VdPage *page)
{
  return _ ("Received files and keys");
}

static void
vd_exchange_shown (VdPage *page)
{
  VdExchange *self = VD_EXCHANGE (page);

  /* A sender may have become known on the page above. */
  if (self->keys != NULL)
    fill_keys (self);
  vd_reading_shown (self->reading);
}

static void
vd_exchange_page_init (VdPageInterface *iface)
{
  iface->title = vd_exchange_title;
  iface->shown = vd_exchange_shown;
}

static void
vd_exchange_dispose (GObject *object)
{
  VdExchange *self = VD_EXCHANGE (object);

  g_clear_pointer (&self->path, g_free);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (vd_exchange_parent_class)->dispose (object);
}

static void
vd_exchange_class_init (VdExchangeClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = vd_exchange_dispose;
  gtk_widget_class_install_action (GTK_WIDGET_CLASS (klass), "exchange.remove", "u", remove_action);
}

static void
vd_exchange_init (VdExchange *self)
{
}

static void
add_opening (VdExchange *self, GtkWidget *box)
{
  self->open = vd_button_new (_ ("_Choose a file…"));
  self->result = vd_block_box (6);
  gtk_widget_add_css_class (self->open, "suggested-action");
  gtk_widget_add_css_class (self->open, "pill");
  gtk_widget_set_halign (self->open, GTK_ALIGN_START);
  g_signal_connect_swapped (self->open, "clicked", G_CALLBACK (open_cb), self);
  vd_block_append (box, vd_heading_new (_ ("Open a file I received"), 2));
  vd_block_append (box, vd_paragraph_new (_ ("A file that was sealed to your unit's key, or that "
                                             "opens with words you were told. It is opened in "
                                             "memory: nothing is saved unless you ask for it.")));
  vd_block_append (box, self->open);
  vd_block_append (box, self->result);
}

static void
add_keys (VdExchange *self, GtkWidget *box)
{
  GtkWidget *fold = vd_fold_new ("add-key", _ ("Add a key"), build_form, self, NULL);

  self->keys = vd_block_box (9);
  self->fold = VD_FOLD (fold);
  vd_block_append (box, vd_heading_new (_ ("Keys of others"), 2));
  vd_block_append (box, self->keys);
  vd_block_append (box, fold);
  fill_keys (self);
}

GtkWidget *
vd_exchange_new (VdSession *session)
{
  VdExchange *self = g_object_new (VD_TYPE_EXCHANGE, NULL);
  GtkWidget *box;

  self->session = g_object_ref (session);
  self->reading = VD_READING (vd_reading_new (session, _ ("Received files and keys")));
  box = vd_reading_get_box (self->reading);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->reading));
  if (vd_session_get_state (session) != VD_SESSION_UNLOCKED) {
    vd_block_append (box, vd_paragraph_new (_ ("Your keys are in the vault: unlock it first.")));
    return GTK_WIDGET (self);
  }
  add_opening (self, box);
  vd_block_append (box, vd_heading_new (_ ("Your unit's key"), 2));
  vd_block_append (box, vd_own_key_new (session));
  add_keys (self, box);
  return GTK_WIDGET (self);
}
