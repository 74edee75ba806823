/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "place-referral"

#include "config.h"

#include "ui/place-referral.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/json.h"
#include "ui/blocks.h"
#include "ui/column.h"
#include "ui/editor.h"
#include "ui/field-row.h"
#include "ui/fold.h"
#include "ui/page.h"
#include "ui/parts.h"
#include "ui/referral-parts.h"

#define WIDTH 760

#define VD_TYPE_PLACE_REFERRAL (vd_place_referral_get_type ())
G_DECLARE_FINAL_TYPE (VdPlaceReferral, vd_place_referral, VD, PLACE_REFERRAL, AdwBin)

struct _VdPlaceReferral {
  AdwBin parent;

  VdSession *session;
  VdReferralState *state;
  VdColumn *column;
  GtkWidget *recipients; /* (nullable): NULL until it is first shown */
  GtkWidget *parts;
  GtkWidget *consent;
  GtkWidget *preview;
  GtkWidget *send;
  GtkWidget *shares;
};

static void page_iface_init (VdPageInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (VdPlaceReferral,
                               vd_place_referral,
                               ADW_TYPE_BIN,
                               G_IMPLEMENT_INTERFACE (VD_TYPE_PAGE, page_iface_init))

/* Who can be called back, what has been done: fields that only a referral needs. */
static void
build_staff (GtkWidget *box, gpointer data)
{
  VdSession *session = data;
  const GPtrArray *fields = vd_pack_nodes (vd_session_get_pack (session), "field");

  for (guint i = 0; i < fields->len; i++) {
    const VdNode *field = g_ptr_array_index (fields, i);

    if (g_strcmp0 (vd_node_attr (field, "place"), "referral") == 0)
      vd_block_append (box, vd_field_row_new (session, vd_node_id (field)));
  }
}

static GtkWidget *
staff_new (VdSession *session)
{
  const VdNode *group =
      vd_pack_find (vd_session_get_pack (session), "field-group", "referral-staff");
  const char *name = group != NULL ? vd_node_text (group, "name", vd_session_get_language (session))
                                   : _ ("About your service");

  return vd_fold_new ("referral-staff", name, build_staff, g_object_ref (session), g_object_unref);
}

static void
fill (VdPlaceReferral *self, GtkWidget *box)
{
  self->recipients = vd_referral_recipients_new (self->state);
  self->parts = vd_referral_parts_new (self->state);
  self->consent = vd_referral_consent_new (self->state);
  self->preview = vd_referral_preview_new (self->state);
  self->send = vd_referral_send_new (self->state);
  self->shares = vd_referral_shares_new (self->state);
  vd_block_append (box, vd_heading_new (_ ("Referral"), 2));
  vd_block_append (box, self->recipients);
  vd_block_append (box, staff_new (self->session));
  vd_block_append (box, self->parts);
  vd_block_append (box, self->consent);
  vd_block_append (box, self->preview);
  vd_block_append (box, self->send);
  vd_block_append (box, self->shares);
}

static void
update (GtkWidget *box, gpointer data)
{
  VdPlaceReferral *self = data;

  vd_referral_state_follow (self->state);
  if (vd_referral_state_recipient (self->state) == NULL)
    return;
  if (self->recipients == NULL)
    fill (self, box);
  vd_referral_recipients_update (self->recipients);
  vd_referral_parts_update (self->parts);
  vd_referral_consent_update (self->consent);
  vd_referral_send_update (self->send, vd_referral_preview_update (self->preview));
  vd_referral_shares_update (self->shares);
}

static void
chosen_cb (VdPlaceReferral *self)
{
  vd_column_queue (self->column);
}

static const char *
vd_place_referral_title (VdPage *page)
{
  return _ ("Referral");
}

static void
vd_place_referral_shown (VdPage *page)
{
  VdPlaceReferral *self = VD_PLACE_REFERRAL (page);

  vd_column_update (self->column);
  vd_column_focus_first (self->column);
}

static void
vd_place_referral_leave (VdPage *page)
{
  VdPlaceReferral *self = VD_PLACE_REFERRAL (page);

  vd_editors_commit (GTK_WIDGET (page));
  if (self->send != NULL)
    vd_referral_send_forget (self->send);
}

static char *
vd_place_referral_save_draft (VdPage *page)
{
  VdPlaceReferral *self = VD_PLACE_REFERRAL (page);
  g_autoptr (json_t) texts = json_object ();

  vd_editors_save (GTK_WIDGET (page), texts);
  if (vd_referral_state_recipient (self->state) != NULL)
    json_object_set_new (texts, "recipient",
                         json_string (vd_referral_state_recipient (self->state)));
  return vd_json_write (texts, NULL);
}

static void
vd_place_referral_restore_draft (VdPage *page, const char *draft)
{
  VdPlaceReferral *self = VD_PLACE_REFERRAL (page);
  g_autoptr (json_t) texts = vd_json_parse (draft, strlen (draft), NULL);
  const char *recipient = json_string_value (json_object_get (texts, "recipient"));

  if (recipient != NULL &&
      vd_pack_find (vd_session_get_pack (self->session), "form", recipient) != NULL)
    vd_referral_state_set_recipient (self->state, recipient);
  vd_column_update (self->column);
  if (json_is_object (texts))
    vd_editors_restore (GTK_WIDGET (page), texts);
}

static void
page_iface_init (VdPageInterface *iface)
{
  iface->title = vd_place_referral_title;
  iface->shown = vd_place_referral_shown;
  iface->leave = vd_place_referral_leave;
  iface->save_draft = vd_place_referral_save_draft;
  iface->restore_draft = vd_place_referral_restore_draft;
}

static void
vd_place_referral_dispose (GObject *object)
{
  VdPlaceReferral *self = VD_PLACE_REFERRAL (object);

  g_clear_object (&self->state);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (vd_place_referral_parent_class)->dispose (object);
}

static void
vd_place_referral_class_init (VdPlaceReferralClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = vd_place_referral_dispose;
}

static void
vd_place_referral_init (VdPlaceReferral *self)
{
}

GtkWidget *
vd_place_referral_new (VdSession *session)
{
  VdPlaceReferral *self = g_object_new (VD_TYPE_PLACE_REFERRAL, NULL);
  GtkWidget *column = vd_column_new (session, WIDTH, update, self);

  self->session = g_object_ref (session);
  self->state = vd_referral_state_new (session);
  self->column = VD_COLUMN (column);
  adw_bin_set_child (ADW_BIN (self), column);
  g_signal_connect_object (self->state, "changed", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}
