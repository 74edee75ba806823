/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "referral-consent"

#include "config.h"

#include "ui/referral-parts.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "ui/blocks.h"
#include "ui/compat.h"
#include "ui/editor.h"
#include "ui/parts.h"
#include "ui/widgets.h"

#define DRAFT_KEY "referral/explained"

#define VD_TYPE_REFERRAL_CONSENT (vd_referral_consent_get_type ())
G_DECLARE_FINAL_TYPE (VdReferralConsent, vd_referral_consent, VD, REFERRAL_CONSENT, AdwBin)

struct _VdReferralConsent {
  AdwBin parent;

  VdReferralState *state;
  GtkWidget *title;
  GtkWidget *sentence; /* words to say */
  GtkWidget *asking;   /* what a new consent needs */
  GtkWidget *checks;
  GtkWidget *explained;
  GtkWidget *problem;
  GtkWidget *take_back;
  char *shown; /* (nullable): the parts that can be asked for */
};

static void editor_iface_init (VdEditorInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (VdReferralConsent,
                               vd_referral_consent,
                               ADW_TYPE_BIN,
                               G_IMPLEMENT_INTERFACE (VD_TYPE_EDITOR, editor_iface_init))

static void
show_problem (VdReferralConsent *self, const char *text)
{
  gtk_label_set_label (GTK_LABEL (self->problem), text);
  gtk_widget_set_visible (self->problem, *text != '\0');
  if (*text != '\0')
    vd_announce (GTK_WIDGET (self), text);
}

/* Recording */

static char **
ticked_parts (VdReferralConsent *self)
{
  GPtrArray *parts = g_ptr_array_new ();

  for (GtkWidget *check = gtk_widget_get_first_child (self->checks); check != NULL;
       check = gtk_widget_get_next_sibling (check)) {
    if (gtk_check_button_get_active (GTK_CHECK_BUTTON (check)))
      g_ptr_array_add (parts, g_strdup (g_object_get_data (G_OBJECT (check), "part")));
  }
  g_ptr_array_add (parts, NULL);
  return (char **)g_ptr_array_free (parts, FALSE);
}

static void
record_cb (VdReferralConsent *self)
{
  g_auto (GStrv) parts = ticked_parts (self);
  const char *how = gtk_editable_get_text (GTK_EDITABLE (self->explained));

  if (parts[0] == NULL) {
    show_problem (self, _ ("Tick what the person agrees to share."));
    return;
  }
  if (*how == '\0') {
    show_problem (self, _ ("Write how it was explained: in which language, aloud or on paper, with "
                           "which interpreter."));
    gtk_widget_grab_focus (self->explained);
    return;
  }
  if (!vd_session_add_consent (vd_referral_state_session (self->state),
                               vd_referral_state_recipient (self->state),
                               (const char *const *)parts, how, NULL)) {
    show_problem (self, _ ("This text cannot be kept. Write it in other words."));
    return;
  }
  show_problem (self, "");
  gtk_editable_set_text (GTK_EDITABLE (self->explained), "");
  vd_announce (GTK_WIDGET (self), _ ("The consent has been noted."));
}

/* Taking back */

static void
confirmed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (VdReferralConsent) self = data;
  VdSession *session = vd_referral_state_session (self->state);

  if (vd_confirm_finish (result) && vd_session_get_record (session) != NULL)
    vd_session_withdraw_consent (session, vd_referral_state_recipient (self->state));
}

static void
take_back_cb (VdReferralConsent *self)
{
  vd_confirm_async (
      GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
      _ ("Does the person take the consent back?"),
      _ ("Nothing more leaves to this recipient. What was already shared cannot always "
         "be called back."),
      _ ("Take back"), FALSE, confirmed_cb, g_object_ref (self));
}

/* What can be asked for */

static gboolean
can_ask (const VdPartState *state)
{
  return state->offered &&
         (state->consent == VD_CONSENT_MISSING || state->consent == VD_CONSENT_WITHDRAWN);
}

static char *
signature (VdReferralConsent *self, const GArray *states)
{
  GString *text = g_string_new (vd_referral_state_recipient (self->state));

  for (guint i = 0; i < states->len; i++) {
    const VdPartState *state = &g_array_index (states, VdPartState, i);

    if (can_ask (state))
      g_string_append_printf (text, " %s", state->part);
  }
  return g_string_free (text, FALSE);
}

static void
fill_checks (VdReferralConsent *self, const GArray *states)
{
  VdSession *session = vd_referral_state_session (self->state);

  vd_box_clear (GTK_BOX (self->checks));
  for (guint i = 0; i < states->len; i++) {
    const VdPartState *state = &g_array_index (states, VdPartState, i);
    GtkWidget *check;

    if (!can_ask (state))
      continue;
    check = vd_check_new (vd_pack_choice (vd_session_get_pack (session), "part", state->part,
                                          vd_session_get_language (session)));
    g_object_set_data (G_OBJECT (check), "part", (gpointer)state->part);
    vd_block_append (self->checks, check);
  }
}

static gboolean
has_consent (const GArray *states)
{
  for (guint i = 0; i < states->len; i++) {
    if (g_array_index (states, VdPartState, i).consent == VD_CONSENT_GIVEN)
      return TRUE;
  }
  return FALSE;
}

