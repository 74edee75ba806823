/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "place-paper"

#include "config.h"

#include "ui/place-paper.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "core/paper-order.h"
#include "share/sheet.h"
#include "ui/answer-row.h"
#include "ui/blocks.h"
#include "ui/compat.h"
#include "ui/editor.h"
#include "ui/parts.h"
#include "ui/widgets.h"

#define VD_TYPE_PLACE_PAPER (vd_place_paper_get_type ())
G_DECLARE_FINAL_TYPE (VdPlacePaper, vd_place_paper, VD, PLACE_PAPER, GtkBox)

struct _VdPlacePaper {
  GtkBox parent;

  VdSession *session;
  GArray *order;      /* (element-type VdPaperItem): of the sheet */
  GtkWidget *print;   /* the sheet's own hash */
  GtkWidget *version; /* whether it is that of the content here */
  GtkWidget *code;
  GtkWidget *said;   /* what is wrong with the code, or where on the sheet it stands */
  GtkWidget *holder; /* of the row */
  GtkWidget *row;    /* (nullable): the sign in hand */
  GtkWidget *next;
};

static void vd_place_paper_place_init (VdPlaceInterface *iface);
static void vd_place_paper_editor_init (VdEditorInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (VdPlacePaper,
                               vd_place_paper,
                               GTK_TYPE_BOX,
                               G_IMPLEMENT_INTERFACE (VD_TYPE_PLACE, vd_place_paper_place_init)
                                   G_IMPLEMENT_INTERFACE (VD_TYPE_EDITOR,
                                                          vd_place_paper_editor_init))

static const VdPaperItem *
item_at (VdPlacePaper *self, guint index)
{
  return &g_array_index (self->order, VdPaperItem, index);
}

/* Returns: how many stand before @indicator on the sheet; -1 when it is not on it. */
static int
index_of (VdPlacePaper *self, const VdIndicator *indicator)
{
  for (guint i = 0; i < self->order->len; i++) {
    if (item_at (self, i)->indicator == indicator)
      return (int)i;
  }
  return -1;
}

/* The version of the sheet. */

static gboolean
is_same_content (VdPlacePaper *self, const char *typed)
{
  const char *hash = vd_pack_hash (vd_session_get_pack (self->session));
  gsize length = strlen (typed);

  return length <= strlen (hash) && g_ascii_strncasecmp (hash, typed, length) == 0;
}

static void
print_changed_cb (VdPlacePaper *self)
{
  g_autofree char *typed = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->print)));
  gboolean same = is_same_content (self, g_strstrip (typed));

  gtk_widget_set_visible (self->version, *typed != '\0');
  gtk_label_set_label (GTK_LABEL (self->version),
                       same ? _ ("So far the same content as here.")
                            : _ ("This sheet is of another version of the content. Codes and words "
                                 "may differ: compare the text of each sign before you answer."));
  vd_set_invalid (self->print, !same);
}

/* The sign in hand. */

static void
say (VdPlacePaper *self, const char *text, gboolean wrong)
{
  gtk_label_set_label (GTK_LABEL (self->said), text);
  gtk_widget_set_visible (self->said, *text != '\0');
  vd_set_invalid (self->code, wrong);
}

static void
say_where (VdPlacePaper *self, const VdIndicator *indicator)
{
  const char *lang = vd_session_get_language (self->session);
  int index = index_of (self, indicator);
  const VdNode *group = index < 0 ? NULL : item_at (self, (guint)index)->group;
  g_autofree char *text = NULL;

  if (index < 0)
    text =
        g_strdup (_ ("This sign is not on the sheet of this workplace. It counts all the same."));
  else
    /* Translators: the heading on the sheet, which sign it is and of how many. */
    text =
        g_strdup_printf (_ ("%s: %d of %u"),
                         group != NULL ? vd_node_text (group, "name", lang) : _ ("The first look"),
                         index + 1, self->order->len);
  say (self, text, FALSE);
}

