/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "referral-send"

#include "config.h"

#include "ui/referral-parts.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "app/user-error.h"
#include "base/lang.h"
#include "ui/blocks.h"
#include "ui/compat.h"
#include "ui/editor.h"
#include "ui/parts.h"
#include "ui/widgets.h"

#define VD_TYPE_REFERRAL_SEND (vd_referral_send_get_type ())
G_DECLARE_FINAL_TYPE (VdReferralSend, vd_referral_send, VD, REFERRAL_SEND, AdwBin)

struct _VdReferralSend {
  AdwBin parent;

  VdReferralState *state;
  GtkWidget *box;
  GtkWidget *langs;
  GtkWidget *keys;
  GtkWidget *correct;
  GtkWidget *save;
  char *langs_shown;     /* (nullable): recipient whose languages are on the screen */
  GtkWidget *result;     /* what happened, and what to do now */
  VdProtection saved_as; /* of what is being saved: another may be chosen meanwhile */
  gboolean ready;
  gboolean saving;
};

G_DEFINE_FINAL_TYPE (VdReferralSend, vd_referral_send, ADW_TYPE_BIN)

static void
set_saving (VdReferralSend *self, gboolean saving)
{
  self->saving = saving;
  gtk_widget_set_sensitive (self->save, self->ready && !saving);
}

/* After saving */

static void
show_error (VdReferralSend *self, const GError *error)
{
  VdUserError words = vd_user_error (error);
  GtkWidget *title = vd_heading_new (words.title, 4);

  vd_box_clear (GTK_BOX (self->result));
  gtk_widget_add_css_class (title, "error");
  vd_block_append (self->result, title);
  vd_block_append (self->result, vd_paragraph_new (words.sentence));
  vd_block_append (self->result, vd_paragraph_new (words.next));
  vd_announce (GTK_WIDGET (self), words.title);
}

static void
hide_cb (VdReferralSend *self)
{
  vd_box_clear (GTK_BOX (self->result));
  vd_block_append (self->result, vd_paragraph_new (_ ("The words are not kept anywhere.")));
  gtk_widget_grab_focus (self->save);
}

static void
append_words (VdReferralSend *self, const VdSecret *words)
{
  VdSession *session = vd_referral_state_session (self->state);
  GtkWidget *label = vd_paragraph_new ((const char *)vd_secret_data (words));
  GtkWidget *hide = vd_button_new (_ ("The words have been passed on: _hide them"));

  gtk_widget_add_css_class (label, "title-2");
  gtk_widget_set_margin_top (label, 6);
  gtk_widget_set_margin_bottom (label, 6);
  vd_set_name (label, (const char *)vd_secret_data (words));
  gtk_widget_set_halign (hide, GTK_ALIGN_START);
  g_signal_connect_swapped (hide, "clicked", G_CALLBACK (hide_cb), self);
  vd_block_append (self->result, vd_paragraph_new (vd_pack_phrase (
                                     vd_session_get_pack (session), "passphrase-instruction",
                                     vd_session_get_language (session))));
  vd_block_append (self->result, label);
  vd_block_append (self->result, vd_hint_new (_ ("They are not kept. Without them nobody can open "
                                                 "the file, not even you.")));
  vd_block_append (self->result, hide);
}

static const char *
who_opens (VdReferralSend *self)
{
  if (self->saved_as == VD_PROTECT_PLAIN)
    return _ ("Anybody who gets hold of the file can read it. Delete it as soon as it has been "
              "handed over.");
  return _ ("Only the owners of the keys can open it. You cannot open it yourself, unless yours is "
            "among them.");
}

static void
show_saved (VdReferralSend *self, const VdSecret *words)
{
  gboolean plain = self->saved_as == VD_PROTECT_PLAIN;
  const char *title = plain ? _ ("Saved, unprotected") : _ ("Saved, encrypted");

  vd_box_clear (GTK_BOX (self->result));
  vd_block_append (self->result, vd_heading_new (title, 4));
  if (words != NULL)
    append_words (self, words);
  else
    vd_block_append (self->result, vd_paragraph_new (who_opens (self)));
  vd_block_append (self->result,
                   vd_block_link (_ ("Set a date for when you ask whether it arrived"), "todo"));
  vd_announce (GTK_WIDGET (self), title);
}

static void
exported_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (VdReferralSend) self = data;
  g_autoptr (VdSecret) words = NULL;
  g_autoptr (GError) error = NULL;

  set_saving (self, FALSE);
  /* Whoever went to another place, or paused, types there. */
  if (gtk_widget_get_mapped (self->save))
    gtk_widget_grab_focus (self->save);
  if (!vd_session_export_finish (VD_SESSION (source), result, &words, &error)) {
    show_error (self, error);
    return;
  }
  vd_referral_state_renew (self->state);
  show_saved (self, words);
}

/* Saving */