static void
show_words (VdReferralConsent *self)
{
  VdSession *session = vd_referral_state_session (self->state);
  const char *name =
      vd_referral_state_name (self->state, vd_referral_state_recipient (self->state));
  g_autofree char *title = g_strdup_printf (_ ("Consent to share with %s"), name);
  g_autofree char *words =
      vd_referral_fill (vd_pack_phrase (vd_session_get_pack (session), "consent-sentence",
                                        vd_session_get_language (session)),
                        "recipient", name);

  gtk_label_set_label (GTK_LABEL (self->title), title);
  gtk_label_set_label (GTK_LABEL (self->sentence), words);
}

void
vd_referral_consent_update (GtkWidget *section)
{
  VdReferralConsent *self = VD_REFERRAL_CONSENT (section);
  VdSession *session = vd_referral_state_session (self->state);
  const VdNode *form = vd_pack_find (vd_session_get_pack (session), "form",
                                     vd_referral_state_recipient (self->state));
  g_autoptr (GArray) states = vd_referral_state_parts (self->state);
  g_autofree char *now = signature (self, states);

  gtk_widget_set_visible (section, g_str_equal (vd_node_attr (form, "consent"), "asked"));
  show_words (self);
  if (g_strcmp0 (now, self->shown) != 0)
    fill_checks (self, states);
  g_free (self->shown);
  self->shown = g_steal_pointer (&now);
  gtk_widget_set_visible (self->asking, gtk_widget_get_first_child (self->checks) != NULL);
  gtk_widget_set_visible (self->take_back, has_consent (states));
}

/* Half-typed text */

static void
vd_referral_consent_save (VdEditor *editor, json_t *texts)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (VD_REFERRAL_CONSENT (editor)->explained));

  if (*text != '\0')
    json_object_set_new (texts, DRAFT_KEY, json_string (text));
}

static void
vd_referral_consent_restore (VdEditor *editor, const json_t *texts)
{
  const char *text = json_string_value (json_object_get (texts, DRAFT_KEY));

  if (text != NULL)
    gtk_editable_set_text (GTK_EDITABLE (VD_REFERRAL_CONSENT (editor)->explained), text);
}

static void
editor_iface_init (VdEditorInterface *iface)
{
  iface->save = vd_referral_consent_save;
  iface->restore = vd_referral_consent_restore;
}

static void
vd_referral_consent_finalize (GObject *object)
{
  VdReferralConsent *self = VD_REFERRAL_CONSENT (object);

  g_free (self->shown);
  g_object_unref (self->state);
  G_OBJECT_CLASS (vd_referral_consent_parent_class)->finalize (object);
}

static void
vd_referral_consent_class_init (VdReferralConsentClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = vd_referral_consent_finalize;
}

static GtkWidget *
asking_new (VdReferralConsent *self)
{
  GtkWidget *box = vd_block_box (6);
  GtkWidget *agrees = vd_paragraph_new (_ ("The person agrees to share"));
  GtkWidget *how = vd_paragraph_new (_ ("How it was explained"));
  GtkWidget *record = vd_button_new (_ ("_Note this consent, dated today"));

  vd_set_labels (self->checks, agrees, NULL);
  vd_set_labels (self->explained, how, self->problem);
  vd_private_text (self->explained);
  vd_target_set (self->explained, DRAFT_KEY);
  gtk_widget_set_halign (record, GTK_ALIGN_START);
  g_signal_connect_swapped (record, "clicked", G_CALLBACK (record_cb), self);
  vd_block_append (box, agrees);
  vd_block_append (box, self->checks);
  vd_block_append (box, how);
  vd_block_append (box, self->explained);
  vd_block_append (box, self->problem);
  vd_block_append (box, record);
  return box;
}

static void
vd_referral_consent_init (VdReferralConsent *self)
{
  GtkWidget *box = vd_block_box (9);

  self->title = vd_heading_new ("", 3);
  self->sentence = vd_paragraph_new ("");
  self->checks = g_object_new (GTK_TYPE_BOX, "accessible-role", GTK_ACCESSIBLE_ROLE_GROUP,
                               "orientation", GTK_ORIENTATION_VERTICAL, "spacing", 3, NULL);
  self->explained = gtk_entry_new ();
  self->problem = vd_paragraph_new ("");
  gtk_widget_add_css_class (self->problem, "error");
  gtk_widget_set_visible (self->problem, FALSE);
  self->take_back = vd_button_new (_ ("The person takes the consent _back…"));
  gtk_widget_set_halign (self->take_back, GTK_ALIGN_START);
  g_signal_connect_swapped (self->take_back, "clicked", G_CALLBACK (take_back_cb), self);
  self->asking = asking_new (self);
  vd_block_append (box, self->title);
  vd_block_append (box, self->sentence);
  vd_block_append (box, self->asking);
  vd_block_append (box, self->take_back);
  adw_bin_set_child (ADW_BIN (self), box);
}

GtkWidget *
vd_referral_consent_new (VdReferralState *state)
{
  VdReferralConsent *self = g_object_new (VD_TYPE_REFERRAL_CONSENT, NULL);

  self->state = g_object_ref (state);
  return GTK_WIDGET (self);
}
