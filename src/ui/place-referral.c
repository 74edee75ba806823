/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "place-referral"

#include "config.h"

#include "ui/place-referral.h"

#include <glib/gi18n-lib.h>

#include "ui/blocks.h"
#include "ui/column.h"
#include "ui/editor.h"
#include "ui/field-row.h"
#include "ui/fill.h"
#include "ui/fold.h"
#include "ui/parts.h"
#include "ui/referral-parts.h"

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
  GtkWidget *print;
  GtkWidget *shares;
  gboolean ready; /* what the preview shows may leave */
};

static void editor_iface_init (VdEditorInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (VdPlaceReferral,
                               vd_place_referral,
                               ADW_TYPE_BIN,
                               G_IMPLEMENT_INTERFACE (VD_TYPE_EDITOR, editor_iface_init))

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

/* Sections in order; those that are not made yet come up to date when they are. */
static void
update_sections (VdPlaceReferral *self)
{
  if (self->recipients != NULL)
    vd_referral_recipients_update (self->recipients);
  if (self->parts != NULL)
    vd_referral_parts_update (self->parts);
  if (self->consent != NULL)
    vd_referral_consent_update (self->consent);
  if (self->preview != NULL)
    self->ready = vd_referral_preview_update (self->preview);
  if (self->send != NULL)
    vd_referral_send_update (self->send, self->ready);
  if (self->print != NULL)
    vd_referral_print_update (self->print, self->ready);
  if (self->shares != NULL)
    vd_referral_shares_update (self->shares);
}

static GtkWidget *
make_section (guint index, gpointer data)
{
  VdPlaceReferral *self = data;

  switch (index) {
  case 0:
    self->recipients = vd_referral_recipients_new (self->state);
    vd_referral_recipients_update (self->recipients);
    return self->recipients;
  case 1:
    return staff_new (self->session);
  case 2:
    self->parts = vd_referral_parts_new (self->state);
    vd_referral_parts_update (self->parts);
    return self->parts;
  case 3:
    self->consent = vd_referral_consent_new (self->state);
    vd_referral_consent_update (self->consent);
    return self->consent;
  case 4:
    self->preview = vd_referral_preview_new (self->state);
    self->ready = vd_referral_preview_update (self->preview);
    return self->preview;
  case 5:
    self->send = vd_referral_send_new (self->state);
    vd_referral_send_update (self->send, self->ready);
    return self->send;
  case 6:
    self->print = vd_referral_print_new (self->state);
    vd_referral_print_update (self->print, self->ready);
    return self->print;
  case 7:
    self->shares = vd_referral_shares_new (self->state);
    vd_referral_shares_update (self->shares);
    return self->shares;
  default:
    return NULL;
  }
}

static void
update (GtkWidget *box, gpointer data)
{
  VdPlaceReferral *self = data;

  vd_referral_state_follow (self->state);
  if (vd_referral_state_recipient (self->state) == NULL)
    return;
  if (self->recipients == NULL)
    vd_fill_slowly (box, make_section, self);
  else
    update_sections (self);
}

static void
chosen_cb (VdPlaceReferral *self)
{
  vd_column_queue (self->column);
}

/* What was chosen is kept over a lock; what is typed, its own editor keeps. */

static void
vd_place_referral_save (VdEditor *editor, json_t *texts)
{
  vd_referral_state_save (VD_PLACE_REFERRAL (editor)->state, texts);
}

static void
vd_place_referral_restore (VdEditor *editor, const json_t *texts)
{
  VdPlaceReferral *self = VD_PLACE_REFERRAL (editor);

  vd_referral_state_restore (self->state, texts);
  vd_column_update (self->column);
  /* What was half typed belongs into sections further down. */
  vd_fill_finish (GTK_WIDGET (self));
}

static void
editor_iface_init (VdEditorInterface *iface)
{
  iface->save = vd_place_referral_save;
  iface->restore = vd_place_referral_restore;
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
  GtkWidget *column = vd_column_new (session, update, self);

  self->session = g_object_ref (session);
  self->state = vd_referral_state_new (session);
  self->column = VD_COLUMN (column);
  adw_bin_set_child (ADW_BIN (self), column);
  g_signal_connect_object (self->state, "changed", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}
