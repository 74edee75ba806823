/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "journal"

#include "config.h"

#include "ui/place-journal.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "ui/compat.h"
#include "ui/editor.h"
#include "ui/field-groups.h"
#include "ui/journal-entry.h"
#include "ui/parts.h"
#include "ui/widgets.h"

#define LIST "journal"
#define CORRECTION "correction"
#define ENTRIES_AT_ONCE 20
#define MAX_KINDS 8

#define VD_TYPE_PLACE_JOURNAL (vd_place_journal_get_type ())
G_DECLARE_FINAL_TYPE (VdPlaceJournal, vd_place_journal, VD, PLACE_JOURNAL, GtkBox)

struct _VdPlaceJournal {
  GtkBox parent;

  VdSession *session;
  const char *const *codes; /* of kinds */
  GtkWidget *kinds[MAX_KINDS];
  GtkWidget *kind_label;
  GtkWidget *kind_group;
  GtkWidget *correcting; /* says which note is being corrected */
  GtkWidget *text;
  GtkWidget *error;
  GtkWidget *stop; /* ends correcting */
  GtkBox *list;
  GtkWidget *more;
  GtkWidget *fields; /* about the case as a whole */

  int corrects; /* index, or -1 */
  guint limit;
  guint shown; /* notes in the list, of how many */
};

static void vd_place_journal_place_init (VdPlaceInterface *iface);
static void vd_place_journal_editor_init (VdEditorInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (VdPlaceJournal,
                               vd_place_journal,
                               GTK_TYPE_BOX,
                               G_IMPLEMENT_INTERFACE (VD_TYPE_PLACE, vd_place_journal_place_init)
                                   G_IMPLEMENT_INTERFACE (VD_TYPE_EDITOR,
                                                          vd_place_journal_editor_init))

/* The list. */

static void
rebuild (VdPlaceJournal *self)
{
  guint n = vd_record_n_items (vd_session_get_record (self->session), LIST);

  vd_box_clear (self->list);
  self->shown = n;
  for (guint i = 0; i < MIN (n, self->limit); i++)
    gtk_box_append (self->list, vd_journal_entry_new (self->session, n - 1 - i));
  if (n == 0)
    gtk_box_append (self->list, vd_paragraph_new (_ ("No notes yet.")));
  gtk_widget_set_visible (self->more, n > self->limit);
}

static void
refresh (VdPlaceJournal *self)
{
  const VdRecord *record = vd_session_get_record (self->session);

  /* Notes are never changed: nothing to do when there are as many as before. */
  if (record != NULL && vd_record_n_items (record, LIST) != self->shown)
    rebuild (self);
}

static void
more_cb (VdPlaceJournal *self)
{
  self->limit += ENTRIES_AT_ONCE;
  rebuild (self);
}

/* The form. */

static const char *
chosen_kind (VdPlaceJournal *self)
{
  if (self->corrects >= 0)
    return CORRECTION;
  for (guint i = 0; self->codes[i] != NULL; i++) {
    if (self->kinds[i] != NULL && gtk_check_button_get_active (GTK_CHECK_BUTTON (self->kinds[i])))
      return self->codes[i];
  }
  return NULL;
}

static void
choose_kind (VdPlaceJournal *self, const char *kind)
{
  for (guint i = 0; self->codes[i] != NULL; i++) {
    if (self->kinds[i] != NULL)
      gtk_check_button_set_active (GTK_CHECK_BUTTON (self->kinds[i]),
                                   g_strcmp0 (self->codes[i], kind) == 0);
  }
}

static void
set_corrects (VdPlaceJournal *self, int index)
{
  gboolean on = index >= 0;

  self->corrects = index;
  if (on) {
    g_autofree char *stamp = vd_journal_entry_stamp (self->session, (guint)index);
    g_autofree char *text = g_strdup_printf (
        _ ("Correction of the note of %s. The note itself stays as it is."), stamp);

    gtk_label_set_label (GTK_LABEL (self->correcting), text);
  }
  gtk_widget_set_visible (self->correcting, on);
  gtk_widget_set_visible (self->stop, on);
  gtk_widget_set_visible (self->kind_label, !on);
  gtk_widget_set_visible (self->kind_group, !on);
}

static void
stop_cb (VdPlaceJournal *self)
{
  gtk_widget_grab_focus (self->text);
  set_corrects (self, -1);
}

static void
correct_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  VdPlaceJournal *self = VD_PLACE_JOURNAL (widget);

  set_corrects (self, (int)g_variant_get_uint32 (parameter));
  gtk_widget_grab_focus (self->text);
  vd_announce (widget, gtk_label_get_label (GTK_LABEL (self->correcting)));
}