static void
export_to (VdReferralSend *self, const char *path)
{
  VdSession *session = vd_referral_state_session (self->state);
  VdProtection protection = vd_referral_state_protection (self->state);
  g_auto (GStrv) include = vd_referral_state_dup_include (self->state);
  g_auto (GStrv) keys = vd_referral_state_dup_keys (self->state);
  const VdReferralChoice choice = vd_referral_state_choice (self->state, include);

  self->saved_as = protection;
  set_saving (self, TRUE);
  vd_block_append (self->result, vd_paragraph_new (_ ("Saving…")));
  vd_session_export_async (session, vd_referral_state_recipient (self->state), &choice,
                           vd_referral_state_lang (self->state), protection,
                           (const char *const *)keys, path, exported_cb, g_object_ref (self));
}

static void
chosen_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (VdReferralSend) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) file = vd_choose_save_file_finish (result, &error);
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;

  /* The vault may have been locked while the dialog was open. */
  if (vd_session_get_record (vd_referral_state_session (self->state)) == NULL)
    return;
  if (file != NULL && path == NULL)
    g_set_error_literal (&error, VD_ERROR, VD_ERROR_READ_ONLY, "not a local file");
  if (path != NULL)
    export_to (self, path);
  else if (!g_error_matches (error, VD_ERROR, VD_ERROR_CANCELLED))
    show_error (self, error);
}

static void
choose_file (VdReferralSend *self)
{
  VdProtection protection = vd_referral_state_protection (self->state);
  g_autofree char *name = vd_export_suggest_name (protection);

  vd_choose_save_file_async (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                             protection == VD_PROTECT_PLAIN ? _ ("Save unprotected")
                                                            : _ ("Save encrypted"),
                             name, chosen_cb, g_object_ref (self));
}

static void
confirmed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (VdReferralSend) self = data;

  if (vd_confirm_finish (result) &&
      vd_session_get_record (vd_referral_state_session (self->state)) != NULL)
    choose_file (self);
}

static void
save_cb (VdReferralSend *self)
{
  VdProtection protection = vd_referral_state_protection (self->state);
  g_auto (GStrv) keys = vd_referral_state_dup_keys (self->state);

  vd_box_clear (GTK_BOX (self->result));
  if (protection == VD_PROTECT_AGE_KEY && keys[0] == NULL) {
    const char *problem = _ ("Choose at least one key first, or add the recipient's.");

    vd_block_append (self->result, vd_paragraph_new (problem));
    vd_announce (GTK_WIDGET (self), problem);
    gtk_widget_child_focus (self->keys, GTK_DIR_TAB_FORWARD);
  } else if (protection == VD_PROTECT_PLAIN) {
    vd_confirm_async (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                      _ ("Save without protection?"),
                      _ ("Anybody who gets hold of the file can read it: on this computer, on the "
                         "memory stick, in the mail. The log notes that it left unprotected."),
                      _ ("Save unprotected"), TRUE, confirmed_cb, g_object_ref (self));
  } else {
    choose_file (self);
  }
}

/* Choices */

static void
lang_cb (GtkCheckButton *button, VdReferralSend *self)
{
  if (gtk_check_button_get_active (button))
    vd_referral_state_set_lang (self->state, g_object_get_data (G_OBJECT (button), "lang"));
}

static void
protection_cb (GtkCheckButton *button, VdReferralSend *self)
{
  if (gtk_check_button_get_active (button))
    vd_referral_state_set_protection (
        self->state, GPOINTER_TO_INT (g_object_get_data (G_OBJECT (button), "protection")));
}

static void
append_lang (VdReferralSend *self, const char *tag)
{
  const VdLang *lang = vd_lang_find (tag);
  GtkWidget *radio = vd_radio_new (lang != NULL ? lang->native_name : tag,
                                   gtk_widget_get_first_child (self->langs));

  g_object_set_data_full (G_OBJECT (radio), "lang", g_strdup (tag), g_free);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (radio),
                               g_str_equal (tag, vd_referral_state_lang (self->state)));
  g_signal_connect (radio, "toggled", G_CALLBACK (lang_cb), self);
  gtk_box_append (GTK_BOX (self->langs), radio);
}

/* Languages of staff; for what the person keeps, the person's own before them. */
static void
show_langs (VdReferralSend *self)
{
  VdSession *session = vd_referral_state_session (self->state);
  const VdPack *pack = vd_session_get_pack (session);
  const GPtrArray *nodes = vd_pack_nodes (pack, "language");
  const char *own = vd_referral_state_person_lang (self->state);
  g_autofree char *now =
      g_strdup_printf ("%s %s", vd_referral_state_recipient (self->state), own != NULL ? own : "");

  if (g_strcmp0 (now, self->langs_shown) == 0)
    return;
  g_free (self->langs_shown);
  self->langs_shown = g_steal_pointer (&now);
  vd_box_clear (GTK_BOX (self->langs));
  if (own != NULL)
    append_lang (self, own);
  for (guint i = 0; i < nodes->len; i++) {
    const char *tag = vd_node_id (g_ptr_array_index (nodes, i));

    if (g_strcmp0 (vd_node_attr (g_ptr_array_index (nodes, i), "role"), "staff") == 0 &&
        g_strcmp0 (tag, own) != 0)
      append_lang (self, tag);
  }
}

