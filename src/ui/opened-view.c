/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "opened-view"

#include "config.h"

#include "ui/opened-view.h"

#include <glib/gi18n-lib.h>

#include "app/user-error.h"
#include "ui/blocks.h"
#include "ui/compat.h"
#include "ui/editor.h"
#include "ui/fold.h"
#include "ui/parts.h"
#include "ui/referral-parts.h"
#include "ui/widgets.h"
#include "ui/window.h"

struct _VdOpenedView {
  AdwBin parent;

  VdSession *session;
  VdOpened *opened;
  GtkWidget *box;
  GtkWidget *signer;   /* who signed it, and what can be done about a stranger */
  GtkWidget *compared; /* (nullable) */
  GtkWidget *actions;
  GtkWidget *result;
};

G_DEFINE_FINAL_TYPE (VdOpenedView, vd_opened_view, ADW_TYPE_BIN)

static void
say (VdOpenedView *self, const char *text)
{
  vd_box_clear (GTK_BOX (self->result));
  vd_block_append (self->result, vd_paragraph_new (text));
  vd_announce (GTK_WIDGET (self), text);
}

static void
say_error (VdOpenedView *self, const GError *error)
{
  VdUserError words = vd_user_error (error);
  g_autofree char *text = g_strjoin ("\n", words.title, words.sentence, words.next, NULL);

  say (self, text);
}

/* Who signed it */

static void fill_signer (VdOpenedView *self);

static void
known_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (VdOpenedView) self = data;
  g_autoptr (GError) error = NULL;

  if (!vd_session_set_addressees_finish (VD_SESSION (source), result, &error)) {
    say_error (self, error);
    return;
  }
  self->opened->received->by = VD_SIGNED_BY_KNOWN;
  if (*self->opened->received->signer == '\0') {
    g_free (self->opened->received->signer);
    self->opened->received->signer = g_strdup (_ ("Sender without a name"));
  }
  fill_signer (self);
  /* What had the focus is gone. */
  gtk_widget_child_focus (self->actions, GTK_DIR_TAB_FORWARD);
  say (self, _ ("The sender is known from now on."));
}

/* The key that answers go to is inside what was signed; it may be known already, as one to write
 * to. */
static gboolean
add_sender (const VdReceived *received, VdAddressees *list, const char *today, GError **error)
{
  const char *name = *received->signer != '\0' ? received->signer : _ ("Sender without a name");

  if (*received->reply_to != '\0' &&
      vd_addressees_add (list, name, NULL, received->reply_to, received->key, today, NULL))
    return TRUE;
  return vd_addressees_add (list, name, NULL, NULL, received->key, today, error);
}

static void
know_cb (VdOpenedView *self)
{
  g_autofree char *today = vd_clock_date (vd_session_get_clock (self->session));
  g_autoptr (VdAddressees) list = vd_session_get_addressees (self->session);
  g_autoptr (GError) error = NULL;

  if (!gtk_check_button_get_active (GTK_CHECK_BUTTON (self->compared))) {
    say (self, _ ("Call the sender on a number you know and compare the six words first."));
    gtk_widget_grab_focus (self->compared);
    return;
  }
  if (!add_sender (self->opened->received, list, today, &error)) {
    say_error (self, error);
    return;
  }
  vd_session_set_addressees_async (self->session, list, known_cb, g_object_ref (self));
}

static void
append_stranger (VdOpenedView *self)
{
  const VdReceived *received = self->opened->received;
  g_autofree char *name = vd_isolate (received->signer);
  GtkWidget *know;

  vd_block_append (self->signer,
                   vd_paragraph_new (_ ("It is whole and signed, but nobody here has compared the "
                                        "sender's key yet. Anybody can write any name.")));
  if (*received->signer != '\0')
    vd_block_append (self->signer, vd_block_pair (_ ("The sender says to be"), name));
  if (*received->key == '\0')
    return;
  vd_block_append (self->signer, vd_block_pair (_ ("Six words"), received->fingerprint));
  self->compared = vd_check_new (_ ("I called them, and they read me the same six words"));
  know = vd_button_new (_ ("_Know this sender from now on"));
  gtk_widget_set_halign (know, GTK_ALIGN_START);
  g_signal_connect_swapped (know, "clicked", G_CALLBACK (know_cb), self);
  vd_block_append (self->signer, self->compared);
  vd_block_append (self->signer, know);
}

