/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "referral-card"

#include "config.h"

#include "ui/referral-parts.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "ui/blocks.h"
#include "ui/parts.h"
#include "ui/widgets.h"

#define VD_TYPE_REFERRAL_CARD (vd_referral_card_get_type ())
G_DECLARE_FINAL_TYPE (VdReferralCard, vd_referral_card, VD, REFERRAL_CARD, AdwBin)

struct _VdReferralCard {
  AdwBin parent;

  VdReferralState *state;
  GtkWidget *radios;
  GtkWidget *aloud; /* what to do without a card */
  gboolean filling;
};

G_DEFINE_FINAL_TYPE (VdReferralCard, vd_referral_card, ADW_TYPE_BIN)

typedef struct {
  const char *variant;
  const char *text;
} Answer;

static const Answer answers[] = {
    {"both", N_ ("Not asked yet: both cards, to cut out the one that fits")},
    {"normal", N_ ("Yes: the card that says what the number is for")},
    {"discreet", N_ ("Only one without such words: the discreet card")},
    {"none", N_ ("No: no card")},
};

static void
toggled_cb (GtkCheckButton *radio, VdReferralCard *self)
{
  const Answer *answer = g_object_get_data (G_OBJECT (radio), "answer");

  if (!self->filling && gtk_check_button_get_active (radio))
    vd_referral_state_set_variant (self->state, answer->variant);
}

static gboolean
has_variants (VdReferralCard *self)
{
  const VdPack *pack = vd_session_get_pack (vd_referral_state_session (self->state));
  const char *recipient = vd_referral_state_recipient (self->state);
  const GPtrArray *sections = vd_node_children (vd_pack_find (pack, "form", recipient));

  for (guint i = 0; i < sections->len; i++) {
    if (vd_node_attr (g_ptr_array_index (sections, i), "variant") != NULL)
      return TRUE;
  }
  return FALSE;
}

void
vd_referral_card_update (GtkWidget *section)
{
  VdReferralCard *self = VD_REFERRAL_CARD (section);
  const char *variant = vd_referral_state_variant (self->state);

  gtk_widget_set_visible (section, has_variants (self));
  gtk_widget_set_visible (self->aloud, g_str_equal (variant, "none"));
  self->filling = TRUE;
  for (GtkWidget *radio = gtk_widget_get_first_child (self->radios); radio != NULL;
       radio = gtk_widget_get_next_sibling (radio)) {
    const Answer *answer = g_object_get_data (G_OBJECT (radio), "answer");

    if (g_str_equal (answer->variant, variant))
      gtk_check_button_set_active (GTK_CHECK_BUTTON (radio), TRUE);
  }
  self->filling = FALSE;
}

static void
vd_referral_card_finalize (GObject *object)
{
  g_object_unref (VD_REFERRAL_CARD (object)->state);
  G_OBJECT_CLASS (vd_referral_card_parent_class)->finalize (object);
}

static void
vd_referral_card_class_init (VdReferralCardClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = vd_referral_card_finalize;
}

static void
vd_referral_card_init (VdReferralCard *self)
{
  GtkWidget *box = vd_block_box (3);
  GtkWidget *title = vd_heading_new (_ ("Is it safe for the person to carry a card?"), 4);

  self->radios = g_object_new (GTK_TYPE_BOX, "accessible-role", GTK_ACCESSIBLE_ROLE_RADIO_GROUP,
                               "orientation", GTK_ORIENTATION_VERTICAL, "spacing", 3, NULL);
  vd_set_labels (self->radios, title, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (answers); i++) {
    GtkWidget *radio =
        vd_radio_new (_ (answers[i].text), gtk_widget_get_first_child (self->radios));

    g_object_set_data (G_OBJECT (radio), "answer", (gpointer)&answers[i]);
    g_signal_connect (radio, "toggled", G_CALLBACK (toggled_cb), self);
    vd_block_append (self->radios, radio);
  }
  self->aloud = vd_paragraph_new (_ ("Say the number aloud until the person remembers it. Nothing "
                                     "is printed or saved."));
  vd_block_append (box, title);
  vd_block_append (box, self->radios);
  vd_block_append (box, self->aloud);
  adw_bin_set_child (ADW_BIN (self), box);
}

GtkWidget *
vd_referral_card_new (VdReferralState *state)
{
  VdReferralCard *self = g_object_new (VD_TYPE_REFERRAL_CARD, NULL);

  self->state = g_object_ref (state);
  return GTK_WIDGET (self);
}