static GtkWidget *
protections_new (VdReferralSend *self, GtkWidget *title)
{
  const struct {
    VdProtection protection;
    const char *name;
  } rows[] = {
      {VD_PROTECT_PDF, _ ("Protected PDF that opens with six words")},
      {VD_PROTECT_AGE_PASSPHRASE, _ ("Encrypted package (PDF and data) that opens with six words")},
      {VD_PROTECT_AGE_KEY, _ ("Encrypted package to the recipient's own key")},
      {VD_PROTECT_PLAIN, _ ("Unprotected PDF, readable by anybody")},
  };
  GtkWidget *group = g_object_new (GTK_TYPE_BOX, "accessible-role", GTK_ACCESSIBLE_ROLE_RADIO_GROUP,
                                   "orientation", GTK_ORIENTATION_VERTICAL, "spacing", 3, NULL);

  vd_set_labels (group, title, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    GtkWidget *radio = vd_radio_new (rows[i].name, gtk_widget_get_first_child (group));

    g_object_set_data (G_OBJECT (radio), "protection", GINT_TO_POINTER (rows[i].protection));
    gtk_check_button_set_active (GTK_CHECK_BUTTON (radio),
                                 rows[i].protection == vd_referral_state_protection (self->state));
    g_signal_connect (radio, "toggled", G_CALLBACK (protection_cb), self);
    vd_block_append (group, radio);
  }
  return group;
}

static void
show_save (VdReferralSend *self)
{
  gboolean plain = vd_referral_state_protection (self->state) == VD_PROTECT_PLAIN;
  GtkWidget *label = gtk_button_get_child (GTK_BUTTON (self->save));

  gtk_label_set_text_with_mnemonic (GTK_LABEL (label),
                                    plain ? _ ("_Save unprotected…") : _ ("_Save encrypted…"));
}

void
vd_referral_send_update (GtkWidget *section, gboolean ready)
{
  VdReferralSend *self = VD_REFERRAL_SEND (section);

  self->ready = ready;
  show_langs (self);
  show_save (self);
  gtk_widget_set_visible (self->keys,
                          vd_referral_state_protection (self->state) == VD_PROTECT_AGE_KEY);
  vd_referral_keys_update (self->keys);
  vd_referral_correct_update (self->correct);
  set_saving (self, self->saving);
}

static void
vd_referral_send_finalize (GObject *object)
{
  g_free (VD_REFERRAL_SEND (object)->langs_shown);
  g_object_unref (VD_REFERRAL_SEND (object)->state);
  G_OBJECT_CLASS (vd_referral_send_parent_class)->finalize (object);
}

static void
vd_referral_send_class_init (VdReferralSendClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = vd_referral_send_finalize;
}

static void
vd_referral_send_init (VdReferralSend *self)
{
  self->save = vd_button_new (_ ("_Save encrypted…"));
  gtk_widget_add_css_class (self->save, "suggested-action");
  gtk_widget_add_css_class (self->save, "pill");
  gtk_widget_set_halign (self->save, GTK_ALIGN_START);
  g_signal_connect_swapped (self->save, "clicked", G_CALLBACK (save_cb), self);
  self->result = vd_block_box (6);
  self->box = vd_block_box (9);
  adw_bin_set_child (ADW_BIN (self), self->box);
}

GtkWidget *
vd_referral_send_new (VdReferralState *state)
{
  VdReferralSend *self = g_object_new (VD_TYPE_REFERRAL_SEND, NULL);
  GtkWidget *language = vd_heading_new (_ ("Language of the document"), 4);
  GtkWidget *protection = vd_heading_new (_ ("How it is protected"), 4);

  self->state = g_object_ref (state);
  self->langs = vd_group_new (GTK_ACCESSIBLE_ROLE_RADIO_GROUP, language);
  self->keys = vd_referral_keys_new (state);
  self->correct = vd_referral_correct_new (state);
  vd_block_append (self->box, vd_heading_new (_ ("Save for the recipient"), 3));
  vd_block_append (self->box, language);
  vd_block_append (self->box, self->langs);
  vd_block_append (self->box, self->correct);
  vd_block_append (self->box, protection);
  vd_block_append (self->box, protections_new (self, protection));
  vd_block_append (self->box, self->keys);
  vd_block_append (self->box, self->save);
  vd_block_append (self->box, self->result);
  return GTK_WIDGET (self);
}
