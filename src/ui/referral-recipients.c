/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "referral-recipients"

#include "config.h"

#include "ui/referral-parts.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "ui/blocks.h"
#include "ui/contact-card.h"
#include "ui/editor.h"
#include "ui/parts.h"

#define VD_TYPE_REFERRAL_RECIPIENTS (vd_referral_recipients_get_type ())
G_DECLARE_FINAL_TYPE (VdReferralRecipients, vd_referral_recipients, VD, REFERRAL_RECIPIENTS, AdwBin)

struct _VdReferralRecipients {
  AdwBin parent;

  VdReferralState *state;
  GtkWidget *radios;
  GtkWidget *about;
  GtkWidget *card;
  char *shown;       /* (nullable): the recipients on the screen, and which can be chosen */
  char *about_shown; /* (nullable): whom `about` is about */
};

G_DEFINE_FINAL_TYPE (VdReferralRecipients, vd_referral_recipients, ADW_TYPE_BIN)

static void
toggled_cb (GtkCheckButton *button, VdReferralRecipients *self)
{
  if (gtk_check_button_get_active (button))
    vd_referral_state_set_recipient (self->state, g_object_get_data (G_OBJECT (button), "id"));
}

static const char *
why_not (VdReferralRecipients *self, const VdNode *form)
{
  VdSession *session = vd_referral_state_session (self->state);
  const VdPack *pack = vd_session_get_pack (session);
  const char *reason =
      vd_referral_refused (pack, vd_session_get_record (session), vd_node_id (form));

  return vd_pack_phrase (pack, reason, vd_session_get_language (session));
}

static void
append_radio (VdReferralRecipients *self, const VdNode *form, GtkWidget *group)
{
  const char *id = vd_node_id (form);
  gboolean allowed = vd_referral_state_allows (self->state, form);
  GtkWidget *radio = vd_radio_new (vd_referral_state_name (self->state, id), group);
  g_autofree char *target = g_strconcat ("to:", id, NULL);

  g_object_set_data (G_OBJECT (radio), "id", (gpointer)id);
  vd_target_set (radio, target);
  gtk_widget_set_sensitive (radio, allowed);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (radio),
                               g_strcmp0 (id, vd_referral_state_recipient (self->state)) == 0);
  g_signal_connect (radio, "toggled", G_CALLBACK (toggled_cb), self);
  vd_block_append (self->radios, radio);
  if (!allowed) {
    GtkWidget *reason = vd_hint_new (why_not (self, form));

    gtk_widget_set_margin_start (reason, 30);
    vd_block_append (self->radios, reason);
  }
}

static char *
signature (VdReferralRecipients *self, const GPtrArray *forms)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < forms->len; i++) {
    const VdNode *form = g_ptr_array_index (forms, i);

    g_string_append_printf (text, "%s:%d ", vd_node_id (form),
                            vd_referral_state_allows (self->state, form));
  }
  return g_string_free (text, FALSE);
}

static void
show_radios (VdReferralRecipients *self)
{
  g_autoptr (GPtrArray) forms = vd_referral_state_forms (self->state);
  g_autofree char *now = signature (self, forms);
  GtkWidget *first;

  if (g_strcmp0 (now, self->shown) == 0)
    return;
  g_free (self->shown);
  self->shown = g_steal_pointer (&now);
  vd_box_clear (GTK_BOX (self->radios));
  for (guint i = 0; i < forms->len; i++) {
    first = gtk_widget_get_first_child (self->radios);
    append_radio (self, g_ptr_array_index (forms, i), first);
  }
}

/* It may have been chosen from elsewhere on the page. */
static void
follow_choice (VdReferralRecipients *self)
{
  const char *recipient = vd_referral_state_recipient (self->state);

  for (GtkWidget *radio = gtk_widget_get_first_child (self->radios); radio != NULL;
       radio = gtk_widget_get_next_sibling (radio)) {
    if (GTK_IS_CHECK_BUTTON (radio) &&
        g_strcmp0 (g_object_get_data (G_OBJECT (radio), "id"), recipient) == 0)
      gtk_check_button_set_active (GTK_CHECK_BUTTON (radio), TRUE);
  }
}

static void
append_text (GtkWidget *box, const VdNode *node, const char *name, const char *lang)
{
  const char *text = vd_node_text (node, name, lang);

  if (*text != '\0')
    vd_block_append (box, vd_paragraph_new (text));
}

static void
show_about (VdReferralRecipients *self)
{
  VdSession *session = vd_referral_state_session (self->state);
  const char *recipient = vd_referral_state_recipient (self->state);
  const char *lang = vd_session_get_language (session);
  const VdPack *pack = vd_session_get_pack (session);
  const VdNode *node = vd_pack_find (pack, "recipient", recipient);
  const VdNode *form = recipient == NULL ? NULL : vd_pack_find (pack, "form", recipient);

  if (g_strcmp0 (recipient, self->about_shown) == 0)
    return;
  g_free (self->about_shown);
  self->about_shown = g_strdup (recipient);
  vd_box_clear (GTK_BOX (self->about));
  if (form != NULL)
    append_text (self->about, form, "caution", lang);
  if (node == NULL)
    return;
  append_text (self->about, node, "why", lang);
  append_text (self->about, node, "note", lang);
  vd_block_append (self->about,
                   vd_block_pair (_ ("Legal basis"), vd_node_text (node, "legal", lang)));
  vd_contact_cards_append (self->about, session, node);
}

void
vd_referral_recipients_update (GtkWidget *section)
{
  VdReferralRecipients *self = VD_REFERRAL_RECIPIENTS (section);

  show_radios (self);
  follow_choice (self);
  show_about (self);
  vd_referral_card_update (self->card);
}

static void
vd_referral_recipients_finalize (GObject *object)
{
  VdReferralRecipients *self = VD_REFERRAL_RECIPIENTS (object);

  g_free (self->shown);
  g_free (self->about_shown);
  g_object_unref (self->state);
  G_OBJECT_CLASS (vd_referral_recipients_parent_class)->finalize (object);
}

static void
vd_referral_recipients_class_init (VdReferralRecipientsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = vd_referral_recipients_finalize;
}

static void
vd_referral_recipients_init (VdReferralRecipients *self)
{
}

GtkWidget *
vd_referral_recipients_new (VdReferralState *state)
{
  VdReferralRecipients *self = g_object_new (VD_TYPE_REFERRAL_RECIPIENTS, NULL);
  GtkWidget *box = vd_block_box (9);
  GtkWidget *title = vd_heading_new (_ ("To whom"), 3);

  self->state = g_object_ref (state);
  self->radios = g_object_new (GTK_TYPE_BOX, "accessible-role", GTK_ACCESSIBLE_ROLE_RADIO_GROUP,
                               "orientation", GTK_ORIENTATION_VERTICAL, "spacing", 3, NULL);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (self->radios),
                                  GTK_ACCESSIBLE_RELATION_LABELLED_BY, title, NULL, -1);
  self->about = vd_block_box (6);
  vd_block_append (box, title);
  vd_block_append (box, self->radios);
  self->card = vd_referral_card_new (state);
  vd_block_append (box, self->about);
  vd_block_append (box, self->card);
  adw_bin_set_child (ADW_BIN (self), box);
  return GTK_WIDGET (self);
}
