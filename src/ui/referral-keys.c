/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "referral-keys"

#include "config.h"

#include "ui/referral-parts.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "app/session-share.h"
#include "ui/blocks.h"
#include "ui/editor.h"
#include "ui/fold.h"
#include "ui/key-form.h"
#include "ui/parts.h"
#include "ui/widgets.h"

#define INDENT 30

#define VD_TYPE_REFERRAL_KEYS (vd_referral_keys_get_type ())
G_DECLARE_FINAL_TYPE (VdReferralKeys, vd_referral_keys, VD, REFERRAL_KEYS, AdwBin)

struct _VdReferralKeys {
  AdwBin parent;

  VdReferralState *state;
  GtkWidget *list;
  GtkWidget *none;
  VdFold *fold;
  char *shown; /* (nullable): recipient and number of keys on the screen */
};

G_DEFINE_FINAL_TYPE (VdReferralKeys, vd_referral_keys, ADW_TYPE_BIN)

static void
toggled_cb (GtkCheckButton *check, VdReferralKeys *self)
{
  vd_referral_state_seal_to (self->state, g_object_get_data (G_OBJECT (check), "key"),
                             gtk_check_button_get_active (check));
}

static char *
where_from (VdReferralKeys *self, const VdAddressee *addressee)
{
  VdSession *session = vd_referral_state_session (self->state);
  g_autofree char *words = vd_addressees_fingerprint (addressee->age_key, NULL);
  g_autofree char *date = vd_referral_date_text (
      vd_session_get_pack (session), addressee->confirmed, vd_session_get_language (session));

  if (*addressee->confirmed == '\0')
    return g_strdup_printf (_ ("From the content. Six words: %s"), words);
  return g_strdup_printf (_ ("Added here, compared on %s. Six words: %s"), date, words);
}

static void
append_key (VdReferralKeys *self, const VdAddressee *addressee)
{
  g_autofree char *name = vd_isolate (addressee->name);
  g_autofree char *about = where_from (self, addressee);
  GtkWidget *check = vd_check_new (name);
  GtkWidget *hint = vd_hint_new (about);

  gtk_widget_set_margin_start (hint, INDENT);
  vd_set_labels (check, NULL, hint);
  g_object_set_data_full (G_OBJECT (check), "key", g_strdup (addressee->age_key), g_free);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (check),
                               vd_referral_state_seals_to (self->state, addressee));
  g_signal_connect (check, "toggled", G_CALLBACK (toggled_cb), self);
  vd_block_append (self->list, check);
  vd_block_append (self->list, hint);
}

void
vd_referral_keys_update (GtkWidget *section)
{
  VdReferralKeys *self = VD_REFERRAL_KEYS (section);
  g_autoptr (VdAddressees) known =
      vd_session_get_addressees (vd_referral_state_session (self->state));
  guint n = vd_addressees_count (known);
  g_autofree char *now = g_strdup_printf ("%s %u", vd_referral_state_recipient (self->state), n);

  /* Only when it changed: the focus may be on one of them. */
  if (g_strcmp0 (now, self->shown) == 0)
    return;
  g_free (self->shown);
  self->shown = g_steal_pointer (&now);
  vd_box_clear (GTK_BOX (self->list));
  for (guint i = 0; i < n; i++) {
    if (*vd_addressees_get (known, i)->age_key != '\0')
      append_key (self, vd_addressees_get (known, i));
  }
  gtk_widget_set_visible (self->none, gtk_widget_get_first_child (self->list) == NULL);
  vd_fold_refill (self->fold);
}

/* A key that was just compared is the one that is meant. */
static void
stored_cb (VdReferralKeys *self)
{
  g_autoptr (VdAddressees) known =
      vd_session_get_addressees (vd_referral_state_session (self->state));
  const VdAddressee *last = vd_addressees_get (known, vd_addressees_count (known) - 1);

  vd_fold_set_open (self->fold, FALSE);
  vd_referral_state_seal_to (self->state, last->age_key, TRUE);
  vd_referral_keys_update (GTK_WIDGET (self));
  gtk_widget_child_focus (self->list, GTK_DIR_TAB_FORWARD);
}

static void
build_form (GtkWidget *box, gpointer data)
{
  VdReferralKeys *self = data;
  GtkWidget *form = vd_key_form_new (vd_referral_state_session (self->state), TRUE);

  vd_key_form_set_recipient (VD_KEY_FORM (form), vd_referral_state_recipient (self->state));
  g_signal_connect_swapped (form, "stored", G_CALLBACK (stored_cb), self);
  vd_block_append (box, form);
}

static void
vd_referral_keys_finalize (GObject *object)
{
  VdReferralKeys *self = VD_REFERRAL_KEYS (object);

  g_free (self->shown);
  g_object_unref (self->state);
  G_OBJECT_CLASS (vd_referral_keys_parent_class)->finalize (object);
}

static void
vd_referral_keys_class_init (VdReferralKeysClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = vd_referral_keys_finalize;
}

static void
vd_referral_keys_init (VdReferralKeys *self)
{
  GtkWidget *box = vd_block_box (6);
  GtkWidget *title = vd_paragraph_new (_ ("Who can open it"));
  GtkWidget *fold = vd_fold_new ("add-key", _ ("Another key"), build_form, self, NULL);

  self->list = g_object_new (GTK_TYPE_BOX, "accessible-role", GTK_ACCESSIBLE_ROLE_GROUP,
                             "orientation", GTK_ORIENTATION_VERTICAL, "spacing", 3, NULL);
  vd_set_labels (self->list, title, NULL);
  self->none = vd_hint_new (_ ("No key is known here yet."));
  self->fold = VD_FOLD (fold);
  vd_block_append (box, title);
  vd_block_append (box, self->list);
  vd_block_append (box, self->none);
  vd_block_append (box, fold);
  adw_bin_set_child (ADW_BIN (self), box);
}

GtkWidget *
vd_referral_keys_new (VdReferralState *state)
{
  VdReferralKeys *self = g_object_new (VD_TYPE_REFERRAL_KEYS, NULL);

  self->state = g_object_ref (state);
  return GTK_WIDGET (self);
}
