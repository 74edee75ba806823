/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "place-conversation"

#include "config.h"

#include "ui/place-conversation.h"

#include <glib/gi18n-lib.h>

#include "base/lang.h"
#include "ui/blocks.h"
#include "ui/column.h"
#include "ui/editor.h"
#include "ui/parts.h"
#include "ui/phase-box.h"
#include "ui/phase-extras.h"
#include "ui/place.h"
#include "ui/say-block.h"

#define VD_TYPE_PLACE_CONVERSATION (vd_place_conversation_get_type ())
G_DECLARE_FINAL_TYPE (VdPlaceConversation, vd_place_conversation, VD, PLACE_CONVERSATION, AdwBin)

struct _VdPlaceConversation {
  AdwBin parent;

  VdSession *session;
  VdColumn *column;
  GtkWidget *child_note;
  GtkWidget *language_note;
  GPtrArray *phases; /* (element-type VdPhaseBox) (transfer none) */
};

static void place_iface_init (VdPlaceInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (VdPlaceConversation,
                               vd_place_conversation,
                               ADW_TYPE_BIN,
                               G_IMPLEMENT_INTERFACE (VD_TYPE_PLACE, place_iface_init))

/* Says when the words cannot be shown in the person's language. */
static void
update_language_note (VdPlaceConversation *self)
{
  const GPtrArray *languages = vd_pack_nodes (vd_session_get_pack (self->session), "language");
  const char *second = vd_say_second_language (self->session);
  const VdLang *known = second != NULL ? vd_lang_find (second) : NULL;
  g_autofree char *text = NULL;

  gtk_widget_set_visible (self->language_note, FALSE);
  for (guint i = 0; second != NULL && i < languages->len; i++) {
    if (g_str_equal (vd_node_id (g_ptr_array_index (languages, i)), second))
      return;
  }
  if (second == NULL)
    return;
  text =
      g_strdup_printf (_ ("There are no words in the person's language (%s) yet. Say them through "
                          "the interpreter, a few at a time."),
                       known != NULL ? known->native_name : second);
  gtk_label_set_label (GTK_LABEL (self->language_note), text);
  gtk_widget_set_visible (self->language_note, TRUE);
}

static VdPhaseBox *
next_phase (VdPlaceConversation *self, VdPhaseBox *phase)
{
  guint index;

  g_ptr_array_find (self->phases, phase, &index);
  for (guint i = index + 1; i < self->phases->len; i++) {
    if (gtk_widget_get_visible (g_ptr_array_index (self->phases, i)))
      return g_ptr_array_index (self->phases, i);
  }
  return NULL;
}

static void
open_phase (VdPlaceConversation *self, VdPhaseBox *phase)
{
  vd_phase_box_set_open (phase, TRUE);
  vd_column_show (self->column, vd_phase_box_get_button (phase));
}

static void
next_cb (VdPhaseBox *phase, VdPlaceConversation *self)
{
  VdPhaseBox *next = next_phase (self, phase);

  if (next == NULL) {
    gtk_widget_activate_action (GTK_WIDGET (self), "assessment.goto", "s", "overview");
    return;
  }
  vd_phase_box_set_open (phase, FALSE);
  open_phase (self, next);
}

static void
fill (VdPlaceConversation *self, GtkWidget *box)
{
  const GPtrArray *phases = vd_pack_nodes (vd_session_get_pack (self->session), "phase");

  self->child_note = vd_paragraph_new (
      _ ("The person is or may be under 18: only the phases and the words that are for a child are "
         "shown. Ask no more than you must."));
  gtk_widget_add_css_class (self->child_note, "heading");
  self->language_note = vd_paragraph_new ("");
  vd_block_append (box,
                   vd_paragraph_new (_ ("Choose what fits, in any order. Every moment is a good "
                                        "moment to stop.")));
  vd_block_append (box, self->child_note);
  vd_block_append (box, self->language_note);
  for (guint i = 0; i < phases->len; i++) {
    GtkWidget *phase = vd_phase_box_new (self->session, g_ptr_array_index (phases, i));

    g_signal_connect (phase, "next", G_CALLBACK (next_cb), self);
    g_ptr_array_add (self->phases, phase);
    vd_block_append (box, phase);
  }
  vd_phase_box_set_open (g_ptr_array_index (self->phases, 0), TRUE);
}

static void
update (GtkWidget *box, gpointer data)
{
  VdPlaceConversation *self = data;

  if (self->phases->len == 0)
    fill (self, box);
  gtk_widget_set_visible (self->child_note, vd_session_get_guidance (self->session)->child_path);
  update_language_note (self);
  for (guint i = 0; i < self->phases->len; i++) {
    VdPhaseBox *phase = g_ptr_array_index (self->phases, i);

    gtk_widget_set_visible (GTK_WIDGET (phase),
                            vd_phase_shows (self->session, vd_phase_box_get_phase (phase)));
    vd_phase_box_update (phase);
  }
}

static void
vd_place_conversation_reveal (VdPlace *place, const char *target)
{
  VdPlaceConversation *self = VD_PLACE_CONVERSATION (place);

  vd_column_update (self->column);
  for (guint i = 0; i < self->phases->len; i++) {
    VdPhaseBox *phase = g_ptr_array_index (self->phases, i);

    if (vd_phase_box_holds (phase, target))
      vd_phase_box_set_open (phase, TRUE);
  }
}

static void
place_iface_init (VdPlaceInterface *iface)
{
  iface->reveal = vd_place_conversation_reveal;
}

static void
vd_place_conversation_dispose (GObject *object)
{
  VdPlaceConversation *self = VD_PLACE_CONVERSATION (object);

  g_clear_pointer (&self->phases, g_ptr_array_unref);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (vd_place_conversation_parent_class)->dispose (object);
}

static void
vd_place_conversation_class_init (VdPlaceConversationClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = vd_place_conversation_dispose;
}

static void
vd_place_conversation_init (VdPlaceConversation *self)
{
  self->phases = g_ptr_array_new ();
}

GtkWidget *
vd_place_conversation_new (VdSession *session)
{
  VdPlaceConversation *self = g_object_new (VD_TYPE_PLACE_CONVERSATION, NULL);
  GtkWidget *column = vd_column_new (session, update, self);

  self->session = g_object_ref (session);
  self->column = VD_COLUMN (column);
  adw_bin_set_child (ADW_BIN (self), column);
  return GTK_WIDGET (self);
}
