/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "place"

#include "config.h"

#include "ui/place-danger.h"

#include <glib/gi18n-lib.h>

#include "ui/compat.h"
#include "ui/editor.h"
#include "ui/field-row.h"
#include "ui/parts.h"
#include "ui/widgets.h"

#define FIELD "person.danger"

#define VD_TYPE_PLACE_DANGER (vd_place_danger_get_type ())
G_DECLARE_FINAL_TYPE (VdPlaceDanger, vd_place_danger, VD, PLACE_DANGER, GtkBox)

typedef struct {
  const char *code;
  GtkWidget *check;
  GtkWidget *advice; /* what to do, and until when */
} Danger;

struct _VdPlaceDanger {
  GtkBox parent;

  VdSession *session;
  GArray *dangers; /* (element-type Danger) */
  GtkWidget *none;
  gboolean showing;
};

G_DEFINE_FINAL_TYPE (VdPlaceDanger, vd_place_danger, GTK_TYPE_BOX)

static const char *const contacts[] = {"police-112", "medical-113", "police-02800",
                                       "barnevernvakt"};

/* A point in time belongs to these. */
static const char *const timed[] = {"must-be-back", "removal-today", NULL};

static void
refresh (VdPlaceDanger *self)
{
  const VdRecord *record = vd_session_get_record (self->session);

  if (record == NULL)
    return;
  self->showing = TRUE;
  for (guint i = 0; i < self->dangers->len; i++) {
    Danger *danger = &g_array_index (self->dangers, Danger, i);
    gboolean on = vd_record_list_has (record, FIELD, danger->code);

    gtk_check_button_set_active (GTK_CHECK_BUTTON (danger->check), on);
    gtk_widget_set_visible (danger->advice, on);
  }
  gtk_check_button_set_active (GTK_CHECK_BUTTON (self->none),
                               vd_record_has (record, FIELD) &&
                                   vd_record_list_length (record, FIELD) == 0);
  self->showing = FALSE;
}

static void
toggled_cb (GtkCheckButton *button, gpointer data)
{
  VdPlaceDanger *self = data;
  gboolean on = gtk_check_button_get_active (button);

  if (self->showing)
    return;
  for (guint i = 0; i < self->dangers->len; i++) {
    Danger *danger = &g_array_index (self->dangers, Danger, i);

    if (danger->check != GTK_WIDGET (button))
      continue;
    vd_session_list_set (self->session, FIELD, danger->code, on);
    /* Unticking the last one is taking it back, not saying that there is none. */
    if (!on && vd_record_list_length (vd_session_get_record (self->session), FIELD) == 0)
      vd_session_unset (self->session, FIELD);
    if (on)
      vd_announce (GTK_WIDGET (self),
                   gtk_label_get_label (GTK_LABEL (gtk_widget_get_first_child (danger->advice))));
  }
}

static void
none_toggled_cb (GtkCheckButton *button, gpointer data)
{
  VdPlaceDanger *self = data;

  if (self->showing)
    return;
  if (!gtk_check_button_get_active (button)) {
    vd_session_unset (self->session, FIELD);
    return;
  }
  for (guint i = 0; i < self->dangers->len; i++) {
    const char *code = g_array_index (self->dangers, Danger, i).code;

    if (vd_record_list_has (vd_session_get_record (self->session), FIELD, code))
      vd_session_list_set (self->session, FIELD, code, FALSE);
  }
  vd_session_list_asked (self->session, FIELD);
}

/* Numbers. */

static GtkWidget *
contact_new (const VdNode *contact, GtkSizeGroup *numbers, const char *lang)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  const char *phone = vd_node_attr (contact, "phone");
  GtkWidget *number = gtk_label_new (phone != NULL ? phone : vd_node_attr (contact, "web"));
  GtkWidget *name = vd_paragraph_new (vd_node_text (contact, "name", lang));

  gtk_widget_add_css_class (number, phone != NULL ? "title-4" : "heading");
  gtk_size_group_add_widget (numbers, number);
  gtk_label_set_xalign (GTK_LABEL (number), 0);
  gtk_widget_set_valign (number, GTK_ALIGN_START);
  gtk_widget_add_css_class (name, "heading");
  gtk_widget_set_hexpand (words, TRUE);
  gtk_box_append (GTK_BOX (words), name);
  gtk_box_append (GTK_BOX (words), vd_hint_new (vd_node_text (contact, "role", lang)));
  gtk_box_append (GTK_BOX (row), number);
  gtk_box_append (GTK_BOX (row), words);
  return row;
}