static void
show_error (VdPlaceJournal *self, const char *text)
{
  gtk_label_set_label (GTK_LABEL (self->error), text != NULL ? text : "");
  gtk_widget_set_visible (self->error, text != NULL);
  vd_set_invalid (self->text, text != NULL);
  vd_set_labels (self->text, NULL, self->error);
  gtk_widget_grab_focus (self->text);
}

static void
add_cb (VdPlaceJournal *self)
{
  g_autofree char *text = vd_typed_get (self->text);

  if (*g_strstrip (text) == '\0') {
    show_error (self, _ ("Write something first."));
    return;
  }
  if (!vd_session_add_journal (self->session, chosen_kind (self), text, self->corrects, NULL)) {
    show_error (self, _ ("This cannot be saved: it is too long, or the assessment is full."));
    return;
  }
  vd_typed_set (self->text, "");
  choose_kind (self, NULL);
  set_corrects (self, -1);
  show_error (self, NULL);
  vd_announce (GTK_WIDGET (self), _ ("The note is added."));
}

/* Half-typed notes. */

static void
vd_place_journal_save (VdEditor *editor, json_t *texts)
{
  VdPlaceJournal *self = VD_PLACE_JOURNAL (editor);
  g_autofree char *text = vd_typed_get (self->text);
  const char *kind = chosen_kind (self);

  if (*text == '\0' && kind == NULL)
    return;
  json_object_set_new (texts, "journal/text", json_string (text));
  if (kind != NULL)
    json_object_set_new (texts, "journal/kind", json_string (kind));
  if (self->corrects >= 0)
    json_object_set_new (texts, "journal/corrects", json_integer (self->corrects));
}

static void
vd_place_journal_restore (VdEditor *editor, const json_t *texts)
{
  VdPlaceJournal *self = VD_PLACE_JOURNAL (editor);
  const char *text = json_string_value (json_object_get (texts, "journal/text"));
  const json_t *corrects = json_object_get (texts, "journal/corrects");

  if (text == NULL)
    return;
  vd_typed_set (self->text, text);
  choose_kind (self, json_string_value (json_object_get (texts, "journal/kind")));
  if (json_is_integer (corrects) && json_integer_value (corrects) >= 0 &&
      json_integer_value (corrects) < (json_int_t)self->shown)
    set_corrects (self, (int)json_integer_value (corrects));
}

static void
vd_place_journal_editor_init (VdEditorInterface *iface)
{
  iface->save = vd_place_journal_save;
  iface->restore = vd_place_journal_restore;
}

static void
vd_place_journal_reveal (VdPlace *place, const char *target)
{
  vd_place_reveal (VD_PLACE_JOURNAL (place)->fields, target);
}

static void
vd_place_journal_place_init (VdPlaceInterface *iface)
{
  iface->reveal = vd_place_journal_reveal;
}

/* The object. */

static gboolean
vd_place_journal_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (VD_PLACE_JOURNAL (widget)->text);
}

static void
vd_place_journal_dispose (GObject *object)
{
  VdPlaceJournal *self = VD_PLACE_JOURNAL (object);

  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (vd_place_journal_parent_class)->dispose (object);
}

static void
vd_place_journal_class_init (VdPlaceJournalClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = vd_place_journal_dispose;
  widget_class->grab_focus = vd_place_journal_grab_focus;
  gtk_widget_class_install_action (widget_class, "journal.correct", "u", correct_action);
}

static void
vd_place_journal_init (VdPlaceJournal *self)
{
  self->limit = ENTRIES_AT_ONCE;
  self->corrects = -1;
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 18);
}