static void
fill_signer (VdOpenedView *self)
{
  const VdReceived *received = self->opened->received;
  g_autofree char *name = vd_isolate (received->signer);

  vd_box_clear (GTK_BOX (self->signer));
  vd_block_append (self->signer, vd_heading_new (_ ("Who signed it"), 3));
  switch (received->by) {
  case VD_SIGNED_BY_KNOWN:
    vd_block_append (self->signer, vd_block_pair (_ ("Signed by"), name));
    vd_block_append (self->signer,
                     vd_hint_new (_ ("The key is one that is known here, and nothing was changed "
                                     "since it was signed.")));
    break;
  case VD_SIGNED_BY_STRANGER:
    append_stranger (self);
    break;
  case VD_SIGNED_BY_NOBODY:
  default:
    vd_block_append (self->signer,
                     vd_paragraph_new (_ ("It is not signed: nothing shows who made it. Call the "
                                          "sender before you rely on it.")));
  }
}

/* What it is */

static void
append_fact (VdOpenedView *self, const char *name, const char *value)
{
  g_autofree char *safe = vd_isolate (value);

  if (*value != '\0')
    vd_block_append (self->box, vd_block_pair (name, safe));
}

static void
append_left_out (VdOpenedView *self)
{
  const VdPack *pack = vd_session_get_pack (self->session);
  const char *lang = vd_session_get_language (self->session);
  char **parts = self->opened->received->left_out;
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  g_autofree char *list = NULL;

  for (guint i = 0; parts[i] != NULL; i++)
    g_ptr_array_add (names, (gpointer)vd_pack_choice (pack, "part", parts[i], lang));
  g_ptr_array_add (names, NULL);
  list = g_strjoinv (" · ", (char **)names->pdata);
  append_fact (self, _ ("Left out, for want of consent"), list);
}

static void
append_receipt (VdOpenedView *self)
{
  const VdReceipt *receipt = self->opened->receipt;
  g_autofree char *when = vd_when (receipt->date, vd_session_get_language (self->session));

  append_fact (self, _ ("Receipt for number"), receipt->number);
  append_fact (self, _ ("Received on"), when);
  append_fact (self, _ ("Received by"), receipt->by);
}

static void
append_about (VdOpenedView *self)
{
  const VdReceived *received = self->opened->received;
  const char *lang = vd_session_get_language (self->session);
  const VdNode *to =
      vd_pack_find (vd_session_get_pack (self->session), "recipient", received->recipient);

  append_fact (self, _ ("Number"), received->number);
  append_fact (self, _ ("Comes instead of number"), received->corrects);
  append_fact (self, _ ("Meant for"), to != NULL ? vd_node_text (to, "name", lang) : "");
  append_left_out (self);
  if (self->opened->receipt != NULL)
    append_receipt (self);
}

static void
build_content (GtkWidget *box, gpointer data)
{
  VdOpenedView *self = data;
  g_autofree char *today = vd_clock_date (vd_session_get_clock (self->session));
  g_autoptr (GError) error = NULL;
  g_autoptr (VdReferral) referral =
      vd_referral_new (vd_session_get_pack (self->session), self->opened->record, "file", NULL,
                       vd_session_get_language (self->session), today, &error);

  if (referral != NULL)
    vd_referral_append (box, referral);
  else
    vd_block_append (box, vd_paragraph_new (vd_user_error (error).sentence));
}

/* What can be done */

