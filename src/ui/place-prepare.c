/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "place"

#include "config.h"

#include "ui/place-prepare.h"

#include <glib/gi18n-lib.h>

#include "ui/editor.h"
#include "ui/parts.h"
#include "ui/widgets.h"

#define VD_TYPE_PLACE_PREPARE (vd_place_prepare_get_type ())
G_DECLARE_FINAL_TYPE (VdPlacePrepare, vd_place_prepare, VD, PLACE_PREPARE, GtkBox)

typedef struct {
  const VdNode *node;
  GtkWidget *row;
  GtkWidget *check;
} Check;

struct _VdPlacePrepare {
  GtkBox parent;

  VdSession *session;
  GArray *checks; /* (element-type Check) */
  gboolean showing;
};

G_DEFINE_FINAL_TYPE (VdPlacePrepare, vd_place_prepare, GTK_TYPE_BOX)

/* Where a check is answered. */
static const struct {
  const char *id;
  const char *target;
} links[] = {
    {"danger", "danger"},
    {"age", "person:person.age"},
    {"interpreter", "person:person.interpreter.mode"},
};

static gboolean
is_done (const VdRecord *record, const char *id)
{
  int at = vd_record_find_item (record, "prepare", id);

  return at >= 0 && vd_record_item_bool (record, "prepare", (guint)at, "done");
}

static void
refresh (VdPlacePrepare *self)
{
  const VdPack *pack = vd_session_get_pack (self->session);
  const VdRecord *record = vd_session_get_record (self->session);

  if (record == NULL)
    return;
  self->showing = TRUE;
  for (guint i = 0; i < self->checks->len; i++) {
    Check *check = &g_array_index (self->checks, Check, i);
    gboolean applies = vd_guidance_applies (vd_session_get_guidance (self->session), pack, record,
                                            NULL, check->node);

    gtk_widget_set_visible (check->row, applies);
    gtk_check_button_set_active (GTK_CHECK_BUTTON (check->check),
                                 is_done (record, vd_node_id (check->node)));
  }
  self->showing = FALSE;
}

static void
toggled_cb (GtkCheckButton *button, gpointer data)
{
  VdPlacePrepare *self = data;

  if (!self->showing)
    vd_session_set_prepare (self->session, gtk_widget_get_name (GTK_WIDGET (button)),
                            gtk_check_button_get_active (button));
}

static GtkWidget *
link_new (const char *id)
{
  for (guint i = 0; i < G_N_ELEMENTS (links); i++) {
    g_auto (GStrv) parts = g_strsplit (links[i].target, ":", 2);
    g_autofree char *text = NULL;
    GtkWidget *button;

    if (!g_str_equal (links[i].id, id) || vd_place_find (parts[0]) == NULL)
      continue;
    /* Translators: the name of a place, "Go to: Person". */
    text = g_strdup_printf (_ ("Go to: %s"), vd_place_name (vd_place_find (parts[0])));
    button = vd_text_button_new (text, NULL, TRUE);
    vd_button_leads_to (button, links[i].target);
    gtk_widget_set_halign (button, GTK_ALIGN_START);
    return button;
  }
  return NULL;
}

static GtkWidget *
check_row_new (VdPlacePrepare *self, const VdNode *node)
{
  const char *lang = vd_session_get_language (self->session);
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkWidget *button = vd_check_new (vd_node_text (node, "text", lang));
  GtkWidget *why = vd_hint_new (vd_node_text (node, "why", lang));
  GtkWidget *link = link_new (vd_node_id (node));
  Check check = {node, row, button};

  vd_target_set (button, vd_node_id (node));
  vd_set_labels (button, NULL, why);
  gtk_widget_set_margin_start (why, 30);
  gtk_box_append (GTK_BOX (row), button);
  gtk_box_append (GTK_BOX (row), why);
  if (link != NULL) {
    gtk_widget_set_margin_start (link, 20);
    gtk_box_append (GTK_BOX (row), link);
  }
  g_signal_connect (button, "toggled", G_CALLBACK (toggled_cb), self);
  g_array_append_val (self->checks, check);
  return row;
}

static void
vd_place_prepare_dispose (GObject *object)
{
  VdPlacePrepare *self = VD_PLACE_PREPARE (object);

  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_clear_object (&self->session);
  g_clear_pointer (&self->checks, g_array_unref);
  G_OBJECT_CLASS (vd_place_prepare_parent_class)->dispose (object);
}

static void
vd_place_prepare_class_init (VdPlacePrepareClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = vd_place_prepare_dispose;
}

static void
vd_place_prepare_init (VdPlacePrepare *self)
{
  self->checks = g_array_new (FALSE, FALSE, sizeof (Check));
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 12);
}

GtkWidget *
vd_place_prepare_new (VdSession *session)
{
  VdPlacePrepare *self = g_object_new (VD_TYPE_PLACE_PREPARE, NULL);
  const GPtrArray *nodes = vd_pack_nodes (vd_session_get_pack (session), "check");
  GtkWidget *inside;

  self->session = g_object_ref (session);
  gtk_box_append (GTK_BOX (self),
                  vd_paragraph_new (_ ("Before the talk. Tick what is in place; nothing here must "
                                       "be filled in.")));
  gtk_box_append (GTK_BOX (self), vd_card_new (&inside));
  for (guint i = 0; i < nodes->len; i++)
    gtk_box_append (GTK_BOX (inside), check_row_new (self, g_ptr_array_index (nodes, i)));
  refresh (self);
  g_signal_connect_swapped (session, "record-changed", G_CALLBACK (refresh), self);
  return GTK_WIDGET (self);
}
