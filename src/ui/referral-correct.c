/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "referral-correct"

#include "config.h"

#include "ui/referral-parts.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "ui/blocks.h"
#include "ui/editor.h"
#include "ui/parts.h"
#include "ui/widgets.h"

#define VD_TYPE_REFERRAL_CORRECT (vd_referral_correct_get_type ())
G_DECLARE_FINAL_TYPE (VdReferralCorrect, vd_referral_correct, VD, REFERRAL_CORRECT, AdwBin)

struct _VdReferralCorrect {
  AdwBin parent;

  VdReferralState *state;
  GtkWidget *title;
  GtkWidget *radios;
  char *shown; /* (nullable): recipient and numbers on the screen */
  gboolean filling;
};

G_DEFINE_FINAL_TYPE (VdReferralCorrect, vd_referral_correct, ADW_TYPE_BIN)

static const VdRecord *
record_of (VdReferralCorrect *self)
{
  return vd_session_get_record (vd_referral_state_session (self->state));
}

/* Shared with the same recipient under a number, and not corrected yet. */
static gboolean
can_correct (VdReferralCorrect *self, guint index)
{
  const VdRecord *record = record_of (self);

  return g_strcmp0 (vd_record_item_text (record, "shares", index, "recipient"),
                    vd_referral_state_recipient (self->state)) == 0 &&
         vd_record_item_text (record, "shares", index, "anchor") != NULL &&
         vd_record_item_text (record, "shares", index, "corrected_by") == NULL;
}

static void
toggled_cb (GtkCheckButton *radio, VdReferralCorrect *self)
{
  if (!self->filling && gtk_check_button_get_active (radio))
    vd_referral_state_set_corrects (self->state, g_object_get_data (G_OBJECT (radio), "number"));
}

static void
append_radio (VdReferralCorrect *self, const char *text, const char *number)
{
  GtkWidget *radio = vd_radio_new (text, gtk_widget_get_first_child (self->radios));

  g_object_set_data_full (G_OBJECT (radio), "number", g_strdup (number), g_free);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (radio),
                               g_strcmp0 (number, vd_referral_state_corrects (self->state)) == 0);
  g_signal_connect (radio, "toggled", G_CALLBACK (toggled_cb), self);
  vd_block_append (self->radios, radio);
}

static char *
signature (VdReferralCorrect *self)
{
  GString *text = g_string_new (vd_referral_state_recipient (self->state));

  for (guint i = 0; i < vd_record_n_items (record_of (self), "shares"); i++) {
    if (can_correct (self, i))
      g_string_append_printf (text, " %u", i);
  }
  return g_string_free (text, FALSE);
}

static void
fill (VdReferralCorrect *self)
{
  const char *lang = vd_session_get_language (vd_referral_state_session (self->state));
  const VdRecord *record = record_of (self);

  self->filling = TRUE;
  vd_box_clear (GTK_BOX (self->radios));
  append_radio (self, _ ("No, it stands beside what was shared before"), NULL);
  for (guint i = vd_record_n_items (record, "shares"); i > 0; i--) {
    const char *number = vd_record_item_text (record, "shares", i - 1, "anchor");
    g_autofree char *when = vd_when (vd_record_item_text (record, "shares", i - 1, "time"), lang);
    g_autofree char *text = NULL;

    if (!can_correct (self, i - 1))
      continue;
    text = g_strdup_printf (_ ("Yes, instead of number %s of %s"), number, when);
    append_radio (self, text, number);
  }
  self->filling = FALSE;
}

void
vd_referral_correct_update (GtkWidget *section)
{
  VdReferralCorrect *self = VD_REFERRAL_CORRECT (section);
  g_autofree char *now = signature (self);

  if (g_strcmp0 (now, self->shown) != 0)
    fill (self);
  g_free (self->shown);
  self->shown = g_steal_pointer (&now);
  gtk_widget_set_visible (section, strchr (self->shown, ' ') != NULL);
}

static void
vd_referral_correct_finalize (GObject *object)
{
  VdReferralCorrect *self = VD_REFERRAL_CORRECT (object);

  g_free (self->shown);
  g_object_unref (self->state);
  G_OBJECT_CLASS (vd_referral_correct_parent_class)->finalize (object);
}

static void
vd_referral_correct_class_init (VdReferralCorrectClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = vd_referral_correct_finalize;
}

static void
vd_referral_correct_init (VdReferralCorrect *self)
{
  GtkWidget *box = vd_block_box (3);

  self->title = vd_heading_new (_ ("Does it correct something that was shared?"), 4);
  self->radios = g_object_new (GTK_TYPE_BOX, "accessible-role", GTK_ACCESSIBLE_ROLE_RADIO_GROUP,
                               "orientation", GTK_ORIENTATION_VERTICAL, "spacing", 3, NULL);
  vd_set_labels (self->radios, self->title, NULL);
  vd_block_append (box, self->title);
  vd_block_append (box, self->radios);
  adw_bin_set_child (ADW_BIN (self), box);
}

GtkWidget *
vd_referral_correct_new (VdReferralState *state)
{
  VdReferralCorrect *self = g_object_new (VD_TYPE_REFERRAL_CORRECT, NULL);

  self->state = g_object_ref (state);
  return GTK_WIDGET (self);
}