static GtkWidget *
contacts_new (VdPlaceDanger *self)
{
  const VdPack *pack = vd_session_get_pack (self->session);
  const VdRecord *record = vd_session_get_record (self->session);
  g_autoptr (GtkSizeGroup) numbers = gtk_size_group_new (GTK_SIZE_GROUP_HORIZONTAL);
  GtkWidget *inside;
  GtkWidget *card = vd_card_new (&inside);

  gtk_box_append (GTK_BOX (inside), vd_heading_new (_ ("Who to call"), 3));
  if (g_str_equal (vd_record_get_text (record, "setting"), "prison"))
    gtk_box_append (
        GTK_BOX (inside),
        vd_paragraph_new (_ ("In prison: the duty officer first, who separates those involved and "
                             "calls the health service.")));
  for (guint i = 0; i < G_N_ELEMENTS (contacts); i++) {
    const VdNode *contact = vd_pack_find (pack, "contact", contacts[i]);

    if (contact != NULL)
      gtk_box_append (GTK_BOX (inside),
                      contact_new (contact, numbers, vd_session_get_language (self->session)));
  }
  return card;
}

/* What is true now. */

static GtkWidget *
advice_new (VdPlaceDanger *self, const VdNode *choice)
{
  const char *lang = vd_session_get_language (self->session);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);

  gtk_widget_set_margin_start (box, 30);
  gtk_widget_set_margin_bottom (box, 6);
  gtk_box_append (GTK_BOX (box), vd_paragraph_new (vd_node_text (choice, "advice", lang)));
  if (g_strv_contains (timed, vd_node_id (choice))) {
    g_autofree char *path = g_strdup_printf ("person.danger_time.%s", vd_node_id (choice));
    const VdNode *field =
        vd_pack_find (vd_session_get_pack (self->session), "field", "person.danger_time");

    gtk_box_append (GTK_BOX (box), vd_field_row_new_named (self->session, path,
                                                           vd_node_text (field, "name", lang)));
  }
  return box;
}

static void
add_danger (VdPlaceDanger *self, GtkBox *box, const VdNode *choice)
{
  const char *lang = vd_session_get_language (self->session);
  Danger danger = {vd_node_id (choice), vd_check_new (vd_node_text (choice, "name", lang)),
                   advice_new (self, choice)};

  vd_target_set (danger.check, danger.code);
  g_signal_connect (danger.check, "toggled", G_CALLBACK (toggled_cb), self);
  gtk_box_append (box, danger.check);
  gtk_box_append (box, danger.advice);
  g_array_append_val (self->dangers, danger);
}

static GtkWidget *
questions_new (VdPlaceDanger *self)
{
  const VdNode *field = vd_pack_find (vd_session_get_pack (self->session), "field", FIELD);
  const char *lang = vd_session_get_language (self->session);
  const GPtrArray *choices = vd_node_children (field);
  GtkWidget *title = vd_heading_new (vd_node_text (field, "name", lang), 3);
  GtkWidget *help = vd_paragraph_new (vd_node_text (field, "help", lang));
  GtkWidget *group =
      g_object_new (GTK_TYPE_BOX, "accessible-role", GTK_ACCESSIBLE_ROLE_GROUP, NULL);
  GtkWidget *inside;
  GtkWidget *card = vd_card_new (&inside);

  gtk_orientable_set_orientation (GTK_ORIENTABLE (group), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (group), 6);
  vd_set_labels (group, title, help);
  vd_target_set (group, FIELD);
  for (guint i = 0; i < choices->len; i++)
    add_danger (self, GTK_BOX (group), g_ptr_array_index (choices, i));
  self->none = vd_check_new (_ ("None of these, as far as I know"));
  g_signal_connect (self->none, "toggled", G_CALLBACK (none_toggled_cb), self);
  gtk_box_append (GTK_BOX (group), self->none);
  gtk_box_append (GTK_BOX (inside), title);
  gtk_box_append (GTK_BOX (inside), help);
  gtk_box_append (GTK_BOX (inside), group);
  return card;
}

static void
vd_place_danger_dispose (GObject *object)
{
  VdPlaceDanger *self = VD_PLACE_DANGER (object);

  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_clear_object (&self->session);
  g_clear_pointer (&self->dangers, g_array_unref);
  G_OBJECT_CLASS (vd_place_danger_parent_class)->dispose (object);
}

static void
vd_place_danger_class_init (VdPlaceDangerClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = vd_place_danger_dispose;
}

static void
vd_place_danger_init (VdPlaceDanger *self)
{
  self->dangers = g_array_new (FALSE, FALSE, sizeof (Danger));
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 18);
}

GtkWidget *
vd_place_danger_new (VdSession *session)
{
  VdPlaceDanger *self = g_object_new (VD_TYPE_PLACE_DANGER, NULL);

  self->session = g_object_ref (session);
  gtk_box_append (GTK_BOX (self), questions_new (self));
  gtk_box_append (GTK_BOX (self), contacts_new (self));
  refresh (self);
  g_signal_connect_swapped (session, "record-changed", G_CALLBACK (refresh), self);
  return GTK_WIDGET (self);
}