static void
show_sign (VdPlacePaper *self, const VdIndicator *indicator)
{
  /* First: the one in hand may hold what was not handed over yet. */
  vd_editors_commit (self->holder);
  vd_box_clear (GTK_BOX (self->holder));
  self->row = vd_answer_row_new (self->session, indicator);
  gtk_box_append (GTK_BOX (self->holder), self->row);
  gtk_widget_set_visible (self->next, TRUE);
  gtk_editable_set_text (GTK_EDITABLE (self->code), indicator->id);
  say_where (self, indicator);
}

static gboolean
show_typed (VdPlacePaper *self)
{
  const char *typed = gtk_editable_get_text (GTK_EDITABLE (self->code));
  const VdIndicator *indicator = vd_paper_find (vd_session_get_pack (self->session), typed);

  if (indicator == NULL) {
    say (self, _ ("There is no sign with this code. It stands before each sign: ECO-01."), TRUE);
    vd_announce (self->said, gtk_label_get_label (GTK_LABEL (self->said)));
    return FALSE;
  }
  show_sign (self, indicator);
  return TRUE;
}

static void
code_entered_cb (VdPlacePaper *self)
{
  if (show_typed (self))
    gtk_widget_grab_focus (self->row);
}

static void
next_cb (VdPlacePaper *self)
{
  const VdIndicator *held = vd_answer_row_get_indicator (VD_ANSWER_ROW (self->row));
  guint next = (guint)(index_of (self, held) + 1);

  if (next >= self->order->len) {
    vd_editors_commit (self->holder);
    say (self, _ ("That was the last sign of the sheet."), FALSE);
    vd_announce (self->said, gtk_label_get_label (GTK_LABEL (self->said)));
    return;
  }
  show_sign (self, item_at (self, next)->indicator);
  gtk_widget_grab_focus (self->row);
}

/* Enter on the answer or on how it is known goes on; on other buttons it presses them. */
static gboolean
key_cb (GtkEventControllerKey *controller,
        guint key,
        guint code,
        GdkModifierType state,
        gpointer data)
{
  VdPlacePaper *self = data;
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (GTK_WIDGET (self)));

  if ((key != GDK_KEY_Return && key != GDK_KEY_KP_Enter) || !GTK_IS_CHECK_BUTTON (focus))
    return FALSE;
  next_cb (self);
  return TRUE;
}

/* The place. */

static void
vd_place_paper_reveal (VdPlace *place, const char *target)
{
  VdPlacePaper *self = VD_PLACE_PAPER (place);
  const VdIndicator *indicator =
      vd_pack_find_indicator (vd_session_get_pack (self->session), target);

  if (indicator != NULL)
    show_sign (self, indicator);
}

static void
vd_place_paper_place_init (VdPlaceInterface *iface)
{
  iface->reveal = vd_place_paper_reveal;
}

static void
save_text (json_t *texts, const char *key, GtkWidget *entry)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (entry));

  if (*text != '\0')
    json_object_set_new (texts, key, json_string (text));
}

static void
vd_place_paper_save (VdEditor *editor, json_t *texts)
{
  VdPlacePaper *self = VD_PLACE_PAPER (editor);

  save_text (texts, "paper-print", self->print);
  save_text (texts, "paper-code", self->code);
}

static void
vd_place_paper_restore (VdEditor *editor, const json_t *texts)
{
  VdPlacePaper *self = VD_PLACE_PAPER (editor);
  const char *print = json_string_value (json_object_get (texts, "paper-print"));
  const char *code = json_string_value (json_object_get (texts, "paper-code"));

  if (print != NULL)
    gtk_editable_set_text (GTK_EDITABLE (self->print), print);
  if (code == NULL)
    return;
  gtk_editable_set_text (GTK_EDITABLE (self->code), code);
  /* Half a code stays as it was typed. */
  if (self->row == NULL && vd_paper_find (vd_session_get_pack (self->session), code) != NULL)
    show_typed (self);
}

static void
vd_place_paper_editor_init (VdEditorInterface *iface)
{
  iface->save = vd_place_paper_save;
  iface->restore = vd_place_paper_restore;
}

static gboolean
vd_place_paper_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (VD_PLACE_PAPER (widget)->code);
}