static void
imported_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (VdOpenedView) self = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = vd_session_import_finish (VD_SESSION (source), result, &error);
  VdWindow *window = vd_window_of (GTK_WIDGET (self));

  if (id == NULL) {
    gtk_widget_set_sensitive (self->actions, TRUE);
    gtk_widget_child_focus (self->actions, GTK_DIR_TAB_FORWARD);
    say_error (self, error);
  } else if (window != NULL) {
    vd_window_open_case (window, id);
  }
}

static void
import_cb (VdOpenedView *self)
{
  gtk_widget_set_sensitive (self->actions, FALSE);
  vd_session_import_async (self->session, self->opened, imported_cb, g_object_ref (self));
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (VdOpenedView) self = data;
  g_autoptr (GError) error = NULL;

  gtk_widget_set_sensitive (self->actions, TRUE);
  gtk_widget_child_focus (self->actions, GTK_DIR_TAB_FORWARD);
  if (vd_session_write_finish (VD_SESSION (source), result, &error))
    say (self, _ ("Saved"));
  else
    say_error (self, error);
}

static void
noted_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (VdOpenedView) self = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *reference = vd_session_note_receipt_finish (VD_SESSION (source), result, &error);
  g_autofree char *safe = reference == NULL ? NULL : vd_isolate (reference);
  g_autofree char *text = NULL;

  gtk_widget_set_sensitive (self->actions, TRUE);
  gtk_widget_child_focus (self->actions, GTK_DIR_TAB_FORWARD);
  if (reference != NULL) {
    text = g_strdup_printf (_ ("Noted on the case %s"), safe);
    say (self, text);
  } else if (g_error_matches (error, VD_ERROR, VD_ERROR_NOT_FOUND)) {
    say (self, _ ("Nothing was shared under this number from here."));
  } else if (g_error_matches (error, VD_ERROR, VD_ERROR_CONFLICT)) {
    say (self,
         _ ("It is for another version than the one that was sent from here under this number. "
            "Nothing was noted. Call the receiver."));
  } else {
    say_error (self, error);
  }
}

static void
note_cb (VdOpenedView *self)
{
  gtk_widget_set_sensitive (self->actions, FALSE);
  vd_session_note_receipt_async (self->session, self->opened, noted_cb, g_object_ref (self));
}

typedef void (*Writer) (VdSession *session,
                        const VdOpened *opened,
                        const char *path,
                        GAsyncReadyCallback callback,
                        gpointer data);

static void
write_to (VdOpenedView *self, GAsyncResult *result, Writer writer)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) file = vd_choose_save_file_finish (result, &error);
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;

  if (file != NULL && path == NULL)
    g_set_error_literal (&error, VD_ERROR, VD_ERROR_READ_ONLY, "not a local file");
  if (path != NULL) {
    gtk_widget_set_sensitive (self->actions, FALSE);
    writer (self->session, self->opened, path, written_cb, g_object_ref (self));
  } else if (!g_error_matches (error, VD_ERROR, VD_ERROR_CANCELLED)) {
    say_error (self, error);
  }
}

static GtkWindow *
window_of (VdOpenedView *self)
{
  return GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self)));
}

static void
receipt_chosen_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (VdOpenedView) self = data;

  write_to (self, result, vd_session_write_receipt_async);
}

static void
receipt_cb (VdOpenedView *self)
{
  g_autofree char *name = vd_export_suggest_name (VD_PROTECT_AGE_KEY);

  vd_choose_save_file_async (window_of (self), _ ("Save the receipt"), name, receipt_chosen_cb,
                             g_object_ref (self));
}

static void
plain_chosen_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (VdOpenedView) self = data;

  write_to (self, result, vd_session_save_opened_async);
}

