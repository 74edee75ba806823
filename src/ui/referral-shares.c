/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "referral-shares"

#include "config.h"

#include "ui/referral-parts.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "ui/blocks.h"
#include "ui/parts.h"

#define VD_TYPE_REFERRAL_SHARES (vd_referral_shares_get_type ())
G_DECLARE_FINAL_TYPE (VdReferralShares, vd_referral_shares, VD, REFERRAL_SHARES, AdwBin)

struct _VdReferralShares {
  AdwBin parent;

  VdReferralState *state;
  GtkWidget *list;
  GtkWidget *copy; /* to the document that shows the person all of this */
};

G_DEFINE_FINAL_TYPE (VdReferralShares, vd_referral_shares, ADW_TYPE_BIN)

static char *
parts_of (VdSession *session, guint index)
{
  const json_t *shares =
      json_object_get (vd_record_json (vd_session_get_record (session)), "shares");
  const json_t *parts = json_object_get (json_array_get (shares, index), "parts");
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  json_t *part;
  gsize i;

  json_array_foreach (parts, i, part)
  {
    g_ptr_array_add (names, (gpointer)vd_pack_choice (vd_session_get_pack (session), "part",
                                                      json_string_value (part),
                                                      vd_session_get_language (session)));
  }
  g_ptr_array_add (names, NULL);
  return g_strjoinv (" · ", (char **)names->pdata);
}

/* "K7QD-3M8W, version 2, instead of ...": what tells one document from another. */
static char *
number_of (VdReferralShares *self, guint index)
{
  const VdRecord *record = vd_session_get_record (vd_referral_state_session (self->state));
  const json_t *share = vd_record_item (record, "shares", index);
  const char *number = vd_record_item_text (record, "shares", index, "anchor");
  const char *after = vd_record_item_text (record, "shares", index, "corrected_by");
  const char *before = json_string_value (json_object_get (share, "x-corrects"));
  json_int_t version = json_integer_value (json_object_get (share, "x-version"));
  g_autoptr (GPtrArray) facts = g_ptr_array_new_with_free_func (g_free);

  if (number != NULL)
    g_ptr_array_add (facts, g_strdup_printf (_ ("Number %s"), number));
  if (version > 1)
    g_ptr_array_add (facts, g_strdup_printf (_ ("Version %d"), (int)version));
  if (before != NULL)
    g_ptr_array_add (facts, g_strdup_printf (_ ("Instead of %s"), before));
  if (after != NULL)
    g_ptr_array_add (facts, g_strdup_printf (_ ("Corrected by %s"), after));
  g_ptr_array_add (facts, NULL);
  return g_strjoinv (" · ", (char **)facts->pdata);
}

static void
append_hint (VdReferralShares *self, const char *text)
{
  if (*text != '\0')
    vd_block_append (self->list, vd_hint_new (text));
}

/* That it arrived, as the receipt says that came back. */
static void
append_receipt (VdReferralShares *self, guint index)
{
  VdSession *session = vd_referral_state_session (self->state);
  const json_t *receipt = json_object_get (
      vd_record_item (vd_session_get_record (session), "shares", index), "x-receipt");
  const char *by = json_string_value (json_object_get (receipt, "by"));
  g_autofree char *when = vd_when (json_string_value (json_object_get (receipt, "received")),
                                   vd_session_get_language (session));
  g_autofree char *safe = vd_isolate (by != NULL ? by : "");
  g_autofree char *text = NULL;

  if (*when == '\0')
    return;
  text = by != NULL && *by != '\0' ? g_strdup_printf (_ ("Received on %s by %s"), when, safe)
                                   : g_strdup_printf (_ ("Received on %s"), when);
  append_hint (self, text);
}

static void
append_share (VdReferralShares *self, guint index)
{
  VdSession *session = vd_referral_state_session (self->state);
  const VdRecord *record = vd_session_get_record (session);
  const char *lang = vd_session_get_language (session);
  const char *to = vd_record_item_text (record, "shares", index, "recipient");
  const char *protection = vd_record_item_text (record, "shares", index, "protection");
  g_autofree char *when = vd_when (vd_record_item_text (record, "shares", index, "time"), lang);
  g_autofree char *number = number_of (self, index);
  g_autofree char *parts = parts_of (session, index);
  g_autofree char *line = NULL;

  line = g_strjoin (" · ", when,
                    protection != NULL ? vd_pack_choice (vd_session_get_pack (session),
                                                         "shares.protection", protection, lang)
                                       : NULL,
                    NULL);
  vd_block_append (
      self->list,
      vd_block_pair (to != NULL ? vd_referral_state_name (self->state, to) : "?", line));
  append_hint (self, number);
  append_receipt (self, index);
  append_hint (self, parts);
}

void
vd_referral_shares_update (GtkWidget *section)
{
  VdReferralShares *self = VD_REFERRAL_SHARES (section);
  const VdRecord *record = vd_session_get_record (vd_referral_state_session (self->state));
  const VdPack *pack = vd_session_get_pack (vd_referral_state_session (self->state));
  guint n = vd_record_n_items (record, "shares");

  vd_box_clear (GTK_BOX (self->list));
  for (guint i = n; i > 0; i--)
    append_share (self, i - 1);
  if (n == 0)
    vd_block_append (self->list, vd_paragraph_new (_ ("Nothing has been shared from this case.")));
  gtk_widget_set_visible (self->copy, n > 0 && vd_pack_find (pack, "form", "access") != NULL);
}

/* The copy is a document like the others: it is chosen above, where the focus goes too. */
static void
copy_cb (VdReferralShares *self)
{
  vd_referral_state_set_recipient (self->state, "access");
  gtk_widget_activate_action (GTK_WIDGET (self), "assessment.goto", "s", "referral:to:access");
}

static void
vd_referral_shares_finalize (GObject *object)
{
  g_object_unref (VD_REFERRAL_SHARES (object)->state);
  G_OBJECT_CLASS (vd_referral_shares_parent_class)->finalize (object);
}

static void
vd_referral_shares_class_init (VdReferralSharesClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = vd_referral_shares_finalize;
}

static void
vd_referral_shares_init (VdReferralShares *self)
{
  GtkWidget *box = vd_block_box (9);

  self->list = vd_block_box (3);
  vd_block_append (box, vd_heading_new (_ ("Shared so far"), 3));
  vd_block_append (box, self->list);
  self->copy = vd_text_button_new (
      _ ("Make the person's own copy of what is stored and was shared"), NULL, FALSE);
  gtk_widget_set_halign (self->copy, GTK_ALIGN_START);
  g_signal_connect_swapped (self->copy, "clicked", G_CALLBACK (copy_cb), self);
  vd_block_append (box, self->copy);
  adw_bin_set_child (ADW_BIN (self), box);
}

GtkWidget *
vd_referral_shares_new (VdReferralState *state)
{
  VdReferralShares *self = g_object_new (VD_TYPE_REFERRAL_SHARES, NULL);

  self->state = g_object_ref (state);
  return GTK_WIDGET (self);
}