static void
vd_place_paper_dispose (GObject *object)
{
  VdPlacePaper *self = VD_PLACE_PAPER (object);

  g_clear_pointer (&self->order, g_array_unref);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (vd_place_paper_parent_class)->dispose (object);
}

static void
vd_place_paper_class_init (VdPlacePaperClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = vd_place_paper_dispose;
  GTK_WIDGET_CLASS (klass)->grab_focus = vd_place_paper_grab_focus;
}

static void
vd_place_paper_init (VdPlacePaper *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 9);
}

static GtkWidget *
entry_new (const char *target, int chars)
{
  GtkWidget *entry = gtk_entry_new ();

  vd_private_text (entry);
  gtk_editable_set_width_chars (GTK_EDITABLE (entry), chars);
  gtk_widget_set_halign (entry, GTK_ALIGN_START);
  vd_target_set (entry, target);
  return entry;
}

/* Side by side where there is room: the sign in hand should be in sight. */
static GtkWidget *
append_pair (VdPlacePaper *self)
{
  GtkWidget *pair = vd_group_new (GTK_ACCESSIBLE_ROLE_GROUP, NULL);

  gtk_box_append (GTK_BOX (self), pair);
  return pair;
}

static void
append_field (GtkWidget *pair, const char *name, GtkWidget *entry)
{
  GtkWidget *box = vd_block_box (6);

  vd_box_append_field (GTK_BOX (box), name, entry);
  vd_block_append (pair, box);
}

static void
add_head (VdPlacePaper *self)
{
  GtkBox *box = GTK_BOX (self);
  GtkWidget *pair;

  gtk_box_append (box, vd_paragraph_new (_ ("For a sheet that was filled in by hand. Danger and "
                                            "person stand first on it: enter them in their own "
                                            "places. Then type the code of a sign, answer with 1 "
                                            "to 4, and press Enter for the next one on the "
                                            "sheet.")));
  pair = append_pair (self);
  vd_block_append (pair, vd_block_link (_ ("Danger now"), "danger"));
  vd_block_append (pair, vd_block_link (_ ("Person"), "person"));
  pair = append_pair (self);
  self->code = entry_new ("paper-code", 8);
  self->print = entry_new ("paper-print", VD_SHEET_HASH_DIGITS);
  append_field (pair, _ ("_Code before the sign"), self->code);
  append_field (pair, _ ("Start of the _fingerprint at the foot of the sheet"), self->print);
  self->version = vd_hint_new ("");
  self->said = vd_hint_new ("");
  gtk_widget_set_visible (self->version, FALSE);
  gtk_widget_set_visible (self->said, FALSE);
  gtk_box_append (box, self->version);
  gtk_box_append (box, self->said);
}

static void
add_row (VdPlacePaper *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->holder = vd_block_box (12);
  /* Before the row, which would look for another one to go to. */
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_cb), self);
  gtk_widget_add_controller (self->holder, keys);
  self->next = vd_text_button_new (_ ("Next on the sheet"), NULL, FALSE);
  gtk_widget_set_halign (self->next, GTK_ALIGN_END);
  gtk_widget_set_visible (self->next, FALSE);
  gtk_box_append (GTK_BOX (self), self->holder);
  gtk_box_append (GTK_BOX (self), self->next);
}

GtkWidget *
vd_place_paper_new (VdSession *session)
{
  VdPlacePaper *self = g_object_new (VD_TYPE_PLACE_PAPER, NULL);
  const VdPack *pack = vd_session_get_pack (session);
  const char *setting = vd_record_get_text (vd_session_get_record (session), "setting");

  self->session = g_object_ref (session);
  self->order = vd_paper_order (pack, vd_pack_find (pack, "setting", setting));
  add_head (self);
  add_row (self);
  g_signal_connect_swapped (self->print, "changed", G_CALLBACK (print_changed_cb), self);
  g_signal_connect_swapped (self->code, "activate", G_CALLBACK (code_entered_cb), self);
  g_signal_connect_swapped (self->next, "clicked", G_CALLBACK (next_cb), self);
  return GTK_WIDGET (self);
}
