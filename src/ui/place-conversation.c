/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "place-conversation"

#include "config.h"

#include "ui/place-conversation.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/json.h"
#include "base/lang.h"
#include "ui/blocks.h"
#include "ui/column.h"
#include "ui/editor.h"
#include "ui/page.h"
#include "ui/parts.h"
#include "ui/phase-box.h"
#include "ui/phase-extras.h"
#include "ui/say-block.h"

#define WIDTH 760

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

static void page_iface_init (VdPageInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (VdPlaceConversation,
                               vd_place_conversation,
                               ADW_TYPE_BIN,
                               G_IMPLEMENT_INTERFACE (VD_TYPE_PAGE, page_iface_init))

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
  vd_block_append (box, vd_heading_new (_ ("The conversation"), 2));
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

void
vd_place_conversation_goto (GtkWidget *place, const char *id)
{
  VdPlaceConversation *self = VD_PLACE_CONVERSATION (place);

  vd_column_update (self->column);
  for (guint i = 0; i < self->phases->len; i++) {
    VdPhaseBox *phase = g_ptr_array_index (self->phases, i);

    if (g_str_equal (vd_node_id (vd_phase_box_get_phase (phase)), id))
      open_phase (self, phase);
  }
}

static const char *
vd_place_conversation_title (VdPage *page)
{
  return _ ("The conversation");
}

static void
vd_place_conversation_shown (VdPage *page)
{
  VdPlaceConversation *self = VD_PLACE_CONVERSATION (page);

  vd_column_update (self->column);
  vd_column_focus_first (self->column);
}

static void
vd_place_conversation_leave (VdPage *page)
{
  vd_editors_commit (GTK_WIDGET (page));
}

/* What is open, and what is half typed in it. */
static char *
vd_place_conversation_save_draft (VdPage *page)
{
  g_autoptr (json_t) texts = json_object ();

  vd_editors_save (GTK_WIDGET (page), texts);
  return vd_json_write (texts, NULL);
}

static void
vd_place_conversation_restore_draft (VdPage *page, const char *draft)
{
  VdPlaceConversation *self = VD_PLACE_CONVERSATION (page);
  g_autoptr (json_t) texts = vd_json_parse (draft, strlen (draft), NULL);

  vd_column_update (self->column);
  if (json_is_object (texts))
    vd_editors_restore (GTK_WIDGET (page), texts);
}

static void
page_iface_init (VdPageInterface *iface)
{
  iface->title = vd_place_conversation_title;
  iface->shown = vd_place_conversation_shown;
  iface->leave = vd_place_conversation_leave;
  iface->save_draft = vd_place_conversation_save_draft;
  iface->restore_draft = vd_place_conversation_restore_draft;
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
  GtkWidget *column = vd_column_new (session, WIDTH, update, self);

  self->session = g_object_ref (session);
  self->column = VD_COLUMN (column);
  adw_bin_set_child (ADW_BIN (self), column);
  return GTK_WIDGET (self);
}