static void
add_kinds (VdPlaceJournal *self, GtkBox *box)
{
  const VdPack *pack = vd_session_get_pack (self->session);
  const char *lang = vd_session_get_language (self->session);
  const VdNode *field = vd_pack_find (pack, "field", "journal.kind");
  VdFieldType type;

  vd_record_field ("journal[].kind", &type, &self->codes);
  self->kind_label = vd_paragraph_new (vd_node_text (field, "name", lang));
  gtk_widget_add_css_class (self->kind_label, "heading");
  self->kind_group = vd_group_new (GTK_ACCESSIBLE_ROLE_RADIO_GROUP, self->kind_label);
  for (guint i = 0; self->codes[i] != NULL && i < MAX_KINDS; i++) {
    if (g_str_equal (self->codes[i], CORRECTION))
      continue;
    self->kinds[i] =
        vd_radio_new (vd_pack_choice (pack, "journal.kind", self->codes[i], lang), self->kinds[0]);
    gtk_box_append (GTK_BOX (self->kind_group), self->kinds[i]);
  }
  gtk_box_append (box, self->kind_label);
  gtk_box_append (box, self->kind_group);
}

static GtkWidget *
buttons_new (VdPlaceJournal *self)
{
  GtkWidget *buttons = vd_group_new (GTK_ACCESSIBLE_ROLE_GROUP, NULL);
  GtkWidget *add = vd_button_new (_ ("_Add note"));

  self->stop = vd_button_new (_ ("_Write a new note instead"));
  gtk_widget_add_css_class (add, "suggested-action");
  g_signal_connect_swapped (add, "clicked", G_CALLBACK (add_cb), self);
  g_signal_connect_swapped (self->stop, "clicked", G_CALLBACK (stop_cb), self);
  gtk_box_append (GTK_BOX (buttons), add);
  gtk_box_append (GTK_BOX (buttons), self->stop);
  return buttons;
}

static GtkWidget *
form_new (VdPlaceJournal *self)
{
  GtkWidget *label = vd_paragraph_new (_ ("Text of the note"));
  GtkWidget *inside;
  GtkWidget *card = vd_card_new (&inside);
  GtkWidget *area = vd_area_new (&self->text);
  GtkBox *box = GTK_BOX (inside);

  self->correcting = vd_paragraph_new ("");
  self->error = vd_hint_new ("");
  gtk_widget_add_css_class (self->error, "error");
  gtk_widget_set_visible (self->error, FALSE);
  gtk_widget_add_css_class (label, "heading");
  vd_set_labels (self->text, label, NULL);
  vd_target_set (self->text, "journal/text");
  gtk_box_append (box, self->correcting);
  add_kinds (self, box);
  gtk_box_append (box, label);
  gtk_box_append (box, area);
  gtk_box_append (box, self->error);
  gtk_box_append (box, buttons_new (self));
  set_corrects (self, -1);
  return card;
}

GtkWidget *
vd_place_journal_new (VdSession *session)
{
  VdPlaceJournal *self = g_object_new (VD_TYPE_PLACE_JOURNAL, NULL);

  self->session = g_object_ref (session);
  self->list = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 12));
  self->fields = vd_field_groups_new (session, "case", FALSE);
  self->more = vd_button_new (_ ("Show _earlier notes"));
  gtk_widget_set_halign (self->more, GTK_ALIGN_CENTER);
  g_signal_connect_swapped (self->more, "clicked", G_CALLBACK (more_cb), self);
  gtk_box_append (
      GTK_BOX (self),
      vd_paragraph_new (_ ("Facts with time and author. A note is never changed or removed; a "
                           "correction is a note of its own.")));
  gtk_box_append (GTK_BOX (self), form_new (self));
  gtk_box_append (GTK_BOX (self), GTK_WIDGET (self->list));
  gtk_box_append (GTK_BOX (self), self->more);
  gtk_box_append (GTK_BOX (self), vd_heading_new (_ ("The case as a whole"), 3));
  gtk_box_append (GTK_BOX (self), self->fields);
  rebuild (self);
  g_signal_connect_swapped (session, "record-changed", G_CALLBACK (refresh), self);
  return GTK_WIDGET (self);
}