static void
plain_confirmed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (VdOpenedView) self = data;
  g_autofree char *name = vd_opened_pdf (self->opened) != NULL
                              ? vd_export_suggest_name (VD_PROTECT_PLAIN)
                              : g_strdup ("received");

  if (vd_confirm_finish (result))
    vd_choose_save_file_async (window_of (self), _ ("Save unprotected"), name, plain_chosen_cb,
                               g_object_ref (self));
}

static void
plain_cb (VdOpenedView *self)
{
  vd_confirm_async (window_of (self), _ ("Save without protection?"),
                    _ ("Anybody who gets hold of the file can read it: on this computer, on the "
                       "memory stick, in the mail. The log notes that it left unprotected."),
                    _ ("Save unprotected"), TRUE, plain_confirmed_cb, g_object_ref (self));
}

static void
append_action (VdOpenedView *self, const char *mnemonic, GCallback callback, gboolean first)
{
  GtkWidget *button = vd_button_new (mnemonic);

  if (first)
    gtk_widget_add_css_class (button, "suggested-action");
  g_signal_connect_swapped (button, "clicked", callback, self);
  gtk_box_append (GTK_BOX (self->actions), button);
}

static void
append_actions (VdOpenedView *self)
{
  const VdOpened *opened = self->opened;

  if (vd_session_has_received (self->session, opened))
    vd_block_append (self->box,
                     vd_paragraph_new (_ ("It is kept as a case already, with what was noted in it "
                                          "since. The case stays as it is.")));
  self->actions = vd_group_new (GTK_ACCESSIBLE_ROLE_GROUP, NULL);
  vd_set_name (self->actions, _ ("What to do with it"));
  if (vd_session_has_received (self->session, opened))
    append_action (self, _ ("_Go to the case"), G_CALLBACK (import_cb), TRUE);
  else if (opened->record != NULL)
    append_action (self, _ ("_Keep it as a case"), G_CALLBACK (import_cb), TRUE);
  if (opened->received != NULL && opened->receipt == NULL && *opened->received->reply_to != '\0' &&
      *opened->received->number != '\0')
    append_action (self, _ ("Answer with a _receipt…"), G_CALLBACK (receipt_cb), FALSE);
  if (opened->receipt != NULL)
    append_action (self, _ ("_Note it on the case"), G_CALLBACK (note_cb), TRUE);
  else
    append_action (self, _ ("Save _unprotected…"), G_CALLBACK (plain_cb), FALSE);
  vd_block_append (self->box, self->actions);
}

static void
vd_opened_view_finalize (GObject *object)
{
  VdOpenedView *self = VD_OPENED_VIEW (object);

  vd_opened_free (self->opened);
  g_object_unref (self->session);
  G_OBJECT_CLASS (vd_opened_view_parent_class)->finalize (object);
}

static void
vd_opened_view_class_init (VdOpenedViewClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = vd_opened_view_finalize;
}

static void
vd_opened_view_init (VdOpenedView *self)
{
  self->box = vd_block_box (9);
  self->signer = vd_block_box (6);
  self->result = vd_block_box (3);
  adw_bin_set_child (ADW_BIN (self), self->box);
}

GtkWidget *
vd_opened_view_new (VdSession *session, VdOpened *opened)
{
  VdOpenedView *self = g_object_new (VD_TYPE_OPENED_VIEW, NULL);

  self->session = g_object_ref (session);
  self->opened = opened;
  if (opened->received == NULL) {
    vd_block_append (self->box, vd_paragraph_new (_ ("It opened, but it is not a package of Varde: "
                                                     "Varde cannot show what is inside.")));
  } else {
    fill_signer (self);
    vd_block_append (self->box, self->signer);
    vd_block_append (self->box, vd_heading_new (_ ("What it is"), 3));
    append_about (self);
  }
  append_actions (self);
  vd_block_append (self->box, self->result);
  if (opened->record != NULL)
    vd_block_append (self->box, vd_fold_new ("content", _ ("What is in it, word for word"),
                                             build_content, self, NULL));
  return GTK_WIDGET (self);
}
